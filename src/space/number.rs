//! Numbers as people write them.

/// Digits with a point or without, such as `7.35`; to the last digit of an f64 or the one before. The few lines that this
/// takes are much lighter than the standard library's reading of every float there is: 10 KiB of the worker.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let (mut digits, mut scale) = (0.0, 1.0);
    let (mut n_digits, mut n_points) = (0, 0);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10.0 + f64::from(byte - b'0');
                n_digits += 1;
                if n_points == 1 {
                    scale *= 10.0;
                }
            }
            b'.' if n_points == 0 => n_points = 1,
            _ => return None,
        }
    }
    if n_digits > 0 { Some(digits / scale) } else { None }
}

/// A [`decimal`] with a sign or without.
pub(super) fn signed_decimal(text: &str) -> Option<f64> {
    match text.strip_prefix('-') {
        Some(rest) => decimal(rest).map(|x| -x),
        None => decimal(text.strip_prefix('+').unwrap_or(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, number) in [("7.35", 7.35), ("10", 10.0), (".5", 0.5), ("3.", 3.0), ("0", 0.0)] {
            assert_eq!(decimal(text), Some(number), "{text}");
        }
        assert_eq!((signed_decimal("-0.25"), signed_decimal("+2")), (Some(-0.25), Some(2.0)));
        for text in ["", ".", "1.2.3", "1e5", "-1", "x", "inf"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
