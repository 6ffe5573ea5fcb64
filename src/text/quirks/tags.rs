//! Words with their part of speech behind a slash: `The/DT boat/NN`, `今天/t 天气/n`.

use std::collections::HashSet;

/// Fewer words are no tagged text.
const LEAST_WORDS: usize = 12;
/// Words that are looked at.
const MOST_WORDS: usize = 5000;
/// Different tags that a text has at most.
const MOST_TAGS: usize = 200;

/// Whether the words of a text that begins with `head` have tags: nine in ten do, and there are few different ones.
pub(super) fn are_tagged(head: &str) -> bool {
    let (mut n_words, mut n_tagged) = (0, 0);
    let mut tags = HashSet::new();
    for run in head.split_whitespace().take(MOST_WORDS) {
        n_words += 1;
        // Ids and addresses have slashes as well.
        let is_word = |word: &str| !word.contains(|sign: char| sign == '/' || sign.is_ascii_digit());
        if let Some((_, tag)) = split(run).filter(|(word, _)| is_word(word)) {
            n_tagged += 1;
            tags.insert(tag);
        }
    }
    n_words >= LEAST_WORDS && n_tagged * 10 >= n_words * 9 && tags.len() <= MOST_TAGS && tags.len() * 3 <= n_words
}

/// A word and its tag.
fn split(run: &str) -> Option<(&str, &str)> {
    let (word, tag) = run.rsplit_once('/')?;
    let is_tag = |byte: u8| byte.is_ascii_alphanumeric() || b"$-*+.,:'()`_#".contains(&byte);
    (!word.is_empty() && (1..=12).contains(&tag.len()) && tag.bytes().all(is_tag)).then_some((word, tag))
}

/// A line without tags. These are appended to `dropped`.
pub(super) fn untagged(line: &str, dropped: &mut String) -> String {
    let mut words = String::with_capacity(line.len());
    for run in line.split_whitespace() {
        let (word, tag) = split(run).unwrap_or((run, ""));
        words.push_str(word);
        words.push(' ');
        if !tag.is_empty() {
            dropped.push_str(tag);
            dropped.push('\n');
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_left_out() {
        let line = "The/DT boat/NN left/VBD the/DT old/JJ pier/NN and/CC came/VBD back/RB ./.\n";
        assert!(are_tagged(&line.repeat(3)) && are_tagged(&"今天/t 天气/n 很/d 好/a 。/w\n".repeat(3)));
        let mut dropped = String::new();
        assert_eq!(untagged("The/DT boat/NN 1/2/CD ./.", &mut dropped), "The boat 1/2 . ");
        assert_eq!(dropped, "DT\nNN\nCD\n.\n");
        assert!(!are_tagged("either/or he/she and/or his/her\n"), "too few");
        assert!(!are_tagged(&"/m/ab /m/cd /person/born /m/ef\n".repeat(9)));
        assert!(!are_tagged(&"sku-1/a,sku-2/b,sku-3/a sku-7/b\n".repeat(9)));
        assert!(!are_tagged(&"he/she reads and/or writes all day\n".repeat(9)));
    }
}
