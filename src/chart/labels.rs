//! Which words are written on the map, and where.
//!
//! Greedy placement on a collision grid: each label in turn takes the first of its four places (right of its point,
//! left, above, below) that is over no other label and over no other label's point.
//!
//! The order keeps it steady. A label remembers the place where it was first shown, its *home*, and goes before all labels
//! that were first shown later; priority decides only among those first shown together. So zooming in only adds labels,
//! and zooming out again gives back the same ones: they are the oldest, and their homes did not collide before. (An order
//! by priority alone would flicker: a word that enters the view would push out a less important one.)

use std::collections::HashMap;

use super::camera::Viewport;
use super::view::LABELED_RADIUS;

/// A label that would like a place. Give them in order of priority.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelBox {
    /// The word.
    pub id: u32,
    /// Its point on the screen, in CSS pixels.
    pub anchor: [f64; 2],
    /// Width of the text in CSS pixels, as measured in the font that it will be drawn in.
    pub width: f64,
    /// Height of a line of it in CSS pixels.
    pub height: f64,
    /// From the point's center to the text in CSS pixels: the disc's radius and a little air.
    pub gap: f64,
    /// Placed before all others, beyond `most` and over obstacles if need be (the word under the pointer).
    pub always: bool,
}

/// A label that got a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedLabel {
    /// The word.
    pub id: u32,
    /// Left edge of its box on the screen, in CSS pixels.
    pub left: f64,
    /// Top edge of its box on the screen, in CSS pixels.
    pub top: f64,
    /// Width of its box, as it was asked for.
    pub width: f64,
    /// Height of its box, as it was asked for.
    pub height: f64,
}

/// Places labels without collisions, and remembers what it showed so that labels do not flicker.
///
/// One per layer: the overlay's labels would otherwise mix into the memory of the map's.
#[derive(Clone, Debug, Default)]
pub struct LabelPlacer {
    n_calls: u64,
    shown: HashMap<u32, Shown>,
}

/// What is remembered of a label that was shown once.
#[derive(Clone, Copy, Debug)]
struct Shown {
    /// The call that showed it first.
    since: u64,
    /// Where that was.
    home: Side,
}

/// Where a label is as seen from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Right,
    Left,
    Above,
    Below,
}

const SIDES: [Side; 4] = [Side::Right, Side::Left, Side::Above, Side::Below];

impl LabelPlacer {
    /// A placer that has shown nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets what was shown, for a new vocabulary or another projection.
    pub fn clear(&mut self) {
        self.shown.clear();
    }

    /// Places at most `most` of `labels`, none over another, none over an obstacle (`[left, top, right, bottom]` in CSS
    /// pixels: toolbar, legend), all inside the viewport. A label whose point is outside gets no place.
    pub fn place(
        &mut self,
        viewport: Viewport,
        labels: &[LabelBox],
        obstacles: &[[f64; 4]],
        most: usize,
    ) -> Vec<PlacedLabel> {
        self.n_calls += 1;
        let mut board = Board::new(viewport, obstacles);
        for label in labels.iter().filter(|label| label.always) {
            if !board.shows(label) {
                continue;
            }
            let (places, point) = (SIDES.map(|side| label.at(side)), label.point());
            let pushed = places.map(|place| board.pushed_in(place));
            let free = places.into_iter().find(|place| board.is_free(place, &point));
            let fits = |place: &PlacedLabel| board.is_inside(place) && !board.hits_label(place, &point);
            if let Some(place) = free.or_else(|| pushed.into_iter().find(fits)) {
                board.take(place, point);
            }
        }
        let most = board.placed.len() + most;

        let (mut old, mut new) = (Vec::new(), Vec::new());
        for label in labels.iter().filter(|label| !label.always && board.shows(label)) {
            match self.shown.get(&label.id) {
                Some(shown) => old.push((label, *shown)),
                None => new.push(label),
            }
        }
        old.sort_by_key(|(_, shown)| shown.since);
        let mut displaced = Vec::new();
        for (label, shown) in old {
            if board.placed.len() >= most {
                return board.placed;
            }
            let (home, point) = (label.at(shown.home), label.point());
            if board.is_free(&home, &point) {
                board.take(home, point);
            } else {
                displaced.push(label);
            }
        }
        // Those whose home is taken or off the edge may stand elsewhere for a while, without moving house.
        for label in displaced {
            if board.placed.len() >= most {
                return board.placed;
            }
            let point = label.point();
            if let Some(place) = SIDES.into_iter().map(|side| label.at(side)).find(|p| board.is_free(p, &point)) {
                board.take(place, point);
            }
        }
        for label in new {
            if board.placed.len() >= most {
                break;
            }
            let point = label.point();
            if let Some(home) = SIDES.into_iter().find(|side| board.is_free(&label.at(*side), &point)) {
                board.take(label.at(home), point);
                self.shown.insert(label.id, Shown { since: self.n_calls, home });
            }
        }
        board.placed
    }
}

