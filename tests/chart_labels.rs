//! Properties of label placement, on random maps.

#![cfg(not(target_arch = "wasm32"))]

use embedding_explorer::chart::{Camera, LabelBox, LabelPlacer, LabelStyle, PlacedLabel, Viewport};
use proptest::prelude::*;

const VIEWPORT: Viewport = Viewport { width: 800.0, height: 600.0 };
/// Of the points of words that are written.
const POINT_RADIUS: f64 = 3.75;
const TOOLBAR: [f64; 4] = [0.0, 0.0, 800.0, 64.0];

/// A random map: world points, and for each the width of its word.
fn maps() -> impl Strategy<Value = Vec<([f32; 2], f64)>> {
    prop::collection::vec(([-1.0_f32..1.0, -1.0_f32..1.0], 12.0..90.0_f64), 0..300)
}

fn fit(map: &[([f32; 2], f64)]) -> Camera {
    let positions: Vec<f32> = map.iter().flat_map(|(point, _)| *point).collect();
    Camera::fit(&positions, VIEWPORT)
}

fn boxes(map: &[([f32; 2], f64)], camera: Camera) -> Vec<LabelBox> {
    let label = |(id, (point, width)): (usize, &([f32; 2], f64))| LabelBox {
        id: id as u32,
        anchor: camera.screen_from_world(VIEWPORT, point.map(f64::from)),
        width: *width,
        height: LabelStyle::Plain.line_height(),
        gap: LabelStyle::Plain.gap(),
        always: false,
    };
    map.iter().enumerate().map(label).collect()
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

fn disc(anchor: [f64; 2], radius: f64) -> [f64; 4] {
    [anchor[0] - radius, anchor[1] - radius, anchor[0] + radius, anchor[1] + radius]
}

fn assert_legible(placed: &[PlacedLabel], obstacles: &[[f64; 4]]) -> Result<(), TestCaseError> {
    for (i, label) in placed.iter().enumerate() {
        let [left, top, right, bottom] = label.bounds();
        prop_assert!(left >= 0.0 && top >= 0.0 && right <= VIEWPORT.width && bottom <= VIEWPORT.height);
        for other in &placed[..i] {
            prop_assert!(other.id != label.id && !overlap(&other.bounds(), &label.bounds()));
        }
        prop_assert!(!obstacles.iter().any(|obstacle| overlap(obstacle, &label.bounds())));
    }
    Ok(())
}

/// Ids and places, for comparison.
fn sorted(mut placed: Vec<PlacedLabel>) -> Vec<PlacedLabel> {
    placed.sort_by_key(|label| label.id);
    placed
}

proptest! {
    #[test]
    fn labels_never_overlap(
        map in maps(),
        zooms in prop::collection::vec((0.0..800.0_f64, 0.0..600.0_f64, 0.3..4.0_f64), 1..8),
        most in 0..200_usize,
    ) {
        let first = fit(&map);
        let mut camera = first;
        let mut placer = LabelPlacer::new();
        for (x, y, factor) in zooms {
            let placed = placer.place(VIEWPORT, &boxes(&map, camera), &[TOOLBAR], most);
            prop_assert!(placed.len() <= most);
            assert_legible(&placed, &[TOOLBAR])?;
            let there = boxes(&map, camera);
            for (a, b) in placed.iter().flat_map(|a| placed.iter().map(move |b| (a, b))) {
                prop_assert!(!overlap(&a.bounds(), &disc(there[b.id as usize].anchor, POINT_RADIUS)));
            }
            camera = camera.scaled_about(VIEWPORT, [x, y], factor, first.scale);
        }
    }

    #[test]
    fn zooming_in_and_back_out_gives_the_same_labels(
        map in maps(), x in 0.0..800.0_f64, y in 0.0..600.0_f64, steps in 1..6_i32, most in 1..200_usize,
    ) {
        let first = fit(&map);
        let mut placer = LabelPlacer::new();
        let before = sorted(placer.place(VIEWPORT, &boxes(&map, first), &[TOOLBAR], most));
        for step in (1..=steps).chain((1..steps).rev()) {
            let camera = first.scaled_about(VIEWPORT, [x, y], 1.3_f64.powi(step), first.scale);
            placer.place(VIEWPORT, &boxes(&map, camera), &[TOOLBAR], most);
        }
        let after = sorted(placer.place(VIEWPORT, &boxes(&map, first), &[TOOLBAR], most));
        prop_assert_eq!(before, after);
    }

    #[test]
    fn a_label_stays_while_it_fits(
        map in maps(), x in 0.0..800.0_f64, y in 0.0..600.0_f64, factor in 0.5..3.0_f64,
    ) {
        let first = fit(&map);
        let mut placer = LabelPlacer::new();
        let before = placer.place(VIEWPORT, &boxes(&map, first), &[], 1000);
        let camera = first.scaled_about(VIEWPORT, [x, y], factor, first.scale);
        let there = boxes(&map, camera);
        // Where each label would be if it stayed in its place beside its point.
        let moved: Vec<[f64; 4]> = before.iter().map(|label| {
            let (old, new) = (boxes(&map, first)[label.id as usize].anchor, there[label.id as usize].anchor);
            let [dx, dy] = [new[0] - old[0], new[1] - old[1]];
            let [left, top, right, bottom] = label.bounds();
            [left + dx, top + dy, right + dx, bottom + dy]
        }).collect();
        let after = placer.place(VIEWPORT, &there, &[], 1000);
        for (i, (label, place)) in before.iter().zip(&moved).enumerate() {
            let inside = place[0] >= 1e-6 && place[1] >= 1e-6
                && place[2] <= VIEWPORT.width - 1e-6 && place[3] <= VIEWPORT.height - 1e-6;
            let anchor = there[label.id as usize].anchor;
            let seen = (0.0..=VIEWPORT.width).contains(&anchor[0]) && (0.0..=VIEWPORT.height).contains(&anchor[1]);
            let grown = [place[0] - 1e-6, place[1] - 1e-6, place[2] + 1e-6, place[3] + 1e-6];
            let grown_point = disc(anchor, POINT_RADIUS + 1e-6);
            let crowded = moved.iter().enumerate().any(|(j, other)| {
                let others_point = disc(there[before[j].id as usize].anchor, POINT_RADIUS);
                j != i && (overlap(other, &grown) || overlap(other, &grown_point) || overlap(&others_point, &grown))
            });
            if inside && seen && !crowded {
                let now = after.iter().find(|placed| placed.id == label.id);
                prop_assert!(now.is_some_and(|now| (now.left - place[0]).abs() < 1e-6 && (now.top - place[1]).abs() < 1e-6));
            }
        }
    }

    #[test]
    fn the_word_under_the_pointer_has_its_place(map in maps(), x in 0.0..800.0_f64, y in 0.0..600.0_f64) {
        let mut labels = boxes(&map, fit(&map));
        labels.push(LabelBox { id: 9999, anchor: [x, y], width: 60.0, height: 18.0, gap: 10.0, always: true });
        let placed = LabelPlacer::new().place(VIEWPORT, &labels, &[TOOLBAR], 50);
        prop_assert!(placed.iter().any(|label| label.id == 9999));
        prop_assert!(placed.len() <= 51);
        assert_legible(&placed, &[])?;
    }
}

#[test]
fn a_lone_label_stands_to_the_right_of_its_point() {
    let label = LabelBox { id: 7, anchor: [100.0, 200.0], width: 30.0, height: 15.0, gap: 8.0, always: false };
    let placed = LabelPlacer::new().place(VIEWPORT, &[label], &[], 10);
    assert_eq!(placed, [PlacedLabel { id: 7, left: 108.0, top: 192.5, width: 30.0, height: 15.0 }]);
}

#[test]
fn at_the_right_edge_it_stands_to_the_left() {
    let label = LabelBox { id: 7, anchor: [790.0, 200.0], width: 30.0, height: 15.0, gap: 8.0, always: false };
    let placed = LabelPlacer::new().place(VIEWPORT, &[label], &[], 10);
    assert_eq!(placed[0].left, 790.0 - 8.0 - 30.0);
}

#[test]
fn priority_decides_between_two_words_at_one_point() {
    let label = |id, width| LabelBox { id, anchor: [400.0, 300.0], width, height: 400.0, gap: 8.0, always: false };
    let placed = LabelPlacer::new().place(VIEWPORT, &[label(1, 385.0), label(2, 10.0), label(3, 388.0)], &[], 10);
    // The first takes the right, the second the left; the third is too wide for what is left.
    assert_eq!(placed.iter().map(|label| label.id).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn what_is_not_seen_is_not_written() {
    let label = |anchor| LabelBox { id: 1, anchor, width: 30.0, height: 15.0, gap: 8.0, always: true };
    for anchor in [[-5.0, 300.0], [400.0, 601.0], [f64::NAN, 300.0]] {
        assert_eq!(LabelPlacer::new().place(VIEWPORT, &[label(anchor)], &[], 10), []);
    }
}
