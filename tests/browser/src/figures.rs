//! Figures out of what a script has gathered.

use serde_json::Value;

/// The numbers of a JSON array.
pub fn numbers(values: &Value) -> Vec<f64> {
    values.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// The value that a share of the values, in [0, 1], do not exceed; not a number where there is none. Sorts them.
pub fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_seen() {
        let mut values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        assert_eq!(quantile(&mut values, 0.5), 50.0);
        assert_eq!(quantile(&mut values, 0.95), 95.0);
        assert_eq!(quantile(&mut values, 1.0), 100.0);
        assert!(quantile(&mut [], 0.5).is_nan());
    }
}
