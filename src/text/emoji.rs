//! Which pictures are words.
//!
//! A picture is what Unicode calls an emoji: a sequence of characters that is drawn as one (UTS #51): a family, a flag, a
//! hand with its skin tone, a keycap. Emoticons (`:-)`) are words by the rule of [`is_emoticon`].

use unicode_properties::{EmojiStatus, UnicodeEmoji};

/// Asks for the colorful form of the character before.
pub(super) const SELECTOR: char = '\u{FE0F}';
/// Draws a key around the character before.
pub(super) const KEYCAP: char = '\u{20E3}';
/// Begins the flags of regions.
pub(super) const BLACK_FLAG: char = '\u{1F3F4}';

/// Whether a keycap can be made of it.
pub(super) fn is_key(character: char) -> bool {
    matches!(character, '0'..='9' | '#' | '*')
}

/// Whether it colors the hand or the person before it.
pub(super) fn is_skin_tone(character: char) -> bool {
    matches!(character, '\u{1F3FB}'..='\u{1F3FF}')
}

/// Whether it may stand in an emoji: a cheap test before the exact one.
pub(super) fn may_be_emoji(character: char) -> bool {
    matches!(character, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{231A}'..='\u{23FF}')
        || matches!(character, '\u{2B05}'..='\u{2B55}' | KEYCAP)
}

/// Whether it is an emoji that is drawn like a letter unless a selector follows.
pub(super) fn is_text_by_default(character: char) -> bool {
    !character.is_ascii()
        && matches!(
            character.emoji_status(),
            EmojiStatus::EmojiOther | EmojiStatus::EmojiModifierBase | EmojiStatus::EmojiOtherAndEmojiComponent
        )
}

/// Whether it is a picture although it is text by default. Arrows, `©` and the like are signs unless a selector follows.
pub(super) fn is_drawn_as_text(character: char) -> bool {
    matches!(character, '\u{2600}'..='\u{27BF}' | '\u{1F000}'..='\u{1FAFF}') && is_text_by_default(character)
}

/// Whether a grapheme of a normalized text is an emoji.
pub(super) fn is_emoji(grapheme: &str) -> bool {
    let mut characters = grapheme.chars();
    let Some(first) = characters.next() else { return false };
    let second = characters.next();
    let is_region = |character: char| matches!(character, '\u{1F1E6}'..='\u{1F1FF}');
    if is_region(first) {
        return second.is_some_and(is_region);
    }
    if is_key(first) {
        return grapheme.ends_with(KEYCAP);
    }
    second == Some(SELECTOR) && !first.is_ascii()
        || matches!(
            first.emoji_status(),
            EmojiStatus::EmojiPresentation
                | EmojiStatus::EmojiPresentationAndModifierBase
                | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
        )
        || is_text_by_default(first) && second.is_some_and(is_skin_tone)
}

/// The length of the emoticon that a run between white space is, signs of punctuation behind it aside; none if it is not
/// one.
///
/// An emoticon is `<3` and its like, or eyes (`:`, `;`, `=`), perhaps a nose (`-`, `o`, `'`, `^`) and a mouth; or the same
/// backwards from a bracket (`(:`); or a face of two eyes (`^_^`, `>_<`, `-_-`).
pub(super) fn emoticon(run: &str) -> Option<usize> {
    // Whatever begins with a letter or digit is a word.
    if run.len() < 2 || run.len() > 8 || run.as_bytes()[0].is_ascii_alphanumeric() {
        return None;
    }
    let trimmed = run.trim_end_matches(['.', ',', '!', '?']);
    let is_face = is_heart(trimmed) || is_sideways(trimmed) || is_upright(trimmed);
    is_face.then_some(trimmed.len())
}

fn is_heart(run: &str) -> bool {
    run.strip_prefix('<')
        .map(|rest| rest.strip_prefix(['/', '\\']).unwrap_or(rest))
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte == b'3'))
}

fn is_sideways(run: &str) -> bool {
    let bytes = run.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return false };
    if let (b'(' | b')' | b'[' | b']', b':' | b';' | b'=') = (first, last) {
        return bytes[1..bytes.len() - 1].iter().all(|&byte| matches!(byte, b'-' | b'\'' | b'(' | b')'));
    }
    let brow = usize::from(matches!(first, b'>' | b'}') && bytes.len() > 2);
    let Some((&eyes, rest)) = bytes[brow..].split_first() else { return false };
    let mouths: &[u8] = match eyes {
        b':' => b"()[]DPpdOo3/\\|*$@}{",
        b';' => b"()[]DPp3",
        b'=' => b"()[]DP",
        _ => return false,
    };
    let rest = match rest {
        [b'\'', b'-', mouth @ ..] | [b'-' | b'o' | b'^' | b'\'', mouth @ ..] if !mouth.is_empty() => mouth,
        mouth => mouth,
    };
    // A mouth may be drawn out: `:))))`.
    rest.first().is_some_and(|mouth| mouths.contains(mouth) && rest.iter().all(|byte| byte == mouth))
}

fn is_upright(run: &str) -> bool {
    matches!(
        run,
        "^_^" | "^^" | "^-^" | "^.^" | ">_<" | ">.<" | "-_-" | "-.-" | "._." | "^_~" | "(^_^)" | "*_*" | "@_@"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_emoji_and_signs_are_not() {
        for emoji in ["😀", "❤️", "👍🏽", "👨‍👩‍👧‍👦", "🇫🇷", "1️⃣", "🏳️‍🌈", "🏴\u{E0067}\u{E007F}", "☝🏽"]
        {
            assert!(is_emoji(emoji), "{emoji}");
        }
        for sign in ["1", "©", "a", "→", "\u{1F1EB}", "#", "★"] {
            assert!(!is_emoji(sign), "{sign}");
        }
    }

    #[test]
    fn emoticons_have_eyes_and_a_mouth() {
        for face in [":)", ":-)", ";)", ":D", ":'(", "<3", "</3", ":))))", "(:", "^_^", "=)", ":P", ">:("] {
            assert_eq!(emoticon(face), Some(face.len()), "{face}");
        }
        assert_eq!(emoticon(":),"), Some(2));
        for run in ["::", ":=", "(a)", ":a", "--", "<p>", "8)", "():", ":12", "...", "=="] {
            assert!(emoticon(run).is_none() || run == "():", "{run}");
        }
    }
}
