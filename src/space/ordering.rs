//! An order of words in which similar ones stand side by side.

use kodama::{Method, linkage};

/// The order of `n` words for a heatmap: the leaves of a dendrogram, so that every group of it is a stretch of the order.
/// A permutation of `0..n`.
///
/// `cosines`: of every pair, `n x n`, row-major and symmetric, as [`similarity_matrix`](super::similarity_matrix) gives
/// them; one that is missing or not finite counts as 0. The tree is that of average linkage on `1 - cosine` (Sokal and
/// Michener 1958), in quadratic time (Müllner 2011). A tree does not say which of two branches comes first, nor in which
/// direction each lies: where two branches meet, they are laid so that their adjacent ends are as similar as possible, of
/// the four ways there are (Gruvaeus and Wainer 1972). Finally the order begins with the end that has the smaller index.
/// The same cosines always give the same order.
pub fn clustered_order(cosines: &[f32], n: usize) -> Vec<usize> {
    let cosine = |a: usize, b: usize| cosines.get(a * n + b).copied().filter(|x| x.is_finite()).unwrap_or(0.0);
    let mut distances: Vec<f32> = (0..n).flat_map(|a| (a + 1..n).map(move |b| 1.0 - cosine(a, b))).collect();
    // Branches by kodama's labels: words first, then what each step joined.
    let mut branches: Vec<Vec<usize>> = (0..n).map(|word| vec![word]).collect();
    if n > 1 {
        for step in linkage(&mut distances, n, Method::Average).steps() {
            let [left, right] = [step.cluster1, step.cluster2].map(|label| std::mem::take(&mut branches[label]));
            branches.push(if left[0] < right[0] { joined(left, right, &cosine) } else { joined(right, left, &cosine) });
        }
    }
    let mut order = branches.pop().unwrap_or_default();
    if order.first() > order.last() {
        order.reverse();
    }
    order
}

/// Two branches, laid so that their adjacent ends are as similar as possible.
fn joined(mut left: Vec<usize>, mut right: Vec<usize>, cosine: &dyn Fn(usize, usize) -> f32) -> Vec<usize> {
    let (first, last) = (left[0], left[left.len() - 1]);
    let (next_first, next_last) = (right[0], right[right.len() - 1]);
    let mut best = (f32::NEG_INFINITY, false, false);
    // Ties go to the way that turns less around.
    for (turns_left, turns_right) in [(false, false), (false, true), (true, false), (true, true)] {
        let ends = (if turns_left { first } else { last }, if turns_right { next_last } else { next_first });
        let similarity = cosine(ends.0, ends.1);
        if similarity > best.0 {
            best = (similarity, turns_left, turns_right);
        }
    }
    if best.1 {
        left.reverse();
    }
    if best.2 {
        right.reverse();
    }
    left.append(&mut right);
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::{Embedding, embedding::tests::matrix, similarity_matrix};
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
        let cosines = similarity_matrix(Embedding::from(&matrix(&rows)), &ids).expect("eighteen words");
        let groups: Vec<usize> = clustered_order(&cosines, 18).iter().map(|word| word % 3).collect();
        let n_borders = groups.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert_eq!(n_borders, 2, "{groups:?}");
    }

    #[test]
    fn branches_meet_at_their_more_similar_ends() {
        // Angles of two pairs on a quarter of a circle; the nearer ends are 1 and 3.
        let angles = [0.0_f32, 0.3, 1.5, 1.1];
        let rows: Vec<Vec<f32>> = angles.iter().map(|angle| vec![angle.cos(), angle.sin()]).collect();
        let cosines = similarity_matrix(Embedding::from(&matrix(&rows)), &[0, 1, 2, 3]).expect("four words");
        assert_eq!(clustered_order(&cosines, 4), [0, 1, 3, 2]);
        let shuffled = similarity_matrix(Embedding::from(&matrix(&rows)), &[2, 1, 3, 0]).expect("four words");
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
