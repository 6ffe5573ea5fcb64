//! Pictures of the charts, as SVG: what plotters is asked to draw, to the pixel.

#![cfg(not(target_arch = "wasm32"))]

use std::sync::LazyLock;

use embedding_explorer::chart::{
    Camera, Coloring, DistrictName, Drawn, HeatmapView, Highlight, LabelBox, LabelPlacer, LabelStyle, LossSample,
    LossView, MapLabel, MapView, Mode, Root, Viewport, draw_axes_and_labels, draw_heatmap, draw_loss, draw_overlay,
    draw_points, heatmap, heatmap_svg, map_svg,
};
use insta::assert_snapshot;
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;

/// What `draw` makes of an empty SVG, one element to a line.
fn svg(size: (u32, u32), draw: impl FnOnce(&Root<SVGBackend<'_>>) -> Drawn<SVGBackend<'static>>) -> String {
    let mut text = String::new();
    let root = SVGBackend::with_string(&mut text, size).into_drawing_area();
    draw(&root).expect("an SVG takes everything");
    root.present().expect("an SVG takes everything");
    drop(root);
    text
}

/// A falling loss with a ripple, in closed form.
fn losses(n: u32) -> Vec<LossSample> {
    let sample = |i: u32| LossSample {
        tokens: f64::from(i + 1) * 1e4,
        loss: 1.4 + 2.7 / (1.0 + f64::from(i) / 8.0) + 0.1 * f64::from(i * 7 % 5) / 5.0,
    };
    (0..n).map(sample).collect()
}

/// A tenth as many points, somewhat higher.
fn held_out(points: &[LossSample]) -> Vec<LossSample> {
    points.iter().step_by(10).map(|point| LossSample { loss: 1.1 * point.loss, ..*point }).collect()
}

fn loss_svg(points: &[LossSample], mode: Mode) -> String {
    svg((240, 110), |root| {
        draw_loss(
            root,
            &LossView {
                points,
                held_out: &held_out(points),
                accuracy: &[],
                tokens_total: 1e6,
                marked: None,
                mode,
                font_px: 10.0,
            },
        )
    })
}

#[test]
fn loss_in_light() {
    assert_snapshot!(loss_svg(&losses(60), Mode::Light));
}

#[test]
fn loss_in_dark() {
    assert_snapshot!(loss_svg(&losses(60), Mode::Dark));
}

#[test]
fn loss_without_points() {
    assert_snapshot!(loss_svg(&[], Mode::Light));
}

#[test]
fn loss_of_few_or_odd_points() {
    let at = |tokens, loss| LossSample { tokens, loss };
    assert_snapshot!("loss_of_one_point", loss_svg(&[at(1e5, 4.2)], Mode::Light));
    assert_snapshot!("loss_of_equal_points", loss_svg(&[at(1e5, 4.2), at(2e5, 4.2)], Mode::Light));
    let broken = [at(1e5, 4.0), at(2e5, f64::NAN), at(f64::INFINITY, 3.0), at(4e5, 3.0)];
    let mended = [at(1e5, 4.0), at(4e5, 3.0)];
    assert_eq!(loss_svg(&broken, Mode::Light), loss_svg(&mended, Mode::Light));
    for value in [0.0, -3.0, 1e-30, 1e30] {
        assert!(loss_svg(&[at(1e5, value), at(2e5, value)], Mode::Light).contains("<polyline"), "{value}");
    }
    svg((3, 2), |root| {
        draw_loss(
            root,
            &LossView {
                points: &losses(9),
                held_out: &[],
                accuracy: &[(2e5, 0.25), (5e5, 0.5), (1e6, 1.0)],
                tokens_total: f64::NAN,
                marked: Some(3.0),
                mode: Mode::Dark,
                font_px: 10.0,
            },
        )
    });
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

#[test]
fn heatmap_of_three_words() {
    let words = words(&["king", "queen", "constitutionally"]);
    let cosines = [1.0, 0.8, -0.5, 0.8, 1.0, f32::NAN, -0.5, 0.1, 1.0];
    let layout = heatmap::layout(words.len(), 200.0, 220.0, 90.0);
    let view = HeatmapView {
        words: &words,
        cosines: &cosines,
        mode: Mode::Light,
        hovered: Some((0, 1)),
        pinned: None,
        pixel_ratio: 1.0,
    };
    assert_snapshot!(svg((200, 220), |root| draw_heatmap(root, &view, &layout)));
}

#[test]
fn large_heatmap_leaves_its_cells_to_an_image() {
    let words: Vec<String> = (0..100).map(|i| format!("word{i}")).collect();
    let layout = heatmap::layout(words.len(), 300.0, 300.0, 40.0);
    let view = HeatmapView {
        words: &words,
        cosines: &[],
        mode: Mode::Dark,
        hovered: Some((51, 2)),
        pinned: Some((30, 52)),
        pixel_ratio: 2.0,
    };
    let picture = svg((600, 600), |root| draw_heatmap(root, &view, &layout));
    // Its color bar and the frames of both cells.
    assert_eq!(picture.matches("<rect").count(), 66);
    assert!(picture.contains("word51") && picture.contains("word0") && !picture.contains("word1\n"));
    let saved = heatmap_svg(&view, &["the built-in corpus · seed 42".to_owned()]);
    assert!(saved.matches("<rect").count() > 100 * 100, "a picture of its own has its cells");
    assert!((0..100).all(|i| saved.matches(&format!("\nword{i}\n")).count() == 2), "and all words");
    assert!(saved.contains("seed 42"));
}

const VIEWPORT: Viewport = Viewport { width: 400.0, height: 320.0 };
const WORDS: [&str; 6] = ["king", "queen", "man", "woman", "tiger", "<unk>"];
const POSITIONS: [f32; 12] = [1.0, 0.9, 0.8, -0.2, -0.4, 0.6, -0.6, -0.5, 0.1, -0.9, -1.0, 0.2];

fn coloring(mode: Mode) -> &'static Coloring {
    static COLORINGS: LazyLock<[Coloring; 2]> = LazyLock::new(|| {
        [Mode::Light, Mode::Dark].map(|mode| Coloring::of_groups(mode, &[0, 0, 6, 6, 1], vec![String::new(); 8]))
    });
    &COLORINGS[usize::from(mode == Mode::Dark)]
}

fn map_view(mode: Mode) -> MapView<'static> {
    MapView {
        positions: &POSITIONS,
        coloring: coloring(mode),
        labeled: &[0, 1, 2, 3],
        camera: Camera::fit(&POSITIONS, VIEWPORT),
        viewport: VIEWPORT,
        mode,
        pixel_ratio: 1.0,
        has_contrast: false,
        axis_titles: ["PC 1 (31 %) →", "PC 2 (18 %) ↑"],
        highlight: Highlight {
            word: Some(0),
            neighbors: &[1, 2],
            greys_rest: true,
            analogy: Some([0, 2, 3, 1]),
            joined: None,
            ghost: None,
        },
    }
}

