//! The names of districts, written large and faint where each is densest: a second way to say what the legend says.
//!
//! Names lie between points and words. Among themselves they are placed like words, on the same collision grid, the largest
//! district first; words then keep clear of the middle of each name ([`DistrictName::core`]), so that neither is written
//! through the other, but may touch its edges, so that no place is emptied for it. A name moves by a line or two where
//! another has its place, no further: it would name other words.

use std::collections::HashMap;

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use plotters::style::{Color, RGBColor};

use super::backend::{Drawn, FONT, FONT_UNIT, Root, device, text_style};
use super::camera::Viewport;
use super::districts::District;
use super::labels::{Board, PlacedLabel};
use super::view::MapView;
use super::written::cut_text;

/// Size of the letters in CSS pixels where there is room, and at the least.
const SIZES_PX: [f64; 2] = [17.0, 26.0];
/// Size of the letters in parts of the shorter side of the map.
const SIZE_SHARE: f64 = 0.045;
/// Space between letters in parts of their size.
const SPACING: f64 = 0.08;
/// The widest a name may be, in parts of the map's width.
const MOST_WIDTH: f64 = 0.4;
/// How strong a name is at the fitted scale, and for readers who ask for more contrast.
const OPACITIES: [f64; 2] = [0.4, 0.65];
/// Scales in parts of the fitted one: gone below the first, whole between the second and the third, gone beyond the last.
const FADES: [f64; 4] = [0.4, 0.75, 1.1, 2.5];
/// Places to try, in lines below the densest spot.
const SHIFTS: [f64; 5] = [0.0, -0.8, 0.8, -1.6, 1.6];
/// What a name keeps free of the map's edge, in CSS pixels.
const INSET: f64 = 6.0;
/// Height of the part of a name that words keep clear of, in parts of its size: small letters.
const CORE: f64 = 0.62;

/// The name of a district, on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct DistrictName {
    /// Its class in the coloring.
    pub class: u8,
    /// The name, cut where it is too wide.
    pub text: String,
    /// The middle of its line in CSS pixels.
    pub center: [f64; 2],
    /// Its width in CSS pixels.
    pub width: f64,
    /// Size of its letters in CSS pixels.
    pub font_px: f64,
    /// In (0, 1].
    pub opacity: f64,
}

/// A name that would like a place.
#[derive(Clone, Debug, PartialEq)]
pub struct NameWish {
    /// Its class in the coloring.
    pub class: u8,
    /// What [`cut_name`] left of it.
    pub text: String,
    /// Width in CSS pixels, in the font that it will be drawn in.
    pub width: f64,
    /// The densest spot in CSS pixels.
    pub spot: [f64; 2],
}

/// Places names, and remembers which of its places each took.
#[derive(Clone, Debug, Default)]
pub struct NamePlacer {
    shift_of_class: HashMap<u8, f64>,
}

/// Size of a name's letters in CSS pixels.
pub fn name_px(viewport: Viewport) -> f64 {
    (SIZE_SHARE * viewport.width.min(viewport.height)).clamp(SIZES_PX[0], SIZES_PX[1])
}

/// The font of names as CSS spells it, in CSS pixels times `pixel_ratio`.
pub fn name_font(font_px: f64, pixel_ratio: f64) -> String {
    format!("600 {}px {FONT}", font_px * pixel_ratio)
}

/// Space between the letters of a name in CSS pixels. Letters that join have none.
pub fn name_spacing(text: &str, font_px: f64) -> f64 {
    if text.chars().any(joins_its_neighbors) { 0.0 } else { SPACING * font_px }
}

/// How strong names are at a scale of the camera, in [0, 1]; they fade evenly with the logarithm of the scale.
pub fn name_opacity(scale: f64, fit_scale: f64, has_contrast: bool) -> f64 {
    let zoom = scale / fit_scale;
    let [gone_below, whole_from, whole_to, gone_beyond] = FADES;
    if zoom.is_nan() || zoom <= gone_below || zoom >= gone_beyond {
        return 0.0;
    }
    let share = if zoom < whole_from {
        (zoom / gone_below).ln() / (whole_from / gone_below).ln()
    } else if zoom > whole_to {
        (gone_beyond / zoom).ln() / (gone_beyond / whole_to).ln()
    } else {
        1.0
    };
    share * OPACITIES[usize::from(has_contrast)]
}

/// A name no wider than a name may be on this map, and its width; [`cut_text`] says how it is cut.
pub fn cut_name(name: &str, viewport: Viewport, width: impl Fn(&str) -> f64) -> (String, f64) {
    cut_text(name, MOST_WIDTH * viewport.width, width)
}

