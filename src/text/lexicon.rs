//! Distinct tokens, numbered by first appearance.

/// Where a token is found: its hash, so that most others are told apart without looking at their letters, and its index.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    /// [`FREE`] for none.
    index: u32,
}

/// The index in a free slot.
const FREE: u32 = u32::MAX;
const FREE_SLOT: Slot = Slot { hash: 0, index: FREE };

/// A set of distinct tokens with their counts. All spellings lie in one string, so that a token costs its letters
/// and some twenty bytes, and finding it again allocates nothing.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    letters: String,
    /// Where each token ends in `letters`; it begins where the one before ends.
    ends: Vec<usize>,
    counts: Vec<u32>,
    /// Open addressing with linear probing; a power of two long, at most half full.
    slots: Vec<Slot>,
}

impl Lexicon {
    pub(super) fn new() -> Self {
        Self { letters: String::new(), ends: Vec::new(), counts: Vec::new(), slots: vec![FREE_SLOT; 1 << 12] }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The spelling of token `index`.
    pub(super) fn word(&self, index: u32) -> &str {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.letters[start..self.ends[index]]
    }

    /// How often each token was counted, by index.
    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The index of a token, if it was ever counted.
    pub(super) fn index_of(&self, word: &str) -> Option<u32> {
        let index = self.slots[self.slot_of(word, hash(word))].index;
        (index != FREE).then_some(index)
    }

    /// Counts one more of a token and gives its index. There are fewer than `u32::MAX` tokens in all.
    pub(super) fn count(&mut self, word: &str) -> u32 {
        let hash = hash(word);
        let slot = self.slot_of(word, hash);
        let index = self.slots[slot].index;
        if index != FREE {
            self.counts[index as usize] += 1;
            return index;
        }
        let index = self.ends.len() as u32;
        self.letters.push_str(word);
        self.ends.push(self.letters.len());
        self.counts.push(1);
        self.slots[slot] = Slot { hash, index };
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        index
    }

    /// The slot that holds `word`, or the free one where it belongs.
    fn slot_of(&self, word: &str, hash: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let Slot { hash: found, index } = self.slots[slot];
            if index == FREE || (found == hash && self.word(index) == word) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![FREE_SLOT; mask + 1];
        for &old in self.slots.iter().filter(|slot| slot.index != FREE) {
            let mut slot = old.hash as usize & mask;
            while slots[slot].index != FREE {
                slot = (slot + 1) & mask;
            }
            slots[slot] = old;
        }
        self.slots = slots;
    }
}

/// FNV-1a over the bytes, finished so that the low bits depend on all of them.
fn hash(word: &str) -> u32 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for &byte in word.as_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_index_while_the_table_grows() {
        let mut lexicon = Lexicon::new();
        for round in 0..3 {
            for i in 0..10_000 {
                assert_eq!(lexicon.count(&format!("word{i}")), i, "round {round}");
            }
        }
        assert_eq!(lexicon.len(), 10_000);
        assert_eq!(lexicon.word(0), "word0");
        assert_eq!(lexicon.word(9_999), "word9999");
        assert_eq!(lexicon.index_of("word77"), Some(77));
        assert_eq!(lexicon.index_of("word"), None);
        assert!(lexicon.counts().iter().all(|&count| count == 3));
    }
}
