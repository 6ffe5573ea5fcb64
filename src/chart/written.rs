//! Texts on the map as they are written: cut where they are too long, and set apart where they run from right to left.

use unicode_segmentation::UnicodeSegmentation;

/// A text to be put in a sentence: one that is written from right to left is set apart from its surroundings, which keep their
/// order.
pub fn set_apart(text: String) -> String {
    if text.chars().any(is_right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text }
}

/// A text no wider than `most`, and its width: cut, with `…`, where it must be.
///
/// `width`: of a text, in the same unit as `most`. No accent is parted from its letter and no emoji is cut in two. It is
/// [`set_apart`], so that what was cut of a text from right to left is at its left.
pub fn cut_text(text: &str, most: f64, width: impl Fn(&str) -> f64) -> (String, f64) {
    let whole = set_apart(text.to_owned());
    let whole_width = width(&whole);
    if whole_width <= most {
        return (whole, whole_width);
    }
    let cuts = cuts(text);
    let cut = |n: usize| set_apart(format!("{}…", text[..cuts[n]].trim_end_matches([' ', ','])));
    // The first cut that is too wide; those before it are not.
    let n = (0..cuts.len()).collect::<Vec<_>>().partition_point(|&n| width(&cut(n)) <= most);
    let text = cut(n.saturating_sub(1));
    let width = width(&text);
    (text, width)
}

/// Where a text may be cut: before each letter but the first, as a reader counts letters (extended grapheme clusters, UAX #29).
fn cuts(text: &str) -> Vec<usize> {
    let cuts: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).skip(1).collect();
    if cuts.is_empty() { vec![text.len()] } else { cuts }
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbors.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_sign_on_the_screen_stays_whole() {
        let (family, flag, accent) = ("👩\u{200d}👧", "🇩🇪", "e\u{301}");
        assert_eq!(cuts(&format!("{family}{family}")), [family.len()]);
        assert_eq!(cuts(&format!("{flag}{flag}a")), [flag.len(), 2 * flag.len()]);
        assert_eq!(cuts(&accent.repeat(3)), [accent.len(), 2 * accent.len()]);
        let width = |text: &str| text.chars().count() as f64;
        assert_eq!(cut_text(&accent.repeat(30), 7.0, width).0, format!("{}…", accent.repeat(3)));
    }
}
