//! What the built-in corpus teaches: trained by the release worker with the page's settings, seeds 1 to 10.
//!
//! The vectors are examined natively (`benches/world.rs`); that they are the worker's own is seen by their checksums.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{
    measured, median, number,
    train::{as_options, in_chromium, native},
};
use crate::{build, project, tools::Browser};

pub(super) fn run(is_json: bool) -> Result<()> {
    let browser = Browser::ready()?;
    build::release()?;
    let mut world = project::cargo();
    world.args(["bench", "--quiet", "--bench", "world"]).stderr(Stdio::inherit());
    let native_rows = measured(&mut world)?;
    let settings = measured(native().args(["--page-defaults", "--read-only"]))?;
    let mut rows = native_rows["rows"].as_array().context("no seed was trained")?.clone();
    for row in &mut rows {
        let seed = row["seed"].as_u64().context("a row has no seed")?;
        eprintln!("the worker, seed {seed}");
        let found = measured(in_chromium(&browser, "worker").args(as_options("skip-gram", &settings, seed)?))?;
        ensure!(found["checksum"] == row["checksum"], "the worker's vectors of seed {seed} are not the native ones");
        row["worker_s"] = found["seconds"].clone();
    }
    let summary = summary(&rows)?;
    print!("{}", table(&rows)?);
    for (what, name) in [("half of the corpus", "half_corpus"), ("half of the epochs", "half_epochs")] {
        let left = median(native_rows[name].as_array().into_iter().flatten().filter_map(Value::as_f64));
        println!("{what}: {:.1} % (median of the seeds)", 100.0 * left.context("it was not measured")?);
    }
    for (name, value) in summary.as_object().into_iter().flatten() {
        println!("{name:<20}  {value}");
    }
    if is_json {
        println!("{summary}");
    }
    Ok(())
}

/// A line for each seed, then the means of sections and topics.
fn table(rows: &[Value]) -> Result<String> {
    use std::fmt::Write;
    let mut text = format!(
        "{:<6}{:>6}{:>10}{:>10}{:>12}{:>10}  checksum\n",
        "seed", "menu", "accuracy", "worst", "silhouette", "worker s"
    );
    for row in rows {
        let menu = row["menu"].as_array().into_iter().flatten().filter(|is_first| **is_first == json!(true)).count();
        let worst = values(&row["sections"]).map(|(_, share)| share).fold(f64::INFINITY, f64::min);
        let (accuracy, silhouette, seconds) =
            (100.0 * number(row, "accuracy")?, number(row, "silhouette")?, number(row, "worker_s")?);
        writeln!(
            text,
            "{:<6}{menu:>6}{accuracy:>8.1} %{:>8.1} %{silhouette:>12.3}{seconds:>10.2}  {}",
            number(row, "seed")?,
            100.0 * worst,
            row["checksum"].as_str().unwrap_or_default()
        )?;
    }
    for group in ["sections", "purity"] {
        for (name, share) in means(rows, group) {
            writeln!(text, "{group:<10}{name:<26}{:>6.1} %", 100.0 * share)?;
        }
    }
    Ok(text)
}

/// What the last line tells: counts of seeds, means over them, the worst of means.
fn summary(rows: &[Value]) -> Result<Value> {
    let mean = |name: &str| -> Result<f64> {
        let values = rows.iter().map(|row| number(row, name)).collect::<Result<Vec<f64>>>()?;
        Ok(values.iter().sum::<f64>() / values.len().max(1) as f64)
    };
    let n_menu = rows.first().and_then(|row| row["menu"].as_array()).map_or(0, Vec::len);
    let first = |at: usize| rows.iter().filter(|row| row["menu"][at] == json!(true)).count();
    let worst = |group: &str| means(rows, group).into_iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let (worst_section, worst_accuracy) = worst("sections").context("there are no sections")?;
    let (worst_topic, worst_purity) = worst("purity").context("there are no topics")?;
    let purity: Vec<f64> = means(rows, "purity").into_iter().map(|(_, share)| share).collect();
    let margins = |name: &str| -> Vec<f64> {
        let of_pair = |at: usize| rows.iter().filter_map(move |row| row[name][at].as_f64());
        (0..3).map(|at| of_pair(at).sum::<f64>() / rows.len().max(1) as f64).collect()
    };
    Ok(json!({
        "menu_rank1_of_10": (0..n_menu).map(first).collect::<Vec<_>>(),
        "accuracy": mean("accuracy")?,
        "worst_section": worst_accuracy,
        "worst_section_name": worst_section,
        "topic_purity": purity.iter().sum::<f64>() / purity.len().max(1) as f64,
        "worst_topic": worst_purity,
        "worst_topic_name": worst_topic,
        "margins": margins("margins"),
        "least_margins": margins("least_margins"),
        "silhouette": mean("silhouette")?,
        "silhouette_space": mean("silhouette_space")?,
        "train_s": median(rows.iter().filter_map(|row| row["worker_s"].as_f64())),
    }))
}

/// Names and shares of a group of figures.
fn values(group: &Value) -> impl Iterator<Item = (&String, f64)> {
    group.as_object().into_iter().flatten().filter_map(|(name, share)| Some((name, share.as_f64()?)))
}

/// The means of a group of figures over the seeds.
fn means(rows: &[Value], group: &str) -> Vec<(String, f64)> {
    let names = rows.first().map(|row| values(&row[group]).map(|(name, _)| name.clone()).collect::<Vec<_>>());
    let mean = |name: String| {
        let sum: f64 = rows.iter().filter_map(|row| row[group][&name].as_f64()).sum();
        (name, sum / rows.len() as f64)
    };
    names.unwrap_or_default().into_iter().map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Value> {
        let row = |seed: u32, is_first: bool, accuracy: f64| {
            json!({
                "seed": seed, "menu": [true, is_first], "accuracy": accuracy, "checksum": "00ff", "worker_s": 0.5,
                "sections": { "gender": accuracy, "plural": 1.0 }, "purity": { "food": 1.0, "work": 0.5 },
                "margins": [0.3, 0.4, 0.5], "least_margins": [0.1, 0.2, 0.3], "silhouette": 0.1, "silhouette_space": 0.4,
            })
        };
        vec![row(1, true, 0.9), row(2, false, 0.8)]
    }

    #[test]
    fn the_summary_counts_seeds_and_names_the_worst() {
        let summary = summary(&rows()).expect("all is there");
        assert_eq!(summary["menu_rank1_of_10"], json!([2, 1]));
        assert_eq!((&summary["worst_section_name"], &summary["worst_topic"]), (&json!("gender"), &json!(0.5)));
        assert!((summary["accuracy"].as_f64().expect("a number") - 0.85).abs() < 1e-12);
    }

    #[test]
    fn the_table_has_a_line_for_each_seed() {
        let table = table(&rows()).expect("all is there");
        assert!(
            table.lines().nth(2).expect("the second seed").starts_with("2          1    80.0 %    80.0 %"),
            "{table}"
        );
    }
}
