//! Which files of the cases and fixtures are vectors, and which are texts.

use std::{fs, path::PathBuf};

use embedding_explorer::formats::{holds_vectors, is_packed, looks_like_vectors};

use crate::open::read;

/// All files of a folder of `tests`, by name.
fn files_of(folder: &str) -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut names = Vec::new();
    for entry in entries.map(|entry| entry.expect("a folder of ours can be read")) {
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() { names.extend(files_of(&name)) } else { names.push(name) }
    }
    names.sort();
    names
}

/// What is no vectors although it lies among them: lists of words, vocabularies, texts, what is no archive.
const OTHERS: [&str; 16] = [
    "labels",
    "words.txt",
    "words-to-export",
    "text-with",
    ".json",
    "metadata.tsv",
    "expected.tsv",
    "fasttext.tsv",
    "fasttext-kv.tsv",
    "word2vec-model.tsv",
    "README",
    "questions",
    ".epub",
    "texts.zip",
    ".py",
    ".txt.md",
];

#[test]
fn files_of_vectors_are_seen_and_lists_of_words_are_not() {
    let mut names = files_of("formats/fixtures");
    for folder in files_of("cases").iter().filter(|name| name.starts_with("cases/files-")) {
        names.push(folder.clone());
    }
    assert!(names.len() > 60);
    for name in names {
        let bytes = read(&name);
        let head = &bytes[..bytes.len().min(256 << 10)];
        let is_other = OTHERS.iter().any(|other| name.rsplit('/').next().is_some_and(|name| name.contains(other)));
        assert_eq!(holds_vectors(head), !is_other, "{name}");
        assert_eq!(looks_like_vectors(head), !is_other && !is_packed(head), "{name}");
    }
}

#[test]
fn texts_are_never_taken_for_vectors() {
    let mut n_files = 0;
    for name in files_of("cases").iter().filter(|name| !name.starts_with("cases/files-")) {
        let bytes = read(name);
        n_files += 1;
        for size in [100, 1000, 20_000, 256 << 10] {
            assert!(!holds_vectors(&bytes[..bytes.len().min(size)]), "{name}, {size} bytes");
        }
    }
    assert!(n_files > 50);
}
