//! How long a session's slices take while it trains and while each of its jobs runs: `cargo xtask bench slices`.
//!
//! A slice is one call of [`Session::work`](embedding_explorer::engine::Session::work) with the worker's budget of 10 ms, or one
//! call of [`Session::handle`](embedding_explorer::engine::Session::handle): either keeps a message waiting. The same code runs
//! as wasm in a worker of Chromium, where a script calls it row by row (`tests/browser/src/script/slices_worker.js`), and
//! natively, where this program prints each row as a line of JSON.
//!
//! In reading order: [`rows`] says what is measured, [`words`] makes the texts, [`listener`] hears what a session says,
//! [`bench`] drives it, [`jobs`] has what each job needs.
//!
//! Natively: `cargo run --profile bench --package slices-bench -- [--only PATTERN] [--seconds X] [--full]`

mod bench;
mod jobs;
mod listener;
mod rows;
#[cfg(target_arch = "wasm32")]
mod web;
mod words;

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut only, mut seconds, mut is_full) = (String::new(), 0.6, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--only" => only = arguments.next().ok_or("--only wants a pattern")?,
            "--seconds" => seconds = arguments.next().ok_or("--seconds wants a number")?.parse()?,
            "--full" => is_full = true,
            _ => return Err(format!("{argument} is no option of this bench").into()),
        }
    }
    let epoch = std::time::Instant::now();
    let clock = move || epoch.elapsed().as_secs_f64();
    let mut bench = bench::Bench::new(&clock);
    println!("{{\"control\":{}}}", bench.control(seconds));
    bench.warm_up()?;
    for row in rows::all(is_full).iter().filter(|row| row.matches(&only)) {
        println!("{}", bench.measure(row, seconds)?);
    }
    Ok(())
}
