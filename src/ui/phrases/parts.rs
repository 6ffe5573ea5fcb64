//! The words of a text that a sentence quotes.

/// A part of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// The page's own words, quotation marks included.
    Plain(&'a str),
    /// A word of the text.
    Word(&'a str),
}

/// The parts of a sentence in their order: what stands between “ and ” is a word of the text.
pub fn parts(sentence: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some(start) = rest.find('“').map(|at| at + '“'.len_utf8())
        && let Some(length) = rest[start..].find('”')
    {
        parts.push(Part::Plain(&rest[..start]));
        parts.push(Part::Word(&rest[start..start + length]));
        rest = &rest[start + length..];
    }
    if !rest.is_empty() {
        parts.push(Part::Plain(rest));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_words_are_set_apart() {
        assert_eq!(
            parts("“שלום” is near “queen”."),
            [Part::Plain("“"), Part::Word("שלום"), Part::Plain("” is near “"), Part::Word("queen"), Part::Plain("”.")]
        );
        assert_eq!(parts("No word."), [Part::Plain("No word.")]);
        assert_eq!(parts("An open “quotation"), [Part::Plain("An open “quotation")]);
        assert!(parts("").is_empty());
    }
}
