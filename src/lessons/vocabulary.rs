//! What about words it never met? They have no row. And rows that stand for nothing: padding.

use super::{
    math,
    stage::{Stage, said, strip_row, table_row},
};
use crate::protocol::{Curve, CurveKind, CurveLevel, CurveLine, Element, TableCell, Token, TokenRole, Tone, Unit};

const SENTENCE: &str = "the king saw a quokka";
/// Points of the curve.
const N_POINTS: usize = 40;
const MOST_PADS: f64 = 20.0;
/// The greatest minimum count that can be tried.
const MOST_MIN_COUNT: f64 = 2000.0;

pub(super) fn show(stage: &mut Stage<'_>) {
    // The mean keeps its direction and becomes shorter.
    stage.right(1);
    if stage.step > 3 || stage.step == 0 {
        return padded(stage);
    }
    let vocabulary = stage.state.vocabulary;
    let (Some(counts), Some(n_tokens)) = (vocabulary.counts(), vocabulary.n_tokens()) else {
        return stage
            .cannot("These vectors were loaded without counts of their words. Open a text to see who is left out.");
    };
    let lowest = f64::from(vocabulary.effective_min_count().max(1));
    let highest = f64::from(counts.first().copied().unwrap_or(1)).clamp(lowest + 1.0, MOST_MIN_COUNT.max(lowest + 1.0));
    let min = stage.number(0, "Minimum count", (10.0 * lowest).min(highest), [lowest, highest, 1.0]).round() as u32;
    // Counts fall from the first word on.
    let kept = |min: u32| counts.partition_point(|&count| count >= min);
    let n_kept = kept(min);
    let known: u64 = counts[..n_kept].iter().map(|&count| u64::from(count)).sum();
    let dims = stage.state.embedding.dims() as f64;
    stage.figure("min", min.into(), Unit::Count);
    stage.figure("kept", n_kept as f64, Unit::Count);
    stage.figure("words", counts.len() as f64, Unit::Count);
    stage.figure("unknown", 1.0 - known as f64 / n_tokens.max(1) as f64, Unit::Share);
    stage.figure("dims", dims, Unit::Count);
    stage.figure("numbers", n_kept as f64 * dims, Unit::Count);
    match stage.step {
        2 => sentence(stage, n_kept),
        3 => {
            let row = |name: &str, n: f64| {
                let numbers = TableCell::Number(n * dims, Unit::Count);
                table_row("", vec![said(name), TableCell::Number(n, Unit::Count), numbers])
            };
            let rows = vec![row("as it is", counts.len() as f64), row("with this minimum", n_kept as f64)];
            stage.table("what the table costs", &["table", "words", "numbers"], rows);
        }
        _ => {
            let at = |i: usize| {
                let share = i as f64 / (N_POINTS - 1) as f64;
                lowest * libm::pow(highest / lowest, share)
            };
            let points = (0..N_POINTS).map(at).flat_map(|min| [min as f32, kept(min.round() as u32) as f32]);
            let line = CurveLine {
                labels: vec!["words kept".to_owned()],
                key: "kept".to_owned(),
                points: points.collect::<Vec<f32>>().into(),
                tone: Tone::Strong,
            };
            stage.draw(Element::Curve(Curve {
                caption: "words kept by minimum count".to_owned(),
                kind: CurveKind::Line,
                axes: ["minimum count".to_owned(), "words".to_owned()],
                lines: vec![line],
                levels: vec![CurveLevel { label: "with this minimum".to_owned(), value: n_kept as f64 }],
            }));
        }
    }
}

/// A sentence, and who of it has no row at this minimum count.
fn sentence(stage: &mut Stage<'_>, n_kept: usize) {
    let words = stage.sentence(SENTENCE);
    let is_known = |word: &String| stage.state.vocabulary.find(word).is_some_and(|id| (id as usize) < n_kept);
    let tokens: Vec<Token> = words
        .into_iter()
        .map(|text| Token { role: if is_known(&text) { TokenRole::Context } else { TokenRole::Unknown }, text })
        .collect();
    let n_unknown = tokens.iter().filter(|token| token.role == TokenRole::Unknown).count();
    stage.figure("lost", n_unknown as f64, Unit::Count);
    stage.figure("of", tokens.len() as f64, Unit::Count);
    stage.draw(Element::Tokens { caption: "the sentence, as it is known".to_owned(), tokens });
}

/// Sentences of one length are made by rows that stand for nothing.
fn padded(stage: &mut Stage<'_>) {
    let words = stage.sentence(SENTENCE);
    let found: Vec<u32> = words.iter().filter_map(|word| stage.state.vocabulary.find(word)).collect();
    let ids = if found.is_empty() { vec![0] } else { found };
    let n_pads = stage.number(1, "Padding", 3.0, [0.0, MOST_PADS, 1.0]).round() as usize;
    let dims = stage.state.embedding.dims();
    // Some other word's row, where a row of zeros should be.
    let wrong = (0..stage.state.n_words()).rev().find(|id| !ids.contains(id)).unwrap_or(0);
    let mean = |pad: &[f32], n_pads: usize| {
        let mut sum = vec![0.0_f64; dims];
        let rows = ids.iter().map(|&id| stage.state.vector(id)).chain(std::iter::repeat_n(pad, n_pads));
        for row in rows {
            sum.iter_mut().zip(row).for_each(|(sum, &x)| *sum += f64::from(x));
        }
        sum.into_iter().map(|x| (x / (ids.len() + n_pads) as f64) as f32).collect::<Vec<f32>>()
    };
    let plain = mean(&[], 0);
    let zeros = mean(&vec![0.0; dims], n_pads);
    let other = mean(stage.state.vector(wrong), n_pads);
    stage.figure("known", ids.len() as f64, Unit::Count);
    stage.figure("pads", n_pads as f64, Unit::Count);
    stage.figure("cos_zero", math::cosine(&plain, &zeros), Unit::Cosine);
    stage.figure("cos_other", math::cosine(&plain, &other), Unit::Cosine);
    stage.figure("shrunk", math::length(&zeros) / math::length(&plain).max(f64::MIN_POSITIVE), Unit::Share);
    stage.figure("share", ids.len() as f64 / (ids.len() + n_pads) as f64, Unit::Share);
    stage.named("wrong", wrong);
    let mut rows = vec![strip_row("without", "", &plain), strip_row("with zeros", "cos_zero", &zeros)];
    if stage.step == 5 {
        rows.push(strip_row("not zeros", "cos_other", &other));
    }
    stage.strip("the mean of the sentence", rows);
}
