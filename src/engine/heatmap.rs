//! The order of words that are compared.

use super::model::Model;
use crate::{protocol::HeatmapOrder, space::clustered_order};

/// Words and the `n x n` cosines between them, brought into an order.
pub(super) fn in_order(
    model: &Model,
    order: HeatmapOrder,
    word_ids: Vec<u32>,
    cosines: Vec<f32>,
) -> (Vec<u32>, Vec<f32>) {
    let n = word_ids.len();
    let places = match order {
        HeatmapOrder::Input => return (word_ids, cosines),
        HeatmapOrder::Topic => {
            let words = model.vocabulary.words();
            let topic_of = |&word_id: &u32| model.text.topic_of.get(&words[word_id as usize].to_lowercase()).copied();
            topic_order(&word_ids.iter().map(topic_of).collect::<Vec<_>>())
        }
        HeatmapOrder::Cluster => clustered_order(&cosines, n),
    };
    let word_ids = places.iter().map(|&place| word_ids[place]).collect();
    let row_of = |&row: &usize| places.iter().map(move |&column| (row, column));
    let pairs = places.iter().flat_map(row_of);
    (word_ids, pairs.map(|(row, column)| cosines[row * n + column]).collect())
}

/// Places by rising topic, those without one last; within a topic as they were given.
fn topic_order(topics: &[Option<usize>]) -> Vec<usize> {
    let rank = |place: usize| topics[place].unwrap_or(usize::MAX);
    let mut places: Vec<usize> = (0..topics.len()).collect();
    places.sort_by_key(|&place| rank(place));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_come_in_their_order_and_words_without_one_last() {
        assert_eq!(topic_order(&[Some(2), None, Some(0), Some(2), Some(1), None]), [2, 4, 0, 3, 1, 5]);
        assert_eq!(topic_order(&[None, None]), [0, 1], "a text without topics leaves words as they are");
    }
}
