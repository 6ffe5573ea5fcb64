//! What a script in a worker calls: the list of rows, and one row at a time.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use crate::{
    bench::Bench,
    rows::{self, Row},
};

/// The bench, as a script has it.
#[wasm_bindgen]
pub struct WebSlices {
    bench: Bench<'static>,
    rows: Vec<Row>,
}

#[wasm_bindgen]
impl WebSlices {
    /// The rows that a pattern occurs in.
    #[wasm_bindgen(constructor)]
    pub fn new(only: &str, is_full: bool) -> Self {
        let rows = rows::all(is_full).into_iter().filter(|row| row.matches(only)).collect();
        Self { bench: Bench::new(&now_secs), rows }
    }

    /// How many there are.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// Runs every job once, uncounted. Errors: a sentence.
    pub fn warm_up(&mut self) -> Result<(), String> {
        self.bench.warm_up()
    }

    /// What the machine alone makes of slices, as JSON.
    pub fn control(&self, seconds: f64) -> String {
        self.bench.control(seconds).to_string()
    }

    /// Measures a row; returns it as JSON. Errors: a sentence, where what was to be measured has not happened.
    pub fn measure(&mut self, at: usize, seconds: f64) -> Result<String, String> {
        let row = self.rows.get(at).copied().ok_or("there is no such row")?;
        self.bench.measure(&row, seconds).map(|figures| figures.to_string())
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
