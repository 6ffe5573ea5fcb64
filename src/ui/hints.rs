//! The first minute: three quiet hints, each where it is done, and gone once it was.

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

/// An analogy that works on what is open: the one that everybody tells of, else the first of the text's own `examples`; none
/// where `known`, the vocabulary, has the words of neither.
pub fn first_analogy(known: &[String], examples: &[[String; 4]]) -> Option<[String; 3]> {
    let told = ["king", "man", "woman"].map(str::to_owned);
    let has_all = |wanted: &[String; 3]| {
        let n_there = known.iter().filter(|word| wanted.contains(word)).count();
        n_there == wanted.len()
    };
    let of_text = examples.first().map(|[a, b, c, _]| [a.clone(), b.clone(), c.clone()]);
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

    #[test]
    fn what_to_ask_first_can_be_answered() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let examples = [["rome", "italy", "france", "paris"].map(str::to_owned)];
        let first = |known: &str| first_analogy(&words(known), &examples).map(|asked| asked.join(" "));
        assert_eq!(first("the king a man and woman rome italy france").as_deref(), Some("king man woman"));
        assert_eq!(first("the king rome italy france").as_deref(), Some("rome italy france"));
        assert_eq!(first("the king rome"), None);
        assert_eq!(first_analogy(&words("boat harbor storm"), &[]), None);
    }
}
