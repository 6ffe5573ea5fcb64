//! What a session needs of memory, counted before it is taken.
//!
//! Wasm addresses 4 GiB. An allocation that fails there ends the worker and everything in it, so whatever grows with the
//! reader's text is added up first, at its peak, and refused with the figures where it does not fit.

use std::fmt;

use thiserror::Error;

/// Bytes that a plan may come to: 4 GiB less what code, stacks, pictures and the gaps between allocations take.
pub(super) const MOST_BYTES: u64 = 3_700_000_000;
/// Bytes of a pair of words that `GloVe` has counted, as it is trained on.
pub(super) const BYTES_PER_PAIR: u64 = 16;
/// A text is expected to have at most one pair in this many of those it could have. Where it has more than memory holds,
/// the run ends with a sentence.
pub(super) const PAIRS_EXPECTED: u64 = 4;
/// Items that a refusal names.
const N_NAMED: usize = 3;

/// Something that takes memory in proportion to the reader's text or settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// The text as it was read.
    Text,
    /// The text as word ids, for one minimum count.
    Ids,
    /// The words of the vocabulary.
    Vocabulary,
    /// The tables of vectors, with the state of the optimizer and the checkpoint to go back to.
    Vectors,
    /// The n-grams of a loaded table.
    Ngrams,
    /// The pairs that `GloVe` counts, at their peak.
    Pairs,
    /// The model that is open while another one is built.
    Open,
    /// The model laid aside to compare with.
    Baseline,
    /// A copy of the vectors to evaluate or to compare.
    Copy,
    /// A file of questions.
    Questions,
    /// The copy in bytes by which a large table is searched.
    Quantized,
    /// A saved session that is being opened, or a state that is being stored.
    Saved,
    /// The run before the last reset or restart.
    Undone,
    /// The vectors that a run began with.
    Lent,
    /// What was open before, kept so that runs can begin with its vectors, and a text that can be trained on again.
    Kept,
}

impl Item {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "the text",
            Self::Ids => "the text in numbers",
            Self::Vocabulary => "the vocabulary",
            Self::Vectors => "the vectors",
            Self::Ngrams => "its n-grams",
            Self::Pairs => "pairs of words",
            Self::Open => "the model that is open",
            Self::Baseline => "the baseline",
            Self::Copy => "a copy of the vectors",
            Self::Questions => "the questions",
            Self::Quantized => "quick answers",
            Self::Saved => "the saved session",
            Self::Undone => "the run before",
            Self::Lent => "the vectors to start from",
            Self::Kept => "what was open before",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Text | Self::Ids | Self::Vocabulary => "Use a part of the text, or raise Minimum count",
            Self::Vectors | Self::Open | Self::Copy | Self::Quantized | Self::Undone => {
                "Lower Dimensions, or raise Minimum count"
            }
            Self::Ngrams => "Discard the baseline, or open a smaller table",
            Self::Pairs => "Lower Window, or raise Minimum count",
            Self::Questions => "Use a part of the file",
            Self::Lent => "Start from random vectors, or raise Minimum count",
            Self::Saved | Self::Kept => "Open it in a tab of its own",
            Self::Baseline => "Discard the baseline, or lower Dimensions",
        }
    }
}

/// The sum of what is in memory at one moment, and what it may come to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MemoryPlan {
    items: Vec<(Item, u64)>,
    most_bytes: u64,
}

impl Default for MemoryPlan {
    fn default() -> Self {
        Self::within(MOST_BYTES)
    }
}

/// A plan that does not fit.
#[derive(Debug, Clone, PartialEq, Error)]
#[error(
    "This would need {} GB of memory ({largest}), and this page has {}.{}", gigabytes(*n_bytes), gigabytes(*most_bytes),
    remedy.map(|remedy| format!(" {remedy}.")).unwrap_or_default()
)]
pub(super) struct TooLarge {
    n_bytes: u64,
    most_bytes: u64,
    largest: Largest,
    remedy: Option<&'static str>,
}

impl TooLarge {
    /// The same without what to do about it.
    pub(super) fn alone(self) -> Self {
        Self { remedy: None, ..self }
    }
}

/// The largest items of a plan.
#[derive(Debug, Clone, PartialEq)]
struct Largest(Vec<(Item, u64)>);

impl fmt::Display for Largest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (item, n_bytes)) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(formatter, "{comma}{} for {}", gigabytes(*n_bytes), item.name())?;
        }
        Ok(())
    }
}

impl MemoryPlan {
    /// An empty plan that may come to this many bytes.
    pub(super) fn within(most_bytes: u64) -> Self {
        Self { items: Vec::new(), most_bytes }
    }

    /// The plan with one more item.
    #[must_use]
    pub(super) fn with(mut self, item: Item, n_bytes: u64) -> Self {
        if n_bytes > 0 {
            self.items.push((item, n_bytes));
        }
        self
    }

    /// The plan with an item divided, where its bytes are a bound that is seldom reached.
    #[must_use]
    pub(super) fn with_share_of(mut self, item: Item, divisor: u64) -> Self {
        for (_, n_bytes) in self.items.iter_mut().filter(|(other, _)| *other == item) {
            *n_bytes /= divisor;
        }
        self
    }

    /// The plan without some items, which another plan counts.
    #[must_use]
    pub(super) fn without(mut self, items: &[Item]) -> Self {
        self.items.retain(|(item, _)| !items.contains(item));
        self
    }

    /// Both plans, within what this one may come to.
    #[must_use]
    pub(super) fn and(mut self, other: Self) -> Self {
        self.items.extend(other.items);
        self
    }

    /// Bytes in all.
    pub(super) fn n_bytes(&self) -> u64 {
        self.items.iter().map(|(_, n_bytes)| n_bytes).sum()
    }

    /// Bytes that are left.
    pub(super) fn n_bytes_left(&self) -> u64 {
        self.most_bytes.saturating_sub(self.n_bytes())
    }

    /// Whether it fits. Errors: [`TooLarge`], with the figures and what to lower.
    pub(super) fn check(&self) -> Result<(), TooLarge> {
        let n_bytes = self.n_bytes();
        if n_bytes <= self.most_bytes {
            return Ok(());
        }
        let mut largest = self.items.clone();
        largest.sort_by_key(|&(_, n_bytes)| std::cmp::Reverse(n_bytes));
        largest.truncate(N_NAMED);
        // The open model is there already: what to lower is said of the new one.
        let first = largest.iter().find(|(item, _)| *item != Item::Open).or(largest.first());
        let remedy = first.map(|(item, _)| item.remedy());
        Err(TooLarge { n_bytes, most_bytes: self.most_bytes, largest: Largest(largest), remedy })
    }
}

/// With one decimal, rounded up: what is refused is more than what there is.
fn gigabytes(n_bytes: u64) -> String {
    let tenths = n_bytes.div_ceil(100_000_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_refused_with_its_figures() {
        let plan = MemoryPlan::default().with(Item::Text, 1_000_000_000).with(Item::Vectors, 2_650_000_000);
        assert_eq!(plan.check(), Ok(()));
        assert_eq!(plan.n_bytes_left(), 50_000_000);
        let error = plan.with(Item::Baseline, 60_000_000).check().expect_err("10 MB too much");
        assert_eq!(
            error.to_string(),
            "This would need 3.8 GB of memory (2.7 for the vectors, 1.0 for the text, 0.1 for the baseline), and this \
             page has 3.7. Lower Dimensions, or raise Minimum count."
        );
    }
}
