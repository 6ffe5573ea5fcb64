//! Why a word that was asked for is not in the vocabulary: the text is searched before that is said.

use super::{
    TokenStream, Vocabulary,
    json::unescape,
    markup::Document,
    normalize::{lower, normalize},
    words::{self, MAX_CHARS},
};

/// Why a word is not in the vocabulary of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// The text has it, but less often than the minimum count.
    TooRare {
        /// How often.
        count: u32,
    },
    /// It occurs often enough, but the vocabulary is full of words that are more frequent.
    Cut {
        /// How often.
        count: u32,
    },
    /// It stands in what was left out alone: tags, scripts and other markup, or columns that are not read.
    Dropped {
        /// How often, as far as that was counted.
        count: u32,
    },
    /// It is no single word here, but several, all of which the text has.
    Parts {
        /// Which, in order.
        words: Vec<String>,
    },
    /// It stands inside of other words alone.
    Inside {
        /// Some of them, the most frequent first.
        words: Vec<String>,
    },
    /// It has more than this many characters, as no word has.
    TooLong {
        /// The most characters of a word.
        most_chars: usize,
    },
    /// It has no letter and no digit, and is no emoji or emoticon: signs are no words.
    Sign,
    /// The text does not have it.
    Absent,
}

/// Words that are named to say where a word stands.
const MOST_NAMED: usize = 3;
/// Words among which the most frequent are looked for.
const MOST_HOLDING: usize = 1000;

impl TokenStream {
    /// Why `typed` is not in a vocabulary of this text. `min_count`: the minimum count that was asked for.
    pub fn absence(&self, vocabulary: &Vocabulary, min_count: u32, typed: &str) -> Absence {
        match self.absence_of(vocabulary, min_count, typed) {
            why @ (Absence::Absent | Absence::Dropped { .. }) => self.parts_of_markup(typed).unwrap_or(why),
            why => why,
        }
    }

    /// What was copied with its tags, characters by name or escapes: the words in it, if the text has them all.
    fn parts_of_markup(&self, typed: &str) -> Option<Absence> {
        if !typed.contains(['<', '>', '&', '\\']) && self.quirks.are_none() {
            return None;
        }
        let (mut scratch, mut dropped) = (String::new(), String::new());
        let mended = self.quirks.clone().mend(typed, &mut dropped).into_owned();
        let plain = unescape(&mended);
        let normal = normalize(Document::default().strip(&plain, &mut scratch, &mut dropped).text).into_owned();
        let (words, _) = words::words_of(&normal, self.manner);
        if words.is_empty() && typed.contains('&') && !typed.contains(['<', '>']) {
            // A character by name, such as `&mdash;`.
            return Some(Absence::Sign);
        }
        let are_here = !words.is_empty() && words.iter().all(|word| self.count_in_any_case(word) > 0);
        are_here.then(|| Absence::Parts { words: words.iter().map(|word| self.as_read(word)).collect() })
    }

    fn absence_of(&self, vocabulary: &Vocabulary, min_count: u32, typed: &str) -> Absence {
        let normal = normalize(typed);
        let normal = normal.trim();
        let whole = self.count_in_any_case(normal);
        if whole > 0 {
            return too_rare(vocabulary, min_count, whole);
        }
        let (words, _) = words::words_of(normal, self.manner);
        match words.as_slice() {
            [] if normal.chars().count() > MAX_CHARS => Absence::TooLong { most_chars: MAX_CHARS },
            [] => Absence::Sign,
            [word] => {
                let count = self.count_in_any_case(word);
                if count > 0 {
                    return if *word == normal || vocabulary.find(word).is_none() {
                        too_rare(vocabulary, min_count, count)
                    } else {
                        Absence::Parts { words: vec![self.as_read(word)] }
                    };
                }
                match self.count_of_dropped(word) {
                    0 => self.inside(&self.as_read(word)),
                    count => Absence::Dropped { count },
                }
            }
            words if words.iter().all(|word| self.count_in_any_case(word) > 0) => {
                Absence::Parts { words: words.iter().map(|word| self.as_read(word)).collect() }
            }
            words => {
                let is_missing = |word: &&&str| self.count_in_any_case(word) == 0;
                let counts = words.iter().filter(is_missing).map(|word| self.count_of_dropped(word));
                match counts.min() {
                    Some(count) if count > 0 => Absence::Dropped { count },
                    _ => self.inside(&self.as_read(normal)),
                }
            }
        }
    }

