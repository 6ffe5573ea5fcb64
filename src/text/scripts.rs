//! Scripts that are written without spaces between words, and whether a text separates its words all the same.
//!
//! UAX #29 finds no words in these scripts: it gives single ideographs and kana, single letters of Thai, Lao, Khmer and
//! Burmese, and syllables of Tibetan. It asks that something better take its place. Authors who prepare a text for word
//! vectors separate its words by spaces or zero-width spaces, and these are that something.
//!
//! The beginning of the text decides for each script: its words are separated if there is a space between two stretches of
//! the script at least every [`Script::most_letters`] letters. A clause of a text that is not separated is longer.

use serde::{Deserialize, Serialize};

/// Scripts that are written without spaces. Chinese and Japanese are one, because they share ideographs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Script {
    /// Ideographs and kana, no kana among them.
    Chinese,
    /// Ideographs and kana.
    Japanese,
    /// Thai.
    Thai,
    /// Lao.
    Lao,
    /// Khmer.
    Khmer,
    /// Burmese, and other languages in its script.
    Burmese,
    /// Tibetan, which separates syllables.
    Tibetan,
}

/// What becomes a word in a script without spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// What stands between spaces: the author has separated the words.
    Spaced,
    /// A single character.
    Character,
    /// A syllable.
    Syllable,
    /// All that stands between spaces and punctuation, which may be many words.
    Stretch,
}

impl Script {
    /// Its name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chinese => "Chinese",
            Self::Japanese => "Japanese",
            Self::Thai => "Thai",
            Self::Lao => "Lao",
            Self::Khmer => "Khmer",
            Self::Burmese => "Burmese",
            Self::Tibetan => "Tibetan",
        }
    }

    /// Where words are separated, there are at most this many letters and marks to a space.
    fn most_letters(self) -> usize {
        match self {
            Self::Chinese | Self::Japanese => 5,
            Self::Thai | Self::Lao | Self::Burmese => 11,
            Self::Khmer => 12,
            Self::Tibetan => 16,
        }
    }
}

/// The same of a text in kana alone, whose phrases are separated.
const MOST_KANA: usize = 9;

/// The slot of a character's script in a [`Census`].
fn slot_of(character: char) -> Option<usize> {
    match character {
        _ if is_cjk(character) => Some(0),
        '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' => Some(1),
        '\u{E81}'..='\u{ECE}' => Some(2),
        '\u{1780}'..='\u{17D3}' => Some(3),
        '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{109F}' | '\u{A9E0}'..='\u{A9FE}' | '\u{AA60}'..='\u{AA7F}' => {
            Some(4)
        }
        '\u{F00}'..='\u{F0C}' | '\u{F18}'..='\u{F19}' | '\u{F39}'..='\u{FBC}' => Some(5),
        _ => None,
    }
}

