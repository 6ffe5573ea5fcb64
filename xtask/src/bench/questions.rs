//! Questions to tables of made-up vectors: as wasm in a worker of Chromium, natively, and to gensim on one thread.
//!
//! All three hold the same table and are asked the same questions, a few samples each in alternation, so that what else the
//! machine does meets all of them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::median;
use crate::{
    project,
    tools::{Browser, python_with_peers, wasm_from_rust},
};

mod asked;

use asked::Asked;

/// The native program, built as `cargo bench` builds.
const PACKAGE: [&str; 4] = ["--profile", "bench", "--package", "questions-bench"];
/// Calls before the first that counts: V8 replaces a function between two calls of it.
const WARMING_UP: u32 = 5;
/// Answers that must be the same: cosines that are equal but for rounding may change places.
const LEAST_AGREEMENT: f64 = 0.99;

/// What is asked of one table: how many samples, in how many rounds, and of how many questions each.
struct Plan {
    kind: &'static str,
    n_samples: u32,
    n_rounds: u32,
    group: u32,
}

/// A table, and the analogies of one sample.
struct Size {
    words: u32,
    /// Questions of a sample where they take about a millisecond or less: a browser's clock has steps of 0.1 ms.
    group: u32,
    google: Plan,
    how: &'static str,
}

const SIZES: [Size; 2] = [
    Size {
        words: 20_000,
        group: 10,
        google: Plan { kind: "google", n_samples: 3, n_rounds: 3, group: 19_544 },
        how: "whole",
    },
    Size {
        words: 400_000,
        group: 1,
        google: Plan { kind: "google", n_samples: 10, n_rounds: 5, group: 196 },
        how: "sampled",
    },
];

pub(super) fn run(is_json: bool) -> Result<()> {
    let browser = Browser::ready()?;
    let python = python_with_peers()?;
    let wasm = build()?;
    let mut rows = Vec::new();
    for size in SIZES {
        let folder = made_up(&size, &wasm)?;
        let mut all =
            [Asked::in_chromium(&browser, &folder)?, Asked::natively(&folder)?, Asked::gensim(&python, &folder)?];
        let quick = |kind, group| Plan { kind, n_samples: 100, n_rounds: 5, group };
        let plans = ["neighbors", "analogy", "cosmul"].map(|kind| quick(kind, size.group));
        for plan in plans.into_iter().chain([quick("odd_one_out", 100), size.google]) {
            eprintln!("{} words: {}", size.words, plan.kind);
            rows.push(ask(&mut all, size.words, &plan)?);
        }
        for asked in all {
            asked.end()?;
        }
    }
    print!("{}", table(&rows));
    if is_json {
        println!("{}", json!({ "rows": rows }));
    }
    Ok(())
}

/// Builds both programs; returns where the one of wasm is.
fn build() -> Result<PathBuf> {
    project::run(project::cargo().arg("build").args(PACKAGE))?;
    let mut build = project::cargo();
    build.args(["build", "--release", "--package", "questions-bench", "--target", "wasm32-unknown-unknown"]);
    project::run(&mut build)?;
    project::run(project::cargo().args(["build", "--package", "browser-tests", "--bins"]))?;
    Ok(project::target().join("wasm32-unknown-unknown/release/questions.wasm"))
}

/// A folder with the table, the questions, and what Chromium loads.
fn made_up(size: &Size, wasm: &Path) -> Result<PathBuf> {
    let folder = project::target().join(format!("bench-questions/{}", size.words));
    fs::create_dir_all(&folder)?;
    wasm_from_rust(wasm, &folder, "questions")?;
    let mut make = project::cargo();
    make.args(["run", "--quiet"]).args(PACKAGE).args(["--", "make"]).arg(&folder);
    project::run(make.args([&size.words.to_string(), &size.google.n_samples.to_string(), size.how]))?;
    Ok(folder)
}

