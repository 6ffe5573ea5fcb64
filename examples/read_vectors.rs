//! Opens a file of vectors, or several that belong together, and tells how fast that was:
//! `cargo run --release --example read_vectors -- vectors.txt [words.txt ...]`
//!
//! The last line is JSON. `cargo xtask bench files` runs it beside gensim.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    env,
    error::Error,
    fs::{self, File},
    hint::black_box,
    io::Read,
    path::Path,
    time::{Duration, Instant},
};

use embedding_explorer::{
    formats::{Bundle, ReadOptions},
    matrix::Matrix,
    space::Embedding,
};

/// Bytes that are read from the disk at a time.
const PIECE_BYTES: usize = 1 << 20;
/// Numbers that one slice joins.
const SLICE_OPERATIONS: usize = 1_000_000;

/// What calls have taken: a worker answers between two of them.
#[derive(Default)]
struct Work {
    total: Duration,
    longest: (Duration, &'static str),
}

impl Work {
    fn time<T>(&mut self, name: &'static str, call: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let result = call();
        let took = began.elapsed();
        self.total += took;
        self.longest = self.longest.max((took, name));
        result
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = env::args().skip(1).collect();
    if names.is_empty() {
        return Err("give a file of vectors".into());
    }
    let began = Instant::now();
    let (mut bundle, mut n_bytes) = (Bundle::new(&ReadOptions::default()), 0);
    let mut piece = vec![0; PIECE_BYTES];
    let mut work = Work::default();
    for name in &names {
        let mut file = File::open(name)?;
        let length = file.metadata()?.len();
        n_bytes += length;
        bundle.begin(&Path::new(name).file_name().unwrap_or_default().to_string_lossy(), Some(length));
        loop {
            let n = file.read(&mut piece)?;
            if n == 0 {
                break;
            }
            let mut rest = &piece[..n];
            while !rest.is_empty() {
                let progress = work.time("push", || bundle.push(rest))?;
                rest = &rest[progress.n_taken..];
            }
        }
        work.time("end", || bundle.end())?;
    }
    while !work.time("advance", || bundle.advance(SLICE_OPERATIONS))? {}
    let loaded = work.time("finish", || bundle.finish())?;
    let seconds = began.elapsed().as_secs_f64();
    for note in &loaded.notes {
        println!("{note}");
    }
    let (n_words, dims) = (loaded.matrix.n_rows(), loaded.matrix.dims());
    let peak_mb = peak_bytes().unwrap_or(0) as f64 / 1e6;
    let copies = work.total.as_secs_f64() / seconds_of_copy(&loaded.matrix);
    let checksum = Embedding::from(&loaded.matrix).checksum();
    let mb_s = n_bytes as f64 / seconds / 1e6;
    let table_mb = 4.0 * n_words as f64 * dims as f64 / 1e6;
    println!(
        "{{\"format\":\"{}\",\"words\":{n_words},\"dims\":{dims},\"seconds\":{seconds:.4},\"mb_s\":{mb_s:.1},\
         \"peak_mb\":{peak_mb:.1},\"table_mb\":{table_mb:.1},\"copies\":{copies:.2},\"longest_ms\":{:.1},\"longest\":\"{}\",\"checksum\":\"{checksum:016x}\"}}",
        loaded.format,
        1000.0 * work.longest.0.as_secs_f64(),
        work.longest.1,
    );
    Ok(())
}

/// What a copy of the table takes into memory that is new, as that of a table under way is: the best of three.
fn seconds_of_copy(matrix: &Matrix) -> f64 {
    let copy = |_| {
        let began = Instant::now();
        black_box(matrix.as_floats().to_vec());
        began.elapsed().as_secs_f64()
    };
    (0..3).map(copy).fold(f64::INFINITY, f64::min)
}

/// The most memory that this process has had, where the system says so.
fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(1024 * line.split_whitespace().nth(1)?.parse::<u64>().ok()?)
}
