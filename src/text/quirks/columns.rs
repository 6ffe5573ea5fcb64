//! Words with their analysis in columns, one a line: `CoNLL`, the output of taggers, and that of `MeCab`.

use std::collections::HashSet;

use crate::text::lines::lines;

/// Lines that are looked at.
const MOST_LINES: usize = 1000;
/// Fewer lines are no such text.
const LEAST_LINES: usize = 6;
/// Different tags that the second column has at most.
const MOST_TAGS: usize = 200;

/// Where the word of a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    /// The sign between columns: a tab or a space.
    separator: char,
    /// The column of the word, from 0.
    place: usize,
}

impl Columns {
    /// Of a text that begins with `head`, if its lines are a word with its analysis: blank lines (or `EOS`) stand between
    /// sentences, lines have as many columns as others, and these count the words or hold one of few tags.
    pub(super) fn of(head: &str) -> Option<Self> {
        let all: Vec<&str> = lines(head).take(MOST_LINES).collect();
        let is_content = |line: &&&str| !is_end(line) && !line.starts_with('#');
        let filled: Vec<&str> = all.iter().filter(is_content).copied().collect();
        let n_sentences = all.split(|line| is_end(line)).filter(|sentence| !sentence.is_empty()).count();
        if filled.len() < LEAST_LINES || n_sentences < 2 || filled.len() < 2 * n_sentences {
            return None;
        }
        ['\t', ' '].into_iter().find_map(|separator| {
            let n_columns = filled[0].split(separator).count();
            let n_alike = filled.iter().filter(|line| line.split(separator).count() == n_columns).count();
            if n_columns < 2 || n_alike * 10 < filled.len() * 9 {
                return None;
            }
            let column = |place: usize| filled.iter().filter_map(move |line| line.split(separator).nth(place));
            let is_counter = |cell: &str| cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
            if n_columns > 3 && column(0).all(is_counter) && column(0).filter(|cell| *cell == "1").count() > 1 {
                return Some(Self { separator, place: 1 });
            }
            let tags: HashSet<&str> = column(1).collect();
            let is_tag = |tag: &str| {
                tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_punctuation())
                    || tag.matches(',').count() > 2
            };
            let are_tags = tags.len() <= MOST_TAGS && tags.iter().all(|tag| is_tag(tag));
            let has_ends = filled.len() < all.iter().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
            let are_few = tags.len() * 2 <= filled.len() || has_ends;
            (are_tags && are_few).then_some(Self { separator, place: 0 })
        })
    }

    /// The word of a line. The rest is appended to `dropped`.
    pub(super) fn word<'a>(&self, line: &'a str, dropped: &mut String) -> &'a str {
        if is_end(line) {
            return "";
        }
        let is_comment = line.starts_with('#') && self.place > 0;
        let cells = || line.split(self.separator).enumerate();
        // `1-2` is a word whose parts follow.
        let is_whole =
            self.place > 0 && line.split(self.separator).next().is_some_and(|count| count.contains(['-', '.']));
        let word = cells().find(|&(place, _)| place == self.place && !is_comment && !is_whole).map(|(_, word)| word);
        for (place, cell) in cells() {
            if place != self.place || word.is_none() {
                dropped.push_str(cell);
                dropped.push('\n');
            }
        }
        // An empty line would end the sentence.
        word.unwrap_or(if is_comment { "" } else { "." })
    }
}

/// Whether a line ends a sentence.
fn is_end(line: &str) -> bool {
    line.trim().is_empty() || line.trim_end() == "EOS"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Option<String> {
        let columns = Columns::of(text)?;
        let words: Vec<&str> = lines(text).map(|line| columns.word(line, &mut String::new())).collect();
        Some(words.join(" "))
    }

    #[test]
    fn words_are_taken_from_their_column() {
        let conllu = "# text = The boat left\n1\tThe\tthe\tDET\n2\tboat\tboat\tNOUN\n3\tleft\tleave\tVERB\n\n";
        assert_eq!(words(&conllu.repeat(2)).as_deref(), Some(" The boat left   The boat left "));
        let tagged = "The DT B-NP\nboat NN I-NP\nleft VBD O\n. . O\n\n";
        assert_eq!(words(&tagged.repeat(2)).as_deref(), Some("The boat left .  The boat left . "));
        let mecab = "今日\t名詞,副詞可能,*,*,今日\nは\t助詞,係助詞,*,*,は\n天気\t名詞,一般,*,*,天気\nEOS\n";
        assert_eq!(words(&mecab.repeat(2)).as_deref(), Some("今日 は 天気  今日 は 天気 "));
    }

    #[test]
    fn tables_and_poems_are_none() {
        for text in [
            "boat\tBoot\ngull\tMöwe\nnet\tNetz\n\npier\tPier\nsea\tMeer\ntide\tFlut\n",
            "old pond\nfrog jumps\nwater's sound\n\nold moon\nfrog sleeps\nno sound\n",
            "1\tboat\t3\tx\n2\tgull\t4\ty\n3\tnet\t5\tz\n4\tsea\t5\tz\n5\tpier\t5\tz\n6\tmast\t5\tz\n",
            "",
        ] {
            assert_eq!(words(text), None, "{text}");
        }
    }
}
