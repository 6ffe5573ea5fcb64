//! Who trains.

/// Somebody who trains on one thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The explorer's code, compiled for this machine.
    Native,
    /// The explorer's release worker in headless Chromium.
    Chromium,
    /// `gensim.models.Word2Vec`.
    Gensim,
    /// The original word2vec.c.
    Word2vec,
}

impl Who {
    /// In the order in which they train. The native run comes before Chromium's, whose vectors must be the same.
    pub(super) const ALL: [Self; 4] = [Self::Native, Self::Chromium, Self::Gensim, Self::Word2vec];

    /// The name of a row; the number at its end is that of threads.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Native => "explorer-native-1",
            Self::Chromium => "explorer-chromium-1",
            Self::Gensim => "gensim-1",
            Self::Word2vec => "word2vec-1",
        }
    }
}
