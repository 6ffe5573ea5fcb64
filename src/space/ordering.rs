//! An order of words in which similar ones stand side by side.

/// The order of `n` words for a heatmap: the leaves of a dendrogram, so that every group of it is a stretch of the order.
/// A permutation of `0..n`.
///
/// `cosines`: of every pair, `n x n`, row-major and symmetric, as [`similarity_matrix`](super::similarity_matrix) gives
/// them; one that is missing or no number counts as 0. The tree is that of average linkage on `1 - cosine` (Sokal and
/// Michener 1958). Each step looks at every pair: time grows with the cube of `n`, 3 million looks for the 200 words of a
/// heatmap. (The crate kodama does it in the square, and is 4 KiB of the worker more.) A tree leaves open which of two branches comes first and which way round each lies. Where two branches
/// meet, they are laid so that their ends next to each other are as similar as they can be, of the four ways there are
/// (Gruvaeus and Wainer 1972). At last the order begins with the end that has the smaller index. The same cosines always
/// give the same order: equally near branches are joined, and equally good ways taken, by the order of the indices.
pub fn clustered_order(cosines: &[f32], n: usize) -> Vec<usize> {
    let cosine = |a: usize, b: usize| cosines.get(a * n + b).copied().filter(|x| x.is_finite()).unwrap_or(0.0);
    let mut distances: Vec<f32> = (0..n * n).map(|pair| 1.0 - cosine(pair / n, pair % n)).collect();
    // By the smallest index of each; what is joined to another is empty.
    let mut branches: Vec<Vec<usize>> = (0..n).map(|word| vec![word]).collect();
    for _ in 1..n {
        let mut nearest = (f32::INFINITY, 0, 0);
        for b in (1..n).filter(|&b| !branches[b].is_empty()) {
            for a in (0..b).filter(|&a| !branches[a].is_empty()) {
                if distances[a * n + b] < nearest.0 {
                    nearest = (distances[a * n + b], a, b);
                }
            }
        }
        let (_, a, b) = nearest;
        let mut left = std::mem::take(&mut branches[a]);
        let mut right = std::mem::take(&mut branches[b]);
        // The mean distance of all pairs: each branch counts by its words.
        let share = left.len() as f32 / (left.len() + right.len()) as f32;
        for other in 0..n {
            let mean = share * distances[a * n + other] + (1.0 - share) * distances[b * n + other];
            (distances[a * n + other], distances[other * n + a]) = (mean, mean);
        }
        if right[0] < left[0] {
            std::mem::swap(&mut left, &mut right);
        }
        let (first, last) = (left[0], left[left.len() - 1]);
        let (next_first, next_last) = (right[0], right[right.len() - 1]);
        let meetings = [(last, next_first), (last, next_last), (first, next_first), (first, next_last)];
        let mut best = (0, f32::NEG_INFINITY);
        for (way, (a, b)) in meetings.into_iter().enumerate() {
            let cosine = cosine(a, b);
            if cosine > best.1 {
                best = (way, cosine);
            }
        }
        if best.0 >= 2 {
            left.reverse();
        }
        if best.0 % 2 == 1 {
            right.reverse();
        }
        left.append(&mut right);
        branches[a] = left;
    }
    let mut order = branches.into_iter().next().unwrap_or_default();
    if order.first() > order.last() {
        order.reverse();
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::{embedding::tests::Owned, similarity_matrix};
    use proptest::prelude::*;

    #[test]
    fn groups_are_contiguous() {
        // Three bundles of directions, dealt out in turn.
        let rows: Vec<Vec<f32>> = (0..18)
            .map(|i| {
                let mut row = vec![0.03 * (i * 7 % 5) as f32; 4];
                row[i % 3] += 1.0;
                row
            })
            .collect();
        let ids: Vec<u32> = (0..18).collect();
        let cosines = similarity_matrix(Owned::new(&rows).view(), &ids).expect("eighteen words");
        let groups: Vec<usize> = clustered_order(&cosines, 18).iter().map(|word| word % 3).collect();
        let n_borders = groups.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert_eq!(n_borders, 2, "{groups:?}");
    }

    #[test]
    fn branches_meet_at_their_more_similar_ends() {
        // Angles of two pairs on a quarter of a circle; the nearer ends are 1 and 3.
        let angles = [0.0_f32, 0.3, 1.5, 1.1];
        let rows: Vec<Vec<f32>> = angles.iter().map(|angle| vec![angle.cos(), angle.sin()]).collect();
        let cosines = similarity_matrix(Owned::new(&rows).view(), &[0, 1, 2, 3]).expect("four words");
        assert_eq!(clustered_order(&cosines, 4), [0, 1, 3, 2]);
        let shuffled = similarity_matrix(Owned::new(&rows).view(), &[2, 1, 3, 0]).expect("four words");
        assert_eq!(clustered_order(&shuffled, 4), [0, 2, 1, 3]);
    }

    #[test]
    fn few_words_and_ties_stay_in_their_order() {
        assert!(clustered_order(&[], 0).is_empty());
        assert_eq!(clustered_order(&[1.0], 1), [0]);
        assert_eq!(clustered_order(&[1.0, -0.5, -0.5, 1.0], 2), [0, 1]);
        assert_eq!(clustered_order(&[0.5; 25], 5), [0, 1, 2, 3, 4]);
        assert_eq!(clustered_order(&[f32::NAN; 4], 2), [0, 1]);
        assert_eq!(clustered_order(&[], 3), [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn it_is_a_permutation_whatever_the_cosines(
            n in 0_usize..30,
            cosines in prop::collection::vec(prop_oneof![-1.0_f32..1.0, Just(0.5), Just(f32::NAN)], 900),
        ) {
            let order = clustered_order(&cosines, n);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..n).collect::<Vec<_>>());
            prop_assert_eq!(clustered_order(&cosines, n), order);
        }
    }
}
