//! Arithmetic of vectors in double precision, with sums in the order of their terms.

/// The dot product of two vectors of one length.
#[inline(never)]
pub(super) fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(&x, &y)| f64::from(x) * f64::from(y)).sum()
}

/// The length of a vector.
#[inline(never)]
pub(super) fn length(a: &[f32]) -> f64 {
    dot(a, a).sqrt()
}

/// The cosine of two vectors, in [-1, 1]; 0 where one is all zeros.
#[inline(never)]
pub(super) fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let lengths = length(a) * length(b);
    if lengths > 0.0 { (dot(a, b) / lengths).clamp(-1.0, 1.0) } else { 0.0 }
}

/// The distance of two vectors of one length.
#[inline(never)]
pub(super) fn distance(a: &[f32], b: &[f32]) -> f64 {
    let squares = a.iter().zip(b).map(|(&x, &y)| (f64::from(x) - f64::from(y)).powi(2));
    squares.sum::<f64>().sqrt()
}

/// `a + weight * b`.
#[inline(never)]
pub(super) fn plus(a: &[f32], weight: f32, b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(&x, &y)| x + weight * y).collect()
}

/// The places of the `k` greatest numbers, greatest first; of equal ones, the first comes first. A sort would weigh more than
/// all the rest of its scene.
#[inline(never)]
pub(super) fn greatest(numbers: &[f64], k: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::with_capacity(k);
    for (place, &number) in numbers.iter().enumerate() {
        let before = found.iter().position(|&other| numbers[other] < number).unwrap_or(found.len());
        if before < k {
            found.truncate(k.min(found.len()) - usize::from(found.len() == k));
            found.insert(before, place);
        }
    }
    found
}

/// Sine and cosine of an angle in radians, of any size below a million: to twelve digits, by their series.
#[inline(never)]
pub(super) fn sine_and_cosine(angle: f64) -> [f64; 2] {
    let x = angle - (angle / std::f64::consts::TAU).round() * std::f64::consts::TAU;
    let (mut sums, mut term) = ([0.0, 0.0], 1.0);
    for n in 0..30_u32 {
        // 1, x, -x^2 / 2, -x^3 / 6, ...: by turns of the cosine and of the sine.
        sums[usize::from(n.is_multiple_of(2))] += if n % 4 < 2 { term } else { -term };
        term *= x / f64::from(n + 1);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_come_first_and_equals_in_their_order() {
        let numbers = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0];
        assert_eq!(greatest(&numbers, 4), [5, 7, 4, 8]);
        assert_eq!(greatest(&numbers, 20).len(), 9);
        assert_eq!(greatest(&numbers, 20)[7..], [1, 3]);
        assert_eq!(greatest(&numbers, 0), [0; 0]);
    }

    #[test]
    fn waves_are_those_of_the_library() {
        for i in -2000..2000_i32 {
            let angle = f64::from(i) * 0.0371;
            let [sine, cosine] = sine_and_cosine(angle);
            assert!((sine - angle.sin()).abs() < 1e-12 && (cosine - angle.cos()).abs() < 1e-12, "{angle}");
        }
    }
}
