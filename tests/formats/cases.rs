//! `tests/cases`: each file and its right outcome.

use embedding_explorer::formats::{Format, shown};

use crate::open::{bits, notes, open_files, seen};

/// The thirty words that most of the files hold.
fn thirty() -> (Vec<String>, Vec<u32>) {
    let loaded = open_files(&["cases/files-01-with-and-without-header/word2vec.txt"]).expect("a plain table");
    assert_eq!((loaded.words.len(), loaded.matrix.dims()), (30, 8));
    assert_eq!(notes(&loaded), [""; 0]);
    assert_eq!((&*loaded.words[0], loaded.matrix.vector(0)[0]), ("harbor", 0.91747));
    (loaded.words.clone(), bits(&loaded))
}

#[test]
fn with_and_without_header() {
    let expected = thirty();
    for (name, format) in [
        ("glove.txt", Format::Glove),
        ("trailing-spaces.vec", Format::Word2VecText),
        ("crlf.vec", Format::Word2VecText),
    ] {
        let loaded = open_files(&[&format!("cases/files-01-with-and-without-header/{name}")]).expect(name);
        assert_eq!((loaded.words.clone(), bits(&loaded)), expected, "{name}");
        assert_eq!((loaded.format, notes(&loaded)), (format, Vec::new()), "{name}");
    }
    let name = "cases/files-01-with-and-without-header/one-dimension-first-word-a-number.txt";
    let loaded = open_files(&[name]).expect("a row, no header");
    assert_eq!((loaded.words.len(), loaded.matrix.dims(), &*loaded.words[0]), (30, 1, "1912"));
}

#[test]
fn words_that_are_white_space() {
    let (words, bits_of_thirty) = thirty();
    let loaded = open_files(&["cases/files-04-words-that-are-white-space/odd-spaces.vec"]).expect("35 rows");
    assert_eq!(loaded.words.len(), 35);
    let odd = ["\u{a0}", "\u{2009}", "\u{3000}", "\u{85}", "\u{2028}"];
    for word in odd {
        assert!(loaded.words.iter().any(|found| found == word), "{}", shown(word));
    }
    for (place, word) in loaded.words.iter().enumerate().filter(|(_, word)| !odd.contains(&word.as_str())) {
        let before = words.iter().position(|other| other == word).expect("one of the thirty");
        assert_eq!(bits(&loaded)[place * 8..][..8], bits_of_thirty[before * 8..][..8], "{word}");
    }
    assert_eq!(notes(&loaded), ["5 words cannot be seen and are shown by code, the first as U+00A0."]);

    let loaded = open_files(&["cases/files-04-words-that-are-white-space/empty-word.vec"]).expect("30 rows");
    assert_eq!((loaded.words.clone(), bits(&loaded)), (words, bits_of_thirty));
    let told = "1 row has a word that is empty or has a line break inside and was left out, the first in row 5.";
    assert_eq!(notes(&loaded), [told]);

    let loaded = open_files(&["cases/files-04-words-that-are-white-space/end-of-sentence.vec"]).expect("31 rows");
    assert_eq!((&*loaded.words[0], loaded.words.len(), notes(&loaded)), ("</s>", 31, Vec::new()));
}

#[test]
fn words_twice() {
    let expected = thirty();
    let loaded = open_files(&["cases/files-05-words-twice/same-word-twice.vec"]).expect("30 words");
    assert_eq!((loaded.words.clone(), bits(&loaded)), expected, "the first boat counts");
    assert_eq!(notes(&loaded), ["2 words came twice, the first “boat”: the first row of each counts."]);
    let loaded = open_files(&["cases/files-05-words-twice/case-and-spaces.vec"]).expect("33 words");
    assert_eq!((loaded.words.len(), notes(&loaded)), (33, Vec::new()), "other case, another word");
    let loaded = open_files(&["cases/files-05-words-twice/one-vector-for-two-words.vec"]).expect("twins");
    assert_eq!((loaded.words.len(), notes(&loaded)), (35, Vec::new()));
}

#[test]
fn binary_both_ways() {
    let (words, _) = thirty();
    let folder = "cases/files-07-binary-both-ways";
    let first = open_files(&[&format!("{folder}/newline-behind-each.bin")]);
    let loaded = first.as_ref().expect("30 words");
    assert_eq!((&loaded.words, loaded.format, notes(loaded)), (&words, Format::Word2VecBinary, Vec::new()));
    for name in ["no-newline.bin", "named-txt-but-binary.txt"] {
        assert_eq!(seen(&open_files(&[&format!("{folder}/{name}")])), seen(&first), "{name}");
    }
    let loaded = open_files(&[&format!("{folder}/vectors-with-newline-bytes.bin")]).expect("floats of line feeds");
    assert_eq!((loaded.words.clone(), notes(&loaded)), (words, Vec::new()));
    assert!(bits(&loaded)[..40].iter().all(|bits| bits.to_le_bytes() == *b"\x0a\x20\x0a\x3f"));
}

#[test]
fn compressed_or_named_so() {
    let (words, expected) = thirty();
    let folder = "cases/files-09-compressed-or-named-so";
    for name in ["vectors.vec.gz", "text-named.gz", "two-members.vec.gz"] {
        let loaded = open_files(&[&format!("{folder}/{name}")]).expect(name);
        assert_eq!((&loaded.words, bits(&loaded), notes(&loaded)), (&words, expected.clone(), Vec::new()), "{name}");
    }
    match open_files(&[&format!("{folder}/cut-off.vec.gz")]) {
        Ok(loaded) => {
            assert!(loaded.words.len() < 30 && words.starts_with(&loaded.words));
            assert!(notes(&loaded)[0].starts_with("The archive is not whole: "), "{:?}", notes(&loaded));
        }
        Err(error) => assert!(error.to_string().contains("archive is not whole"), "{error}"),
    }
}

#[test]
fn two_tables() {
    let (words, expected) = thirty();
    let folder = "cases/files-10-two-tables-and-exports";
    let vectors = format!("{folder}/vectors.tsv");
    for labels in
        ["labels-one-column", "labels-one-column-with-heading", "labels-two-columns", "labels-no-last-newline"]
    {
        let labels = format!("{folder}/{labels}.tsv");
        for files in [[&*vectors, &*labels], [&*labels, &*vectors]] {
            let loaded = open_files(&files).expect("a pair");
            assert_eq!(
                (&loaded.words, bits(&loaded), notes(&loaded)),
                (&words, expected.clone(), Vec::new()),
                "{labels}"
            );
        }
    }
    let error =
        open_files(&[&vectors, &format!("{folder}/labels-five-short.tsv")]).expect_err("25 are not 30").to_string();
    assert!(error.contains("25 words") && error.contains("30 vectors"), "{error}");
}
