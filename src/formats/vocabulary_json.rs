//! Vocabularies as JSON: a `tokenizer.json` of Hugging Face, an object of words and numbers, or an array of words.

use super::{
    FormatError,
    json::{Event, Json},
    part::{Part, ReadPart, Words, WordsKind},
    room::{Context, Full, Room},
};

/// Rows without a word that a small vocabulary may have.
const GAP: usize = 1 << 16;
/// Letters of a word.
const MOST_WORD_BYTES: usize = 1 << 20;

/// Words by the number of their rows.
#[derive(Debug, Default)]
pub(super) struct ByRow {
    words: Vec<(usize, String)>,
}

impl ByRow {
    /// Enters a word.
    pub(super) fn set(&mut self, row: i64, word: &str, room: &mut Room) -> Result<(), Full> {
        let Ok(row) = usize::try_from(row) else { return Ok(()) };
        room.grow(&mut self.words, 1)?;
        self.words.push((row, room.word(word)?));
        Ok(())
    }

    /// The words in the order of their rows; rows without a word are empty. Numbers far beyond the words are left out: one
    /// of them may not make a table of empty words.
    pub(super) fn into_words(mut self, room: &mut Room) -> Result<Vec<String>, Full> {
        let most = 2 * self.words.len() + GAP;
        self.words.retain(|(row, _)| *row < most);
        let n = self.words.iter().map(|(row, _)| row + 1).max().unwrap_or(0);
        let mut words = Vec::new();
        room.reserve(&mut words, n)?;
        words.resize(n, String::new());
        for (row, word) in self.words {
            words[row] = word;
        }
        Ok(words)
    }
}

/// Finds words and numbers among the events of a document.
#[derive(Debug, Default)]
pub(super) struct VocabularyEvents {
    /// The names that lead to where the document is; empty within arrays.
    path: Vec<String>,
    key: String,
    /// `model.vocab` of a tokenizer.
    model: ByRow,
    added: Vec<(i64, String)>,
    /// The document itself: words and numbers, or a list.
    plain: ByRow,
    n_listed: i64,
    content: Option<String>,
    id: Option<i64>,
    has_scored: bool,
}

impl VocabularyEvents {
    pub(super) fn event(&mut self, event: Event<'_>, room: &mut Room) -> Result<(), Full> {
        match event {
            Event::Key(name) => {
                self.key.clear();
                self.key.push_str(name);
            }
            Event::Object | Event::Array => {
                let name = std::mem::take(&mut self.key);
                self.path.push(if event == Event::Array && name.is_empty() { "[]".to_owned() } else { name });
                self.has_scored = false;
            }
            Event::End => {
                if self.is_at(&["", "added_tokens", ""])
                    && let (Some(id), Some(content)) = (self.id.take(), self.content.take())
                {
                    room.grow(&mut self.added, 1)?;
                    self.added.push((id, content));
                }
                self.path.pop();
            }
            Event::Text(text) => self.text(text, room)?,
            Event::Number(number) => self.number(number, room)?,
        }
        Ok(())
    }

    fn is_at(&self, path: &[&str]) -> bool {
        self.path.iter().map(String::as_str).eq(path.iter().copied())
    }

    fn text(&mut self, text: &str, room: &mut Room) -> Result<(), Full> {
        if self.is_at(&["", "added_tokens", ""]) && self.key == "content" {
            self.content = Some(room.word(text)?);
        } else if self.is_at(&["[]"]) {
            self.plain.set(self.n_listed, text, room)?;
            self.n_listed += 1;
        } else if self.is_at(&["", "model", "vocab", "[]"]) && !self.has_scored {
            // A word and its score, of a Unigram model.
            self.has_scored = true;
            self.model.set(self.n_listed, text, room)?;
            self.n_listed += 1;
        }
        Ok(())
    }

    fn number(&mut self, number: Option<i64>, room: &mut Room) -> Result<(), Full> {
        let Some(number) = number else { return Ok(()) };
        if self.is_at(&["", "added_tokens", ""]) && self.key == "id" {
            self.id = Some(number);
        } else if self.is_at(&["", "model", "vocab"]) {
            self.model.set(number, &self.key, room)?;
        } else if self.is_at(&[""]) {
            self.plain.set(number, &self.key, room)?;
        }
        Ok(())
    }

    /// The words found, by row; none where there are none.
    pub(super) fn into_words(mut self, room: &mut Room) -> Result<Option<Vec<String>>, Full> {
        let is_tokenizer = !self.model.words.is_empty();
        if is_tokenizer {
            for (id, content) in std::mem::take(&mut self.added) {
                self.model.set(id, &content, room)?;
            }
        }
        let words = if is_tokenizer { self.model } else { self.plain }.into_words(room)?;
        Ok((!words.is_empty()).then_some(words))
    }
}

/// Reads a file that is JSON.
#[derive(Debug)]
pub(super) struct VocabularyJson {
    json: Json,
    events: VocabularyEvents,
}

impl VocabularyJson {
    pub(super) fn new() -> Self {
        Self { json: Json::new(MOST_WORD_BYTES), events: VocabularyEvents::default() }
    }
}

impl ReadPart for VocabularyJson {
    fn push(&mut self, bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        let events = &mut self.events;
        self.json.push(bytes, &mut |event| Ok(events.event(event, &mut context.room)?))
    }

    fn n_rows(&self) -> u64 {
        self.events.model.words.len().max(self.events.plain.words.len()) as u64
    }

    fn end(self: Box<Self>, context: &mut Context, _is_whole: bool) -> Result<Part, FormatError> {
        if !self.json.is_done() {
            return Err(self.json.wrong("it breaks off"));
        }
        let Self { json, events } = *self;
        let words = events.into_words(&mut context.room)?;
        let words = words.ok_or_else(|| json.wrong("it has no vocabulary"))?;
        Ok(Part::Words(Words { words: WordsKind::ByRow(words), counts: None }))
    }
}
