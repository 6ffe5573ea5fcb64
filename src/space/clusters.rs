//! Groups of words that point the same way.

use std::sync::Arc;

use rand::Rng;
use rand_pcg::Pcg32;
use wide::f32x4;

use super::{
    best::Best,
    budget::Budget,
    embedding::{Embedding, SpaceError, dot, inverse_norm},
    nearest::cosine_to,
};

/// Rounds after which the groups are taken as they are; most texts settle sooner.
const MOST_ROUNDS: usize = 30;
/// Words that name a group.
const N_NAMES: usize = 3;
/// Groups at most.
const MOST_GROUPS: usize = 64;

/// Spherical k-means (Dhillon and Modha 2001), in slices: each word is in the group whose mean direction is nearest to it
/// by cosine.
///
/// It begins with k-means++ (Arthur and Vassilvitskii 2007) on cosine distances. The vectors must not change meanwhile.
#[derive(Debug, Clone)]
pub struct Clusters {
    word_ids: Arc<[u32]>,
    k: usize,
    rng: Pcg32,
    stage: Stage,
    /// The next word of the stage.
    next: usize,
    /// By place among the words.
    inverse_norms: Vec<f32>,
    /// While seeding: the distance of each word to the nearest center, in [0, 2].
    distances: Vec<f32>,
    /// Directions of the groups, at length one.
    centers: Vec<Vec<f32x4>>,
    /// Sums of the unit vectors of each group's words, in this round.
    sums: Vec<Vec<f32x4>>,
    /// By place among the words.
    group_of: Vec<u8>,
    n_moved: usize,
    n_rounds: usize,
    /// The words nearest to the middle of each group, by place.
    central: Vec<Best>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Finds the length of each vector.
    Measuring,
    /// Draws centers, and after each the distances to it.
    Seeding,
    /// Sends each word to the nearest center.
    Assigning,
    /// Finds the words that name a group.
    Naming,
    Done,
}

impl Clusters {
    /// At the beginning. `k`: groups wanted, from 1 to 64 and no more than there are words; fewer come of it if words have
    /// fewer directions. The same seed gives the same groups.
    pub fn new(embedding: Embedding<'_>, word_ids: impl Into<Arc<[u32]>>, k: usize, seed: u64) -> Self {
        let word_ids = word_ids.into();
        let n = word_ids.len();
        let k = k.clamp(1, MOST_GROUPS).min(n);
        Self {
            k,
            rng: Pcg32::new(seed, 0),
            stage: if n == 0 { Stage::Done } else { Stage::Measuring },
            next: 0,
            inverse_norms: Vec::with_capacity(n),
            distances: vec![1.0; n],
            centers: Vec::with_capacity(k),
            sums: vec![vec![f32x4::splat(0.0); embedding.lanes_per_row()]; k],
            group_of: vec![0; n],
            n_moved: 0,
            n_rounds: 0,
            central: Vec::new(),
            word_ids,
        }
    }

    /// Goes on by about `n_operations` multiply-adds; whether the groups are settled and named.
    /// Errors: [`SpaceError::NoSuchWord`].
    pub fn advance(&mut self, embedding: Embedding<'_>, n_operations: usize) -> Result<bool, SpaceError> {
        let mut budget = Budget::new(n_operations);
        while !budget.is_spent() && self.stage != Stage::Done {
            if self.next < self.word_ids.len() {
                self.see_words(embedding, &mut budget)?;
            } else {
                self.end_pass(embedding, &mut budget)?;
            }
        }
        Ok(self.stage == Stage::Done)
    }

    /// Groups; each has at least one word.
    pub fn n_groups(&self) -> usize {
        self.centers.len()
    }

    /// The words that are grouped.
    pub fn word_ids(&self) -> &[u32] {
        &self.word_ids
    }

    /// The group of each word, in the order of the words.
    pub fn group_of(&self) -> &[u8] {
        &self.group_of
    }

    /// The places of the words nearest to the middle of each group, at most three, nearest first; nothing before all is
    /// done.
    pub fn central(&self) -> Vec<Vec<usize>> {
        let places = |best: &Best| best.list().iter().map(|scored| scored.word_id as usize).collect();
        self.central.iter().map(places).collect()
    }

