//! Trains on a text natively, on one thread, and reports the speed.
//!
//! `cargo bench --bench train -- [--corpus FILE] [--model skip-gram|cbow|glove|softmax|softmax-adam] [--dims N]
//! [--window N] [--negatives N] [--epochs N] [--min-count N] [--subsample X] [--rate X] [--weight-decay X] [--x-max X]
//! [--alpha X] [--seed N] [--page-defaults] [--tokens-out FILE] [--vectors-out FILE] [--read-only]`
//!
//! Without `--corpus` it is the built-in corpus. `--page-defaults` begins with the settings that the page chooses for a
//! text of that length; what follows it on the command line changes them. Ends with one JSON line: words a second count
//! the words of the sentences trained on (one in a hundred is held out), those left out by the minimum count included.
//! `--tokens-out` writes what is trained on as it was tokenized, one passage a line, so that other trainers get the same
//! words and windows; `--vectors-out` writes the vectors in the text format of word2vec. `--read-only` trains nothing: its JSON line
//! has the settings that a run would have, which other trainers are given.

use std::{
    env, fs,
    io::{self, BufWriter, Write},
    sync::Arc,
    time::Instant,
};

use embedding_explorer::{
    protocol::{self, Settings},
    space::Embedding,
    text::{Corpus, ReadOptions, TextReader, Vocabulary, VocabularyOptions, encode, world},
    train::{TrainConfig, Trainer, training_passages},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse(env::args().skip(1).filter(|argument| argument != "--bench"))?;
    let bytes = match &options.corpus {
        Some(path) => fs::read(path)?,
        None => world::small_world()?.text.into_bytes(),
    };
    let mut reader = TextReader::new(ReadOptions::default());
    let started = Instant::now();
    reader.push(&bytes)?;
    let stream = reader.finish()?;
    let read_secs = started.elapsed().as_secs_f64();
    if let Some(path) = &options.tokens_out {
        let (words, corpus) = encode(&stream, &VocabularyOptions { min_count: 1, max_words: usize::MAX })?;
        write_tokens(path, &words, &corpus)?;
    }
    let (config, min_count) = options.config(stream.n_tokens());
    if options.is_read_only {
        println!("{}", settings_line(stream.n_tokens(), &config, min_count));
        return Ok(());
    }
    let (vocabulary, corpus) = encode(&stream, &VocabularyOptions { min_count, max_words: usize::MAX })?;
    let started = Instant::now();
    let mut run = Trainer::new(config, vocabulary.counts().unwrap_or_default(), Arc::new(corpus))?;
    run.advance(u64::MAX, u64::MAX)?;
    let seconds = started.elapsed().as_secs_f64();
    run.refresh();
    if let Some(path) = &options.vectors_out {
        write_vectors(path, &vocabulary, &run)?;
    }
    let share_trained = 1.0 - run.n_held_out_tokens() as f64 / run.corpus().ids.len() as f64;
    let n_trained = stream.n_tokens() as f64 * share_trained;
    let last =
        |samples: &[embedding_explorer::train::LossSample]| samples.last().map_or(f32::NAN, |sample| sample.loss);
    println!(
        "{{\"words_per_s\":{:.0},\"seconds\":{seconds:.3},\"read_mb_per_s\":{:.1},\"n_tokens\":{},\"n_words\":{},\
         \"loss\":{:.4},\"held_out_loss\":{:.4},\"n_trained\":{n_trained:.0},\"gflop\":{:.3},\"memory_mb\":{},\"checksum\":\"{:016x}\"}}",
        n_trained * f64::from(config.epochs) / seconds,
        bytes.len() as f64 / 1e6 / read_secs,
        stream.n_tokens(),
        vocabulary.len(),
        last(run.loss()),
        last(run.held_out_loss()),
        2.0 * run.n_operations() as f64 / 1e9,
        peak_memory_mb().map_or_else(|| "null".to_owned(), |mb| format!("{mb:.1}")),
        {
            let table = run.vectors();
            Embedding::new(table.as_floats(), table.n_rows(), table.dims())?.checksum()
        },
    );
    Ok(())
}

/// The settings of a run, by the names of their options.
fn settings_line(n_tokens: u64, config: &TrainConfig, min_count: u32) -> String {
    let TrainConfig { dims, window, negatives, epochs, subsample, learning_rate, weight_decay, seed, .. } = config;
    let harmonic = u8::from(config.is_harmonic);
    format!(
        "{{\"n_tokens\":{n_tokens},\"dims\":{dims},\"window\":{window},\"harmonic\":{harmonic},\"negatives\":{negatives},\"epochs\":{epochs},\
         \"min-count\":{min_count},\"subsample\":{subsample},\"rate\":{learning_rate},\"weight-decay\":{weight_decay},\"seed\":{seed}}}"
    )
}

