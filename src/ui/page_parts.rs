//! Parts of the page that a link may hide, so that a class sees one thing.

/// A part that can be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePart {
    /// What goes in.
    Corpus,
    /// The settings.
    Model,
    /// The chart of the loss.
    Loss,
}

impl PagePart {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Corpus, Self::Model, Self::Loss];

    /// Its name in a link.
    pub fn key(self) -> &'static str {
        match self {
            Self::Corpus => "corpus",
            Self::Model => "model",
            Self::Loss => "loss",
        }
    }
}
