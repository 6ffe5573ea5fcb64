//! Analogies: *queen* among three, and three analogies on vectors that were made elsewhere.

use crate::{
    lessons::stage::{Stage, bar, said, table_row},
    protocol::{Goal, MapAct, TableCell, TableRow, Tone, Unit},
    space::combine,
};

/// Answers that are listed, and among how many the expected one should be.
const LISTED: usize = 5;
const BEST: usize = 3;
/// Analogies that should hold, and that are taken at most.
const WANTED: usize = 3;
const MOST: usize = 6;
/// Analogies that many vectors know.
const KNOWN: [[&str; 4]; 5] = [
    ["king", "man", "woman", "queen"],
    ["paris", "france", "italy", "rome"],
    ["walking", "walk", "swim", "swimming"],
    ["bigger", "big", "small", "smaller"],
    ["tokyo", "japan", "germany", "berlin"],
];

/// *queen*, or another word, among the first three of an analogy.
pub(in crate::lessons) fn queen(stage: &mut Stage<'_>) -> Option<()> {
    let state = *stage.state;
    let has_all = |words: &[&str; 4]| words.iter().all(|word| state.vocabulary.find(word).is_some());
    let of_text = state.examples.first().map(|words| words.each_ref().map(String::as_str));
    let usual = std::iter::once(KNOWN[0]).chain(of_text).find(has_all).unwrap_or(KNOWN[0]);
    let ids = [0, 1, 2].map(|place| stage.wanted(place, usual[place]));
    let expected = match stage.inputs.text.trim() {
        "" => usual[3],
        typed => typed,
    };
    stage.text_box("Expected answer", expected);
    stage.said_word("expected", expected);
    stage.figure("best", BEST as f64, Unit::Count);
    let expected = stage.found(expected);
    let [Some(a), Some(b), Some(c), Some(expected)] = [ids[0], ids[1], ids[2], expected] else {
        stage.goal(Goal::Open);
        stage.goal(Goal::Unchecked);
        return Some(());
    };
    let inputs = [a, b, c];
    // An input cannot be its own answer.
    stage.goal((!inputs.contains(&expected)).into());
    let query = combine(state.embedding, &[(a, 1.0), (b, -1.0), (c, 1.0)]).unwrap_or_default();
    let scan = stage.scan(&query)?;
    let (list, rank) = (scan.nearest(LISTED, &inputs), scan.rank_of(expected, &inputs));
    let cosine = scan.scores().get(expected as usize).copied().unwrap_or_default();
    stage.figure("rank", rank as f64, Unit::Count);
    stage.figure("cos", cosine.into(), Unit::Cosine);
    stage.goal((rank <= BEST && !list.is_empty() && !inputs.contains(&expected)).into());
    let tone = |id: u32| if id == expected { Tone::Strong } else { Tone::Plain };
    let bars = list.iter().map(|near| bar(state.name(near.word_id), near.cosine.into(), tone(near.word_id))).collect();
    stage.bars("nearest to where the walk ends", Unit::Cosine, bars);
    if let Some(first) = list.first() {
        stage.named("first", first.word_id);
        stage.act(MapAct::Corners([a, b, c, first.word_id]));
    }
    Some(())
}

/// Three analogies on loaded vectors.
pub(in crate::lessons) fn analogies(stage: &mut Stage<'_>) -> Option<()> {
    let state = *stage.state;
    let typed = quadruples(&stage.inputs.text);
    let has_all = |words: &[String; 4]| words.iter().all(|word| state.vocabulary.find(word).is_some());
    let known = KNOWN.iter().map(|words| words.map(str::to_owned)).chain(state.examples.iter().cloned());
    let mut asked = typed;
    if asked.is_empty() {
        asked = known.filter(has_all).take(WANTED).collect();
    }
    let written: Vec<String> = asked.iter().map(|words| words.join(" ")).collect();
    stage.text_box("Analogies: four words each, semicolons between", &written.join("; "));
    stage.figure("wanted", WANTED as f64, Unit::Count);
    stage.goal(state.run.is_none().into());
    let (mut rows, mut n_known, mut n_right) = (Vec::new(), 0, 0);
    for words in &asked {
        let found = words.each_ref().map(|word| stage.found(word));
        let [Some(a), Some(b), Some(c), Some(expected)] = found else {
            rows.push(row(words, "–", said("unknown")));
            continue;
        };
        n_known += 1;
        let query = combine(state.embedding, &[(a, 1.0), (b, -1.0), (c, 1.0)]).unwrap_or_default();
        let scan = stage.scan(&query)?;
        let (first, rank) = (scan.nearest(1, &[a, b, c]), scan.rank_of(expected, &[a, b, c]));
        let is_right = first.first().is_some_and(|first| first.word_id == expected);
        n_right += usize::from(is_right);
        let first = first.first().map_or("–", |first| state.name(first.word_id));
        rows.push(row(words, first, TableCell::Number(rank as f64, Unit::Count)));
    }
    stage.figure("known", f64::from(n_known), Unit::Count);
    stage.figure("right", n_right as f64, Unit::Count);
    stage.goal((n_known >= WANTED as u32).into());
    stage.goal(if n_known == 0 { Goal::Unchecked } else { (n_right >= WANTED).into() });
    if !rows.is_empty() {
        stage.table("each with the rank of the word that is expected", &["analogy", "answer", "rank"], rows);
    }
    Some(())
}

fn row([a, b, c, d]: &[String; 4], first: &str, rank: TableCell) -> TableRow {
    table_row("", vec![said(&format!("{a} − {b} + {c} = {d}")), said(first), rank])
}

/// The analogies of a text, four words each; signs between them are passed over.
fn quadruples(text: &str) -> Vec<[String; 4]> {
    let of_part = |part: &str| {
        let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
        let words: Vec<String> = part.split_whitespace().filter(is_word).map(str::to_owned).collect();
        <[String; 4]>::try_from(words).ok()
    };
    text.split([';', '\n']).filter_map(of_part).take(MOST).collect()
}
