//! What the size of a file follows from.

use crate::protocol::{Method, Optimizer, Settings};

/// Bytes of a word's place in a text, and of the end of a sentence.
pub(super) const ID_BYTES: u64 = 4;
/// Bytes of a different word of a text: its letters, and where they end.
const DISTINCT_BYTES: u64 = 16;

/// What the size of a file follows from.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Amounts {
    /// Words of the vocabulary.
    pub n_words: u64,
    /// Numbers of a vector.
    pub dims: u64,
    /// Bytes of all words.
    pub word_bytes: u64,
    /// Letters of the longest word.
    pub longest_word: u64,
    /// Whether it is known how often words occur.
    pub has_counts: bool,
    /// Words that have a place on the map.
    pub n_on_map: u64,
    /// Analogies of the evaluation that is shown, once it is done.
    pub n_analogies: Option<u64>,
    /// Whether the vectors are being trained.
    pub is_training: bool,
    /// What a session holds beside its vectors; none where nothing was trained here.
    pub session: Option<SessionAmounts>,
}

/// What a session holds beside its vectors.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SessionAmounts {
    /// Words that are trained on.
    pub n_ids: u64,
    /// Bytes of the text as it is saved; none where there is none.
    pub text_bytes: Option<u64>,
    /// Tables as large as the vectors: both sides, and what the optimizer keeps.
    pub n_tables: u64,
    /// Whether there are pairs of words too, whose number is not known here.
    pub has_pairs: bool,
}

impl SessionAmounts {
    /// Of a run with these settings. `n_ids`: words that are trained on. `text`: words, sentences and different words of the
    /// text, where there is one. `is_trained`: a run under way has the last sound state as well.
    pub fn of(settings: &Settings, n_ids: u64, text: Option<[u64; 3]>, is_trained: bool) -> Self {
        let of_state = match (settings.method, settings.optimizer) {
            (Method::Softmax, Optimizer::Adam) => 6,
            (Method::Glove, _) => 4,
            _ => 2,
        };
        Self {
            n_ids,
            text_bytes: text.map(|[n_tokens, n_sentences, n_distinct]| {
                ID_BYTES * (n_tokens + n_sentences) + DISTINCT_BYTES * n_distinct
            }),
            n_tables: if is_trained { of_state } else { 2 * of_state },
            has_pairs: settings.method == Method::Glove,
        }
    }
}
