//! Encodings and kinds of file: case 20.

use std::io::Write;

use embedding_explorer::protocol::{Notice, RowKind};
use flate2::{Compression, write::GzEncoder};

use crate::reading::{case, open, open_bytes, opened, opened_text};

#[test]
fn legacy_encodings_are_read_rightly_and_told() {
    let utf_8 = opened("20-not-plain-utf-8/same-in-utf-8.txt");
    let legacy = opened("20-not-plain-utf-8/windows-1252.txt");
    assert_eq!(legacy.opened.words, utf_8.opened.words);
    assert_eq!((legacy.count("café"), legacy.count("don't"), legacy.opened.n_replaced), (Some(150), Some(150), 0));
    assert_eq!(legacy.opened.encoding.as_deref(), Some("windows-1252"));
    assert!(legacy.says(&Notice::Encoding { name: "windows-1252".to_owned(), is_guessed: true }));
    let japanese = opened("20-not-plain-utf-8/shift-jis.txt");
    assert_eq!(japanese.opened.encoding.as_deref(), Some("shift_jis"));
    assert!(japanese.count("船").is_some() && japanese.count("d").is_none() && japanese.count("t").is_none());
    let utf_16 = opened("20-not-plain-utf-8/utf-16-le-no-mark.txt");
    assert!(utf_16.count("sailor").is_some());
    assert_eq!(utf_16.opened.encoding.as_deref(), Some("utf-16le"));
}

#[test]
fn an_encoding_can_be_chosen() {
    let bytes = case("20-not-plain-utf-8/windows-1252.txt");
    let cyrillic = open_bytes(&bytes, Some("windows-1251")).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert!(cyrillic.count("cafй").is_some(), "as chosen, right or wrong");
    let utf_8 = open_bytes(&bytes, Some("utf-8")).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(utf_8.opened.n_replaced, 450);
    let refusal = open_bytes(&bytes, Some("klingon")).err().expect("there is none");
    assert!(refusal.contains("klingon"));
}

#[test]
fn gzip_is_opened() {
    let text = opened("20-not-plain-utf-8/corpus.txt.gz");
    assert!(text.says(&Notice::Compressed) && text.n_words() > 10);
    let bytes = case("20-not-plain-utf-8/corpus.txt.gz");
    let both = [bytes.as_slice(), &bytes].concat();
    let both = open_bytes(&both, None).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(both.opened.n_tokens, 2 * text.opened.n_tokens, "two members");
    let cut = open_bytes(&bytes[..bytes.len() / 2], None).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert!(cut.says(&Notice::CutOff) && cut.opened.n_tokens > 0);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&case("20-not-plain-utf-8/page.pdf")).expect("memory takes it");
    let refusal = open_bytes(&encoder.finish().expect("memory takes it"), None).err().expect("a PDF inside");
    assert!(refusal.contains("a PDF"), "{refusal}");
}

#[test]
fn other_kinds_are_refused_by_what_they_are() {
    for (path, kind) in [("note.rtf", "an RTF document"), ("page.pdf", "a PDF")] {
        let refusal = open(&format!("20-not-plain-utf-8/{path}")).err().expect("no text");
        assert!(refusal.starts_with(&format!("This file is {kind}, no plain text: ")), "{refusal}");
    }
    for (bytes, kind) in [
        (&b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"[..], "a picture (PNG)"),
        (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml\0\0word/document.xml", "a Word document (DOCX)"),
        (b"PK\x03\x04\x14\0\0\0\0\0\0\0mimetypeapplication/epub+zip", "an e-book (EPUB)"),
        (b"SQLite format 3\0\x10\0\x01\x01", "an SQLite database"),
        (b"\x80\x04\x95\x10\0\0\0\0\0\0\0", "a Python pickle"),
        (b"7z\xBC\xAF\x27\x1C\0\x04\0\0", "a 7z archive"),
        (b"\x7FELF\x02\x01\x01\0", "a program"),
    ] {
        let refusal = open_bytes(bytes, None).err().expect("no text");
        assert!(refusal.contains(kind), "{refusal}");
    }
    let dump = opened("20-not-plain-utf-8/dump.jsonl");
    assert!(dump.says(&Notice::Rows(RowKind::Json)));
}

#[test]
fn a_big_file_says_early_what_it_was_taken_for() {
    let big = opened_text(&"29288,95460,34343,95460\n".repeat(40_000));
    let told = big.loading.iter().find(|loading| !loading.notices.is_empty()).expect("it was told");
    assert!(told.share < 0.5 && told.notices.contains(&Notice::Rows(RowKind::Commas)), "{told:?}");
}
