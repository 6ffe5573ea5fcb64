//! Embedding Explorer trains word vectors on a text, draws them as a map, and answers questions about them.
//!
//! Text goes in, neighbors come out:
//!
//! ```
//! use std::sync::Arc;
//! use embedding_explorer::{
//!     space::{Embedding, inverse_norms, nearest},
//!     text::{ReadOptions, TextReader, VocabularyOptions, encode},
//!     train::{TrainConfig, Trainer},
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut reader = TextReader::new(ReadOptions::default());
//! reader.push("The king rules. The queen rules. The king and the queen eat.".as_bytes())?;
//! let (vocabulary, corpus) = encode(&reader.finish()?, &VocabularyOptions { min_count: 1, max_words: 1000 })?;
//!
//! let config = TrainConfig { dims: 16, subsample: 0.0, ..TrainConfig::default() };
//! let mut trainer = Trainer::new(config, vocabulary.counts().unwrap_or_default(), Arc::new(corpus))?;
//! while !trainer.is_done() {
//!     trainer.advance(u64::MAX, 1_000_000)?;
//! }
//! trainer.refresh();
//!
//! let embedding = Embedding::from(trainer.vectors());
//! let king = vocabulary.id("king").ok_or("no such word")?;
//! let neighbors = nearest(embedding, &inverse_norms(embedding), embedding.vector(king)?, 3, &[king])?;
//! assert_eq!(neighbors.len(), 3);
//! println!("nearest to king: {}", vocabulary.words()[neighbors[0].word_id as usize]);
//! # Ok(())
//! # }
//! ```
//!
//! # Reading order
//!
//! - [`text`] turns bytes into a vocabulary and word ids.
//! - [`train`] turns word ids into vectors: a [`Trainer`](train::Trainer) is one run, in slices.
//! - [`space`] turns vectors into meaning: neighbors, arithmetic, maps, evaluation.
//! - [`formats`] reads vectors from files of many programs, and writes them.
//! - [`lessons`] answers the questions of lessons about all of these.
//! - [`engine`] drives these as one [`Session`](engine::Session): commands in, events out.
//! - [`protocol`] is what a session and a page say to each other.
//! - `store` keeps a session in the browser; `rest` brings code that the first map does not need.
//! - [`chart`] computes and draws the views.
//! - [`ui`] is the page. Natively it has only its pure parts.
//!
//! Below all of them lie [`matrix`], a table of vectors, [`fnv`], a hash, [`columns`], long arrays as they are saved, and [`gzip`].
//!
//! Everything but `ui`, `store`, `rest` and `wire` is pure Rust: no web types, no clock, no global randomness. The same text, settings and
//! seed give the same vectors to the last bit, natively and in wasm. ARCHITECTURE.md has the decisions.

#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
compile_error!(
    "build with -C target-feature=+simd128, as .cargo/config.toml does; an environment RUSTFLAGS replaces that file's"
);

pub mod chart;
pub mod columns;
pub mod engine;
pub mod fnv;
pub mod formats;
pub mod gzip;
pub mod lessons;
pub mod matrix;
pub mod protocol;
#[cfg(target_arch = "wasm32")]
pub mod rest;
pub mod space;
#[cfg(target_arch = "wasm32")]
pub mod store;
pub mod text;
pub mod train;
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod wire;
