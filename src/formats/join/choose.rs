//! Which parts belong together.

use super::{
    Joining, Work,
    clean::{Cleaning, Columns},
};
use crate::{
    formats::{
        FormatError,
        loaded::Format,
        need::Need,
        note::Note,
        part::{FastTextParts, Keyed, Part, Rows, Stored, Words, WordsKind},
        subwords::Subwords,
    },
    matrix::Matrix,
};

type Named = (String, Part);

/// Names of a column that has the words.
const WORD_COLUMNS: [&str; 6] = ["word", "words", "token", "label", "name", "title"];
const COUNT_COLUMNS: [&str; 4] = ["count", "counts", "frequency", "freq"];
/// What gensim calls files of arrays that are not the vectors of words. Some have as many rows.
const OTHER_ARRAYS: [&str; 4] = [".syn1", ".vectors_ngrams", ".vectors_vocab", "_lockf"];

fn rows(part: &Part) -> Option<&Rows> {
    match part {
        Part::Rows(rows) => Some(rows),
        _ => None,
    }
}

fn n_words(parts: &[Named]) -> Option<usize> {
    parts.iter().find_map(|(_, part)| match part {
        Part::Words(words) => Some(words.len()),
        _ => None,
    })
}

/// Whether a table of one number a word may be a list of words with their counts.
fn is_counted(part: &Part) -> bool {
    let Part::Table { builder, .. } = part else { return false };
    builder.matrix.dims() == 1
        && (0..builder.matrix.n_rows() as u32).all(|row| {
            let count = builder.matrix.vector(row)[0];
            count >= 0.0 && count.fract() == 0.0
        })
}

fn has_words(part: &Part) -> bool {
    matches!(part, Part::Words(_)) || is_counted(part)
}

fn is_table((_, part): &Named) -> bool {
    matches!(part, Part::Table { .. } | Part::FastText(_))
}

/// How the missing files end in which a pickle has its arrays.
fn missing_files(keyed: &Keyed, parts: &[Named]) -> Vec<Need> {
    let ngrams = keyed.ngrams.as_ref().map(|ngrams| &ngrams.rows);
    let endings = [Some(&keyed.vectors), ngrams].into_iter().flatten().filter_map(|stored| match stored {
        Stored::File(ending) => Some(*ending),
        Stored::Here(_) => None,
    });
    let is_there = |ending: &str| parts.iter().any(|(name, part)| rows(part).is_some() && name.ends_with(ending));
    // A file that was renamed is known by its number of rows.
    let fits = |ending: &str| ending == ".vectors.npy" && renamed(keyed, parts).is_some();
    endings
        .filter(|ending| !is_there(ending) && !fits(ending))
        .map(|ending| Need::File { ending: ending.to_owned() })
        .collect()
}

/// The array that has a row for each word, whatever its file is called, if there is only one.
fn renamed(keyed: &Keyed, parts: &[Named]) -> Option<usize> {
    let n_words = keyed.words.len();
    let fits = |place: &usize| {
        let (name, part) = &parts[*place];
        let is_other = OTHER_ARRAYS.iter().any(|other| name.contains(other));
        !is_other && rows(part).is_some_and(|rows| rows.matrix.n_rows() == n_words)
    };
    let mut fitting = (0..parts.len()).filter(fits);
    fitting.next().filter(|_| fitting.next().is_none())
}

/// What is missing for a table.
pub(in crate::formats) fn needs(parts: &[Named]) -> Vec<Need> {
    let keyed = parts.iter().find_map(|(_, part)| match part {
        Part::Keyed(keyed) => Some(keyed),
        _ => None,
    });
    if let Some(keyed) = keyed {
        return missing_files(keyed, parts);
    }
    let has_own = parts.iter().any(|(_, part)| rows(part).is_some_and(|rows| rows.own_words.is_some()));
    if let Some(rows) = parts.iter().find_map(|(_, part)| rows(part)).filter(|_| !has_own) {
        let is_named = parts.iter().any(|(_, part)| has_words(part));
        return if is_named { Vec::new() } else { vec![Need::Words { n_rows: rows.matrix.n_rows() }] };
    }
    if has_own || parts.iter().any(is_table) {
        return Vec::new();
    }
    vec![Need::Vectors { n_words: n_words(parts).unwrap_or(0) }]
}

/// Takes the first part that is wanted out of the list.
fn take(parts: &mut Vec<Named>, is_wanted: impl FnMut(&Named) -> bool) -> Option<Named> {
    let place = parts.iter().position(is_wanted)?;
    Some(parts.remove(place))
}

/// Joins these parts and uses them up. If they are not enough or do not fit, the vectors stay among them.
pub(super) fn joining(parts: &mut Vec<Named>, most_rows: u64) -> Result<Joining, FormatError> {
    let needs = needs(parts);
    if !needs.is_empty() {
        return Err(FormatError::Missing { needs });
    }
    let keyed = take(parts, |(_, part)| matches!(part, Part::Keyed(_)));
    let mut joining = if let Some((_, Part::Keyed(keyed))) = keyed {
        of_keyed(*keyed, parts, most_rows)
    } else if parts.iter().any(|(_, part)| rows(part).is_some()) {
        of_rows(parts, most_rows)?
    } else {
        of_table(parts)?
    };
    if !parts.is_empty() {
        joining.notes.push(Note::Unused { names: parts.drain(..).map(|(name, _)| name).collect() });
    }
    Ok(joining)
}