/// Labels for some words, where a placer puts them.
fn labels(view: &MapView<'_>, ids: &[u32], style: LabelStyle) -> Vec<MapLabel<'static>> {
    let label = |&id: &u32| LabelBox {
        id,
        anchor: view
            .camera
            .screen_from_world(view.viewport, [0, 1].map(|axis| f64::from(POSITIONS[2 * id as usize + axis]))),
        width: 0.6 * style.font_px() * WORDS[id as usize].len() as f64,
        height: style.line_height(),
        gap: style.gap(),
        always: style == LabelStyle::Strong,
    };
    let boxes: Vec<LabelBox> = ids.iter().map(label).collect();
    let placed = LabelPlacer::new().place(view.viewport, &boxes, &[], 100);
    placed.into_iter().map(|place| MapLabel { place, text: WORDS[place.id as usize], style }).collect()
}

#[test]
fn map_points_axes_and_labels() {
    let view = map_view(Mode::Light);
    let labels = labels(&view, &[0, 1, 2, 5], LabelStyle::Plain);
    assert_snapshot!(svg((400, 320), |root| {
        draw_points(root, &view)?;
        draw_axes_and_labels(root, &view, &labels)
    }));
}

#[test]
fn a_picture_has_the_map_its_legend_and_its_caption() {
    let mut view = map_view(Mode::Light);
    view.highlight.greys_rest = false;
    let names = ["royalty", "animals", "", "", "", "", "people", "size"].map(str::to_owned).to_vec();
    let coloring = Coloring::of_groups(Mode::Light, &[0, 0, 6, 6, 1], names);
    view.coloring = &coloring;
    let labels = labels(&view, &[0, 1, 2, 5], LabelStyle::Plain);
    let name = |text: &str, center, opacity| DistrictName {
        class: 1,
        text: text.to_owned(),
        center,
        width: 90.0,
        font_px: 26.0,
        opacity,
    };
    let districts = [name("animals", [187.0, 250.0], 0.4), name("\u{2068}<ملك>…\u{2069}", [280.0, 90.0], 0.2)];
    let picture = map_svg(
        &view,
        &districts,
        &labels,
        &[2, 3, 4, 5, 7],
        &["Small World · seed 42".to_owned(), "<PC 1>".to_owned()],
    );
    assert_snapshot!(picture);
    for text in ["royalty", "people", "Small World · seed 42", "&lt;PC 1&gt;", "tiger"] {
        assert!(picture.contains(text) != (text == "tiger"), "{text}");
    }
    assert!(!picture.contains("\nsize\n"), "a class that is not drawn is not in the legend");
}

#[test]
fn map_overlay() {
    let view = map_view(Mode::Dark);
    let labels = labels(&view, &[0], LabelStyle::Strong);
    assert_snapshot!(svg((400, 320), |root| draw_overlay(root, &view, &labels)));
}

#[test]
fn overlay_of_words_that_are_not_shown_is_empty() {
    let mut view = map_view(Mode::Light);
    view.highlight = Highlight {
        word: Some(77),
        neighbors: &[78],
        greys_rest: false,
        analogy: Some([77, 78, 79, 80]),
        joined: Some([77, 81]),
        ghost: None,
    };
    let picture = svg((400, 320), |root| draw_overlay(root, &view, &[]));
    assert!(!picture.contains("<circle") && !picture.contains("<polyline"));
}

#[test]
fn joined_words_have_a_line_between_them() {
    let mut view = map_view(Mode::Light);
    view.highlight = Highlight { joined: Some([0, 2]), ..Highlight::default() };
    let picture = svg((400, 320), |root| draw_overlay(root, &view, &[]));
    assert_eq!((picture.matches("<polyline").count(), picture.matches("<circle").count()), (1, 2));
}
