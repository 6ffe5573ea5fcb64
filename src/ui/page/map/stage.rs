//! What stands on the map and how it is painted: five canvases, bottom up, each painted only when it is out of date.
//!
//! Points: pixels of our own. Districts: their names. Words: halo and text. Marked words: their rings. Overlay: the word
//! that stands out, its links, the analogy. Hovering touches the overlay alone. Everything is in CSS pixels until it is
//! drawn.

use std::{
    cell::{Cell, OnceCell},
    collections::HashMap,
    sync::Arc,
};

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::{
    chart::{
        Camera, Coloring, Direction, LabelPlacer, Mode, PickIndex, PixelBuffer, PlacedLabel, Spread, Viewport,
        words_within,
    },
    protocol::{Frame, Opened},
};

mod districts;
mod flight;
mod labels;
mod morph;
mod paint;

use districts::DistrictLayer;
use flight::Flight;

/// Canvases of the map, from the lowest: points, districts, labels, marked words, and what stands out.
pub const N_LAYERS: usize = 5;
/// How near the pointer must be to a point, in CSS pixels.
const PICK_RADIUS: f64 = 12.0;
/// What stands out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// The word under the pointer and its neighbors.
    pub hovered: Option<u32>,
    pub hovered_near: Vec<u32>,
    /// The word of the word panel and its neighbors.
    pub pinned: Option<u32>,
    pub pinned_near: Vec<u32>,
    /// The word of a list row under the pointer.
    pub linked: Option<u32>,
    /// Two words of the heatmap, the first of them pinned.
    pub joined: Option<[u32; 2]>,
    /// a, b, c and the answer.
    pub analogy: Option<[u32; 4]>,
    /// Words with weights: their places summed are a place where there may be no word.
    pub ghost: Vec<(u32, f32)>,
}

struct Layer {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    is_stale: bool,
    /// Whether nothing is painted on it: then there is nothing to clear.
    is_blank: Cell<bool>,
}

/// The map's canvases and all that is drawn on them.
pub struct Stage {
    points: Layer,
    districts: DistrictLayer,
    labels: Layer,
    /// Rings around marked words, and the outline that is being drawn around words.
    marked: Layer,
    overlay: Layer,
    viewport: Viewport,
    pixel_ratio: f64,
    mode: Mode,
    has_contrast: bool,
    opened: Option<Arc<Opened>>,
    /// Word ids in the order in which they are worth a label.
    label_order: Vec<u32>,
    frame: Option<Arc<Frame>>,
    /// Where the points are drawn: those of the frame but for words that are toggled off, or on their way there.
    positions: Vec<f32>,
    morph: Option<morph::Morph>,
    coloring: Arc<Coloring>,
    /// Classes of the coloring that are not drawn.
    hidden_classes: Vec<u8>,
    /// Words that are marked by a box or a lasso, by rising id.
    selected: Arc<Vec<u32>>,
    /// The outline that is being drawn around words, in CSS pixels.
    outline: Vec<[f64; 2]>,
    /// The serial of a frame that is not painted yet.
    unshown: Option<u32>,
    /// Whether the words may follow the points of a new frame at the next painting: while the reader hovers, one painting
    /// of everything would keep the highlight waiting.
    words_may_wait: bool,
    /// Made when somebody points: most frames come and go without.
    index: OnceCell<PickIndex>,
    camera: Camera,
    fit: Camera,
    /// Of the points that the camera was last set for; none while they fly.
    spread: Option<Spread>,
    /// Whether the reader moved the camera; it follows the fit until then.
    is_held: bool,
    flight: Option<Flight>,
    marks: Marks,
    obstacles: Vec<[f64; 4]>,
    placer: LabelPlacer,
    placed: Vec<PlacedLabel>,
    labeled: Vec<u32>,
    /// How each word is written, plainly.
    writings: HashMap<u32, labels::Writing>,
    pixels: PixelBuffer,
}

/// What painting leaves to do.
#[derive(Debug, Default)]
pub struct Painted {
    /// The serial of a frame that was painted for the first time.
    pub shown: Option<u32>,
    /// Whether the next moment looks different.
    pub is_moving: bool,
}

