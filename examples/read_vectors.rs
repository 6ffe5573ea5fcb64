//! Opens a file of vectors, or several that belong together, and tells how fast that was:
//! `cargo run --release --example read_vectors -- vectors.txt [words.txt ...]`
//!
//! The last line is JSON. `cargo xtask bench files` runs it beside gensim.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::Read,
    path::Path,
    time::{Duration, Instant},
};

use embedding_explorer::{
    formats::{Bundle, ReadOptions},
    space::Embedding,
};

/// Bytes that are read from the disk at a time.
const PIECE_BYTES: usize = 1 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = env::args().skip(1).collect();
    if names.is_empty() {
        return Err("give a file of vectors".into());
    }
    let began = Instant::now();
    let (mut bundle, mut n_bytes) = (Bundle::new(&ReadOptions::default()), 0);
    let mut piece = vec![0; PIECE_BYTES];
    let mut busy = Duration::ZERO;
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
            let pushed = Instant::now();
            bundle.push_all(&piece[..n])?;
            busy += pushed.elapsed();
        }
        bundle.end()?;
    }
    let loaded = bundle.finish()?;
    let seconds = began.elapsed().as_secs_f64();
    for note in &loaded.notes {
        println!("{note}");
    }
    let (n_words, dims) = (loaded.matrix.n_rows(), loaded.matrix.dims());
    let peak_mb = peak_bytes().unwrap_or(0) as f64 / 1e6;
    let began = Instant::now();
    let copy = loaded.matrix.as_floats().to_vec();
    let copied = began.elapsed().as_secs_f64();
    drop(copy);
    let copies = busy.as_secs_f64() / copied;
    let checksum = Embedding::from(&loaded.matrix).checksum();
    let mb_s = n_bytes as f64 / seconds / 1e6;
    let table_mb = 4.0 * n_words as f64 * dims as f64 / 1e6;
    println!(
        "{{\"format\":\"{}\",\"words\":{n_words},\"dims\":{dims},\"seconds\":{seconds:.4},\"mb_s\":{mb_s:.1},\
         \"peak_mb\":{peak_mb:.1},\"table_mb\":{table_mb:.1},\"copies\":{copies:.2},\"checksum\":\"{checksum:016x}\"}}",
        loaded.format
    );
    Ok(())
}

/// The most memory that this process has had, where the system says so.
fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(1024 * line.split_whitespace().nth(1)?.parse::<u64>().ok()?)
}
