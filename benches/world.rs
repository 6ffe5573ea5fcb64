//! What the built-in corpus teaches a model of the page's default settings: `cargo xtask bench world` runs it.
//!
//! `cargo bench --bench world -- [--seeds N]` trains natively with seeds 1 to N (10), and prints one line of JSON: a row
//! for each seed, and the accuracy that is left when the corpus or the epochs are halved.

use std::{env, fmt::Write, time::Instant};

use embedding_explorer::{
    protocol::{Method, Optimizer, Settings},
    space::{
        Embedding, PcaMap,
        evaluation::{AnalogySection, EvaluationOptions, Evaluator, Outcome, SectionScore, accuracy, parse_analogies},
        inverse_norms, nearest,
    },
    text::{ReadOptions, TextReader, Vocabulary, VocabularyOptions, encode, world},
    train::{TrainConfig, Trainer},
};

type Failure = Box<dyn std::error::Error>;

/// Neighbors of a word that should be of its topic.
const N_NEIGHBORS: usize = 5;
/// Two words that should be near to each other, and a topic that neither has to do with.
const PAIRS: [(&str, &str, &str); 3] =
    [("cat", "dog", "places"), ("paris", "london", "food"), ("man", "woman", "weather")];

fn main() -> Result<(), Failure> {
    let mut n_seeds = 10;
    let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seeds" => n_seeds = arguments.next().ok_or("--seeds wants a number")?.parse()?,
            _ => return Err(format!("{argument} is no option of this bench").into()),
        }
    }
    let world = world::small_world()?;
    let half: String = world.text.lines().take(world.text.lines().count() / 2).flat_map(|line| [line, "\n"]).collect();
    let sections = parse_analogies(world::SMALL_WORLD_QUESTIONS)?;
    let (mut rows, mut of_half, mut of_half_epochs) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 1..=n_seeds {
        rows.push(row(&world, &sections, &Model::train(&world.text, seed, 1)?, seed)?);
        of_half.push(score(&Model::train(&half, seed, 1)?, &sections)?);
        of_half_epochs.push(score(&Model::train(&world.text, seed, 2)?, &sections)?);
    }
    println!("{{\"rows\":[{}],\"half_corpus\":{:?},\"half_epochs\":{:?}}}", rows.join(","), of_half, of_half_epochs);
    Ok(())
}

/// A trained model.
struct Model {
    vocabulary: Vocabulary,
    run: Trainer,
    seconds: f64,
    settings: Settings,
}

impl Model {
    /// Trains with the default settings, but for `1 / of_epochs` of the epochs.
    fn train(text: &str, seed: u32, of_epochs: u32) -> Result<Self, Failure> {
        let mut reader = TextReader::new(ReadOptions::default());
        reader.push(text.as_bytes())?;
        let stream = reader.finish()?;
        // Those of the whole text, so that half of it is not gone over twice as often.
        let whole = Settings { seed, ..Settings::for_text(Method::SkipGram, Optimizer::Sgd, 220_000) };
        let settings = Settings { epochs: (whole.epochs / of_epochs).max(1), ..whole };
        let options = VocabularyOptions { min_count: settings.min_count, max_words: usize::MAX };
        let (vocabulary, corpus) = encode(&stream, &options)?;
        let started = Instant::now();
        let mut run = Trainer::new(
            TrainConfig::from(&settings),
            vocabulary.counts().unwrap_or_default(),
            std::sync::Arc::new(corpus),
        )?;
        run.advance(u64::MAX, u64::MAX)?;
        let seconds = started.elapsed().as_secs_f64();
        run.refresh();
        Ok(Self { vocabulary, run, seconds, settings })
    }

    fn embedding(&self) -> Result<Embedding<'_>, Failure> {
        let table = self.run.vectors();
        Ok(Embedding::new(table.as_floats(), table.n_rows(), table.dims())?)
    }

    fn evaluator(&self) -> Result<Evaluator<'_>, Failure> {
        Ok(Evaluator::new(self.embedding()?, self.vocabulary.words(), EvaluationOptions::default())?)
    }
}

fn score(model: &Model, sections: &[AnalogySection]) -> Result<f64, Failure> {
    Ok(accuracy(&model.evaluator()?.analogies(sections)?).unwrap_or(0.0))
}

