//! Training beside its peers, on the same words with the same settings, one thread each.
//!
//! The explorer tokenizes the text once and writes its tokens; the peers read those. Then, round by round, everybody trains
//! once after the other, so that what else the machine does meets all of them. Quality is taken from the vectors of the
//! first round by gensim, whoever trained them.

use anyhow::Result;
use serde_json::{Value, json};

use super::kernel::{self, Kernel};

mod bench;
mod options;
mod report;
mod who;

use bench::Bench;
pub(super) use bench::{as_options, in_chromium, native};
pub(super) use options::Options;
use report::Row;
use who::Who;

pub(super) fn run(options: &Options) -> Result<()> {
    let bench = Bench::ready(options)?;
    let mut rows: Vec<Row> = options.who.iter().map(|&who| Row::new(who)).collect();
    for round in 0..options.n_rounds {
        let native_peak = kernel::peak(&Kernel::native(&["--rounds", "1", "--peak-only"])?)?;
        let wasm_peak = bench.wasm_peak()?;
        for row in &mut rows {
            eprintln!("round {} of {}: {}", round + 1, options.n_rounds, row.who.name());
            let mut run = bench.train(row.who, bench.seed()?)?;
            if let Some((gflop, seconds)) = run["gflop"].as_f64().zip(run["seconds"].as_f64()) {
                let peak = if row.who == Who::Chromium { wasm_peak } else { Some(native_peak) };
                run["gflops"] = json!(gflop / seconds);
                run["percent_of_peak"] = json!(peak.map(|peak| 100.0 * gflop / seconds / peak));
            }
            row.runs.push(run);
        }
    }
    for row in &mut rows {
        for seed in options.seeds(bench.seed()?) {
            eprintln!("quality of {}, seed {seed}", row.who.name());
            row.qualities.push(bench.quality(row.who, seed)?);
            // The original has one seed, its own.
            if row.who == Who::Word2vec {
                break;
            }
        }
    }
    let page = if options.who.contains(&Who::Chromium) { bench.page()? } else { Value::Null };
    let ratios = report::ratios(&rows);
    print!("{}", report::table(&rows, &ratios));
    for (name, value) in page.as_object().into_iter().flatten() {
        println!("{name} {:.1}", value.as_f64().unwrap_or(f64::NAN));
    }
    if options.is_json {
        let rows: Vec<Value> = rows.iter().zip(&ratios).map(|(row, &ratio)| row.json(ratio)).collect();
        println!("{}", json!({ "rows": rows, "page": page }));
    }
    Ok(())
}