/// The note for a file that has more rows than were wanted.
fn kept_first(n_rows: usize, n_in_file: Option<u64>, most_rows: u64) -> Option<Note> {
    let n_rows = n_rows as u64;
    let is_part = n_rows == most_rows && n_in_file.is_none_or(|of| of > n_rows);
    is_part.then_some(Note::KeptFirst { n_rows, of: n_in_file })
}

fn of_table(parts: &mut Vec<Named>) -> Result<Joining, FormatError> {
    let names: Vec<&String> = parts.iter().filter(|named| is_table(named)).map(|(name, _)| name).collect();
    if let [first, second, ..] = names[..] {
        let (n_tables, first, second) = (names.len(), first.clone(), second.clone());
        return Err(FormatError::SeveralTables { n_tables, first, second });
    }
    match take(parts, is_table) {
        Some((_, Part::Table { format, builder })) => Ok(Joining::new(format, Work::Done(Box::new(builder)))),
        Some((_, Part::FastText(model))) => {
            let FastTextParts { format, words, counts, matrix, subwords, tally } = *model;
            let work = Work::Clean(Box::new(Cleaning::new(words, counts, matrix, tally)));
            Ok(Joining { subwords, is_sum_open: true, ..Joining::new(format, work) })
        }
        _ => Err(FormatError::Empty),
    }
}

fn of_keyed(keyed: Keyed, parts: &mut Vec<Named>, most_rows: u64) -> Joining {
    let renamed = renamed(&keyed, parts).map(|place| parts[place].0.clone());
    let Keyed { words, n_in_file, counts, vectors, ngrams, mut tally } = keyed;
    tally.others.extend(kept_first(words.len(), Some(n_in_file), most_rows));
    let is_sum_open = ngrams.as_ref().is_some_and(|ngrams| ngrams.is_sum_open);
    let mut fetch = |stored: Stored| -> Option<Matrix> {
        let ending = match stored {
            Stored::Here(matrix) => return Some(matrix),
            Stored::File(ending) => ending,
        };
        let found = take(parts, |(name, part)| rows(part).is_some() && name.ends_with(ending))
            .or_else(|| take(parts, |(name, part)| rows(part).is_some() && Some(name) == renamed.as_ref()));
        match found {
            Some((_, Part::Rows(rows))) => {
                tally.others.extend(rows.tally.others);
                Some(rows.matrix)
            }
            _ => None,
        }
    };
    // What is needed was there.
    let matrix = fetch(vectors).unwrap_or_else(|| Matrix::zeros(0, 1));
    let subwords = ngrams.and_then(|ngrams| {
        let rows = fetch(ngrams.rows).filter(|rows| rows.dims() == matrix.dims())?;
        Some(Subwords::new(ngrams.min_n, ngrams.max_n, ngrams.n_buckets).with_rows(rows))
    });
    let subwords = subwords.filter(|subwords| subwords.n_rows() > 0);
    let work = Work::Clean(Box::new(Cleaning::new(words, counts, matrix, tally)));
    Joining { subwords, is_sum_open, ..Joining::new(Format::Gensim, work) }
}

/// The vectors that count: of several arrays one with words of its own, one that is called so, one that fits, the largest.
fn best_rows(parts: &[Named]) -> Option<usize> {
    let n_words = n_words(parts);
    let rank = |place: usize| {
        let (name, part) = &parts[place];
        let rows = rows(part)?;
        let fits = n_words == Some(rows.matrix.n_rows());
        let is_called = name.contains("vectors") || name.contains("embedding");
        Some((rows.own_words.is_some(), is_called, fits, rows.matrix.n_rows() * rows.matrix.dims()))
    };
    let ranked = (0..parts.len()).filter_map(|place| Some((rank(place)?, std::cmp::Reverse(place))));
    ranked.max().map(|(_, place)| place.0)
}

/// How words fit vectors.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fit {
    /// One for each, perhaps below a heading.
    InTurn { is_headed: bool },
    /// By the numbers of the rows, of which some may have none.
    ByRow,
}

/// How these words fit vectors, of which their file has `n_in_file` and `n_rows` were kept. None if they do not fit.
fn fit(words: &WordsKind, n_rows: usize, n_in_file: Option<u64>) -> Option<Fit> {
    let n_all = n_in_file.and_then(|n| usize::try_from(n).ok());
    // Where a file breaks off, nobody knows how many rows it should have.
    let is_right = |n_words: usize| n_words == n_rows || n_all.map_or(n_words > n_rows, |n_all| n_words == n_all);
    match words {
        WordsKind::ByRow(_) => Some(Fit::ByRow),
        WordsKind::Exact(words) => is_right(words.len()).then_some(Fit::InTurn { is_headed: false }),
        WordsKind::Lines(lines) => {
            let n_lines = lines.len();
            let is_headed = match n_all {
                Some(n_all) => n_lines == n_all + 1,
                None => lines.first().is_some_and(|line| column_of(line, &WORD_COLUMNS).is_some()),
            };
            is_right(n_lines - usize::from(is_headed)).then_some(Fit::InTurn { is_headed })
        }
    }
}

