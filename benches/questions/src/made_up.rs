//! A table and questions that are made up, the same for everybody: written to files that each side reads.

use std::{
    error::Error,
    fmt::Write as _,
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::Path,
};

use embedding_explorer::train::TrainRng;
use rand::{Rng, SeedableRng};

use crate::DIMS;

/// Words of the vocabulary lie around this many centers, so that each has neighbors that are nearer than others.
const CENTERS: usize = 300;
/// Quick questions of each kind.
const QUICK: usize = 1_000;
/// Questions for the odd one among [`GROUP`] words, which are quicker still.
const ODD: usize = 10_000;
const GROUP: usize = 8;
/// As the Google analogies: 19,544 questions in 14 sections.
const SECTIONS: usize = 14;
const PER_SECTION: usize = 1_396;
/// Pairs of words that a section's questions are made of: each asks for a pair by another.
const PAIRS: usize = 38;
/// The most frequent words, which the analogies are about.
const FREQUENT: u32 = 20_000;
/// Questions of a section in the warming up, and in a sample.
const WARM: usize = 2;
const SAMPLED: usize = 14;

/// Writes the table as floats, the quick questions, and files of analogies in Google's layout: `google-0.txt` to warm up, and
/// for each sample one more; all questions in each where `is_whole`, else 196 that no other sample has.
pub(crate) fn write(folder: &Path, n_words: usize, n_samples: usize, is_whole: bool) -> Result<(), Box<dyn Error>> {
    let mut rng = TrainRng::seed_from_u64(1);
    let pairs = pairs(&mut rng, (n_words as u32).min(FREQUENT));
    let mut floats = vec![0.0_f32; n_words * DIMS];
    fill(&mut floats, &pairs, &mut rng);
    let mut file = BufWriter::new(File::create(folder.join("vectors.f32"))?);
    for float in &floats {
        file.write_all(&float.to_le_bytes())?;
    }
    file.flush()?;
    fs::write(folder.join("questions.txt"), quick(&mut rng, n_words as u32)?)?;
    for sample in 0..=n_samples {
        let numbers = match (sample, is_whole) {
            (0, _) => 0..WARM,
            (_, true) => 0..PER_SECTION,
            (_, false) => (sample - 1) * SAMPLED..sample * SAMPLED,
        };
        fs::write(folder.join(format!("google-{sample}.txt")), analogies(&pairs, numbers)?)?;
    }
    Ok(())
}

/// Different words under `n_words` in pairs, section after section.
fn pairs(rng: &mut TrainRng, n_words: u32) -> Vec<[u32; 2]> {
    let mut pairs = Vec::with_capacity(SECTIONS * PAIRS);
    let mut is_taken = vec![false; n_words as usize];
    while pairs.len() < SECTIONS * PAIRS {
        let pair = [below(rng, n_words), below(rng, n_words)];
        if pair[0] != pair[1] && !pair.iter().any(|&word| is_taken[word as usize]) {
            for word in pair {
                is_taken[word as usize] = true;
            }
            pairs.push(pair);
        }
    }
    pairs
}

/// Vectors normal around centers, of various lengths; the second words of a section's pairs lie one way from the first.
fn fill(floats: &mut [f32], pairs: &[[u32; 2]], rng: &mut TrainRng) {
    let mut normals = |n: usize| (0..n).map(|_| normal(rng)).collect::<Vec<f32>>();
    let centers = normals(CENTERS * DIMS);
    let ways = normals(SECTIONS * DIMS);
    for (word, row) in floats.chunks_exact_mut(DIMS).enumerate() {
        // Neighbors in meaning are none in frequency.
        let center = (word * 7919) % CENTERS * DIMS;
        for (x, middle) in row.iter_mut().zip(&centers[center..center + DIMS]) {
            *x = middle + normal(rng);
        }
    }
    for (i, &[a, b]) in pairs.iter().enumerate() {
        let way = i / PAIRS * DIMS;
        for (d, along) in ways[way..way + DIMS].iter().enumerate() {
            floats[b as usize * DIMS + d] = floats[a as usize * DIMS + d] + along + 1.5 * normal(rng);
        }
    }
    for row in floats.chunks_exact_mut(DIMS) {
        let length = 0.5 + uniform(rng);
        for x in row {
            *x *= length;
        }
    }
}

/// A line for each question: its kind, then words by their ids.
fn quick(rng: &mut TrainRng, n_words: u32) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for (kind, n_questions, n) in
        [("neighbors", QUICK, 1), ("analogy", QUICK, 3), ("cosmul", QUICK, 3), ("odd_one_out", ODD, GROUP)]
    {
        for _ in 0..n_questions {
            write!(text, "{kind}")?;
            let mut words = Vec::with_capacity(n);
            while words.len() < n {
                let word = below(rng, n_words);
                if !words.contains(&word) {
                    words.push(word);
                    write!(text, " {word}")?;
                }
            }
            text.push('\n');
        }
    }
    Ok(text)
}

/// Of each section the questions with these numbers.
fn analogies(pairs: &[[u32; 2]], numbers: std::ops::Range<usize>) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for (section, pairs) in pairs.chunks_exact(PAIRS).enumerate() {
        writeln!(text, ": section-{section}")?;
        for number in numbers.clone() {
            let first = number / (PAIRS - 1);
            let second = (first + 1 + number % (PAIRS - 1)) % PAIRS;
            let ([a, b], [c, d]) = (pairs[first], pairs[second]);
            writeln!(text, "word{a} word{b} word{c} word{d}")?;
        }
    }
    Ok(text)
}

fn below(rng: &mut TrainRng, n: u32) -> u32 {
    ((u64::from(rng.next_u32()) * u64::from(n)) >> 32) as u32
}

/// In [0, 1].
fn uniform(rng: &mut TrainRng) -> f32 {
    rng.next_u32() as f32 / u32::MAX as f32
}

/// Nearly normal, with variance 1: a sum of four.
fn normal(rng: &mut TrainRng) -> f32 {
    let sum: f32 = (0..4).map(|_| uniform(rng)).sum();
    (sum - 2.0) * 3.0_f32.sqrt()
}
