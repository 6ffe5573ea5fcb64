//! Where a slider's thumb stands for a value of a setting, and back.
//!
//! A position is in [0, 1], left to right. A logarithmic scale that begins at 0 begins at a millionth of its end instead.

use crate::protocol::{Scale, SettingSpec};

/// Where the thumb stands for `value`; values beyond the ends stand at the ends.
pub fn position(spec: &SettingSpec, value: f64) -> f64 {
    let share = match spec.scale {
        Scale::Linear => (value - spec.min) / (spec.max - spec.min),
        Scale::Log => {
            let low = log_low(spec);
            (value.max(low) / low).ln() / (spec.max / low).ln()
        }
    };
    share.clamp(0.0, 1.0)
}

/// The value at a position: whole where the setting is, else of two significant digits.
pub fn value(spec: &SettingSpec, position: f64) -> f64 {
    let position = position.clamp(0.0, 1.0);
    let exact = match spec.scale {
        Scale::Linear => spec.min + position * (spec.max - spec.min),
        Scale::Log => {
            let low = log_low(spec);
            low * (spec.max / low).powf(position)
        }
    };
    let rounded = if spec.is_whole { exact.round() } else { two_digits(exact) };
    rounded.clamp(spec.min, spec.max)
}

fn log_low(spec: &SettingSpec) -> f64 {
    if spec.min > 0.0 { spec.min } else { spec.max * 1e-6 }
}

fn two_digits(x: f64) -> f64 {
    format!("{x:.1e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Setting;

    #[test]
    fn whole_values_come_back() {
        for setting in [Setting::Dims, Setting::Window, Setting::Negatives, Setting::Epochs, Setting::MinCount] {
            let spec = setting.spec();
            for whole in [spec.min, spec.min + 1.0, (spec.max / 3.0).round(), spec.max] {
                assert_eq!(value(&spec, position(&spec, whole)), whole, "{}", spec.label);
            }
        }
    }

    #[test]
    fn the_middle_of_a_logarithmic_scale_is_the_geometric_mean() {
        let epochs = Setting::Epochs.spec();
        let epochs = crate::protocol::SettingSpec { max: 100.0, ..epochs };
        assert!((position(&epochs, 10.0) - 0.5).abs() < 1e-12, "10 is between 1 and 100");
        assert_eq!(value(&epochs, 0.5), 10.0);
    }

    #[test]
    fn the_thumb_stays_on_the_track() {
        let window = Setting::Window.spec();
        assert_eq!(position(&window, -3.0), 0.0);
        assert_eq!(position(&window, 1e9), 1.0);
        assert_eq!(value(&window, 7.0), window.max);
    }
}