    /// Shows the stage as many words as the budget pays for.
    fn see_words(&mut self, embedding: Embedding<'_>, budget: &mut Budget) -> Result<(), SpaceError> {
        let n_rows = if self.stage == Stage::Assigning { self.centers.len() + 1 } else { 1 };
        let cost = n_rows * embedding.row_cost();
        for place in budget.take_range(&mut self.next, self.word_ids.len(), cost) {
            let row = embedding.row(self.word_ids[place])?;
            match self.stage {
                Stage::Measuring => self.inverse_norms.push(inverse_norm(row)),
                Stage::Seeding => {
                    if let Some(center) = self.centers.last() {
                        let distance = (1.0 - cosine_to(center, row, self.inverse_norms[place])).max(0.0);
                        self.distances[place] = self.distances[place].min(distance);
                    }
                }
                Stage::Assigning => self.assign(place, row),
                Stage::Naming => {
                    let group = usize::from(self.group_of[place]);
                    let cosine = cosine_to(&self.centers[group], row, self.inverse_norms[place]);
                    self.central[group].see(place as u32, cosine, &[]);
                }
                Stage::Done => {}
            }
        }
        Ok(())
    }

    /// All words were seen: goes to the next pass.
    fn end_pass(&mut self, embedding: Embedding<'_>, budget: &mut Budget) -> Result<(), SpaceError> {
        self.next = 0;
        match self.stage {
            Stage::Measuring | Stage::Seeding if self.centers.len() < self.k => {
                budget.take(1, 2 * self.word_ids.len());
                let drawn = self.draw();
                self.centers.push(embedding.unit_rows(&[self.word_ids[drawn]])?);
                self.stage = Stage::Seeding;
            }
            Stage::Measuring | Stage::Seeding => {
                self.distances = Vec::new();
                self.stage = Stage::Assigning;
            }
            Stage::Assigning => {
                budget.take(1, 2 * self.centers.len() * embedding.row_cost());
                self.move_centers();
                self.n_rounds += 1;
                let is_settled = (self.n_moved == 0 && self.n_rounds > 1) || self.n_rounds >= MOST_ROUNDS;
                self.n_moved = 0;
                if is_settled {
                    budget.take(1, self.word_ids.len());
                    self.drop_empty_groups();
                    self.central = vec![Best::new(N_NAMES, self.word_ids.len()); self.centers.len()];
                    self.stage = Stage::Naming;
                }
            }
            Stage::Naming | Stage::Done => self.stage = Stage::Done,
        }
        Ok(())
    }

    /// The next center: a word, drawn in proportion to its distance to the centers so far.
    fn draw(&mut self) -> usize {
        let total: f64 = self.distances.iter().map(|&d| f64::from(d)).sum();
        let mut left = f64::from(self.rng.next_u32()) / 4_294_967_296.0 * total;
        let drawn = self.distances.iter().position(|&distance| {
            left -= f64::from(distance);
            left < 0.0
        });
        drawn.unwrap_or(self.distances.len() - 1)
    }

    fn assign(&mut self, place: usize, row: &[f32x4]) {
        let inverse = self.inverse_norms[place];
        let mut best = (f32::NEG_INFINITY, 0);
        for (group, center) in self.centers.iter().enumerate() {
            let cosine = dot(row, center);
            if cosine > best.0 {
                best = (cosine, group);
            }
        }
        let group = best.1;
        self.n_moved += usize::from(usize::from(self.group_of[place]) != group);
        self.group_of[place] = group as u8;
        let scale = f32x4::splat(inverse);
        self.sums[group].iter_mut().zip(row).for_each(|(total, &x)| *total += x * scale);
    }

    /// Moves each center to the middle of its words; one without words stays.
    fn move_centers(&mut self) {
        for (center, sum) in self.centers.iter_mut().zip(&mut self.sums) {
            let squared = dot(sum, sum);
            if squared > 0.0 {
                let scale = f32x4::splat(1.0 / squared.sqrt());
                center.iter_mut().zip(sum.iter()).for_each(|(c, &s)| *c = s * scale);
            }
            sum.fill(f32x4::splat(0.0));
        }
    }

