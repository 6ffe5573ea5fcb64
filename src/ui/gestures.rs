//! What fingers and mouse mean on the map: pure, so that a native test can press and drag.

use crate::chart::box_outline;

/// A press that moves further than this many CSS pixels is a drag.
const DRAG_THRESHOLD: f64 = 2.0;

/// What the map shall do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// Nothing.
    Rest,
    /// Look for the word at a point.
    Hover([f64; 2]),
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
    /// Pin the word at a point, or clear the pin where there is none.
    Click([f64; 2]),
    /// An outline around words has changed: [`Gesture::outline`].
    Outline,
    /// Mark the words within the outline; it is gone afterwards.
    Enclose,
}

/// What a drag draws, where it does not move the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pen {
    /// A box between where it began and where it is.
    Box,
    /// The way that it took.
    Lasso,
}

/// The pointers that are down, in the order in which they came, and whether they have dragged.
#[derive(Debug, Default)]
pub struct Gesture {
    down: Vec<(i32, [f64; 2])>,
    pressed_at: [f64; 2],
    is_drag: bool,
    pen: Option<Pen>,
    outline: Vec<[f64; 2]>,
    /// Grows with each press.
    n_presses: u32,
}

impl Gesture {
    /// A pointer goes down. Gives the number of this press, by which [`Gesture::is_held`] knows it.
    pub fn press(&mut self, id: i32, at: [f64; 2]) -> u32 {
        self.n_presses = self.n_presses.wrapping_add(1);
        self.outline.clear();
        self.down.retain(|&(known, _)| known != id);
        if self.down.is_empty() {
            self.pressed_at = at;
            self.is_drag = false;
        } else {
            self.is_drag = true;
        }
        self.down.push((id, at));
        self.n_presses
    }

    /// What the drag that begins with the last press draws.
    pub fn draw_with(&mut self, pen: Option<Pen>) {
        self.pen = pen;
    }

    /// The outline that is being drawn, in CSS pixels.
    pub fn outline(&self) -> &[[f64; 2]] {
        &self.outline
    }

    /// Whether the press with this number is the last one, and its finger has held still since it went down.
    pub fn is_held(&self, press: u32) -> bool {
        press == self.n_presses && self.down.len() == 1 && !self.is_drag
    }

    /// What was a press is over: its release is no click.
    pub fn end_press(&mut self) {
        self.is_drag = true;
    }

