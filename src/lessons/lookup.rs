//! What is a word to the machine? A row of a table, and one way of many to get it.

use super::{
    math,
    stage::{Stage, said, strip_row, table_row},
};
use crate::protocol::{Element, MapAct, StripRow, TableCell, Token, TokenRole, Unit};

/// Multiply-adds of the sweep over the table at most; a larger table is swept around the word.
const MOST_PRODUCTS: usize = 4_000_000;
/// Rows to either side that a reader can look at.
const REACH: u32 = 50;
/// Rows of a sentence that are drawn.
const MOST_ROWS: usize = 12;
/// A float of a table takes this many bytes.
const BYTES_PER_FLOAT: f64 = 4.0;

pub(super) fn show(stage: &mut Stage<'_>) {
    let n_words = stage.state.n_words();
    let dims = stage.state.embedding.dims();
    let word_id = stage.word(0, &["king"], n_words / 3);
    stage.right(2);
    stage.figure("row", f64::from(word_id) + 1.0, Unit::Count);
    stage.figure("words", f64::from(n_words), Unit::Count);
    stage.figure("dims", dims as f64, Unit::Count);
    stage.figure("numbers", f64::from(n_words) * dims as f64, Unit::Count);
    stage.figure("length", math::length(stage.state.vector(word_id)), Unit::Number);
    stage.act(MapAct::Highlight { word_id, others: Vec::new() });
    match stage.step {
        2 => rows_beside(stage, word_id),
        3 => multiplied(stage, word_id),
        4 => sentence(stage),
        5 => whole(stage),
        _ => {
            let row = stage.row("row", word_id);
            stage.strip("its row", vec![row]);
        }
    }
}

/// Another row, some places on: a stranger.
fn rows_beside(stage: &mut Stage<'_>, word_id: u32) {
    let last = stage.state.n_words().saturating_sub(1);
    let [least, most] = [-f64::from(word_id.min(REACH)), f64::from((last - word_id.min(last)).min(REACH))];
    let usual = if most >= 1.0 { 1.0 } else { least.max(-1.0) };
    let offset = stage.number(0, "Rows further on", usual, [least, most, 1.0]).round();
    let beside = (f64::from(word_id) + offset) as u32;
    let ids = [word_id, beside];
    stage.strip("two rows of the table", ids.map(|id| stage.row("", id)).to_vec());
    let counts = stage.state.vocabulary.counts();
    let rows = ids.map(|id| {
        let count = counts.and_then(|counts| counts.get(id as usize));
        let count = count.map_or_else(|| said("–"), |&count| TableCell::Number(count.into(), Unit::Count));
        table_row("", vec![said(stage.state.name(id)), TableCell::Number(f64::from(id) + 1.0, Unit::Count), count])
    });
    stage.table("where they stand", &["word", "row", "times in the text"], rows.to_vec());
    stage.named("beside", beside);
    stage.figure("row_beside", f64::from(beside) + 1.0, Unit::Count);
    stage.figure("cosine", stage.cosine(word_id, beside), Unit::Cosine);
}

/// One-hot times the table: all products are zero but those of one row.
fn multiplied(stage: &mut Stage<'_>, word_id: u32) {
    let (n_words, dims) = (stage.state.n_words() as usize, stage.state.embedding.dims());
    let n_swept = n_words.min((MOST_PRODUCTS / dims).max(1));
    let first = (word_id as usize).saturating_sub(n_swept / 2).min(n_words - n_swept);
    let mut product = vec![0.0_f32; dims];
    for id in first..first + n_swept {
        let one_hot = f32::from(u8::from(id == word_id as usize));
        for (sum, &x) in product.iter_mut().zip(stage.state.vector(id as u32)) {
            *sum += one_hot * x;
        }
    }
    let own = stage.state.vector(word_id);
    let difference = own.iter().zip(&product).map(|(&x, &y)| f64::from((x - y).abs())).fold(0.0, f64::max);
    stage.strip(
        "the same row twice",
        vec![strip_row("multiplied", "sum", &product), strip_row("looked up", "own", own)],
    );
    let count = |n: usize| TableCell::Number(n as f64, Unit::Count);
    stage.table(
        "what it takes",
        &["way", "products", "numbers read"],
        vec![
            table_row("", vec![said("multiply"), count(n_swept * dims), count(n_swept * dims)]),
            table_row("", vec![said("look up"), count(0), count(dims)]),
        ],
    );
    stage.figure("products", (n_swept * dims) as f64, Unit::Count);
    stage.figure("difference", difference, Unit::Number);
    stage.figure("own", f64::from(own.first().copied().unwrap_or_default()), Unit::Number);
    stage.figure("sum", f64::from(product.first().copied().unwrap_or_default()), Unit::Number);
}

/// A sentence becomes rows, one a word.
fn sentence(stage: &mut Stage<'_>) {
    let words = stage.sentence("the king and the queen");
    let ids: Vec<Option<u32>> = words.iter().map(|word| stage.state.vocabulary.find(word)).collect();
    let tokens = words.iter().zip(&ids).map(|(word, id)| Token {
        text: word.clone(),
        role: if id.is_some() { TokenRole::Context } else { TokenRole::Unknown },
    });
    let tokens = tokens.collect();
    stage.draw(Element::Tokens { caption: "the sentence".to_owned(), tokens });
    let known: Vec<u32> = ids.into_iter().flatten().collect();
    let rows: Vec<StripRow> = known.iter().take(MOST_ROWS).map(|&id| stage.row("", id)).collect();
    if !rows.is_empty() {
        stage.strip("its rows, in its order", rows);
    }
    stage.figure("known", known.len() as f64, Unit::Count);
    stage.figure("unknown", (words.len() - known.len()) as f64, Unit::Count);
    stage.figure("filled", (known.len() * stage.state.embedding.dims()) as f64, Unit::Count);
}

/// The size of the table.
fn whole(stage: &mut Stage<'_>) {
    let (n_words, dims) = (f64::from(stage.state.n_words()), stage.state.embedding.dims() as f64);
    let of = |name: &str, n_words: f64, dims: f64| {
        let numbers = n_words * dims;
        table_row(
            "",
            vec![
                said(name),
                TableCell::Number(n_words, Unit::Count),
                TableCell::Number(dims, Unit::Count),
                TableCell::Number(numbers, Unit::Count),
                TableCell::Number(numbers * BYTES_PER_FLOAT, Unit::Bytes),
            ],
        )
    };
    let rows = vec![
        of("this table", n_words, dims),
        of("a small library", 10_000.0, 300.0),
        of("a large library", 400_000.0, 300.0),
    ];
    stage.table("words times numbers", &["table", "words", "numbers a word", "numbers", "memory"], rows);
    stage.figure("memory", n_words * dims * BYTES_PER_FLOAT, Unit::Bytes);
}
