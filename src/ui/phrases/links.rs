//! What is said of a link that was opened.

use crate::{
    chart::format,
    ui::link::{Link, LinkedText, Other, Verdict},
};

/// Digits of a SHA-256 that tell one file from another.
const N_DIGITS: usize = 12;

/// The file that a link asks for: what it is, and how long.
pub fn asked_text(link: &Link) -> String {
    let LinkedText::Own { name, n_bytes, sha256 } = link.text() else { return String::new() };
    let facts: Vec<String> = [
        n_bytes.map(|n_bytes| format!("{} bytes", format::count(n_bytes))),
        sha256.and_then(|digits| digits.get(..N_DIGITS)).map(|digits| format!("SHA-256 {digits}…")),
        link.table.as_ref().map(|digits| format!("vectors with the checksum {digits}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
    let name = name.unwrap_or("a text without a name");
    format!("This link is about {name}{facts}, which a link cannot carry. Open that file here to see what it shows.")
}

/// Another text was opened than the one that a link asks for.
pub fn other_text(name: &str) -> String {
    format!("{name} is open, and is another text than the link’s.")
}

/// Whether vectors are those of a link.
pub fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Waits => "Training makes the link’s vectors again; they are compared once it is done.".to_owned(),
        Verdict::Same => "Same vectors as the link’s, to the last bit, by their checksum.".to_owned(),
        Verdict::Other(Other::Changed) => {
            "Other vectors than the link’s: this run was changed on the way. Reset and Play trains it unchanged."
                .to_owned()
        }
        Verdict::Other(Other::Corpus { linked, here }) => format!(
            "Other vectors than the link’s: it is about version {linked} of the built-in corpus, and this page has version \
             {here}."
        ),
        Verdict::Other(Other::Altered) => {
            "Other vectors than the link’s: its settings were altered, or a page of another version made it.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_asked_for_by_what_is_known_of_it() {
        let link = |hash: &str| asked_text(&Link::parse(hash).0);
        let sha256 = "0123456789abcdef".repeat(4);
        assert_eq!(
            link(&format!("#file=novel.txt&bytes=1234567&sha256={sha256}")),
            "This link is about novel.txt (1,234,567 bytes, SHA-256 0123456789ab…), which a link cannot carry. Open that file \
             here to see what it shows."
        );
        assert!(
            link("#file=a.vec&bytes=5&table=0123456789abcdef")
                .contains("a.vec (5 bytes, vectors with the checksum 0123456789abcdef)")
        );
        assert!(link("#bytes=5").starts_with("This link is about a text without a name (5 bytes),"));
    }

    #[test]
    fn a_verdict_says_same_or_other() {
        assert!(verdict(&Verdict::Same).starts_with("Same vectors"));
        for other in [Other::Changed, Other::Corpus { linked: 2, here: 3 }, Other::Altered] {
            assert!(verdict(&Verdict::Other(other)).starts_with("Other vectors"));
        }
    }
}
