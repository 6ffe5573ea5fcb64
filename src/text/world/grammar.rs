//! A grammar file, parsed. The format is explained at the top of `assets/small-world.txt`.

use std::collections::BTreeMap;

use super::WorldError;
use super::table::{Column, Table};
use super::template::{Part, TemplateParser, Variable};

/// A grammar: what there is, and what is said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grammar {
    /// The text ends with the first paragraph that brings it to this many words.
    pub(super) n_words: usize,
    pub(super) topics: Vec<String>,
    pub(super) tables: Vec<Table>,
    pub(super) groups: Vec<Group>,
    pub(super) examples: Vec<[String; 4]>,
    pub(super) heatmaps: Vec<(String, Vec<String>)>,
}

/// Sentences that paragraphs are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// Its share of the text, relative to the other groups; at least 1.
    pub(super) weight: u32,
    pub(super) variables: Vec<Variable>,
    /// Not empty.
    pub(super) sentences: Vec<Vec<Part>>,
}

/// A heading with the indented lines below it, each with its number.
struct Block<'a> {
    line: usize,
    heading: &'a str,
    lines: Vec<(usize, &'a str)>,
}

impl Grammar {
    /// Errors name the line.
    pub(super) fn parse(text: &str) -> Result<Self, WorldError> {
        let mut grammar = Self {
            n_words: 0,
            topics: Vec::new(),
            tables: Vec::new(),
            groups: Vec::new(),
            examples: Vec::new(),
            heatmaps: Vec::new(),
        };
        for block in blocks(text)? {
            grammar.add(&block)?;
        }
        if grammar.groups.is_empty() || grammar.n_words == 0 {
            let line = text.lines().count();
            return Err(WorldError::new(line, "the file ends without `words` or without any `sentences`."));
        }
        Ok(grammar)
    }

    fn add(&mut self, block: &Block<'_>) -> Result<(), WorldError> {
        let error = |problem: &str| Err(WorldError::new(block.line, problem));
        let heading: Vec<&str> = block.heading.split_whitespace().collect();
        match heading.as_slice() {
            ["words", number] => match number.parse() {
                Ok(n_words) if n_words > 0 => self.n_words = n_words,
                _ => return error("`words` needs a number, such as `words 200000`."),
            },
            ["topics", topics @ ..] => self.topics = topics.iter().map(|&topic| topic.to_owned()).collect(),
            ["table", name] => self.add_table(block, name, None)?,
            ["table", name, "of", topic] => {
                let Some(topic) = self.topics.iter().position(|other| other == topic) else {
                    return error("the table's topic is not in the list of `topics`.");
                };
                self.add_table(block, name, Some(topic))?;
            }
            ["join", name, "from", parts @ ..] if !parts.is_empty() => self.join(block.line, name, parts)?,
            ["sentences", weight] => match weight.parse() {
                Ok(weight) if weight > 0 => self.add_sentences(block, weight)?,
                _ => return error("`sentences` needs a number, its share of the text: `sentences 10`."),
            },
            ["examples"] => {
                for &(line, example) in &block.lines {
                    self.examples.push(parse_example(line, example)?);
                }
            }
            ["heatmaps"] => {
                for &(line, heatmap) in &block.lines {
                    self.heatmaps.push(parse_heatmap(line, heatmap)?);
                }
            }
            _ => {
                return error(
                    "a heading is one of `words`, `topics`, `table`, `join`, `sentences`, `examples`, `heatmaps`; \
                     what belongs under it is indented.",
                );
            }
        }
        Ok(())
    }

    fn add_table(&mut self, block: &Block<'_>, name: &str, topic: Option<usize>) -> Result<(), WorldError> {
        let Some((&(_, names), lines)) = block.lines.split_first() else {
            return Err(WorldError::new(block.line, "the table is empty; its first line names its columns."));
        };
        let columns: Vec<Column> = names
            .split('|')
            .map(|name| Column { name: name.trim().trim_end_matches('*').to_owned(), is_topical: name.contains('*') })
            .collect();
        let mut rows = Vec::with_capacity(lines.len());
        for &(line, row) in lines {
            let row: Vec<Vec<String>> = row
                .split('|')
                .map(|cell| {
                    let words = cell.split(',').map(|word| word.trim().to_owned());
                    words.filter(|word| !word.is_empty()).collect()
                })
                .collect();
            if row.len() != columns.len() || row.iter().any(Vec::is_empty) {
                let problem = format!("the row needs {} cells separated by `|`, none of them empty.", columns.len());
                return Err(WorldError::new(line, problem));
            }
            rows.push(row);
        }
        self.push_table(block.line, Table { name: name.to_owned(), topic, columns, rows })
    }

