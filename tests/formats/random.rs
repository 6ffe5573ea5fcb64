//! Whatever bytes there are: no panic, nothing slow, and the same outcome however they were cut.
//!
//! Files of each format are damaged: bytes are changed, cut out, doubled, put in from another file. A test of a few seconds;
//! for longer runs, `cargo xtask fuzz formats` or one of its formats, which sets `HOSTILE_SECONDS`, `HOSTILE_SEED`, `HOSTILE_TARGET`.

use std::{
    collections::HashSet,
    env, fs,
    panic::{self, AssertUnwindSafe},
    path::Path,
    time::{Duration, Instant},
};

use embedding_explorer::formats::ReadOptions;

use crate::{
    books::texts_of,
    numbers::Random,
    open::{open_in_pieces, seen},
};

/// What one file may take.
const SLOW: Duration = Duration::from_secs(2);
/// Bytes of memory that a table may have: no file here needs as much.
const MOST_BYTES: u64 = 64 << 20;

/// Names of files and of the format by which they are asked for.
const FORMATS: [(&str, &[&str]); 8] = [
    ("text", &["gensim.txt", "projector-vectors.tsv", "projector-metadata.tsv", "words.txt"]),
    ("binary", &["gensim.bin"]),
    ("fasttext", &["fasttext.bin", "gensim-fasttext.bin", "quantized.ftz"]),
    (
        "pickle",
        &[
            "inline-2.kv",
            "inline-3.kv",
            "inline-4.kv",
            "inline-5.kv",
            "apart.kv",
            "old.kv",
            "word2vec.model",
            "fasttext.kv",
            "old-fasttext.kv",
            "fasttext-apart.model",
        ],
    ),
    ("numpy", &["vectors.npy", "by-column.npy", "stored.npz", "packed.npz"]),
    ("safetensors", &["model.safetensors", "metadata.safetensors", "quantized.safetensors", "half.safetensors"]),
    ("json", &["tokenizer.json", "vocab.json"]),
    ("archive", &["glove.txt.gz", "glove.zip", "streamed.zip"]),
];

/// What a damaged file may lie beside.
const BESIDE: [&str; 6] = [
    "words.txt",
    "vectors.npy",
    "model.safetensors",
    "projector-vectors.tsv",
    "tokenizer.json",
    "fasttext-apart.model.wv.vectors_ngrams.npy",
];

/// Numbers that break things, as bytes and as text.
const NASTY: [&[u8]; 14] = [
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\0\0\0\0\x80",
    b"1000000000000",
    b"-1",
    b"nan",
    b"1e999",
    b" ",
    b"\n",
    b"\t",
    b"\xc2\xa0",
    b"{",
    b"(",
];

fn damaged(random: &mut Random, files: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = files[random.index(files.len())].clone();
    for _ in 0..=random.index(6) {
        let at = random.index(bytes.len() + 1);
        let end = (at + random.index(24)).min(bytes.len());
        match random.index(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.index(8),
            1 if at < bytes.len() => bytes[at] = random.next() as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let nasty = NASTY[random.index(NASTY.len())];
                bytes.splice(at..(at + nasty.len()).min(bytes.len()), nasty.iter().copied());
            }
            5 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => {
                let other = &files[random.index(files.len())];
                let from = random.index(other.len());
                let piece = other[from..(from + random.index(40)).min(other.len())].to_vec();
                bytes.splice(at..end, piece);
            }
        }
    }
    bytes
}

/// Opens a file whole and in pieces. Errors: the rule that was broken.
fn outcome(files: &[(&str, &[u8])], options: &ReadOptions, sizes: [usize; 2]) -> Result<bool, String> {
    let played = panic::catch_unwind(AssertUnwindSafe(|| {
        let began = Instant::now();
        let whole = seen(&open_in_pieces(files, options, 1 << 20));
        if began.elapsed() > SLOW {
            return Err(format!("slow: {:?}", began.elapsed()));
        }
        for size in sizes {
            let cut = seen(&open_in_pieces(files, options, size));
            if cut != whole {
                return Err(format!("pieces of {size} give something else: {cut:?}, not {whole:?}"));
            }
        }
        if let Ok((words, bits, ..)) = &whole
            && (words.len() < 2
                || words.iter().collect::<HashSet<_>>().len() < words.len()
                || words.iter().any(|word| word.is_empty() || word.contains('\n'))
                || bits.iter().any(|&bits| !f32::from_bits(bits).is_finite()))
        {
            return Err("a table that is none".to_owned());
        }
        Ok(whole.is_ok())
    }));
    played.unwrap_or_else(|_| Err("a panic".to_owned()))
}

