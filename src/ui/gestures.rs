//! What fingers, mouse and pens mean on the map: pure, so that a native test can press and drag.
//!
//! A component hands each event of a pointer to a [`Gesture`] and does what the [`Act`] says. The component has the timers;
//! which press they belong to is decided here, by the number that each press has ([`Gesture::ripen`],
//! [`Gesture::is_last`]).

use crate::chart::box_outline;

#[cfg(test)]
mod tests;

/// A press that moves further than this many CSS pixels is a drag.
const DRAG_THRESHOLD: f64 = 2.0;
/// The same of a finger, which never holds quite still.
const FINGER_THRESHOLD: f64 = 8.0;

/// Where a pointer is, and what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contact {
    /// Its number, as the browser counts pointers.
    pub id: i32,
    /// CSS pixels right of and below the map's corner.
    pub at: [f64; 2],
    /// Whether it is a finger: it cannot hover, and it is not exact.
    pub is_finger: bool,
}

/// What the map shall do.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Nothing.
    Rest,
    /// Look for the word at a point.
    Hover([f64; 2]),
    /// The pointer is over no word any more.
    Leave,
    /// Move with the pointer, in CSS pixels.
    Pan([f64; 2]),
    /// Scale by `factor` about `center`, and move with it.
    Pinch {
        /// The middle of both fingers.
        center: [f64; 2],
        /// Their distance now by their distance before.
        factor: f64,
        /// How far their middle moved.
        moved: [f64; 2],
    },
    /// Pin the word at a point. Where there is none, clear what is pinned and marked, unless another press follows soon:
    /// it may be a double click. [`Gesture::is_last`] knows.
    Click {
        /// The point.
        at: [f64; 2],
        /// The number of the press.
        press: u32,
    },
    /// A finger tapped a point: show the word there and its neighbors, as hovering does.
    Tap {
        /// The point.
        at: [f64; 2],
        /// The number of the press.
        press: u32,
    },
    /// A finger was held on a point: pin the word there.
    Hold([f64; 2]),
    /// The outline around words has changed: [`Gesture::outline`].
    Outline,
    /// Mark the words within this outline.
    Enclose(Vec<[f64; 2]>),
}

/// What a drag draws, where it does not move the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pen {
    /// A box between where it began and where it is.
    Box,
    /// The way that it took.
    Lasso,
}

impl Pen {
    /// What a drag draws with these keys held; without them, what the reader has chosen.
    pub fn of(has_shift: bool, has_alt: bool, chosen: Option<Self>) -> Option<Self> {
        match (has_alt, has_shift) {
            (true, _) => Some(Self::Lasso),
            (false, true) => Some(Self::Box),
            (false, false) => chosen,
        }
    }
}

/// The pointers that are down, in the order in which they came, and what they have begun.
#[derive(Debug, Default)]
pub struct Gesture {
    down: Vec<(i32, [f64; 2])>,
    pressed_at: [f64; 2],
    /// Whether what was a press has become a drag, or was acted on: its release is no click.
    is_spent: bool,
    pen: Option<Pen>,
    outline: Vec<[f64; 2]>,
    /// The number of the last press.
    n_presses: u32,
}

impl Gesture {
    /// A pointer goes down. `is_first`: no other of its kind is down, so that those still known went away unseen. `pen`: what
    /// a drag from here draws. Gives the number of the press where it pins if it is held: a finger's that draws nothing.
    pub fn press(&mut self, contact: Contact, is_first: bool, pen: Option<Pen>) -> Option<u32> {
        self.n_presses = self.n_presses.wrapping_add(1);
        self.outline.clear();
        self.down.retain(|&(id, _)| id != contact.id && !is_first);
        self.is_spent = !self.down.is_empty();
        // Two fingers move the map, whatever one would draw.
        self.pen = pen.filter(|_| self.down.is_empty());
        self.pressed_at = contact.at;
        self.down.push((contact.id, contact.at));
        (contact.is_finger && !self.is_spent && self.pen.is_none()).then_some(self.n_presses)
    }

