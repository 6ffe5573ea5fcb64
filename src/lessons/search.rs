//! Searches of all words for one answer, in slices.
//!
//! A scene asks for a search where it needs one. Where that is not complete, the scene ends there, and comes again from its
//! beginning with the next slice: the same question asks for the same searches in the same order, as the vectors stand still.

use super::state::State;
use crate::space::Scan;

/// The searches of an answer, in the order in which the scene asks for them.
#[derive(Debug, Default)]
pub(super) struct Searches {
    scans: Vec<Scan>,
    /// How many of them are complete.
    n_done: usize,
    /// How many the scene has asked for since it began anew.
    n_asked: usize,
    /// Multiply-adds that are left of the slice.
    n_left: usize,
}

impl Searches {
    /// The scene begins anew, with this many multiply-adds to spend.
    pub(super) fn begin(&mut self, n_operations: usize) {
        (self.n_asked, self.n_left) = (0, n_operations.max(1));
    }

    /// The next search that the scene needs; none where it is not complete. A query without a direction finds nothing.
    #[inline(never)]
    pub(super) fn scan(&mut self, state: &State<'_>, query: &[f32], is_by_distance: bool) -> Option<&Scan> {
        let place = self.n_asked;
        self.n_asked += 1;
        if place >= self.n_done {
            if place == self.scans.len() {
                let scan = if is_by_distance { Scan::by_distance } else { Scan::by_cosine };
                let Ok(scan) = scan(state.embedding, query) else {
                    self.scans.push(Scan::default());
                    self.n_done += 1;
                    return self.scans.get(place);
                };
                self.scans.push(scan);
            }
            let is_done =
                self.n_left > 0 && self.scans[place].advance((state.embedding, state.norms), &mut self.n_left);
            if !is_done {
                return None;
            }
            self.n_done += 1;
        }
        self.scans.get(place)
    }
}
