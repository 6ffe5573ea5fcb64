//! How true a map is: the share of a word's neighbors that are its neighbors on the map as well.

use super::{
    embedding::{Embedding, SpaceError, dot},
    nearest::Best,
};

/// Neighbors that are compared, in the space and on the map.
pub const N_COMPARED: usize = 10;

/// How many of the nearest words of one word are its nearest on a map too, and of how many: [`N_COMPARED`], or all others
/// on a smaller map (the "neighborhood preservation" of Venna and Kaski 2001).
///
/// Both neighborhoods are among the words of the map: one by cosine in the full space, one by distance in the plane.
/// `inverse_norms`: of this embedding, see [`inverse_norms`](super::inverse_norms). `positions`: `x0 y0 x1 y1 ...` in the
/// order of `word_ids`. `place`: which of these words.
/// Errors: [`SpaceError::NoSuchWord`], and [`SpaceError::Length`] where there are not two numbers a word.
pub fn kept_neighbors(
    embedding: Embedding<'_>,
    inverse_norms: &[f32],
    word_ids: &[u32],
    positions: &[f32],
    place: usize,
) -> Result<(usize, usize), SpaceError> {
    if positions.len() != 2 * word_ids.len() {
        return Err(SpaceError::Length { found: positions.len(), dims: 2 * word_ids.len() });
    }
    let no_such_place = SpaceError::NoSuchWord { word_id: place as u32, n_words: word_ids.len() };
    let own = embedding.row(*word_ids.get(place).ok_or(no_such_place)?)?;
    let others = || (0..word_ids.len()).filter(|&other| other != place);
    let (mut in_space, mut on_map) = (Best::new(N_COMPARED, word_ids.len()), Best::new(N_COMPARED, word_ids.len()));
    for other in others() {
        let word_id = word_ids[other];
        let inverse = inverse_norms.get(word_id as usize).copied().unwrap_or(0.0);
        in_space.see(other as u32, dot(own, embedding.row(word_id)?) * inverse, &[]);
    }
    let (x, y) = (positions[2 * place], positions[2 * place + 1]);
    for other in others() {
        let distance = (positions[2 * other] - x).powi(2) + (positions[2 * other + 1] - y).powi(2);
        on_map.see(other as u32, -distance, &[]);
    }
    let (in_space, on_map) = (in_space.into_list(), on_map.into_list());
    let n_kept = in_space.iter().filter(|one| on_map.iter().any(|other| other.word_id == one.word_id)).count();
    Ok((n_kept, in_space.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::{embedding::tests::Owned, inverse_norms};

    /// Words around a circle: neighbors by angle are neighbors in turn.
    fn circle(n: usize) -> (Owned, Vec<f32>) {
        let angle = |i: usize| i as f32 / n as f32 * std::f32::consts::TAU;
        let rows: Vec<Vec<f32>> =
            (0..n).map(|i| [angle(i).cos(), angle(i).sin()].map(|x| x * (1 + i % 5) as f32).to_vec()).collect();
        let positions = (0..n).flat_map(|i| [angle(i).cos(), angle(i).sin()]).collect();
        (Owned::new(&rows), positions)
    }

    fn kept(owned: &Owned, positions: &[f32], place: usize) -> Result<(usize, usize), SpaceError> {
        let ids: Vec<u32> = (0..owned.view().n_words() as u32).collect();
        kept_neighbors(owned.view(), &inverse_norms(owned.view()), &ids, positions, place)
    }

    #[test]
    fn a_true_map_keeps_all_and_a_shuffled_one_little() {
        let (owned, positions) = circle(61);
        let n_kept = |positions: &[f32]| (0..61).map(|place| kept(&owned, positions, place).unwrap().0).sum::<usize>();
        assert_eq!(n_kept(&positions), 61 * N_COMPARED);
        let shuffled: Vec<f32> = (0..61).flat_map(|i| [(i * 23 % 61) as f32, (i * 41 % 61) as f32]).collect();
        assert!(n_kept(&shuffled) < 61 * N_COMPARED / 2);
    }

    #[test]
    fn a_small_map_compares_all_there_are() {
        let (owned, positions) = circle(4);
        assert_eq!(kept(&owned, &positions, 0), Ok((3, 3)));
        assert!(kept(&owned, &positions, 4).is_err());
        assert!(kept(&owned, &positions[1..], 0).is_err());
    }
}
