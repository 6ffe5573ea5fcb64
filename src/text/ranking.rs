//! Sorting tokens by falling count, a slice at a time.

use std::ops::Range;

use super::lexicon::Lexicon;
use super::room::{Full, Room};

/// Counts are sorted by their lower and their upper sixteen bits.
const N_DIGITS: usize = 1 << 16;
/// How many of the greatest counts are remembered.
const N_GREATEST: usize = 20;

/// The tokens that occur often enough, by falling count and, among equals, by first appearance.
///
/// A radix sort: one pass over all tokens counts digits, then one pass for each digit puts every token in its place. Each
/// pass can stop after any token.
#[derive(Debug)]
pub(super) struct Ranking {
    min_count: u32,
    pass: Pass,
    /// Tokens that the pass has dealt with.
    n_done: usize,
    /// The tokens, as far as the passes before have sorted them.
    order: Vec<u32>,
    /// Where the pass puts them, as long as `order`.
    sorted: Vec<u32>,
    /// Where the next token of each digit goes, greatest digit first: at first, how many tokens have it.
    low: Vec<u32>,
    high: Vec<u32>,
    /// The greatest counts of all tokens, falling.
    greatest: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    Count,
    SortLow,
    SortHigh,
    Done,
}

impl Ranking {
    pub(super) fn new(n_distinct: usize, min_count: u32, room: &mut Room) -> Result<Self, Full> {
        let mut ranking = Self {
            min_count,
            pass: Pass::Count,
            n_done: 0,
            order: Vec::new(),
            sorted: Vec::new(),
            low: Vec::new(),
            high: Vec::new(),
            greatest: Vec::with_capacity(N_GREATEST + 1),
        };
        room.reserve_exact(&mut ranking.order, n_distinct)?;
        room.reserve_exact(&mut ranking.sorted, n_distinct)?;
        for digits in [&mut ranking.low, &mut ranking.high] {
            room.reserve_exact(digits, N_DIGITS)?;
            digits.resize(N_DIGITS, 0);
        }
        Ok(ranking)
    }

    /// An upper bound of the memory that sorting takes.
    pub(super) fn most_bytes(n_distinct: usize) -> u64 {
        (2 * n_distinct + 2 * N_DIGITS) as u64 * 4
    }

    pub(super) fn is_done(&self) -> bool {
        self.pass == Pass::Done
    }

    /// Deals with at most `n` tokens of one pass; how many that were.
    pub(super) fn advance(&mut self, lexicon: &Lexicon, n: usize) -> usize {
        let n_all = if self.pass == Pass::Count { lexicon.len() } else { self.order.len() };
        let range = self.n_done..n_all.min(self.n_done.saturating_add(n));
        match self.pass {
            Pass::Count => range.clone().for_each(|index| self.count(index as u32, lexicon.count_of(index as u32))),
            Pass::SortLow => self.sort(range.clone(), lexicon, false),
            Pass::SortHigh => self.sort(range.clone(), lexicon, true),
            Pass::Done => {}
        }
        self.n_done = range.end;
        if self.n_done == n_all {
            self.next_pass();
        }
        range.len()
    }

    fn count(&mut self, index: u32, count: u32) {
        if self.greatest.len() < N_GREATEST || self.greatest.last().is_some_and(|&least| count > least) {
            self.greatest.insert(self.greatest.partition_point(|&other| other >= count), count);
            self.greatest.truncate(N_GREATEST);
        }
        if count >= self.min_count {
            self.order.push(index);
            self.sorted.push(0);
            self.low[low_digit(count)] += 1;
            self.high[high_digit(count)] += 1;
        }
    }

    fn sort(&mut self, range: Range<usize>, lexicon: &Lexicon, is_high: bool) {
        for &index in &self.order[range] {
            let count = lexicon.count_of(index);
            let place = if is_high { &mut self.high[high_digit(count)] } else { &mut self.low[low_digit(count)] };
            self.sorted[*place as usize] = index;
            *place += 1;
        }
    }

    fn next_pass(&mut self) {
        self.n_done = 0;
        self.pass = match self.pass {
            Pass::Count => {
                starts_of(&mut self.low);
                Pass::SortLow
            }
            Pass::SortLow => {
                std::mem::swap(&mut self.order, &mut self.sorted);
                let is_sorted = self.high.last().is_none_or(|&n_small| n_small as usize == self.order.len());
                starts_of(&mut self.high);
                if is_sorted { Pass::Done } else { Pass::SortHigh }
            }
            Pass::SortHigh => {
                std::mem::swap(&mut self.order, &mut self.sorted);
                Pass::Done
            }
            Pass::Done => Pass::Done,
        }
    }

    /// The tokens in order, once the ranking is done.
    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }

    /// The greatest minimum count below the one asked for that leaves enough words for a map (twenty), or all words if the
    /// text has fewer. `None` if no lower one leaves two. Known once the ranking is done.
    pub(super) fn lower_min_count(&self) -> Option<u32> {
        let &least = self.greatest.last().filter(|_| self.greatest.len() >= 2)?;
        (least > 0 && least < self.min_count).then_some(least)
    }

    /// Frees all memory.
    pub(super) fn free(&mut self, room: &mut Room) {
        for numbers in [&mut self.order, &mut self.sorted, &mut self.low, &mut self.high] {
            room.free(std::mem::take(numbers));
        }
    }
}

/// The digits of a count, turned round so that the greatest comes first.
fn low_digit(count: u32) -> usize {
    N_DIGITS - 1 - (count as usize & (N_DIGITS - 1))
}

fn high_digit(count: u32) -> usize {
    N_DIGITS - 1 - (count >> 16) as usize
}

/// How many tokens have each digit becomes where the first of them goes.
fn starts_of(digits: &mut [u32]) {
    let mut start = 0;
    for digit in digits {
        start += std::mem::replace(digit, start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort(
            counts in prop::collection::vec(prop_oneof![4 => 1_u32..5, 1 => 65_000_u32..70_000, 1 => any::<u32>()], 1..60),
            min_count in 1_u32..4,
            n in 1_usize..9,
        ) {
            let mut room = Room::new(None);
            let lexicon = Lexicon::with_counts(&counts);
            let mut ranking = Ranking::new(counts.len(), min_count, &mut room).expect("there is room");
            prop_assert!(room.n_bytes() <= Ranking::most_bytes(counts.len()));
            while !ranking.is_done() {
                prop_assert!(ranking.advance(&lexicon, n) <= n);
            }
            let mut expected: Vec<u32> = (0..counts.len() as u32).filter(|&i| counts[i as usize] >= min_count).collect();
            expected.sort_by_key(|&index| std::cmp::Reverse(counts[index as usize]));
            prop_assert_eq!(ranking.order(), expected);
            let mut falling = counts.clone();
            falling.sort_by(|a, b| b.cmp(a));
            falling.truncate(N_GREATEST);
            prop_assert_eq!(&ranking.greatest, &falling);
            ranking.free(&mut room);
            prop_assert_eq!(room.n_bytes(), 0);
        }
    }
}