    fn join(&mut self, line: usize, name: &str, parts: &[&str]) -> Result<(), WorldError> {
        let mut joined: Option<Table> = None;
        for part in parts {
            let Some(table) = self.tables.iter().find(|table| table.name == *part) else {
                return Err(WorldError::new(line, format!("there is no table `{part}` above this line.")));
            };
            match &mut joined {
                None => joined = Some(Table { name: name.to_owned(), topic: None, ..table.clone() }),
                Some(joined) => {
                    let mut names = joined.columns.iter().zip(&table.columns);
                    if joined.columns.len() != table.columns.len() || !names.all(|(a, b)| a.name == b.name) {
                        return Err(WorldError::new(line, format!("`{part}` has other columns than `{}`.", parts[0])));
                    }
                    joined.rows.extend_from_slice(&table.rows);
                }
            }
        }
        joined.map_or(Ok(()), |joined| self.push_table(line, joined))
    }

    fn push_table(&mut self, line: usize, table: Table) -> Result<(), WorldError> {
        if self.tables.iter().any(|other| other.name == table.name) {
            return Err(WorldError::new(line, format!("there is a table `{}` already.", table.name)));
        }
        // A sentence may name three rows of a table at once.
        if table.rows.len() < 3 || table.name.ends_with(|last: char| last.is_ascii_digit()) {
            let problem = "a table has three rows or more, and a name that does not end in a digit.";
            return Err(WorldError::new(line, problem));
        }
        self.tables.push(table);
        Ok(())
    }

    fn add_sentences(&mut self, block: &Block<'_>, weight: u32) -> Result<(), WorldError> {
        let mut group = Group { weight, variables: Vec::new(), sentences: Vec::new() };
        for &(line, sentence) in &block.lines {
            let mut parser = TemplateParser { tables: &self.tables, variables: &mut group.variables, line };
            group.sentences.push(parser.parse(sentence)?);
        }
        if group.sentences.is_empty() {
            return Err(WorldError::new(block.line, "there are no sentences under this heading."));
        }
        for (at, variable) in group.variables.iter().enumerate() {
            let n_same = group.variables[..at].iter().filter(|other| other.table == variable.table).count();
            if n_same >= 3 {
                return Err(WorldError::new(block.line, "at most three rows of a table can be named in a group."));
            }
        }
        self.groups.push(group);
        Ok(())
    }

    /// The topic of each word in a starred column, in lower case. A phrase stands for its last word. The first table that has
    /// a word decides its topic.
    pub(super) fn topic_of(&self) -> BTreeMap<String, usize> {
        let mut topic_of = BTreeMap::new();
        for table in &self.tables {
            let Some(topic) = table.topic else { continue };
            for row in &table.rows {
                for (cell, _) in row.iter().zip(&table.columns).filter(|(_, column)| column.is_topical) {
                    for word in cell.iter().filter_map(|phrase| phrase.split(' ').next_back()) {
                        topic_of.entry(word.to_lowercase()).or_insert(topic);
                    }
                }
            }
        }
        topic_of
    }

    /// The names of the rows (the words of their first starred column), in lower case: the first row of each table with a
    /// topic, then the second row of each, and so on.
    pub(super) fn landmarks(&self) -> Vec<String> {
        let tables: Vec<&Table> = self.tables.iter().filter(|table| table.topic.is_some()).collect();
        let n_rows = tables.iter().map(|table| table.rows.len()).max().unwrap_or(0);
        let rows = (0..n_rows).flat_map(|i| tables.iter().filter_map(move |table| Some((*table, table.rows.get(i)?))));
        rows.filter_map(|(table, row)| {
            let named = table.columns.iter().position(|column| column.is_topical)?;
            row[named].first().map(|word| word.to_lowercase())
        })
        .collect()
    }
}

/// The blocks of a file. Headings stand at the beginning of a line; comments and blank lines do not count.
fn blocks(text: &str) -> Result<Vec<Block<'_>>, WorldError> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        let trimmed = content.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if content.starts_with([' ', '\t']) {
            match blocks.last_mut() {
                Some(block) => block.lines.push((line, trimmed)),
                None => return Err(WorldError::new(line, "an indented line has no heading above it.")),
            }
        } else {
            blocks.push(Block { line, heading: trimmed, lines: Vec::new() });
        }
    }
    Ok(blocks)
}

/// `king - man + woman = queen`.
fn parse_example(line: usize, example: &str) -> Result<[String; 4], WorldError> {
    match example.split_whitespace().collect::<Vec<_>>().as_slice() {
        [a, "-", b, "+", c, "=", d] => Ok([a, b, c, d].map(|&word| word.to_owned())),
        _ => Err(WorldError::new(line, "an example is written `king - man + woman = queen`.")),
    }
}

/// `two topics: king queen paris rome`.
fn parse_heatmap(line: usize, heatmap: &str) -> Result<(String, Vec<String>), WorldError> {
    let (name, words) = heatmap.split_once(':').unwrap_or_default();
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    if name.is_empty() || words.len() < 2 {
        return Err(WorldError::new(line, "a heatmap is written `its name: two words or more`."));
    }
    Ok((name.to_owned(), words))
}