    /// Numbers the groups that have words anew, in their order, and drops the others.
    fn drop_empty_groups(&mut self) {
        let mut has_words = [false; MOST_GROUPS];
        for &group in &self.group_of {
            has_words[usize::from(group)] = true;
        }
        let mut number_of = [0_u8; MOST_GROUPS];
        for (n, group) in (0..MOST_GROUPS).filter(|&group| has_words[group]).enumerate() {
            number_of[group] = n as u8;
        }
        self.group_of.iter_mut().for_each(|group| *group = number_of[usize::from(*group)]);
        let mut group = 0;
        self.centers.retain(|_| {
            group += 1;
            has_words[group - 1]
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{matrix::Matrix, space::embedding::tests::matrix};
    use proptest::prelude::*;

    /// Three bundles of ten directions, of different lengths.
    fn bundles() -> Matrix {
        let rows = (0..30).map(|i| {
            let mut row = vec![0.02 * (i % 7) as f32; 5];
            row[i / 10] += 1.0 + i as f32;
            row
        });
        matrix(&rows.collect::<Vec<_>>())
    }

    fn grouped(owned: &Matrix, k: usize, seed: u64, n_operations: usize) -> Clusters {
        let ids: Vec<u32> = (0..owned.n_rows() as u32).collect();
        let mut clusters = Clusters::new(Embedding::from(owned), ids, k, seed);
        while !clusters.advance(Embedding::from(owned), n_operations).expect("words of the matrix") {}
        clusters
    }

    #[test]
    fn bundles_are_found_whatever_the_seed_and_the_lengths() {
        let owned = bundles();
        for seed in 0..20 {
            let clusters = grouped(&owned, 3, seed, usize::MAX);
            let groups = clusters.group_of();
            assert!((0..30).all(|i| groups[i] == groups[i / 10 * 10]), "seed {seed}: {groups:?}");
            let mut names: Vec<u8> = [groups[0], groups[10], groups[20]].to_vec();
            names.sort_unstable();
            assert_eq!(names, [0, 1, 2]);
            let central = clusters.central();
            assert!(central.iter().all(|places| places.len() == 3));
            assert!(central.iter().enumerate().all(|(g, places)| places.iter().all(|&p| usize::from(groups[p]) == g)));
        }
    }

    #[test]
    fn no_group_is_empty() {
        // One dimension has two directions, whatever is asked for.
        let line =
            matrix(&(0..20).map(|i| vec![if i % 3 == 0 { -1.0 - i as f32 } else { i as f32 }]).collect::<Vec<_>>());
        let clusters = grouped(&line, 7, 1, usize::MAX);
        assert_eq!(clusters.n_groups(), 2);
        assert!(clusters.central().iter().all(|places| places.len() == 3), "{:?}", clusters.central());
        let zeros = grouped(&matrix(&[vec![1.0, 0.0], vec![0.0, 0.0]]), 9, 1, usize::MAX);
        assert!(zeros.n_groups() <= 2 && zeros.central().iter().all(|places| !places.is_empty()));
        let none = Clusters::new(Embedding::from(&line), [].as_slice(), 3, 1).advance(Embedding::from(&line), 1);
        assert_eq!(none, Ok(true));
        let missing = Clusters::new(Embedding::from(&line), [20].as_slice(), 3, 1).advance(Embedding::from(&line), 1);
        assert!(missing.is_err());
    }

    proptest! {
        #[test]
        fn the_cutting_makes_no_difference_and_all_groups_have_words(
            rows in prop::collection::vec(prop::collection::vec(-2_i8..3, 3), 1..40),
            k in 1_usize..70,
            seed in 0_u64..9,
            n_operations in 0_usize..500,
        ) {
            let rows: Vec<Vec<f32>> = rows.iter().map(|row| row.iter().map(|&x| f32::from(x)).collect()).collect();
            let owned = matrix(&rows);
            let (whole, cut) = (grouped(&owned, k, seed, usize::MAX), grouped(&owned, k, seed, n_operations));
            prop_assert_eq!(whole.group_of(), cut.group_of());
            prop_assert_eq!(whole.central(), cut.central());
            prop_assert!((0..whole.n_groups()).all(|group| whole.group_of().contains(&(group as u8))));
            prop_assert!(whole.central().iter().all(|places| !places.is_empty()));
        }
    }
}
