//! How far is one word from another? Before anything is learned, all are equally far.

use std::f64::consts::SQRT_2;

use super::{
    math,
    stage::{Stage, said, table_row},
};
use crate::protocol::{Curve, CurveKind, CurveLine, Element, MapAct, TableCell, TableRow, Tone, Unit};

const BYTES_PER_FLOAT: f64 = 4.0;
/// Words that a reader may imagine.
const MOST_WORDS: f64 = 200_000.0;

pub(super) fn show(stage: &mut Stage<'_>) -> Option<()> {
    let a = stage.word(0, &["cat"], stage.state.n_words() / 4);
    let b = stage.word_near(1, &["dog"], a, &[])?;
    let other = (0..3).find(|id| ![a, b].contains(id)).unwrap_or_default();
    let c = stage.word(2, &["tokyo", "paris"], other);
    // Each word has a place of its own.
    stage.right(2);
    stage.figure("words", f64::from(stage.state.n_words()), Unit::Count);
    stage.figure("dims", stage.state.embedding.dims() as f64, Unit::Count);
    stage.figure("apart", SQRT_2, Unit::Cosine);
    stage.act(MapAct::Highlight { word_id: a, others: vec![b, c] });
    let ids = [a, b, c];
    match stage.step {
        3 => learned(stage, ids),
        4 => both(stage, ids),
        5 => weigh(stage),
        _ => places(stage, ids),
    }
    Some(())
}

/// The distance of two one-hot vectors: computed from the squares of their differences, as of any vectors.
fn one_hot_distance(a: u32, b: u32) -> f64 {
    let square = |id: u32| f64::from(u8::from(id == a)) - f64::from(u8::from(id == b));
    let places: Vec<u32> = if a == b { vec![a] } else { vec![a, b] };
    places.into_iter().map(|id| square(id).powi(2)).sum::<f64>().sqrt()
}

/// One-hot vectors: an equilateral triangle.
fn places(stage: &mut Stage<'_>, [a, b, c]: [u32; 3]) {
    let sides = [one_hot_distance(a, b), one_hot_distance(a, c), one_hot_distance(b, c)];
    triangle(stage, "each word in a place of its own", [a, b, c], sides);
    let one_hot_cosine = |a: u32, b: u32| f64::from(u8::from(a == b));
    pairs(stage, [a, b, c], sides, one_hot_cosine);
    let row =
        |id: u32| table_row("", vec![said(stage.state.name(id)), TableCell::Number(f64::from(id) + 1.0, Unit::Count)]);
    if stage.step == 2 {
        let rows = [a, b, c].map(row).to_vec();
        stage.table("where the single one stands", &["word", "place"], rows);
    }
    stage.figure("ab", sides[0], Unit::Cosine);
    stage.figure("ac", sides[1], Unit::Cosine);
}

/// The learned vectors at length one: a triangle whose sides say something.
fn learned(stage: &mut Stage<'_>, [a, b, c]: [u32; 3]) {
    let of = |x: u32, y: u32| (2.0 - 2.0 * stage.cosine(x, y)).max(0.0).sqrt();
    let sides = [of(a, b), of(a, c), of(b, c)];
    triangle(stage, "by what was learned", [a, b, c], sides);
    let cosines = [stage.cosine(a, b), stage.cosine(a, c)];
    let state = *stage.state;
    pairs(stage, [a, b, c], sides, |x, y| math::cosine(state.vector(x), state.vector(y)));
    say_learned(stage, [a, b, c], sides, cosines);
}

fn say_learned(stage: &mut Stage<'_>, [_, b, c]: [u32; 3], sides: [f64; 3], [ab, ac]: [f64; 2]) {
    stage.figure("ab", sides[0], Unit::Cosine);
    stage.figure("ac", sides[1], Unit::Cosine);
    stage.figure("cos_ab", ab, Unit::Cosine);
    stage.figure("cos_ac", ac, Unit::Cosine);
    let (nearer, farther) = if ab >= ac { (b, c) } else { (c, b) };
    stage.named("nearer", nearer);
    stage.named("farther", farther);
}

/// Both, as strips: a list with a single one, and a row of numbers.
fn both(stage: &mut Stage<'_>, [a, b, c]: [u32; 3]) {
    stage.strip("what was learned", [a, b, c].map(|id| stage.row("", id)).to_vec());
    let cosines = [stage.cosine(a, b), stage.cosine(a, c)];
    let sides = cosines.map(|cosine| (2.0 - 2.0 * cosine).max(0.0).sqrt());
    say_learned(stage, [a, b, c], [sides[0], sides[1], 0.0], cosines);
}

/// What a word takes of memory, by the size of the vocabulary.
fn weigh(stage: &mut Stage<'_>) {
    let usual = f64::from(stage.state.n_words()).min(MOST_WORDS);
    let words = stage.number(0, "Words", usual, [2.0, MOST_WORDS, 1.0]).round();
    let dims = stage.state.embedding.dims() as f64;
    let row = |name: &str, numbers: f64| {
        table_row(
            "",
            vec![
                said(name),
                TableCell::Number(numbers, Unit::Count),
                TableCell::Number(numbers * BYTES_PER_FLOAT, Unit::Bytes),
                TableCell::Number(words * numbers * BYTES_PER_FLOAT, Unit::Bytes),
            ],
        )
    };
    let rows = vec![row("a place of its own", words), row("what was learned", dims)];
    stage.table("numbers and memory", &["vectors", "numbers a word", "memory a word", "all words"], rows);
    stage.figure("chosen", words, Unit::Count);
    stage.figure("wide", words * BYTES_PER_FLOAT, Unit::Bytes);
    stage.figure("dense", dims * BYTES_PER_FLOAT, Unit::Bytes);
}

/// A triangle with these sides: ab, ac, bc.
fn triangle(stage: &mut Stage<'_>, caption: &str, ids: [u32; 3], [ab, ac, bc]: [f64; 3]) {
    // c lies where both of its distances say: by the law of cosines.
    let x = if ab > 0.0 { (ab * ab + ac * ac - bc * bc) / (2.0 * ab) } else { 0.0 };
    let y = (ac * ac - x * x).max(0.0).sqrt();
    let points: Vec<f32> = [0.0, 0.0, ab, 0.0, x, y].map(|x| x as f32).to_vec();
    let labels = ids.map(|id| stage.state.name(id).to_owned()).to_vec();
    stage.draw(Element::Curve(Curve {
        caption: caption.to_owned(),
        kind: CurveKind::Outline,
        axes: [String::new(), String::new()],
        lines: vec![CurveLine { labels, key: String::new(), points: points.into(), tone: Tone::Strong }],
        levels: Vec::new(),
    }));
}

/// Distances and cosines of three pairs.
fn pairs(stage: &mut Stage<'_>, [a, b, c]: [u32; 3], sides: [f64; 3], cosine: impl Fn(u32, u32) -> f64) {
    let keys = ["ab", "ac", "bc"];
    let rows: Vec<TableRow> = [(a, b), (a, c), (b, c)]
        .into_iter()
        .zip(sides)
        .zip(keys)
        .map(|(((x, y), side), key)| {
            let (first, second) = (stage.state.name(x), stage.state.name(y));
            let numbers = [TableCell::Number(side, Unit::Cosine), TableCell::Number(cosine(x, y), Unit::Cosine)];
            let [distance, cosine] = numbers;
            table_row(key, vec![said(first), said(second), distance, cosine])
        })
        .collect();
    stage.table("how far apart", &["word", "and", "distance", "cosine"], rows);
}
