//! Words that a loaded table does not have and that were composed of their n-grams, with ids beyond the table's own.

use crate::{formats::Subwords, matrix::Matrix, text::normalize};

/// Words that are remembered; another one takes the place of the oldest.
const MOST_GUESTS: usize = 200;
/// Characters of a word at most.
const MOST_CHARS: usize = 100;

/// N-grams of a table, and the words that were composed of them.
#[derive(Debug)]
pub(super) struct Guests {
    subwords: Subwords,
    words: Vec<String>,
    matrix: Matrix,
    /// Composed in all.
    n_composed: usize,
    /// Places of those that the page has not heard of.
    news: Vec<usize>,
}

impl Guests {
    /// None yet, of a table with vectors of `dims` numbers.
    pub(super) fn new(subwords: Subwords, dims: usize) -> Self {
        Self { subwords, words: Vec::new(), matrix: Matrix::zeros(0, dims), n_composed: 0, news: Vec::new() }
    }

    /// Bytes of memory that it takes at most.
    pub(super) fn bytes(n_ngrams: u64, dims: u64) -> u64 {
        Matrix::bytes(n_ngrams.min(u64::MAX >> 16).saturating_add(MOST_GUESTS as u64), dims)
    }

    /// The same of these.
    pub(super) fn n_bytes(&self) -> u64 {
        self.subwords.n_bytes() + Matrix::bytes(MOST_GUESTS as u64, self.matrix.dims() as u64)
    }

    /// The place of a word as it was typed; none where its n-grams give it no direction, or where it is no single word.
    pub(super) fn find(&mut self, typed: &str) -> Option<usize> {
        let word = normalize(typed.trim()).into_owned();
        if let Some(place) = self.words.iter().position(|known| *known == word) {
            return Some(place);
        }
        let is_word = !word.contains(char::is_whitespace) && word.chars().count() <= MOST_CHARS;
        let vector = is_word.then(|| self.subwords.vector(&word)).flatten()?;
        if !vector.iter().all(|x| x.is_finite()) || vector.iter().all(|&x| x == 0.0) {
            return None;
        }
        let place = self.n_composed % MOST_GUESTS;
        self.n_composed += 1;
        if place == self.words.len() {
            self.words.push(word);
            self.matrix.grow(1, 0.0);
        } else {
            self.words[place] = word;
        }
        self.matrix.vector_mut(place).copy_from_slice(&vector);
        self.news.push(place);
        Some(place)
    }

    /// The vector at a place.
    pub(super) fn vector(&self, place: usize) -> Option<&[f32]> {
        (place < self.words.len()).then(|| self.matrix.vector(place as u32))
    }

    /// Places and words that are new since this was last asked.
    pub(super) fn take_news(&mut self) -> Vec<(usize, String)> {
        let places = std::mem::take(&mut self.news).into_iter();
        places.map(|place| (place, self.words[place].clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guests() -> Guests {
        let mut subwords = Subwords::new(3, 3, 7);
        let values: Vec<f32> = (0..14).map(|n| n as f32).collect();
        subwords.try_extend(&values, 2).expect("a small table");
        Guests::new(subwords, 2)
    }

    #[test]
    fn a_word_is_composed_once_and_told_once() {
        let mut guests = guests();
        let place = guests.find(" boats ").expect("it has n-grams");
        assert_eq!(guests.find("boats"), Some(place));
        assert_eq!(guests.take_news(), [(place, "boats".to_owned())]);
        assert!(guests.take_news().is_empty());
        assert_eq!(guests.vector(place).map(<[f32]>::len), Some(2));
        assert_eq!((guests.find("two words"), guests.find("")), (None, None));
        assert_eq!(guests.vector(9), None);
        assert_eq!(guests.find(&"x".repeat(101)), None);
    }

    #[test]
    fn the_oldest_gives_way() {
        let mut guests = guests();
        for n in 0..=MOST_GUESTS {
            assert_eq!(guests.find(&format!("word{n}")), Some(n % MOST_GUESTS));
        }
        assert_eq!(guests.words.len(), MOST_GUESTS);
        assert_eq!(guests.words[0], format!("word{MOST_GUESTS}"));
    }
}
