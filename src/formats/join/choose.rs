//! Which parts belong together.

use super::{Cleaning, Joining, Work};
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

/// Endings of the files that a pickle leaves its arrays to, and that are not there.
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

fn renamed(keyed: &Keyed, parts: &[Named]) -> Option<usize> {
    let n_words = keyed.words.len();
    let fits = |place: &usize| rows(&parts[*place].1).is_some_and(|rows| rows.matrix.n_rows() == n_words);
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

/// The join of these parts.
pub(super) fn joining(mut parts: Vec<Named>) -> Result<Joining, FormatError> {
    let needs = needs(&parts);
    if !needs.is_empty() {
        return Err(FormatError::Missing { needs });
    }
    let keyed = take(&mut parts, |(_, part)| matches!(part, Part::Keyed(_)));
    let mut joining = if let Some((_, Part::Keyed(keyed))) = keyed {
        of_keyed(*keyed, &mut parts)
    } else if parts.iter().any(|(_, part)| rows(part).is_some()) {
        of_rows(&mut parts)?
    } else {
        of_table(&mut parts)?
    };
    if !parts.is_empty() {
        joining.notes.push(Note::Unused { names: parts.into_iter().map(|(name, _)| name).collect() });
    }
    Ok(joining)
}

fn of_table(parts: &mut Vec<Named>) -> Result<Joining, FormatError> {
    let names: Vec<&String> = parts.iter().filter(|named| is_table(named)).map(|(name, _)| name).collect();
    if let [first, second, ..] = names[..] {
        let (n_tables, first, second) = (names.len(), first.clone(), second.clone());
        return Err(FormatError::SeveralTables { n_tables, first, second });
    }
    match take(parts, is_table) {
        Some((_, Part::Table { format, builder })) => {
            Ok(Joining { format, work: Work::Done(Box::new(builder)), subwords: None, notes: Vec::new() })
        }
        Some((_, Part::FastText(model))) => {
            let FastTextParts { format, words, counts, matrix, subwords, tally } = *model;
            let work = Work::Clean(Box::new(Cleaning::new(words, counts, matrix, tally)));
            Ok(Joining { format, work, subwords, notes: Vec::new() })
        }
        _ => Err(FormatError::Empty),
    }
}

fn of_keyed(keyed: Keyed, parts: &mut Vec<Named>) -> Joining {
    let renamed = renamed(&keyed, parts).map(|place| parts[place].0.clone());
    let Keyed { words, counts, vectors, ngrams, mut tally } = keyed;
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
        Some(Subwords::new(ngrams.min_n, ngrams.max_n, ngrams.n_buckets, None).with_rows(rows))
    });
    let subwords = subwords.filter(|subwords| subwords.n_rows() > 0);
    let work = Work::Clean(Box::new(Cleaning::new(words, counts, matrix, tally)));
    Joining { format: Format::Gensim, work, subwords, notes: Vec::new() }
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

/// The words for vectors, and the name of their file.
fn words_for(own: Option<Words>, rows_name: &str, parts: &mut Vec<Named>) -> Option<(String, Words)> {
    if let Some(words) = own {
        return Some((rows_name.to_owned(), words));
    }
    match take(parts, |(_, part)| has_words(part))? {
        (name, Part::Words(words)) => Some((name, words)),
        (name, Part::Table { builder, .. }) => {
            let counts = (0..builder.matrix.n_rows() as u32).map(|row| builder.matrix.vector(row)[0] as u64);
            let counts = Some(counts.collect());
            Some((name, Words { counts, words: WordsKind::Exact(builder.list.words) }))
        }
        _ => None,
    }
}

fn of_rows(parts: &mut Vec<Named>) -> Result<Joining, FormatError> {
    let best = best_rows(parts).ok_or(FormatError::Empty)?;
    let (rows_name, Part::Rows(rows)) = parts.remove(best) else { return Err(FormatError::Empty) };
    let Rows { format, matrix, left_out, mut tally, is_first, own_words, mapping, weights } = rows;
    let counts = take(parts, |(_, part)| matches!(part, Part::Counts(_)));
    let n_rows = mapping.as_ref().map_or(matrix.n_rows(), Vec::len);
    let missing = FormatError::Missing { needs: vec![Need::Words { n_rows }] };
    let (words_name, mut words) = words_for(own_words, &rows_name, parts).ok_or(missing)?;
    if let Some((_, Part::Counts(counts))) = counts {
        words.counts.get_or_insert(counts);
    }
    let mismatch = |n_words| FormatError::Mismatch { words_name, n_words, rows_name, n_rows };
    let is_right = |n_words: usize| n_words == n_rows || is_first && n_words > n_rows;
    let (listed, is_by_row) = match words.words {
        WordsKind::ByRow(listed) => {
            if listed.len() > n_rows && !is_first {
                tally.others.push(Note::NoVector { n_words: (listed.len() - n_rows) as u64 });
            }
            (listed, true)
        }
        WordsKind::Exact(listed) if is_right(listed.len()) => (listed, false),
        WordsKind::Exact(listed) => return Err(mismatch(listed.len())),
        WordsKind::Lines(lines) => {
            let is_headed =
                lines.len() == n_rows + 1 || is_first && lines.first().is_some_and(|line| line.contains('\t'));
            if !is_right(lines.len() - usize::from(is_headed)) {
                return Err(mismatch(lines.len()));
            }
            let (listed, counted) = columns(lines, is_headed);
            words.counts = words.counts.or(counted);
            (listed, false)
        }
    };
    let cleaning =
        Cleaning::new(listed, words.counts, matrix, tally).with_mapping(mapping, weights).without_rows(left_out);
    let cleaning = if is_by_row { cleaning.by_row() } else { cleaning };
    Ok(Joining { format, work: Work::Clean(Box::new(cleaning)), subwords: None, notes: Vec::new() })
}

/// The words of lines with columns, and their counts where a column is called so.
fn columns(mut lines: Vec<String>, is_headed: bool) -> (Vec<String>, Option<Vec<u64>>) {
    let (mut word_at, mut count_at) = (0, None);
    if is_headed {
        let heading = lines.remove(0).to_lowercase();
        let names: Vec<&str> = heading.split('\t').map(str::trim).collect();
        let place_of = |wanted: &[&str]| names.iter().position(|name| wanted.contains(name));
        word_at = place_of(&WORD_COLUMNS).unwrap_or(0);
        count_at = place_of(&COUNT_COLUMNS).filter(|&place| place != word_at);
    }
    let cell = |line: &str, at: usize| line.split('\t').nth(at).unwrap_or_default().to_owned();
    let counts: Option<Vec<u64>> =
        count_at.and_then(|at| lines.iter().map(|line| cell(line, at).parse().ok()).collect());
    if lines.iter().any(|line| line.contains('\t')) {
        for line in &mut lines {
            *line = cell(line, word_at);
        }
    }
    (lines, counts)
}
