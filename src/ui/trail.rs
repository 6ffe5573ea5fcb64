//! How the map came about: its last frames, within a bound of memory. Pure.

use std::{collections::VecDeque, sync::Arc};

use crate::protocol::Frame;

/// Most bytes of positions in a trail: 200 frames of 40,000 words, or all that a run of the built-in corpus gives.
pub const MOST_BYTES: usize = 64_000_000;
/// Most frames of a trail: a slider has no finer steps.
pub const MOST_FRAMES: usize = 600;

/// Frames of one map, oldest first.
#[derive(Debug, Default)]
pub struct Trail {
    frames: VecDeque<Arc<Frame>>,
    n_bytes: usize,
}

impl Trail {
    /// Keeps a frame. The oldest are dropped where there would be too many; all of them where it is another model's, shows
    /// other words or lies along other axes. A frame of the same moment takes the place of the last.
    pub fn push(&mut self, frame: Arc<Frame>) {
        let is_same_map = |old: &Arc<Frame>| {
            old.generation == frame.generation && old.view == frame.view && old.tokens_done <= frame.tokens_done
        };
        if !self.frames.back().is_none_or(is_same_map) {
            self.frames.clear();
            self.n_bytes = 0;
        }
        if self.frames.back().is_some_and(|last| last.tokens_done == frame.tokens_done)
            && let Some(last) = self.frames.pop_back()
        {
            self.n_bytes -= bytes_of(&last);
        }
        self.n_bytes += bytes_of(&frame);
        self.frames.push_back(frame);
        while (self.n_bytes > MOST_BYTES || self.frames.len() > MOST_FRAMES) && self.frames.len() > 1 {
            if let Some(oldest) = self.frames.pop_front() {
                self.n_bytes -= bytes_of(&oldest);
            }
        }
    }

    /// Frames in the trail.
    pub fn len(&self) -> usize {
        self.frames.len()
    }

    /// Whether there are no frames.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// The frame at a place, from 0 for the oldest.
    pub fn get(&self, place: usize) -> Option<&Arc<Frame>> {
        self.frames.get(place)
    }
}

fn bytes_of(frame: &Frame) -> usize {
    size_of_val(frame.positions.as_slice())
}

/// The places of a trail of `n_frames` that a film of at most `most` shows: all, or evenly some of them, the last one among
/// them.
pub fn film_places(n_frames: usize, most: usize) -> Vec<usize> {
    let n_shown = n_frames.min(most);
    (1..=n_shown).map(|n| n * n_frames / n_shown - 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::View;

    fn frame(serial: u32, view: u32, n_words: usize) -> Arc<Frame> {
        Arc::new(Frame {
            generation: 1,
            serial,
            tokens_done: u64::from(serial) * 100,
            positions: vec![0.0; 2 * n_words].into(),
            view,
            projection: View::default().projection,
            explained: [0.5, 0.2],
            spread: Vec::new(),
            on_axes: true,
            axes_cosine: None,
        })
    }

    #[test]
    fn the_oldest_frames_go_first_and_memory_is_bounded() {
        let mut trail = Trail::default();
        // Ten minutes at thirty frames a second of 50,000 words.
        for serial in 1..=18_000 {
            trail.push(frame(serial, 0, 50_000));
            assert!(trail.n_bytes <= MOST_BYTES && trail.n_bytes == trail.len() * 400_000);
        }
        assert_eq!(trail.len(), MOST_BYTES / 400_000);
        assert_eq!(trail.get(trail.len() - 1).map(|frame| frame.serial), Some(18_000));
        assert_eq!(trail.get(0).map(|frame| frame.serial), Some(18_001 - trail.len() as u32));
    }

    #[test]
    fn another_map_begins_another_trail() {
        let mut trail = Trail::default();
        for serial in 1..=5 {
            trail.push(frame(serial, 0, 3));
        }
        trail.push(frame(6, 1, 3));
        assert_eq!(trail.len(), 1);
        trail.push(frame(4, 1, 3));
        assert_eq!(trail.len(), 1, "a run that began again");
    }

    #[test]
    fn a_frame_of_the_same_moment_takes_the_place_of_the_last() {
        let mut trail = Trail::default();
        trail.push(frame(1, 0, 3));
        let mut again = Arc::unwrap_or_clone(frame(2, 0, 3));
        again.tokens_done = 100;
        trail.push(Arc::new(again));
        assert_eq!((trail.len(), trail.get(0).map(|frame| frame.serial)), (1, Some(2)));
        assert!(!trail.is_empty() && trail.get(1).is_none());
    }

    #[test]
    fn one_frame_is_kept_however_large() {
        let mut trail = Trail::default();
        trail.push(frame(1, 0, MOST_BYTES));
        assert_eq!(trail.len(), 1);
    }

    #[test]
    fn a_film_shows_the_last_place_and_evenly_those_before() {
        assert_eq!(film_places(4, 9), [0, 1, 2, 3]);
        assert_eq!(film_places(9, 3), [2, 5, 8]);
        assert_eq!((film_places(0, 3), film_places(600, 240).last()), (Vec::new(), Some(&599)));
    }
}
