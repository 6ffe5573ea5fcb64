//! Texts on the map as they are written: cut where they are too long, and set apart where they run from right to left.

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

/// Where a name may be cut: before each letter but the first that begins something new on the screen.
fn cuts(name: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut last = None;
    let mut n_flags = 0;
    for (at, letter) in name.char_indices() {
        let is_flag = ('\u{1f1e6}'..='\u{1f1ff}').contains(&letter);
        let goes_on = extends(letter) || last == Some('\u{200d}') || (is_flag && n_flags % 2 == 1);
        if at > 0 && !goes_on {
            cuts.push(at);
        }
        n_flags = if is_flag { n_flags + 1 } else { 0 };
        last = Some(letter);
    }
    if cuts.is_empty() {
        cuts.push(name.len());
    }
    cuts
}

/// Whether a character changes the one before it: accents, vowel signs of the common scripts, variants, skin tones, joiners.
fn extends(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}'
        | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{200c}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
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
