//! A text as word ids, for one choice of vocabulary.

use super::ranking::Ranking;
use super::room::{Full, Room};
use super::{Corpus, TextError, TokenStream, Vocabulary};

/// Which words a vocabulary has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VocabularyOptions {
    /// Words that occur less often are left out.
    pub min_count: u32,
    /// A vocabulary has at most this many words. If more occur often enough, the minimum count is raised: see
    /// [`Vocabulary::effective_min_count`].
    pub max_words: usize,
}

/// Copying a word into the vocabulary takes as long as dealing with this many tokens.
const WORK_PER_WORD: usize = 10;

/// Numbers the words of a text by falling frequency and leaves out the rare ones, a slice at a time.
///
/// The words around a word that is left out become neighbors, and a sentence that loses all of its words is left out too.
/// The result does not depend on the slices.
///
/// ```
/// use embedding_explorer::text::{Encoder, ReadOptions, TextReader, VocabularyOptions};
///
/// let mut reader = TextReader::new(ReadOptions::default());
/// reader.push(b"the king and the queen")?;
/// let stream = reader.finish()?;
/// let mut encoder = Encoder::new(VocabularyOptions { min_count: 1, max_words: 200_000 });
/// while !encoder.advance(&stream, 20_000)? {
///     println!("{:.0} %", encoder.progress() * 100.0);
/// }
/// let (vocabulary, corpus) = encoder.finish();
/// assert_eq!(vocabulary.words(), ["the", "king", "and", "queen"]);
/// assert_eq!(corpus.ids, [0, 1, 2, 0, 3]);
/// # Ok::<(), embedding_explorer::text::TextError>(())
/// ```
#[derive(Debug)]
pub struct Encoder {
    options: VocabularyOptions,
    room: Room,
    step: Step,
    /// Work done, and the work after which each step ends at the latest: ranking, naming, walking. In tokens.
    n_done: u64,
    ends: [u64; 3],
    /// The word id of each token, [`NO_WORD`] if it has none.
    id_of_token: Vec<u32>,
    n_words: usize,
    vocabulary: Vocabulary,
    corpus: Corpus,
}

#[derive(Debug)]
enum Step {
    /// Nothing is done yet.
    Begin,
    /// Sorting the tokens by count.
    Rank(Ranking),
    /// Building the vocabulary from the first of them.
    Name(Ranking),
    /// Writing the text as word ids.
    Walk(Walk),
    Ready,
    Failed(TextError),
}

/// How far the text is written.
#[derive(Debug, Clone, Copy, Default)]
struct Walk {
    n_sentences: usize,
    n_passages: usize,
    /// Where the next sentence begins in the text.
    start: usize,
}

/// Stands for the id of a token that is not in the vocabulary.
const NO_WORD: u32 = u32::MAX;

impl Encoder {
    /// An encoder that has done nothing yet.
    pub fn new(options: VocabularyOptions) -> Self {
        Self {
            options,
            room: Room::new(None),
            step: Step::Begin,
            n_done: 0,
            ends: [0; 3],
            id_of_token: Vec::new(),
            n_words: 0,
            vocabulary: Vocabulary::default(),
            corpus: Corpus::default(),
        }
    }

    /// Ends in [`TextError::TooLong`] before it takes more than this many bytes of memory, its result included.
    #[must_use]
    pub fn with_most_bytes(mut self, most_bytes: u64) -> Self {
        self.room = Room::new(Some(most_bytes));
        self
    }

    /// An upper bound, in bytes, of the memory that encoding this text takes at any time, its result included, whatever the
    /// options are.
    pub fn peak_bytes(stream: &TokenStream) -> u64 {
        let n_distinct = stream.lexicon.len();
        let id_of_token = n_distinct as u64 * 4;
        let vocabulary = Vocabulary::most_bytes(n_distinct, stream.lexicon.n_letters());
        let corpus = (stream.n_tokens() + 2 * stream.sentence_ends.len() as u64 + stream.passage_ends.len() as u64) * 4;
        Ranking::most_bytes(n_distinct) + id_of_token + vocabulary + corpus
    }

