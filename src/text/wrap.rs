//! Whether the line ends of a text mean anything.
//!
//! Many files, such as those of Project Gutenberg, are hard-wrapped: an editor broke each paragraph into lines of limited
//! width, and sentences continue over line ends. In other files each line is a sentence or a paragraph. The beginning of
//! the text decides. It is hard-wrapped if
//! - the width, which is the 95th percentile of the lengths of its nonblank lines, is 40 to 100 characters;
//! - it has at least four pairs of neighboring nonblank lines, and two thirds of them are *full*: the first word of the
//!   second line would not have fit on the first line within the width;
//! - in half of the pairs the first line does not end like a sentence.
//!
//! Then a single line end is a space, and only a blank line is a break.

/// What a line end does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// Ends the sentence.
    Break,
    /// Separates words.
    Space,
}

/// A wrapped line has at most this many characters.
const MAX_WIDTH: usize = 100;
/// Nobody wraps prose to a smaller width.
const MIN_WIDTH: usize = 40;
const MIN_PAIRS: usize = 4;

/// What line ends mean in a text that begins with these lines, whose last may be incomplete.
pub(super) fn line_end(head: &[&str]) -> LineEnd {
    let lines: Vec<&str> = head.iter().map(|line| line.trim_end()).collect();
    let mut lengths: Vec<u32> =
        lines.iter().filter(|line| !line.is_empty()).map(|line| line.chars().count() as u32).collect();
    if lengths.len() <= MIN_PAIRS {
        return LineEnd::Break;
    }
    lengths.sort_unstable();
    let width = lengths[(lengths.len() - 1) * 95 / 100] as usize;
    if !(MIN_WIDTH..=MAX_WIDTH).contains(&width) {
        return LineEnd::Break;
    }
    let (mut n_pairs, mut n_full, mut n_running_over) = (0, 0, 0);
    for pair in lines.windows(2) {
        let (first, second) = (pair[0], pair[1].trim_start());
        if first.is_empty() || second.is_empty() {
            continue;
        }
        n_pairs += 1;
        let next_word = second.split_whitespace().next().unwrap_or("");
        n_full += usize::from(first.chars().count() + 1 + next_word.chars().count() > width);
        n_running_over += usize::from(!ends_like_a_sentence(first));
    }
    let is_wrapped = n_pairs >= MIN_PAIRS && n_full * 3 >= n_pairs * 2 && n_running_over * 2 >= n_pairs;
    if is_wrapped { LineEnd::Space } else { LineEnd::Break }
}

fn ends_like_a_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', ')', ']', '’', '”', '»', '_', '*']).ends_with(['.', '!', '?', '…', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_end(head: &str) -> LineEnd {
        super::line_end(&head.lines().collect::<Vec<_>>())
    }

    const STORY: &str = "Once upon a time there lived in the north country a certain poor man and his wife, who had two \
        corn-fields, three cows, five sheep, and thirteen children. Twelve of these children were called by names \
        common in the north country; but when the thirteenth came to be named, the poor man and his wife had no \
        mind to give him any name that another had. They thought long, and asked the wise of the village. ";

    fn wrapped(text: &str, width: usize) -> String {
        let mut lines = String::new();
        let mut length = 0;
        for word in text.split_whitespace() {
            if length + 1 + word.len() > width {
                lines.push('\n');
                length = 0;
            } else if length > 0 {
                lines.push(' ');
                length += 1;
            }
            lines.push_str(word);
            length += word.len();
        }
        lines
    }

    #[test]
    fn prose_wrapped_at_any_usual_width_is_recognized() {
        let paragraphs = format!("{}\n\n", wrapped(&STORY.repeat(3), 72)).repeat(2);
        assert_eq!(line_end(&paragraphs), LineEnd::Space);
        for width in [60, 65, 72, 80, 99] {
            assert_eq!(line_end(&wrapped(&STORY.repeat(4), width)), LineEnd::Space, "{width}");
        }
        assert_eq!(line_end(&wrapped(&STORY.repeat(4), 72).replace('\n', "\r\n")), LineEnd::Space);
    }

    #[test]
    fn a_sentence_a_line_is_not_wrapped() {
        let sentences = STORY.repeat(4).replace(". ", ".\n").replace(", ", ",\n");
        assert_eq!(line_end(&sentences), LineEnd::Break);
        assert_eq!(line_end(&STORY.repeat(4)), LineEnd::Break, "one line");
        assert_eq!(line_end(&STORY.repeat(4).replace(' ', "\n")), LineEnd::Break, "a word a line");
        let lower = "the cat sat on the mat\na dog ran over the long hill\nit rained\nthe old king slept all day\n";
        assert_eq!(line_end(&lower.repeat(9)), LineEnd::Break, "sentences without periods");
    }
}
