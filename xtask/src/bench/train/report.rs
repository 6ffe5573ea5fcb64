//! What was measured, as a table and as JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Who;
use crate::bench::median;

/// Measures of quality, each the greater the better but for the rank.
///
/// A share of the analogies is of those that were asked: the ones whose words are all in the vocabulary.
const QUALITIES: [&str; 5] = ["wordsim", "simlex", "analogy", "analogies_asked", "queen_rank"];

/// Somebody's runs.
pub(super) struct Row {
    pub(super) who: Who,
    /// One for each round.
    pub(super) runs: Vec<Value>,
    /// One for each seed.
    pub(super) qualities: Vec<Value>,
}

impl Row {
    pub(super) fn new(who: Who) -> Self {
        Self { who, runs: Vec::new(), qualities: Vec::new() }
    }

    /// The median of a figure of the rounds.
    fn of_runs(&self, name: &str) -> Option<f64> {
        median(self.runs.iter().filter_map(|run| run[name].as_f64()))
    }

    /// The median of a measure of the seeds, where it could be taken of all.
    fn quality(&self, name: &str) -> Option<f64> {
        let values: Option<Vec<f64>> = self.qualities.iter().map(|quality| quality[name].as_f64()).collect();
        median(values?)
    }

    /// The neighbors of the first seed.
    fn neighbors(&self) -> Option<&Value> {
        Some(&self.qualities.first()?["neighbors"])
    }

    pub(super) fn json(&self, ratio: Option<f64>) -> Value {
        let mut row = json!({
            "who": self.who.name(),
            "words_per_s": self.of_runs("words_per_s"),
            "ratio_to_word2vec": ratio,
            "seconds": self.of_runs("seconds"),
            "memory_mb": self.of_runs("memory_mb"),
            "gflops": self.of_runs("gflops"),
            "percent_of_peak": self.of_runs("percent_of_peak"),
            "neighbors_of_paris": self.neighbors(),
            "checksum": self.runs.first().map(|run| &run["checksum"]),
            "first_epoch_words_per_s": self.of_runs("first_epoch_words_per_s"),
        });
        for name in QUALITIES {
            row[name] = json!(self.quality(name));
        }
        row
    }
}

/// The speed of each row over that of word2vec: the median of what it is in each round.
pub(super) fn ratios(rows: &[Row]) -> Vec<Option<f64>> {
    let word2vec = rows.iter().find(|row| row.who == Who::Word2vec);
    let rate = |run: &Value| run["words_per_s"].as_f64();
    let ratio = |row: &Row| {
        let pairs = row.runs.iter().zip(&word2vec?.runs);
        median(pairs.filter_map(|(run, of_word2vec)| Some(rate(run)? / rate(of_word2vec)?)))
    };
    rows.iter().map(ratio).collect()
}

/// All rows, one a line, and the neighbors below them.
pub(super) fn table(rows: &[Row], ratios: &[Option<f64>]) -> String {
    let mut text = format!(
        "{:<20}{:>9}  {:<19}{:>7}{:>9}{:>9}{:>9}{:>9}{:>8}{:>9}{:>9}{:>7}\n",
        "who",
        "words/s",
        "(least - most)",
        "ratio",
        "MB",
        "GFLOP/s",
        "of peak",
        "WordSim",
        "SimLex",
        "analogy",
        "n asked",
        "queen"
    );
    for (row, &ratio) in rows.iter().zip(ratios) {
        let rates: Vec<f64> = row.runs.iter().filter_map(|run| run["words_per_s"].as_f64()).collect();
        let least = rates.iter().copied().fold(f64::INFINITY, f64::min);
        let most = rates.iter().copied().fold(0.0, f64::max);
        let quality = |name| row.quality(name);
        let line = format!(
            "{:<20}{:>9}  {:<19}{:>7}{:>9}{:>9}{:>9}{:>9}{:>8}{:>9}{:>9}{:>7}",
            row.who.name(),
            figure(row.of_runs("words_per_s"), 0, ""),
            format!("({least:.0} - {most:.0})"),
            figure(ratio, 2, ""),
            figure(row.of_runs("memory_mb"), 0, ""),
            figure(row.of_runs("gflops"), 1, ""),
            figure(row.of_runs("percent_of_peak"), 1, " %"),
            figure(quality("wordsim"), 3, ""),
            figure(quality("simlex"), 3, ""),
            figure(quality("analogy"), 1, " %"),
            figure(quality("analogies_asked"), 0, ""),
            figure(quality("queen_rank"), 0, ""),
        );
        writeln!(text, "{line}").expect("a String takes everything");
    }
    for row in rows {
        let words = row.neighbors().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        let words = if words.is_empty() { "not in the vocabulary".to_owned() } else { words.join(" ") };
        writeln!(text, "paris, {}: {words}", row.who.name()).expect("a String takes everything");
    }
    text
}

/// A number with some decimals, or a dash where there is none.
fn figure(value: Option<f64>, decimals: usize, unit: &str) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.decimals$}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(who: Who, rates: &[f64]) -> Row {
        let runs = rates.iter().map(|rate| json!({ "words_per_s": rate, "memory_mb": 12.0 })).collect();
        let quality = json!({ "wordsim": 0.25, "simlex": null, "analogy": 50.0, "analogies_asked": 8000, "queen_rank": 1, "neighbors": ["rome"] });
        Row { who, runs, qualities: vec![quality] }
    }

    #[test]
    fn a_ratio_is_the_median_of_those_of_the_rounds() {
        let rows = [row(Who::Native, &[4.0, 9.0, 10.0]), row(Who::Word2vec, &[2.0, 3.0, 10.0])];
        assert_eq!(ratios(&rows), [Some(2.0), Some(1.0)]);
        assert_eq!(ratios(&rows[..1]), [None], "nobody to compare with");
    }

    #[test]
    fn json_has_null_for_what_is_not_there() {
        let row = row(Who::Gensim, &[4.0, 5.0]).json(Some(1.5));
        assert_eq!((&row["who"], &row["words_per_s"]), (&json!("gensim-1"), &json!(4.5)));
        assert_eq!((&row["simlex"], &row["gflops"], &row["queen_rank"]), (&Value::Null, &Value::Null, &json!(1.0)));
    }

    #[test]
    fn the_table_is_as_wide_as_its_head() {
        let table = table(&[row(Who::Native, &[2_500_000.0])], &[Some(5.678)]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0].len(), lines[1].len(), "{table}");
        assert!(lines[1].contains("(2500000 - 2500000)") && lines[1].contains(" 5.68"), "{table}");
        assert!(lines[0].ends_with("n asked  queen") && lines[1].contains(" 8000 "), "{table}");
        assert_eq!(lines[2], "paris, explorer-native-1: rome");
    }
}
