//! Answers to questions about a model.

use super::{frames::Map, model::Model};
use crate::{
    protocol::{Answer, AxisWords, Neighbor, Question},
    space::{Scored, SpaceError, combine, cosines_to, kept_neighbors, nearest, similarity_matrix},
    text::{search, spelling_suggestions},
};

/// Spellings offered for a word that is not there.
const N_SUGGESTIONS: usize = 5;
/// Words a heatmap compares at most.
const MOST_HEATMAP_WORDS: usize = 200;

/// Answers a question; what cannot be answered is an answer too.
pub(super) fn answer(model: &mut Model, map: &Map, question: &Question) -> Answer {
    let answered = match question {
        Question::Neighbors { word_id, k } => neighbors(model, map, *word_id, *k as usize),
        Question::Find { word } => {
            Ok(find(model, word).map_or_else(|unknown| unknown, |word_id| Answer::Found { word_id }))
        }
        Question::Complete { prefix, k } => Ok(Answer::Completions {
            prefix: prefix.clone(),
            word_ids: model.vocabulary.with_prefix(prefix, *k as usize),
        }),
        Question::Search { text, k } => {
            Ok(Answer::Completions { prefix: text.clone(), word_ids: search(&model.vocabulary, text, *k as usize) })
        }
        Question::Cosines { word_id } => cosines(model, *word_id),
        Question::Axes { x, y } => Ok(axes(model, x, y).unwrap_or_else(|refused| refused)),
        Question::Analogy { a, b, c, k, include_inputs } => analogy(model, [a, b, c], *k as usize, *include_inputs),
        Question::Heatmap { words } => heatmap(model, words),
    };
    answered.unwrap_or_else(|error| Answer::Refused { message: error.to_string() })
}

fn neighbors(model: &mut Model, map: &Map, word_id: u32, k: usize) -> Result<Answer, SpaceError> {
    let (embedding, norms) = model.embedding_and_norms()?;
    let found = nearest(embedding, norms, embedding.vector(word_id)?, k, &[word_id])?;
    let kept = match map.word_ids.binary_search(&word_id) {
        Ok(place) => {
            let (n_kept, n_compared) = kept_neighbors(embedding, norms, &map.word_ids, &map.positions, place)?;
            Some((n_kept as u8, n_compared as u8))
        }
        Err(_) => None,
    };
    Ok(Answer::Neighbors { word_id, neighbors: to_neighbors(&found), kept })
}

/// The cosine of every word to one.
fn cosines(model: &mut Model, word_id: u32) -> Result<Answer, SpaceError> {
    let (embedding, norms) = model.embedding_and_norms()?;
    Ok(Answer::Cosines { word_id, cosines: cosines_to(embedding, norms, word_id)? })
}

fn axes(model: &Model, x: &str, y: &str) -> Result<Answer, Answer> {
    Ok(Answer::Axes { x: axis(model, x)?, y: axis(model, y)? })
}

/// `woman - man`: the words before the minus, and those after it.
fn axis(model: &Model, text: &str) -> Result<AxisWords, Answer> {
    let refused = |message: &str| Answer::Refused { message: message.to_owned() };
    let text = text.replace([',', '+'], " ");
    let words: Vec<&str> = text.split_whitespace().map(|word| if word == "−" { "-" } else { word }).collect();
    let mut sides = words.split(|&word| word == "-");
    let (towards, from) = (sides.next().unwrap_or_default(), sides.next().unwrap_or_default());
    if towards.is_empty() || sides.next().is_some() || (from.is_empty() && words.contains(&"-")) {
        return Err(refused("An axis is written woman - man: words, a minus between spaces, and words again."));
    }
    let ids = |side: &[&str]| side.iter().map(|word| find(model, word)).collect::<Result<Vec<u32>, Answer>>();
    let axis = AxisWords { towards: ids(towards)?, from: ids(from)? };
    if axis.towards == axis.from {
        return Err(refused("Both sides of the axis are the same word: name two different ones."));
    }
    Ok(axis)
}

fn analogy(model: &mut Model, words: [&String; 3], k: usize, include_inputs: bool) -> Result<Answer, SpaceError> {
    let mut inputs = [0; 3];
    for (input, word) in inputs.iter_mut().zip(words) {
        match find(model, word) {
            Ok(word_id) => *input = word_id,
            Err(unknown) => return Ok(unknown),
        }
    }
    let [a, b, c] = inputs;
    let (embedding, norms) = model.embedding_and_norms()?;
    let query = combine(embedding, &[(a, 1.0), (b, -1.0), (c, 1.0)])?;
    let exclude: &[u32] = if include_inputs { &[] } else { &inputs };
    let found = nearest(embedding, norms, &query, k, exclude)?;
    Ok(Answer::Analogy { inputs, answers: to_neighbors(&found) })
}

fn heatmap(model: &mut Model, words: &[String]) -> Result<Answer, SpaceError> {
    if words.len() > MOST_HEATMAP_WORDS {
        let message = format!("A heatmap holds at most {MOST_HEATMAP_WORDS} words; these are {}.", words.len());
        return Ok(Answer::Refused { message });
    }
    let mut word_ids = Vec::with_capacity(words.len());
    for word in words {
        match find(model, word) {
            Ok(word_id) => word_ids.push(word_id),
            Err(unknown) => return Ok(unknown),
        }
    }
    let cosines = similarity_matrix(model.embedding()?, &word_ids)?;
    Ok(Answer::Heatmap { word_ids, cosines })
}

/// The id of a word as it was typed, or the answer that there is none.
fn find(model: &Model, word: &str) -> Result<u32, Answer> {
    let word = word.trim();
    model.vocabulary.find(word).ok_or_else(|| {
        let stream = &model.text.stream;
        let n_in_text = stream.count_of(word).max(stream.count_of(&word.to_lowercase()));
        Answer::UnknownWord {
            word: word.to_owned(),
            suggestions: spelling_suggestions(&model.vocabulary, word, N_SUGGESTIONS),
            n_in_text: u64::from(n_in_text),
        }
    })
}

fn to_neighbors(found: &[Scored]) -> Vec<Neighbor> {
    found.iter().map(|scored| Neighbor { word_id: scored.word_id, cosine: scored.cosine }).collect()
}
