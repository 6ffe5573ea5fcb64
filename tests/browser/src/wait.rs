//! Waiting for a condition.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// Longer than anything takes on a slow machine, and short enough to sit through once.
const PATIENCE: Duration = Duration::from_secs(30);

/// Between two looks: shorter than a person would notice.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Looks again and again until there is something to see, and returns it.
///
/// `what` completes the sentence "gave up waiting until ...". An error of `look` is taken for "not yet", since a page that is
/// being redrawn loses elements under the driver's hands; the last one is told when patience ends.
pub async fn wait_until<T>(what: &str, look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    wait_within(PATIENCE, LOOK_EVERY, what, look).await
}

/// As [`wait_until`], for what takes longer: with another patience, and with looks that are rare enough not to disturb what
/// is measured.
pub async fn wait_within<T>(
    patience: Duration,
    look_every: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        let seen = look().await;
        if let Ok(Some(found)) = seen {
            return Ok(found);
        }
        if start.elapsed() > patience {
            let last = seen.err().map_or_else(String::new, |error| format!(" ({error:#})"));
            bail!("gave up after {} s waiting until {what}{last}", patience.as_secs());
        }
        tokio::time::sleep(look_every).await;
    }
}
