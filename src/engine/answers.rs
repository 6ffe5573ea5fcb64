//! Answers to questions about the vectors.

use super::{heatmap, jobs::Comparison, map::MapState, subject::Subject};
use crate::{
    protocol::{Answer, AxisWords, ExpectedAnswer, HeatmapOrder, Measure, Neighbor, Question, WeightedWord},
    space::{
        Embedding, Expression, Factors, Scored, SpaceError, Term, combine, cosines_to, cosines_to_vector,
        inverse_norms, merge_terms, nearest, nearest_by_distance, nearest_by_product_of, neighbor_recall, odd_one_out,
        similarity_matrix, similarity_of_sets,
    },
    text::{search, spelling_suggestions},
};

/// Spellings offered for a word that is not there.
const N_SUGGESTIONS: usize = 5;
/// Words a heatmap compares at most.
const MOST_HEATMAP_WORDS: usize = 200;
/// Words of a group that is compared.
const MOST_GROUP_WORDS: usize = 50;
/// Answers by product that an expected word is looked for among.
const MOST_RANKS: usize = 1000;

impl From<&Scored> for Neighbor {
    fn from(scored: &Scored) -> Self {
        Self { word_id: scored.word_id, cosine: scored.cosine }
    }
}

/// Answers a question. A refusal is an answer too.
pub(super) fn answer(
    subject: &mut Subject,
    map: &MapState,
    comparison: &mut Comparison,
    question: &Question,
) -> Answer {
    let answered = match question {
        Question::Neighbors { word_id, k, measure } => neighbors(subject, map, *word_id, *k as usize, *measure),
        Question::Find { word } => {
            Ok(find(subject, word).map_or_else(|unknown| unknown, |word_id| Answer::Found { word_id }))
        }
        Question::Complete { prefix, k } => Ok(Answer::Completions {
            prefix: prefix.clone(),
            word_ids: subject.vocabulary.with_prefix(prefix, *k as usize),
        }),
        Question::Search { text, k } => {
            Ok(Answer::Completions { prefix: text.clone(), word_ids: search(&subject.vocabulary, text, *k as usize) })
        }
        Question::Cosines { word_id } => cosines(subject, *word_id),
        Question::Axes { x, y } => Ok(axes(subject, x, y).unwrap_or_else(|refused| refused)),
        Question::Arithmetic { expression, by_product, k, include_inputs, expected } => {
            let how = How { by_product: *by_product, k: *k as usize, include_inputs: *include_inputs, expected };
            arithmetic(subject, expression, &how)
        }
        Question::Groups { words, others } => groups(subject, words, others),
        Question::Heatmap { words, order } => heatmap(subject, words, *order),
        Question::SideBySide { word_id } => Ok(comparison.side_by_side(subject, *word_id)),
    };
    answered.unwrap_or_else(|error| Answer::Refused { message: error.to_string() })
}

fn neighbors(
    subject: &mut Subject,
    map: &MapState,
    word_id: u32,
    k: usize,
    measure: Measure,
) -> Result<Answer, SpaceError> {
    if measure == Measure::OutputCosine {
        let Some(outputs) = subject.outputs() else {
            let message = if subject.run().is_some() {
                "This method has no output vectors: it shows the sum of its two tables. Choose cosine."
            } else {
                "These vectors were loaded without output vectors. Choose cosine."
            };
            return Ok(Answer::Refused { message: message.to_owned() });
        };
        let own = outputs.vector(word_id)?;
        let found = nearest(outputs, &inverse_norms(outputs), own, k, &[word_id])?;
        let lengths = lengths(outputs, own, &found)?;
        return Ok(Answer::Neighbors { word_id, neighbors: to_neighbors(&found), recall: None, measure, lengths });
    }
    let composed = subject.composed(word_id).map(<[f32]>::to_vec);
    let search = subject.search();
    let (embedding, norms) = (search.embedding, search.norms);
    let own = match &composed {
        Some(vector) => vector,
        None => embedding.vector(word_id)?,
    };
    let found = if measure == Measure::Distance {
        nearest_by_distance(embedding, own, k, &[word_id])?
    } else {
        search.nearest(own, k, &[word_id])?
    };
    // A map that cannot be measured is no reason to withhold the neighbors.
    let recall = map.drawn.word_ids.binary_search(&word_id).ok().and_then(|place| {
        let drawn = &map.drawn;
        let recall = neighbor_recall(embedding, norms, &drawn.word_ids, &drawn.positions, place);
        recall.ok().map(|(n_recalled, n_compared)| (n_recalled as u8, n_compared as u8))
    });
    let lengths = lengths(embedding, own, &found)?;
    Ok(Answer::Neighbors { word_id, neighbors: to_neighbors(&found), recall, measure, lengths })
}

