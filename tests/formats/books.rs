//! E-books and archives of texts: what is in them, in which order, and what the reader of texts makes of it.

use embedding_explorer::{
    formats::{ArchivedTexts, FormatError, TextArchive},
    text::{ReadOptions, TextReader, VocabularyOptions, encode},
};

use crate::open::read;

/// The texts of an archive whose bytes come in pieces of this size.
pub(crate) fn texts_of(bytes: &[u8], size: usize) -> Result<Option<ArchivedTexts>, FormatError> {
    let mut archive = TextArchive::new(64 << 20);
    for piece in bytes.chunks(size.max(1)) {
        archive.push(piece)?;
    }
    archive.finish()
}

fn opened(name: &str) -> ArchivedTexts {
    let bytes = read(&format!("formats/fixtures/{name}"));
    let whole = texts_of(&bytes, bytes.len()).expect("it opens").expect("it has texts");
    for size in [1, 13, 4096] {
        assert_eq!(texts_of(&bytes, size).expect("it opens").as_ref(), Some(&whole), "{name} in pieces of {size}");
    }
    whole
}

fn names(texts: &ArchivedTexts) -> Vec<&str> {
    texts.files.iter().map(|(name, _)| name.as_str()).collect()
}

/// The words of files that are one text, in their order.
fn words(texts: &ArchivedTexts) -> Vec<String> {
    let mut reader = TextReader::new(ReadOptions::default());
    for (_, bytes) in &texts.files {
        reader.push(bytes).expect("a text");
        reader.next_file().expect("a text");
    }
    let stream = reader.finish().expect("words");
    let (vocabulary, corpus) = encode(&stream, &VocabularyOptions { min_count: 1, max_words: 1000 }).expect("words");
    corpus.ids.iter().map(|&id| vocabulary.words()[id as usize].clone()).collect()
}

#[test]
fn a_book_is_read_in_the_order_of_its_spine() {
    for name in ["book.epub", "streamed.epub"] {
        let book = opened(name);
        assert!(book.are_in_order);
        assert_eq!(names(&book), ["EPUB/text/9 of it.xhtml", "EPUB/text/8 of it.xhtml", "EPUB/text/7 of it.xhtml"]);
        let words = words(&book).join(" ");
        let heading = "the harbor the harbor the boat came at last it was old a gull sat on it";
        assert_eq!(
            words,
            format!(
                "{heading} the café the café the sailor drank his coffee in the café the end the end nobody came to the pier"
            )
        );
    }
}

#[test]
fn a_protected_book_is_refused_in_one_sentence() {
    let refused = texts_of(&read("formats/fixtures/protected.epub"), 1000).expect_err("its chapters are encrypted");
    assert_eq!(refused, FormatError::Protected);
    assert_eq!(refused.to_string().matches('.').count(), 1, "{refused}");
}

#[test]
fn texts_of_a_zip_are_told_apart_one_by_one() {
    let texts = opened("texts.zip");
    assert_eq!((names(&texts), texts.are_in_order), (vec!["texts/chapter 10.txt", "texts/chapter 2.txt"], false));
    assert!(words(&texts).contains(&"café".to_owned()), "each has an encoding of its own");
    for vectors in ["glove.zip", "streamed.zip"] {
        assert!(
            texts_of(&read(&format!("formats/fixtures/{vectors}")), 1000).is_ok(),
            "it is for the reader of vectors"
        );
    }
}