    /// A pointer moves, down or not.
    pub fn shift(&mut self, contact: Contact) -> Act {
        let Contact { id, at, is_finger } = contact;
        let Some(place) = self.down.iter().position(|&(known, _)| known == id) else {
            return if self.down.is_empty() && !is_finger { Act::Hover(at) } else { Act::Rest };
        };
        let before = self.down[place].1;
        let threshold = if is_finger { FINGER_THRESHOLD } else { DRAG_THRESHOLD };
        if !self.is_spent && distance(self.pressed_at, at) <= threshold {
            return Act::Rest;
        }
        self.is_spent = true;
        self.down[place].1 = at;
        match (self.down.len(), self.pen) {
            (1, Some(pen)) => self.draw(pen, at),
            (1, None) => Act::Pan([at[0] - before[0], at[1] - before[1]]),
            (2, _) => {
                let other = self.down[1 - place].1;
                let factor = distance(other, at).max(1.0) / distance(other, before).max(1.0);
                let center = [f64::midpoint(at[0], other[0]), f64::midpoint(at[1], other[1])];
                let moved = [(at[0] - before[0]) / 2.0, (at[1] - before[1]) / 2.0];
                Act::Pinch { center, factor, moved }
            }
            _ => Act::Rest,
        }
    }

    fn draw(&mut self, pen: Pen, at: [f64; 2]) -> Act {
        match pen {
            Pen::Box => self.outline = box_outline(self.pressed_at, at),
            Pen::Lasso => {
                if self.outline.is_empty() {
                    self.outline.push(self.pressed_at);
                }
                self.outline.push(at);
            }
        }
        Act::Outline
    }

    /// A pointer goes up.
    pub fn release(&mut self, contact: Contact) -> Act {
        let n_down = self.down.len();
        self.down.retain(|&(id, _)| id != contact.id);
        if n_down != 1 || !self.down.is_empty() {
            return Act::Rest;
        }
        let (at, press) = (contact.at, self.n_presses);
        if !self.outline.is_empty() {
            return Act::Enclose(std::mem::take(&mut self.outline));
        }
        match (self.is_spent, contact.is_finger) {
            (true, _) => Act::Rest,
            (false, true) => Act::Tap { at, press },
            (false, false) => Act::Click { at, press },
        }
    }

    /// A pointer is taken away, as by the system or by a page that scrolls: nothing of what it began is left.
    pub fn cancel(&mut self, contact: Contact) -> Act {
        self.down.retain(|&(id, _)| id != contact.id);
        self.is_spent = true;
        self.outline.clear();
        // A finger does not hover: what an earlier tap shows is not this one's.
        if contact.is_finger { Act::Rest } else { Act::Leave }
    }

    /// A pointer goes away over the edge of the map. A finger that is lifted leaves what it showed.
    pub fn leave(&self, contact: Contact) -> Act {
        if contact.is_finger || !self.down.is_empty() { Act::Rest } else { Act::Leave }
    }

    /// The press with this number has lasted long. It pins, if it is the last one, and its finger alone is down and has held
    /// still; its release is no tap then.
    pub fn ripen(&mut self, press: u32) -> Act {
        if !self.is_last(press) || self.down.len() != 1 || self.is_spent {
            return Act::Rest;
        }
        self.is_spent = true;
        Act::Hold(self.pressed_at)
    }

    /// The last two presses were a double click: neither is one that clears.
    pub fn double_click(&mut self) {
        self.n_presses += 1;
    }

    /// Whether no other press came after the one with this number.
    pub fn is_last(&self, press: u32) -> bool {
        press == self.n_presses
    }

    /// The outline that is being drawn, in CSS pixels; empty for none.
    pub fn outline(&self) -> &[[f64; 2]] {
        &self.outline
    }

    /// Whether the map is being dragged.
    pub fn is_dragging(&self) -> bool {
        self.is_spent && !self.down.is_empty()
    }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}
