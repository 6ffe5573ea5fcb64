//! The first minute: three quiet hints, each where it is done, and gone once it was.

use crate::protocol::Opened;

/// A thing to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Point at a word of the map.
    Hover,
    /// Keep one.
    Click,
    /// Ask an analogy.
    Ask,
}

impl Hint {
    const ALL: [Self; 3] = [Self::Hover, Self::Click, Self::Ask];

    /// Its name where it is remembered that it was done.
    fn key(self) -> &'static str {
        match self {
            Self::Hover => "hover",
            Self::Click => "click",
            Self::Ask => "ask",
        }
    }
}

/// The hints that were done, as they are remembered; anything unknown is passed over.
pub fn from_stored(stored: &str) -> Vec<Hint> {
    Hint::ALL.into_iter().filter(|hint| stored.split(' ').any(|key| key == hint.key())).collect()
}

/// As [`from_stored`] reads them.
pub fn stored(done: &[Hint]) -> String {
    done.iter().map(|hint| hint.key()).collect::<Vec<_>>().join(" ")
}

/// An analogy that works on what is open: the one that everybody tells of, else the text's own first one; none where the words
/// of neither are known.
pub fn first_analogy(opened: &Opened) -> Option<[String; 3]> {
    let told = ["king", "man", "woman"].map(str::to_owned);
    let has_all = |wanted: &[String; 3]| {
        let n_there = opened.words.iter().filter(|word| wanted.contains(word)).count();
        n_there == wanted.len()
    };
    let of_text = opened.examples.first().map(|[a, b, c, _]| [a.clone(), b.clone(), c.clone()]);
    [Some(told), of_text].into_iter().flatten().find(has_all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_remembered_whatever_stands_beside_it() {
        let done = from_stored("ask juggle hover");
        assert_eq!(done, [Hint::Hover, Hint::Ask]);
        assert_eq!(from_stored(&stored(&done)), done);
        assert_eq!(from_stored(""), []);
    }
}
