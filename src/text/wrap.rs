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
//! Lines half of which begin with one word are those of a log.
//!
//! A line that breaks a word is full. Where one line in ten does, as in scans and newspapers, the width may be 20 and half of
//! the pairs need be full. A line that is the same as the one before it is not full: nobody wraps a paragraph so.
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
/// A column of a newspaper, whose words are broken.
const MIN_COLUMN: usize = 20;
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
    if !(MIN_COLUMN..=MAX_WIDTH).contains(&width) {
        return LineEnd::Break;
    }
    let (mut n_pairs, mut n_full, mut n_running_over, mut n_broken) = (0, 0, 0, 0);
    for pair in lines.windows(2) {
        let (first, second) = (pair[0], pair[1].trim_start());
        if first.is_empty() || second.is_empty() {
            continue;
        }
        n_pairs += 1;
        if first == pair[1] {
            continue;
        }
        if breaks_a_word(first) && second.starts_with(char::is_lowercase) {
            (n_full, n_running_over, n_broken) = (n_full + 1, n_running_over + 1, n_broken + 1);
            continue;
        }
        let next_word = second.split_whitespace().next().unwrap_or("");
        n_full += usize::from(first.chars().count() + 1 + next_word.chars().count() > width);
        n_running_over += usize::from(!ends_like_a_sentence(first));
    }
    let has_broken = n_broken > 1 && n_broken * 10 >= n_pairs;
    let are_full = if has_broken { n_full * 2 >= n_pairs } else { n_full * 3 >= n_pairs * 2 && width >= MIN_WIDTH };
    let is_wrapped = n_pairs >= MIN_PAIRS && are_full && n_running_over * 2 >= n_pairs && !begin_alike(&lines);
    if is_wrapped { LineEnd::Space } else { LineEnd::Break }
}

/// Whether half of the lines begin with one word, as those of a log do: nobody wraps prose so.
fn begin_alike(lines: &[&str]) -> bool {
    let mut firsts: Vec<&str> = lines.iter().filter_map(|line| line.split_whitespace().next()).collect();
    firsts.sort_unstable();
    // A word that half of them are stands in the middle.
    let Some(&middle) = firsts.get(firsts.len() / 2) else { return false };
    middle.starts_with(|sign: char| !matches!(sign, '>' | '*' | '|'))
        && firsts.iter().filter(|&&first| first == middle).count() * 2 >= firsts.len()
}

/// Whether a line ends in a hyphen behind a letter.
fn breaks_a_word(line: &str) -> bool {
    line.strip_suffix(['-', '\u{2010}', '\u{AD}', '¬']).is_some_and(|word| word.ends_with(char::is_alphabetic))
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
    fn narrow_columns_are_known_by_their_broken_words() {
        let column = "The first man of the fleet had writ-\nten a long letter to the harbor-\nmaster, who was ill and could not\n\
            read the writing. It was sent for\nhim alone, and a well-known man had\ncarried it all the way from the har-\n\
            bor to his house, where he read\nit once more and then went to bed.\n";
        assert_eq!(line_end(column), LineEnd::Space);
        let same = format!("{}\n", &STORY[..68]).repeat(9);
        assert_eq!(line_end(&same), LineEnd::Break, "one line again and again");
    }

    #[test]
    fn a_sentence_a_line_is_not_wrapped() {
        let sentences = STORY.repeat(4).replace(". ", ".\n").replace(", ", ",\n");
        assert_eq!(line_end(&sentences), LineEnd::Break);
        assert_eq!(line_end(&STORY.repeat(4)), LineEnd::Break, "one line");
        assert_eq!(line_end(&STORY.repeat(4).replace(' ', "\n")), LineEnd::Break, "a word a line");
        let log = "Mar 12 10:00:07 host sshd[1000]: Failed password for user from 10.0.0.1 port 40\n".repeat(9);
        assert_eq!(line_end(&log.replace("1000", "10")), LineEnd::Break);
        let log =
            (0..9).map(|i| format!("INFO the worker number {i} has begun to read its share of the long queue {i}\n"));
        assert_eq!(line_end(&log.collect::<String>()), LineEnd::Break, "a log");
        let lower = "the cat sat on the mat\na dog ran over the long hill\nit rained\nthe old king slept all day\n";
        assert_eq!(line_end(&lower.repeat(9)), LineEnd::Break, "sentences without periods");
    }
}