#[test]
fn no_file_breaks_a_reader() {
    let number = |name: &str, default: u64| env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default);
    let patience = Duration::from_secs(number("HOSTILE_SECONDS", 5));
    let first = number("HOSTILE_SEED", 1);
    let only = env::var("HOSTILE_TARGET").ok().filter(|name| name != "formats").unwrap_or_default();
    let goes_on = env::var_os("HOSTILE_GOES_ON").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/fixtures");
    let wanted = FORMATS.iter().filter(|(name, _)| only.is_empty() || only == *name);
    let names: Vec<&str> = wanted.flat_map(|(_, names)| names.iter().copied()).collect();
    assert!(!names.is_empty(), "there is no format {only:?}");
    let files: Vec<Vec<u8>> = names.iter().map(|name| fs::read(folder.join(name)).expect("a fixture")).collect();
    let beside = BESIDE.map(|name| (name, fs::read(folder.join(name)).expect("a fixture")));
    let (start, mut n, mut n_opened, mut n_failed) = (Instant::now(), 0_u64, 0_u64, 0);
    while n == 0 || start.elapsed() < patience {
        let seed = first.wrapping_add(n);
        let mut random = Random::new(seed);
        let bytes = damaged(&mut random, &files);
        let most_rows = (random.index(4) == 0).then(|| random.index(15) as u64);
        let options = ReadOptions { most_rows, most_bytes: Some(MOST_BYTES), entry: None };
        let name = ["file", "file.vectors.npy", "file.vectors_vocab.npy", "file.vectors_ngrams.npy"][random.index(4)];
        let mut pair = vec![(name, bytes.as_slice())];
        for _ in 0..random.index(3) {
            let (name, bytes) = &beside[random.index(BESIDE.len())];
            pair.insert(random.index(pair.len() + 1), (*name, bytes.as_slice()));
        }
        match outcome(&pair, &options, [1, 2 + random.index(300)]) {
            Ok(is_opened) => n_opened += u64::from(is_opened),
            Err(failure) => {
                eprintln!("seed {seed}, {only:?}: {failure}\n{:?}", String::from_utf8_lossy(&bytes));
                assert!(
                    goes_on,
                    "seed {seed} breaks a rule; HOSTILE_SEED={seed} HOSTILE_SECONDS=0 HOSTILE_TARGET={only} plays it again"
                );
                n_failed += 1;
            }
        }
        n += 1;
    }
    eprintln!(
        "{only:?}: {n} files from seed {first} in {:.0} s, {n_opened} opened, {n_failed} broke a rule",
        start.elapsed().as_secs_f64()
    );
    assert_eq!(n_failed, 0, "rules were broken; the files stand above");
    assert!(n_opened > 0, "nothing opened: the rules were about nothing");
}

#[test]
fn no_archive_of_texts_breaks_a_reader() {
    let number = |name: &str, default: u64| env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default);
    let patience = Duration::from_secs(number("HOSTILE_SECONDS", 2));
    let first = number("HOSTILE_SEED", 1);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/fixtures");
    let names = ["book.epub", "streamed.epub", "protected.epub", "texts.zip", "glove.zip"];
    let files: Vec<Vec<u8>> = names.iter().map(|name| fs::read(folder.join(name)).expect("a fixture")).collect();
    let (start, mut n, mut n_opened) = (Instant::now(), 0_u64, 0_u64);
    while n == 0 || start.elapsed() < patience {
        let seed = first.wrapping_add(n);
        let mut random = Random::new(seed);
        let bytes = damaged(&mut random, &files);
        let began = Instant::now();
        let whole = texts_of(&bytes, usize::MAX);
        assert!(began.elapsed() < SLOW, "seed {seed} is slow: {:?}", began.elapsed());
        let size = 1 + random.index(300);
        assert_eq!(texts_of(&bytes, size), whole, "seed {seed}, in pieces of {size}");
        n_opened += u64::from(matches!(whole, Ok(Some(_))));
        n += 1;
    }
    eprintln!("{n} archives from seed {first}, {n_opened} opened");
    assert!(n_opened > 0, "nothing opened: the rules were about nothing");
}
