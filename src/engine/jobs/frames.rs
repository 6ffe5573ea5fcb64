//! Frames of the map while it grows: when to draw one, and how.

use std::sync::Arc;

use super::{Context, Job, Scene, refused};
use crate::{
    engine::{map::Drawn, slice::OPERATIONS_PER_LOOK, slice::Slice, subject::Subject},
    protocol::{AxisWords, Event, Frame, Phase, Projection},
    space::{Aligned, Aligner, AxesFitting, Embedding, PcaFitting, SemanticAxis, SpaceError},
};

/// Frames a second, at most.
const MOST_PER_SECOND: f64 = 30.0;
/// A frame may come when this many times its own cost has passed, so that drawing never takes much from training.
const COST_FACTOR: f64 = 8.0;
/// Components whose share of the variance is reported.
const N_SPREAD: usize = 20;

/// Draws the map now and then while it grows, and whenever something else is to be shown.
#[derive(Debug, Default)]
pub(in crate::engine) struct Frames {
    aligner: Aligner,
    fitting: Option<Fitting>,
    /// When the last frame was done, and what it cost, in seconds.
    last: Option<(f64, f64)>,
    /// What the frame that is being computed has cost so far, in seconds.
    spent_secs: f64,
    /// Words trained on when the last frame was taken, to tell whether there is anything new.
    last_tokens: Option<u64>,
}

/// A frame that is being computed.
#[derive(Debug)]
enum Fitting {
    Components(Box<PcaFitting>),
    Axes(Box<AxesFitting>),
}

/// Positions before they are sent.
struct Layout {
    /// The words that have a place.
    word_ids: Arc<[u32]>,
    aligned: Aligned,
    explained: [f64; 2],
    spread: Vec<f64>,
    axes_cosine: Option<f64>,
}

impl Frames {
    /// Another map is to be shown: what was being computed is of the one before.
    pub(in crate::engine) fn restart(&mut self) {
        self.aligner.reset();
        self.fitting = None;
    }

    /// The positions; none yet, where the slice is over first.
    fn lay_out(&mut self, context: &mut Context<'_>) -> Result<Option<Layout>, SpaceError> {
        if !context.subject.freshen(context.slice) {
            return Ok(None);
        }
        let is_last = context.subject.phase() == Phase::Trained;
        let word_ids = context.map.word_ids(context.subject.vocabulary.len());
        if word_ids.len() < 2 {
            // With fewer than two words there are no axes.
            let aligned = still(vec![0.0; 2 * word_ids.len()]);
            return Ok(Some(Layout { word_ids, aligned, explained: [0.0; 2], spread: Vec::new(), axes_cosine: None }));
        }
        let projection = context.map.view().projection.clone();
        if projection == Projection::Placed {
            return Ok(Some(placed(&word_ids, &context.map.placed)));
        }
        let embedding = context.subject.embedding();
        let mut fitting = match self.fitting.take() {
            Some(fitting) => fitting,
            None => Fitting::new(embedding, word_ids, &projection)?,
        };
        if !fitting.advance(embedding, context.slice)? {
            self.fitting = Some(fitting);
            return Ok(None);
        }
        Ok(Some(match fitting {
            Fitting::Components(fitting) => {
                let map = fitting.finish();
                let share = |component: usize| map.explained.get(component).copied().unwrap_or(0.0);
                let explained = components_of(&projection).map(share);
                let spread = map.explained.iter().copied().take(N_SPREAD).collect();
                let aligned =
                    if is_last { self.aligner.settle(map.positions) } else { self.aligner.follow(map.positions) };
                Layout { word_ids: map.word_ids, aligned, explained, spread, axes_cosine: None }
            }
            Fitting::Axes(fitting) => {
                let map = fitting.finish();
                Layout {
                    word_ids: map.word_ids,
                    aligned: still(map.positions),
                    explained: map.explained,
                    spread: Vec::new(),
                    axes_cosine: Some(map.axes_cosine),
                }
            }
        }))
    }
}

impl Fitting {
    fn new(embedding: Embedding<'_>, word_ids: Arc<[u32]>, projection: &Projection) -> Result<Self, SpaceError> {
        Ok(match projection {
            Projection::Axes { x, y } => {
                let axis = |words: &AxisWords| SemanticAxis::new(embedding, &words.towards, &words.from);
                Self::Axes(Box::new(AxesFitting::new(axis(x)?, axis(y)?, word_ids)))
            }
            Projection::Components { .. } | Projection::Placed => {
                Self::Components(Box::new(PcaFitting::new(embedding, word_ids, components_of(projection))?))
            }
        })
    }

