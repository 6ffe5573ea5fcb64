//! The rules by which a session is stored in the browser: what is written when, how fast, and what goes when.
//!
//! A **stored session** is one record and a few parts: its text, `GloVe`'s pairs, and a state, each a volume of
//! [`SessionWriter`](super::SessionWriter) in pieces. A part has a number of its own and is never written over. The record is
//! written last and names the parts that belong together, and only then those before are deleted. So a crash at any moment
//! leaves the state before whole.
//!
//! The cost is bounded piece by piece: after each piece training has the time for itself that keeps the cost under its share.
//! So the interval between two states follows from what they cost, which is measured and not guessed.

use serde::{Deserialize, Serialize};

use crate::protocol::Phase;

/// The share of time that storing may take while something trains.
pub const SHARE: f64 = 0.005;
/// A run that has trained for less is made again sooner than it is read.
pub const LEAST_SECS: f64 = 2.0;
/// Seconds between the end of one state and the beginning of the next while something trains.
pub const LEAST_INTERVAL_SECS: f64 = 2.0;
/// Stored sessions that stay, with the one that is open.
pub const MOST_SESSIONS: usize = 3;
/// Bytes of a piece.
pub const PIECE_BYTES: usize = 256 * 1024;

/// A run at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunNow {
    /// Of the model; another one is another run.
    pub generation: u32,
    /// Where it stands.
    pub phase: Phase,
    /// Words passed now.
    pub tokens_done: u64,
    /// Words passed in the last state that was found sound.
    pub tokens_good: Option<u64>,
    /// Seconds that it has trained.
    pub seconds_training: f64,
    /// Whether it is on the built-in corpus.
    pub is_built_in: bool,
}

/// What of a run was stored last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredNow {
    /// See [`RunNow::generation`].
    pub generation: u32,
    /// Words passed.
    pub tokens_done: u64,
    /// When the last state was complete, in seconds.
    pub at_secs: f64,
}

/// What is to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing.
    Nothing,
    /// The last state that was found sound; training goes on meanwhile.
    Good,
    /// The state as it is: the run is at rest.
    Exact,
}

/// What is to be stored of a run. A run on the built-in corpus is stored once it has trained for [`LEAST_SECS`], so that one
/// which ends sooner is not stored at all. A text of the reader's is stored as soon as its run is at rest, if only for the text.
pub fn due(run: &RunNow, stored: Option<&StoredNow>, now_secs: f64) -> Due {
    let stored = stored.filter(|stored| stored.generation == run.generation);
    let is_short = run.seconds_training < LEAST_SECS;
    let is_rest = run.phase != Phase::Training;
    if is_short && (run.is_built_in || !is_rest) {
        return Due::Nothing;
    }
    if is_rest {
        let is_stored = stored.is_some_and(|stored| stored.tokens_done == run.tokens_done);
        return if is_stored { Due::Nothing } else { Due::Exact };
    }
    let is_new = |tokens: u64| stored.is_none_or(|stored| tokens > stored.tokens_done);
    let is_time = stored.is_none_or(|stored| now_secs - stored.at_secs >= LEAST_INTERVAL_SECS);
    if is_time && run.tokens_good.is_some_and(is_new) { Due::Good } else { Due::Nothing }
}

/// Seconds to wait after a piece that has cost so much, so that storing stays under its share.
pub fn pause_after(cost_secs: f64, is_training: bool) -> f64 {
    if is_training { cost_secs * (1.0 - SHARE) / SHARE } else { 0.0 }
}

/// A part of a stored session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPart {
    /// Its number, which no other part of the session has.
    pub number: u32,
    /// Its pieces.
    pub n_pieces: u32,
    /// Its bytes.
    pub n_bytes: u64,
}

/// The record of a stored session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredRecord {
    /// Its name in the store.
    pub id: String,
    /// The name of its text.
    pub name: String,
    /// When it was stored last, in milliseconds since 1970.
    pub saved_ms: f64,
    /// Words trained on.
    pub tokens_done: u64,
    /// Words of the whole run.
    pub tokens_total: u64,
    /// Whether it is on the built-in corpus.
    pub is_built_in: bool,
    /// Text and vocabulary.
    pub text: StoredPart,
    /// `GloVe`'s pairs.
    pub pairs: Option<StoredPart>,
    /// What changes.
    pub state: StoredPart,
    /// What the page shows, as it wrote it.
    pub note: String,
}

impl StoredRecord {
    /// Its parts, in the order in which they are read.
    pub fn parts(&self) -> Vec<StoredPart> {
        [Some(self.text), self.pairs, Some(self.state)].into_iter().flatten().collect()
    }

    /// Bytes of all parts.
    pub fn n_bytes(&self) -> u64 {
        self.parts().iter().map(|part| part.n_bytes).sum()
    }

    /// A number that no part has.
    pub fn next_number(&self) -> u32 {
        self.parts().iter().map(|part| part.number).max().map_or(0, |number| number.wrapping_add(1))
    }

    /// Whether it is worth going on with: a run on the built-in corpus that is at its end is there again at once.
    pub fn is_worth_it(&self) -> bool {
        !(self.is_built_in && self.tokens_done >= self.tokens_total)
    }
}

