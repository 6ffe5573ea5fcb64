//! The scenes of lessons, checked against figures that are computed anew here, in plain double precision.

#![cfg(not(target_arch = "wasm32"))]

use std::sync::{Arc, OnceLock};

use embedding_explorer::{
    lessons::{Answer, RunState, State, Work, show},
    matrix::Matrix,
    protocol::{Element, SceneInputs, SceneName, SceneQuestion, Settings},
    space::{Embedding, inverse_norms},
    text::{Corpus, ReadOptions, TextReader, TokenStream, Vocabulary, VocabularyOptions, encode, world},
    train::{TrainConfig, Trainer},
};

mod angle;
mod borrow;
mod changes;
mod context;
mod exercises;
mod game;
mod grow;
mod lookup;
mod negatives;
mod onehot;
mod order;
mod prose;
mod slices;
mod step;
mod vocabulary;
mod walk;
mod wikitext;
mod window;

/// A model and all that a scene asks of it.
struct Model {
    vocabulary: Vocabulary,
    corpus: Arc<Corpus>,
    config: Option<TrainConfig>,
    vectors: Matrix,
    outputs: Option<Matrix>,
    norms: Vec<f32>,
    examples: Vec<[String; 4]>,
    stream: Option<TokenStream>,
    is_built_in: bool,
}

impl Model {
    fn train(text: &str, settings: &Settings, examples: Vec<[String; 4]>) -> Self {
        let mut reader = TextReader::new(ReadOptions::default());
        reader.push(text.as_bytes()).expect("it fits");
        let options = VocabularyOptions { min_count: settings.min_count, max_words: 200_000 };
        let stream = reader.finish().expect("it is a text");
        let (vocabulary, corpus) = encode(&stream, &options).expect("it has words");
        let (config, corpus) = (TrainConfig::from(settings), Arc::new(corpus));
        let mut trainer =
            Trainer::new(config, vocabulary.counts().expect("it is of a text"), Arc::clone(&corpus)).expect("it fits");
        while !trainer.is_done() {
            trainer.advance(u64::MAX, 10_000_000).expect("it converges");
        }
        trainer.refresh();
        let (vectors, outputs) = (trainer.vectors().clone(), trainer.outputs().cloned());
        let norms = inverse_norms(Embedding::from(&vectors));
        let (stream, is_built_in) = (Some(stream), false);
        Self { vocabulary, corpus, config: Some(config), vectors, outputs, norms, examples, stream, is_built_in }
    }

    /// The same vectors as if they had been loaded.
    fn as_loaded(&self) -> Self {
        let words = self.vocabulary.words().to_vec();
        Self {
            vocabulary: Vocabulary::from_words(words, None).expect("they are words"),
            corpus: Arc::clone(&self.corpus),
            config: None,
            vectors: self.vectors.clone(),
            outputs: None,
            norms: self.norms.clone(),
            examples: Vec::new(),
            stream: None,
            is_built_in: false,
        }
    }

    fn state(&self) -> State<'_> {
        State {
            vocabulary: &self.vocabulary,
            embedding: Embedding::from(&self.vectors),
            norms: &self.norms,
            outputs: self.outputs.as_ref().map(Embedding::from),
            run: self.config.as_ref().map(|config| RunState {
                config,
                corpus: &self.corpus,
                stream: self.stream.as_ref(),
                is_built_in: self.is_built_in,
                epochs_done: config.epochs,
                loan: None,
            }),
            examples: &self.examples,
        }
    }

    fn id(&self, word: &str) -> u32 {
        self.vocabulary.id(word).unwrap_or_else(|| panic!("{word} is a word"))
    }

    fn word(&self, id: u32) -> &str {
        &self.vocabulary.words()[id as usize]
    }

    /// A vector in double precision.
    fn wide(&self, id: u32) -> Vec<f64> {
        self.vectors.vector(id).iter().map(|&x| f64::from(x)).collect()
    }

    fn of(&self, word: &str) -> Vec<f64> {
        self.wide(self.id(word))
    }

    /// The words from the nearest to the farthest by cosine to a query.
    fn ranked(&self, query: &[f64], without: &[u32]) -> Vec<(u32, f64)> {
        let mut all: Vec<(u32, f64)> = (0..self.vocabulary.len() as u32)
            .filter(|id| !without.contains(id))
            .map(|id| (id, cosine(query, &self.wide(id))))
            .collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all
    }

    /// What a scene answers, whatever slices it takes.
    fn ask(&self, scene: SceneName, step: u32, inputs: &SceneInputs) -> Seen {
        self.ask_in(scene, step, inputs, 1_000_000).0
    }

    /// The same in slices of so many operations, and how many there were.
    fn ask_in(&self, scene: SceneName, step: u32, inputs: &SceneInputs, n_operations: usize) -> (Seen, usize) {
        let question = SceneQuestion { id: 1, scene, step, inputs: inputs.clone() };
        let (state, mut work) = (self.state(), Work::default());
        for n_slices in 1..1_000_000 {
            if let Some(answer) = show(&state, &question, &mut work, n_operations) {
                return (Seen(answer), n_slices);
            }
        }
        panic!("{scene:?} comes to no end");
    }
}

/// An answer to look at.
struct Seen(Answer);

impl Seen {
    fn figure(&self, name: &str) -> f64 {
        let found = self.0.view.figures.iter().find(|figure| figure.name == name);
        found.unwrap_or_else(|| panic!("there is no figure {name}")).value
    }

    fn word(&self, name: &str) -> &str {
        let found = self.0.view.words.iter().find(|word| word.name == name);
        &found.unwrap_or_else(|| panic!("there is no word {name}")).word
    }

    fn element(&self, place: usize) -> &Element {
        &self.0.view.elements[place]
    }
}

fn words(a: &str, b: &str, c: &str) -> SceneInputs {
    SceneInputs { words: [a, b, c].map(str::to_owned), ..SceneInputs::default() }
}

/// The built-in run of the page.
fn built_in() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| built_in_with(&Settings::default()))
}

fn built_in_with(settings: &Settings) -> Model {
    let world = world::small_world().expect("it is built in");
    Model { is_built_in: true, ..Model::train(&world.text, settings, world.examples) }
}

/// A second, small text.
fn small() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| {
        let verses = [
            "The cat drinks milk in the kitchen with a queen.",
            "The dog drinks water in the kitchen with a king.",
            "The sun shines over the quiet hills of the old town.",
            "The moon shines over the dark hills of the new town.",
        ];
        let text = verses.join("\n").replace('\n', "\n\n").repeat(60).replace("town.The", "town.\n\nThe");
        let settings = Settings { dims: 10, min_count: 1, epochs: 20, subsample: 0.0, ..Settings::default() };
        Model::train(&text, &settings, Vec::new())
    })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn length(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

fn cosine(a: &[f64], b: &[f64]) -> f64 {
    dot(a, b) / (length(a) * length(b))
}

fn unit(a: &[f64]) -> Vec<f64> {
    let size = length(a);
    a.iter().map(|x| x / size).collect()
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x - y).collect()
}

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found}, expected {expected}");
}
