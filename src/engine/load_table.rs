//! Opens a table of vectors that were made elsewhere.
//!
//! Rows that cannot be compared are handled by rule, and the page is told: of a word that stands there twice the first
//! row counts; a row with a number that is not finite is left out; a row of zeros stays, and its cosine to anything is 0.

use std::sync::Arc;

use thiserror::Error;

use super::{
    memory::{Item, MemoryPlan, TooLarge},
    subject::{Origin, Subject},
    table::Table,
};
use crate::{
    matrix::Matrix,
    protocol::{RunRecord, Settings, SourceIdentity},
    text::{Vocabulary, VocabularyError, first_of_each},
};

/// Numbers of a vector at most: the map's covariance takes the square of them.
const MOST_DIMS: usize = 4096;

/// Why a table cannot be opened.
#[derive(Debug, Clone, PartialEq, Error)]
pub(super) enum TableError {
    #[error(
        "{n_floats} numbers are not {n_words} vectors of one length: every word needs as many numbers as the first one."
    )]
    Shape { n_floats: usize, n_words: usize },
    #[error("{n_counts} counts are not one for each of {n_words} words.")]
    Counts { n_counts: usize, n_words: usize },
    #[error("Vectors of {dims} numbers are too long for a map; at most {MOST_DIMS} are.")]
    Dims { dims: usize },
    #[error("A map needs at least two words; this table has {n_words} that can be used.")]
    TooFewWords { n_words: usize },
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    #[error(transparent)]
    Memory(#[from] TooLarge),
}

/// Opens a table. `counts`: empty where they are not known. `values`: `words x dims`, row-major.
/// Errors: [`TableError`].
pub(super) fn load_table(
    name: String,
    mut words: Vec<String>,
    mut counts: Vec<u32>,
    values: &[f32],
    in_use: &MemoryPlan,
) -> Result<Subject, TableError> {
    let n_words = words.len();
    let shape = TableError::Shape { n_floats: values.len(), n_words };
    if n_words == 0 {
        return Err(TableError::TooFewWords { n_words });
    }
    let dims = values.len() / n_words;
    if dims == 0 || dims * n_words != values.len() {
        return Err(shape);
    }
    if !counts.is_empty() && counts.len() != n_words {
        return Err(TableError::Counts { n_counts: counts.len(), n_words });
    }
    if dims > MOST_DIMS {
        return Err(TableError::Dims { dims });
    }
    // The values as they came, the usable rows of them, and the matrix; and the covariance of the map.
    let n_bytes = 3 * Matrix::bytes(n_words as u64, dims as u64) + 4 * (dims * dims * 8) as u64;
    in_use.clone().with(Item::Vectors, n_bytes).check()?;
    let mut usable = first_of_each(&words);
    let n_twice = n_words - usable.len();
    let row_of = |place: u32| &values[place as usize * dims..][..dims];
    usable.retain(|&place| row_of(place).iter().all(|x| x.is_finite()));
    let n_not_finite = n_words - n_twice - usable.len();
    if usable.len() < 2 {
        return Err(TableError::TooFewWords { n_words: usable.len() });
    }
    let matrix = if usable.len() == n_words {
        Matrix::from_rows(values, dims)
    } else {
        let rows: Vec<f32> = usable.iter().flat_map(|&place| row_of(place)).copied().collect();
        counts = if counts.is_empty() { counts } else { usable.iter().map(|&place| counts[place as usize]).collect() };
        words = usable.iter().map(|&place| std::mem::take(&mut words[place as usize])).collect();
        Matrix::from_rows(&rows, dims)
    };
    let n_zero = (0..matrix.n_rows() as u32).filter(|&row| matrix.vector(row).iter().all(|&x| x == 0.0)).count();
    let vocabulary = Vocabulary::from_words(words, (!counts.is_empty()).then_some(counts))?;
    let record = RunRecord {
        source: SourceIdentity::Vectors { name },
        settings: Settings { dims: dims as u32, ..Settings::default() },
        effective_min_count: 1,
        changes: Vec::new(),
        tokens_done: 0,
        tokens_total: 0,
    };
    let table = Table { matrix, record, notice: notice(n_twice, n_not_finite, n_zero) };
    Ok(Subject::new(Arc::new(vocabulary), Origin::Table(Box::new(table))))
}

/// What was done with rows that cannot be compared, in one sentence.
fn notice(n_twice: usize, n_not_finite: usize, n_zero: usize) -> Option<String> {
    let clauses: Vec<String> = [
        (n_twice, "row repeats a word and was left out", "rows repeat a word and were left out"),
        (
            n_not_finite,
            "row has a number that is not finite and was left out",
            "rows have numbers that are not finite and were left out",
        ),
        (n_zero, "row is all zeros and is similar to nothing", "rows are all zeros and are similar to nothing"),
    ]
    .into_iter()
    .filter(|&(n, ..)| n > 0)
    .map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }))
    .collect();
    (!clauses.is_empty()).then(|| format!("{}.", clauses.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_cannot_be_compared_are_handled_by_rule() {
        let words = ["a", "b", "a", "c", "d"].map(str::to_owned).to_vec();
        let values = vec![1.0, 0.0, 0.0, 1.0, 9.0, 9.0, f32::NAN, 1.0, 0.0, 0.0];
        let mut subject =
            load_table("t".to_owned(), words, vec![5, 4, 3, 2, 1], &values, &MemoryPlan::default()).expect("two rows");
        assert_eq!(subject.vocabulary.words(), ["a", "b", "d"]);
        assert_eq!(subject.vocabulary.counts(), Some([5, 4, 1].as_slice()));
        assert_eq!(subject.embedding().vector(0), Ok([1.0, 0.0].as_slice()), "the first row of a counts");
        let Origin::Table(table) = &subject.origin else { panic!("a table") };
        assert_eq!(
            table.notice.as_deref(),
            Some(
                "1 row repeats a word and was left out; 1 row has a number that is not finite and was left out; \
                 1 row is all zeros and is similar to nothing."
            )
        );
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let open = |words: &[&str], counts: Vec<u32>, values: Vec<f32>| {
            let words = words.iter().map(|&word| word.to_owned()).collect();
            load_table("t".to_owned(), words, counts, &values, &MemoryPlan::default()).map(|_| ())
        };
        assert!(matches!(open(&["a", "b"], Vec::new(), vec![1.0; 3]), Err(TableError::Shape { .. })));
        assert!(matches!(open(&["a", "b"], vec![1], vec![1.0; 4]), Err(TableError::Counts { .. })));
        assert!(matches!(open(&[], Vec::new(), Vec::new()), Err(TableError::TooFewWords { n_words: 0 })));
        assert!(matches!(open(&["a", "a"], Vec::new(), vec![1.0; 2]), Err(TableError::TooFewWords { n_words: 1 })));
    }
}
