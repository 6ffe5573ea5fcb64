//! The inner loop of training alone, beside the most that the machine's four lanes can do: `cargo xtask bench kernel`.
//!
//! The same code runs natively, where this program prints one line of JSON, and in a browser as wasm, where a script calls
//! it (`tests/browser/src/script/kernel_worker.js`). It is a program of its own so that neither page nor worker carries it.
//!
//! Natively: `cargo run --profile bench --package kernel-bench -- [--rounds N] [--peak-only]`

mod peak;
mod work;

use peak::Shape;
use work::Work;

#[cfg(target_arch = "wasm32")]
mod web;

/// Tables that fit into the first level of cache together (38 kB), in words.
const FIRST_WORDS: u32 = 48;
/// Tables that fit into the second level (160 kB).
const SECOND_WORDS: u32 = 200;
/// A table as large as that of a text of two million words.
const LARGE_WORDS: u32 = 20_700;
/// The time that one look at the speed takes: as a slice of the worker.
const SLICE_SECS: f64 = 0.010;

/// All that is measured.
struct Kernel {
    first: Work,
    second: Work,
    large: Work,
    shape: Shape,
}

impl Kernel {
    fn new() -> Self {
        Self {
            first: Work::new(FIRST_WORDS, false),
            second: Work::new(SECOND_WORDS, false),
            large: Work::new(LARGE_WORDS, true),
            shape: Shape::ALL[0],
        }
    }

    /// Works on one thing for about a slice: its name is `first`, `second`, `large`, `peak`, or for a trial `peak0` to `peak7`.
    /// Returns operations done and seconds taken.
    fn slice(&mut self, what: &str, clock: &dyn Fn() -> f64) -> [f64; 2] {
        let shape = what.strip_prefix("peak").and_then(|i| Shape::ALL.get(i.parse::<usize>().ok()?)).copied();
        let (start, mut operations) = (clock(), 0.0);
        loop {
            operations += match what {
                "first" => self.first.run(),
                "second" => self.second.run(),
                "large" => self.large.run(),
                _ => shape.unwrap_or(self.shape).run(),
            };
            let seconds = clock() - start;
            if seconds >= SLICE_SECS {
                return [operations, seconds];
            }
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// Slices of one look at one thing: half a second.
    const SLICES: usize = 50;
    let mut n_rounds = 5;
    let mut parts = vec!["peak", "first", "second", "large"];
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => n_rounds = arguments.next().ok_or("--rounds wants a number")?.parse()?,
            "--peak-only" => parts = vec!["peak"],
            _ => return Err(format!("{argument} is no option of this bench").into()),
        }
    }
    let epoch = std::time::Instant::now();
    let clock = || epoch.elapsed().as_secs_f64();
    let mut kernel = Kernel::new();
    let gflops = |kernel: &mut Kernel, what: &str, n_slices: usize| {
        let slices = (0..n_slices).map(|_| kernel.slice(what, &clock));
        let [operations, seconds] = slices.fold([0.0, 0.0], |sum, slice| [sum[0] + slice[0], sum[1] + slice[1]]);
        operations / seconds / 1e9
    };
    let trials = (0..Shape::ALL.len()).map(|i| (gflops(&mut kernel, &format!("peak{i}"), SLICES / 5), Shape::ALL[i]));
    let best = trials.max_by(|a, b| a.0.total_cmp(&b.0)).ok_or("there are shapes")?;
    kernel.shape = best.1;
    let rounds = (0..n_rounds).map(|_| {
        let figures = parts.iter().map(|what| format!("\"{what}\":{:.3}", gflops(&mut kernel, what, SLICES)));
        format!("{{{}}}", figures.collect::<Vec<_>>().join(","))
    });
    println!("{{\"peak_shape\":\"{}\",\"rounds\":[{}]}}", best.1, rounds.collect::<Vec<_>>().join(","));
    Ok(())
}
