//! Guess the word: a secret word of the vocabulary, and how near each guess is to it.
//!
//! The seed chooses the word, so whoever has the same vocabulary has the same word. Ranks and cosines are those of the
//! vectors as they are; the secret is told only when it is found or given up.

use super::stage::{Stage, said, table_row};
use crate::{
    fnv::Fnv1a,
    protocol::{MapAct, TableCell, Unit},
    space::Scan,
    text::Vocabulary,
};

/// Words that are too frequent to be guessed come before this share of the vocabulary, and rare ones behind that one.
const FREQUENT: [f64; 2] = [0.04, 0.6];
/// Nor is a word rarer than this rank, however large the vocabulary: a loaded table has names and slips there.
const RAREST: usize = 6000;
/// A game of fewer words is over before it has begun.
const LEAST_WORDS: u32 = 10;
/// Letters of a word of an alphabet at least. Other scripts have shorter words.
const LEAST_LETTERS: usize = 4;
/// Guesses that are looked at.
const MOST_GUESSES: usize = 300;
/// Halvings until a cosine is found by its rank: single precision has no more.
const N_HALVINGS: usize = 24;
/// English words that say little, and are too frequent to be left to their rank in short texts.
const EMPTY: &str = "that with from this they have were will would there their what when which about into over then than them \
    some your been more very just like also only after before other such these those while where because could should being \
    each here most much does once upon both between under through";

/// The game. None where it takes another slice.
pub(super) fn show(stage: &mut Stage<'_>) -> Option<()> {
    let state = *stage.state;
    let seed = stage.inputs.numbers[0].unwrap_or(0.0).max(0.0) as u32;
    stage.figure("seed", seed.into(), Unit::Number);
    let n_others = state.n_words().saturating_sub(1);
    stage.figure("words", n_others.into(), Unit::Count);
    let Some(secret) = secret(state.vocabulary, seed).filter(|_| state.n_words() >= LEAST_WORDS) else {
        stage.cannot("There are too few words here to guess one of. Open a longer text, or lower the minimum count.");
        return Some(());
    };
    let mut guesses: Vec<u32> = Vec::new();
    for word in stage.inputs.text.split_whitespace().take(MOST_GUESSES) {
        guesses.extend(stage.found(word).filter(|id| !guesses.contains(id)));
    }
    let is_won = guesses.contains(&secret);
    let is_over = is_won || stage.inputs.is_on;
    let scan = stage.scan(state.vector(secret))?;
    let near = |id: u32| if id == secret { (0, 1.0) } else { (scan.rank_of(id, &[secret]), score(scan, id)) };
    let mut found: Vec<(u32, usize, f32)> = guesses.iter().map(|&id| (id, near(id).0, near(id).1)).collect();
    // So few are put in order by hand.
    let last = found.last().copied();
    let mut ordered: Vec<(u32, usize, f32)> = Vec::with_capacity(found.len());
    for guess in found.drain(..) {
        let place = ordered.iter().position(|other| other.1 > guess.1).unwrap_or(ordered.len());
        ordered.insert(place, guess);
    }
    let best = ordered.first().map_or(n_others as usize + 1, |best| best.1);
    let hint = if is_over { None } else { hint(scan, secret, best) };
    stage.figure("guesses", ordered.len() as f64, Unit::Count);
    stage.figure("won", f64::from(u8::from(is_won)), Unit::Count);
    if let Some((id, rank, cosine)) = last {
        stage.named("last", id);
        stage.figure("rank", rank as f64, Unit::Count);
        stage.figure("cos", cosine.into(), Unit::Cosine);
    }
    if is_over {
        stage.named("secret", secret);
    }
    if let Some(hint) = hint {
        stage.named("hint", hint);
    }
    let rows = ordered.iter().map(|&(id, rank, cosine)| {
        let is_last = last.is_some_and(|last| last.0 == id);
        let cells = vec![
            TableCell::Number(rank as f64, Unit::Count),
            said(state.name(id)),
            TableCell::Number(cosine.into(), Unit::Cosine),
        ];
        table_row(if is_last { "last" } else { "" }, cells)
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        stage.table("guesses, nearest first", &["rank", "word", "cosine"], rows);
    }
    let shown = if is_over { Some(secret) } else { ordered.first().map(|best| best.0) };
    if let Some(word_id) = shown {
        let others = ordered.iter().map(|guess| guess.0).filter(|&id| id != word_id).collect();
        stage.act(MapAct::Highlight { word_id, others });
    }
    Some(())
}

fn score(scan: &Scan, id: u32) -> f32 {
    scan.scores().get(id as usize).copied().unwrap_or_default()
}

/// The word of a seed: neither among the most frequent words nor rare. None where no word has a letter.
fn secret(vocabulary: &Vocabulary, seed: u32) -> Option<u32> {
    let words = vocabulary.words();
    let is_content = |&id: &usize| {
        let word = words[id].as_str();
        let is_long = !word.is_ascii() || word.len() >= LEAST_LETTERS;
        is_long && word.chars().all(char::is_alphabetic) && !EMPTY.split_whitespace().any(|empty| empty == word)
    };
    let [from, to] = FREQUENT.map(|share| (share * words.len() as f64) as usize);
    let to = to.min(RAREST);
    let mut candidates: Vec<usize> = (from.min(to)..to).filter(is_content).collect();
    if candidates.is_empty() {
        candidates = (0..words.len()).filter(|&id| words[id].chars().any(char::is_alphabetic)).collect();
    }
    let place = Fnv1a::hash(&seed.to_le_bytes()) % (candidates.len() as u64).max(1);
    candidates.get(place as usize).map(|&id| id as u32)
}

/// A word halfway nearer to the secret than the rank `best`; none where there is nothing between.
///
/// The cosine at that rank is found by halving, without putting all words in order.
fn hint(scan: &Scan, secret: u32, best: usize) -> Option<u32> {
    let wanted = best / 2;
    if wanted == 0 {
        return None;
    }
    let others = || scan.scores().iter().zip(0_u32..).filter(move |&(_, id)| id != secret);
    let n_above = |cosine: f32| others().filter(|&(&score, _)| score >= cosine).count();
    let (mut low, mut high) = (-1.0_f32, 1.0_f32);
    for _ in 0..N_HALVINGS {
        let middle = f32::midpoint(low, high);
        if n_above(middle) > wanted { low = middle } else { high = middle }
    }
    // The farthest of those that are near enough; where several are equally near, none may be.
    let mut found: Option<(f32, u32)> = None;
    for (&score, id) in others().filter(|&(&score, _)| score >= high) {
        if found.is_none_or(|(farthest, _)| score < farthest) {
            found = Some((score, id));
        }
    }
    found.map(|(_, id)| id).or_else(|| scan.nearest(1, &[secret]).first().map(|near| near.word_id))
}
