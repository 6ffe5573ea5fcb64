//! Scenes of lessons: one question about word vectors each, answered on whatever is open.
//!
//! A scene is a function of what is known of the vectors ([`State`]), what the reader puts in, and the step. It gives
//! elements to draw, numbers and words for the sentences of its file in `assets/lessons/`, and what the map shows
//! meanwhile. It has no state of its own; what takes longer than a slice goes on in [`Work`].
//!
//! One file a scene: `lookup`, `onehot`, `window`, `step`, `negatives` (with `tiny`, a model of its own),
//! `grow`, `angle` (with `hubs`), `walk`, `vocabulary`, `order`, `context`, `borrow`. `stage` is what they draw on, `search`
//! how they look through all words, `math` their arithmetic in double precision. `exercises` have goals in the place of steps,
//! and `game` is to guess a word.

mod angle;
mod borrow;
mod context;
mod exercises;
mod game;
mod grow;
mod hubs;
mod lookup;
mod math;
mod negatives;
mod onehot;
mod order;
mod search;
mod stage;
mod state;
mod step;
mod tiny;
mod vocabulary;
mod walk;
mod window;

pub use hubs::{Hubs, Work};
pub use stage::Answer;
pub use state::{RunState, State};

use crate::protocol::{SceneName, SceneQuestion};
use stage::Stage;

/// Answers a question. None where `n_operations` multiply-adds were not enough: then the same question comes again with the
/// same `work`, and the vectors have not moved meanwhile.
pub fn show(state: &State<'_>, question: &SceneQuestion, work: &mut Work, n_operations: usize) -> Option<Answer> {
    let mut stage = Stage::new(state, question, std::mem::take(&mut work.searches), n_operations);
    let shown = shown(&mut stage, work, n_operations);
    let (answer, searches) = stage.finish();
    work.searches = searches;
    shown.map(|()| answer)
}

/// Draws the scene. None where it has to be drawn again, with what is found by then.
fn shown(stage: &mut Stage<'_>, work: &mut Work, n_operations: usize) -> Option<()> {
    match stage.scene() {
        SceneName::Lookup => lookup::show(stage),
        SceneName::OneHot => return onehot::show(stage),
        SceneName::Window => window::show(stage),
        SceneName::Step => return step::show(stage),
        SceneName::Angle => return angle::show(stage, work, n_operations),
        SceneName::Walk => return walk::show(stage),
        SceneName::Grow => return grow::show(stage, work, n_operations),
        SceneName::Negatives => return negatives::show(stage),
        SceneName::Vocabulary => vocabulary::show(stage),
        SceneName::Order => order::show(stage),
        SceneName::Context => return context::show(stage),
        SceneName::Borrow => return borrow::show(stage, work, n_operations),
        SceneName::Capitals => return exercises::capitals(stage, work, n_operations),
        SceneName::Queen => return exercises::queen(stage),
        SceneName::Paragraph => return exercises::paragraph(stage),
        SceneName::Analogies => return exercises::analogies(stage),
        SceneName::Groups => exercises::groups(stage),
        SceneName::Game => return game::show(stage),
    }
    Some(())
}
