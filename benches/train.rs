//! Trains on a text natively, on one thread, and reports the speed.
//!
//! `cargo bench --bench train -- --corpus FILE [--dims N] [--window N] [--negatives N] [--epochs N] [--min-count N]
//! [--subsample X] [--rate X] [--seed N] [--tokens-out FILE] [--vectors-out FILE]`
//!
//! Ends with one JSON line. `--tokens-out` writes the text as it was tokenized, one sentence a line, so that other
//! trainers get the same words; `--vectors-out` writes the vectors in the text format of word2vec.

use std::{
    env, fs,
    io::{self, BufWriter, Write},
    time::Instant,
};

use embedding_explorer::{
    text::{Corpus, ReadOptions, TextReader, Vocabulary, VocabularyOptions, encode},
    train::{SkipGram, SkipGramConfig},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse(env::args().skip(1).filter(|argument| argument != "--bench"))?;
    let mut reader = TextReader::new(ReadOptions { lowercase: true });
    let started = Instant::now();
    let bytes = fs::read(&options.corpus)?;
    reader.push(&bytes)?;
    let stream = reader.finish()?;
    let read_secs = started.elapsed().as_secs_f64();
    if let Some(path) = &options.tokens_out {
        let (words, corpus) = encode(&stream, &VocabularyOptions { min_count: 1, max_words: usize::MAX })?;
        write_tokens(path, &words, &corpus)?;
    }
    let (vocabulary, corpus) =
        encode(&stream, &VocabularyOptions { min_count: options.min_count, max_words: usize::MAX })?;
    let started = Instant::now();
    let mut run = SkipGram::new(options.config, vocabulary.counts(), &corpus)?;
    run.advance(&corpus, u64::MAX)?;
    let seconds = started.elapsed().as_secs_f64();
    if let Some(path) = &options.vectors_out {
        write_vectors(path, &vocabulary, &run)?;
    }
    let words = stream.n_tokens() as f64 * f64::from(options.config.epochs);
    println!(
        "{{\"words_per_s\":{:.0},\"seconds\":{seconds:.3},\"read_mb_per_s\":{:.1},\"n_tokens\":{},\"n_words\":{},\"loss\":{:.4}}}",
        words / seconds,
        bytes.len() as f64 / 1e6 / read_secs,
        stream.n_tokens(),
        vocabulary.len(),
        run.loss().last().map_or(f32::NAN, |sample| sample.loss),
    );
    Ok(())
}

struct Options {
    corpus: String,
    min_count: u32,
    config: SkipGramConfig,
    tokens_out: Option<String>,
    vectors_out: Option<String>,
}

impl Options {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn std::error::Error>> {
        let mut options = Self {
            corpus: String::new(),
            min_count: 5,
            config: SkipGramConfig {
                dims: 100,
                window: 5,
                negatives: 5,
                epochs: 3,
                subsample: 1e-3,
                learning_rate: 0.025,
                seed: 1,
            },
            tokens_out: None,
            vectors_out: None,
        };
        let mut arguments = arguments;
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} wants a value"))?;
            match name.as_str() {
                "--corpus" => options.corpus = value,
                "--dims" => options.config.dims = value.parse()?,
                "--window" => options.config.window = value.parse()?,
                "--negatives" => options.config.negatives = value.parse()?,
                "--epochs" => options.config.epochs = value.parse()?,
                "--min-count" => options.min_count = value.parse()?,
                "--subsample" => options.config.subsample = value.parse()?,
                "--rate" => options.config.learning_rate = value.parse()?,
                "--seed" => options.config.seed = value.parse()?,
                "--tokens-out" => options.tokens_out = Some(value),
                "--vectors-out" => options.vectors_out = Some(value),
                _ => return Err(format!("{name} is no option of this bench").into()),
            }
        }
        if options.corpus.is_empty() {
            return Err("--corpus FILE is missing: the text to train on".into());
        }
        Ok(options)
    }
}

fn write_tokens(path: &str, words: &Vocabulary, corpus: &Corpus) -> io::Result<()> {
    let mut out = BufWriter::new(fs::File::create(path)?);
    for sentence in corpus.sentences() {
        let sentence: Vec<&str> = sentence.iter().map(|&id| words.words()[id as usize].as_str()).collect();
        writeln!(out, "{}", sentence.join(" "))?;
    }
    out.flush()
}

fn write_vectors(path: &str, vocabulary: &Vocabulary, run: &SkipGram) -> io::Result<()> {
    let table = run.inputs();
    let mut out = BufWriter::new(fs::File::create(path)?);
    writeln!(out, "{} {}", table.n_rows(), table.dims())?;
    for (word, row) in vocabulary.words().iter().zip(table.as_floats().chunks_exact(table.stride())) {
        write!(out, "{word}")?;
        for x in &row[..table.dims()] {
            write!(out, " {x}")?;
        }
        writeln!(out)?;
    }
    out.flush()
}