    /// Takes the outline away.
    pub fn take_outline(&mut self) -> Vec<[f64; 2]> {
        std::mem::take(&mut self.outline)
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

    /// A pointer moves, down or not.
    pub fn shift(&mut self, id: i32, at: [f64; 2]) -> Act {
        let Some(place) = self.down.iter().position(|&(known, _)| known == id) else {
            return if self.down.is_empty() { Act::Hover(at) } else { Act::Rest };
        };
        let before = self.down[place].1;
        match self.down.len() {
            1 => {
                if !self.is_drag && distance(self.pressed_at, at) <= DRAG_THRESHOLD {
                    return Act::Rest;
                }
                self.is_drag = true;
                self.down[place].1 = at;
                if let Some(pen) = self.pen {
                    return self.draw(pen, at);
                }
                Act::Pan([at[0] - before[0], at[1] - before[1]])
            }
            2 => {
                let other = self.down[1 - place].1;
                self.down[place].1 = at;
                let factor = distance(other, at).max(1.0) / distance(other, before).max(1.0);
                let center = [f64::midpoint(at[0], other[0]), f64::midpoint(at[1], other[1])];
                let moved = [(at[0] - before[0]) / 2.0, (at[1] - before[1]) / 2.0];
                Act::Pinch { center, factor, moved }
            }
            _ => Act::Rest,
        }
    }

    /// A pointer goes up.
    pub fn release(&mut self, id: i32, at: [f64; 2]) -> Act {
        let n_down = self.down.len();
        self.down.retain(|&(known, _)| known != id);
        if n_down == 1 && self.down.is_empty() && self.pen.is_some() && !self.outline.is_empty() {
            return Act::Enclose;
        }
        let is_click = n_down == 1 && self.down.is_empty() && !self.is_drag;
        if is_click { Act::Click(at) } else { Act::Rest }
    }

    /// A pointer is taken away, as by the system.
    pub fn cancel(&mut self, id: i32) {
        self.down.retain(|&(known, _)| known != id);
        self.is_drag = true;
        self.outline.clear();
    }

    /// Whether the map is being dragged.
    pub fn is_dragging(&self) -> bool {
        self.is_drag && !self.down.is_empty()
    }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_that_holds_still_is_a_click() {
        let mut gesture = Gesture::default();
        gesture.press(1, [10.0, 10.0]);
        assert_eq!(gesture.shift(1, [11.0, 11.0]), Act::Rest, "within the threshold");
        assert_eq!(gesture.release(1, [11.0, 11.0]), Act::Click([11.0, 11.0]));
    }

    #[test]
    fn a_drag_pans_by_all_of_its_way_and_is_no_click() {
        let mut gesture = Gesture::default();
        gesture.press(1, [10.0, 10.0]);
        assert_eq!(gesture.shift(1, [15.0, 8.0]), Act::Pan([5.0, -2.0]));
        assert!(gesture.is_dragging());
        assert_eq!(gesture.shift(1, [16.0, 8.0]), Act::Pan([1.0, 0.0]), "below the threshold, but dragging already");
        assert_eq!(gesture.release(1, [16.0, 8.0]), Act::Rest);
        assert_eq!(gesture.shift(1, [17.0, 8.0]), Act::Hover([17.0, 8.0]));
    }

    #[test]
    fn a_pen_draws_instead_of_moving_the_map() {
        let mut gesture = Gesture::default();
        gesture.press(1, [10.0, 10.0]);
        gesture.draw_with(Some(Pen::Box));
        assert_eq!(gesture.shift(1, [30.0, 20.0]), Act::Outline);
        assert_eq!(gesture.shift(1, [40.0, 50.0]), Act::Outline);
        assert_eq!(gesture.outline(), [[10.0, 10.0], [40.0, 10.0], [40.0, 50.0], [10.0, 50.0]]);
        assert_eq!(gesture.release(1, [40.0, 50.0]), Act::Enclose);
        assert_eq!(gesture.take_outline().len(), 4);
        gesture.press(1, [0.0, 0.0]);
        gesture.draw_with(Some(Pen::Lasso));
        for at in [[5.0, 0.0], [5.0, 5.0], [0.0, 5.0]] {
            gesture.shift(1, at);
        }
        assert_eq!(gesture.outline(), [[0.0, 0.0], [5.0, 0.0], [5.0, 5.0], [0.0, 5.0]]);
        gesture.cancel(1);
        assert!(gesture.outline().is_empty());
        gesture.press(1, [3.0, 3.0]);
        gesture.draw_with(Some(Pen::Lasso));
        assert_eq!(gesture.release(1, [3.0, 3.0]), Act::Click([3.0, 3.0]), "a pen that did not move clicks");
    }

    #[test]
    fn a_press_that_was_acted_on_is_no_click() {
        let mut gesture = Gesture::default();
        assert!(!gesture.is_held(0));
        let press = gesture.press(1, [0.0, 0.0]);
        assert!(gesture.is_held(press));
        gesture.end_press();
        assert!(!gesture.is_held(press));
        assert_eq!(gesture.release(1, [0.0, 0.0]), Act::Rest);
    }

    #[test]
    fn the_timer_of_an_earlier_press_finds_no_press_that_is_held() {
        let mut gesture = Gesture::default();
        let first = gesture.press(1, [0.0, 0.0]);
        assert_eq!(gesture.release(1, [0.0, 0.0]), Act::Click([0.0, 0.0]));
        let second = gesture.press(1, [50.0, 0.0]);
        assert!(!gesture.is_held(first), "its finger is gone, another is down");
        assert!(gesture.is_held(second));
        gesture.shift(1, [60.0, 0.0]);
        assert!(!gesture.is_held(second), "it drags");
        let third = gesture.press(2, [10.0, 0.0]);
        assert!(!gesture.is_held(third), "two fingers are down");
    }

    #[test]
    fn a_pointer_that_is_taken_away_leaves_nothing_behind() {
        let mut gesture = Gesture::default();
        gesture.press(1, [0.0, 0.0]);
        gesture.draw_with(Some(Pen::Lasso));
        gesture.shift(1, [9.0, 9.0]);
        gesture.cancel(1);
        assert!(gesture.outline().is_empty());
        assert!(!gesture.is_dragging());
        assert_eq!(gesture.release(1, [9.0, 9.0]), Act::Rest);
        gesture.press(1, [0.0, 0.0]);
        gesture.draw_with(None);
        assert_eq!(gesture.release(1, [0.0, 0.0]), Act::Click([0.0, 0.0]), "the next press is a click again");
    }

    #[test]
    fn two_fingers_apart_scale_about_their_middle() {
        let mut gesture = Gesture::default();
        gesture.press(1, [0.0, 0.0]);
        gesture.press(2, [10.0, 0.0]);
        let act = gesture.shift(2, [20.0, 0.0]);
        assert_eq!(act, Act::Pinch { center: [10.0, 0.0], factor: 2.0, moved: [5.0, 0.0] });
        assert_eq!(gesture.release(2, [20.0, 0.0]), Act::Rest);
        assert_eq!(gesture.release(1, [0.0, 0.0]), Act::Rest, "the end of a pinch is no click");
    }
}
