//! Names of files that every system takes.

/// Letters of a name, without its ending.
const MOST_LETTERS: usize = 60;
/// Letters of the longest ending that is one: `.safetensors`.
const MOST_ENDING: usize = 12;

/// `small-world-skipgram-64d`: what the vectors were learned from, how, and their dimensions. `method`: none where they
/// were loaded.
pub fn stem(name: &str, method: Option<&str>, dims: u32) -> String {
    let base = safe(without_endings(name));
    let dims = format!("{dims}d");
    let is_said = base == dims || base.strip_suffix(&dims).is_some_and(|rest| rest.ends_with(['-', '_', '.']));
    let mut parts = vec![if base.is_empty() { "vectors" } else { &base }];
    parts.extend(method);
    if method.is_some() || !is_said {
        parts.push(&dims);
    }
    parts.join("-")
}

/// Cuts `.txt` and `.txt.gz`, but not `.5` of `version 1.5`.
fn without_endings(name: &str) -> &str {
    let name = name.trim();
    match without_ending(name) {
        Some((before, "gz" | "zip")) => without_ending(before).map_or(before, |(before, _)| before),
        Some((before, _)) => before,
        None => name,
    }
}

/// What stands before an ending, and the ending.
fn without_ending(name: &str) -> Option<(&str, &str)> {
    let (before, ending) = name.rsplit_once('.')?;
    let is_ending = (1..MOST_ENDING).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic());
    (is_ending && !before.is_empty()).then_some((before, ending))
}

/// In lower case, with hyphens for spaces and for signs that some system or shell reads as something else; without what
/// cannot be seen, such as marks that turn the direction of writing.
fn safe(name: &str) -> String {
    let mut safe = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        let is_unseen = letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}')
            || matches!(u32::from(letter), 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfff0..=0xffff | 0xe0000..=0xe0fff);
        let is_sign = letter.is_whitespace() || (letter.is_ascii_punctuation() && !matches!(letter, '_' | '.'));
        if is_sign {
            if !safe.ends_with('-') {
                safe.push('-');
            }
        } else if !is_unseen {
            safe.push(letter);
        }
    }
    let is_edge = |letter: char| matches!(letter, '-' | '.');
    let cut: String = safe.trim_matches(is_edge).chars().take(MOST_LETTERS).collect();
    cut.trim_matches(is_edge).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_in_them() {
        assert_eq!(stem("Small World", Some("skipgram"), 64), "small-world-skipgram-64d");
        assert_eq!(stem("Moby Dick, or the Whale.txt", Some("cbow"), 100), "moby-dick-or-the-whale-cbow-100d");
        assert_eq!(stem("corpus.txt.gz", Some("glove"), 50), "corpus-glove-50d");
        assert_eq!(stem("glove.6B.100d.txt", None, 100), "glove.6b.100d");
        assert_eq!(stem("wiki.en.vec", None, 300), "wiki.en-300d");
        assert_eq!(stem("notes v1.5", Some("cbow"), 8), "notes-v1.5-cbow-8d");
        assert_eq!(stem("城市.txt", None, 8), "城市-8d");
    }

    #[test]
    fn no_name_leaves_its_folder_or_hides() {
        for (name, expected) in [
            ("../../etc/passwd", "etc-passwd-8d"),
            ("C:\\con|aux?.txt", "c-con-aux-8d"),
            (".profile", "profile-8d"),
            ("a\u{0}b\nc\td", "ab-c-d-8d"),
            ("gpj\u{202e}exe.txt", "gpjexe-8d"),
            ("\u{200b}\u{feff}", "vectors-8d"),
            ("   ", "vectors-8d"),
            ("<script>.html", "script-8d"),
            ("%2e%2e", "2e-2e-8d"),
            ("con", "con-8d"),
        ] {
            assert_eq!(stem(name, None, 8), expected, "{name:?}");
        }
        assert_eq!(stem(&"é".repeat(500), None, 8).chars().count(), MOST_LETTERS + 3);
    }
}
