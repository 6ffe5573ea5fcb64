//! Words that were broken at the end of a line.

use super::TokenStream;

/// A word that may have been broken: two tokens of the text, the second of which begins the next line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Broken {
    /// Place of the first half in the text.
    pub(super) at: u32,
    /// A soft hyphen breaks a word for sure.
    pub(super) is_sure: bool,
}

/// The sign at the end of a line that a word may be broken by, if there is one: a hyphen or the sign `¬` that scanners read
/// instead, behind a letter. Gives whether it is a soft hyphen, which is sure.
pub(super) fn break_at_end(line: &str) -> Option<bool> {
    let line = line.trim_end();
    let sign = line.chars().next_back()?;
    let is_sign = matches!(sign, '-' | '\u{2010}' | '\u{AD}' | '¬');
    let before = line[..line.len() - sign.len_utf8()].chars().next_back()?;
    (is_sign && before.is_alphabetic()).then_some(sign == '\u{AD}')
}

/// Whether a line goes on with the second half of a word.
pub(super) fn goes_on(line: &str) -> bool {
    line.trim_start().starts_with(char::is_alphabetic)
}

impl TokenStream {
    /// Joins the halves of broken words where the text has the whole word elsewhere, with or without the hyphen: whichever
    /// it has more often. Other halves stay two words. How many were joined.
    pub(super) fn join_broken(&mut self, broken: &[Broken]) -> Result<u64, super::room::Full> {
        let mut n_joined = 0;
        for &Broken { at, is_sure } in broken {
            let place = at as usize;
            let (Some(first), Some(second)) = (self.ids.get(place), self.ids.get(place + 1)) else { continue };
            if [first, second].into_iter().any(|token| Some(token) == self.skipped()) {
                continue;
            }
            let [a, b] = [first, second].map(|token| self.lexicon.word(token));
            let (closed, hyphened) = (format!("{a}{b}"), format!("{a}-{b}"));
            // `fisher- / man's` is whole in `fisherman`.
            let count = |word: &str| {
                let stem = word.strip_suffix("'s").unwrap_or(word);
                self.count_of(word).max(self.count_of(stem))
            };
            let (n_closed, n_hyphened) = (count(&closed), count(&hyphened));
            let whole = match () {
                () if n_closed == 0 && n_hyphened == 0 && !is_sure => continue,
                () if n_hyphened > n_closed => hyphened,
                () => closed,
            };
            let whole = self.lexicon.count(&whole, &mut self.room)?;
            self.lexicon.uncount(first);
            self.lexicon.uncount(second);
            let skipped = self.skip()?;
            self.ids.set(place, whole);
            self.ids.set(place + 1, skipped);
            n_joined += 1;
        }
        if n_joined > 0 {
            self.lexicon.find_gone();
        }
        Ok(n_joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_behind_a_letter_may_break_a_word() {
        assert_eq!(break_at_end("the light-"), Some(false));
        assert_eq!(break_at_end("the light\u{AD} "), Some(true));
        assert_eq!(break_at_end("the light¬"), Some(false));
        for line in ["the light", "the --", "the 3-", "- ", "", "the light -"] {
            assert_eq!(break_at_end(line), None, "{line}");
        }
        assert!(goes_on("  house") && !goes_on("\"house") && !goes_on(""));
    }
}
