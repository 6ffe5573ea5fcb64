//! How [`protocol`](crate::protocol) crosses `postMessage`: the one place that knows.
//!
//! A message is a JavaScript object:
//!
//! - `head`: the command or event without its long arrays, through serde-wasm-bindgen;
//! - `buffers`: the long arrays ([`Event::detach`]) as typed arrays, in order. Each is copied out of wasm memory once
//!   (a view would die when that memory grows) and its `ArrayBuffer` is then transferred, not cloned;
//! - `file`: the [`File`] of a [`Command::Open`], where its source is one; only a handle crosses, never its bytes.

use js_sys::{Array, Float32Array, Object, Reflect, Uint8Array, Uint32Array};
use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use crate::protocol::{Buffer, Command, Event, UnfoldJob, UnfoldReport};

const HEAD: &str = "head";
const BUFFERS: &str = "buffers";
const FILE: &str = "file";

/// A message that is not one of ours.
#[derive(Debug, Error)]
pub enum WireError {
    /// The value is not an object with the field named.
    #[error("a message between page and worker has no field `{0}`")]
    MissingField(&'static str),
    /// The head is not a command or event of this build.
    #[error("a message between page and worker could not be read or written: {0}")]
    Head(String),
    /// A buffer is not one of the typed arrays of [`Buffer`].
    #[error("a message between page and worker holds an array of unknown kind at place {place}")]
    UnknownBuffer {
        /// Its index among the buffers.
        place: u32,
    },
}

/// A command as a message, ready for `postMessage`. `file` goes with a [`Command::Open`] of a file.
pub fn command_to_js(command: &Command, file: Option<&File>) -> Result<JsValue, WireError> {
    let message = Object::new();
    set(&message, HEAD, &head_to_js(command)?);
    let (buffers, _) = buffers_to_js(command.arrays());
    set(&message, BUFFERS, &buffers);
    if let Some(file) = file {
        set(&message, FILE, file);
    }
    Ok(message.into())
}

/// The command in a message, and the file that came with it.
pub fn command_from_js(message: &JsValue) -> Result<(Command, Option<File>), WireError> {
    let mut command: Command = head_from_js(message)?;
    command.attach(buffers_from_js(message)?);
    let file = get(message, FILE).and_then(|value| value.dyn_into::<File>().ok());
    Ok((command, file))
}

/// An event as a message, and the list of what to transfer with it.
pub fn event_to_js(mut event: Event) -> Result<(JsValue, Array), WireError> {
    let buffers = event.detach();
    message_of(&event, buffers)
}

/// Arrays as typed arrays, and the list of what to transfer.
fn buffers_to_js(arrays: Vec<Buffer>) -> (Array, Array) {
    let buffers = Array::new();
    let transfer = Array::new();
    for buffer in arrays {
        let (array, memory): (JsValue, _) = match buffer {
            Buffer::F32(values) => {
                let array = Float32Array::from(values.as_slice());
                (array.clone().into(), array.buffer())
            }
            Buffer::U32(values) => {
                let array = Uint32Array::from(values.as_slice());
                (array.clone().into(), array.buffer())
            }
            Buffer::U8(values) => {
                let array = Uint8Array::from(values.as_slice());
                (array.clone().into(), array.buffer())
            }
        };
        buffers.push(&array);
        transfer.push(&memory);
    }
    (buffers, transfer)
}

/// The event in a message.
pub fn event_from_js(message: &JsValue) -> Result<Event, WireError> {
    let mut event: Event = head_from_js(message)?;
    event.attach(buffers_from_js(message)?);
    Ok(event)
}

fn buffers_from_js(message: &JsValue) -> Result<Vec<Buffer>, WireError> {
    let arrays = get(message, BUFFERS)
        .and_then(|value| value.dyn_into::<Array>().ok())
        .ok_or(WireError::MissingField(BUFFERS))?;
    (0..arrays.length())
        .map(|place| buffer_from_js(&arrays.get(place)).ok_or(WireError::UnknownBuffer { place }))
        .collect()
}

fn buffer_from_js(array: &JsValue) -> Option<Buffer> {
    if let Some(values) = array.dyn_ref::<Float32Array>() {
        Some(Buffer::F32(values.to_vec()))
    } else if let Some(values) = array.dyn_ref::<Uint32Array>() {
        Some(Buffer::U32(values.to_vec()))
    } else {
        array.dyn_ref::<Uint8Array>().map(|values| Buffer::U8(values.to_vec()))
    }
}

fn head_to_js<T: Serialize>(head: &T) -> Result<JsValue, WireError> {
    serde_wasm_bindgen::to_value(head).map_err(|error| WireError::Head(error.to_string()))
}

fn head_from_js<T: DeserializeOwned>(message: &JsValue) -> Result<T, WireError> {
    let head = get(message, HEAD).ok_or(WireError::MissingField(HEAD))?;
    serde_wasm_bindgen::from_value(head).map_err(|error| WireError::Head(error.to_string()))
}

/// A field of an object; none where it is absent or `message` is no object.
fn get(message: &JsValue, field: &str) -> Option<JsValue> {
    Reflect::get(message, &field.into()).ok().filter(|value| !value.is_undefined())
}

/// Sets a field of an object of our own making.
fn set(message: &Object, field: &str, value: &JsValue) {
    Reflect::set(message, &field.into(), value).expect("a plain object takes any field");
}

/// A job for t-SNE as a message, and the list of what to transfer with it.
pub fn unfold_job_to_js(mut job: UnfoldJob) -> Result<(JsValue, Array), WireError> {
    let buffers = job.detach();
    message_of(&job, buffers)
}

/// The job in a message.
pub fn unfold_job_from_js(message: &JsValue) -> Result<UnfoldJob, WireError> {
    let mut job: UnfoldJob = head_from_js(message)?;
    job.attach(buffers_from_js(message)?);
    Ok(job)
}

/// A report of t-SNE as a message, and the list of what to transfer with it.
pub fn unfold_report_to_js(mut report: UnfoldReport) -> Result<(JsValue, Array), WireError> {
    let buffers = report.detach();
    message_of(&report, buffers)
}

/// The report in a message.
pub fn unfold_report_from_js(message: &JsValue) -> Result<UnfoldReport, WireError> {
    let mut report: UnfoldReport = head_from_js(message)?;
    report.attach(buffers_from_js(message)?);
    Ok(report)
}

fn message_of<T: Serialize>(head: &T, arrays: Vec<Buffer>) -> Result<(JsValue, Array), WireError> {
    let (buffers, transfer) = buffers_to_js(arrays);
    let message = Object::new();
    set(&message, HEAD, &head_to_js(head)?);
    set(&message, BUFFERS, &buffers);
    Ok((message.into(), transfer))
}
