//! What the page puts into a saved session, and finds there again. Pure.

use serde::{Deserialize, Serialize};

/// What a page showed, in a saved session. What a link can say stands there as a link says it, so this has its versions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SavedPage {
    /// As [`Link::to_hash`](super::link::Link::to_hash) writes it.
    pub hash: String,
    /// The pinned word.
    pub pinned: Option<u32>,
    /// Words that are marked, by rising id.
    pub marked: Vec<u32>,
    /// The words that the map is of alone; empty: all.
    pub only: Vec<u32>,
    /// Words that the map leaves out.
    pub hidden: Vec<u32>,
}

impl SavedPage {
    /// As it is saved.
    ///
    /// # Panics
    /// Never: postcard fails only for types that it cannot write and for buffers that are full; this one grows.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("plain data can always be written to memory")
    }

    /// What [`SavedPage::to_bytes`] wrote, of a vocabulary of `n_words`. What a file has that is nothing of ours shows nothing.
    pub fn of_bytes(bytes: &[u8], n_words: usize) -> Self {
        let mut saved: Self = postcard::from_bytes(bytes).unwrap_or_default();
        let is_word = |word_id: &u32| (*word_id as usize) < n_words;
        saved.pinned = saved.pinned.filter(is_word);
        for word_ids in [&mut saved.marked, &mut saved.only, &mut saved.hidden] {
            word_ids.retain(is_word);
            word_ids.sort_unstable();
            word_ids.dedup();
        }
        saved
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_saved_is_found_again() {
        let saved = SavedPage {
            hash: "#v=1&word=king".to_owned(),
            pinned: Some(3),
            marked: vec![1, 4],
            only: vec![0, 1, 2, 3, 4],
            hidden: vec![2],
        };
        assert_eq!(SavedPage::of_bytes(&saved.to_bytes(), 5), saved);
        // Of a vocabulary with fewer words.
        let fewer = SavedPage { pinned: None, marked: vec![1], only: vec![0, 1], hidden: Vec::new(), ..saved.clone() };
        assert_eq!(SavedPage::of_bytes(&saved.to_bytes(), 2), fewer);
        assert_eq!(SavedPage::of_bytes(b"pins", 5), SavedPage::default());
        let twice = SavedPage { marked: vec![4, 1, 4], ..saved.clone() };
        assert_eq!(SavedPage::of_bytes(&twice.to_bytes(), 5), saved);
    }

    proptest! {
        #[test]
        fn any_bytes_show_something(bytes: Vec<u8>, n_words in 0_usize..9) {
            let saved = SavedPage::of_bytes(&bytes, n_words);
            prop_assert!([saved.marked, saved.only, saved.hidden].iter().flatten().all(|&id| (id as usize) < n_words));
        }
    }
}