/// The length of a word's vector, and the mean of those found.
fn lengths(embedding: Embedding<'_>, own: &[f32], found: &[Scored]) -> Result<[f32; 2], SpaceError> {
    let length = |vector: &[f32]| vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    let mut sum = 0.0;
    for scored in found {
        sum += length(embedding.vector(scored.word_id)?);
    }
    Ok([length(own), sum / found.len().max(1) as f32])
}

/// The cosine of every word to one.
fn cosines(subject: &mut Subject, word_id: u32) -> Result<Answer, SpaceError> {
    let composed = subject.composed(word_id).map(<[f32]>::to_vec);
    let (embedding, norms) = subject.embedding_and_norms();
    let cosines = match composed {
        Some(vector) => cosines_to_vector(embedding, norms, &vector)?,
        None => cosines_to(embedding, norms, word_id)?,
    };
    Ok(Answer::Cosines { word_id, cosines: cosines.into() })
}

fn axes(subject: &Subject, x: &str, y: &str) -> Result<Answer, Answer> {
    Ok(Answer::Axes { x: axis(subject, x)?, y: axis(subject, y)? })
}

/// `woman - man`: the words before the minus, and those after it.
fn axis(subject: &Subject, text: &str) -> Result<AxisWords, Answer> {
    let refused = |message: &str| Answer::Refused { message: message.to_owned() };
    let is_minus = |word: &str| matches!(word, "-" | "−" | "–" | "—");
    let words = listed(subject, text).map(|word| if is_minus(word) { "-" } else { word });
    let words: Vec<&str> = words.collect();
    let mut sides = words.split(|&word| word == "-");
    let (towards, from) = (sides.next().unwrap_or_default(), sides.next().unwrap_or_default());
    if towards.is_empty() || sides.next().is_some() || (from.is_empty() && words.contains(&"-")) {
        return Err(refused("An axis is written woman - man: words, a minus between spaces, and words again."));
    }
    // The map has no place for words that are not in the vocabulary.
    let known = |word: &&str| subject.vocabulary.find(word.trim()).ok_or_else(|| unknown(subject, word.trim()));
    let ids = |side: &[&str]| side.iter().map(known).collect::<Result<Vec<u32>, Answer>>();
    let axis = AxisWords { towards: ids(towards)?, from: ids(from)? };
    if axis.towards == axis.from {
        return Err(refused("Both sides of the axis are the same word: name two different ones."));
    }
    Ok(axis)
}

/// The words of a list between spaces, commas and plus signs. A comma within a word of the vocabulary belongs to it:
/// `1,000`.
fn listed<'a>(subject: &'a Subject, text: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(|sign: char| sign.is_whitespace() || sign == '+').flat_map(|chunk| {
        let chunk = chunk.trim_matches(',');
        let is_word = chunk.contains(',') && subject.vocabulary.find(chunk).is_some();
        let separator = if is_word { ' ' } else { ',' };
        chunk.split(separator).filter(|word| !word.is_empty())
    })
}

/// How an expression is to be answered.
struct How<'a> {
    by_product: bool,
    k: usize,
    include_inputs: bool,
    expected: &'a str,
}

fn arithmetic(subject: &mut Subject, expression: &str, how: &How<'_>) -> Result<Answer, SpaceError> {
    let read = match Expression::parse(expression) {
        Ok(read) => read,
        Err(error) => return Ok(Answer::Misread { message: error.to_string(), at: error.at() as u32 }),
    };
    let mut terms: Vec<(u32, f32)> = Vec::with_capacity(read.terms.len());
    for Term { word, weight, .. } in &read.terms {
        match find(subject, word) {
            Ok(id) => terms.push((id, *weight)),
            Err(unknown) => return Ok(unknown),
        }
    }
    // Two spellings may be one word, and cancel out.
    let terms = merge_terms(&terms);
    let typed = how.expected.trim();
    let wanted = (!typed.is_empty()).then(|| subject.vocabulary.find(typed));
    let inputs: Vec<u32> = terms.iter().map(|&(id, _)| id).collect();
    let exclude: &[u32] = if how.include_inputs { &[] } else { &inputs };
    let why_unknown = || ExpectedAnswer::Unknown { word: typed.to_owned(), why: subject.absence(typed) };
    let unknown = (wanted == Some(None)).then(why_unknown);
    let (words, rows) = subject.rows_of(&inputs)?;
    let words = Embedding::from(&words);
    let is_any_composed = inputs.iter().any(|&id| subject.composed(id).is_some());
    let search = subject.search();
    let ranked = |word_id, rank: usize, cosine| ExpectedAnswer::Ranked { word_id, rank: rank as u32, cosine };
    let (mut found, expected);
    if how.by_product {
        if terms.iter().any(|(_, weight)| weight.abs() != 1.0) || terms.iter().all(|&(_, weight)| weight < 0.0) {
            let message =
                "3CosMul takes each word once, and adds at least one: write king - man + woman, or choose 3CosAdd.";
            return Ok(Answer::Refused { message: message.to_owned() });
        }
        let of_sign = |sign: f32| {
            let of = terms.iter().zip(&rows).filter(|((_, weight), _)| *weight == sign);
            of.map(|(&(id, _), &row)| if is_any_composed { row } else { id }).collect::<Vec<u32>>()
        };
        let (positive, negative) = (of_sign(1.0), of_sign(-1.0));
        let most = if wanted.is_some() { how.k.max(MOST_RANKS) } else { how.k };
        found = if is_any_composed {
            let factors = Factors { words, positive: &positive, negative: &negative };
            nearest_by_product_of(search.embedding, search.norms, factors, most, exclude)?
        } else {
            search.nearest_by_product([&positive, &negative], most, exclude)?
        };
        let place = |id: u32| found.iter().position(|scored| scored.word_id == id);
        expected = match wanted.flatten().map(|id| (id, place(id))) {
            Some((id, Some(place))) => Some(ranked(id, place + 1, found[place].cosine)),
            Some((_, None)) => Some(ExpectedAnswer::Beyond { rank: found.len() as u32 }),
            None => unknown,
        };
        found.truncate(how.k);
    } else {
        let weights = terms.iter().zip(&rows).map(|(&(_, weight), &row)| (row, weight)).collect::<Vec<_>>();
        let query = combine(words, &weights)?;
        found = search.nearest(&query, how.k, exclude)?;
        expected = if let Some(id) = wanted.flatten() {
            let (rank, cosine) = search.rank_of(&query, id, exclude)?;
            Some(ranked(id, rank, cosine))
        } else {
            unknown
        };
    }
    let terms = terms.into_iter().map(|(word_id, weight)| WeightedWord { word_id, weight }).collect();
    Ok(Answer::Arithmetic { terms, answers: to_neighbors(&found), expected })
}

