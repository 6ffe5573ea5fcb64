//! How [`protocol`](crate::protocol) crosses `postMessage`: the one place that knows.
//!
//! A message is a JavaScript object:
//!
//! - `bytes`: the command, event, job or report as [`to_bytes`] writes it. The bytes are copied out of wasm memory once
//!   (a view would die when that memory grows) and their `ArrayBuffer` is then transferred, not cloned;
//! - `files`: the [`File`]s of a [`Command::Open`] whose source they are, of a [`FilesCommand::Read`] or of a
//!   [`FilesMessage::Texts`]; only handles cross, never their bytes;
//! - `command`: the command for the engine, as such a message, that lies beside a [`FilesMessage::Part`]: the page passes it on
//!   as it is, so that a table crosses the page without being copied.
//!
//! [`Command::Open`]: crate::protocol::Command::Open
//! [`FilesCommand::Read`]: crate::protocol::FilesCommand::Read
//! [`FilesMessage::Part`]: crate::protocol::FilesMessage::Part
//! [`FilesMessage::Texts`]: crate::protocol::FilesMessage::Texts

use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use crate::protocol::{Command, NotAMessage, from_bytes, to_bytes};

const BYTES: &str = "bytes";
const FILES: &str = "files";
const COMMAND: &str = "command";

/// A message that is not one of ours.
#[derive(Debug, Error)]
pub enum WireError {
    /// The value is not an object with bytes in it.
    #[error("a message between page and worker holds no bytes")]
    NoBytes,
    /// The bytes are not a message of this build.
    #[error(transparent)]
    NotAMessage(#[from] NotAMessage),
}

/// Something of the protocol as a message for `postMessage`, and the list of what to transfer with it.
pub fn to_js<T: Serialize>(content: &T) -> (JsValue, Array) {
    let bytes = Uint8Array::from(to_bytes(content).as_slice());
    let message = Object::new();
    set(&message, BYTES, &bytes);
    (message.into(), Array::of1(&bytes.buffer()))
}

/// What [`to_js`] wrote.
pub fn from_js<T: DeserializeOwned>(message: &JsValue) -> Result<T, WireError> {
    let bytes = get(message, BYTES).and_then(|value| value.dyn_into::<Uint8Array>().ok()).ok_or(WireError::NoBytes)?;
    Ok(from_bytes(&bytes.to_vec())?)
}

/// Something of the protocol with files beside it.
pub fn to_js_with_files<T: Serialize>(content: &T, files: &[File]) -> (JsValue, Array) {
    let (message, transfer) = to_js(content);
    if !files.is_empty() {
        let list: Array = files.iter().collect();
        set(message.unchecked_ref(), FILES, &list);
    }
    (message, transfer)
}

/// The files that came with a message.
pub fn files_of(message: &JsValue) -> Vec<File> {
    let list = get(message, FILES).and_then(|value| value.dyn_into::<Array>().ok()).unwrap_or_default();
    list.iter().filter_map(|file| file.dyn_into().ok()).collect()
}

/// Something of the protocol with a command for the engine beside it.
pub fn to_js_with_command<T: Serialize>(content: &T, command: &Command) -> (JsValue, Array) {
    let (message, transfer) = to_js(content);
    let (command, of_command) = to_js(command);
    set(message.unchecked_ref(), COMMAND, &command);
    (message, transfer.concat(&of_command))
}

/// The command that came with a message, as a message of its own, and what to transfer with it.
pub fn command_of(message: &JsValue) -> Option<(JsValue, Array)> {
    let command = get(message, COMMAND)?;
    let bytes = get(&command, BYTES)?.dyn_into::<Uint8Array>().ok()?;
    Some((command, Array::of1(&bytes.buffer())))
}

/// A field of an object; none where it is absent or `message` is no object.
fn get(message: &JsValue, field: &str) -> Option<JsValue> {
    Reflect::get(message, &field.into()).ok().filter(|value| !value.is_undefined())
}

/// Sets a field of an object of our own making.
fn set(message: &Object, field: &str, value: &JsValue) {
    Reflect::set(message, &field.into(), value).expect("a plain object takes any field");
}
