//! What the colors of the points can say.

/// What the colors of the points say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorBy {
    /// The topic of each word.
    #[default]
    Topic,
    /// The group of each word, by direction.
    Cluster,
    /// How often it occurs.
    Frequency,
    /// How many of its neighbors the map keeps.
    Recall,
    /// Its cosine to the pinned word.
    Cosine,
}

impl ColorBy {
    /// Every coloring, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Topic, Self::Cluster, Self::Frequency, Self::Recall, Self::Cosine];

    /// As the page says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Cluster => "cluster",
            Self::Frequency => "frequency",
            Self::Recall => "neighbors kept",
            Self::Cosine => "cosine to the pinned word",
        }
    }
}
