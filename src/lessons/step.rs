//! How does it learn from one pair? Scores, probabilities, errors, and two nudges.
//!
//! This is a step of full softmax for one pair, by plain gradient descent, on a copy of the vectors:
//!
//! ```text
//! p_j = exp(u_j . v) / sum_k exp(u_k . v),   e_j = p_j - [j = context]
//! dL/dv = sum_j e_j u_j,   dL/du_j = e_j v
//! ```
//!
//! Both gradients are taken before anything moves. The switch moves the output vectors first and takes the center's gradient
//! from the moved ones, as some lessons do: the center is then fed back `rate * sum_j e_j^2` of itself.

use super::{
    math,
    stage::{Stage, bar, strip_row},
};
use crate::protocol::{Curve, CurveKind, CurveLevel, CurveLine, Element, MapAct, Tone, Unit};

/// Bars of single words.
const N_BARS: usize = 8;
/// Multiply-adds of all repetitions: well within a slice.
const MOST_OPERATIONS: usize = 6_000_000;
/// Repetitions that a reader can ask for.
const MOST_TIMES: f64 = 100.0;
/// The step of the finite difference, relative to the length of the center's vector.
const DIFFERENCE: f64 = 1e-4;

/// A model of one pair: the center's vector and all output vectors, in double precision.
struct Pair {
    center: Vec<f64>,
    /// `words x dims`, row-major.
    outputs: Vec<f64>,
    context: usize,
}

pub(super) fn show(stage: &mut Stage<'_>) -> Option<()> {
    let center = stage.word(0, &["king"], stage.state.n_words() / 3);
    let context = stage.word_near(1, &["crown"], center, &[])?;
    of_pair(stage, center, context);
    Some(())
}

fn of_pair(stage: &mut Stage<'_>, center: u32, context: u32) {
    // One bar must rise, all others must fall.
    stage.right(0);
    stage.act(MapAct::Join([center, context]));
    let Some(outputs) = stage.state.outputs else {
        return stage.cannot(
            "These vectors come without the second table that words are predicted with. Train skip-gram or CBOW on a text \
             to see this step.",
        );
    };
    let (n_words, dims) = (outputs.n_words(), outputs.dims());
    let n_affordable = MOST_OPERATIONS / (4 * n_words * dims).max(1);
    if n_affordable == 0 {
        return stage
            .cannot("This vocabulary is too large to weigh every word at once: train on fewer words to see this.");
    }
    let wide = |row: &[f32]| row.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>();
    let mut all = Vec::with_capacity(n_words * dims);
    for id in 0..n_words as u32 {
        all.extend(outputs.vector(id).unwrap_or_default().iter().map(|&x| f64::from(x)));
    }
    let pair = Pair { center: wide(stage.state.vector(center)), outputs: all, context: context as usize };
    let probabilities = pair.probabilities();
    let own = probabilities[pair.context];
    stage.figure("score", pair.score(pair.context), Unit::Number);
    stage.figure("p", own, Unit::Number);
    stage.figure("loss", -libm::log(own.max(f64::MIN_POSITIVE)), Unit::Number);
    stage.figure("sum", probabilities.iter().sum(), Unit::Number);
    stage.figure("words", n_words as f64, Unit::Count);
    stage.figure("even", libm::log(n_words as f64), Unit::Number);
    stage.figure("error", own - 1.0, Unit::Number);
    match stage.step {
        2 => bars(stage, &probabilities, pair.context, false),
        3 => bars(stage, &probabilities, pair.context, true),
        4 => nudge(stage, &pair),
        5 => again(stage, pair, n_affordable),
        _ => {
            let output = outputs.vector(context).unwrap_or_default();
            let names = [center, context].map(|id| stage.state.name(id));
            let rows =
                vec![strip_row(names[0], "score", stage.state.vector(center)), strip_row(names[1], "score", output)];
            stage.strip("the middle word, and how the other is predicted", rows);
        }
    }
}

/// Probabilities, or errors: the likeliest words, the context, and the others together.
fn bars(stage: &mut Stage<'_>, probabilities: &[f64], context: usize, are_errors: bool) {
    let mut ids = math::greatest(probabilities, N_BARS);
    if !ids.contains(&context) {
        ids.push(context);
    }
    let value = |id: usize| probabilities[id] - f64::from(u8::from(are_errors && id == context));
    let mut drawn: Vec<_> = ids
        .iter()
        .map(|&id| {
            let tone = if id == context { Tone::Strong } else { Tone::Plain };
            bar(stage.state.name(id as u32), value(id), tone)
        })
        .collect();
    let listed: f64 = ids.iter().map(|&id| probabilities[id]).sum();
    let rest = (probabilities.iter().sum::<f64>() - listed).max(0.0);
    if ids.len() < probabilities.len() {
        drawn.push(bar("all others", rest, Tone::Faint));
    }
    stage.figure("likeliest_p", probabilities[ids[0]], Unit::Number);
    stage.named("likeliest", ids[0] as u32);
    stage.figure("rest", rest, Unit::Number);
    let all = (0..probabilities.len()).map(value).sum::<f64>();
    stage.figure("balance", if all.abs() < 1e-9 { 0.0 } else { all }, Unit::Number);
    stage.figure("falls", probabilities.len() as f64 - 1.0, Unit::Count);
    let caption = if are_errors { "guess minus truth" } else { "what it expects" };
    stage.bars(caption, Unit::Number, drawn);
}

