//! Near by what? By angle, or by distance.

use super::{
    hubs::{LIST, Work},
    math,
    stage::{Stage, said, table_row},
};
use crate::protocol::{Curve, CurveKind, CurveLine, Element, MapAct, TableCell, Tone, Unit};

/// How far a vector can be stretched.
const STRETCH: [f64; 3] = [0.1, 5.0, 0.1];
/// Hubs that are listed.
const N_HUBS: usize = 5;

pub(super) fn show(stage: &mut Stage<'_>, work: &mut Work, n_operations: usize) -> Option<()> {
    if stage.step == 4 && !work.hubs(stage.state, n_operations) {
        return None;
    }
    let a = stage.word(0, &["king"], stage.state.n_words() / 3);
    let b = stage.word_near(1, &["queen"], a, &[])?;
    // Only the distance changes with the length.
    stage.right(0);
    let (u, v) = (stage.state.vector(a), stage.state.vector(b));
    stage.figure("cos", math::cosine(u, v), Unit::Cosine);
    stage.figure("dot", math::dot(u, v), Unit::Number);
    stage.figure("len_a", math::length(u), Unit::Number);
    stage.figure("len_b", math::length(v), Unit::Number);
    stage.figure("distance", math::distance(u, v), Unit::Number);
    stage.act(MapAct::Join([a, b]));
    match stage.step {
        2 => stretched(stage, a, b),
        3 => lists(stage, a)?,
        4 => hubs(stage, work),
        5 => same_length(stage, a, b),
        _ => {
            arrows(stage, "in the plane of both", [a, b], [u.to_vec(), v.to_vec()]);
            let rows = vec![stage.row("len_a", a), stage.row("len_b", b)];
            stage.strip("their numbers", rows);
        }
    }
    Some(())
}

/// Two vectors in the plane that they span; the first lies to the right.
fn arrows(stage: &mut Stage<'_>, caption: &str, ids: [u32; 2], [u, v]: [Vec<f32>; 2]) {
    let (along, cosine) = (math::length(&u), math::cosine(&u, &v));
    let other = math::length(&v);
    let up = (1.0 - cosine * cosine).max(0.0).sqrt();
    let line = |place: usize, key: &str, point: [f64; 2], tone: Tone| CurveLine {
        labels: vec![stage.state.name(ids[place]).to_owned()],
        key: key.to_owned(),
        points: point.map(|x| x as f32).to_vec().into(),
        tone,
    };
    let lines =
        vec![line(0, "len_a", [along, 0.0], Tone::Plain), line(1, "len_b", [other * cosine, other * up], Tone::Strong)];
    let axes = [String::new(), String::new()];
    stage.draw(Element::Curve(Curve {
        caption: caption.to_owned(),
        kind: CurveKind::Arrows,
        axes,
        lines,
        levels: Vec::new(),
    }));
}

/// One vector longer or shorter.
fn stretched(stage: &mut Stage<'_>, a: u32, b: u32) {
    let times = stage.number(0, "Stretch the second", 2.0, STRETCH);
    let u = stage.state.vector(a);
    let long: Vec<f32> = stage.state.vector(b).iter().map(|&x| x * times as f32).collect();
    arrows(stage, "the second, stretched", [a, b], [u.to_vec(), long.clone()]);
    stage.figure("times", times, Unit::Number);
    stage.figure("cos_long", math::cosine(u, &long), Unit::Cosine);
    stage.figure("far", math::distance(u, &long), Unit::Number);
    stage.figure("len_long", math::length(&long), Unit::Number);
}

