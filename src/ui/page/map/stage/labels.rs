//! Which words are written on the map, where, and the writing.

use std::collections::HashSet;

use web_sys::CanvasRenderingContext2d;

use super::Stage;
use crate::{
    chart::{
        HaloText, Highlight, LabelBox, LabelPlacer, LabelStyle, MapLabel, PlacedLabel, Rgb, Viewport, cut_text,
        halo_text,
    },
    protocol::{NO_TOPIC, Opened},
};

/// Square CSS pixels of map for each label.
const AREA_PER_LABEL: f64 = 8000.0;
/// How many words compete for each label.
const CANDIDATES_PER_LABEL: usize = 3;
/// The most that a plain label may take of the map's width, as a share; and in CSS pixels.
const MOST_WIDTH: (f64, f64) = (0.3, 240.0);

/// How a word is written.
pub(super) struct Writing {
    /// What is left of it, where it is too long.
    cut: Option<String>,
    /// Its width in CSS pixels.
    width: f64,
}

impl Stage {
    /// Decides which words are written; gives their ids in order.
    pub(super) fn place_labels(&mut self) -> Vec<u32> {
        let most = (self.viewport.width * self.viewport.height / AREA_PER_LABEL).clamp(8.0, 160.0) as usize;
        let mut first: Vec<u32> = self.marks.pinned.into_iter().collect();
        first.extend(self.marks.joined.into_iter().flatten());
        first.extend(&self.marks.pinned_near);
        first.extend(self.marks.analogy.into_iter().flatten());
        let boxes: Vec<LabelBox> = {
            let mut is_taken: HashSet<u32> = HashSet::new();
            let order: Vec<u32> = first.iter().chain(&self.label_order).copied().collect();
            order
                .into_iter()
                .filter(|&id| is_taken.insert(id))
                .filter_map(|id| self.label_box(id))
                .take(most * CANDIDATES_PER_LABEL)
                .collect()
        };
        self.placed = self.placer.place(self.viewport, &boxes, &self.kept_clear(), most);
        let mut labeled: Vec<u32> = self.placed.iter().map(|label| label.id).collect();
        labeled.sort_unstable();
        labeled
    }

    /// A word's wish for a place, if its point is in view.
    fn label_box(&mut self, id: u32) -> Option<LabelBox> {
        let anchor @ [x, y] = self.camera.screen_from_world(self.viewport, self.point(id)?);
        if x < 0.0 || y < 0.0 || x > self.viewport.width || y > self.viewport.height {
            return None;
        }
        let style = self.style(id);
        let is_strong = style == LabelStyle::Strong;
        let width = self.written_width(id, style);
        Some(LabelBox { id, anchor, width, height: style.line_height(), gap: style.gap(), always: is_strong })
    }

    pub(super) fn style(&self, id: u32) -> LabelStyle {
        let is_strong = match self.marks.hovered {
            Some(hovered) => hovered == id,
            None => self.is_pinned(id),
        };
        if is_strong || self.marks.linked == Some(id) { LabelStyle::Strong } else { LabelStyle::Plain }
    }

    fn is_pinned(&self, id: u32) -> bool {
        self.marks.pinned == Some(id) || self.marks.joined.is_some_and(|joined| joined.contains(&id))
    }

    /// The word as it is written: whole, or cut where it would take too much of the map.
    pub(super) fn written(&self, id: u32) -> &str {
        self.writings.get(&id).and_then(|writing| writing.cut.as_deref()).unwrap_or_else(|| self.word(id))
    }

    /// How wide the word is as it is written, in CSS pixels.
    fn written_width(&mut self, id: u32, style: LabelStyle) -> f64 {
        if !self.writings.contains_key(&id) {
            let writing = self.writing(id);
            self.writings.insert(id, writing);
        }
        let plain = self.writings.get(&id).map_or(0.0, |writing| writing.width);
        if style == LabelStyle::Plain { plain } else { self.measured(self.written(id), style) }
    }

    fn writing(&self, id: u32) -> Writing {
        let word = self.word(id);
        let width = self.measured(word, LabelStyle::Plain);
        if width <= most_width(self.viewport) {
            return Writing { cut: None, width };
        }
        let measure = |text: &str| self.measured(text, LabelStyle::Plain);
        let (cut, width) = cut_text(word, most_width(self.viewport), measure);
        Writing { cut: Some(cut), width }
    }

    fn measured(&self, text: &str, style: LabelStyle) -> f64 {
        self.overlay.context.set_font(&style.css_font());
        let guess = text.chars().count() as f64 * style.font_px() * 0.6;
        self.overlay.context.measure_text(text).map_or(guess, |metrics| metrics.width())
    }

