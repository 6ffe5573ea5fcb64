//! The questions of the lessons.

use crate::{
    chart::format,
    protocol::{SceneName, Unit},
};

/// The question that a scene answers; its file begins with the same.
pub fn question_of(scene: SceneName) -> &'static str {
    match scene {
        SceneName::Lookup => "What is a word to the machine?",
        SceneName::OneHot => "How far is one word from another?",
        SceneName::Window => "What does it learn from?",
        SceneName::Step => "How does it learn from one pair?",
        SceneName::Angle => "Near by what?",
        SceneName::Walk => "Why queen?",
        SceneName::Grow => "Where do the neighborhoods come from?",
        SceneName::Negatives => "Why not compare with every word?",
        SceneName::Vocabulary => "What about words it never met?",
        SceneName::Order => "Does it know who bit whom?",
        SceneName::Context => "One word, two meanings?",
        SceneName::Borrow => "Freeze or tune?",
    }
}

/// A number of a scene as it is written.
pub fn figure(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Count if value.is_finite() => format::count(value.max(0.0).round() as u64),
        Unit::Bytes if value.is_finite() => format::bytes(value.max(0.0).round() as u64),
        Unit::Number | Unit::Count | Unit::Bytes => format::three_digits(value),
        Unit::Cosine => format::cosine(value),
        Unit::Share => format!("{} %", format::three_digits(100.0 * value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_their_units() {
        assert_eq!(figure(57_600.0, Unit::Count), "57,600");
        assert_eq!(figure(0.699, Unit::Cosine), "0.699");
        assert_eq!(figure(0.101, Unit::Share), "10.1 %");
        assert_eq!(figure(f64::NAN, Unit::Count), "–");
        assert_eq!(figure(256.0, Unit::Bytes), format::bytes(256));
    }
}
