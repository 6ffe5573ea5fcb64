//! One session: commands in, events out. It owns the text, the model and the vectors.
//!
//! [`Session::handle`] takes a command and [`Session::work`] goes on with what is under way, for a slice of time; both
//! give events and nothing else. A session has no clock and no thread: it is told the time, and a whole journey of a
//! reader (open a text, train, ask, reset) is a native test of a few lines.
//!
//! In reading order: `subject` is what the session is about, either a `run` that trains on a `text` or a loaded
//! `table`; `loader` reads a text and builds a run, `load_table` takes a table part by part, `lender` keeps vectors
//! that runs can begin with and `lending` finds those of a text's words, and `memory` counts beforehand what that
//! takes; `saved` writes and reads whole sessions; `storing` has the rules by which they are stored in the browser;
//! `jobs` is the list of what runs beside training, one `slice` after another; `map` is what the page shows; `answers`
//! answers questions (`heatmap` orders words that are compared, `guests` composes words that a table lacks); `opened`
//! describes a subject to the page; `session` holds them together.

mod answers;
mod config;
mod guests;
mod heatmap;
mod jobs;
mod lender;
mod lending;
mod load_table;
mod loader;
mod map;
mod memory;
mod opened;
mod run;
mod saved;
mod search;
mod session;
mod slice;
pub mod storing;
mod subject;
mod table;
mod text;

pub use saved::{SavedSession, SessionWriter, TextMark, Volume};
pub use session::{Decode, Session};