    pub(super) fn paint_labels(&self) {
        self.labels.clear();
        if self.placed.is_empty() {
            return;
        }
        self.labels.fill();
        let mut pen = Pen::new(&self.labels.context);
        for &place in &self.placed {
            let style = if self.is_pinned(place.id) { LabelStyle::Strong } else { LabelStyle::Plain };
            self.write(&mut pen, place, style);
        }
    }

    /// Writes a word with its halo. By the canvas itself, two calls: through plotters it would be nine.
    pub(super) fn write(&self, pen: &mut Pen<'_>, place: PlacedLabel, style: LabelStyle) {
        let text =
            halo_text(&self.view(Highlight::default()), &MapLabel { place, text: self.written(place.id), style });
        pen.write(&text);
    }

    /// Places for the words of the overlay: those that have one keep it.
    pub(super) fn overlay_places(&mut self, written: &[u32]) -> Vec<PlacedLabel> {
        let strong: Vec<u32> = written.iter().copied().filter(|&id| self.style(id) == LabelStyle::Strong).collect();
        let pinned: Vec<u32> = strong.iter().copied().filter(|&id| self.is_pinned(id)).collect();
        let is_kept = |id: u32| !strong.contains(&id) || pinned.contains(&id);
        let mut places: Vec<PlacedLabel> =
            self.placed.iter().filter(|label| written.contains(&label.id) && is_kept(label.id)).copied().collect();
        let missing: Vec<u32> =
            written.iter().copied().filter(|&id| places.iter().all(|label| label.id != id)).collect();
        let boxes: Vec<LabelBox> = missing.into_iter().filter_map(|id| self.label_box(id)).collect();
        // Under a veil, what is written below may be written over.
        let around = if self.marks.hovered.is_some() { &places } else { &self.placed };
        let kept_clear = if self.marks.hovered.is_some() { Vec::new() } else { self.kept_clear() };
        let taken: Vec<[f64; 4]> = around
            .iter()
            .filter(|label| !written.contains(&label.id) || is_kept(label.id))
            .map(PlacedLabel::bounds)
            .chain(kept_clear)
            .collect();
        places.extend(LabelPlacer::new().place(self.viewport, &boxes, &taken, boxes.len()));
        places
    }
}

/// The most that a plain label may be wide on this map, in CSS pixels.
fn most_width(viewport: Viewport) -> f64 {
    (MOST_WIDTH.0 * viewport.width).min(MOST_WIDTH.1)
}

/// Writes words on a canvas. Most of them look alike, and each setting of a canvas costs as much as a word: it is set only
/// where it changes.
pub(super) struct Pen<'a> {
    context: &'a CanvasRenderingContext2d,
    font: Option<(bool, f64)>,
    halo: Option<(Rgb, f64)>,
    ink: Option<Rgb>,
}

impl<'a> Pen<'a> {
    pub(super) fn new(context: &'a CanvasRenderingContext2d) -> Self {
        context.set_text_align("left");
        context.set_text_baseline("middle");
        context.set_line_join("round");
        Self { context, font: None, halo: None, ink: None }
    }

    fn write(&mut self, text: &HaloText<'_>) {
        if self.font.replace((text.is_bold, text.font_px)) != Some((text.is_bold, text.font_px)) {
            let weight = if text.is_bold { "bold " } else { "" };
            self.context.set_font(&format!("{weight}{}px system-ui, sans-serif", text.font_px));
        }
        if self.halo.replace((text.halo, text.halo_width)) != Some((text.halo, text.halo_width)) {
            self.context.set_stroke_style_str(&text.halo.css());
            self.context.set_line_width(2.0 * text.halo_width);
        }
        if self.ink.replace(text.ink) != Some(text.ink) {
            self.context.set_fill_style_str(&text.ink.css());
        }
        // Text that cannot be drawn leaves its point without a name: nothing to report.
        let _ = self.context.stroke_text(text.text, text.x, text.y);
        let _ = self.context.fill_text(text.text, text.x, text.y);
    }
}

/// Landmarks first, then the other words with a topic, then the rest, each of these by falling frequency: function words
/// say little on a map.
pub(super) fn label_order(opened: &Opened) -> Vec<u32> {
    let mut is_taken: HashSet<u32> = opened.landmarks.iter().copied().collect();
    let mut order = opened.landmarks.clone();
    let has_topic = |id: &u32| opened.topic_of_word.get(*id as usize).is_some_and(|&topic| topic != NO_TOPIC);
    let all = 0..opened.words.len() as u32;
    order.extend(all.clone().filter(has_topic).filter(|&id| is_taken.insert(id)));
    order.extend(all.filter(|&id| !is_taken.contains(&id)));
    order
}
