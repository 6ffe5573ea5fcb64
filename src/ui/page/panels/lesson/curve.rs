//! Lines, arrows and outlines in a plane.
//!
//! Shapes are paths; names are text of the page laid over them, so that they keep their size and never become markup.

use std::fmt::Write;

use leptos::prelude::*;

use super::look::{class_of, is_lit};
use crate::{
    chart::format,
    protocol::{Curve, CurveKind, CurveLine},
};

/// Size of the drawing, in units of its own, and the room around it.
const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 150.0;
const ROOM: f64 = 24.0;

/// From the plane to the drawing.
#[derive(Clone, Copy)]
struct Frame {
    low: [f64; 2],
    scale: [f64; 2],
    shift: [f64; 2],
}

impl Frame {
    fn around(curve: &Curve) -> Self {
        let has_origin = curve.kind != CurveKind::Outline;
        let mut ranges = [if has_origin { [0.0, 0.0] } else { [f64::INFINITY, f64::NEG_INFINITY] }; 2];
        let mut see = |axis: usize, x: f64| {
            if x.is_finite() {
                ranges[axis] = [ranges[axis][0].min(x), ranges[axis][1].max(x)];
            }
        };
        for line in &curve.lines {
            for (place, &x) in line.points.iter().enumerate() {
                see(place % 2, x.into());
            }
        }
        for level in &curve.levels {
            see(1, level.value);
        }
        let room = [WIDTH - 2.0 * ROOM, HEIGHT - 2.0 * ROOM];
        let size = ranges.map(|[low, high]| (high - low).max(1e-6));
        let mut scale = [room[0] / size[0], room[1] / size[1]];
        if curve.kind != CurveKind::Line {
            scale = [scale[0].min(scale[1]); 2];
        }
        let shift = [0, 1].map(|axis| ROOM + (room[axis] - scale[axis] * size[axis]) / 2.0);
        Self { low: ranges.map(|[low, _]| low), scale, shift }
    }

    fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let at = |axis: usize, x: f64| self.shift[axis] + self.scale[axis] * (x - self.low[axis]);
        [at(0, x), HEIGHT - at(1, y)]
    }
}

/// A drawing with names at its lines, and the same in words.
#[component]
pub fn CurveFigure(curve: Curve) -> impl IntoView {
    let frame = Frame::around(&curve);
    let says = said(&curve);
    let Curve { caption, kind, axes: [x_name, y_name], lines, levels } = curve;
    let mut names =
        vec![name(x_name, [WIDTH, HEIGHT - 2.0], "is-left is-soft"), name(y_name, [0.0, 14.0], "is-right is-soft")];
    let mut shapes = Vec::new();
    for level in levels {
        let [_, y] = frame.place([0.0, level.value]);
        shapes.push(shape("lesson-level", format!("M{ROOM} {y:.1}H{:.1}", WIDTH - ROOM), String::new()));
        names.push(name(level.label, [WIDTH - ROOM, y - 2.0], "is-left is-soft"));
    }
    for CurveLine { labels, key, points, tone } in lines {
        let mut placed: Vec<[f64; 2]> =
            points.chunks_exact(2).map(|p| frame.place([f64::from(p[0]), f64::from(p[1])])).collect();
        let at_ends = if kind == CurveKind::Line { Vec::new() } else { placed.clone() };
        if kind == CurveKind::Arrows {
            placed.insert(0, frame.place([0.0, 0.0]));
        }
        // Writing to a string cannot fail.
        let mut path = String::new();
        for (place, [x, y]) in placed.iter().enumerate() {
            let _ = write!(path, "{}{x:.1} {y:.1}", if place == 0 { 'M' } else { 'L' });
        }
        if kind == CurveKind::Outline {
            path.push('Z');
        }
        // Points: lines of no length with round ends.
        let mut ends = String::new();
        for [x, y] in &at_ends {
            let _ = write!(ends, "M{x:.1} {y:.1}h0");
        }
        let class = match class_of(tone) {
            "is-strong" => "lesson-line is-strong",
            "is-faint" => "lesson-line is-faint",
            _ => "lesson-line",
        };
        shapes.push(shape(class, path, key));
        shapes.push(shape("lesson-point", ends, String::new()));
        for (place, label) in at_ends.into_iter().zip(labels) {
            names.push(name(label, place, if place[0] > 0.8 * WIDTH { "is-left" } else { "" }));
        }
    }
    view! {
        <figure class="lesson-figure">
            <figcaption>{caption}</figcaption>
            <div class="lesson-curve" role="img" aria-label=says>
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">{shapes}</svg>
                {names}
            </div>
        </figure>
    }
}

fn shape(class: &'static str, path: String, key: String) -> AnyView {
    let lit = is_lit(key);
    view! { <path class=class class:is-lit=lit d=path /> }.into_any()
}

/// A name just above a place of the drawing.
fn name(text: String, [x, y]: [f64; 2], class: &str) -> AnyView {
    let place = format!("left: {:.1}%; top: {:.1}%", 100.0 * x / WIDTH, 100.0 * y / HEIGHT);
    view! { <bdi class=format!("lesson-name {class}") style=place aria-hidden="true">{text}</bdi> }.into_any()
}

/// The drawing in words.
fn said(curve: &Curve) -> String {
    let number = |x: f32| format::three_digits(x.into());
    let line = |line: &CurveLine| match (curve.kind, line.points.as_slice()) {
        (CurveKind::Line, [_, first, .., last]) => {
            format!("{} from {} to {}", line.labels.join(", "), number(*first), number(*last))
        }
        (CurveKind::Arrows, [x, y]) => {
            format!("{} to {} along, {} across", line.labels.join(", "), number(*x), number(*y))
        }
        _ => line.labels.join(", "),
    };
    let mut lines: Vec<String> = curve.lines.iter().map(line).collect();
    lines.extend(curve.levels.iter().map(|level| format!("{} at {}", level.label, format::three_digits(level.value))));
    format!("{}: {}", curve.caption, lines.join("; "))
}
