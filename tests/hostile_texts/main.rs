//! Random bytes and characters against everything that reads a text, and simple rules of what must hold.
//!
//! A test of a few seconds here; for longer runs, `cargo xtask fuzz decode|words|markup|normalize|tables`. What it takes from the
//! environment: `HOSTILE_SECONDS`, `HOSTILE_SEED` and `HOSTILE_TARGET`, the rule to try alone.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    env,
    time::{Duration, Instant},
};

use embedding_explorer::{
    space::Expression,
    text::{Encoding, ReadOptions, TextError, TextReader, TokenStream, VocabularyOptions, encode, normalize, search},
};
use random::Random;

#[path = "../hostile/random.rs"]
mod random;
mod texts;

/// A rule that must hold of random input; an error says what was broken.
type Rule = fn(&mut Random) -> Result<(), String>;

const TARGETS: [(&str, Rule); 5] =
    [("decode", decode), ("words", words), ("markup", markup), ("normalize", normal), ("tables", tables)];

#[test]
fn no_input_breaks_a_reader() {
    let number = |name: &str, default: u64| {
        env::var(name).map_or(default, |value| value.parse().unwrap_or_else(|_| panic!("{name} is no number")))
    };
    let patience = Duration::from_secs(number("HOSTILE_SECONDS", 8));
    let wanted = env::var("HOSTILE_TARGET").ok();
    let mut seed = number("HOSTILE_SEED", 1);
    let start = Instant::now();
    let mut n_tried = 0_u64;
    while start.elapsed() < patience {
        for (name, rule) in TARGETS.iter().filter(|(name, _)| wanted.as_deref().is_none_or(|wanted| wanted == *name)) {
            if let Err(broken) = rule(&mut Random::new(seed)) {
                panic!("{name}, seed {seed}: {broken}");
            }
            n_tried += 1;
        }
        seed += 1;
    }
    assert!(n_tried > 0, "there is no target {wanted:?}");
    println!("{n_tried} inputs, up to seed {seed}");
}

fn read(pieces: &[&[u8]], options: ReadOptions) -> Result<TokenStream, TextError> {
    let mut reader = TextReader::new(options);
    for piece in pieces {
        reader.push(piece)?;
    }
    reader.finish()
}

/// What a text comes to, however it was cut.
fn summary(read: &Result<TokenStream, TextError>) -> String {
    match read {
        Ok(stream) => {
            let options = VocabularyOptions { min_count: 1, max_words: 1_000_000 };
            let words = encode(stream, &options).map(|(words, corpus)| (words.words().to_vec(), corpus.ids));
            format!("{words:?} {} {:?}", stream.n_replaced(), stream.notices())
        }
        Err(error) => error.to_string(),
    }
}

/// Any bytes, in any encoding, are read or refused, and alike however they are cut.
fn decode(random: &mut Random) -> Result<(), String> {
    let bytes = texts::bytes(random);
    let encoding = random.one_in(3).then(|| random.pick(&Encoding::ALL));
    let options = ReadOptions { encoding, lowercase: !random.one_in(4), ..ReadOptions::default() };
    let whole = summary(&read(&[&bytes], options));
    let size = 1 + random.below(bytes.len().max(1) as u32) as usize;
    let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
    let cut = summary(&read(&pieces, options));
    if whole == cut { Ok(()) } else { Err(format!("{bytes:?} in pieces of {size}: {cut} instead of {whole}")) }
}

/// Every word that is read is found again as it was read, in any case, with signs around it and in an expression; and every
/// run of the text is found, or its absence has a reason.
fn words(random: &mut Random) -> Result<(), String> {
    let text = texts::text(random);
    let Ok(stream) = read(&[text.as_bytes()], ReadOptions::default()) else { return Ok(()) };
    let options = VocabularyOptions { min_count: 1, max_words: 1_000_000 };
    let Ok((vocabulary, _)) = encode(&stream, &options) else { return Ok(()) };
    for (id, word) in (0_u32..).zip(vocabulary.words()) {
        let broken = |what: &str| Err(format!("{word:?} {what} in {text:?}"));
        if word.is_empty() || word.contains(char::is_whitespace) || normalize(word) != *word {
            return broken("is no normal word");
        }
        if vocabulary.find(word) != Some(id) || search(&vocabulary, word, 1) != [id] {
            return broken("is not found");
        }
        if !word.contains(['"', '“', '”', '„']) && Expression::parse(&format!("\"{word}\"")).is_err() {
            return broken("cannot be written");
        }
    }
    for typed in text.split_whitespace().take(40) {
        if vocabulary.find(typed).is_none() {
            // Whatever the reason is, it is given without a crash.
            let _ = stream.absence(&vocabulary, 1, typed);
        }
    }
    Ok(())
}

/// Documents, tags and entities never swallow a text for good, and cuts change nothing.
fn markup(random: &mut Random) -> Result<(), String> {
    let text = texts::markup(random);
    let whole = summary(&read(&[text.as_bytes()], ReadOptions::default()));
    let size = 1 + random.below(text.len().max(1) as u32) as usize;
    let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
    let cut = summary(&read(&pieces, ReadOptions::default()));
    if whole == cut { Ok(()) } else { Err(format!("{text:?} in pieces of {size}: {cut} instead of {whole}")) }
}

/// Tables and records, broken and whole, are read alike however they are cut, and any choice of their columns is.
fn tables(random: &mut Random) -> Result<(), String> {
    let text = texts::table(random);
    let read_in = |columns: &[String], size: usize| {
        let mut reader = TextReader::new(ReadOptions::default()).with_columns(columns.to_vec());
        for piece in text.as_bytes().chunks(size) {
            reader.push(piece)?;
        }
        reader.finish()
    };
    let by_itself = read_in(&[], usize::MAX);
    let names: Vec<String> = match by_itself.as_ref().ok().and_then(TokenStream::table) {
        Some(table) => table.columns.iter().map(|column| column.name.clone()).filter(|_| random.one_in(2)).collect(),
        None => Vec::new(),
    };
    for columns in [Vec::new(), names] {
        let size = 1 + random.below(text.len().max(1) as u32) as usize;
        let described = |read: &Result<TokenStream, TextError>| {
            format!("{} {:?}", summary(read), read.as_ref().ok().map(TokenStream::table))
        };
        let (whole, cut) = (described(&read_in(&columns, usize::MAX)), described(&read_in(&columns, size)));
        if whole != cut {
            return Err(format!("{text:?}, {columns:?} in pieces of {size}: {cut} instead of {whole}"));
        }
    }
    Ok(())
}

/// What is normal stays so.
fn normal(random: &mut Random) -> Result<(), String> {
    let text = texts::characters(random);
    let once = normalize(&text).into_owned();
    let twice = normalize(&once);
    if twice == once { Ok(()) } else { Err(format!("{text:?} gives {once:?}, and that gives {twice:?}")) }
}