/// The gradient of the center, checked by a finite difference along it, and one step.
fn nudge(stage: &mut Stage<'_>, pair: &Pair) {
    let rate = rate(stage);
    let gradient = pair.center_gradient(&pair.errors());
    let steepness = gradient.iter().map(|x| x * x).sum::<f64>().sqrt();
    let narrow = |row: &[f64]| row.iter().map(|&x| x as f32).collect::<Vec<f32>>();
    let size = pair.center.iter().map(|x| x * x).sum::<f64>().sqrt().max(1e-3);
    let moved_by = |amount: f64| -> Vec<f64> {
        let step = |(x, g): (&f64, &f64)| x + amount * g / steepness.max(f64::MIN_POSITIVE);
        pair.center.iter().zip(&gradient).map(step).collect()
    };
    let h = DIFFERENCE * size;
    let measured = (pair.loss_at(&moved_by(h)) - pair.loss_at(&moved_by(-h))) / (2.0 * h);
    let mut after = Pair { center: pair.center.clone(), outputs: pair.outputs.clone(), context: pair.context };
    after.step(rate, false);
    let nudge: Vec<f64> = gradient.iter().map(|g| -rate * g).collect();
    stage.strip(
        "the middle word",
        vec![
            strip_row("before", "", &narrow(&pair.center)),
            strip_row("its nudge", "slope", &narrow(&nudge)),
            strip_row("after", "", &narrow(&after.center)),
        ],
    );
    stage.figure("slope", steepness, Unit::Number);
    stage.figure("measured", measured, Unit::Number);
    stage.figure("loss_after", after.loss_at(&after.center), Unit::Number);
    stage.figure("rate", rate, Unit::Number);
}

/// The same step again and again.
fn again(stage: &mut Stage<'_>, pair: Pair, n_affordable: usize) {
    let rate = rate(stage);
    let most = (n_affordable as f64).min(MOST_TIMES);
    let times = stage.number(1, "Times", most.min(20.0), [1.0, most, 1.0]).round() as usize;
    let outputs_first = stage.switch("Move the output vectors first");
    let mut pair = pair;
    let mut points = vec![0.0, pair.loss_at(&pair.center) as f32];
    for time in 1..=times {
        pair.step(rate, outputs_first);
        points.extend([time as f32, pair.loss_at(&pair.center) as f32]);
    }
    let last = points.last().copied().unwrap_or_default();
    stage.draw(Element::Curve(Curve {
        caption: "loss of this pair".to_owned(),
        kind: CurveKind::Line,
        axes: ["times".to_owned(), "loss".to_owned()],
        lines: vec![CurveLine {
            labels: vec!["loss".to_owned()],
            key: String::new(),
            points: points.into(),
            tone: Tone::Strong,
        }],
        levels: vec![CurveLevel {
            label: "a model that knows nothing".to_owned(),
            value: libm::log(stage.state.n_words().into()),
        }],
    }));
    stage.figure("times", times as f64, Unit::Count);
    stage.figure("loss_after", last.into(), Unit::Number);
    stage.figure("p_after", libm::exp(f64::from(-last)), Unit::Number);
    let narrow: Vec<f32> = pair.center.iter().map(|&x| x as f32).collect();
    let context = stage.state.vector(pair.context as u32);
    stage.figure("cos_after", math::cosine(&narrow, context), Unit::Cosine);
    stage.figure("rate", rate, Unit::Number);
}

fn rate(stage: &mut Stage<'_>) -> f64 {
    stage.number(0, "Learning rate", 0.1, [0.01, 1.0, 0.01])
}

impl Pair {
    fn dims(&self) -> usize {
        self.center.len()
    }

    fn score(&self, word: usize) -> f64 {
        dot(&self.outputs[word * self.dims()..(word + 1) * self.dims()], &self.center)
    }

    fn scores_of(&self, center: &[f64]) -> Vec<f64> {
        self.outputs.chunks_exact(self.dims().max(1)).map(|row| dot(row, center)).collect()
    }

    fn probabilities(&self) -> Vec<f64> {
        let scores = self.scores_of(&self.center);
        let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let raised: Vec<f64> = scores.iter().map(|score| libm::exp(score - greatest)).collect();
        let sum: f64 = raised.iter().sum();
        raised.into_iter().map(|x| x / sum).collect()
    }

    /// The loss with another center.
    fn loss_at(&self, center: &[f64]) -> f64 {
        let scores = self.scores_of(center);
        let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = scores.iter().map(|score| libm::exp(score - greatest)).sum();
        libm::log(sum) + greatest - scores[self.context]
    }

    fn errors(&self) -> Vec<f64> {
        let mut errors = self.probabilities();
        errors[self.context] -= 1.0;
        errors
    }

    fn center_gradient(&self, errors: &[f64]) -> Vec<f64> {
        let mut gradient = vec![0.0; self.dims()];
        for (row, error) in self.outputs.chunks_exact(self.dims().max(1)).zip(errors) {
            for (sum, x) in gradient.iter_mut().zip(row) {
                *sum += error * x;
            }
        }
        gradient
    }

    /// One step. `outputs_first`: whether the center's gradient is taken from outputs that have moved already.
    fn step(&mut self, rate: f64, outputs_first: bool) {
        let errors = self.errors();
        let before = (!outputs_first).then(|| self.center_gradient(&errors));
        let dims = self.dims();
        for (row, error) in self.outputs.chunks_exact_mut(dims.max(1)).zip(&errors) {
            for (x, v) in row.iter_mut().zip(&self.center) {
                *x -= rate * error * v;
            }
        }
        let gradient = before.unwrap_or_else(|| self.center_gradient(&errors));
        for (x, g) in self.center.iter_mut().zip(gradient) {
            *x -= rate * g;
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
