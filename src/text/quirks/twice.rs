//! Letters that were encoded in UTF-8, taken for an older encoding, and encoded again: `cafÃ©`, `ÐŸÑ€Ð¸`, `РџСЂРё`.

use crate::text::decode::LegacyDecoders;

/// Encodings that UTF-8 is taken for. In that of the Mac ordinary French would be ambiguous.
const TAKEN_FOR: [&str; 2] = ["windows-1252", "windows-1251"];
/// Fewer characters may be examples in a text about them.
const LEAST: usize = 3;

/// How to decode a text once more.
#[derive(Debug, Clone)]
pub(super) struct Twice {
    /// What 0x80 to 0xFF are in the encoding that was wrong, as characters and bytes in the order of characters.
    bytes: Vec<(char, u8)>,
}

impl Twice {
    /// How to decode a text that begins with `head`, if it was encoded twice: it has at least three characters that can be
    /// nothing else, and two in five of those that could begin one do.
    pub(super) fn of(head: &str, decoders: LegacyDecoders) -> Option<Self> {
        if head.is_ascii() {
            return None;
        }
        TAKEN_FOR.iter().filter_map(|name| Self::from(name, decoders)).find(|twice| {
            let (mut n_good, mut n_bad, mut at) = (0, 0, 0);
            let characters: Vec<char> = head.chars().collect();
            while at < characters.len() {
                if let Some((_, length)) = twice.character(&characters[at..]) {
                    n_good += 1;
                    at += length;
                } else {
                    n_bad += usize::from(twice.byte(characters[at]).is_some_and(|byte| byte >= 0xC2));
                    at += 1;
                }
            }
            n_good >= LEAST && n_good * 3 >= n_bad * 2
        })
    }

    fn from(name: &'static str, decoders: LegacyDecoders) -> Option<Self> {
        let all: Vec<u8> = (0x80..=0xFF).collect();
        let table = decoders.decode(name, &all)?;
        let mut bytes: Vec<(char, u8)> = table.chars().zip(0x80..=0xFF).collect();
        bytes.sort_unstable();
        Some(Self { bytes })
    }

    fn byte(&self, character: char) -> Option<u8> {
        if character.is_ascii() {
            return None;
        }
        let place = self.bytes.binary_search_by_key(&character, |&(known, _)| known).ok()?;
        Some(self.bytes[place].1)
    }

    /// The character that these begin with, if they are one encoded twice, and how many of them it takes.
    fn character(&self, characters: &[char]) -> Option<(char, usize)> {
        let length = match self.byte(*characters.first()?)? {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        let mut bytes = [0; 4];
        for (byte, &character) in bytes[..length].iter_mut().zip(characters.get(..length)?) {
            *byte = self.byte(character)?;
        }
        let text = std::str::from_utf8(&bytes[..length]).ok()?;
        text.chars().next().filter(|character| !character.is_control()).map(|character| (character, length))
    }

    /// A line decoded once more. What was encoded once stays.
    pub(super) fn mend(&self, line: &str) -> String {
        let characters: Vec<char> = line.chars().collect();
        let mut mended = String::with_capacity(line.len());
        let mut at = 0;
        while at < characters.len() {
            let (character, length) = self.character(&characters[at..]).unwrap_or((characters[at], 1));
            mended.push(character);
            at += length;
        }
        mended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn twice(text: &str, label: &str) -> String {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn what_was_encoded_twice_is_decoded_twice() {
        for (label, text) in [
            ("windows-1252", "Le café où l’été dernier nous étions déjà là – “oui”."),
            ("windows-1252", "Über den Dächern größer, für „Müller“."),
            ("windows-1252", "Привет, это простой русский текст."),
            ("windows-1252", "東京の港 😀"),
            ("windows-1251", "Привет, это простой русский текст о кошках."),
        ] {
            let wrong = twice(text, label);
            let found = Twice::of(&wrong, LegacyDecoders::default()).unwrap_or_else(|| panic!("{wrong}"));
            assert_eq!(found.mend(&wrong), text, "{label}");
            assert_eq!(found.mend(text), text, "what is right stays");
        }
    }

    #[test]
    fn what_was_encoded_once_is_left() {
        for text in [
            "Le café où l’été dernier nous étions déjà là.",
            "A NAÇÃO ESPERAVA O CORAÇÃO DA IRMÃ. «MAÇû São Paulo",
            "é turns into Ã©, and ’ into â€™: naïve, über, été, là",
            "«СССР» и «РФ» были здесь. Привет!",
            "plain",
            "Ελληνικά, 日本語, 한국어",
        ] {
            assert!(Twice::of(&text.repeat(3), LegacyDecoders::default()).is_none(), "{text}");
        }
    }
}
