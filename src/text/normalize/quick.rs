//! Whether a text is in NFC for sure, found out without the tables of Unicode: the quick check of UAX #15, section 9, for the
//! characters that most texts are made of. In wasm a call of the browser's `normalize` costs as much as reading a line.

/// Whether a text is in NFC: none of its characters changes or composes, and marks stand in canonical order. `false` may be
/// said of a text that is.
pub(super) fn is_composed(text: &str) -> bool {
    let mut last = 0;
    text.chars().all(|character| {
        let Some(class) = class_of(character) else { return false };
        let is_in_order = class == 0 || last <= class;
        last = class;
        is_in_order
    })
}

/// The canonical combining class of a character that is `NFC_Quick_Check=Yes`; none for any other, or where that is not known
/// here.
fn class_of(character: char) -> Option<u8> {
    let from = |first: char| (character as u32 - first as u32) as u8;
    match character {
        _ if is_starter(character) => Some(0),
        // Points of Hebrew.
        '\u{5B0}'..='\u{5B9}' => Some(10 + from('\u{5B0}')),
        '\u{5BB}'..='\u{5BD}' => Some(20 + from('\u{5BB}')),
        '\u{5BF}' => Some(23),
        '\u{5C1}' | '\u{5C2}' => Some(24 + from('\u{5C1}')),
        // Vowel points of Arabic.
        '\u{64B}'..='\u{652}' => Some(27 + from('\u{64B}')),
        '\u{670}' => Some(35),
        // Virama, and vowels and tones of Thai and Lao.
        '\u{94D}' => Some(9),
        '\u{E38}' | '\u{E39}' => Some(103),
        '\u{E48}'..='\u{E4B}' => Some(107),
        '\u{EB8}' | '\u{EB9}' => Some(118),
        '\u{EC8}'..='\u{ECB}' => Some(122),
        _ => None,
    }
}

/// Characters of class 0 that compose with none before them.
fn is_starter(character: char) -> bool {
    // Latin; Greek and Cyrillic without marks.
    matches!(character, '\0'..='\u{2FF}' | '\u{384}'..='\u{386}' | '\u{388}'..='\u{482}' | '\u{48A}'..='\u{52F}')
        // Letters of Hebrew.
        || matches!(character, '\u{5BE}' | '\u{5D0}'..='\u{5EA}' | '\u{5F3}' | '\u{5F4}')
        // Letters, digits and signs of Arabic and Persian.
        || matches!(character, '\u{606}'..='\u{60F}' | '\u{61B}'..='\u{64A}' | '\u{660}'..='\u{66F}')
        || matches!(character, '\u{671}'..='\u{6D5}' | '\u{6EE}'..='\u{6FF}')
        // Devanagari without nukta and accents; Thai and Lao.
        || matches!(character, '\u{900}'..='\u{93B}' | '\u{93D}'..='\u{94C}' | '\u{94E}'..='\u{950}')
        || matches!(character, '\u{960}'..='\u{97F}' | '\u{E01}'..='\u{E37}' | '\u{E3F}'..='\u{E47}')
        || matches!(character, '\u{E4C}'..='\u{E5B}' | '\u{E81}'..='\u{EB7}' | '\u{EBB}'..='\u{EC7}')
        || matches!(character, '\u{ED0}'..='\u{EDF}')
        // Latin of Vietnamese and others; spaces, dashes, quotes, joiners, currencies.
        || matches!(character, '\u{1E00}'..='\u{1EFF}' | '\u{2002}'..='\u{2064}' | '\u{20A0}'..='\u{20C0}')
        // Symbols and pictures.
        || matches!(character, '\u{2600}'..='\u{27BF}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
        // Chinese, Japanese and Korean.
        || matches!(character, '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FF}')
        || matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
        || matches!(character, '\u{FF01}'..='\u{FFEE}')
}

#[cfg(test)]
mod tests {
    use super::super::forms::nfc;
    use super::*;

    #[test]
    fn what_is_said_to_be_composed_is() {
        let all: Vec<char> = ('\0'..='\u{1FFFF}').filter(|&character| class_of(character).is_some()).collect();
        for character in &all {
            let text = character.to_string();
            assert_eq!(nfc(&text), text, "{text:?}");
        }
        // Whatever composes with a character before it, or goes before a mark, is a mark or a vowel sign.
        let seconds = all.iter().copied().filter(|&c| class_of(c) != Some(0) || matches!(c, '\u{900}'..='\u{EFF}'));
        for second in seconds {
            for &first in all.iter().filter(|&&first| first < '\u{3100}') {
                let text = String::from_iter([first, second]);
                assert!(!is_composed(&text) || nfc(&text) == text, "{text:?}");
            }
        }
    }

    #[test]
    fn usual_texts_need_no_second_look() {
        for text in
            ["मैं हिन्दी पढ़ता हूँ".replace('\u{93C}', "").as_str(), "غادر القارب مَرَّ", "שָׁלוֹם", "เรือออกจากท่าเก่า", "Việt"]
        {
            assert_eq!(is_composed(text), nfc(text) == text, "{text}");
        }
        assert!(!is_composed("e\u{301}") && !is_composed("\u{651}\u{64E}") && !is_composed("\u{958}"));
    }
}
