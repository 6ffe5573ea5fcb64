//! Why not compare with every word? A few random ones will do, but none at all will not.
//!
//! With label `y` (1 for the word that stands there, 0 for one that was drawn), the loss of a target is
//! `-ln sigmoid(u . v)` or `-ln sigmoid(-u . v)`, and its error `sigmoid(u . v) - y` (Mikolov et al. 2013b, equation 4).

use super::{
    math,
    stage::{Stage, bar, said, table_row},
    tiny::{N_EPOCHS, N_TINY, Tiny},
};
use crate::{
    protocol::{Curve, CurveKind, CurveLevel, CurveLine, Element, MapAct, TableCell, Tone, Unit},
    train::{NegativeSampler, Use, generator},
};

/// Words that are drawn to see who is drawn.
const N_DRAWS: u32 = 20_000;
const N_BARS: usize = 8;
const MOST_NEGATIVES: f64 = 20.0;
const LN_2: f64 = std::f64::consts::LN_2;

pub(super) fn show(stage: &mut Stage<'_>) -> Option<()> {
    let center = stage.word(0, &["king"], stage.state.n_words() / 3);
    let context = stage.word_near(1, &["crown"], center, &[])?;
    let usual = stage.state.run.map_or(5, |run| run.config.negatives);
    // The fourth step is about none at all.
    let k = match stage.step {
        4 => 0.0,
        _ => stage.number(0, "Negatives", f64::from(usual), [0.0, MOST_NEGATIVES, 1.0]).round(),
    };
    let (n_words, dims) = (f64::from(stage.state.n_words()), stage.state.embedding.dims() as f64);
    // Without negatives, yes to everything is perfect.
    stage.right(2);
    stage.figure("k", k, Unit::Count);
    stage.figure("words", n_words, Unit::Count);
    stage.figure("dims", dims, Unit::Count);
    stage.figure("all", n_words * dims, Unit::Count);
    stage.figure("few", (1.0 + k) * dims, Unit::Count);
    stage.figure("ratio", n_words / (1.0 + k), Unit::Number);
    stage.figure("targets", 1.0 + k, Unit::Count);
    stage.figure("blank", (1.0 + k) * LN_2, Unit::Number);
    stage.act(MapAct::Join([center, context]));
    match stage.step {
        2 => drawn(stage),
        3 => targets(stage, [center, context], k as u32),
        4 | 5 => tiny(stage, k as u32),
        _ => {
            let row = |name: &str, words: f64| {
                let products = TableCell::Number(words * dims, Unit::Count);
                table_row("", vec![said(name), TableCell::Number(words, Unit::Count), products])
            };
            let rows = vec![row("every word", n_words), row("the pair and its negatives", 1.0 + k)];
            stage.table("what one pair costs", &["compare with", "rows", "products"], rows);
        }
    }
    Some(())
}

/// Who is drawn: by frequency, flattened.
fn drawn(stage: &mut Stage<'_>) {
    let Some((counts, sampler)) = sampler(stage) else { return };
    let seed = stage.state.run.map_or(1, |run| run.config.seed);
    let mut rng = generator(seed, Use::Trial, 0, 1);
    let mut n_drawn = vec![0_u32; counts.len()];
    for _ in 0..N_DRAWS {
        n_drawn[sampler.draw(&mut rng) as usize] += 1;
    }
    let weight = |count: u32| libm::pow(count.into(), 0.75);
    let total: f64 = counts.iter().map(|&count| weight(count)).sum();
    let n_tokens: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let bars = (0..counts.len().min(N_BARS))
        .map(|id| bar(stage.state.name(id as u32), f64::from(n_drawn[id]) / f64::from(N_DRAWS), Tone::Plain));
    let bars = bars.collect();
    stage.bars("how often each of the most frequent is drawn", Unit::Share, bars);
    stage.named("frequent", 0);
    stage.figure("draws", f64::from(n_drawn[0]) / f64::from(N_DRAWS), Unit::Share);
    stage.figure("expected", weight(counts[0]) / total, Unit::Share);
    stage.figure("in_text", f64::from(counts[0]) / n_tokens, Unit::Share);
    stage.figure("n_draws", N_DRAWS.into(), Unit::Count);
}

