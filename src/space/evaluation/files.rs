//! The file layouts of questions: analogies and word pairs.

use thiserror::Error;

/// Why a file of questions cannot be read: which line, and what is expected there. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FileError {
    /// A question that does not have four words.
    #[error("Line {line}: a question is four words, such as “france paris italy rome”; this line has {found}.")]
    NotFourWords {
        /// The line.
        line: usize,
        /// Words on that line.
        found: usize,
    },
    /// A question outside of any section.
    #[error("Line {line}: a question stands above the first section; begin with a line such as “: capitals”.")]
    NoSection {
        /// The line.
        line: usize,
    },
    /// A line that is not two words and a number.
    #[error("Line {line}: a pair is two words and a number, separated by tabs or commas, such as “cat,dog,7.35”.")]
    NotAPair {
        /// The line.
        line: usize,
    },
    /// A file without questions.
    #[error("There is no question in this file: choose one of analogies or of word pairs.")]
    Empty,
}

/// Questions of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnalogySection {
    /// What follows the colon.
    pub name: String,
    /// `a b c d`: a is to b as c is to d.
    pub questions: Vec<[String; 4]>,
}

/// Two words and how similar people find them.
#[derive(Debug, Clone, PartialEq)]
pub struct WordPair {
    /// The words, in no order.
    pub words: [String; 2],
    /// On any scale: the higher, the more similar.
    pub score: f64,
}

/// Reads questions in the layout of Google's `questions-words.txt`: a line `: section`, then lines of four words. Blank
/// lines are ignored.
pub fn parse_analogies(text: &str) -> Result<Vec<AnalogySection>, FileError> {
    let mut sections: Vec<AnalogySection> = Vec::new();
    for (line, content) in lines(text) {
        if let Some(name) = content.strip_prefix(':') {
            sections.push(AnalogySection { name: name.trim().to_owned(), questions: Vec::new() });
            continue;
        }
        let words: Vec<String> = content.split_whitespace().map(str::to_owned).collect();
        let question =
            words.try_into().map_err(|words: Vec<_>| FileError::NotFourWords { line, found: words.len() })?;
        sections.last_mut().ok_or(FileError::NoSection { line })?.questions.push(question);
    }
    if sections.iter().all(|section| section.questions.is_empty()) { Err(FileError::Empty) } else { Ok(sections) }
}

/// Reads pairs in the layout of WordSim-353: two words and a score, separated by tabs or commas. Whatever follows the
/// score is ignored, and so are blank lines, lines that begin with `#` and a first line of headings.
pub fn parse_pairs(text: &str) -> Result<Vec<WordPair>, FileError> {
    let mut pairs = Vec::new();
    let mut is_first = true;
    for (line, content) in lines(text).filter(|(_, content)| !content.starts_with('#')) {
        let separator = if content.contains('\t') { '\t' } else { ',' };
        let mut parts = content.split(separator).map(str::trim);
        let pair = match (parts.next(), parts.next(), parts.next()) {
            (Some(a), Some(b), Some(score)) if !a.is_empty() && !b.is_empty() => {
                let score = score.parse::<f64>().ok().filter(|score| score.is_finite());
                score.map(|score| WordPair { words: [a.to_owned(), b.to_owned()], score })
            }
            _ => None,
        };
        match pair {
            Some(pair) => pairs.push(pair),
            None if is_first && content.contains(separator) => {}
            None => return Err(FileError::NotAPair { line }),
        }
        is_first = false;
    }
    if pairs.is_empty() { Err(FileError::Empty) } else { Ok(pairs) }
}

/// Lines that are not blank, without white space around them, numbered from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines()
        .map(str::trim)
        .zip(1..)
        .map(|(content, line)| (line, content))
        .filter(|(_, content)| !content.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn analogies_have_sections() {
        let sections =
            parse_analogies("\u{feff}: capitals\r\nfrance paris italy rome\n\n:gender \nking queen man woman\n");
        let sections = sections.expect("two sections");
        assert_eq!(sections.iter().map(|section| section.name.as_str()).collect::<Vec<_>>(), ["capitals", "gender"]);
        assert_eq!(sections[1].questions, [["king", "queen", "man", "woman"].map(str::to_owned)]);
    }

    #[test]
    fn a_broken_line_of_analogies_is_named() {
        let failure = |text| parse_analogies(text).expect_err("it is broken").to_string();
        assert_eq!(
            failure(": a\none two three four\none two\n"),
            "Line 3: a question is four words, such as “france paris italy rome”; this line has 2."
        );
        assert!(failure("\none two three four").starts_with("Line 2: a question stands above the first section"));
        assert_eq!(failure(": a\n"), "There is no question in this file: choose one of analogies or of word pairs.");
    }

    #[test]
    fn pairs_come_with_tabs_or_commas_and_headings() {
        let tabs = parse_pairs("# Word 1\tWord 2\tHuman\nlove\tsex\t6.77\ntiger\tcat\t7.35\t9\n").expect("two pairs");
        let commas = parse_pairs("Word 1,Word 2,Human (mean)\nlove,sex,6.77\ntiger, cat, 7.35\n").expect("two pairs");
        assert_eq!(tabs, commas);
        assert_eq!(tabs[1], WordPair { words: ["tiger".to_owned(), "cat".to_owned()], score: 7.35 });
    }

    #[test]
    fn a_broken_pair_is_named() {
        for text in ["a,b,1\nc,d\n", "a,b,1\nc,d,high", "a,b,1\n,d,2", "a,b,1\nc,d,inf", "a,b,1\nc d 2"] {
            assert_eq!(parse_pairs(text), Err(FileError::NotAPair { line: 2 }), "{text}");
        }
        assert_eq!(parse_pairs("nothing here"), Err(FileError::NotAPair { line: 1 }));
        assert_eq!(parse_pairs("a,b,c\n"), Err(FileError::Empty));
    }
}
