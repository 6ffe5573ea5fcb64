//! Who asks: a table, questions about it, and what came of them.

use std::{collections::HashMap, error::Error};

use embedding_explorer::space::{
    Embedding, Quantized, combine,
    evaluation::{EvaluationOptions, Evaluator, SectionScore, parse_analogies},
    inverse_norms, nearest, nearest_by_product, odd_one_out,
};
use wide::f32x4;

use crate::DIMS;

/// Words from which on the engine asks a copy in bytes (`engine::subject`): 8,000,000 floats.
const QUANTIZED_FROM: usize = 8_000_000 / DIMS;

/// Words of an answer.
const K: usize = 10;

/// A table and the questions, for as long as the program runs.
pub(crate) struct Reader {
    embedding: Embedding<'static>,
    inverse_norms: Vec<f32>,
    quantized: Option<Quantized>,
    evaluator: Evaluator<'static>,
    /// Words of each question, by its kind.
    questions: HashMap<String, Vec<Vec<u32>>>,
}

impl Reader {
    /// `lanes`: the table, row by row. `questions`: a line each, such as `analogy 3 1 2`.
    pub(crate) fn new(lanes: Vec<f32x4>, questions: &str) -> Result<Self, Box<dyn Error>> {
        let floats: &[f32] = bytemuck::cast_slice(lanes.leak());
        let n_words = floats.len() / DIMS;
        let embedding = Embedding::new(floats, n_words, DIMS)?;
        let words: &[String] = (0..n_words).map(|word| format!("word{word}")).collect::<Vec<_>>().leak();
        let mut by_kind: HashMap<String, Vec<Vec<u32>>> = HashMap::new();
        for line in questions.lines() {
            let (kind, words) = line.split_once(' ').ok_or("a question has words")?;
            let words = words.split(' ').map(str::parse).collect::<Result<_, _>>()?;
            by_kind.entry(kind.to_owned()).or_default().push(words);
        }
        let evaluator = Evaluator::new(embedding, words, EvaluationOptions::default())?;
        let norms = inverse_norms(embedding);
        let quantized = (n_words >= QUANTIZED_FROM).then(|| {
            let mut quantized = Quantized::default();
            while !quantized.advance(embedding, &norms, usize::MAX) {}
            quantized
        });
        Ok(Self { embedding, inverse_norms: norms, quantized, evaluator, questions: by_kind })
    }

    /// Asks `n` questions of a kind, from number `first` on; returns the first word of each answer.
    pub(crate) fn ask(&self, kind: &str, first: usize, n: usize) -> Result<Vec<u32>, Box<dyn Error>> {
        let questions = self.questions.get(kind).and_then(|all| all.get(first..first + n));
        let questions = questions.ok_or("there are not enough questions of that kind")?;
        let (embedding, norms) = (self.embedding, &self.inverse_norms);
        let nearest = |query: &[f32], exclude: &[u32]| match &self.quantized {
            Some(quantized) => quantized.nearest(embedding, norms, query, K, exclude),
            None => nearest(embedding, norms, query, K, exclude),
        };
        let mut answers = Vec::with_capacity(n);
        for words in questions {
            let found = match (kind, words.as_slice()) {
                ("neighbors", &[word]) => nearest(embedding.vector(word)?, words)?,
                ("analogy", &[a, b, c]) => {
                    let query = combine(embedding, &[(b, 1.0), (c, 1.0), (a, -1.0)])?;
                    nearest(&query, words)?
                }
                ("cosmul", &[a, b, c]) => match &self.quantized {
                    Some(quantized) => quantized.nearest_by_product(embedding, norms, &[b, c], &[a], K, words)?,
                    None => nearest_by_product(embedding, norms, &[b, c], &[a], K, words)?,
                },
                _ => {
                    let mut found = odd_one_out(embedding, words)?;
                    found.sort_by(|a, b| a.cosine.total_cmp(&b.cosine));
                    found
                }
            };
            answers.push(found.first().ok_or("nothing was found")?.word_id);
        }
        Ok(answers)
    }

    /// Asks the questions of a file in Google's layout; returns how many were answered as expected.
    pub(crate) fn examine(&self, text: &str) -> Result<u32, Box<dyn Error>> {
        let scores = self.evaluator.analogies(&parse_analogies(text)?)?;
        Ok(scores.iter().map(SectionScore::n_correct).sum::<usize>() as u32)
    }
}