/// The names of the sessions that go, so that at most [`MOST_SESSIONS`] stay: those that were stored longest ago. One that is
/// open anywhere stays.
pub fn to_drop(records: &[StoredRecord], is_open: impl Fn(&str) -> bool) -> Vec<&str> {
    let n_over = records.len().saturating_sub(MOST_SESSIONS);
    let mut closed: Vec<&StoredRecord> = records.iter().filter(|record| !is_open(&record.id)).collect();
    closed.sort_by(|a, b| a.saved_ms.total_cmp(&b.saved_ms));
    closed.into_iter().take(n_over).map(|record| record.id.as_str()).collect()
}

/// The session that the page should offer to go on with: the one that was stored last, among those that are open nowhere and
/// are worth it.
pub fn offered(records: &[StoredRecord], is_open: impl Fn(&str) -> bool) -> Option<&str> {
    let there = records.iter().filter(|record| !is_open(&record.id) && record.is_worth_it());
    there.max_by(|a, b| a.saved_ms.total_cmp(&b.saved_ms)).map(|record| record.id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(phase: Phase, tokens_done: u64, seconds_training: f64) -> RunNow {
        let tokens_good = Some(tokens_done / 100 * 100);
        RunNow { generation: 3, phase, tokens_done, tokens_good, seconds_training, is_built_in: true }
    }

    #[test]
    fn a_built_in_run_that_is_over_within_two_seconds_is_not_stored() {
        for phase in [Phase::Training, Phase::Paused, Phase::Trained] {
            assert_eq!(due(&run(phase, 500, 1.9), None, 9.0), Due::Nothing, "{phase:?}");
        }
        assert_eq!(due(&run(Phase::Training, 500, 2.0), None, 9.0), Due::Good);
        assert_eq!(due(&run(Phase::Trained, 500, 2.0), None, 9.0), Due::Exact);
        // A text of the reader's own is worth more than its vectors.
        let own = |phase| RunNow { is_built_in: false, ..run(phase, 0, 0.0) };
        assert_eq!(due(&own(Phase::Paused), None, 9.0), Due::Exact);
        assert_eq!(due(&own(Phase::Training), None, 9.0), Due::Nothing);
    }

    #[test]
    fn a_state_is_stored_once_and_an_older_one_of_another_run_does_not_count() {
        let stored = |generation, tokens_done, at_secs| Some(StoredNow { generation, tokens_done, at_secs });
        let training = run(Phase::Training, 550, 5.0);
        assert_eq!(due(&training, stored(3, 500, 0.0).as_ref(), 9.0), Due::Nothing, "no newer state is sound");
        assert_eq!(due(&training, stored(3, 400, 0.0).as_ref(), 9.0), Due::Good);
        assert_eq!(due(&training, stored(3, 400, 8.0).as_ref(), 9.0), Due::Nothing, "one was stored a second ago");
        assert_eq!(due(&training, stored(2, 900, 8.0).as_ref(), 9.0), Due::Good, "of the run before");
        assert_eq!(due(&run(Phase::Paused, 550, 5.0), stored(3, 500, 8.9).as_ref(), 9.0), Due::Exact);
        assert_eq!(due(&run(Phase::Paused, 550, 5.0), stored(3, 550, 8.9).as_ref(), 9.0), Due::Nothing);
        let counting = RunNow { tokens_good: None, ..training };
        assert_eq!(due(&counting, None, 9.0), Due::Nothing);
    }

    #[test]
    fn storing_takes_its_share_and_no_more() {
        let (mut storing, mut all) = (0.0, 0.0);
        for i in 1..100 {
            let cost = f64::from(i % 7 + 1) * 0.0004;
            storing += cost;
            all += cost + pause_after(cost, true);
        }
        assert!((storing / all - SHARE).abs() < 1e-9);
        assert_eq!(pause_after(0.1, false), 0.0, "at rest nobody waits for it");
    }

    fn record(id: &str, saved_ms: f64, is_built_in: bool, tokens_done: u64) -> StoredRecord {
        let part = |number| StoredPart { number, n_pieces: 2, n_bytes: 10 };
        let (name, note) = (String::new(), String::new());
        let (text, pairs, state) = (part(4), None, part(7));
        let id = id.to_owned();
        StoredRecord { id, name, saved_ms, tokens_done, tokens_total: 100, is_built_in, text, pairs, state, note }
    }

    #[test]
    fn the_newest_that_is_open_nowhere_is_offered_and_the_oldest_go() {
        let mut records = vec![record("a", 5.0, false, 100), record("b", 9.0, true, 100), record("c", 7.0, true, 50)];
        assert_eq!(offered(&records, |_| false), Some("c"), "b is built in and done");
        assert_eq!(offered(&records, |id| id == "c"), Some("a"));
        assert_eq!(offered(&records, |_| true), None);
        assert!(to_drop(&records, |_| false).is_empty());
        records.extend([record("d", 1.0, false, 1), record("e", 2.0, false, 1)]);
        assert_eq!(to_drop(&records, |id| id == "d"), ["e", "a"]);
        assert_eq!((records[0].next_number(), records[0].n_bytes()), (8, 20));
    }
}
