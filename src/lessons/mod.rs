//! Scenes of lessons: one question about word vectors each, answered on whatever is open.
//!
//! A scene is a function of what is known of the vectors ([`State`]), what the reader puts in, and the step. It gives
//! elements to draw, numbers and words for the sentences of its file in `assets/lessons/`, and what the map shows
//! meanwhile. It has no state of its own; what takes longer than a slice goes on in [`Work`].
//!
//! One file a scene: `lookup`, `onehot`, `window`, `step`, `negatives` (with `tiny`, a model of its own),
//! `grow`, `angle` (with `hubs`), `walk`, `vocabulary`, `order`, `context`, `borrow`. `stage` is what they draw on, `math`
//! their arithmetic in double precision.

mod angle;
mod borrow;
mod context;
mod grow;
mod hubs;
mod lookup;
mod math;
mod negatives;
mod onehot;
mod order;
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
    let mut stage = Stage::new(state, question);
    match question.scene {
        SceneName::Lookup => lookup::show(&mut stage),
        SceneName::OneHot => onehot::show(&mut stage),
        SceneName::Window => window::show(&mut stage),
        SceneName::Step => step::show(&mut stage),
        SceneName::Angle if angle::needs_hubs(question.step) && !work.hubs(state, n_operations) => return None,
        SceneName::Angle => angle::show(&mut stage, work),
        SceneName::Walk => walk::show(&mut stage),
        SceneName::Grow if !grow::is_ready(&mut stage, work, n_operations) => return None,
        SceneName::Grow => grow::show(&mut stage, work),
        SceneName::Negatives => negatives::show(&mut stage),
        SceneName::Vocabulary => vocabulary::show(&mut stage),
        SceneName::Order => order::show(&mut stage),
        SceneName::Context => context::show(&mut stage),
        SceneName::Borrow if !borrow::is_ready(&mut stage, work, n_operations) => return None,
        SceneName::Borrow => borrow::show(&mut stage, work),
    }
    Some(stage.finish())
}
