//! Five neighbors of five words of one's own paragraph.

use crate::{
    lessons::stage::{Stage, said, table_row},
    protocol::{Goal, MapAct, Setting, TableCell, Unit},
};

/// Words that are asked for, and neighbors of each.
const WANTED: usize = 5;
const NEIGHBORS: usize = 5;
const DIMS: usize = 32;
const EPOCHS: u32 = 1000;

/// The exercise. None where it takes another slice.
pub(in crate::lessons) fn paragraph(stage: &mut Stage<'_>) -> Option<()> {
    let state = *stage.state;
    for (name, value) in [("dims_wanted", DIMS as f64), ("epochs_wanted", EPOCHS.into()), ("wanted", WANTED as f64)] {
        stage.figure(name, value, Unit::Count);
    }
    let n_tokens = state.vocabulary.n_tokens().unwrap_or(0);
    stage.figure("tokens", n_tokens as f64, Unit::Count);
    stage.figure("dims", state.embedding.dims() as f64, Unit::Count);
    match state.run {
        Some(run) => {
            // A longer text may not have as many epochs.
            let is_short = Setting::Epochs.spec_for(n_tokens).max >= EPOCHS.into();
            let is_own = !run.is_built_in && is_short;
            let has_dims = run.config.dims == DIMS;
            stage.figure("epochs", run.epochs_done.into(), Unit::Count);
            stage.goal(is_own.into());
            stage.goal(has_dims.into());
            stage.goal((run.epochs_done >= EPOCHS).into());
            if is_own && !has_dims {
                stage.want(Setting::Dims, DIMS as f64);
            }
            if is_own && run.config.epochs < EPOCHS {
                stage.want(Setting::Epochs, EPOCHS.into());
            }
        }
        None => (0..3).for_each(|_| stage.goal(Goal::Unchecked)),
    }
    let typed = &stage.inputs.text;
    stage.text_box("Five words", typed);
    let mut ids: Vec<u32> = Vec::new();
    for word in typed.split([' ', ',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()).take(4 * WANTED) {
        ids.extend(stage.found(word).filter(|id| !ids.contains(id)));
    }
    stage.figure("known", ids.len() as f64, Unit::Count);
    stage.goal((ids.len() >= WANTED).into());
    let mut rows = Vec::new();
    for &id in ids.iter().take(WANTED) {
        let near = stage.nearest(state.vector(id), NEIGHBORS, &[id])?;
        let names: Vec<&str> = near.iter().map(|&(id, _)| state.name(id)).collect();
        let first = near.first().map_or(0.0, |&(_, cosine)| cosine.into());
        rows.push(table_row(
            "",
            vec![said(state.name(id)), said(&names.join(", ")), TableCell::Number(first, Unit::Cosine)],
        ));
    }
    if let Some((&word_id, others)) = ids.split_first() {
        stage.table("the nearest of each", &["word", "nearest", "cosine of the first"], rows);
        stage.act(MapAct::Highlight { word_id, others: others.to_vec() });
    }
    Some(())
}
