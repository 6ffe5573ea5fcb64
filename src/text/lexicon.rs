//! Distinct tokens, numbered by first appearance.

use hashbrown::HashTable;

use super::hash::WordHash;
use super::room::{Full, Room};
use crate::columns::{Column, Misfit, Parts};

/// A set of distinct tokens with their counts. All spellings lie in one string, so that a token costs its letters and
/// some twenty bytes, and finding it again allocates nothing.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    letters: String,
    tokens: Vec<Token>,
    table: HashTable<Slot>,
    /// The token that was found last with each ending of a hash; empty before the first. Most words of a text are a few
    /// thousand, and the table takes longer to tell where they are, above all in wasm.
    recent: Vec<Slot>,
    /// Tokens whose count fell to 0.
    n_gone: usize,
}

/// Where the spelling of a token ends in `letters`, which is where the next one begins, and its count.
type Token = [u32; 2];

/// The places of both.
const END: usize = 0;
const COUNT: usize = 1;

/// Places in [`Lexicon::recent`]: 32 KiB of them, as much as the first level of a cache holds. A power of two.
const RECENT: usize = 4096;

/// The hash is stored so that most other tokens are ruled out without a look at their letters, and so that a table that
/// grows needs no letters at all.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: WordHash,
    index: u32,
}