/// The most memory that this process has had so far, in MB of 10^6 bytes; Linux alone says so without a system call.
fn peak_memory_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

/// A change of the settings.
type Change = Box<dyn Fn(&mut Settings)>;

struct Options {
    corpus: Option<String>,
    method: (protocol::Method, protocol::Optimizer),
    takes_page_defaults: bool,
    is_read_only: bool,
    changes: Vec<Change>,
    tokens_out: Option<String>,
    vectors_out: Option<String>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn std::error::Error>> {
        let mut options = Self {
            corpus: None,
            method: (protocol::Method::SkipGram, protocol::Optimizer::Sgd),
            takes_page_defaults: false,
            is_read_only: false,
            changes: Vec::new(),
            tokens_out: None,
            vectors_out: None,
        };
        while let Some(name) = arguments.next() {
            match name.as_str() {
                "--page-defaults" => options.takes_page_defaults = true,
                "--read-only" => options.is_read_only = true,
                _ => {}
            }
            if matches!(name.as_str(), "--page-defaults" | "--read-only") {
                continue;
            }
            let value = arguments.next().ok_or_else(|| format!("{name} wants a value"))?;
            match name.as_str() {
                "--corpus" => options.corpus = Some(value),
                "--model" => options.method = method(&value)?,
                "--tokens-out" => options.tokens_out = Some(value),
                "--vectors-out" => options.vectors_out = Some(value),
                _ => options.changes.push(change(&name, &value)?),
            }
        }
        Ok(options)
    }

    /// The run's settings and the minimum count, for a text of `n_tokens` words.
    fn config(&self, n_tokens: u64) -> (TrainConfig, u32) {
        let (method, optimizer) = self.method;
        let page = Settings::for_text(method, optimizer, n_tokens);
        // Those of the exercise that everybody measures with.
        let plain = Settings {
            dims: 100,
            window: 5,
            harmonic: false,
            epochs: 3,
            min_count: 5,
            subsample: 1e-3,
            learning_rate: 0.025,
            weight_decay: 0.0,
            seed: 1,
            ..page
        };
        let mut settings = if self.takes_page_defaults { page } else { plain };
        for change in &self.changes {
            change(&mut settings);
        }
        (TrainConfig::from(&settings), settings.min_count)
    }
}

fn method(name: &str) -> Result<(protocol::Method, protocol::Optimizer), String> {
    use protocol::{Method, Optimizer};
    match name {
        "skip-gram" => Ok((Method::SkipGram, Optimizer::Sgd)),
        "softmax" => Ok((Method::Softmax, Optimizer::Sgd)),
        "softmax-adam" => Ok((Method::Softmax, Optimizer::Adam)),
        "cbow" => Ok((Method::Cbow, Optimizer::Sgd)),
        "glove" => Ok((Method::Glove, Optimizer::Sgd)),
        _ => Err(format!("there is no model {name:?}: skip-gram, cbow, glove, softmax and softmax-adam are there")),
    }
}

fn change(name: &str, value: &str) -> Result<Change, Box<dyn std::error::Error>> {
    let number: f64 = value.parse()?;
    let whole = number as u32;
    Ok(match name {
        "--dims" => Box::new(move |settings| settings.dims = whole),
        "--window" => Box::new(move |settings| settings.window = whole),
        "--harmonic" => Box::new(move |settings| settings.harmonic = whole != 0),
        "--negatives" => Box::new(move |settings| settings.negatives = whole),
        "--epochs" => Box::new(move |settings| settings.epochs = whole),
        "--min-count" => Box::new(move |settings| settings.min_count = whole),
        "--seed" => Box::new(move |settings| settings.seed = whole),
        "--subsample" => Box::new(move |settings| settings.subsample = number),
        "--rate" => Box::new(move |settings| settings.learning_rate = number),
        "--weight-decay" => Box::new(move |settings| settings.weight_decay = number),
        "--x-max" => Box::new(move |settings| settings.x_max = number),
        "--alpha" => Box::new(move |settings| settings.alpha = number),
        _ => return Err(format!("{name} is no option of this bench").into()),
    })
}

fn write_tokens(path: &str, words: &Vocabulary, corpus: &Corpus) -> Result<(), Box<dyn std::error::Error>> {
    let mut out = BufWriter::new(fs::File::create(path)?);
    for passage in training_passages(corpus)? {
        let passage: Vec<&str> = passage.iter().map(|&id| words.words()[id as usize].as_str()).collect();
        writeln!(out, "{}", passage.join(" "))?;
    }
    Ok(out.flush()?)
}

fn write_vectors(path: &str, vocabulary: &Vocabulary, run: &Trainer) -> io::Result<()> {
    let table = run.vectors();
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
