//! The report on analogies as CSV: a line a question.

use super::csv::cell;

/// One question and its answer.
#[derive(Debug, Clone, Copy)]
pub struct AnalogyRow<'a> {
    /// The section that it stands in.
    pub section: &'a str,
    /// `a` is to `b` as `c` is to the expected word.
    pub words: [&'a str; 4],
    /// The answer; none where a word is not in the vocabulary.
    pub found: Option<&'a str>,
    /// Whether that is the expected word.
    pub is_correct: bool,
    /// The place of the expected word among the answers, from 1, where it is known.
    pub rank: Option<u32>,
}

/// Writes questions, one call each.
#[derive(Debug, Default)]
pub struct ReportWriter {
    has_head: bool,
}

impl ReportWriter {
    /// Appends a question. A cell that a spreadsheet would run has an apostrophe before it.
    pub fn write(&mut self, row: &AnalogyRow<'_>, out: &mut Vec<u8>) {
        if !self.has_head {
            self.has_head = true;
            out.extend_from_slice(b"section,a,b,c,expected,found,result,rank\r\n");
        }
        let result = match row.found {
            None => "not asked",
            Some(_) if row.is_correct => "correct",
            Some(_) => "wrong",
        };
        let [a, b, c, expected] = row.words;
        for text in [row.section, a, b, c, expected, row.found.unwrap_or_default()] {
            cell(text, out);
            out.push(b',');
        }
        out.extend_from_slice(result.as_bytes());
        out.push(b',');
        out.extend(row.rank.map(|rank| rank.to_string()).into_iter().flat_map(String::into_bytes));
        out.extend_from_slice(b"\r\n");
    }
}
