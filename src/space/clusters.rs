//! Groups of words that point the same way.

use rand::Rng;
use rand_pcg::Pcg32;
use wide::f32x4;

use super::embedding::{Embedding, SpaceError, dot};

/// Rounds after which the groups are taken as they are; most texts settle sooner.
const MOST_ROUNDS: usize = 30;
/// Words that name a group.
const N_NAMES: usize = 3;

/// Spherical k-means (Dhillon and Modha 2001): words are in the group whose mean direction they are nearest to by cosine.
///
/// It begins with k-means++ (Arthur and Vassilvitskii 2007) on cosine distances and goes on round by round, so that a
/// caller can do something else in between.
#[derive(Debug, Clone)]
pub struct Clusters {
    /// Unit vectors of the words, `lanes` groups each.
    units: Vec<f32x4>,
    lanes: usize,
    /// Unit vectors of the groups.
    centers: Vec<f32x4>,
    /// By place among the words.
    group_of: Vec<u8>,
    n_rounds: usize,
    is_settled: bool,
}

impl Clusters {
    /// `k` groups of these words, from 1 to 64 and no more than there are words; the same seed gives the same groups.
    /// Errors: [`SpaceError::NoSuchWord`].
    pub fn new(embedding: Embedding<'_>, word_ids: &[u32], k: usize, seed: u64) -> Result<Self, SpaceError> {
        let lanes = embedding.lanes_per_row();
        let k = k.clamp(1, 64).min(word_ids.len());
        let mut clusters = Self {
            units: embedding.unit_rows(word_ids)?,
            lanes,
            centers: Vec::new(),
            group_of: vec![0; word_ids.len()],
            n_rounds: 0,
            is_settled: word_ids.is_empty(),
        };
        clusters.seed(k, &mut Pcg32::new(seed, 0));
        Ok(clusters)
    }

    /// One round: every word goes to its nearest group, then every group to the middle of its words. Whether the groups
    /// are settled.
    pub fn advance(&mut self) -> bool {
        if self.is_settled {
            return true;
        }
        let mut n_moved = 0;
        for place in 0..self.group_of.len() {
            let nearest = self.nearest_group(place);
            n_moved += usize::from(nearest != self.group_of[place]);
            self.group_of[place] = nearest;
        }
        let mut sums = vec![f32x4::splat(0.0); self.centers.len()];
        for (unit, &group) in self.units.chunks_exact(self.lanes).zip(&self.group_of) {
            let sum = &mut sums[usize::from(group) * self.lanes..][..self.lanes];
            sum.iter_mut().zip(unit).for_each(|(total, &x)| *total += x);
        }
        for (center, sum) in self.centers.chunks_exact_mut(self.lanes).zip(sums.chunks_exact(self.lanes)) {
            let squared = dot(sum, sum);
            // A group that lost all of its words stays where it was.
            if squared > 0.0 {
                let scale = f32x4::splat(1.0 / squared.sqrt());
                center.iter_mut().zip(sum).for_each(|(c, &s)| *c = s * scale);
            }
        }
        self.n_rounds += 1;
        self.is_settled = (n_moved == 0 && self.n_rounds > 1) || self.n_rounds >= MOST_ROUNDS;
        self.is_settled
    }

    /// Groups.
    pub fn n_groups(&self) -> usize {
        self.centers.len() / self.lanes.max(1)
    }

    /// The group of each word, in the order of the words.
    pub fn group_of(&self) -> &[u8] {
        &self.group_of
    }

    /// The places of the words nearest to the middle of each group, at most three, nearest first.
    pub fn central(&self) -> Vec<Vec<usize>> {
        let mut best: Vec<Vec<(f32, usize)>> = vec![Vec::new(); self.n_groups()];
        for (place, &group) in self.group_of.iter().enumerate() {
            let cosine = dot(self.unit(place), self.center(usize::from(group)));
            let best = &mut best[usize::from(group)];
            best.insert(best.partition_point(|&(known, _)| known >= cosine), (cosine, place));
            best.truncate(N_NAMES);
        }
        best.into_iter().map(|group| group.into_iter().map(|(_, place)| place).collect()).collect()
    }

    fn unit(&self, place: usize) -> &[f32x4] {
        &self.units[place * self.lanes..][..self.lanes]
    }

    fn center(&self, group: usize) -> &[f32x4] {
        &self.centers[group * self.lanes..][..self.lanes]
    }

    fn nearest_group(&self, place: usize) -> u8 {
        let unit = self.unit(place);
        let mut best = (f32::NEG_INFINITY, 0);
        for (group, center) in self.centers.chunks_exact(self.lanes).enumerate() {
            let cosine = dot(unit, center);
            if cosine > best.0 {
                best = (cosine, group as u8);
            }
        }
        best.1
    }

    /// Each center is a word, drawn by its distance to the centers before it.
    fn seed(&mut self, k: usize, rng: &mut Pcg32) {
        let n = self.group_of.len();
        let mut distances = vec![1.0_f32; n];
        for _ in 0..k {
            let total: f64 = distances.iter().map(|&d| f64::from(d)).sum();
            let mut left = f64::from(rng.next_u32()) / 4_294_967_296.0 * total;
            let drawn = distances.iter().position(|&distance| {
                left -= f64::from(distance);
                left < 0.0
            });
            let center = self.unit(drawn.unwrap_or(n - 1)).to_vec();
            for (place, distance) in distances.iter_mut().enumerate() {
                let own = &self.units[place * self.lanes..][..self.lanes];
                *distance = distance.min((1.0 - dot(own, &center)).max(0.0));
            }
            self.centers.extend(center);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::embedding::tests::Owned;

    /// Three bundles of ten directions, of different lengths.
    fn bundles() -> (Owned, Vec<u32>) {
        let rows = (0..30).map(|i| {
            let mut row = vec![0.02 * (i % 7) as f32; 5];
            row[i / 10] += 1.0 + i as f32;
            row
        });
        (Owned::new(&rows.collect::<Vec<_>>()), (0..30).collect())
    }

    #[test]
    fn bundles_are_found_whatever_the_seed_and_the_lengths() {
        let (owned, ids) = bundles();
        for seed in 0..20 {
            let mut clusters = Clusters::new(owned.view(), &ids, 3, seed).unwrap();
            while !clusters.advance() {}
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
    fn the_same_seed_gives_the_same_groups() {
        let (owned, ids) = bundles();
        let run = |seed| {
            let mut clusters = Clusters::new(owned.view(), &ids, 7, seed).unwrap();
            while !clusters.advance() {}
            clusters.group_of().to_vec()
        };
        assert_eq!(run(5), run(5));
    }

    #[test]
    fn no_more_groups_than_words() {
        let owned = Owned::new(&[vec![1.0, 0.0], vec![0.0, 0.0]]);
        let mut clusters = Clusters::new(owned.view(), &[0, 1], 9, 1).unwrap();
        while !clusters.advance() {}
        assert_eq!(clusters.n_groups(), 2);
        assert!(Clusters::new(owned.view(), &[], 3, 1).unwrap().advance());
    }
}