impl Lexicon {
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The spelling of token `index`.
    #[inline]
    pub(super) fn word(&self, index: u32) -> &str {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.tokens[index - 1][END] };
        &self.letters[start as usize..self.tokens[index][END] as usize]
    }

    /// How often token `index` was counted.
    pub(super) fn count_of(&self, index: u32) -> u32 {
        self.tokens[index as usize][COUNT]
    }

    /// Adds to the count of a token that there is.
    pub(super) fn add(&mut self, word: &str, n: u64) {
        if let Some(index) = self.index_of(word) {
            let count = &mut self.tokens[index as usize][COUNT];
            *count = u32::try_from(u64::from(*count) + n).unwrap_or(u32::MAX);
        }
    }

    /// Takes one off the count of a token.
    pub(super) fn uncount(&mut self, index: u32) {
        self.tokens[index as usize][COUNT] -= 1;
    }

    /// Looks for tokens that are not counted any more.
    pub(super) fn find_gone(&mut self) {
        self.n_gone = self.tokens.iter().filter(|token| token[COUNT] == 0).count();
    }

    /// Tokens that were not counted any more when they were looked for.
    pub(super) fn n_gone(&self) -> usize {
        self.n_gone
    }

    /// At most `most` tokens that hold a spelling, in the order of first appearance.
    pub(super) fn holding(&self, part: &str, most: usize) -> Vec<u32> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.letters.get(from..).and_then(|letters| letters.find(part)) {
            let at = from + at;
            let index = self.tokens.partition_point(|token| token[END] as usize <= at);
            let end = self.tokens[index][END] as usize;
            // It may reach over the end of a token into the next.
            if at + part.len() <= end && self.tokens[index][COUNT] > 0 {
                found.push(index as u32);
                from = end;
            } else {
                from = at + self.letters[at..].chars().next().map_or(1, char::len_utf8);
            }
            if found.len() == most {
                break;
            }
        }
        found
    }

    /// Bytes of all spellings.
    pub(super) fn n_letters(&self) -> u64 {
        self.letters.len() as u64
    }

    /// How often each token was counted, by index.
    #[cfg(test)]
    pub(super) fn counts(&self) -> impl Iterator<Item = u32> {
        self.tokens.iter().map(|token| token[COUNT])
    }

    /// A lexicon of numbers with these counts.
    #[cfg(test)]
    pub(super) fn with_counts(counts: &[u32]) -> Self {
        let mut lexicon = Self::default();
        for (index, &count) in counts.iter().enumerate() {
            lexicon.count(&index.to_string(), &mut Room::new(None)).expect("there is memory");
            lexicon.tokens[index][COUNT] = count;
        }
        lexicon
    }

    /// Letters and tokens, as they are saved.
    pub(super) fn columns(&self) -> [Column<'_>; 2] {
        [Column::Bytes(self.letters.as_bytes()), Column::Words(self.tokens.as_flattened())]
    }

    /// What [`Lexicon::columns`] gave, in which no token can be found yet. Errors: they do not fit together.
    pub(super) fn from_parts(parts: &mut Parts, room: &mut Room) -> Result<Self, Misfit> {
        let letters = String::from_utf8(parts.bytes()?).map_err(|_| Misfit)?;
        let words = parts.words()?;
        let tokens = bytemuck::try_cast_vec(words).or_else(|(_, words)| {
            let (tokens, rest) = words.as_chunks::<2>();
            if rest.is_empty() { Ok(tokens.to_vec()) } else { Err(Misfit) }
        })?;
        let n_bytes = letters.capacity() + size_of_val(tokens.as_slice());
        room.take(n_bytes as u64).map_err(|Full| Misfit)?;
        Ok(Self { letters, tokens, table: HashTable::new(), recent: Vec::new(), n_gone: 0 })
    }

    /// Lets some more tokens of a lexicon that was saved be found, `n` from `start` on. True once all can be. Errors: no
    /// memory, or tokens whose letters there are not.
    pub(super) fn index_some(&mut self, start: usize, n: usize, room: &mut Room) -> Result<bool, Misfit> {
        let hash_of = |slot: &Slot| slot.hash.wide();
        if start == 0 {
            room.grow_table(&mut self.table, self.tokens.len(), hash_of).map_err(|Full| Misfit)?;
        }
        let end = start.saturating_add(n).min(self.tokens.len());
        for index in start..end {
            let from = if index == 0 { 0 } else { self.tokens[index - 1][END] };
            let word = self.letters.get(from as usize..self.tokens[index][END] as usize).ok_or(Misfit)?;
            let (hash, index) = (WordHash::of(word), index as u32);
            self.table.insert_unique(hash.wide(), Slot { hash, index }, hash_of);
        }
        Ok(end == self.tokens.len())
    }

    /// The index of a token, if it was ever counted.
    pub(super) fn index_of(&self, word: &str) -> Option<u32> {
        self.find(word, WordHash::of(word))
    }

    #[inline]
    fn find(&self, word: &str, hash: WordHash) -> Option<u32> {
        let slot = self.table.find(hash.wide(), |slot| slot.hash == hash && self.word(slot.index) == word)?;
        Some(slot.index)
    }

    /// Counts one more of a token and gives its index. The caller counts fewer than `u32::MAX` tokens in all.
    #[expect(
        clippy::inline_always,
        reason = "once for each word of a text; left to itself, it is called, a tenth slower"
    )]
    #[inline(always)]
    pub(super) fn count(&mut self, word: &str, room: &mut Room) -> Result<u32, Full> {
        let hash = WordHash::of(word);
        let place = hash.ending(RECENT);
        if let Some(&Slot { hash: recent, index }) = self.recent.get(place)
            && recent == hash
            && self.word(index) == word
        {
            self.tokens[index as usize][COUNT] += 1;
            return Ok(index);
        }
        let index = self.count_in_table(word, hash, room)?;
        if let Some(recent) = self.recent.get_mut(place) {
            *recent = Slot { hash, index };
        }
        Ok(index)
    }

    #[inline(never)]
    fn count_in_table(&mut self, word: &str, hash: WordHash, room: &mut Room) -> Result<u32, Full> {
        if let Some(index) = self.find(word, hash) {
            self.tokens[index as usize][COUNT] += 1;
            return Ok(index);
        }
        self.insert(word, hash, room)
    }

    #[cold]
    #[inline(never)]
    fn insert(&mut self, word: &str, hash: WordHash, room: &mut Room) -> Result<u32, Full> {
        let end = u32::try_from(self.letters.len() + word.len()).map_err(|_| Full)?;
        let hash_of = |slot: &Slot| slot.hash.wide();
        room.grow_text(&mut self.letters, word.len())?;
        room.grow(&mut self.tokens)?;
        room.grow_table(&mut self.table, 1, hash_of)?;
        let index = self.tokens.len() as u32;
        if self.recent.is_empty() {
            // Of a fixed size, and so not counted with what grows with the text.
            self.recent.try_reserve_exact(RECENT).map_err(|_| Full)?;
            self.recent.resize(RECENT, Slot { hash, index });
        }
        self.letters.push_str(word);
        self.tokens.push([end, 1]);
        self.table.insert_unique(hash.wide(), Slot { hash, index }, hash_of);
        Ok(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_index_while_the_table_grows() {
        let mut lexicon = Lexicon::default();
        let mut room = Room::new(None);
        for round in 0..3 {
            for i in 0..10_000 {
                assert_eq!(lexicon.count(&format!("word{i}"), &mut room), Ok(i), "round {round}");
            }
        }
        assert_eq!(lexicon.len(), 10_000);
        assert_eq!(lexicon.word(0), "word0");
        assert_eq!(lexicon.word(9_999), "word9999");
        assert_eq!(lexicon.index_of("word77"), Some(77));
        assert_eq!(lexicon.index_of("word"), None);
        assert!(lexicon.counts().all(|count| count == 3));
        let n_bytes = lexicon.letters.capacity() + lexicon.tokens.capacity() * 8 + lexicon.table.allocation_size();
        assert_eq!(room.n_bytes(), n_bytes as u64);
    }

    #[test]
    fn a_full_lexicon_still_counts_what_it_has() {
        let mut lexicon = Lexicon::default();
        let mut room = Room::new(Some(3000));
        let n = (0..1000).take_while(|i| lexicon.count(&format!("word{i}"), &mut room).is_ok()).count();
        assert!((20..200).contains(&n), "{n}");
        assert_eq!(lexicon.len(), n);
        assert_eq!(lexicon.count("word7", &mut room), Ok(7));
        assert_eq!(lexicon.count("another", &mut room), Err(Full));
    }
}
