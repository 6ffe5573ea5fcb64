//! Painting what is out of date.

use plotters::prelude::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::Clamped;
use web_sys::ImageData;

use super::{Marks, Painted, Stage, labels};
use crate::chart::{Highlight, MapLabel, MapView, draw_overlay, draw_selection, map_svg, rasterize_points};

impl Stage {
    /// Paints what is out of date.
    pub fn paint(&mut self, now_ms: f64) -> Painted {
        if self.viewport.width < 1.0 || self.viewport.height < 1.0 {
            return Painted::default();
        }
        let is_moving = self.advance_flight(now_ms) | self.advance_morph(now_ms);
        let is_settling = self.refresh_districts(now_ms);
        if self.labels.is_stale {
            let labeled = self.place_labels();
            if labeled != self.labeled {
                self.labeled = labeled;
                self.points.is_stale = true;
            }
        }
        if std::mem::take(&mut self.points.is_stale) {
            self.paint_points();
        }
        let words_wait = std::mem::take(&mut self.words_may_wait) && self.labels.is_stale;
        if !words_wait && std::mem::take(&mut self.labels.is_stale) {
            self.paint_labels();
        }
        if std::mem::take(&mut self.marked.is_stale) {
            self.paint_marked();
        }
        if std::mem::take(&mut self.overlay.is_stale) {
            self.paint_overlay();
        }
        Painted { shown: self.unshown.take(), is_moving: is_moving || words_wait || is_settling }
    }

    pub(super) fn spoil(&mut self) {
        for layer in
            [&mut self.points, &mut self.districts.layer, &mut self.labels, &mut self.marked, &mut self.overlay]
        {
            layer.is_stale = true;
        }
    }

    pub(super) fn view<'a>(&'a self, highlight: Highlight<'a>) -> MapView<'a> {
        MapView {
            positions: self.positions(),
            coloring: &self.coloring,
            labeled: &self.labeled,
            camera: self.camera,
            viewport: self.viewport,
            mode: self.mode,
            pixel_ratio: self.pixel_ratio,
            has_contrast: self.has_contrast,
            // The page writes them beside the legend, where they can be read aloud and selected.
            axis_titles: ["", ""],
            highlight,
        }
    }

    /// The map as a picture of its own, with its legend and `captions`; none where there is nothing to draw.
    pub fn picture(&self, captions: &[String]) -> Option<String> {
        if self.positions.is_empty() || self.viewport.width < 1.0 {
            return None;
        }
        let neighbors = &self.marks.pinned_near;
        let Marks { pinned, joined, analogy, .. } = self.marks;
        let ghost = self.ghost();
        let highlight = Highlight { word: pinned, neighbors, greys_rest: false, analogy, joined, ghost };
        let labels: Vec<MapLabel<'_>> = self
            .placed
            .iter()
            .map(|&place| MapLabel { place, text: self.written(place.id), style: self.style(place.id) })
            .collect();
        Some(map_svg(&self.view(highlight), &self.districts.names, &labels, &self.hidden_classes, captions))
    }

    /// The place where there may be no word, and the last word of its sum; none where one of these words is not shown.
    fn ghost(&self) -> Option<([f64; 2], u32)> {
        let mut place = [0.0; 2];
        for &(word_id, weight) in &self.marks.ghost {
            let at = 2 * word_id as usize;
            let point = self.positions().get(at..at + 2).filter(|point| point[0].is_finite())?;
            for (sum, &x) in place.iter_mut().zip(point) {
                *sum += f64::from(weight) * f64::from(x);
            }
        }
        self.marks.ghost.last().map(|&(start, _)| (place, start))
    }

    fn paint_points(&mut self) {
        let mut pixels = std::mem::take(&mut self.pixels);
        self.points.fill();
        rasterize_points(&mut pixels, &self.view(Highlight::default()));
        if let Ok(image) =
            ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels.rgba), pixels.width, pixels.height)
        {
            // It fails for a detached image alone, and this one was made a line ago.
            let _ = self.points.context.put_image_data(&image, 0.0, 0.0);
        }
        self.pixels = pixels;
    }

    fn paint_marked(&self) {
        self.marked.clear();
        if self.selected.is_empty() && self.outline.is_empty() {
            return;
        }
        self.marked.fill();
        let Some(backend) = CanvasBackend::with_canvas_object(self.marked.canvas.clone()) else { return };
        // It fails only where the browser has lost the canvas, and then the others too.
        let root = backend.into_drawing_area();
        let _ = draw_selection(&root, &self.view(Highlight::default()), &self.selected, &self.outline);
    }

    fn paint_overlay(&mut self) {
        self.overlay.clear();
        let is_hover = self.marks.hovered.is_some();
        let (word, neighbors) = if is_hover {
            (self.marks.hovered, self.marks.hovered_near.clone())
        } else {
            (self.marks.pinned, self.marks.pinned_near.clone())
        };
        let (analogy, joined) = if is_hover { (None, None) } else { (self.marks.analogy, self.marks.joined) };
        let ghost = self.ghost().filter(|_| !is_hover);
        let start = ghost.map(|(_, start)| start);
        let mut written: Vec<u32> = word.into_iter().chain(self.marks.linked).chain(start).collect();
        let neighbors_and_joined = neighbors.iter().chain(joined.iter().flatten());
        for &id in neighbors_and_joined.chain(analogy.iter().flatten()) {
            if !written.contains(&id) {
                written.push(id);
            }
        }
        if written.is_empty() {
            return;
        }
        self.overlay.fill();
        let places = self.overlay_places(&written);
        let Some(backend) = CanvasBackend::with_canvas_object(self.overlay.canvas.clone()) else { return };
        let highlight = Highlight { word, neighbors: &neighbors, greys_rest: is_hover, analogy, joined, ghost };
        // A canvas backend fails only where the browser has lost the canvas: there is nowhere left to say so.
        let root = backend.into_drawing_area();
        let _ = draw_overlay(&root, &self.view(highlight), &[]);
        let mut pen = labels::Pen::new(&self.overlay.context);
        for place in places {
            self.write(&mut pen, place, self.style(place.id));
        }
    }
}
