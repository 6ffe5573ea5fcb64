//! The names of districts, on a layer of their own between points and words.
//!
//! Hovering fades the whole layer by the stylesheet, so nothing is painted for it.

use std::collections::HashMap;

use js_sys::Reflect;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{Layer, Stage};
use crate::chart::{
    DistrictName, Districts, Legend, NamePlacer, NameWish, cut_name, name_font, name_opacity, name_px, name_spacing,
};

/// How long after the last change of the map it counts as resting, in milliseconds.
const SETTLE_MS: f64 = 1000.0;
/// The class of the layer while a word is hovered.
const ASIDE: &str = "is-aside";

/// The layer, and what is remembered from frame to frame.
pub(super) struct DistrictLayer {
    pub(super) layer: Layer,
    /// Whether the points or their colors are others than those that were looked at last.
    is_outdated: bool,
    /// When the map will rest, in milliseconds: then names are found anew, without regard to what was named on the way.
    settles_ms: Option<f64>,
    districts: Districts,
    placer: NamePlacer,
    /// The names on the map.
    pub(super) names: Vec<DistrictName>,
    /// What is left of each name on a map of this size, and its width in CSS pixels.
    cuts: HashMap<String, (String, f64)>,
}

impl DistrictLayer {
    pub(super) fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        Some(Self {
            layer: Layer::new(canvas)?,
            is_outdated: true,
            settles_ms: None,
            districts: Districts::new(),
            placer: NamePlacer::new(),
            names: Vec::new(),
            cuts: HashMap::new(),
        })
    }

    /// The points or their colors have changed. On another map or with another vocabulary, what was named is forgotten.
    pub(super) fn outdate(&mut self, is_other_map: bool) {
        self.is_outdated = true;
        if is_other_map {
            self.districts.clear();
            self.placer.clear();
        }
    }

    /// Measures names anew, on a map of another size.
    pub(super) fn forget_widths(&mut self) {
        self.cuts.clear();
    }
}

impl Stage {
    /// Names give way to a hovered word, and come back.
    pub(super) fn set_names_aside(&mut self, is_aside: bool) {
        // A list of classes refuses empty names alone.
        let _ = self.districts.layer.canvas.class_list().toggle_with_force(ASIDE, is_aside);
        if !is_aside && self.districts.is_outdated {
            self.districts.layer.is_stale = true;
            self.labels.is_stale = true;
        }
    }

    /// Paints the names if they are out of date: before the words, which keep clear of them. Whether the next moment may
    /// look different.
    ///
    /// While points move, names are held, so that they do not flicker. A map that rests has the names that follow from its
    /// points alone, whatever the way there.
    pub(super) fn refresh_districts(&mut self, now_ms: f64) -> bool {
        let (own, is_hovered) = (&mut self.districts, self.marks.hovered.is_some());
        let has_settled = !is_hovered && own.settles_ms.is_some_and(|settles_ms| now_ms >= settles_ms);
        if has_settled {
            own.outdate(true);
            own.settles_ms = None;
            own.layer.is_stale = true;
        }
        if std::mem::take(&mut own.layer.is_stale) {
            if own.is_outdated && !has_settled {
                own.settles_ms = Some(now_ms + SETTLE_MS);
            }
            let before = std::mem::take(&mut own.names);
            self.place_districts();
            self.paint_districts();
            // Words make room for other names, and the overlay writes the words that have none.
            if self.districts.names != before {
                (self.labels.is_stale, self.overlay.is_stale) = (true, true);
            }
        }
        !is_hovered && self.districts.settles_ms.is_some()
    }

    /// Decides which names are written, and where. While a word is hovered, those that were found before.
    fn place_districts(&mut self) {
        let opacity = name_opacity(self.camera.scale, self.fit.scale, self.has_contrast);
        let (Legend::Groups(names), Some(frame)) = (&self.coloring.legend, &self.frame) else { return };
        // Points that are on their way are in no place.
        if names.is_empty() || opacity <= 0.0 || self.morph.is_some() {
            return;
        }
        let own = &mut self.districts;
        if own.is_outdated && self.marks.hovered.is_none() {
            // All words of the frame count: toggling one group says nothing of another.
            own.districts.update(&frame.positions, &self.coloring.class_of_word, names);
            own.is_outdated = false;
        }
        let font_px = name_px(self.viewport);
        let context = &own.layer.context;
        context.set_font(&name_font(font_px, 1.0));
        let width = |text: &str| {
            space(context, name_spacing(text, font_px));
            let guess = text.chars().count() as f64 * font_px * 0.6;
            context.measure_text(text).map_or(guess, |metrics| metrics.width())
        };
        let mut wishes = Vec::new();
        for district in own.districts.found().iter().filter(|found| !self.hidden_classes.contains(&found.class)) {
            let Some(name) = names.get(usize::from(district.class)) else { continue };
            let (text, width) =
                own.cuts.entry(name.clone()).or_insert_with(|| cut_name(name, self.viewport, width)).clone();
            let spot = self.camera.screen_from_world(self.viewport, district.spot);
            wishes.push(NameWish { class: district.class, text, width, spot });
        }
        own.names = own.placer.place(self.viewport, wishes, &self.obstacles, opacity);
    }

    /// What words keep clear of: the controls, and names that are not half gone.
    pub(super) fn kept_clear(&self) -> Vec<[f64; 4]> {
        let half = name_opacity(self.fit.scale, self.fit.scale, self.has_contrast) / 2.0;
        let cores = self.districts.names.iter().filter(|name| name.opacity >= half).map(DistrictName::core);
        self.obstacles.iter().copied().chain(cores).collect()
    }

    fn paint_districts(&self) {
        let (layer, ratio) = (&self.districts.layer, self.pixel_ratio);
        layer.clear();
        if self.districts.names.is_empty() {
            return;
        }
        layer.fill();
        let context = &layer.context;
        context.set_text_align("center");
        context.set_text_baseline("middle");
        for name in &self.districts.names {
            context.set_font(&name_font(name.font_px, ratio));
            space(context, name_spacing(&name.text, name.font_px) * ratio);
            context.set_global_alpha(name.opacity);
            context.set_fill_style_str(&self.coloring.color(name.class, self.mode).css());
            let [x, y] = name.center.map(|x| x * ratio);
            // A name that cannot be drawn is in the legend all the same.
            let _ = context.fill_text(&name.text, x, y);
        }
    }
}

/// Sets the space between letters in pixels of the canvas. Browsers without it write names closer.
fn space(context: &CanvasRenderingContext2d, px: f64) {
    // Setting a property of an object that can have more cannot fail.
    let _ = Reflect::set(context, &"letterSpacing".into(), &format!("{px}px").into());
}