/// Asks everybody one kind of question, in alternation; a row of what it took.
fn ask(all: &mut [Asked; 3], words: u32, plan: &Plan) -> Result<Value> {
    let is_google = plan.kind == "google";
    for asked in &mut *all {
        for turn in 0..WARMING_UP {
            // File 0 of analogies is there to warm up.
            let (first, group) = if is_google { (0, 1) } else { (turn, plan.group) };
            asked.ask(plan.kind, first, 1, group)?;
        }
    }
    let mut times: [Vec<f64>; 3] = Default::default();
    let mut answers: [Vec<Value>; 3] = Default::default();
    let per_round = plan.n_samples / plan.n_rounds;
    for round in 0..plan.n_rounds {
        for (i, asked) in all.iter_mut().enumerate() {
            let first = round * per_round + u32::from(is_google);
            let found = asked.ask(plan.kind, first, per_round, plan.group)?;
            let of_samples = found["ms"].as_array().context("nothing was measured")?;
            times[i].extend(of_samples.iter().filter_map(Value::as_f64));
            answers[i].extend(found["answers"].as_array().context("nothing was answered")?.iter().cloned());
        }
    }
    // A file's answer is how many of its questions were answered as expected, of which one may differ.
    if !is_google {
        for (others, name) in [(&answers[1], "natively"), (&answers[2], "by gensim")] {
            let agreement = agreement(&answers[0], others);
            ensure!(agreement >= LEAST_AGREEMENT, "{}: {agreement} of the answers are those {name}", plan.kind);
        }
    }
    let [worker, native, gensim] = &times;
    let ratio = percentile(worker, 0.5).zip(percentile(gensim, 0.5)).map(|(ours, theirs)| ours / theirs);
    let correct = answers.map(|counts| counts.iter().filter_map(Value::as_u64).sum::<u64>());
    Ok(json!({
        "words": words,
        "question": plan.kind,
        "samples": plan.n_samples,
        "questions_per_sample": plan.group,
        "p50_ms": percentile(worker, 0.5),
        "p95_ms": percentile(worker, 0.95),
        "native_p50_ms": percentile(native, 0.5),
        "native_p95_ms": percentile(native, 0.95),
        "gensim_p50_ms": percentile(gensim, 0.5),
        "gensim_p95_ms": percentile(gensim, 0.95),
        "ratio_to_gensim": ratio,
        "correct": if is_google { json!(correct) } else { Value::Null },
    }))
}

/// The share of answers that are the same.
fn agreement(ours: &[Value], theirs: &[Value]) -> f64 {
    let n_same = ours.iter().zip(theirs).filter(|(ours, theirs)| ours == theirs).count();
    n_same as f64 / ours.len().max(theirs.len()).max(1) as f64
}

/// The value that this share of all is not above; of a half, the median.
fn percentile(values: &[f64], share: f64) -> Option<f64> {
    if share == 0.5 {
        return median(values.iter().copied());
    }
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let place = (share * values.len() as f64).ceil() as usize;
    values.get(place.checked_sub(1)?).copied()
}

/// A line for each size and kind: milliseconds of a question.
fn table(rows: &[Value]) -> String {
    use std::fmt::Write;
    let mut text = format!(
        "{:<8}{:<13}{:>20}{:>20}{:>20}{:>8}\n",
        "words", "question", "worker p50 p95 (ms)", "native p50 p95", "gensim p50 p95", "ratio"
    );
    for row in rows {
        let pair = |who: &str| {
            let of = |share: &str| row[format!("{who}{share}_ms")].as_f64().unwrap_or(f64::NAN);
            format!("{:>11.4}{:>9.4}", of("p50"), of("p95"))
        };
        let (words, kind) = (row["words"].to_string(), row["question"].as_str().unwrap_or_default());
        let ratio = row["ratio_to_gensim"].as_f64().unwrap_or(f64::NAN);
        writeln!(text, "{words:<8}{kind:<13}{}{}{}{ratio:>8.2}", pair(""), pair("native_"), pair("gensim_"))
            .expect("a String takes everything");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_all_samples() {
        let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!((percentile(&values, 0.5), percentile(&values, 0.95)), (Some(50.5), Some(95.0)));
        assert_eq!((percentile(&[3.0], 0.95), percentile(&[], 0.95)), (Some(3.0), None));
    }

    #[test]
    fn answers_agree_one_by_one() {
        assert_eq!(agreement(&[json!(1), json!(2)], &[json!(1), json!(3)]), 0.5);
        assert_eq!(agreement(&[json!(1)], &[]), 0.0);
    }

    #[test]
    fn the_table_is_as_wide_as_its_head() {
        let row = json!({ "words": 400_000, "question": "odd_one_out", "p50_ms": 0.5, "p95_ms": 1.5, "ratio_to_gensim": 0.1 });
        let table = table(&[row]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0].len(), lines[1].len(), "{table}");
    }
}
