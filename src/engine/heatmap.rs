//! The order of words that are compared.

use super::subject::Subject;
use crate::{protocol::HeatmapOrder, space::clustered_order};

/// Words and the `n x n` cosines between them, brought into an order.
pub(super) fn in_order(
    subject: &Subject,
    order: HeatmapOrder,
    word_ids: Vec<u32>,
    cosines: Vec<f32>,
) -> (Vec<u32>, Vec<f32>) {
    let n = word_ids.len();
    let places = match order {
        HeatmapOrder::Input => return (word_ids, cosines),
        HeatmapOrder::Topic => {
            topic_order(&word_ids.iter().map(|&word_id| subject.topic_of(word_id)).collect::<Vec<_>>())
        }
        HeatmapOrder::Cluster => clustered_order(&cosines, n),
    };
    let word_ids = places.iter().map(|&place| word_ids[place]).collect();
    let row_of = |&row: &usize| places.iter().map(move |&column| (row, column));
    let pairs = places.iter().flat_map(row_of);
    (word_ids, pairs.map(|(row, column)| cosines[row * n + column]).collect())
}

/// Places sorted by topic, words without one last. Within a topic the given order stays.
fn topic_order(topics: &[Option<usize>]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..topics.len()).collect();
    places.sort_by_key(|&place| topics[place].unwrap_or(usize::MAX));
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