    fn advance(&mut self, embedding: Embedding<'_>, slice: &Slice<'_>) -> Result<bool, SpaceError> {
        slice.repeat(|| match self {
            Self::Components(fitting) => fitting.advance(embedding, OPERATIONS_PER_LOOK),
            Self::Axes(fitting) => fitting.advance(embedding, OPERATIONS_PER_LOOK),
        })
    }
}

impl Job for Frames {
    fn is_due(&self, scene: &Scene<'_>) -> bool {
        if self.fitting.is_some() {
            return true;
        }
        if scene.map.in_flight.is_some() {
            return false;
        }
        let has_rested = self.last.is_none_or(|(last_secs, cost_secs)| {
            scene.now_secs - last_secs >= (1.0 / MOST_PER_SECOND).max(COST_FACTOR * cost_secs)
        });
        scene.map.is_wanted || (has_rested && self.last_tokens != Some(scene.subject.tokens_done()))
    }

    fn holds_vectors(&self) -> bool {
        self.fitting.is_some()
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let start = context.slice.now();
        if self.fitting.is_none() {
            // If it cannot be drawn now, trying again at once would not help.
            context.map.is_wanted = false;
            self.spent_secs = 0.0;
        }
        let laid_out = self.lay_out(context);
        let now = context.slice.now();
        self.spent_secs += now - start;
        let layout = match laid_out {
            Ok(Some(layout)) => layout,
            Ok(None) => {
                // Whoever was not up to date yet asks again.
                context.map.is_wanted |= self.fitting.is_none();
                return Vec::new();
            }
            Err(error) => {
                self.restart();
                let is_default = matches!(context.map.view().projection, Projection::Components { .. });
                self.last_tokens = Some(context.subject.tokens_done());
                if !is_default {
                    context.map.give_up_view();
                }
                return refused(&error);
            }
        };
        let tokens_done = context.subject.tokens_done();
        self.last_tokens = Some(tokens_done);
        self.last = Some((now, self.spent_secs));
        let Layout { word_ids, aligned, explained, spread, axes_cosine } = layout;
        let map = &mut *context.map;
        map.last_serial += 1;
        map.in_flight = Some(map.last_serial);
        // A paused map goes on turning towards its axes until it is at rest.
        map.is_wanted |= !aligned.on_axes && context.subject.phase() == Phase::Paused;
        let positions = by_word_id(&word_ids, &aligned.positions).into();
        map.drawn = Drawn {
            serial: map.last_serial,
            word_ids,
            positions: aligned.positions,
            projection: Some(map.view().projection.clone()),
            on_axes: aligned.on_axes,
        };
        vec![Event::Frame(Frame {
            generation: context.generation,
            serial: map.last_serial,
            tokens_done,
            positions,
            view: map.view_number,
            projection: map.view().projection.clone(),
            explained,
            spread,
            on_axes: aligned.on_axes,
            axes_cosine,
        })]
    }

    fn start_over(&mut self, _: &Subject) {
        self.restart();
        self.last_tokens = None;
    }
}

/// The components that a map lies along, from 0.
fn components_of(projection: &Projection) -> [usize; 2] {
    match projection {
        Projection::Components { x, y } => [x, y].map(|&component| component.max(1) as usize - 1),
        Projection::Axes { .. } | Projection::Placed => [0, 1],
    }
}

/// Positions that are taken as they are.
fn still(positions: Vec<f32>) -> Aligned {
    Aligned { positions, on_axes: true }
}

/// The words that have a place, where it is.
fn placed(word_ids: &[u32], places: &[f32]) -> Layout {
    let place = |&id: &u32| places.get(2 * id as usize..2 * id as usize + 2);
    let is_placed = |id: &&u32| place(id).is_some_and(|point| point[0].is_finite() && point[1].is_finite());
    let word_ids: Vec<u32> = word_ids.iter().filter(is_placed).copied().collect();
    let positions = word_ids.iter().filter_map(place).flatten().copied().collect();
    Layout {
        word_ids: word_ids.into(),
        aligned: still(positions),
        explained: [0.0; 2],
        spread: Vec::new(),
        axes_cosine: None,
    }
}

/// Positions by word id, NaN for words that are not shown.
fn by_word_id(word_ids: &[u32], positions: &[f32]) -> Vec<f32> {
    let n_words = word_ids.last().map_or(0, |&last| last as usize + 1);
    if n_words == word_ids.len() {
        return positions.to_vec();
    }
    let mut by_id = vec![f32::NAN; 2 * n_words];
    for (&id, point) in word_ids.iter().zip(positions.chunks_exact(2)) {
        by_id[2 * id as usize..][..2].copy_from_slice(point);
    }
    by_id
}