impl Layer {
    fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { canvas, context, is_stale: true, is_blank: Cell::new(true) })
    }

    /// Takes away what is painted. A canvas that is touched is composed anew, so one that is blank is left alone.
    fn clear(&self) {
        if !self.is_blank.replace(true) {
            self.context.clear_rect(0.0, 0.0, f64::from(self.canvas.width()), f64::from(self.canvas.height()));
        }
    }

    /// Something is about to be painted.
    fn fill(&self) {
        self.is_blank.set(false);
    }

    fn resize(&self, width: u32, height: u32) {
        if (self.canvas.width(), self.canvas.height()) != (width, height) {
            // That clears it.
            self.canvas.set_width(width);
            self.canvas.set_height(height);
            self.is_blank.set(true);
        }
    }
}

impl Stage {
    /// An empty stage; none where the browser has no 2D canvas.
    pub fn new([points, districts, labels, marked, overlay]: [HtmlCanvasElement; N_LAYERS]) -> Option<Self> {
        let viewport = Viewport { width: 0.0, height: 0.0 };
        let fit = Camera::fit(&[], viewport);
        Some(Self {
            points: Layer::new(points)?,
            districts: DistrictLayer::new(districts)?,
            labels: Layer::new(labels)?,
            marked: Layer::new(marked)?,
            overlay: Layer::new(overlay)?,
            viewport,
            pixel_ratio: 1.0,
            mode: Mode::default(),
            has_contrast: false,
            opened: None,
            label_order: Vec::new(),
            frame: None,
            positions: Vec::new(),
            morph: None,
            coloring: Arc::default(),
            hidden_classes: Vec::new(),
            selected: Arc::default(),
            outline: Vec::new(),
            unshown: None,
            words_may_wait: false,
            index: OnceCell::new(),
            camera: fit,
            fit,
            spread: None,
            is_held: false,
            flight: None,
            marks: Marks::default(),
            obstacles: Vec::new(),
            placer: LabelPlacer::new(),
            placed: Vec::new(),
            labeled: Vec::new(),
            writings: HashMap::new(),
            pixels: PixelBuffer::default(),
        })
    }

    // ---- What is shown -----------------------------------------------------------------------------------------

    /// The map's size in CSS pixels, device pixels per CSS pixel, and what labels keep clear of.
    pub fn resize(&mut self, viewport: Viewport, pixel_ratio: f64, obstacles: Vec<[f64; 4]>) {
        if (viewport, pixel_ratio, &obstacles) == (self.viewport, self.pixel_ratio, &self.obstacles) {
            return;
        }
        if viewport != self.viewport {
            self.writings.clear();
            self.districts.forget_widths();
        }
        self.obstacles = obstacles;
        self.viewport = viewport;
        self.pixel_ratio = pixel_ratio;
        let width = (viewport.width * pixel_ratio).round().max(1.0) as u32;
        let height = (viewport.height * pixel_ratio).round().max(1.0) as u32;
        for layer in [&self.points, &self.districts.layer, &self.labels, &self.marked, &self.overlay] {
            layer.resize(width, height);
        }
        self.refit();
        self.spoil();
    }

    /// Light or dark, and whether the reader asks for more contrast.
    pub fn set_mode(&mut self, mode: Mode, has_contrast: bool) {
        if (mode, has_contrast) != (self.mode, self.has_contrast) {
            (self.mode, self.has_contrast) = (mode, has_contrast);
            self.spoil();
        }
    }

    /// Another vocabulary.
    pub fn set_opened(&mut self, opened: Option<Arc<Opened>>) {
        // Another worker counts its models from one again.
        let is_same = match (&opened, &self.opened) {
            (Some(new), Some(old)) => new.generation == old.generation && new.words == old.words,
            (new, old) => new.is_none() && old.is_none(),
        };
        if is_same {
            // A rate or a number of epochs has changed: the words are the same, and the camera stays.
            self.opened = opened;
            return;
        }
        self.label_order = opened.as_deref().map(labels::label_order).unwrap_or_default();
        self.opened = opened;
        self.writings.clear();
        self.placer.clear();
        self.districts.outdate(true);
        self.is_held = false;
        self.flight = None;
        self.morph = None;
        self.spoil();
    }

    /// What the colors say, and which of them are not drawn.
    pub fn set_coloring(&mut self, coloring: Arc<Coloring>, hidden_classes: Vec<u8>) {
        self.coloring = coloring;
        self.districts.outdate(false);
        // Words are written in ink and marks in one color.
        for layer in [&mut self.points, &mut self.districts.layer, &mut self.overlay] {
            layer.is_stale = true;
        }
        // Whom a hidden class hides depends on the coloring.
        if self.hidden_classes != hidden_classes || !hidden_classes.is_empty() {
            self.hidden_classes = hidden_classes;
            self.place_points();
            self.index_points();
            self.spoil();
        }
    }

