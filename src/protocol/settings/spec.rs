//! What a setting is called and what it may be.

use thiserror::Error;

/// How a slider spreads the values of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// Evenly in the logarithm.
    Log,
}

/// What a setting is called and what it may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SettingSpec {
    /// Its name on the page; also its accessible name.
    pub label: &'static str,
    /// Its short name, for use in an address.
    pub key: &'static str,
    /// One sentence for anyone who does not know it.
    pub help: &'static str,
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
    /// Distance between neighboring values of a number box; 0 for any.
    pub step: f64,
    /// How a slider spreads its values.
    pub scale: Scale,
    /// Whether it takes only whole numbers.
    pub is_whole: bool,
    /// Whether it changes a run under way; the others start a new one.
    pub is_live: bool,
}

/// A value that a setting may not have.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("{label} must be {kind} from {} to {}; {} is not.", written(*min), written(*max), written(*found))]
pub struct OutOfRange {
    /// The setting's name.
    pub label: &'static str,
    /// "a whole number" or "a number".
    pub kind: &'static str,
    /// What was given.
    pub found: f64,
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
}

/// A number with commas between its thousands; one with a fraction as it is.
fn written(number: f64) -> String {
    let digits = number.abs().to_string();
    if number.fract() != 0.0 || digits.len() < 4 || !number.is_finite() {
        return number.to_string();
    }
    let mut written = if number < 0.0 { "-".to_owned() } else { String::new() };
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// A setting that takes whole numbers and starts a new run.
pub(super) const fn count(
    label: &'static str,
    key: &'static str,
    help: &'static str,
    min: f64,
    max: f64,
    scale: Scale,
) -> SettingSpec {
    SettingSpec { label, key, help, min, max, step: 1.0, scale, is_whole: true, is_live: false }
}

impl SettingSpec {
    /// Whether the setting may have this value.
    pub fn check(&self, value: f64) -> Result<(), OutOfRange> {
        let is_fit = value >= self.min && value <= self.max && (!self.is_whole || value.fract() == 0.0);
        if is_fit {
            return Ok(());
        }
        Err(OutOfRange {
            label: self.label,
            kind: if self.is_whole { "a whole number" } else { "a number" },
            found: value,
            min: self.min,
            max: self.max,
        })
    }
}
