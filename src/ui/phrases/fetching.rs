//! What is said of a file that a link has the page fetch.

use crate::chart::format;

/// Why a file did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// The host answered with this status.
    Status(u16),
    /// The host answers, and does not let other sites read the file.
    NotShared,
    /// Nobody answers.
    Unreachable,
    /// The page came over https, and the file would not.
    Insecure,
    /// It ended half-way.
    Broken,
    /// The reader gave it up.
    GivenUp,
}

/// What a link would have fetched, before anything is. `host`: none where it is the page's own.
pub fn to_fetch(address: &str, host: Option<&str>) -> String {
    match host {
        Some(host) => format!(
            "This link opens {address}. Nothing is asked of {host} before you press Fetch; then it learns that you read \
             this file."
        ),
        None => format!("This link opens {address}, which lies beside this page."),
    }
}

/// `1.2 MB of 10 MB`, or `1.2 MB`.
pub fn fetched_so_far(n_bytes: u64, n_total: Option<u64>) -> String {
    match n_total {
        Some(n_total) => format!("{} of {}", format::bytes(n_bytes), format::bytes(n_total)),
        None => format::bytes(n_bytes),
    }
}

/// Why a file did not come, and what to do.
pub fn not_fetched(error: FetchError, host: &str) -> String {
    let elsewhere = "Download it from there yourself, and open the file here.";
    match error {
        FetchError::Status(status @ (404 | 410)) => {
            format!("{host} has no such file (status {status}). Ask whoever sent you the link for the file.")
        }
        FetchError::Status(status @ (401 | 403)) => {
            format!("{host} does not give this file to everybody (status {status}). {elsewhere}")
        }
        FetchError::Status(status) => format!("{host} did not send the file (status {status}). Try again later."),
        FetchError::NotShared => {
            format!("{host} does not allow other sites to read its files (CORS). {elsewhere}")
        }
        FetchError::Unreachable => {
            format!("{host} cannot be reached. Check the address and your connection, and try again.")
        }
        FetchError::Insecure => {
            format!("The address begins with http, and a page that came over https may not read it. {elsewhere}")
        }
        FetchError::Broken => format!("The connection to {host} broke off before the file was there. Try again."),
        FetchError::GivenUp => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_will_happen_is_said_before_it_does() {
        let said = to_fetch("https://example.org/a.txt", Some("example.org"));
        assert!(said.contains("Nothing is asked of example.org before you press Fetch"), "{said}");
        assert_eq!(to_fetch("a.txt", None), "This link opens a.txt, which lies beside this page.");
        assert_eq!(fetched_so_far(1_200_000, Some(10_000_000)), "1.20 MB of 10.0 MB");
        assert_eq!(fetched_so_far(12, None), "12 B");
    }

    #[test]
    fn each_failure_has_its_own_remedy() {
        let errors = [
            FetchError::Status(404),
            FetchError::Status(403),
            FetchError::Status(500),
            FetchError::NotShared,
            FetchError::Unreachable,
            FetchError::Insecure,
            FetchError::Broken,
        ];
        let said: Vec<String> = errors.map(|error| not_fetched(error, "example.org")).into();
        for (place, sentence) in said.iter().enumerate() {
            assert!(sentence.ends_with('.') && !said[..place].contains(sentence), "{sentence}");
        }
    }
}
