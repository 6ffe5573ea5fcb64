//! Trains word vectors on a text file, writes them in the text format of word2vec, and prints a few neighbors:
//! `cargo run --release --example train -- text.txt vectors.txt [word ...]`
#![cfg(not(target_arch = "wasm32"))]

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::{BufWriter, Write},
    sync::Arc,
};

use embedding_explorer::{
    space::{Embedding, inverse_norms, nearest},
    text::{ReadOptions, TextReader, VocabularyOptions, encode},
    train::{TrainConfig, Trainer},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [text, vectors, words @ ..] = arguments.as_slice() else {
        return Err("give a text file, a file for the vectors, and words to look at".into());
    };
    let mut reader = TextReader::new(ReadOptions::default());
    reader.push(&fs::read(text)?)?;
    let (vocabulary, corpus) = encode(&reader.finish()?, &VocabularyOptions { min_count: 5, max_words: 100_000 })?;

    let mut trainer = Trainer::new(TrainConfig::default(), vocabulary.counts().unwrap_or_default(), Arc::new(corpus))?;
    while !trainer.is_done() {
        trainer.advance(100_000, u64::MAX)?;
        eprint!("\r{} of {} words", trainer.tokens_done(), trainer.tokens_total());
    }
    eprintln!();
    trainer.refresh();

    let matrix = trainer.vectors();
    let mut out = BufWriter::new(File::create(vectors)?);
    writeln!(out, "{} {}", matrix.n_rows(), matrix.dims())?;
    for (row, word) in (0..).zip(vocabulary.words()) {
        let numbers: Vec<String> = matrix.vector(row).iter().map(f32::to_string).collect();
        writeln!(out, "{word} {}", numbers.join(" "))?;
    }
    out.flush()?;

    let embedding = Embedding::new(matrix.as_floats(), matrix.n_rows(), matrix.dims())?;
    let norms = inverse_norms(embedding);
    for word in words {
        let id = vocabulary.id(word).ok_or_else(|| format!("{word:?} is not among the words of this text"))?;
        let neighbors = nearest(embedding, &norms, embedding.vector(id)?, 5, &[id])?;
        let names =
            neighbors.iter().map(|found| format!("{} {:.2}", vocabulary.words()[found.word_id as usize], found.cosine));
        println!("{word}: {}", names.collect::<Vec<_>>().join(", "));
    }
    Ok(())
}
