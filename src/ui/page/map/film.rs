//! The replay of the map as a film, where the browser can record a canvas.
//!
//! The page draws its own canvases, frame by frame, into one that a `MediaRecorder` watches. It records at the pace of a clock,
//! so a film takes as long as it lasts.

use std::{cell::RefCell, rc::Rc, time::Duration};

use js_sys::{Array, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobEvent, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, MediaRecorder, MediaRecorderOptions,
};

use crate::ui::{
    page::{parts::download::download_blob, state::Page},
    trail::film_places,
};

/// Types that are tried, best first.
const TYPES: [&str; 3] = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
/// Enough for small letters to stay sharp.
const BITS_PER_SECOND: u32 = 8_000_000;
/// Milliseconds that each map is seen.
const FRAME_MS: u64 = 50;
/// Maps of a film at most: twelve seconds.
const MOST_FRAMES: usize = 240;
/// How often the last map is drawn: it stays for a second.
const N_LAST: usize = 20;

const NOT_RECORDED: &str = "The film could not be made: the browser did not record the map. Save it as a picture.";

/// The type in which this browser records a canvas; none where it does not.
pub fn film_type() -> Option<&'static str> {
    let has = |object: &JsValue, name: &str| Reflect::has(object, &name.into()).unwrap_or(false);
    let canvas = document().create_element("canvas").ok()?;
    let can_record = has(&window(), "MediaRecorder") && has(&canvas, "captureStream");
    if can_record { TYPES.into_iter().find(|kind| MediaRecorder::is_type_supported(kind)) } else { None }
}

impl Page {
    /// Records the replay, and offers it as a file of this name.
    pub fn save_film(self, name: String) {
        self.begin_film();
        leptos::task::spawn_local(async move {
            let recorded = self.record_film().await;
            self.replay(usize::MAX - 1);
            match recorded {
                Ok(Some(blob)) if download_blob(&name, &blob) => self.has_saved_film(&name, Ok(blob.size() as u64)),
                // The reader gave it up.
                Ok(None) => {}
                Ok(Some(_)) | Err(_) => self.has_saved_film(&name, Err(NOT_RECORDED)),
            }
        });
    }

    /// The film; none where the reader gave it up. Errors: what the browser says.
    async fn record_film(self) -> Result<Option<Blob>, JsValue> {
        let kind = film_type().ok_or(JsValue::NULL)?;
        let layers = layers();
        let first = layers.first().ok_or(JsValue::NULL)?;
        let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
        canvas.set_width(first.width());
        canvas.set_height(first.height());
        let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
        let background = background_of(first);
        let recording = Recording::of(&canvas, kind)?;
        let places = film_places(self.map.trail_len.get_untracked(), MOST_FRAMES);
        let n_all = places.len() + N_LAST;
        for (n, place) in places.iter().copied().chain(std::iter::repeat_n(usize::MAX - 1, N_LAST)).enumerate() {
            if !self.goes_on_with_film(n as f64 / n_all as f64, (n_all - n) as f64 * FRAME_MS as f64 / 1000.0) {
                recording.recorder.stop()?;
                return Ok(None);
            }
            self.replay(place);
            // It is painted before the second one.
            next_frame().await?;
            next_frame().await?;
            context.set_fill_style_str(&background);
            context.fill_rect(0.0, 0.0, canvas.width().into(), canvas.height().into());
            for layer in &layers {
                context.draw_image_with_html_canvas_element(layer, 0.0, 0.0)?;
            }
            sleep(FRAME_MS).await?;
        }
        recording.finish(kind).await.map(Some)
    }
}

/// A canvas that is recorded.
struct Recording {
    recorder: MediaRecorder,
    pieces: Rc<RefCell<Vec<Blob>>>,
    _on_data: Closure<dyn FnMut(BlobEvent)>,
}

impl Recording {
    /// Begins.
    fn of(canvas: &HtmlCanvasElement, kind: &str) -> Result<Self, JsValue> {
        let options = MediaRecorderOptions::new();
        options.set_mime_type(kind);
        options.set_video_bits_per_second(BITS_PER_SECOND);
        let stream = canvas.capture_stream()?;
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)?;
        let pieces = Rc::new(RefCell::new(Vec::new()));
        let on_data = {
            let pieces = Rc::clone(&pieces);
            Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| pieces.borrow_mut().extend(event.data()))
        };
        recorder.set_ondataavailable(Some(on_data.as_ref().unchecked_ref()));
        recorder.start()?;
        Ok(Self { recorder, pieces, _on_data: on_data })
    }

    /// Ends it: the film.
    async fn finish(self, kind: &str) -> Result<Blob, JsValue> {
        let recorder = self.recorder.clone();
        let stopped = Promise::new(&mut |resolve, reject| {
            recorder.set_onstop(Some(&resolve));
            recorder.set_onerror(Some(&reject));
            if recorder.stop().is_err() {
                let _ = reject.call0(&JsValue::NULL);
            }
        });
        JsFuture::from(stopped).await?;
        let pieces: Array = self.pieces.borrow().iter().collect();
        let options = BlobPropertyBag::new();
        options.set_type(kind.split(';').next().unwrap_or(kind));
        let blob = Blob::new_with_blob_sequence_and_options(&pieces, &options)?;
        if blob.size() > 0.0 { Ok(blob) } else { Err(JsValue::NULL) }
    }
}

/// The canvases of the map, bottom up.
fn layers() -> Vec<HtmlCanvasElement> {
    let Ok(found) = document().query_selector_all("canvas.map-layer") else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

/// The color behind a canvas: that of the first element around it that has one.
fn background_of(canvas: &HtmlCanvasElement) -> String {
    let mut element = canvas.parent_element();
    while let Some(here) = element {
        let style = window().get_computed_style(&here).ok().flatten();
        let color = style.and_then(|style| style.get_property_value("background-color").ok()).unwrap_or_default();
        if !color.is_empty() && color != "transparent" && !color.ends_with(", 0)") {
            return color;
        }
        element = here.parent_element();
    }
    "white".to_owned()
}

async fn next_frame() -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, _| {
        request_animation_frame(move || {
            let _ = resolve.call0(&JsValue::NULL);
        });
    });
    JsFuture::from(promise).await
}

async fn sleep(milliseconds: u64) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, _| {
        let wake = move || {
            let _ = resolve.call0(&JsValue::NULL);
        };
        set_timeout(wake, Duration::from_millis(milliseconds));
    });
    JsFuture::from(promise).await
}
