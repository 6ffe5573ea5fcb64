//! Which minimum count leaves a text something to learn from.

use super::TokenStream;

/// Words that make a map worth looking at.
pub const LEAST_MAP_WORDS: usize = 20;

/// The search for the greatest minimum count at which two different words still stand in one passage, in slices.
///
/// Words are learned from the company they keep. A minimum count that leaves two words is of no use if they never meet.
#[derive(Debug, Clone, Default)]
pub struct CompanySearch {
    /// Tokens looked at, and passages that have ended.
    next: usize,
    n_passages: usize,
    /// The two most frequent different words of the passage under way: token and count.
    first: Option<(u32, u32)>,
    second: Option<(u32, u32)>,
    best: u32,
}

impl CompanySearch {
    /// Looks at up to `n_tokens` more tokens; whether all are seen. `stream`: the same one each time.
    pub fn advance(&mut self, stream: &TokenStream, n_tokens: usize) -> bool {
        let end = stream.ids.len().min(self.next.saturating_add(n_tokens.max(1)));
        let mut passage_end = stream.passage_ends.get(self.n_passages).map_or(usize::MAX, |end| end as usize);
        for slice in stream.ids.slices(self.next..end) {
            for &token in slice {
                if self.next >= passage_end {
                    self.end_passage();
                    self.n_passages += 1;
                    passage_end = stream.passage_ends.get(self.n_passages).map_or(usize::MAX, |end| end as usize);
                }
                self.see(token, stream.lexicon.count_of(token));
                self.next += 1;
            }
        }
        let is_done = self.next == stream.ids.len();
        if is_done {
            self.end_passage();
        }
        is_done
    }

    fn see(&mut self, token: u32, count: u32) {
        match (self.first, self.second) {
            (Some((known, _)), _) | (_, Some((known, _))) if known == token => {}
            (Some((_, first)), _) if count > first => (self.first, self.second) = (Some((token, count)), self.first),
            (None, _) => self.first = Some((token, count)),
            (_, second) if second.is_none_or(|(_, second)| count > second) => self.second = Some((token, count)),
            _ => {}
        }
    }

    fn end_passage(&mut self) {
        self.first = None;
        self.best = self.best.max(self.second.take().map_or(0, |(_, count)| count));
    }

    /// The minimum count to try instead of `min_count`: where it can, one that leaves a map of [`LEAST_MAP_WORDS`]. None if
    /// no two different words of the text ever meet. Right once all tokens are seen.
    pub fn lower_min_count(&self, stream: &TokenStream, min_count: u32) -> Option<u32> {
        let most = self.best.min(min_count.saturating_sub(1));
        (most > 0).then(|| useful_min_count(stream, most).0)
    }
}

/// The greatest minimum count up to `most` that leaves at least [`LEAST_MAP_WORDS`] different words, or 1 if none does; and
/// how many words it leaves.
pub fn useful_min_count(stream: &TokenStream, most: u32) -> (u32, usize) {
    let most = most.max(1);
    // How many words occur exactly this often, and `most` times or more.
    let mut n_words = vec![0; most as usize + 1];
    for token in 0..stream.n_distinct() as u32 {
        let count = stream.lexicon.count_of(token);
        n_words[count.min(most) as usize] += 1;
    }
    let mut n_left = 0;
    for min_count in (1..=most).rev() {
        n_left += n_words[min_count as usize];
        if n_left >= LEAST_MAP_WORDS || min_count == 1 {
            return (min_count, n_left);
        }
    }
    (1, n_left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{ReadOptions, TextReader};

    fn stream(text: &str) -> TokenStream {
        let mut reader = TextReader::new(ReadOptions::default());
        reader.push(text.as_bytes()).expect("it is text");
        reader.finish().expect("it has words")
    }

    fn lower(text: &str, min_count: u32) -> Option<u32> {
        let stream = stream(text);
        let by = |n_tokens| {
            let mut search = CompanySearch::default();
            while !search.advance(&stream, n_tokens) {}
            search.lower_min_count(&stream, min_count)
        };
        assert_eq!(by(1), by(usize::MAX), "the cutting makes no difference");
        by(usize::MAX)
    }

    #[test]
    fn a_minimum_count_helps_only_where_words_meet() {
        assert_eq!(lower("one two three four five", 5), Some(1));
        assert_eq!(lower("boat\nharbor\nboat\n", 5), None, "a word a line");
        assert_eq!(lower("gull gull gull\nboat boat\n", 5), None, "no two different words");
        // The frequent ones stand alone; only the rare ones have company.
        assert_eq!(lower(&format!("{}rare word here\n", "boat\ngull\n".repeat(9)), 5), Some(1));
        assert_eq!(lower(&"boat net gull\n".repeat(3), 5), Some(1), "there are no twenty words");
        let words: Vec<String> = (0..30).map(|i| format!("w{i}")).collect();
        assert_eq!(lower(&format!("{}\n", words.join(" ")).repeat(4), 9), Some(4));
    }

    #[test]
    fn a_useful_count_leaves_a_map() {
        let words: Vec<String> = (0..30).map(|i| format!("w{i} ").repeat(1 + i / 10)).collect();
        let stream = stream(&words.concat());
        assert_eq!(useful_min_count(&stream, 4), (2, 20));
        assert_eq!(useful_min_count(&stream, 1), (1, 30));
        assert_eq!(useful_min_count(&self::stream("a b"), 4), (1, 2));
    }
}
