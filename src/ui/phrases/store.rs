//! What is said of sessions that are stored in the browser.

use crate::{chart::format, protocol::StoredSession};

/// What the line says that offers to go on: name, when, how far.
pub fn offer(session: &StoredSession, now_ms: f64) -> String {
    format!("{} was open here {}, {} trained.", session.name, ago(now_ms - session.saved_ms), done(session))
}

/// What the list says of a session.
pub fn stored(session: &StoredSession, now_ms: f64) -> String {
    let place = match (session.is_here, session.is_elsewhere) {
        (true, _) => ", open here",
        (_, true) => ", open in another tab",
        _ => "",
    };
    let (when, size) = (ago(now_ms - session.saved_ms), format::bytes(session.n_bytes));
    format!("{}: {} trained, stored {when}, {size}{place}", session.name, done(session))
}

fn done(session: &StoredSession) -> String {
    let share = session.tokens_done as f64 / session.tokens_total.max(1) as f64;
    format::percent(share.min(1.0))
}

/// How long ago something was, roughly.
fn ago(milliseconds: f64) -> String {
    let minutes = (milliseconds / 60_000.0).max(0.0);
    let (n, unit) = match minutes {
        m if m < 1.0 => return "a moment ago".to_owned(),
        m if m < 60.0 => (m, "minute"),
        m if m < 24.0 * 60.0 => (m / 60.0, "hour"),
        m => (m / (24.0 * 60.0), "day"),
    };
    let n = n as u64;
    format!("{n} {unit}{} ago", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_session_is_told_by_name_time_and_share() {
        let session = StoredSession {
            id: "1".to_owned(),
            name: "tales.txt".to_owned(),
            saved_ms: 1000.0,
            tokens_done: 62,
            tokens_total: 100,
            n_bytes: 2_500_000,
            is_here: false,
            is_elsewhere: true,
            is_offered: false,
        };
        assert_eq!(offer(&session, 130_000.0), "tales.txt was open here 2 minutes ago, 62 % trained.");
        let told = stored(&session, 2.0 * 86_400_000.0);
        assert!(told.starts_with("tales.txt: 62 % trained, stored 1 day ago, 2.5"), "{told}");
        assert!(told.ends_with("open in another tab"), "{told}");
        assert_eq!(ago(-5.0), "a moment ago");
    }
}
