//! What other programs write: `fixtures.py` says how.

use embedding_explorer::formats::{Format, FormatError, Loaded, Need, ReadOptions};

use crate::open::{bits, needs, notes, open_files, open_in_pieces, read};

/// Words and bits that `fixtures.py` has told.
fn told(name: &str) -> Vec<(String, Vec<u32>)> {
    let text = String::from_utf8(read(&format!("formats/fixtures/{name}"))).expect("it is UTF-8");
    let lines = text.lines().map(|line| {
        let mut cells = line.split('\t');
        let word = cells.next().unwrap_or_default().to_owned();
        (word, cells.map(|cell| u32::from_str_radix(cell, 16).expect("bits")).collect())
    });
    lines.collect()
}

fn rows(loaded: &Loaded) -> Vec<(String, Vec<u32>)> {
    let bits = bits(loaded);
    let rows = bits.chunks(loaded.matrix.dims()).map(<[u32]>::to_vec);
    loaded.words.iter().cloned().zip(rows).collect()
}

fn open(names: &[&str]) -> Result<Loaded, FormatError> {
    let names: Vec<String> = names.iter().map(|name| format!("formats/fixtures/{name}")).collect();
    open_files(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn every_format_gives_the_same_words_and_bits() {
    let expected = told("expected.tsv");
    for (names, format) in [
        (&["gensim.txt"][..], Format::Word2VecText),
        (&["gensim.bin"], Format::Word2VecBinary),
        (&["inline-2.kv"], Format::Gensim),
        (&["inline-3.kv"], Format::Gensim),
        (&["inline-4.kv"], Format::Gensim),
        (&["inline-5.kv"], Format::Gensim),
        (&["plain.pickle"], Format::Gensim),
        (&["old.kv"], Format::Gensim),
        (&["apart.kv", "apart.kv.vectors.npy"], Format::Gensim),
        (&["apart.kv.vectors.npy", "apart.kv"], Format::Gensim),
        (&["apart.kv", "vectors.npy"], Format::Gensim),
        (&["glove.txt.gz"], Format::Glove),
        (&["streamed.zip"], Format::Glove),
        (&["vectors.npy", "words.txt"], Format::Npy),
        (&["words.txt", "by-column.npy"], Format::Npy),
        (&["stored.npz"], Format::Npy),
        (&["packed.npz"], Format::Npy),
        (&["model.safetensors", "tokenizer.json"], Format::Safetensors),
        (&["vocab.json", "model.safetensors"], Format::Safetensors),
        (&["metadata.safetensors"], Format::Safetensors),
        (&["projector-vectors.tsv", "projector-metadata.tsv"], Format::Projector),
    ] {
        let loaded = open(names).unwrap_or_else(|error| panic!("{names:?}: {error}"));
        assert_eq!(rows(&loaded), expected, "{names:?}");
        assert_eq!((loaded.format, notes(&loaded)), (format, Vec::new()), "{names:?}");
    }
}

#[test]
fn counts_come_where_they_are() {
    let expected: Vec<u32> = (0..12).map(|i| 1000 - 70 * i).collect();
    for names in
        [&["inline-4.kv"][..], &["old.kv"], &["stored.npz"], &["projector-vectors.tsv", "projector-metadata.tsv"]]
    {
        assert_eq!(open(names).expect("a table").counts, Some(expected.clone()), "{names:?}");
    }
    assert_eq!(open(&["gensim.txt"]).expect("a table").counts, None);
}

#[test]
fn smaller_numbers_become_floats() {
    let expected = told("expected.tsv");
    let exact = |bits: &u32| f32::from_bits(*bits);
    let half = open(&["half.safetensors"]).expect("half precision");
    let brain = open(&["bf16.safetensors"]).expect("bfloat16");
    let bytes = open(&["quantized.safetensors"]).expect("bytes, a mapping and weights");
    for (row, (word, bits)) in expected.iter().enumerate() {
        let row = row as u32;
        assert_eq!((&half.words[row as usize], &bytes.words[row as usize]), (word, word));
        for (place, x) in bits.iter().map(exact).enumerate() {
            assert!((half.matrix.vector(row)[place] - x).abs() <= x.abs() / 1024.0);
            assert_eq!(brain.matrix.vector(row)[place].to_bits(), x.to_bits() & 0xffff_0000);
            assert!((bytes.matrix.vector(row)[place] - (x * 40.0).round() * 0.5).abs() < 0.51, "{word}");
        }
    }
}

#[test]
fn fasttext_gives_words_and_unseen_words_its_own_bits() {
    let told = told("fasttext.tsv");
    let loaded = open(&["fasttext.bin"]).expect("a model");
    let n_words = loaded.words.len();
    assert_eq!(rows(&loaded), told[..n_words]);
    assert_eq!(loaded.counts.as_ref().map(Vec::len), Some(n_words));
    let subwords = loaded.subwords.as_ref().expect("n-grams");
    for (word, bits) in &told[n_words..] {
        let vector = subwords.vector(word).expect("it has n-grams");
        assert_eq!(&vector.iter().map(|x| x.to_bits()).collect::<Vec<_>>(), bits, "{word}");
    }
    let mut pruned = read("formats/fixtures/fasttext.bin");
    let n_before = 8 + 12 * 4 + 8 + 3 * 4 + 8;
    assert_eq!(pruned[n_before..][..8], (-1_i64).to_le_bytes(), "not pruned");
    pruned[n_before..][..8].copy_from_slice(&0_i64.to_le_bytes());
    let pruned = open_in_pieces(&[("model", &pruned)], &ReadOptions::default(), 1000);
    for outcome in [open(&["quantized.ftz"]), pruned] {
        let error = outcome.expect_err("it is quantized").to_string();
        assert!(error.contains("quantized") && error.contains("choose the .bin"), "{error}");
    }
}

#[test]
fn models_of_gensim_are_read_as_data() {
    let loaded = open(&["word2vec.model"]).expect("a model");
    assert_eq!(rows(&loaded), told("word2vec-model.tsv"));
    let apart = ["word2vec-apart.model", "word2vec-apart.model.wv.vectors.npy"];
    assert_eq!(rows(&open(&apart).expect("its vectors lie beside it")), told("word2vec-model.tsv"));
    let told = told("fasttext-kv.tsv");
    let close = |a: &[f32], b: &[u32]| a.iter().zip(b).all(|(a, b)| (a - f32::from_bits(*b)).abs() < 1e-6);
    let of = "fasttext-apart.model";
    let apart = [of, &format!("{of}.wv.vectors_vocab.npy"), &format!("{of}.wv.vectors_ngrams.npy")];
    for names in [&["fasttext.kv"][..], &["gensim-fasttext.bin"], &["old-fasttext.kv"], &apart] {
        let loaded = open(names).expect("vectors of n-grams");
        assert_eq!(notes(&loaded), [""; 0], "{names:?}");
        for (row, (word, bits)) in told[..loaded.words.len()].iter().enumerate() {
            assert_eq!(&loaded.words[row], word, "{names:?}");
            assert!(close(loaded.matrix.vector(row as u32), bits), "{names:?}: {word}");
        }
        let (word, bits) = &told[loaded.words.len()];
        assert!(close(&loaded.subwords.expect("n-grams").vector(word).expect("a vector"), bits), "{names:?}");
    }
}

#[test]
fn another_array_of_a_model_is_not_taken_for_its_vectors() {
    let name = |ending: &str| format!("formats/fixtures/word2vec-apart.model{ending}");
    let (model, other) = (name(""), name(".syn1neg.npy"));
    assert_eq!(needs(&[&model, &other]), [Need::File { ending: ".vectors.npy".to_owned() }]);
    let loaded = open_files(&[&model, &other, &name(".wv.vectors.npy")]).expect("all of them");
    assert_eq!(notes(&loaded), [format!("Not needed and not used: “{other}”.")]);
}

#[test]
fn a_pickle_runs_nothing() {
    let error = open(&["evil.pickle"]).expect_err("it asks for a shell");
    assert_eq!(error, FormatError::ForeignType { name: "posix.system".to_owned(), offset: 16 });
}

#[test]
fn what_is_missing_is_named() {
    let of = |name: &str| needs(&[&format!("formats/fixtures/{name}")]);
    assert_eq!(of("vectors.npy"), [Need::Words { n_rows: 12 }]);
    assert_eq!(of("words.txt"), [Need::Vectors { n_words: 12 }]);
    assert_eq!(of("apart.kv"), [Need::File { ending: ".vectors.npy".to_owned() }]);
    assert_eq!(of("model.safetensors"), [Need::Words { n_rows: 12 }]);
    assert_eq!(of("gensim.txt"), []);
}

#[test]
fn of_several_tables_in_an_archive_one_is_opened() {
    let loaded = open(&["glove.zip"]).expect("the first one");
    assert_eq!(rows(&loaded), told("expected.tsv"));
    assert_eq!(
        notes(&loaded),
        [
            "“glove.4d.txt” of the archive was opened; it also has “glove.2d.txt”.",
            "Not needed and not used: “README.md”."
        ]
    );
    let bytes = read("formats/fixtures/glove.zip");
    let options = ReadOptions { entry: Some("glove.2d.txt".to_owned()), ..ReadOptions::default() };
    let loaded = open_in_pieces(&[("glove.zip", &bytes)], &options, 100).expect("the other one");
    assert_eq!((loaded.words.len(), loaded.matrix.dims()), (2, 2));
}

#[test]
fn the_first_rows_can_be_kept() {
    let expected = told("expected.tsv");
    let options = ReadOptions { most_rows: Some(5), ..ReadOptions::default() };
    for names in [
        &["gensim.txt"][..],
        &["gensim.bin"],
        &["glove.txt.gz"],
        &["vectors.npy", "words.txt"],
        &["stored.npz"],
        &["inline-5.kv"],
        &["apart.kv", "apart.kv.vectors.npy"],
        &["metadata.safetensors"],
        &["projector-vectors.tsv", "projector-metadata.tsv"],
        &["model.safetensors", "tokenizer.json"],
        &["by-column.npy", "words.txt"],
        &["vectors.npy", "tokenizer.json"],
    ] {
        let files: Vec<Vec<u8>> = names.iter().map(|name| read(&format!("formats/fixtures/{name}"))).collect();
        let files: Vec<(&str, &[u8])> = names.iter().copied().zip(files.iter().map(Vec::as_slice)).collect();
        for size in [1, 10_000] {
            let loaded = open_in_pieces(&files, &options, size).unwrap_or_else(|error| panic!("{names:?}: {error}"));
            assert_eq!(rows(&loaded), expected[..5], "{names:?}");
            let told = notes(&loaded);
            assert_eq!(told.len(), 1, "{names:?}: {told:?}");
            assert!(told[0].starts_with("The first 5 ") && told[0].ends_with(" were kept, as asked."), "{told:?}");
        }
    }
}

#[test]
fn the_first_rows_of_a_model_keep_all_of_its_ngrams() {
    let told = told("fasttext-kv.tsv");
    let of = "fasttext-apart.model";
    let apart = [of, &format!("{of}.wv.vectors_vocab.npy"), &format!("{of}.wv.vectors_ngrams.npy")];
    let options = ReadOptions { most_rows: Some(3), ..ReadOptions::default() };
    for names in [&["gensim-fasttext.bin"][..], &["fasttext.kv"], &apart] {
        let files: Vec<Vec<u8>> = names.iter().map(|name| read(&format!("formats/fixtures/{name}"))).collect();
        let files: Vec<(&str, &[u8])> = names.iter().copied().zip(files.iter().map(Vec::as_slice)).collect();
        let loaded = open_in_pieces(&files, &options, 100).unwrap_or_else(|error| panic!("{names:?}: {error}"));
        assert_eq!(notes(&loaded), ["The first 3 of 9 rows were kept, as asked."], "{names:?}");
        for (row, (word, bits)) in told[..3].iter().enumerate() {
            let close = |(a, b): (&f32, &u32)| (a - f32::from_bits(*b)).abs() < 1e-6;
            assert!(loaded.matrix.vector(row as u32).iter().zip(bits).all(close), "{names:?}: {word}");
        }
    }
}
