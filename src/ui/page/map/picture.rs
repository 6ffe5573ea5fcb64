//! Pictures as files.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

use crate::ui::page::{
    parts::download::{download, download_blob},
    state::{Page, Picture},
};

/// Pixels of a PNG for each of the page's.
const PNG_SCALE: f64 = 2.0;

impl Page {
    /// Offers a picture as a file; `name`: of the file, without its ending. `then` hears its whole name, and whether it was
    /// saved.
    pub fn save_picture(self, kind: Picture, name: &str, svg: String, then: impl FnOnce(Self, &str, bool) + 'static) {
        let name = match kind {
            Picture::Svg => format!("{name}.svg"),
            Picture::Png => format!("{name}.png"),
        };
        leptos::task::spawn_local(async move {
            let is_saved = match kind {
                Picture::Svg => download(&name, "image/svg+xml", &svg),
                Picture::Png => png_of(&svg).await.is_some_and(|blob| download_blob(&name, &blob)),
            };
            then(self, &name, is_saved);
        });
    }
}

/// The browser draws the SVG into a canvas of twice its size. None where it cannot.
async fn png_of(svg: &str) -> Option<Blob> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", String::from(js_sys::encode_uri_component(svg))));
    JsFuture::from(image.decode()).await.ok()?;
    let (canvas, context) = canvas_for(&image)?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
    let drawn = js_sys::Promise::new(&mut |resolve, reject| {
        if canvas.to_blob(&resolve).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(drawn).await.ok()?.dyn_into().ok()
}

fn canvas_for(image: &HtmlImageElement) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((f64::from(image.natural_width()) * PNG_SCALE) as u32);
    canvas.set_height((f64::from(image.natural_height()) * PNG_SCALE) as u32);
    let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    Some((canvas, context))
}
