//! How strongly two lists of numbers correlate.

/// Pearson's correlation of two lists of equal length, in [-1, 1]; none if either has fewer than two numbers, or only
/// equal ones.
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() < 2 || x.len() != y.len() {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_x, mean_y) = (mean(x), mean(y));
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let (x, y) = (x - mean_x, y - mean_y);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    let norms = (xx * yy).sqrt();
    (norms > 0.0).then(|| (xy / norms).clamp(-1.0, 1.0))
}

/// Spearman's correlation: Pearson's of the ranks, equal numbers sharing the mean of theirs.
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(&ranks(x), &ranks(y))
}

/// The rank of each number, from 1.
fn ranks(values: &[f64]) -> Vec<f64> {
    let compare = |a: usize, b: usize| values[a].total_cmp(&values[b]);
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| compare(a, b));
    let mut ranks = vec![0.0; values.len()];
    for equal in order.chunk_by(|&a, &b| compare(a, b).is_eq()) {
        // All before the equal ones are smaller.
        let n_smaller = order.partition_point(|&i| compare(i, equal[0]).is_lt());
        let rank = n_smaller as f64 + f64::midpoint(1.0, equal.len() as f64);
        for &i in equal {
            ranks[i] = rank;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_share_a_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0, 3.0]), [4.0, 1.0, 4.0, 2.0, 4.0]);
        assert_eq!(ranks(&[]), [0.0; 0]);
    }

    #[test]
    fn lines_correlate_fully_and_curves_by_rank() {
        let x = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(pearson(&x, &[2.0, 4.0, 6.0, 8.0]), Some(1.0));
        assert_eq!(spearman(&x, &[-1.0, -10.0, -100.0, -1000.0]), Some(-1.0));
        assert!(pearson(&x, &[1.0, 10.0, 100.0, 1000.0]).expect("they differ") < 0.9);
    }

    #[test]
    fn what_does_not_vary_has_no_correlation() {
        assert_eq!(pearson(&[1.0], &[2.0]), None);
        assert_eq!(pearson(&[1.0, 1.0], &[2.0, 3.0]), None);
        assert_eq!(spearman(&[1.0, 2.0], &[2.0, 2.0]), None);
    }
}
