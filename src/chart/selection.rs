//! Words that are marked by an outline on the map.

use plotters::element::{Circle, PathElement, Polygon};
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBColor};

use super::backend::{Drawn, Root, device};
use super::camera::{Camera, Viewport};
use super::palette::Theme;
use super::pick::{finite_points, point_of};
use super::view::MapView;

/// Radius of the ring around a marked word, in CSS pixels.
const RING_RADIUS: f64 = 6.0;
/// Rings drawn at most: more would run into each other.
const MOST_RINGS: usize = 2000;

/// The four corners of a box between two points.
pub fn box_outline(from: [f64; 2], to: [f64; 2]) -> Vec<[f64; 2]> {
    vec![from, [to[0], from[1]], to, [from[0], to[1]]]
}

/// The words within a closed outline in CSS pixels, by rising id (even-odd rule). An outline of fewer than three corners
/// contains none.
pub fn words_within(positions: &[f32], camera: &Camera, viewport: Viewport, outline: &[[f64; 2]]) -> Vec<u32> {
    if outline.len() < 3 {
        return Vec::new();
    }
    let span = |axis: usize| {
        let values = outline.iter().map(|corner| corner[axis]);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (span(0), span(1));
    let is_within = |[x, y]: [f64; 2]| {
        if x < left || x > right || y < top || y > bottom {
            return false;
        }
        let mut is_odd = false;
        let mut before = outline[outline.len() - 1];
        for &corner in outline {
            if (corner[1] > y) != (before[1] > y) {
                let crossing = before[0] + (y - before[1]) / (corner[1] - before[1]) * (corner[0] - before[0]);
                is_odd ^= x < crossing;
            }
            before = corner;
        }
        is_odd
    };
    finite_points(positions)
        .filter(|&(_, point)| is_within(camera.screen_from_world(viewport, point)))
        .map(|(id, _)| id)
        .collect()
}

/// A ring around each marked word, and the outline that is being drawn.
pub fn draw_selection<DB: DrawingBackend>(
    root: &Root<DB>,
    view: &MapView<'_>,
    selected: &[u32],
    outline: &[[f64; 2]],
) -> Drawn<DB> {
    let accent = RGBColor::from(Theme::of(view.mode).accent);
    let ring = accent.stroke_width(view.stroke(1.5));
    let radius = (RING_RADIUS * view.pixel_ratio).round() as i32;
    for point in selected.iter().take(MOST_RINGS).filter_map(|&id| point_of(view.positions, id)) {
        let [x, y] = view.device_from_world(point);
        if (-50.0..1e5).contains(&x) && (-50.0..1e5).contains(&y) {
            root.draw(&Circle::new(device([x, y]), radius, ring))?;
        }
    }
    if outline.len() >= 2 {
        let mut corners: Vec<(i32, i32)> =
            outline.iter().map(|corner| device(corner.map(|x| x * view.pixel_ratio))).collect();
        root.draw(&Polygon::new(corners.clone(), accent.mix(0.12)))?;
        corners.extend(corners.first().copied());
        root.draw(&PathElement::new(corners, accent.stroke_width(view.stroke(1.5))))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VIEWPORT: Viewport = Viewport { width: 100.0, height: 100.0 };
    const CAMERA: Camera = Camera { center: [50.0, 50.0], scale: 1.0 };

    #[test]
    fn a_horseshoe_holds_what_is_in_its_arms_alone() {
        // Open at the top of the screen, where y is small.
        let outline = [
            [10.0, 10.0],
            [30.0, 10.0],
            [30.0, 70.0],
            [70.0, 70.0],
            [70.0, 10.0],
            [90.0, 10.0],
            [90.0, 90.0],
            [10.0, 90.0],
        ];
        // On the screen: (20, 50), (50, 50), (80, 50), (50, 80), and nowhere.
        let positions = [20.0, 50.0, 50.0, 50.0, 80.0, 50.0, 50.0, 20.0, f32::NAN, 1.0];
        assert_eq!(words_within(&positions, &CAMERA, VIEWPORT, &outline), [0, 2, 3]);
        assert!(words_within(&positions, &CAMERA, VIEWPORT, &outline[..2]).is_empty());
    }

    proptest! {
        #[test]
        fn a_box_holds_what_lies_between_its_corners(
            positions in prop::collection::vec(0.0_f32..100.0, 0..60),
            a in prop::array::uniform2(0.0_f64..100.0), b in prop::array::uniform2(0.0_f64..100.0),
        ) {
            let found = words_within(&positions, &CAMERA, VIEWPORT, &box_outline(a, b));
            let is_between = |x: f64, axis: usize| x > a[axis].min(b[axis]) && x < a[axis].max(b[axis]);
            let expected: Vec<u32> = finite_points(&positions)
                .filter(|&(_, point)| {
                    let [x, y] = CAMERA.screen_from_world(VIEWPORT, point);
                    is_between(x, 0) && is_between(y, 1)
                })
                .map(|(id, _)| id)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
