//! What does it learn from? The words that stand near each other.

use super::stage::{Stage, bar, said, table_row};
use crate::{
    protocol::{Element, TableCell, TableRow, Token, TokenRole, Tone, Unit},
    text::keep_probability,
};

/// The sentence of many lessons.
const SENTENCE: &str = "the cat sat on the mat";
/// Pairs that are listed.
const MOST_PAIRS: usize = 24;
/// Words of the table of counts.
const MOST_COUNTED: usize = 8;
const MOST_WINDOW: f64 = 10.0;

pub(super) fn show(stage: &mut Stage<'_>) {
    let words = stage.sentence(SENTENCE);
    let width = stage.number(0, "Window", 2.0, [1.0, MOST_WINDOW, 1.0]).round() as usize;
    let n_words = words.len();
    let n_pairs: usize = (0..n_words).map(|center| around(center, width, n_words).len()).sum();
    // The ends have fewer neighbors.
    stage.right(2);
    stage.figure("width", width as f64, Unit::Count);
    stage.figure("tokens", n_words as f64, Unit::Count);
    stage.figure("pairs", n_pairs as f64, Unit::Count);
    stage.figure("full", (2 * width * n_words) as f64, Unit::Count);
    stage.figure("lost", (2 * width * n_words - n_pairs) as f64, Unit::Count);
    match stage.step {
        2 => all_pairs(stage, &words, width),
        3 => weights(stage, width),
        4 => counts(stage, &words, width),
        5 => thinned(stage, &words),
        _ => one_center(stage, &words, width),
    }
}

/// The places in the window around a center.
fn around(center: usize, width: usize, n_words: usize) -> Vec<usize> {
    (center.saturating_sub(width)..n_words.min(center + width + 1)).filter(|&place| place != center).collect()
}

/// One center and its pairs.
fn one_center(stage: &mut Stage<'_>, words: &[String], width: usize) {
    let last = words.len() as f64;
    let center = stage.number(1, "Word in the middle", 3.0_f64.min(last), [1.0, last, 1.0]).round() as usize - 1;
    let context = around(center, width, words.len());
    let role = |place: usize| match place {
        _ if place == center => TokenRole::Center,
        _ if context.contains(&place) => TokenRole::Context,
        _ => TokenRole::Plain,
    };
    let tokens = words.iter().enumerate().map(|(place, word)| Token { text: word.clone(), role: role(place) });
    stage.draw(Element::Tokens { caption: "the window".to_owned(), tokens: tokens.collect() });
    let rows = context.iter().map(|&place| pair_row(&words[center], &words[place])).collect();
    stage.table("its pairs", &["middle", "beside it"], rows);
    stage.figure("of_center", context.len() as f64, Unit::Count);
    // The word may not be in the vocabulary: it is the sentence's.
    stage.said_word("center", &words[center]);
}

fn pair_row(center: &str, context: &str) -> TableRow {
    table_row("", vec![said(center), said(context)])
}

/// Every pair, center after center.
fn all_pairs(stage: &mut Stage<'_>, words: &[String], width: usize) {
    let places = (0..words.len())
        .flat_map(|center| around(center, width, words.len()).into_iter().map(move |place| (center, place)));
    let rows = places.take(MOST_PAIRS).map(|(center, place)| pair_row(&words[center], &words[place])).collect();
    stage.table("the first pairs", &["middle", "beside it"], rows);
}

/// How much a word counts by its distance.
fn weights(stage: &mut Stage<'_>, width: usize) {
    let is_harmonic = stage.switch("Count one over the distance");
    let weight = |distance: usize| {
        if is_harmonic { 1.0 / distance as f64 } else { (width - distance + 1) as f64 / width as f64 }
    };
    let bars = (1..=width).map(|distance| {
        let name = if distance == 1 { "next to it".to_owned() } else { format!("{distance} away") };
        bar(&name, weight(distance), Tone::Plain)
    });
    let bars = bars.collect();
    stage.bars("how often a word at this distance is taken", Unit::Share, bars);
    stage.figure("nearest", weight(1), Unit::Share);
    stage.figure("farthest", weight(width), Unit::Share);
}

/// The pairs summed: which word met which how often.
fn counts(stage: &mut Stage<'_>, words: &[String], width: usize) {
    let mut distinct: Vec<&String> = Vec::new();
    for word in words {
        if !distinct.contains(&word) && distinct.len() < MOST_COUNTED {
            distinct.push(word);
        }
    }
    let met = |a: &String, b: &String| -> f64 {
        let centers = words.iter().enumerate().filter(|(_, word)| *word == a);
        centers
            .map(|(center, _)| around(center, width, words.len()).iter().filter(|&&p| words[p] == *b).count())
            .sum::<usize>() as f64
    };
    let rows = distinct.iter().map(|a| {
        let numbers = distinct.iter().map(|b| TableCell::Number(met(a, b), Unit::Count));
        table_row("", std::iter::once(said(a)).chain(numbers).collect())
    });
    let rows: Vec<TableRow> = rows.collect();
    let head: Vec<&str> = std::iter::once("word").chain(distinct.iter().map(|word| word.as_str())).collect();
    stage.table("how often they meet", &head, rows);
    let most = distinct.iter().flat_map(|a| distinct.iter().map(move |b| met(a, b))).fold(0.0, f64::max);
    stage.figure("most", most, Unit::Count);
}

/// How many of each word are kept.
fn thinned(stage: &mut Stage<'_>, words: &[String]) {
    let vocabulary = stage.state.vocabulary;
    let (Some(run), Some(counts), Some(n_tokens)) = (stage.state.run, vocabulary.counts(), vocabulary.n_tokens())
    else {
        return stage.cannot("These vectors were loaded, so no text is thinned. Open a text to see this step.");
    };
    let threshold = run.config.subsample;
    let mut bars = Vec::new();
    let mut seen: Vec<u32> = Vec::new();
    for word_id in words.iter().filter_map(|word| vocabulary.find(word)) {
        if !seen.contains(&word_id) {
            seen.push(word_id);
            let count = u64::from(counts[word_id as usize]);
            bars.push(bar(stage.state.name(word_id), keep_probability(count, n_tokens, threshold), Tone::Plain));
        }
    }
    let keeps = |id: u32| keep_probability(u64::from(counts[id as usize]), n_tokens, threshold);
    stage.named("frequent", 0);
    stage.figure("kept", keeps(0), Unit::Share);
    stage.figure("times", f64::from(counts[0]), Unit::Count);
    let of_text: f64 = (0..stage.state.n_words()).map(|id| f64::from(counts[id as usize]) * keeps(id)).sum();
    stage.figure("left", of_text / n_tokens.max(1) as f64, Unit::Share);
    if bars.is_empty() {
        return stage.cannot("None of these words is in the vocabulary: type a sentence of this text.");
    }
    stage.bars("how many of each are kept", Unit::Share, bars);
}