    /// A word as the text's own words are written.
    fn as_read(&self, word: &str) -> String {
        if self.lowercase { lower(word).into_owned() } else { word.to_owned() }
    }

    /// How often a word stands in markup that was left out.
    fn count_of_dropped(&self, word: &str) -> u32 {
        let found = [word, &lower(word)].into_iter().find_map(|word| self.dropped.index_of(word));
        found.map_or(0, |index| self.dropped.count_of(index))
    }

    fn count_in_any_case(&self, word: &str) -> u32 {
        let folded = lower(word);
        // `GROSS` may be `groß`.
        let sharp = folded.contains("ss").then(|| self.count_of(&folded.replace("ss", "ß")));
        self.count_of(word).max(self.count_of(&folded)).max(sharp.unwrap_or(0))
    }

    fn inside(&self, part: &str) -> Absence {
        if part.is_empty() {
            return Absence::Absent;
        }
        let mut holding = self.lexicon.holding(part, MOST_HOLDING);
        // Stable: among equals the first in the text.
        holding.sort_by_key(|&index| std::cmp::Reverse(self.lexicon.count_of(index)));
        let words: Vec<String> =
            holding.iter().take(MOST_NAMED).map(|&index| self.lexicon.word(index).to_owned()).collect();
        if words.is_empty() { Absence::Absent } else { Absence::Inside { words } }
    }
}

fn too_rare(vocabulary: &Vocabulary, min_count: u32, count: u32) -> Absence {
    if count < min_count || vocabulary.is_empty() { Absence::TooRare { count } } else { Absence::Cut { count } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{ReadOptions, TextReader, VocabularyOptions, encode};

    fn why(text: &str, min_count: u32, max_words: usize, typed: &str) -> Absence {
        let mut reader = TextReader::new(ReadOptions::default());
        reader.push(text.as_bytes()).expect("a text");
        let stream = reader.finish().expect("a text");
        let (vocabulary, _) = encode(&stream, &VocabularyOptions { min_count, max_words }).expect("words");
        assert_eq!(vocabulary.find(typed), None, "{typed} is there");
        stream.absence(&vocabulary, min_count, typed)
    }

    #[test]
    fn the_text_is_searched_before_a_word_is_denied() {
        let text = "the boat and the boat at the pier: AT&T a well-known <br/> firm <unk> naïve naïve red red red";
        let why = |typed: &str| why(text, 2, 9, typed);
        assert_eq!(why("Pier"), Absence::TooRare { count: 1 });
        assert_eq!(why("pier,"), Absence::TooRare { count: 1 });
        assert_eq!(why("AT&T"), Absence::Parts { words: vec!["at".to_owned(), "t".to_owned()] });
        assert_eq!(why("the boat"), Absence::Parts { words: vec!["the".to_owned(), "boat".to_owned()] });
        assert_eq!(why("<unk>"), Absence::Dropped { count: 1 });
        assert_eq!(why("br"), Absence::Dropped { count: 1 });
        assert_eq!(why("known"), Absence::Inside { words: vec!["well-known".to_owned()] });
        assert_eq!(why("&"), Absence::Sign);
        assert_eq!(why("<b>boat</b>&nbsp;"), Absence::Parts { words: vec!["boat".to_owned()] });
        assert_eq!(why("<b>zebra</b>"), Absence::Absent);
        assert_eq!(why("&mdash;"), Absence::Sign);
        assert_eq!(why("unk/br"), Absence::Dropped { count: 1 });
        assert_eq!(why(&"x".repeat(101)), Absence::TooLong { most_chars: 100 });
        assert_eq!(why("zebra"), Absence::Absent);
        assert_eq!(why("zebra crossing"), Absence::Absent);
    }

    #[test]
    fn a_full_vocabulary_cuts_words() {
        assert_eq!(why("a a a b b b c c d d", 2, 3, "c"), Absence::Cut { count: 2 });
        assert_eq!(why("a a a b b b c c d", 2, 2, "d"), Absence::TooRare { count: 1 });
    }
}