/// Arabic and Syriac letters, Devanagari and the scripts of India beside it, Mongolian: space would tear them apart.
fn joins_its_neighbors(letter: char) -> bool {
    matches!(letter, '\u{600}'..='\u{7bf}' | '\u{840}'..='\u{dff}' | '\u{1800}'..='\u{18af}' | '\u{fb50}'..='\u{feff}')
}

impl NamePlacer {
    /// A placer that has placed nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets which places names took.
    pub fn clear(&mut self) {
        self.shift_of_class.clear();
    }

    /// Places names, none over another, none over an obstacle (`[left, top, right, bottom]` in CSS pixels), all inside the
    /// viewport. Those first in `wishes` choose first. A name whose spot is outside gets no place.
    pub fn place(
        &mut self,
        viewport: Viewport,
        wishes: Vec<NameWish>,
        obstacles: &[[f64; 4]],
        opacity: f64,
    ) -> Vec<DistrictName> {
        let font_px = name_px(viewport);
        let mut board = Board::new(viewport, obstacles);
        let mut names = Vec::new();
        for NameWish { class, text, width, spot } in wishes {
            let [x, y] = spot;
            if !(0.0..=viewport.width).contains(&x) || !(0.0..=viewport.height).contains(&y) {
                continue;
            }
            let place_at = |shift: f64| {
                let left = (x - width / 2.0).min(viewport.width - INSET - width).max(INSET);
                let height = 1.2 * font_px;
                PlacedLabel { id: u32::from(class), left, top: y + shift * font_px - height / 2.0, width, height }
            };
            let last = self.shift_of_class.get(&class).copied();
            let shifts = last.into_iter().chain(SHIFTS);
            let free =
                shifts.map(|shift| (shift, place_at(shift))).find(|(_, place)| board.is_free(place, &middle(place)));
            let Some((shift, place)) = free else { continue };
            self.shift_of_class.insert(class, shift);
            board.take(place, middle(&place));
            let center = [place.left + width / 2.0, place.top + place.height / 2.0];
            names.push(DistrictName { class, text, center, width, font_px, opacity });
        }
        names
    }
}

/// A name has no point of its own: the middle of its box stands for it.
fn middle(place: &PlacedLabel) -> [f64; 4] {
    let [x, y] = [place.left + place.width / 2.0, place.top + place.height / 2.0];
    [x, y, x, y]
}

impl District {
    /// Its densest spot on the screen, in CSS pixels.
    pub fn screen(&self, view: &MapView<'_>) -> [f64; 2] {
        view.camera.screen_from_world(view.viewport, self.spot)
    }
}

impl DistrictName {
    /// What words keep clear of: left, top, right and bottom in CSS pixels.
    pub fn core(&self) -> [f64; 4] {
        let [x, y] = self.center;
        let (half_width, half_height) = (self.width / 2.0, CORE * self.font_px / 2.0);
        [x - half_width, y - half_height, x + half_width, y + half_height]
    }
}

