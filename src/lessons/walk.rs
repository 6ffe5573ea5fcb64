//! Why queen? Arithmetic on words is a walk: one arrow, copied to another start.
//!
//! All vectors here have length one, as in the page's analogies.

use super::{
    math,
    stage::{Stage, bar, said, strip_row, table_row},
};
use crate::{
    protocol::{AxisWords, MapAct, StripRow, TableCell, Tone, Unit, WeightedWord},
    space::combine,
};

/// Answers that are listed.
const N_ANSWERS: usize = 5;

pub(super) fn show(stage: &mut Stage<'_>) -> Option<()> {
    let state = *stage.state;
    let example = state.examples.first().map(|words| words.each_ref().map(String::as_str));
    let [first, second, third, _] = example.unwrap_or_default();
    let a = stage.word(0, &["king", first], state.n_words() / 3);
    let b = stage.word_near(1, &["man", second], a, &[])?;
    let c = stage.word_near(2, &["woman", third], b, &[a])?;
    let terms = [(a, 1.0), (b, -1.0), (c, 1.0)];
    let sum = combine(state.embedding, &terms).unwrap_or_default();
    // The inputs are at most three of those that they stand among.
    let all = stage.nearest(&sum, N_ANSWERS + 3, &[])?;
    let with_inputs: Vec<_> = all.iter().copied().take(N_ANSWERS).collect();
    let answers: Vec<_> = all.into_iter().filter(|(id, _)| ![a, b, c].contains(id)).take(N_ANSWERS).collect();
    let (Some(&(first, _)), Some(&(answer, cosine))) = (with_inputs.first(), answers.first()) else {
        stage.cannot("These words cancel out, or there are too few of them: choose three others.");
        return Some(());
    };
    // Whether an input would answer.
    stage.right(u8::from(![a, b, c].contains(&first)));
    stage.named("answer", answer);
    stage.named("first", first);
    stage.figure("cos", cosine.into(), Unit::Cosine);
    let unit = |id: u32| combine(state.embedding, &[(id, 1.0)]).unwrap_or_default();
    let [king, man, woman, queen] = [a, b, c, answer].map(unit);
    let arrow = math::plus(&king, -1.0, &man);
    let copy = math::plus(&queen, -1.0, &woman);
    let parallel = math::cosine(&arrow, &copy);
    stage.figure("parallel", parallel, Unit::Cosine);
    stage.figure("arrow", math::length(&arrow), Unit::Number);
    stage.figure("near_start", math::cosine(&king, &man), Unit::Cosine);
    let one_plane = |towards: u32, from: u32| AxisWords { towards: vec![towards], from: vec![from] };
    if stage.step > 0 && a != b && b != c {
        stage.act(MapAct::Axes { x: one_plane(c, b), y: one_plane(a, b) });
    }
    match stage.step {
        0 | 1 => {
            let rows = vec![row(state.name(a), "a", &king), row(state.name(b), "b", &man)];
            let rows = rows.into_iter().chain([row("the arrow", "arrow", &arrow)]).collect();
            stage.strip("one word minus another", rows);
            stage.act(MapAct::Join([b, a]));
        }
        2 => {
            let ghost = math::plus(&woman, 1.0, &arrow);
            let rows = vec![
                row(state.name(c), "c", &woman),
                row("the arrow", "arrow", &arrow),
                row("where it ends", "sum", &ghost),
            ];
            stage.strip("the arrow, copied", rows);
            let weighted = terms.map(|(word_id, weight)| WeightedWord { word_id, weight });
            stage.act(MapAct::Ghost(weighted.to_vec()));
            stage.act(MapAct::Join([b, a]));
            let to_start = math::cosine(&ghost, &woman);
            stage.figure("to_start", to_start, Unit::Cosine);
        }
        4 => {
            list(stage, "nearest, inputs and all", &with_inputs, [a, b, c]);
            stage.act(MapAct::Corners([a, b, c, answer]));
        }
        5 => agreement(stage, [a, b, c, answer], parallel),
        _ => {
            list(stage, "nearest to where it ends", &answers, [a, b, c]);
            stage.act(MapAct::Corners([a, b, c, answer]));
            if let Some(&(second, cosine)) = answers.get(1) {
                stage.named("second", second);
                stage.figure("cos_second", cosine.into(), Unit::Cosine);
            }
        }
    }
    Some(())
}

fn row(label: &str, key: &str, values: &[f32]) -> StripRow {
    strip_row(label, key, values)
}

/// Words with their cosines; the inputs are faint.
fn list(stage: &mut Stage<'_>, caption: &str, found: &[(u32, f32)], inputs: [u32; 3]) {
    let bars = found.iter().enumerate().map(|(place, &(id, cosine))| {
        let tone = match place {
            _ if inputs.contains(&id) => Tone::Faint,
            0 => Tone::Strong,
            _ => Tone::Plain,
        };
        bar(stage.state.name(id), cosine.into(), tone)
    });
    let bars = bars.collect();
    stage.bars(caption, Unit::Cosine, bars);
}

/// How parallel the arrows of other pairs are.
fn agreement(stage: &mut Stage<'_>, own: [u32; 4], parallel: f64) {
    let state = *stage.state;
    let arrow = |to: u32, from: u32| combine(state.embedding, &[(to, 1.0), (from, -1.0)]).unwrap_or_default();
    let pairs = |[a, b, c, d]: [u32; 4], cosine: f64| {
        let texts = [[a, b], [d, c]].map(|[to, from]| said(&format!("{} − {}", state.name(to), state.name(from))));
        let [first, second] = texts;
        table_row("parallel", vec![first, second, TableCell::Number(cosine, Unit::Cosine)])
    };
    let mut rows = vec![pairs(own, parallel)];
    let mut sum = parallel;
    for words in state.examples {
        let ids: Vec<u32> = words.iter().filter_map(|word| state.vocabulary.find(word)).collect();
        if let [a, b, c, d] = ids[..]
            && [a, b, c, d] != own
        {
            let cosine = math::cosine(&arrow(a, b), &arrow(d, c));
            rows.push(pairs([a, b, c, d], cosine));
            sum += cosine;
        }
    }
    let mean = sum / rows.len() as f64;
    stage.table("two arrows each", &["arrow", "and", "cosine"], rows);
    stage.figure("mean", mean, Unit::Cosine);
    stage.act(MapAct::Corners(own));
}
