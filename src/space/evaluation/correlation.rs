//! How strongly two lists of numbers correlate.

/// Pearson's correlation of two lists of equal length, in [-1, 1]; none if either has fewer than two numbers, or only
/// equal ones.
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() < 2 || x.len() != y.len() {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_x, mean_y) = (mean(x), mean(y));
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let (x, y) = (x - mean_x, y - mean_y);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    let norms = (xx * yy).sqrt();
    (norms > 0.0).then(|| (xy / norms).clamp(-1.0, 1.0))
}

/// Spearman's correlation: Pearson's of the ranks, equal numbers sharing the mean of theirs.
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(&ranks(x), &ranks(y))
}

/// The rank of each number, from 1.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut ranking = Ranking::new(values.to_vec());
    while !ranking.advance(usize::MAX) {}
    ranking.ranks
}

/// Numbers that are sorted at once.
const RUN: usize = 1024;

/// Correlations of two lists of equal length that are found in slices: sorting a long list takes longer than a slice.
#[derive(Debug)]
pub struct Correlating {
    lists: [Ranking; 2],
}

impl Correlating {
    /// At the beginning.
    pub fn new(x: Vec<f64>, y: Vec<f64>) -> Self {
        Self { lists: [x, y].map(Ranking::new) }
    }

    /// Goes on by about `n` steps of sorting; whether it is done.
    pub fn advance(&mut self, n: usize) -> bool {
        let [x, y] = &mut self.lists;
        if x.is_done() { y.advance(n) } else { x.advance(n) && y.is_done() }
    }

    /// Pearson's and Spearman's correlation, see [`pearson`] and [`spearman`]. Right once all is done.
    pub fn finish(&self) -> Option<[f64; 2]> {
        let [x, y] = &self.lists;
        Some([pearson(&x.values, &y.values)?, pearson(&x.ranks, &y.ranks)?])
    }
}

/// Numbers on their way to their ranks, by a merge sort that can be left anywhere.
#[derive(Debug)]
struct Ranking {
    values: Vec<f64>,
    /// Places in runs, each of which is sorted.
    order: Vec<u32>,
    /// The runs of twice the length, as far as they are merged.
    merged: Vec<u32>,
    /// The length of a run; 0 before there are any.
    width: usize,
    /// Places sorted into runs, or the next of either run that is being merged, or places ranked.
    next: [usize; 2],
    ranks: Vec<f64>,
    is_ranked: bool,
}

impl Ranking {
    fn new(values: Vec<f64>) -> Self {
        let order = (0..values.len() as u32).collect();
        let (merged, ranks) = (Vec::with_capacity(values.len()), vec![0.0; values.len()]);
        Self { values, order, merged, width: 0, next: [0; 2], ranks, is_ranked: false }
    }

    fn is_done(&self) -> bool {
        self.is_ranked
    }

    fn advance(&mut self, n_steps: usize) -> bool {
        let mut n_done = 0;
        while n_done < n_steps.max(1) && !self.is_ranked {
            n_done += if self.width == 0 {
                self.sort_run()
            } else if self.width < self.order.len() {
                self.merge_one()
            } else {
                self.rank_equals()
            };
        }
        self.is_ranked
    }

    fn sort_run(&mut self) -> usize {
        let (start, n) = (self.next[0], self.order.len());
        let end = n.min(start + RUN);
        let values = &self.values;
        self.order[start..end].sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
        self.next = [end, RUN.min(n)];
        if end == n {
            (self.width, self.next[0]) = (RUN, 0);
        }
        end - start + 1
    }

    /// Takes the lesser of the next numbers of two runs; of equal ones, that of the first run.
    fn merge_one(&mut self) -> usize {
        let n = self.order.len();
        let block = self.merged.len() / (2 * self.width) * (2 * self.width);
        let (middle, end) = (n.min(block + self.width), n.min(block + 2 * self.width));
        let [left, right] = self.next;
        let value = |place: usize| self.values[self.order[place] as usize];
        let is_left = left < middle && (right >= end || value(left).total_cmp(&value(right)).is_le());
        self.merged.push(self.order[if is_left { left } else { right }]);
        self.next[usize::from(!is_left)] += 1;
        if self.merged.len() == n {
            std::mem::swap(&mut self.order, &mut self.merged);
            self.merged.clear();
            self.width *= 2;
            self.next = [0, n.min(self.width)];
            if self.width >= n {
                self.next = [0; 2];
            }
        } else if self.merged.len() == end {
            self.next = [end, n.min(end + self.width)];
        }
        1
    }

    /// Ranks all numbers that equal the next one.
    fn rank_equals(&mut self) -> usize {
        let start = self.next[0];
        let Some(&first) = self.order.get(start) else {
            self.is_ranked = true;
            return 1;
        };
        let first = self.values[first as usize];
        let is_equal = |place: &&u32| self.values[**place as usize].total_cmp(&first).is_eq();
        let n_equal = self.order[start..].iter().take_while(is_equal).count();
        // All before the equal ones are smaller.
        let rank = start as f64 + f64::midpoint(1.0, n_equal as f64);
        for &place in &self.order[start..start + n_equal] {
            self.ranks[place as usize] = rank;
        }
        self.next[0] = start + n_equal;
        n_equal
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_cutting_makes_no_difference(
            seeds in prop::collection::vec((0_u16..900, any::<u16>()), 0..5000),
            n_steps in 0_usize..3000,
        ) {
            let x: Vec<f64> = seeds.iter().map(|seed| f64::from(seed.0)).collect();
            let y: Vec<f64> = seeds.iter().map(|seed| f64::from(seed.1)).collect();
            // By counting, in quadratic time.
            let by_counting = |values: &[f64], value: f64| {
                let n_smaller = values.iter().filter(|&&other| other < value).count() as f64;
                let n_equal = values.iter().filter(|&&other| other == value).count() as f64;
                n_smaller + f64::midpoint(1.0, n_equal)
            };
            for &value in x.iter().take(20) {
                let place = x.iter().position(|&other| other == value).expect("it is there");
                prop_assert_eq!(ranks(&x)[place], by_counting(&x, value));
            }
            let mut correlating = Correlating::new(x.clone(), y.clone());
            while !correlating.advance(n_steps) {}
            let both = pearson(&x, &y).zip(spearman(&x, &y)).map(|(pearson, spearman)| [pearson, spearman]);
            prop_assert_eq!(correlating.finish(), both);
        }
    }

    #[test]
    fn equal_numbers_share_a_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0, 3.0]), [4.0, 1.0, 4.0, 2.0, 4.0]);
        assert_eq!(ranks(&[]), [0.0; 0]);
    }

    #[test]
    fn lines_correlate_fully_and_curves_by_rank() {
        let x = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(pearson(&x, &[2.0, 4.0, 6.0, 8.0]), Some(1.0));
        assert_eq!(spearman(&x, &[-1.0, -10.0, -100.0, -1000.0]), Some(-1.0));
        assert!(pearson(&x, &[1.0, 10.0, 100.0, 1000.0]).expect("they differ") < 0.9);
    }

    #[test]
    fn what_does_not_vary_has_no_correlation() {
        assert_eq!(pearson(&[1.0], &[2.0]), None);
        assert_eq!(pearson(&[1.0, 1.0], &[2.0, 3.0]), None);
        assert_eq!(spearman(&[1.0, 2.0], &[2.0, 2.0]), None);
    }
}