fn groups(subject: &mut Subject, words: &[String], others: &[String]) -> Result<Answer, SpaceError> {
    let n = words.len().max(others.len());
    if n > MOST_GROUP_WORDS {
        let message = format!("A group holds at most {MOST_GROUP_WORDS} words; this one has {n}.");
        return Ok(Answer::Refused { message });
    }
    let mut ids = |words: &[String]| words.iter().map(|word| find(subject, word)).collect::<Result<Vec<u32>, Answer>>();
    let (word_ids, others) = match ids(words).and_then(|words| Ok((words, ids(others)?))) {
        Ok(both) => both,
        Err(unknown) => return Ok(unknown),
    };
    let (vectors, rows) = subject.rows_of(&[word_ids.as_slice(), &others].concat())?;
    let (embedding, (rows, other_rows)) = (Embedding::from(&vectors), rows.split_at(word_ids.len()));
    let to_mean = odd_one_out(embedding, rows)?.iter().map(|scored| scored.cosine).collect();
    let cosines = similarity_matrix(embedding, rows)?;
    let similarity = if others.is_empty() { None } else { Some(similarity_of_sets(embedding, rows, other_rows)?) };
    Ok(Answer::Groups { word_ids, to_mean, cosines, similarity })
}

fn heatmap(subject: &mut Subject, words: &[String], order: HeatmapOrder) -> Result<Answer, SpaceError> {
    if words.len() > MOST_HEATMAP_WORDS {
        let n_over = words.len() - MOST_HEATMAP_WORDS;
        let message = format!(
            "A heatmap holds at most {MOST_HEATMAP_WORDS} words and these are {}: take {n_over} away.",
            words.len()
        );
        return Ok(Answer::Refused { message });
    }
    let mut word_ids = Vec::with_capacity(words.len());
    for word in words {
        match find(subject, word) {
            Ok(word_id) => word_ids.push(word_id),
            Err(unknown) => return Ok(unknown),
        }
    }
    let (vectors, rows) = subject.rows_of(&word_ids)?;
    let cosines = similarity_matrix(Embedding::from(&vectors), &rows)?;
    let (word_ids, cosines) = heatmap::in_order(subject, order, word_ids, cosines);
    Ok(Answer::Heatmap { word_ids, cosines: cosines.into() })
}

/// The id of a word as it was typed, of the vocabulary or composed of its parts, or the answer that it is unknown.
fn find(subject: &mut Subject, word: &str) -> Result<u32, Answer> {
    let word = word.trim();
    let known = subject.vocabulary.find(word).or_else(|| subject.compose(word));
    known.ok_or_else(|| unknown(subject, word))
}

/// A word that is unknown, and why.
fn unknown(subject: &Subject, word: &str) -> Answer {
    let why = subject.absence(word);
    let suggestions = spelling_suggestions(&subject.vocabulary, word, N_SUGGESTIONS);
    Answer::UnknownWord { word: word.to_owned(), suggestions, why }
}

fn to_neighbors(found: &[Scored]) -> Vec<Neighbor> {
    found.iter().map(Neighbor::from).collect()
}
