//! A chart's canvas: sized in device pixels, drawn again when its size, the screen or what it shows changes.

use leptos::{html, prelude::*};
use leptos_use::{use_device_pixel_ratio, use_resize_observer};
use plotters::prelude::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use web_sys::HtmlCanvasElement;

use crate::chart::{Root, Viewport};

/// Draws into `node` with `draw`, which is given the drawing area (in device pixels), the canvas' size in CSS pixels, and
/// device pixels per CSS pixel. Runs again whenever a signal that `draw` reads changes.
pub fn use_chart(
    node: NodeRef<html::Canvas>,
    draw: impl Fn(&Root<CanvasBackend>, Viewport, f64) + 'static,
) -> RwSignal<Viewport> {
    let size = RwSignal::new(Viewport { width: 0.0, height: 0.0 });
    let pixel_ratio = use_device_pixel_ratio();
    use_resize_observer(node, move |_, _| {
        if let Some(canvas) = node.get_untracked() {
            size.set(Viewport { width: f64::from(canvas.client_width()), height: f64::from(canvas.client_height()) });
        }
    });
    Effect::new(move |_| {
        let (viewport, ratio) = (size.get(), pixel_ratio.get());
        let Some(canvas) = node.get() else { return };
        if viewport.width < 1.0 || viewport.height < 1.0 {
            return;
        }
        fit(&canvas, viewport, ratio);
        if let Some(backend) = CanvasBackend::with_canvas_object(canvas) {
            draw(&backend.into_drawing_area(), viewport, ratio);
        }
    });
    size
}

/// Gives a canvas its device pixels, transparent.
fn fit(canvas: &HtmlCanvasElement, viewport: Viewport, pixel_ratio: f64) {
    let width = (viewport.width * pixel_ratio).round().max(1.0) as u32;
    let height = (viewport.height * pixel_ratio).round().max(1.0) as u32;
    // A canvas that is given its size, even the one it has, is cleared.
    canvas.set_width(width);
    canvas.set_height(height);
}