    /// Does about `n_tokens` tokens' worth of work and returns whether the encoding is ready. `stream`: the same one each
    /// time.
    ///
    /// 20,000 tokens take a millisecond or two in wasm, whatever the text.
    ///
    /// Errors: [`TextError::TooFewWords`] if fewer than two words are left, [`TextError::TooLong`] if memory runs out. After
    /// an error each call gives it again.
    pub fn advance(&mut self, stream: &TokenStream, n_tokens: usize) -> Result<bool, TextError> {
        let mut left = n_tokens.max(1);
        loop {
            let n_done = match self.advance_step(stream, left) {
                Ok(n_done) => n_done,
                Err(error) => {
                    self.step = Step::Failed(error.clone());
                    return Err(error);
                }
            };
            left = left.saturating_sub(n_done);
            let is_ready = matches!(self.step, Step::Ready);
            if is_ready || left == 0 {
                return Ok(is_ready);
            }
        }
    }

    /// How much of the work is done, in [0, 1]. It never falls, and is 1 once the encoding is ready.
    pub fn progress(&self) -> f64 {
        let [ranked, named, walked] = self.ends;
        let n_done = match self.step {
            Step::Begin => return 0.0,
            Step::Ready => return 1.0,
            Step::Rank(_) => self.n_done.min(ranked),
            Step::Name(_) => self.n_done.min(named),
            Step::Walk(_) | Step::Failed(_) => self.n_done.min(walked),
        };
        n_done as f64 / walked.max(1) as f64
    }

    /// Bytes of memory that are reserved by now.
    pub fn n_bytes(&self) -> u64 {
        self.room.n_bytes()
    }

    /// The vocabulary and the corpus, once [`advance`](Self::advance) has returned `true`. Before that they are incomplete.
    pub fn finish(self) -> (Vocabulary, Corpus) {
        (self.vocabulary, self.corpus)
    }

    /// Does about `n` tokens' worth of the step that is next; how much that was.
    fn advance_step(&mut self, stream: &TokenStream, n: usize) -> Result<usize, TextError> {
        match std::mem::replace(&mut self.step, Step::Ready) {
            Step::Begin => {
                let ranking = self.begin(stream).map_err(|Full| self.too_long(stream))?;
                self.step = Step::Rank(ranking);
                Ok(0)
            }
            Step::Rank(mut ranking) => {
                let n_done = ranking.advance(&stream.lexicon, n);
                self.n_done += n_done as u64;
                // Ranking takes at least as many tokens as this has to fill, so both are done by then.
                let n_filled = stream.lexicon.len().min(self.id_of_token.len() + n_done);
                self.id_of_token.resize(n_filled, NO_WORD);
                self.step = if ranking.is_done() {
                    self.end_ranking(stream, &ranking)?;
                    Step::Name(ranking)
                } else {
                    Step::Rank(ranking)
                };
                Ok(n_done)
            }
            Step::Name(mut ranking) => {
                let n_named = self
                    .name(stream, ranking.order(), n.div_ceil(WORK_PER_WORD))
                    .map_err(|Full| self.too_long(stream))?;
                self.n_done += (n_named * WORK_PER_WORD) as u64;
                self.step = if self.vocabulary.len() == self.n_words {
                    ranking.free(&mut self.room);
                    self.reserve_corpus(stream).map_err(|Full| self.too_long(stream))?;
                    self.n_done = self.ends[1];
                    Step::Walk(Walk::default())
                } else {
                    Step::Name(ranking)
                };
                Ok(n_named * WORK_PER_WORD)
            }
            Step::Walk(mut walk) => {
                let start = walk.start;
                let is_ready = self.walk(stream, &mut walk, n);
                self.n_done += (walk.start - start) as u64;
                if is_ready {
                    self.room.free(std::mem::take(&mut self.id_of_token));
                } else {
                    self.step = Step::Walk(walk);
                }
                Ok(walk.start - start)
            }
            Step::Ready => Ok(0),
            Step::Failed(error) => Err(error),
        }
    }

    fn too_long(&self, stream: &TokenStream) -> TextError {
        TextError::TooLong { n_tokens: stream.n_tokens(), n_bytes: stream.n_bytes() + self.room.n_bytes() }
    }

    fn begin(&mut self, stream: &TokenStream) -> Result<Ranking, Full> {
        let n_distinct = stream.lexicon.len();
        let n_words = n_distinct.min(self.options.max_words);
        let work = [3 * n_distinct, WORK_PER_WORD * n_words, stream.ids.len()].map(|n| n as u64);
        self.ends = [work[0], work[0] + work[1], work[0] + work[1] + work[2]];
        self.room.reserve_exact(&mut self.id_of_token, n_distinct)?;
        Ranking::new(n_distinct, self.options.min_count.max(1), &mut self.room)
    }

