//! Trains word vectors on a text, writes them in every format into a folder, and prints neighbors of some words:
//! `cargo run --release --example train -- text.txt vectors/ [word ...]`
#![cfg(not(target_arch = "wasm32"))]
use std::{env, error::Error, fs, path::Path, sync::Arc};

use embedding_explorer::{
    formats::{Labels, Output, TableView, save},
    space::{Embedding, inverse_norms, nearest},
    text::{ReadOptions, TextReader, VocabularyOptions, encode},
    train::{TrainConfig, Trainer},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [text, folder, words @ ..] = arguments.as_slice() else { return Err("give a text and a folder".into()) };
    let mut reader = TextReader::new(ReadOptions::default());
    reader.push(&fs::read(text)?)?;
    let (vocabulary, corpus) = encode(&reader.finish()?, &VocabularyOptions { min_count: 5, max_words: 100_000 })?;
    let mut trainer = Trainer::new(TrainConfig::default(), vocabulary.counts().unwrap_or_default(), Arc::new(corpus))?;
    while !trainer.is_done() {
        trainer.advance(100_000, u64::MAX)?;
    }
    trainer.refresh();
    let embedding = Embedding::from(trainer.vectors());
    let table = TableView { words: vocabulary.words(), counts: vocabulary.counts(), embedding };
    fs::create_dir_all(folder)?;
    for output in Output::ALL {
        save(output, table, Labels::default(), &mut fs::File::create(Path::new(folder).join(output.file_name()))?)?;
    }
    let norms = inverse_norms(embedding);
    for word in words {
        let id = vocabulary.id(word).ok_or_else(|| format!("{word:?} is not among the words of this text"))?;
        let near = nearest(embedding, &norms, embedding.vector(id)?, 5, &[id])?;
        println!(
            "{word}: {:?}",
            near.iter().map(|found| &vocabulary.words()[found.word_id as usize]).collect::<Vec<_>>()
        );
    }
    Ok(())
}
