//! What a script in a browser calls. It takes the time itself, call by call: V8 never swaps a function that runs for its
//! optimized code, it takes the faster one at the next call.

use wasm_bindgen::prelude::wasm_bindgen;
use wide::f32x4;

use crate::{LANES, reader::Reader};

/// A table that comes in pieces, then who asks about it.
#[wasm_bindgen]
pub struct WebReader {
    lanes: Vec<f32x4>,
    reader: Option<Reader>,
}

#[wasm_bindgen]
impl WebReader {
    /// Makes room for a table of this many floats.
    #[wasm_bindgen(constructor)]
    pub fn new(n_floats: usize) -> Self {
        Self { lanes: Vec::with_capacity(n_floats / LANES), reader: None }
    }

    /// Takes the next floats, a multiple of four.
    pub fn take(&mut self, floats: &[f32]) {
        self.lanes.extend(floats.chunks_exact(LANES).map(|four| f32x4::new(std::array::from_fn(|i| four[i]))));
    }

    /// The table is whole, and these are the questions. See [`Reader::new`].
    pub fn begin(&mut self, questions: &str) -> Result<(), String> {
        self.reader = Some(Reader::new(std::mem::take(&mut self.lanes), questions).map_err(|error| error.to_string())?);
        Ok(())
    }

    /// See [`Reader::ask`].
    pub fn ask(&self, kind: &str, first: usize, n: usize) -> Result<Vec<u32>, String> {
        self.reader()?.ask(kind, first, n).map_err(|error| error.to_string())
    }

    /// See [`Reader::examine`].
    pub fn examine(&self, text: &str) -> Result<u32, String> {
        self.reader()?.examine(text).map_err(|error| error.to_string())
    }

    fn reader(&self) -> Result<&Reader, String> {
        self.reader.as_ref().ok_or_else(|| "the table is not whole yet".to_owned())
    }
}
