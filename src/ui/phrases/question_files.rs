//! Sentences about files of questions: what a file was taken for, what was left out, and which column is the score.

use crate::{
    chart::format,
    protocol::{CellSeparator, QuestionFile, QuestionKind, ScoreColumn, SkippedLine},
};

/// What a file was taken for: kind, separator, score, and how much of it.
pub fn question_file(file: &QuestionFile) -> String {
    let separator = match file.separator {
        CellSeparator::Tab => "tabs",
        CellSeparator::Semicolon => "semicolons",
        CellSeparator::Comma => "commas",
        CellSeparator::Colons => "colons",
        CellSeparator::Spaces => "spaces",
        CellSeparator::Bar => "bars",
    };
    let n_lines = u64::from(file.n_lines);
    let (kind, amount) = match file.kind {
        QuestionKind::Analogies => {
            let sections = match file.n_sections {
                0 | 1 => String::new(),
                n => format!(" in {} sections", format::count(n.into())),
            };
            ("analogies", format!("{}{sections}", counted(n_lines, "question", "questions")))
        }
        QuestionKind::Pairs => ("pairs of words with scores", counted(n_lines, "pair", "pairs")),
        QuestionKind::Relations => {
            let asked = counted(file.n_questions.into(), "question", "questions");
            let each = if file.is_thinned { "each with some of the others" } else { "each with every other" };
            ("pairs of one relation", format!("{}, {each}: {asked}", counted(n_lines, "pair", "pairs")))
        }
    };
    let mut facts = vec![format!("{} was read as {kind} between {separator}: {amount}", file.name)];
    facts.extend(score(file));
    if file.has_decimal_commas {
        facts.push("with decimal commas".to_owned());
    }
    if file.has_word_tags {
        facts.push("parts of speech behind the words were cut off".to_owned());
    }
    if file.n_comments > 0 {
        facts.push(format!("{} passed over", counted(file.n_comments.into(), "comment", "comments")));
    }
    if file.n_replaced > 0 {
        let characters = counted(file.n_replaced, "character", "characters");
        facts.push(format!("{characters} could not be decoded: save the file as UTF-8"));
    }
    facts.join("; ") + "."
}

fn score(file: &QuestionFile) -> Option<String> {
    if file.needs_choice() {
        return Some("several columns hold numbers".to_owned());
    }
    let taken = file.scores.iter().find(|score| Some(score.column) == file.score)?;
    Some(format!("the score is {}", in_sentence(taken)))
}

fn in_sentence(column: &ScoreColumn) -> String {
    let place = column.column + 1;
    if column.name.is_empty() { format!("column {place}") } else { format!("column {place}, “{}”", column.name) }
}

/// What is asked where a column has to be chosen.
pub const CHOOSE_SCORE: &str = "Choose the column of the scores. Nothing is compared before.";

/// A column as a list offers it: its place, its heading, its first number.
pub fn score_column(column: &ScoreColumn) -> String {
    let ScoreColumn { column, name, example } = column;
    let name = if name.is_empty() { String::new() } else { format!(" {name}") };
    format!("column {}{name} (such as {example})", column + 1)
}

/// How many lines were left out; none where all were read.
pub fn skipped_lines(file: &QuestionFile) -> Option<String> {
    (file.n_skipped > 0).then(|| format!("{} left out", counted(file.n_skipped.into(), "line was", "lines were")))
}

/// Why a line was left out.
pub fn skipped_line(line: &SkippedLine) -> String {
    format!("Line {} {}.", format::count(line.line.into()), line.why)
}

/// How many more lines were left out than are listed.
pub fn more_skipped(file: &QuestionFile) -> Option<String> {
    let more = u64::from(file.n_skipped).saturating_sub(file.skipped.len() as u64);
    (more > 0).then(|| format!("{} not listed.", counted(more, "more line is", "more lines are")))
}

fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", format::count(n), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> QuestionFile {
        QuestionFile {
            generation: 1,
            name: "mine.csv".to_owned(),
            kind: QuestionKind::Pairs,
            separator: CellSeparator::Comma,
            has_decimal_commas: false,
            has_word_tags: false,
            is_thinned: false,
            n_lines: 1204,
            n_comments: 1,
            n_sections: 0,
            n_questions: 1204,
            n_replaced: 0,
            scores: [(2, "Human (mean)", "7.46"), (3, "", "0.90")]
                .map(|(column, name, example)| ScoreColumn {
                    column,
                    name: name.to_owned(),
                    example: example.to_owned(),
                })
                .to_vec(),
            score: Some(2),
            skipped: vec![SkippedLine { line: 1007, why: "has no score in column 3".to_owned() }],
            n_skipped: 1,
        }
    }

    #[test]
    fn what_a_file_was_taken_for_is_said() {
        assert_eq!(
            question_file(&file()),
            "mine.csv was read as pairs of words with scores between commas: 1,204 pairs; the score is column 3, “Human \
             (mean)”; 1 comment passed over."
        );
        let asked = QuestionFile { score: None, n_comments: 0, has_decimal_commas: true, ..file() };
        assert!(question_file(&asked).ends_with("1,204 pairs; several columns hold numbers; with decimal commas."));
        let kind = QuestionKind::Relations;
        let relation = QuestionFile {
            kind,
            scores: Vec::new(),
            score: None,
            n_lines: 50,
            n_questions: 2450,
            n_comments: 0,
            ..file()
        };
        assert_eq!(
            question_file(&relation),
            "mine.csv was read as pairs of one relation between commas: 50 pairs, each with every other: 2,450 questions."
        );
        let analogies = QuestionFile { kind: QuestionKind::Analogies, n_lines: 1, n_sections: 2, ..relation };
        assert!(question_file(&analogies).ends_with("analogies between commas: 1 question in 2 sections."));
    }

    #[test]
    fn lines_that_were_left_out_are_named() {
        let file = file();
        assert_eq!(skipped_lines(&file).as_deref(), Some("1 line was left out"));
        assert_eq!(skipped_line(&file.skipped[0]), "Line 1,007 has no score in column 3.");
        assert_eq!(more_skipped(&file), None);
        let more = QuestionFile { n_skipped: 1203, ..file };
        assert_eq!(more_skipped(&more).as_deref(), Some("1,202 more lines are not listed."));
    }

    #[test]
    fn a_column_is_offered_with_an_example() {
        let [named, unnamed] = file().scores.try_into().expect("two columns");
        assert_eq!(score_column(&named), "column 3 Human (mean) (such as 7.46)");
        assert_eq!(score_column(&unnamed), "column 4 (such as 0.90)");
    }
}