/// The nearest by either measure.
fn lists(stage: &mut Stage<'_>, a: u32) -> Option<()> {
    let own = stage.state.vector(a);
    let by_cosine = stage.nearest(own, LIST, &[a])?;
    let by_distance = stage.nearest_by_distance(own, LIST, &[a])?;
    let rows = by_cosine.iter().zip(&by_distance).enumerate().map(|(place, (near, far))| {
        table_row(
            "",
            vec![
                TableCell::Number(place as f64 + 1.0, Unit::Count),
                said(stage.state.name(near.0)),
                TableCell::Number(near.1.into(), Unit::Cosine),
                said(stage.state.name(far.0)),
                TableCell::Number(far.1.into(), Unit::Number),
            ],
        )
    });
    let rows = rows.collect();
    stage.table("the nearest to the first", &["place", "by cosine", "cosine", "by distance", "distance"], rows);
    let n_shared = by_distance.iter().filter(|far| by_cosine.iter().any(|near| near.0 == far.0)).count();
    stage.figure("shared", n_shared as f64, Unit::Count);
    stage.figure("listed", by_cosine.len() as f64, Unit::Count);
    let others = by_cosine.iter().map(|near| near.0).collect();
    stage.act(MapAct::Highlight { word_id: a, others });
    Some(())
}

/// The words that are near to most others by distance.
fn hubs(stage: &mut Stage<'_>, work: &Work) {
    let Some(counted) = work.counted() else { return };
    let [by_distance, by_cosine] = &counted.counts;
    // Ties go to the more frequent word.
    let counts: Vec<f64> = by_distance.iter().map(|&count| count.into()).collect();
    let ids: Vec<u32> = math::greatest(&counts, N_HUBS).into_iter().map(|id| id as u32).collect();
    let lengths = |id: u32| math::length(stage.state.vector(id));
    let n_words = stage.state.n_words();
    // Their inverse norms are there; zeros have none.
    let all = stage.state.norms.iter().filter(|&&inverse| inverse > 0.0).map(|&inverse| 1.0 / f64::from(inverse));
    let mean = all.sum::<f64>() / f64::from(n_words.max(1));
    let count = |n: u32| TableCell::Number(n.into(), Unit::Count);
    let rows = ids.iter().map(|&id| {
        let length = TableCell::Number(lengths(id), Unit::Number);
        table_row(
            "",
            vec![said(stage.state.name(id)), count(by_distance[id as usize]), count(by_cosine[id as usize]), length],
        )
    });
    let rows = rows.collect();
    let hub = ids.first().copied().unwrap_or(0);
    let hub_length = lengths(hub);
    stage.table("in most lists by distance", &["word", "lists by distance", "lists by cosine", "length"], rows);
    stage.named("hub", hub);
    stage.figure("hub_lists", by_distance[hub as usize].into(), Unit::Count);
    stage.figure("hub_cosine", by_cosine[hub as usize].into(), Unit::Count);
    stage.figure("hub_length", hub_length, Unit::Number);
    stage.figure("mean_length", mean, Unit::Number);
    stage.figure("lists", counted.n_lists.into(), Unit::Count);
    stage.figure("agree", counted.n_shared as f64 / (f64::from(counted.n_lists) * LIST as f64).max(1.0), Unit::Share);
    stage.act(MapAct::Highlight { word_id: hub, others: Vec::new() });
}

/// Both vectors at length one: then distance and angle say the same.
fn same_length(stage: &mut Stage<'_>, a: u32, b: u32) {
    let unit = |id: u32| {
        let own = stage.state.vector(id);
        let length = math::length(own);
        let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
        own.iter().map(|&x| (f64::from(x) * scale) as f32).collect::<Vec<f32>>()
    };
    let (u, v) = (unit(a), unit(b));
    let apart = math::distance(&u, &v);
    arrows(stage, "both at length one", [a, b], [u, v]);
    stage.figure("apart", apart, Unit::Number);
    stage.figure("squared", apart * apart, Unit::Number);
    let cosine = stage.cosine(a, b);
    stage.figure("twice", 2.0 * cosine, Unit::Number);
    stage.figure("two", 2.0, Unit::Count);
    stage.figure("one", 1.0, Unit::Count);
}
