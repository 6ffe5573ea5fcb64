//! Sentences with gaps: `The {animal.one} {ran|fled} into {animal.home}.`

use super::WorldError;
use super::table::Table;

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Words as they are.
    Text(String),
    /// A cell of the row that a variable stands for.
    Cell { variable: usize, column: usize },
    /// One of these, all equally likely.
    Choice(Vec<Vec<Part>>),
}

/// A name in the sentences of one group. It stands for a row of a table, the same one throughout a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variable {
    /// The table's name, and perhaps a digit: `animal2` is an animal other than `animal`.
    pub(super) name: String,
    /// Index of the table.
    pub(super) table: usize,
}

/// Parses sentences, and collects the variables that they name.
pub(super) struct TemplateParser<'a> {
    pub(super) tables: &'a [Table],
    pub(super) variables: &'a mut Vec<Variable>,
    pub(super) line: usize,
}

impl TemplateParser<'_> {
    /// The parts of one sentence.
    pub(super) fn parse(&mut self, sentence: &str) -> Result<Vec<Part>, WorldError> {
        if !sentence.ends_with(['.', '!', '?']) {
            return Err(self.error("the sentence does not end in a period, `!` or `?`; add one."));
        }
        let (parts, rest) = self.parts(sentence, false)?;
        if rest.is_empty() { Ok(parts) } else { Err(self.error("there is a `}` without its `{`.")) }
    }

    /// The parts up to the end or, within braces, up to a `|` or `}`, and the text that follows them.
    fn parts<'t>(&mut self, text: &'t str, is_within: bool) -> Result<(Vec<Part>, &'t str), WorldError> {
        let mut parts = Vec::new();
        let mut rest = text;
        loop {
            let stop = rest.find(['{', '}', '|']).unwrap_or(rest.len());
            if stop > 0 {
                parts.push(Part::Text(rest[..stop].to_owned()));
            }
            rest = &rest[stop..];
            match rest.chars().next() {
                Some('{') => {
                    let (part, after) = self.gap(&rest[1..])?;
                    parts.push(part);
                    rest = after;
                }
                Some('|') if !is_within => return Err(self.error("a `|` separates choices within `{ }` only.")),
                None if is_within => return Err(self.error("there is a `{` without its `}`.")),
                _ => return Ok((parts, rest)),
            }
        }
    }

    /// The part behind a `{`, and the text that follows its `}`.
    fn gap<'t>(&mut self, text: &'t str) -> Result<(Part, &'t str), WorldError> {
        let mut choices = Vec::new();
        let mut rest = text;
        loop {
            let (parts, after) = self.parts(rest, true)?;
            choices.push(parts);
            rest = &after[1..];
            if after.starts_with('}') {
                break;
            }
        }
        match choices.as_slice() {
            [only] => match only.as_slice() {
                [Part::Text(name)] => Ok((self.cell(name)?, rest)),
                _ => Err(self.error("`{ }` holds a name, or choices separated by `|`.")),
            },
            _ => Ok((Part::Choice(choices), rest)),
        }
    }

    /// `animal.home`, or `animal` for the first column.
    fn cell(&mut self, name: &str) -> Result<Part, WorldError> {
        let (variable, column) = name.split_once('.').unwrap_or((name, ""));
        let table_name = variable.trim_end_matches(|last: char| last.is_ascii_digit());
        let Some(table) = self.tables.iter().position(|table| table.name == table_name) else {
            return Err(self.error(format!("there is no table `{table_name}` above this line.")));
        };
        let columns = &self.tables[table].columns;
        let column = if column.is_empty() { Some(0) } else { columns.iter().position(|other| other.name == column) };
        let Some(column) = column else {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            return Err(self.error(format!("`{name}`: the table `{table_name}` has only {}.", names.join(", "))));
        };
        let known = self.variables.iter().position(|other| other.name == variable);
        let variable = known.unwrap_or_else(|| {
            self.variables.push(Variable { name: variable.to_owned(), table });
            self.variables.len() - 1
        });
        Ok(Part::Cell { variable, column })
    }

    fn error(&self, problem: impl Into<String>) -> WorldError {
        WorldError::new(self.line, problem)
    }
}