fn sampler<'a>(stage: &mut Stage<'a>) -> Option<(&'a [u32], NegativeSampler)> {
    let counts = stage.state.vocabulary.counts().filter(|counts| counts.len() > 1);
    let found = counts.and_then(|counts| Some((counts, NegativeSampler::new(counts).ok()?)));
    if found.is_none() {
        stage.cannot(
            "These vectors were loaded without counts of their words, so none can be drawn. Open a text to see this.",
        );
    }
    found
}

/// The pair and its negatives: scores, probabilities, nudges.
fn targets(stage: &mut Stage<'_>, [center, context]: [u32; 2], k: u32) {
    let Some((_, sampler)) = sampler(stage) else { return };
    let Some(outputs) = stage.state.outputs else {
        return stage.cannot(
            "These vectors come without the second table that words are predicted with. Train skip-gram or CBOW on a text \
             to see this step.",
        );
    };
    let (seed, rate) = stage.state.run.map_or((1, 0.1), |run| (run.config.seed, run.config.learning_rate));
    let mut rng = generator(seed, Use::Trial, 1, u64::from(center));
    // A negative that is the word itself is passed over, as in training.
    let negatives = (0..k).map(|_| sampler.draw(&mut rng)).filter(|&id| id != context);
    let v = stage.state.vector(center);
    let mut loss = 0.0;
    let mut rows = Vec::new();
    for (target, label) in std::iter::once((context, 1.0)).chain(negatives.map(|id| (id, 0.0))) {
        let score = math::dot(outputs.vector(target).unwrap_or_default(), v);
        let yes = 1.0 / (1.0 + libm::exp(-score));
        loss -= libm::log(if label > 0.0 { yes } else { 1.0 - yes }.max(f64::MIN_POSITIVE));
        let number = |x: f64| TableCell::Number(x, Unit::Number);
        let key = if label > 0.0 { "yes" } else { "" };
        rows.push(table_row(
            key,
            vec![said(stage.state.name(target)), number(score), number(yes), number(rate * (label - yes))],
        ));
        if label > 0.0 {
            stage.figure("score", score, Unit::Number);
            stage.figure("yes", yes, Unit::Number);
            stage.figure("nudge", rate * (1.0 - yes), Unit::Number);
        }
    }
    stage.table("the true word first, then those that were drawn", &["target", "score", "yes", "nudge"], rows);
    stage.figure("loss", loss, Unit::Number);
}

/// A tiny model of a few words of this text, trained here with and without negatives.
fn tiny(stage: &mut Stage<'_>, k: u32) {
    let Some(run) = stage.state.run else {
        return stage.cannot(
            "A tiny model is trained on the text, and these vectors came without one. Open a text to see this.",
        );
    };
    let Some(pairs) = Tiny::pairs(run.corpus, stage.state.n_words()) else {
        return stage.cannot("This text has too few words that meet. Open a longer one to see this step.");
    };
    let k = if stage.step == 5 { k.max(1) } else { k };
    let seeds = [run.config.seed, run.config.seed.wrapping_add(1)];
    let [first, second] = seeds.map(|seed| Tiny::train(&pairs, k, seed));
    let points =
        |tiny: &Tiny| (1_u16..).zip(&tiny.losses).flat_map(|(x, &y)| [f32::from(x), y as f32]).collect::<Vec<f32>>();
    let line = |name: &str, tiny: &Tiny, tone: Tone| CurveLine {
        labels: vec![name.to_owned()],
        key: "tiny_loss".to_owned(),
        points: points(tiny).into(),
        tone,
    };
    stage.draw(Element::Curve(Curve {
        caption: "loss of a tiny model, two beginnings".to_owned(),
        kind: CurveKind::Line,
        axes: ["passes".to_owned(), "loss".to_owned()],
        lines: vec![line("one beginning", &first, Tone::Strong), line("another", &second, Tone::Plain)],
        levels: vec![CurveLevel { label: "a model that knows nothing".to_owned(), value: f64::from(1 + k) * LN_2 }],
    }));
    stage.figure("tiny_words", N_TINY as f64, Unit::Count);
    stage.figure("passes", N_EPOCHS as f64, Unit::Count);
    stage.figure("tiny_k", k.into(), Unit::Count);
    stage.figure("tiny_loss", first.losses.last().copied().unwrap_or_default(), Unit::Number);
    stage.figure("tiny_yes", first.mean_yes(), Unit::Share);
    stage.figure("tiny_alike", first.alike(), Unit::Cosine);
}