/// The names on a backend, for a picture as a file. plotters has no space between letters, so they are somewhat narrower
/// than on a canvas.
pub(super) fn draw_district_names<DB: DrawingBackend>(
    root: &Root<DB>,
    view: &MapView<'_>,
    names: &[DistrictName],
) -> Drawn<DB> {
    for name in names {
        let ink = view.coloring.color(name.class, view.mode);
        let mut style = text_style(name.font_px * view.pixel_ratio * FONT_UNIT, true, ink, HPos::Center);
        style.color = RGBColor::from(ink).mix(name.opacity).to_backend_color();
        root.draw_text(&name.text, &style, device(name.center.map(|x| x * view.pixel_ratio)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEWPORT: Viewport = Viewport { width: 800.0, height: 600.0 };

    /// Ten pixels for each character that takes room.
    fn width(text: &str) -> f64 {
        text.chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}')).count() as f64 * 10.0
    }

    fn cut(name: &str, map_width: f64) -> String {
        let (text, text_width) = cut_name(name, Viewport { width: map_width, height: 600.0 }, width);
        assert_eq!(text_width, width(&text));
        text
    }

    fn wish(class: u8, spot: [f64; 2]) -> NameWish {
        NameWish { class, text: "name".to_owned(), width: 120.0, spot }
    }

    fn bounds(name: &DistrictName) -> [f64; 4] {
        let ([x, y], half) = (name.center, 0.6 * name.font_px);
        [x - name.width / 2.0, y - half, x + name.width / 2.0, y + half]
    }

    #[test]
    fn names_fade_as_one_zooms_either_way() {
        let at = |zoom: f64| name_opacity(zoom * 64.0, 64.0, false);
        assert_eq!([at(0.3), at(2.5), at(9.0), at(f64::NAN), at(0.0)], [0.0; 5]);
        assert_eq!([at(0.75), at(1.0), at(1.1)], [0.4; 3]);
        assert!(at(1.2) > at(1.5) && at(1.5) > at(2.4) && at(2.4) > 0.0);
        assert!(at(0.7) > at(0.5) && at(0.5) > 0.0);
        assert!(name_opacity(1.0, 1.0, true) > at(1.0), "more contrast");
    }

    #[test]
    fn names_are_smaller_on_a_small_map() {
        assert_eq!([name_px(VIEWPORT), name_px(Viewport { width: 358.0, height: 300.0 })], [26.0, 17.0]);
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(cut("royalty", 800.0), "royalty");
        assert_eq!(cut(&"a".repeat(100), 800.0), format!("{}…", "a".repeat(31)));
        assert_eq!(cut("king, queen", 175.0), "king…", "no comma is left before the dots");
        assert_eq!(cut("king", 5.0), "k…", "one letter at the least");
        assert_eq!((cut("", 800.0), cut("", 0.0), cut("i", 0.0)), (String::new(), String::new(), "i…".to_owned()));
    }

    #[test]
    fn names_from_right_to_left_are_set_apart_and_not_spaced() {
        assert_eq!(cut("ملك", 800.0), "\u{2068}ملك\u{2069}");
        assert_eq!(cut("שלום עולם", 100.0), "\u{2068}שלו…\u{2069}");
        assert_eq!(name_spacing("ملك", 20.0), 0.0);
        assert!(name_spacing("king", 20.0) > 0.0);
    }

    #[test]
    fn names_lie_beside_each_other_near_their_spots_and_inside() {
        let spots = [[400.0, 300.0], [410.0, 305.0], [390.0, 290.0], [2.0, 300.0], [799.0, 20.0]];
        let wishes = (0..).zip(spots).map(|(class, spot)| wish(class, spot)).collect();
        let toolbar = [600.0, 0.0, 800.0, 40.0];
        let names = NamePlacer::new().place(VIEWPORT, wishes, &[toolbar], 0.4);
        assert_eq!(names.iter().map(|name| name.class).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(names[0].center, spots[0], "the first has its spot");
        for (i, name) in names.iter().enumerate() {
            let [left, top, right, bottom] = bounds(name);
            assert!(left >= 0.0 && top >= 0.0 && right <= 800.0 && bottom <= 600.0, "{name:?}");
            assert!((name.center[1] - spots[i][1]).abs() <= 1.6 * 26.0 + 1e-9, "{name:?}");
            let others = names[..i].iter().map(bounds).chain([toolbar]);
            for [l, t, r, b] in others {
                assert!(left >= r || l >= right || top >= b || t >= bottom, "{name:?}");
            }
            let [l, t, r, b] = name.core();
            assert!(l >= left && r <= right && t > top && b < bottom, "words may touch the edges");
        }
    }

    #[test]
    fn a_name_without_room_or_with_its_spot_outside_has_no_place() {
        let crowd = (0..9).map(|class| wish(class, [400.0, 300.0])).collect();
        assert_eq!(NamePlacer::new().place(VIEWPORT, crowd, &[], 0.4).len(), 3);
        let outside = vec![wish(0, [-1.0, 300.0]), wish(1, [f64::NAN, 1.0]), wish(2, [3.0, 601.0])];
        assert_eq!(NamePlacer::new().place(VIEWPORT, outside, &[], 0.4), []);
    }

    #[test]
    fn a_name_keeps_the_side_it_took() {
        let mut placer = NamePlacer::new();
        let both = vec![wish(0, [400.0, 300.0]), wish(1, [400.0, 310.0])];
        let first = placer.place(VIEWPORT, both, &[], 0.4)[1].center;
        let alone = placer.place(VIEWPORT, vec![wish(1, [400.0, 310.0])], &[], 0.4)[0].center;
        assert_eq!(first, alone);
        placer.clear();
        assert_eq!(placer.place(VIEWPORT, vec![wish(1, [400.0, 310.0])], &[], 0.4)[0].center, [400.0, 310.0]);
    }
}