    /// Words that are marked.
    pub fn set_selected(&mut self, selected: Arc<Vec<u32>>) {
        if selected != self.selected {
            self.selected = selected;
            self.marked.is_stale = true;
        }
    }

    /// The outline that is being drawn around words; empty for none.
    pub fn set_outline(&mut self, outline: Vec<[f64; 2]>) {
        if outline != self.outline {
            self.outline = outline;
            self.marked.is_stale = true;
        }
    }

    /// The outline that is shown.
    pub fn outline(&self) -> &[[f64; 2]] {
        &self.outline
    }

    /// The map's height in CSS pixels.
    pub fn height(&self) -> f64 {
        self.viewport.height
    }

    /// The map at another moment, or none. Where it shows other words or lies along other axes, the points fly to their
    /// new places; at once where `now_ms` is none.
    pub fn set_frame(&mut self, frame: Option<Arc<Frame>>, now_ms: Option<f64>) {
        self.unshown = frame.as_ref().map(|frame| frame.serial).or(self.unshown);
        let old = std::mem::replace(&mut self.frame, frame);
        let is_other_view = matches!((&old, &self.frame),
            (Some(old), Some(new)) if old.view != new.view && old.generation == new.generation);
        self.districts.outdate(is_other_view);
        if let (true, Some(start_ms)) = (is_other_view, now_ms) {
            self.morph = Some(morph::Morph { from: std::mem::take(&mut self.positions), start_ms });
            self.place_points();
            self.index_points();
            self.is_held = false;
            self.spread = None;
            self.refit_to_frame();
            self.fly(self.fit, Some(start_ms));
            return;
        }
        if is_other_view {
            self.is_held = false;
        }
        // The words of a view that is under way to its place move on towards where they are now.
        self.place_points();
        self.index_points();
        self.refit();
        self.spoil();
        self.words_may_wait = self.marks.hovered.is_some();
    }

    /// What stands out.
    pub fn set_marks(&mut self, marks: Marks) {
        let old = std::mem::replace(&mut self.marks, marks);
        self.overlay.is_stale = true;
        let new = &self.marks;
        let written = |marks: &Marks| (marks.pinned, marks.joined, marks.analogy);
        if written(&old) != written(new) || old.pinned_near != new.pinned_near {
            self.labels.is_stale = true;
        }
        self.set_names_aside(self.marks.hovered.is_some());
    }

    // ---- Which word --------------------------------------------------------------------------------------------

    /// The word at a point of the map.
    pub fn word_at(&self, cursor: [f64; 2]) -> Option<u32> {
        self.index().nearest_within(self.positions(), &self.camera, self.viewport, cursor, PICK_RADIUS)
    }

    /// The next word from another in a direction; from the middle of the map where there is none.
    pub fn word_beside(&self, from: Option<u32>, direction: Direction) -> Option<u32> {
        let positions = self.positions();
        if let Some(from) = from.filter(|&word_id| self.point(word_id).is_some()) {
            return self.index().step(positions, from, direction);
        }
        let middle = [self.viewport.width / 2.0, self.viewport.height / 2.0];
        let anywhere = self.viewport.width + self.viewport.height;
        self.index().nearest_within(positions, &self.camera, self.viewport, middle, anywhere)
    }

    fn index(&self) -> &PickIndex {
        self.index.get_or_init(|| PickIndex::new(&self.positions))
    }

    fn positions(&self) -> &[f32] {
        &self.positions
    }

    /// The words within an outline on the map, by rising id.
    pub fn words_within(&self, outline: &[[f64; 2]]) -> Vec<u32> {
        words_within(&self.positions, &self.camera, self.viewport, outline)
    }

    fn point(&self, word_id: u32) -> Option<[f64; 2]> {
        let at = 2 * word_id as usize;
        let point = self.positions().get(at..at + 2)?;
        Some([f64::from(point[0]), f64::from(point[1])])
    }

    fn word(&self, word_id: u32) -> &str {
        self.opened.as_ref().map_or("", |opened| opened.shown(word_id))
    }
}
