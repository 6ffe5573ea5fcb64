//! Questions to a table of made-up vectors: `cargo xtask bench questions`.
//!
//! The same code runs natively, where this program answers a line of its input with a line of JSON, and in a browser as wasm,
//! where a script calls it (`tests/browser/src/script/questions_worker.js`). gensim is asked the same by
//! `benches/peers/questions_gensim.py`.
//!
//! Natively: `questions make FOLDER WORDS SAMPLES whole|sampled` writes table and questions; `questions answer FOLDER` reads
//! them, then lines `KIND FIRST SAMPLES GROUP` until the input ends: asks this many samples from number `FIRST` on,
//! each of `GROUP` questions, and prints the milliseconds that a question took in each, and the answers.

#[cfg(not(target_arch = "wasm32"))]
mod made_up;
mod reader;
#[cfg(target_arch = "wasm32")]
mod web;

/// Numbers of a vector: a multiple of four, so that rows need no padding.
const DIMS: usize = 100;
/// Floats of a group of lanes.
const LANES: usize = 4;

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::path::Path;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["make", folder, n_words, n_samples, how] => {
            made_up::write(Path::new(folder), n_words.parse()?, n_samples.parse()?, how == "whole")
        }
        ["answer", folder] => native::answer(Path::new(folder)),
        _ => Err("questions make FOLDER WORDS SAMPLES whole|sampled, or questions answer FOLDER".into()),
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::{error::Error, fs, io, path::Path, time::Instant};

    use wide::f32x4;

    use crate::{LANES, reader::Reader};

    /// Answers each line of the input.
    pub(crate) fn answer(folder: &Path) -> Result<(), Box<dyn Error>> {
        let bytes = fs::read(folder.join("vectors.f32"))?;
        let float = |bytes: &[u8]| f32::from_le_bytes(std::array::from_fn(|i| bytes[i]));
        let lanes = bytes.chunks_exact(4 * LANES);
        let lanes = lanes.map(|four| f32x4::new(std::array::from_fn(|i| float(&four[4 * i..])))).collect();
        let reader = Reader::new(lanes, &fs::read_to_string(folder.join("questions.txt"))?)?;
        for line in io::stdin().lines() {
            println!("{}", measured(&reader, folder, &line?)?);
        }
        Ok(())
    }

    fn measured(reader: &Reader, folder: &Path, line: &str) -> Result<String, Box<dyn Error>> {
        let (kind, numbers) = line.split_once(' ').ok_or("a line is a kind and three numbers")?;
        let numbers: Vec<usize> = numbers.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        let &[first, n_samples, group] = numbers.as_slice() else { return Err("three numbers are wanted".into()) };
        let (mut times, mut answers) = (Vec::new(), Vec::new());
        for sample in first..first + n_samples {
            let text = if kind == "google" {
                fs::read_to_string(folder.join(format!("google-{sample}.txt")))?
            } else {
                String::new()
            };
            let began = Instant::now();
            let found = if kind == "google" {
                vec![reader.examine(&text)?]
            } else {
                reader.ask(kind, sample * group, group)?
            };
            times.push(format!("{:.6}", began.elapsed().as_secs_f64() * 1e3 / group as f64));
            answers.extend(found.iter().map(u32::to_string));
        }
        Ok(format!("{{\"ms\":[{}],\"answers\":[{}]}}", times.join(","), answers.join(",")))
    }
}