/// An ideograph or kana.
pub(super) fn is_cjk(character: char) -> bool {
    matches!(character, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}')
        || matches!(character, '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}')
        || matches!(character, '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// A letter or mark of a script that UAX #29 would take apart letter by letter.
pub(super) fn is_stretch(character: char) -> bool {
    slot_of(character).is_some_and(|slot| (1..=4).contains(&slot))
}

/// A letter, mark or tsheg of Tibetan.
pub(super) fn is_tibetan(character: char) -> bool {
    slot_of(character) == Some(5)
}

/// The mark between Tibetan syllables, in both of its forms.
pub(super) fn is_tsheg(character: char) -> bool {
    matches!(character, '\u{F0B}' | '\u{F0C}')
}

/// How much of a text is in which script, and how it is separated.
#[derive(Debug, Default)]
pub(super) struct Census {
    n_letters: usize,
    kana: usize,
    /// Letters of each script, and spaces between two stretches of it.
    letters_of: [usize; 6],
    spaces_in: [usize; 6],
}

impl Census {
    /// Of the beginning of a text.
    pub(super) fn of(head: &str) -> Self {
        let mut census = Self::default();
        // The script before, and whether only spaces follow it.
        let mut last: Option<usize> = None;
        let (mut is_after_space, mut is_near) = (false, false);
        for character in head.chars() {
            if character.is_ascii_alphanumeric() {
                census.n_letters += 1;
                (last, is_near) = (None, false);
            } else if let Some(slot) = slot_of(character) {
                census.n_letters += 1;
                census.letters_of[slot] += 1;
                census.kana += usize::from(matches!(character, '\u{3041}'..='\u{30FF}'));
                census.spaces_in[slot] += usize::from(last == Some(slot) && is_after_space && is_near);
                (last, is_after_space, is_near) = (Some(slot), false, true);
            } else if matches!(character, ' ' | '\t' | '\u{A0}' | '\u{200B}' | '\u{3000}' | ',' | ';' | '|' | '/') {
                is_after_space = true;
            } else if !super::normalize::is_invisible(character) {
                census.n_letters += usize::from(character.is_alphabetic());
                is_near = false;
            }
        }
        census
    }

    fn is_spaced(&self, slot: usize, script: Script) -> bool {
        let n_spaces = self.spaces_in[slot];
        // Books for children are in kana, with spaces between phrases.
        let is_kana = slot == 0 && self.kana * 10 >= self.letters_of[0] * 8;
        let most_letters = if is_kana { MOST_KANA } else { script.most_letters() };
        n_spaces > 0 && self.letters_of[slot] <= most_letters * (n_spaces + 1)
    }

    /// Each script that has a part in the text, with the unit that becomes a word. `is_list`: each line is one word.
    pub(super) fn scripts(&self, is_list: bool) -> Vec<(Script, Unit)> {
        let cjk = if self.kana * 20 > self.letters_of[0] { Script::Japanese } else { Script::Chinese };
        let scripts = [cjk, Script::Thai, Script::Lao, Script::Khmer, Script::Burmese, Script::Tibetan];
        let has_part = |slot: usize| self.letters_of[slot] >= 10 && self.letters_of[slot] * 20 >= self.n_letters;
        (0..6)
            .zip(scripts)
            .filter(|&(slot, _)| has_part(slot))
            .map(|(slot, script)| {
                let unit = match slot {
                    _ if is_list || self.is_spaced(slot, script) => Unit::Spaced,
                    0 => Unit::Character,
                    5 => Unit::Syllable,
                    _ => Unit::Stretch,
                };
                (script, unit)
            })
            .collect()
    }

    /// The script that most of the text is in, if it cannot be taken apart: its words are not separated.
    pub(super) fn not_separated(&self) -> Option<Script> {
        let is_most = |slot: usize| self.letters_of[slot] * 2 > self.n_letters && self.letters_of[slot] >= 20;
        [(1, Script::Thai), (2, Script::Lao), (3, Script::Khmer), (4, Script::Burmese)]
            .into_iter()
            .find(|&(slot, script)| is_most(slot) && !self.is_spaced(slot, script))
            .map(|(_, script)| script)
    }

    /// Whether ideographs and kana are words between spaces.
    pub(super) fn is_cjk_spaced(&self) -> bool {
        self.is_spaced(0, Script::Chinese)
    }

    /// Whether Tibetan words are separated by spaces.
    pub(super) fn is_tibetan_spaced(&self) -> bool {
        self.is_spaced(5, Script::Tibetan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separated_words_are_told_from_clauses() {
        let unit = |text: &str| Census::of(text).scripts(false).first().copied();
        assert_eq!(unit("很大 喜欢 黄油 每天 烤箱 胡椒\n看见 灯塔 喜欢"), Some((Script::Chinese, Unit::Spaced)));
        assert_eq!(unit("很大喜欢黄油每天烤箱胡椒。\n看见灯塔喜欢船。"), Some((Script::Chinese, Unit::Character)));
        assert_eq!(unit("床前明月光 疑是地上霜\n举头望明月 低头思故乡"), Some((Script::Chinese, Unit::Character)));
        assert_eq!(unit("私 は 毎日 パン を 食べ ます 。 犬 が 好き です"), Some((Script::Japanese, Unit::Spaced)));
        assert_eq!(
            unit("きょうは とても いい てんきです。ぼくは うみに いきました。"),
            Some((Script::Japanese, Unit::Spaced))
        );
        assert_eq!(
            unit("きょうはとてもいいてんきです。ぼくは うみにいきました。"),
            Some((Script::Japanese, Unit::Character))
        );
        assert_eq!(unit("今天/ 天气/ 很/ 好/ 我们/去/港口"), Some((Script::Chinese, Unit::Spaced)));
        assert_eq!(unit("私は毎日パンを食べます。犬が好きです。"), Some((Script::Japanese, Unit::Character)));
        assert_eq!(unit("น้ำ\u{200B}ครัว\u{200B}ทะเล\u{200B}ขนม\u{200B}เรือ"), Some((Script::Thai, Unit::Spaced)));
        assert_eq!(unit("a few words of English only"), None);
        let mixed = Census::of("我用 Python 写程序，也用 Rust 写工具，这是我们的工作");
        assert!(!mixed.is_cjk_spaced(), "spaces beside Latin words separate nothing Chinese");
    }

    #[test]
    fn a_text_mostly_of_letters_that_run_on_is_named() {
        assert_eq!(Census::of("น้ำครัวทะเลขนมเรือทะเล\nครัวเรือทะเลน้ำทะเลทะเล").not_separated(), Some(Script::Thai));
        assert_eq!(Census::of("น้ำ ครัว ทะเล ขนม เรือ ทะเล ครัว").not_separated(), None);
        let quoted = format!("{} น้ำครัวทะเลขนมเรือทะเล", "plain English words here ".repeat(9));
        assert_eq!(Census::of(&quoted).not_separated(), None);
    }
}
