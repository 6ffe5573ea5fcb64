//! Where do the neighborhoods come from? From noise, and from company.

use super::{
    hubs::Work,
    math,
    stage::{Stage, bar, said, strip_row, table_row},
};
use crate::{
    protocol::{MapAct, TableCell, Tone, Unit},
    text::shared_contexts,
};

/// Pairs of words whose noise is measured.
const N_NOISE: u32 = 400;
/// Floats that are drawn again to see who was near before, at most.
const MOST_FLOATS: usize = 400_000;
/// Words of company that are listed, and how often one must be there.
const N_SHARED: usize = 6;
const LEAST_COUNT: u32 = 2;

/// The three words of the scene.
fn words(stage: &mut Stage<'_>) -> Option<[u32; 3]> {
    let a = stage.word(0, &["cat"], stage.state.n_words() / 4);
    let b = stage.word_near(1, &["dog"], a, &[])?;
    let other = (0..stage.state.n_words()).find(|id| ![a, b].contains(id)).unwrap_or(0);
    let c = stage.word(2, &["king"], other);
    Some([a, b, c])
}

pub(super) fn show(stage: &mut Stage<'_>, work: &mut Work, n_operations: usize) -> Option<()> {
    let [a, b, c] = words(stage)?;
    let Some(run) = stage.state.run else {
        stage.cannot("These vectors were loaded, so nobody here knows how they began. Open a text to watch them grow.");
        return Some(());
    };
    if stage.step == 3 && !work.company(stage.state, &[a, b], n_operations) {
        return None;
    }
    let before = |x: u32, y: u32| math::cosine(&run.first_vector(x), &run.first_vector(y));
    let pairs = [(a, b), (a, c), (b, c)];
    let [was, is] = [before(a, b), stage.cosine(a, b)];
    // Neither near nor far.
    stage.right(2);
    stage.figure("before", was, Unit::Cosine);
    stage.figure("now", is, Unit::Cosine);
    stage.figure("dims", run.config.dims as f64, Unit::Count);
    stage.act(MapAct::Highlight { word_id: a, others: vec![b, c] });
    let names = |(x, y): (u32, u32)| format!("{}–{}", stage.state.name(x), stage.state.name(y));
    match stage.step {
        2 => {
            let bars = pairs.iter().flat_map(|&(x, y)| {
                [bar(&names((x, y)), stage.cosine(x, y), Tone::Strong), bar("at first", before(x, y), Tone::Faint)]
            });
            let bars = bars.collect();
            stage.bars("now, and before the first sentence", Unit::Cosine, bars);
            stage.figure("gain", is - was, Unit::Cosine);
        }
        3 => company(stage, work, [a, b]),
        4 => ranks(stage, a, b)?,
        5 => {
            let share = stage.number(0, "Time", 0.0, [0.0, 1.0, 0.02]);
            stage.act(MapAct::Moment(share));
            stage.figure("share", share, Unit::Share);
            let rows = vec![
                strip_row("at first", "before", &run.first_vector(a)),
                strip_row("now", "now", stage.state.vector(a)),
            ];
            stage.strip("one word, then and now", rows);
            let same = math::cosine(&run.first_vector(a), stage.state.vector(a));
            stage.figure("kept", same, Unit::Cosine);
        }
        _ => {
            let rows = [a, b].map(|id| strip_row(stage.state.name(id), "before", &run.first_vector(id)));
            stage.strip("how they begin", rows.to_vec());
            let n = N_NOISE.min(stage.state.n_words().saturating_sub(1));
            let noise = (0..n).map(|id| before(id, id + 1).abs()).sum::<f64>() / f64::from(n.max(1));
            stage.figure("noise", noise, Unit::Cosine);
        }
    }
    Some(())
}

/// The company that both words keep.
fn company(stage: &mut Stage<'_>, work: &Work, [a, b]: [u32; 2]) {
    let [of_a, of_b] = work.company_read() else { return };
    let mut shared = shared_contexts(of_a, of_b, N_SHARED, LEAST_COUNT);
    if shared.is_empty() {
        shared = shared_contexts(of_a, of_b, N_SHARED, 1);
    }
    let count = |n: u32| TableCell::Number(n.into(), Unit::Count);
    let rows: Vec<_> = shared
        .iter()
        .map(|context| {
            table_row("", vec![said(stage.state.name(context.word_id)), count(context.n_a), count(context.n_b)])
        })
        .collect();
    let both = |id: usize| of_a.counts()[id] > 0 && of_b.counts()[id] > 0;
    let n_both = (0..of_a.counts().len()).filter(|&id| both(id)).count();
    let n_any = (0..of_a.counts().len()).filter(|&id| of_a.counts()[id] > 0 || of_b.counts()[id] > 0).count();
    stage.figure("both", n_both as f64, Unit::Count);
    stage.figure("any", n_any as f64, Unit::Count);
    stage.figure("overlap", n_both as f64 / (n_any as f64).max(1.0), Unit::Share);
    if rows.is_empty() {
        return stage.cannot("These two words share no company in this text, so nothing has brought them together.");
    }
    let head = ["word", "near the first", "near the second"];
    stage.table("company of both", &head, rows);
    stage.act(MapAct::Join([a, b]));
}

/// The rank of one word among the neighbors of another, at first and now.
fn ranks(stage: &mut Stage<'_>, a: u32, b: u32) -> Option<()> {
    let run = stage.state.run?;
    let state = *stage.state;
    let now = stage.scan(state.vector(a))?.rank_of(b, &[a]);
    let n_words = state.n_words().min((MOST_FLOATS / run.config.dims.max(1)) as u32);
    let own = run.first_vector(a);
    let cosine = |id: u32| math::cosine(&own, &run.first_vector(id));
    let of_b = cosine(b);
    let before = 1 + (0..n_words).filter(|&id| id != a && id != b && cosine(id) > of_b).count();
    stage.figure("rank_before", before as f64, Unit::Count);
    stage.figure("rank_now", now as f64, Unit::Count);
    stage.figure("among", f64::from(n_words.max(1) - 1), Unit::Count);
    let row = |when: &str, rank: usize, cosine: f64| {
        table_row(
            "",
            vec![said(when), TableCell::Number(rank as f64, Unit::Count), TableCell::Number(cosine, Unit::Cosine)],
        )
    };
    let rows = vec![row("before", before, of_b), row("now", now, stage.cosine(a, b))];
    stage.table("place of the second word among the nearest of the first", &["when", "place", "cosine"], rows);
    Some(())
}
