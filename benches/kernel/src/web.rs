//! What a script in a browser calls: slices of the kernel, and a session's slices of training.
//!
//! Each slice is a call of its own: V8 never swaps a function that runs for its optimized code, it takes the faster one
//! at the next call.

use embedding_explorer::{
    engine::Session,
    protocol::{Command, Event, Setting, Settings, Source},
    text::world::small_world,
};
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use crate::{Kernel, Shape};

/// The kernel, as a script has it.
#[wasm_bindgen]
pub struct WebKernel(Kernel);

#[wasm_bindgen]
impl WebKernel {
    /// Draws what it works on.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self(Kernel::new())
    }

    /// See [`Kernel::slice`].
    pub fn slice(&mut self, what: &str) -> Vec<f64> {
        self.0.slice(what, &now_secs).to_vec()
    }

    /// Takes one of the ways to the peak for the best; returns its name.
    pub fn settle(&mut self, shape: usize) -> String {
        self.0.shape = Shape::ALL[shape % Shape::ALL.len()];
        self.0.shape.to_string()
    }
}

/// A run of training in a session, as the worker has it.
#[wasm_bindgen]
pub struct WebRun(Session);

#[wasm_bindgen]
impl WebRun {
    /// Opens the text of the built-in corpus, with the settings of the exercise. As a text like any other: analogies asked
    /// for their curve, which the built-in corpus has, are no part of what slicing costs.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let settings = Settings { dims: 100, epochs: 6, learning_rate: 0.025, ..Settings::default() };
        let chosen = vec![Setting::Dims, Setting::Epochs, Setting::LearningRate];
        let mut session = Session::new();
        let text = small_world().map(|world| world.text).unwrap_or_default();
        let source = Source::Text { name: "text".to_owned(), text };
        session.handle(Command::Open { open_id: 1, source, settings, chosen, autoplay: false }, now_secs());
        let mut run = Self(session);
        run.wait_until_opened();
        run
    }

    /// Begins anew, paused for the first picture, then plays.
    pub fn restart(&mut self) {
        self.0.handle(Command::Reset, now_secs());
        self.wait_until_opened();
        // The first picture, which nobody acknowledges, is the only one.
        while !self.0.is_idle() {
            self.0.work(&now_secs, 0.0);
        }
        self.0.handle(Command::Play, now_secs());
    }

    fn wait_until_opened(&mut self) {
        while !self.0.work(&now_secs, 0.0).iter().any(|event| matches!(event, Event::Opened(_))) {}
    }

    /// Trains for a slice; returns whether there is more to do.
    pub fn work(&mut self, slice_secs: f64) -> bool {
        self.0.work(&now_secs, slice_secs);
        !self.0.is_idle()
    }
}

/// `performance.now()`, looked up once, in seconds.
fn now_secs() -> f64 {
    thread_local! {
        static NOW: Option<(JsValue, Function)> = (|| {
            let performance = Reflect::get(&js_sys::global(), &"performance".into()).ok()?;
            let now = Reflect::get(&performance, &"now".into()).ok()?.dyn_into().ok()?;
            Some((performance, now))
        })();
    }
    let millis = NOW.with(|now| now.as_ref().and_then(|(performance, now)| now.call0(performance).ok()?.as_f64()));
    millis.unwrap_or(0.0) / 1000.0
}