/// The words of a part, which may be a table of counts.
fn words_of(part: Part) -> Option<Words> {
    match part {
        Part::Words(words) => Some(words),
        Part::Table { builder, .. } => {
            let counts = (0..builder.matrix.n_rows() as u32).map(|row| builder.matrix.vector(row)[0] as u64);
            Some(Words { counts: Some(counts.collect()), words: WordsKind::Exact(builder.list.words) })
        }
        _ => None,
    }
}

/// The place of the vectors that count, and how their words fit. Words that do not fit are dropped, so that others can
/// be given.
fn fitted(parts: &mut Vec<Named>) -> Result<(usize, Fit), FormatError> {
    let best = best_rows(parts).ok_or(FormatError::Empty)?;
    let (rows_name, part) = &parts[best];
    let rows = rows(part).ok_or(FormatError::Empty)?;
    let (n_rows, n_in_file) = match &rows.mapping {
        Some(mapping) => (mapping.len(), Some(mapping.len() as u64)),
        None => (rows.matrix.n_rows(), rows.n_in_file),
    };
    let rows_name = rows_name.clone();
    let mismatch = |words_name: &str, n_words: usize| {
        let words_name = words_name.to_owned();
        FormatError::Mismatch { words_name, n_words, rows_name: rows_name.clone(), n_rows }
    };
    if let Some(own) = &rows.own_words {
        let fit = fit(&own.words, n_rows, n_in_file);
        return fit.map(|fit| (best, fit)).ok_or_else(|| mismatch(&rows_name, own.len()));
    }
    let place = parts.iter().position(|(_, part)| has_words(part));
    let place = place.ok_or(FormatError::Missing { needs: vec![Need::Words { n_rows }] })?;
    let (n_words, fit) = match &parts[place].1 {
        Part::Words(words) => (words.len(), fit(&words.words, n_rows, n_in_file)),
        Part::Table { builder, .. } => {
            let n_words = builder.n_rows();
            (n_words, (n_words == n_rows).then_some(Fit::InTurn { is_headed: false }))
        }
        _ => (0, None),
    };
    fit.map(|fit| (best, fit)).ok_or_else(|| {
        let (words_name, _) = parts.remove(place);
        mismatch(&words_name, n_words)
    })
}

fn of_rows(parts: &mut Vec<Named>, most_rows: u64) -> Result<Joining, FormatError> {
    let (best, fit) = fitted(parts)?;
    let (_, Part::Rows(rows)) = parts.remove(best) else { return Err(FormatError::Empty) };
    let Rows { format, matrix, left_out, mut tally, n_in_file, own_words, mapping, weights } = rows;
    let words = own_words.or_else(|| words_of(take(parts, |(_, part)| has_words(part))?.1));
    let Words { words, mut counts } = words.ok_or(FormatError::Empty)?;
    let n_rows = mapping.as_ref().map_or(matrix.n_rows(), Vec::len);
    if let Some((_, Part::Counts(beside))) = take(parts, |(_, part)| matches!(part, Part::Counts(_))) {
        counts = counts.or(Some(beside).filter(|beside| beside.len() >= n_rows));
    }
    let mut columns = None;
    let listed = match words {
        WordsKind::ByRow(listed) => {
            let n_all = n_in_file.map_or(n_rows, |n_all| usize::try_from(n_all).unwrap_or(usize::MAX));
            if listed.len() > n_all {
                tally.others.push(Note::NoVector { n_words: (listed.len() - n_all) as u64 });
            }
            listed
        }
        WordsKind::Exact(listed) => listed,
        WordsKind::Lines(mut lines) => {
            let is_headed = fit == Fit::InTurn { is_headed: true };
            let heading = if is_headed { lines.remove(0) } else { String::new() };
            let word_at = column_of(&heading, &WORD_COLUMNS).unwrap_or(0);
            let count_at = column_of(&heading, &COUNT_COLUMNS).filter(|&place| place != word_at && counts.is_none());
            columns = Some(Columns { word_at, count_at });
            lines
        }
    };
    if mapping.is_none() {
        tally.others.extend(kept_first(n_rows, n_in_file, most_rows));
    }
    let cleaning = Cleaning::new(listed, counts, matrix, tally).with_columns(columns);
    let cleaning = cleaning.with_mapping(mapping, weights).without_rows(left_out);
    let cleaning = if fit == Fit::ByRow { cleaning.by_row() } else { cleaning };
    Ok(Joining::new(format, Work::Clean(Box::new(cleaning))))
}

/// The column of a heading that has one of these names.
fn column_of(heading: &str, wanted: &[&str]) -> Option<usize> {
    heading.split('\t').position(|name| wanted.iter().any(|wanted| name.trim().eq_ignore_ascii_case(wanted)))
}
