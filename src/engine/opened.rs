//! What the page needs to know of a subject from the start.

use super::{
    run::Run,
    subject::{Origin, Subject},
};
use crate::{
    formats::{is_invisible, shown},
    protocol::{FewWords, NO_TOPIC, Opened},
    text::{LEAST_MAP_WORDS, useful_min_count},
};

/// Words of the first heatmap of a text that brings none of its own.
const N_HEATMAP_WORDS: usize = 9;
/// The shortest word worth showing there: shorter ones are mostly grammar.
const LEAST_HEATMAP_LETTERS: usize = 4;

/// A description of a subject. `open_id`: of the command that brought it.
pub(super) fn opened(subject: &Subject, generation: u32, open_id: Option<u32>) -> Opened {
    let words = subject.vocabulary.words();
    let record = subject.record().clone();
    let general = Opened {
        generation,
        open_id,
        name: record.name().to_owned(),
        is_built_in: false,
        has_text: false,
        raised_min_count: None,
        few_words: None,
        can_undo: false,
        // The session knows what it keeps.
        lenders: [None, None],
        text_aside: None,
        drawn: Vec::new().into(),
        page: None,
        table_notes: Vec::new(),
        invisible: invisible(words),
        composed: Vec::new(),
        n_tokens: subject.vocabulary.n_tokens().unwrap_or(0),
        n_tokens_left: subject.vocabulary.n_tokens().unwrap_or(0),
        n_tokens_held_out: 0,
        n_distinct: words.len() as u64,
        n_sentences: 0,
        n_replaced: 0,
        encoding: None,
        notices: Vec::new(),
        table: None,
        settings: record.settings_now(),
        words: subject.vocabulary.shared_words(),
        counts: subject.vocabulary.counts().unwrap_or_default().to_vec().into(),
        topics: Vec::new(),
        topic_of_word: vec![NO_TOPIC; words.len()].into(),
        landmarks: Vec::new(),
        examples: Vec::new(),
        heatmaps: heatmaps(subject),
        record,
    };
    let run = match &subject.origin {
        Origin::Table(table) => return Opened { table_notes: table.notes.clone(), ..general },
        Origin::Run(run) => run,
    };
    let text = &run.text;
    let figures = text.figures();
    let knows = |word: &String| subject.vocabulary.id(word).is_some();
    let topic = |word: &String| text.topic_of(word).map_or(NO_TOPIC, |topic| topic as u8);
    let effective = run.record.effective_min_count;
    Opened {
        is_built_in: text.is_built_in(),
        has_text: text.left_out.is_none(),
        raised_min_count: (effective > run.record.settings.min_count).then_some(effective),
        few_words: few_words(words.len(), run),
        n_tokens: figures.n_tokens,
        drawn: run.trainer.loan().map(|loan| loan.drawn().collect::<Vec<u32>>()).unwrap_or_default().into(),
        n_tokens_held_out: run.trainer.n_held_out_tokens(),
        n_distinct: figures.n_distinct,
        n_sentences: figures.n_sentences,
        n_replaced: figures.n_replaced,
        encoding: text.is_file.then(|| text.stream.encoding().name().to_owned()),
        notices: text.all_notices(),
        table: text.table(),
        topics: text.topics.clone(),
        topic_of_word: words.iter().map(topic).collect::<Vec<u8>>().into(),
        landmarks: text.landmarks.iter().filter_map(|word| subject.vocabulary.id(word)).collect(),
        examples: text.examples.iter().filter(|words| words.iter().all(knows)).cloned().collect(),
        ..general
    }
}

/// Words that cannot be seen, and what is shown for them.
fn invisible(words: &[String]) -> Vec<(u32, String)> {
    let words = (0..).zip(words).filter(|(_, word)| is_invisible(word));
    words.map(|(word_id, word)| (word_id, shown(word).into_owned())).collect()
}

/// A minimum count that shows more words, where few are left of the text.
fn few_words(n_words: usize, run: &Run) -> Option<FewWords> {
    let min_count = run.record.effective_min_count;
    if n_words >= LEAST_MAP_WORDS || min_count < 2 || run.text.left_out.is_some() {
        return None;
    }
    let (try_min_count, n_left) = useful_min_count(&run.text.stream, min_count - 1);
    (n_left > n_words).then_some(FewWords { try_min_count, n_words: n_left as u32 })
}

/// Words worth a heatmap: those the text brings, else the most frequent ones that are not short.
fn heatmaps(subject: &Subject) -> Vec<(String, Vec<String>)> {
    let knows = |word: &&String| subject.vocabulary.id(word).is_some();
    let of_text = subject.text().map(|text| text.heatmaps.as_slice()).unwrap_or_default().iter();
    let of_text = of_text.map(|(name, words)| (name.clone(), words.iter().filter(knows).cloned().collect()));
    let of_text: Vec<(String, Vec<String>)> = of_text.filter(|(_, words): &(_, Vec<_>)| words.len() >= 2).collect();
    if !of_text.is_empty() {
        return of_text;
    }
    let words = subject.vocabulary.words().iter();
    let words = words.filter(|word| word.chars().count() >= LEAST_HEATMAP_LETTERS).take(N_HEATMAP_WORDS);
    vec![("frequent words".to_owned(), words.cloned().collect())]
}
