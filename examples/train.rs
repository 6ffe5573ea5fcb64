//! Trains word vectors on a text file, writes them in every format into a folder, and prints a few neighbors:
//! `cargo run --release --example train -- text.txt vectors/ [word ...]`
#![cfg(not(target_arch = "wasm32"))]

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::Write,
    path::Path,
    sync::Arc,
};

use embedding_explorer::{
    formats::{Labels, Output, TableView, TableWriter},
    space::{Embedding, inverse_norms, nearest},
    text::{ReadOptions, TextReader, VocabularyOptions, encode},
    train::{TrainConfig, Trainer},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [text, folder, words @ ..] = arguments.as_slice() else {
        return Err("give a text file, a folder for the vectors, and words to look at".into());
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
    let embedding = Embedding::from(matrix);
    let table = TableView { words: vocabulary.words(), counts: vocabulary.counts(), embedding };
    fs::create_dir_all(folder)?;
    for output in Output::ALL {
        write(output, table, &Path::new(folder).join(output.file_name()))?;
    }

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

/// Bytes that are made before they are written.
const PIECE_BYTES: usize = 1 << 20;

/// Writes a table to one file.
fn write(output: Output, table: TableView<'_>, path: &Path) -> Result<(), Box<dyn Error>> {
    let mut file = File::create(path)?;
    let mut writer = TableWriter::new(output, table)?;
    let mut piece = Vec::new();
    loop {
        let is_done = writer.write(table, Labels::default(), &mut piece, PIECE_BYTES)?;
        file.write_all(&piece)?;
        piece.clear();
        if is_done {
            break;
        }
    }
    for note in writer.notes() {
        eprintln!("{output}: {note}");
    }
    Ok(())
}
