//! Reads a text file a few times and prints, as a line of JSON, how fast that was and what was found:
//! `cargo run --release --example read -- text.txt [--rounds N] [--words FILE]`. FILE gets every word with its count.
#![cfg(not(target_arch = "wasm32"))]

use std::{env, error::Error, fmt::Write, fs, time::Instant};

use embedding_explorer::text::{ReadOptions, TextReader, TokenStream, VocabularyOptions, encode};

/// Bytes that are read at a time, as the worker reads a file.
const PIECE: usize = 256 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (mut path, mut n_rounds, mut words) = (None, 5, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => n_rounds = arguments.next().ok_or("how many rounds?")?.parse()?,
            "--words" => words = arguments.next(),
            _ => path = Some(argument),
        }
    }
    let text = fs::read(path.ok_or("give a text file")?)?;
    let mut seconds = Vec::new();
    let mut stream = read(&text)?;
    for _ in 0..n_rounds {
        let start = Instant::now();
        stream = read(&text)?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let mb_per_s = text.len() as f64 / 1e6 / seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN);
    let (n_tokens, n_distinct, n_sentences) = (stream.n_tokens(), stream.n_distinct(), stream.n_sentences());
    println!(
        "{{\"mb_per_s\": {mb_per_s:.1}, \"n_tokens\": {n_tokens}, \"n_distinct\": {n_distinct}, \"n_sentences\": {n_sentences}}}"
    );
    if let Some(path) = words {
        let (vocabulary, _) = encode(&stream, &VocabularyOptions { min_count: 1, max_words: usize::MAX })?;
        let mut list = String::new();
        for word in vocabulary.words() {
            writeln!(list, "{word}\t{}", stream.count_of(word))?;
        }
        fs::write(path, list)?;
    }
    Ok(())
}

fn read(text: &[u8]) -> Result<TokenStream, Box<dyn Error>> {
    let mut reader = TextReader::new(ReadOptions::default());
    for piece in text.chunks(PIECE) {
        reader.push(piece)?;
    }
    Ok(reader.finish()?)
}