impl LabelBox {
    /// Left, top, right and bottom of its point's disc.
    fn point(&self) -> [f64; 4] {
        let [x, y] = self.anchor;
        [x - LABELED_RADIUS, y - LABELED_RADIUS, x + LABELED_RADIUS, y + LABELED_RADIUS]
    }

    /// Its box on one side of its point.
    fn at(&self, side: Side) -> PlacedLabel {
        let [x, y] = self.anchor;
        let (left, top) = match side {
            Side::Right => (x + self.gap, y - self.height / 2.0),
            Side::Left => (x - self.gap - self.width, y - self.height / 2.0),
            Side::Above => (x - self.width / 2.0, y - self.gap - self.height),
            Side::Below => (x - self.width / 2.0, y + self.gap),
        };
        PlacedLabel { id: self.id, left, top, width: self.width, height: self.height }
    }
}

impl PlacedLabel {
    /// Left, top, right and bottom of its box, in CSS pixels.
    pub fn bounds(&self) -> [f64; 4] {
        [self.left, self.top, self.left + self.width, self.top + self.height]
    }
}

/// The collision grid: the labels placed so far, by cells of the viewport.
pub(super) struct Board<'a> {
    viewport: Viewport,
    obstacles: &'a [[f64; 4]],
    placed: Vec<PlacedLabel>,
    /// The points of `placed`: left, top, right and bottom of their discs.
    points: Vec<[f64; 4]>,
    n_columns: usize,
    n_rows: usize,
    /// Indices into `placed` of the labels that reach into each cell with text or point, row-major.
    cells: Vec<Vec<u32>>,
}

/// Size of a cell in CSS pixels: about a short label.
const CELL: [f64; 2] = [64.0, 32.0];

impl<'a> Board<'a> {
    /// A grid with no label.
    pub(super) fn new(viewport: Viewport, obstacles: &'a [[f64; 4]]) -> Self {
        let n_columns = (viewport.width.max(0.0) / CELL[0]) as usize + 1;
        let n_rows = (viewport.height.max(0.0) / CELL[1]) as usize + 1;
        let cells = vec![Vec::new(); n_columns * n_rows];
        Self { viewport, obstacles, placed: Vec::new(), points: Vec::new(), n_columns, n_rows, cells }
    }

    /// Whether the label's point is seen.
    fn shows(&self, label: &LabelBox) -> bool {
        (0.0..=self.viewport.width).contains(&label.anchor[0])
            && (0.0..=self.viewport.height).contains(&label.anchor[1])
    }

    /// Whether a label would be inside, over no obstacle, over no other label and over no other's point.
    pub(super) fn is_free(&self, place: &PlacedLabel, point: &[f64; 4]) -> bool {
        self.is_inside(place)
            && !self.obstacles.iter().any(|obstacle| overlap(obstacle, &place.bounds()))
            && !self.hits_label(place, point)
    }

    fn is_inside(&self, place: &PlacedLabel) -> bool {
        let [left, top, right, bottom] = place.bounds();
        left >= 0.0 && top >= 0.0 && right <= self.viewport.width && bottom <= self.viewport.height
    }

    /// Whether the place is over a label or its point, or a label over the place's own point. Points may overlap.
    fn hits_label(&self, place: &PlacedLabel, point: &[f64; 4]) -> bool {
        let bounds = place.bounds();
        let hits = |&i: &u32| {
            let other = self.placed[i as usize].bounds();
            overlap(&other, &bounds) || overlap(&other, point) || overlap(&self.points[i as usize], &bounds)
        };
        [&bounds, point].into_iter().any(|area| self.cells_of(area).any(|cell| self.cells[cell].iter().any(hits)))
    }

    /// The place moved into the viewport by the shortest way; at its left and top where it is too large.
    fn pushed_in(&self, place: PlacedLabel) -> PlacedLabel {
        PlacedLabel {
            left: place.left.min(self.viewport.width - place.width).max(0.0),
            top: place.top.min(self.viewport.height - place.height).max(0.0),
            ..place
        }
    }

    /// Adds a label; `point`: left, top, right and bottom of its disc.
    pub(super) fn take(&mut self, place: PlacedLabel, point: [f64; 4]) {
        let index = self.placed.len() as u32;
        for area in [place.bounds(), point] {
            for cell in self.cells_of(&area) {
                if self.cells[cell].last() != Some(&index) {
                    self.cells[cell].push(index);
                }
            }
        }
        self.placed.push(place);
        self.points.push(point);
    }

    /// The cells that an area (left, top, right, bottom) reaches into; beyond the edge, those at the edge.
    fn cells_of(&self, area: &[f64; 4]) -> impl Iterator<Item = usize> + use<> {
        let n_columns = self.n_columns;
        let column = |x: f64| ((x / CELL[0]) as usize).min(n_columns - 1);
        let row = |y: f64| ((y / CELL[1]) as usize).min(self.n_rows - 1);
        let (first, last) = (column(area[0]), column(area[2]));
        (row(area[1])..=row(area[3])).flat_map(move |row| (first..=last).map(move |column| row * n_columns + column))
    }
}

/// Whether two boxes (left, top, right, bottom) share more than an edge.
fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}
