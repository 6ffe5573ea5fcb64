//! Sentences about texts of few words, and about how long they may be trained.

use crate::{
    chart::format,
    protocol::{FewWords, LEAST_TSNE_WORDS},
};

/// Why t-SNE is not for so few words.
pub fn too_few_for_tsne(n_words: u32) -> String {
    let least = LEAST_TSNE_WORDS;
    format!(
        "t-SNE needs at least {least} words, three times its least perplexity and one more; this map has {n_words}. The map \
         shows principal components."
    )
}

/// That vectors are as they were drawn at random.
pub const UNTRAINED: &str =
    "Nothing is trained yet: vectors are random, and so are these neighbors. Press Play to train.";

/// What lowering the minimum count would show, where the map has few words.
pub fn few_words_notice(n_words: usize, n_distinct: u64, few: FewWords) -> String {
    let FewWords { try_min_count, n_words: n_then } = few;
    format!(
        "The map has only {} of the {} different words. At minimum count {try_min_count} it has {}.",
        format::count(n_words as u64),
        format::count(n_distinct),
        format::count(n_then.into())
    )
}

/// What became of a number of epochs that was chosen for another text, where this one may not have as many.
pub fn lowered_epochs(chosen: u32, in_force: u32) -> String {
    format!(
        "Epochs were lowered from {} to {}: a text of this length may have no more.",
        format::count(chosen.into()),
        format::count(in_force.into())
    )
}

/// Why a finished run is not offered more epochs.
pub fn no_more_epochs(epochs: u32) -> String {
    format!(
        "This run has had its {} epochs, all that a text of this length may have. To train longer, start over with a higher \
         learning rate.",
        format::count(epochs.into())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_words_and_long_runs_are_said_in_figures() {
        let few = FewWords { try_min_count: 1, n_words: 91 };
        assert_eq!(
            few_words_notice(3, 91, few),
            "The map has only 3 of the 91 different words. At minimum count 1 it has 91."
        );
        assert_eq!(
            lowered_epochs(1000, 100),
            "Epochs were lowered from 1,000 to 100: a text of this length may have no more."
        );
        assert!(no_more_epochs(2000).starts_with("This run has had its 2,000 epochs"));
        assert!(too_few_for_tsne(7).starts_with("t-SNE needs at least 10 words"));
    }
}
