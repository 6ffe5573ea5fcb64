//! One session: commands in, events out. It owns the text, the model and the vectors.
//!
//! [`Session::handle`] takes a command and [`Session::work`] goes on with what is under way, for a slice of time; both
//! give events and nothing else. A session has no clock and no thread: it is told the time, and a whole journey of a
//! reader (open a text, train, ask, reset) is a native test of a few lines.
//!
//! `opening` reads a text, `model` is a text with its run, `answers` answers questions about it (`heatmap` orders words
//! that are compared), `frames` takes its picture, `measuring` looks into a picture that stands still, `examining` asks
//! what people know the answers to, `explaining` looks words up in the text; `session` holds them together.

mod answers;
mod comparing;
mod examining;
mod explaining;
mod frames;
mod heatmap;
mod measuring;
mod model;
mod opening;
mod session;

pub use model::train_config;
pub use session::Session;