    /// Decides how many words the vocabulary has, and makes room for them.
    fn end_ranking(&mut self, stream: &TokenStream, ranking: &Ranking) -> Result<(), TextError> {
        let VocabularyOptions { min_count, max_words } = self.options;
        let (n_words, effective_min_count) =
            cut(ranking.order(), min_count, max_words, &|token| stream.lexicon.count_of(token));
        if n_words < 2 {
            let try_min_count = ranking.lower_min_count();
            return Err(TextError::TooFewWords { n_left: n_words, min_count, try_min_count });
        }
        self.n_done = self.ends[0];
        self.n_words = n_words;
        self.vocabulary = Vocabulary::with_room(n_words, effective_min_count, &mut self.room)
            .map_err(|Full| self.too_long(stream))?;
        Ok(())
    }

    /// Adds at most `n` more words to the vocabulary; how many that were.
    fn name(&mut self, stream: &TokenStream, order: &[u32], n: usize) -> Result<usize, Full> {
        let start = self.vocabulary.len();
        let end = self.n_words.min(start.saturating_add(n));
        for (id, &token) in (start as u32..).zip(&order[start..end]) {
            self.id_of_token[token as usize] = id;
            let (word, count) = (stream.lexicon.word(token), stream.lexicon.count_of(token));
            self.vocabulary.push(word, count, &mut self.room)?;
        }
        Ok(end - start)
    }

    /// Makes room for the tokens that are left, which is known from the counts, and for as many sentences and passages as
    /// there can be.
    fn reserve_corpus(&mut self, stream: &TokenStream) -> Result<(), Full> {
        let n_tokens = self.vocabulary.n_tokens().unwrap_or(0) as usize;
        let n_sentences = stream.n_sentences().min(n_tokens);
        let n_passages = stream.passage_ends.len().min(n_tokens);
        let Corpus { ids, sentence_ends, passage_ends, sentence_numbers } = &mut self.corpus;
        self.room.reserve_exact(ids, n_tokens)?;
        self.room.reserve_exact(sentence_ends, n_sentences)?;
        self.room.reserve_exact(sentence_numbers, n_sentences)?;
        self.room.reserve_exact(passage_ends, n_passages)
    }

    /// Writes about `n` more tokens of the text, in whole sentences; whether that was the end of it.
    fn walk(&mut self, stream: &TokenStream, walk: &mut Walk, n: usize) -> bool {
        let Self { id_of_token, corpus, .. } = self;
        let until = walk.start.saturating_add(n);
        while walk.start < until {
            let Some(end) = stream.sentence_ends.get(walk.n_sentences) else { return true };
            let n_before = corpus.ids.len();
            for tokens in stream.ids.slices(walk.start..end as usize) {
                let ids = tokens.iter().map(|&token| id_of_token[token as usize]);
                corpus.ids.extend(ids.filter(|&id| id != NO_WORD));
            }
            if corpus.ids.len() > n_before {
                corpus.sentence_ends.push(corpus.ids.len() as u32);
                corpus.sentence_numbers.push(walk.n_sentences as u32);
            }
            if stream.passage_ends.get(walk.n_passages) == Some(end) {
                walk.n_passages += 1;
                let last = corpus.sentence_ends.last();
                corpus.passage_ends.extend(last.filter(|&&end| corpus.passage_ends.last() != Some(&end)));
            }
            walk.n_sentences += 1;
            walk.start = end as usize;
        }
        walk.n_sentences == stream.n_sentences()
    }
}

/// Encodes a text in one call: see [`Encoder`].
///
/// Errors: those of [`Encoder::advance`].
pub fn encode(stream: &TokenStream, options: &VocabularyOptions) -> Result<(Vocabulary, Corpus), TextError> {
    let mut encoder = Encoder::new(*options);
    while !encoder.advance(stream, usize::MAX)? {}
    Ok(encoder.finish())
}

/// How many tokens of `order`, which is by falling count, are words, and the minimum count that gives these: see
/// [`Vocabulary::effective_min_count`].
fn cut(order: &[u32], min_count: u32, max_words: usize, count_of: &dyn Fn(u32) -> u32) -> (usize, u32) {
    let Some(&first_out) = order.get(max_words) else { return (order.len(), min_count) };
    let count_out = count_of(first_out);
    let n_above = order.partition_point(|&token| count_of(token) > count_out);
    if n_above >= 2 { (n_above, count_out + 1) } else { (max_words, count_of(order[max_words.saturating_sub(1)])) }
}

#[cfg(test)]
mod tests;
