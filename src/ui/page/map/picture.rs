//! Pictures as files.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

use crate::ui::page::{
    parts::download::{download, download_blob},
    state::Picture,
};

/// Pixels of a PNG for each of the page's.
const PNG_SCALE: f64 = 2.0;

/// Offers a picture as a file; `name`: of the file, without its ending.
pub fn save(kind: Picture, name: &'static str, svg: &str) {
    match kind {
        Picture::Svg => download(&format!("{name}.svg"), "image/svg+xml", svg),
        Picture::Png => save_png(name, svg),
    }
}

/// The browser draws the SVG into a canvas of twice its size.
fn save_png(name: &'static str, svg: &str) {
    let Ok(image) = HtmlImageElement::new() else { return };
    let drawn = image.clone();
    let on_load = Closure::once_into_js(move || {
        let Some((canvas, context)) = canvas_for(&drawn) else { return };
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        if context.draw_image_with_html_image_element_and_dw_and_dh(&drawn, 0.0, 0.0, width, height).is_err() {
            return;
        }
        let on_blob = Closure::once_into_js(move |blob: Option<Blob>| {
            if let Some(blob) = blob {
                download_blob(&format!("{name}.png"), &blob);
            }
        });
        // A canvas that holds nothing of another site can always be read.
        let _ = canvas.to_blob(on_blob.unchecked_ref());
    });
    image.set_onload(Some(on_load.unchecked_ref()));
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", String::from(js_sys::encode_uri_component(svg))));
}

fn canvas_for(image: &HtmlImageElement) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((f64::from(image.natural_width()) * PNG_SCALE) as u32);
    canvas.set_height((f64::from(image.natural_height()) * PNG_SCALE) as u32);
    let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    Some((canvas, context))
}
