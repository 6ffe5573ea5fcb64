//! Commands and events as a script has them: the one place of the harness that knows how they cross to the worker.
//!
//! Bytes travel through `WebDriver` as base64. What a message looks like in JavaScript is in `script/crossing.js`.

use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use embedding_explorer::protocol::{Command, Event, from_bytes, to_bytes};
use serde_json::Value;

/// The script that gives others `crossing`; to be run before them.
pub const CROSSING: &str = include_str!("script/crossing.js");

/// A command, for `crossing.fromText`.
pub fn command_as_text(command: &Command) -> Result<Value> {
    Ok(BASE64_STANDARD.encode(to_bytes(command)).into())
}

/// An event, of `crossing.toText`.
pub fn event_of_text(text: &Value) -> Result<Event> {
    Ok(from_bytes(&bytes(text)?)?)
}

/// A command, of `crossing.toText`.
pub(crate) fn command_of_text(text: &Value) -> Result<Command> {
    Ok(from_bytes(&bytes(text)?)?)
}

fn bytes(text: &Value) -> Result<Vec<u8>> {
    let text = text.as_str().context("a script has given no bytes")?;
    BASE64_STANDARD.decode(text).context("a script has given bytes that are no base64")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_comes_back() {
        let command = Command::FrameShown { serial: 7 };
        let text = command_as_text(&command).expect("it can be written");
        assert_eq!(command_of_text(&text).expect("and read"), command);
        assert!(event_of_text(&"?".into()).is_err());
    }
}