/// A seed's figures as JSON.
fn row(world: &world::World, sections: &[AnalogySection], model: &Model, seed: u32) -> Result<String, Failure> {
    let evaluator = model.evaluator()?;
    let mut menu = Vec::new();
    // The menu has a - b + c = d, which as a question is b : a = c : d.
    for [a, b, c, d] in &world.examples {
        menu.push(evaluator.ask([b, a, c, d])? == Outcome::Correct);
    }
    let scores = evaluator.analogies(sections)?;
    let topics = Labeling::new(world, &model.vocabulary);
    let embedding = model.embedding()?;
    let mut line = format!(
        "{{\"seed\":{seed},\"checksum\":\"{:016x}\",\"train_s\":{:.3},\"dims\":{},\"menu\":{menu:?},\"accuracy\":{:.4}",
        embedding.checksum(),
        model.seconds,
        model.settings.dims,
        accuracy(&scores).unwrap_or(0.0)
    );
    write!(
        line,
        ",\"n_unknown\":{}",
        scores.iter().map(|score| score.outcomes.len() - score.n_asked()).sum::<usize>()
    )?;
    let share = |score: &SectionScore| score.n_correct() as f64 / score.n_asked().max(1) as f64;
    let of_section = scores.iter().map(|score| format!("{:?}:{:.4}", score.name, share(score)));
    write!(line, ",\"sections\":{{{}}}", of_section.collect::<Vec<_>>().join(","))?;
    let purity = topics.purity(embedding)?;
    let of_topic = world.topics.iter().zip(&purity).map(|(name, share)| format!("{name:?}:{share:.4}"));
    write!(line, ",\"purity\":{{{}}}", of_topic.collect::<Vec<_>>().join(","))?;
    let (mean, least): (Vec<f64>, Vec<f64>) = topics.margins(embedding, world)?.into_iter().unzip();
    write!(line, ",\"margins\":{mean:.4?},\"least_margins\":{least:.4?}")?;
    let all: Vec<u32> = (0..embedding.n_words() as u32).collect();
    let positions = PcaMap::fit(embedding, all, [0, 1])?.positions;
    let in_plane = |a: u32, b: u32| {
        let at = |id: u32| [f64::from(positions[2 * id as usize]), f64::from(positions[2 * id as usize + 1])];
        let ([ax, ay], [bx, by]) = (at(a), at(b));
        (ax - bx).hypot(ay - by)
    };
    let in_space = |a: u32, b: u32| 1.0 - f64::from(embedding.cosine(a, b).unwrap_or(0.0));
    write!(line, ",\"silhouette\":{:.4}", topics.silhouette(in_plane))?;
    write!(line, ",\"silhouette_space\":{:.4}}}", topics.silhouette(in_space))?;
    Ok(line)
}

/// The words that belong to a topic, and those at the heart of it.
struct Labeling<'a> {
    vocabulary: &'a Vocabulary,
    n_topics: usize,
    /// By word id.
    labels: Vec<Option<usize>>,
    /// Landmarks that have a topic: what the grammar's tables are about.
    core: Vec<u32>,
}

impl<'a> Labeling<'a> {
    fn new(world: &world::World, vocabulary: &'a Vocabulary) -> Self {
        let labels: Vec<Option<usize>> =
            vocabulary.words().iter().map(|word| world.topic_of.get(word).copied()).collect();
        let core = world.landmarks.iter().filter_map(|word| vocabulary.find(word));
        let core = core.filter(|&id| labels[id as usize].is_some()).collect();
        Self { vocabulary, n_topics: world.topics.len(), labels, core }
    }

    fn topic(&self, word_id: u32) -> Option<usize> {
        self.labels[word_id as usize]
    }

    /// Of the nearest neighbors of each topic's core words, the share that is of the same topic.
    fn purity(&self, embedding: Embedding<'_>) -> Result<Vec<f64>, Failure> {
        let norms = inverse_norms(embedding);
        let (mut n_same, mut n_all) = (vec![0_u32; self.n_topics], vec![0_u32; self.n_topics]);
        for &id in &self.core {
            let Some(topic) = self.topic(id) else { continue };
            for near in nearest(embedding, &norms, embedding.vector(id)?, N_NEIGHBORS, &[id])? {
                n_all[topic] += 1;
                n_same[topic] += u32::from(self.topic(near.word_id) == Some(topic));
            }
        }
        Ok(n_same.iter().zip(n_all).map(|(&same, all)| f64::from(same) / f64::from(all.max(1))).collect())
    }

    /// How much nearer the two words of each of [`PAIRS`] are than the first of them is to the words of the other topic,
    /// by cosine: on average, and than to the nearest of them.
    fn margins(&self, embedding: Embedding<'_>, world: &world::World) -> Result<Vec<(f64, f64)>, Failure> {
        let find = |word: &str| self.vocabulary.find(word).ok_or_else(|| format!("{word} is not in the vocabulary"));
        let mut margins = Vec::new();
        for (a, b, other) in PAIRS {
            let (a, b) = (find(a)?, find(b)?);
            let topic = world.topics.iter().position(|topic| topic == other).ok_or("there is no such topic")?;
            let others = (0..embedding.n_words() as u32).filter(|&id| self.topic(id) == Some(topic));
            let cosines: Vec<f64> =
                others.map(|id| embedding.cosine(a, id).map(f64::from)).collect::<Result<_, _>>()?;
            let mean = cosines.iter().sum::<f64>() / cosines.len().max(1) as f64;
            let most = cosines.iter().copied().fold(-1.0, f64::max);
            let pair = f64::from(embedding.cosine(a, b)?);
            margins.push((pair - mean, pair - most));
        }
        Ok(margins)
    }

    /// The mean silhouette of the core words (Rousseeuw 1987): how much nearer a word is to its own topic than to the
    /// next one, in [-1, 1].
    fn silhouette(&self, distance: impl Fn(u32, u32) -> f64) -> f64 {
        let mut sum = 0.0;
        for &id in &self.core {
            let (mut distances, mut counts) = (vec![0.0; self.n_topics], vec![0_u32; self.n_topics]);
            for &other in self.core.iter().filter(|&&other| other != id) {
                let Some(topic) = self.topic(other) else { continue };
                distances[topic] += distance(id, other);
                counts[topic] += 1;
            }
            let Some(own) = self.topic(id).filter(|&own| counts[own] > 0) else { continue };
            let mean = |topic: usize| distances[topic] / f64::from(counts[topic]);
            let others = (0..self.n_topics).filter(|&topic| topic != own && counts[topic] > 0);
            let nearest = others.map(mean).fold(f64::INFINITY, f64::min);
            sum += (nearest - mean(own)) / nearest.max(mean(own));
        }
        sum / self.core.len().max(1) as f64
    }
}
