//! How vectors came about, in words: what stands under a saved picture.

use super::{encoding, loan, optimizer_name, setting_value};
use crate::{
    chart::format,
    protocol::{Change, Changed, Method, Reproducible, RunRecord, Setting, SourceIdentity},
};

/// How vectors came about, and what it takes to make them again: two lines. `tokens_shown`: words trained on when what is
/// shown was taken.
pub fn provenance(record: &RunRecord, tokens_shown: u64) -> Vec<String> {
    if record.reproducible() == Reproducible::No {
        return vec![record.name().to_owned() + &loaded(&record.source)];
    }
    let settings = &record.settings;
    let method = match settings.method {
        Method::SkipGram => "skip-gram".to_owned(),
        Method::Softmax => format!("skip-gram with full softmax ({})", optimizer_name(settings.optimizer)),
        Method::Cbow => "CBOW".to_owned(),
        Method::Glove => "GloVe".to_owned(),
    };
    let case = if settings.lowercase { "lower case" } else { "case as written" };
    let mut parts = vec![record.name().to_owned(), method, case.to_owned()];
    let is_of_loan = |setting: &Setting| matches!(setting, Setting::Start | Setting::BorrowedRate);
    for setting in Setting::ALL.into_iter().filter(|setting| settings.method.uses(*setting) && !is_of_loan(setting)) {
        parts.push(format!("{} {}", setting.spec().label.to_ascii_lowercase(), setting_value(settings, setting)));
    }
    parts.extend(record.loan.as_ref().map(|loan| loan::started_from(loan, settings)));
    if record.effective_min_count > settings.min_count {
        parts.push(format!("minimum count raised to {}", record.effective_min_count));
    }
    let mut how_far = Vec::new();
    if tokens_shown < record.tokens_total {
        let share = tokens_shown as f64 / record.tokens_total.max(1) as f64;
        let words = format::count(tokens_shown);
        how_far.push(format!("after {} of the run ({words} words)", format::percent(share)));
    } else {
        how_far.push("at the end of the run".to_owned());
    }
    if !record.changes.is_empty() {
        how_far.push(format!("changed on the way: {}", changes(record)));
    }
    how_far.push(match (record.reproducible(), &record.source) {
        (Reproducible::FromSettings, _) => "these settings give the same vectors again".to_owned(),
        (_, SourceIdentity::Text { n_bytes, sha256, encoding: chosen, columns, .. }) => {
            let with = with(record);
            let digits = sha256.get(..12).unwrap_or(sha256);
            let read_as = chosen.as_ref().map(|name| format!(", read as {}", encoding(name))).unwrap_or_default();
            let of_it = match columns.as_slice() {
                [] => String::new(),
                [one] => format!(", column “{one}”"),
                all => format!(", columns “{}”", all.join("”, “")),
            };
            format!(
                "{with} give the same vectors again from the same text ({} bytes, SHA-256 {digits}…{read_as}{of_it})",
                format::count(*n_bytes)
            )
        }
        _ => format!("{} give the same vectors again", with(record)),
    });
    vec![parts.join(" · "), how_far.join(" · ")]
}

/// What it takes beside the text to make the same vectors again.
fn with(record: &RunRecord) -> &'static str {
    match (record.changes.is_empty(), record.loan.is_some()) {
        (true, false) => "these settings",
        (false, false) => "these settings and changes",
        (true, true) => "these settings and the vectors it started from",
        (false, true) => "these settings, changes and the vectors it started from",
    }
}

/// What loaded vectors are: ` · 400,000 loaded vectors of 100 dimensions · GloVe text, 347 MB · checksum 0123456789abcdef`.
fn loaded(source: &SourceIdentity) -> String {
    let SourceIdentity::Vectors { format: kind, n_rows, dims, n_bytes, checksum, .. } = source else {
        return String::new();
    };
    let file = if kind.is_empty() { String::new() } else { format!(" · {kind}, {}", format::bytes(*n_bytes)) };
    let sum = if checksum.is_empty() { String::new() } else { format!(" · checksum {checksum}") };
    format!(" · {} loaded vectors of {dims} dimensions{file}{sum}", format::count(*n_rows))
}

/// What was changed while a run was under way: `learning rate 0.01 from word 250, epochs 9 from word 1,000`.
pub(super) fn changes(record: &RunRecord) -> String {
    let change = |change: &Change| {
        let what = match change.what {
            Changed::LearningRate(rate) => format!("learning rate {rate}"),
            Changed::Epochs(epochs) => format!("epochs {epochs}"),
        };
        format!("{what} from word {}", format::count(change.tokens))
    };
    let changes: Vec<String> = record.changes.iter().map(change).collect();
    if changes.is_empty() { "unchanged".to_owned() } else { changes.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Loan, Optimizer, Settings, Start};

    fn record(settings: Settings) -> RunRecord {
        RunRecord {
            source: SourceIdentity::BuiltIn { version: 1 },
            settings,
            loan: None,
            effective_min_count: settings.min_count,
            changes: Vec::new(),
            tokens_done: 1000,
            tokens_total: 1000,
        }
    }

    #[test]
    fn a_finished_run_can_be_made_again_from_its_settings() {
        let [settings, how_far] = lines(&record(Settings::default()), 1000);
        assert!(settings.starts_with("Small World · skip-gram · lower case · dimensions 64 · window 5"), "{settings}");
        assert!(settings.contains("learning rate 0.1") && settings.ends_with("seed 42"), "{settings}");
        assert_eq!(how_far, "at the end of the run · these settings give the same vectors again");
        let adam =
            Settings { method: Method::Softmax, optimizer: Optimizer::Adam, lowercase: false, ..Settings::default() };
        let [settings, _] = lines(&record(adam), 1000);
        assert!(
            settings.starts_with("Small World · skip-gram with full softmax (Adam) · case as written"),
            "{settings}"
        );
    }

    #[test]
    fn a_moment_of_a_run_is_not_its_end_and_changes_are_told() {
        let mut record = record(Settings::default());
        assert!(lines(&record, 250)[1].starts_with("after 25 % of the run (250 words)"));
        record.note(300, Changed::LearningRate(0.02));
        let [settings, how_far] = lines(&record, 1000);
        assert!(settings.contains("learning rate 0.1"), "that of the start: {settings}");
        assert_eq!(
            how_far,
            "at the end of the run · changed on the way: learning rate 0.02 from word 300 · these settings and changes give \
             the same vectors again"
        );
    }

    #[test]
    fn a_text_is_named_so_that_another_reader_can_tell_it() {
        let sha256 = "0123456789abcdef".repeat(4);
        let source = SourceIdentity::Text {
            name: "notes.txt".to_owned(),
            n_bytes: 12_345,
            sha256,
            encoding: None,
            columns: Vec::new(),
        };
        let [settings, how_far] = lines(&RunRecord { source, ..record(Settings::default()) }, 1000);
        assert!(settings.starts_with("notes.txt · "));
        assert!(how_far.ends_with("from the same text (12,345 bytes, SHA-256 0123456789ab…)"), "{how_far}");
        let (name, kind) = ("glove.txt".to_owned(), "GloVe text".to_owned());
        let checksum = "0123456789abcdef".to_owned();
        let source =
            SourceIdentity::Vectors { name, format: kind, n_rows: 400_000, dims: 64, n_bytes: 347_000_000, checksum };
        let loaded = provenance(&RunRecord { source, ..record(Settings::default()) }, 0);
        let expected =
            "glove.txt · 400,000 loaded vectors of 64 dimensions · GloVe text, 347 MB · checksum 0123456789abcdef";
        assert_eq!(loaded, [expected]);
    }

    #[test]
    fn a_run_that_has_borrowed_says_from_where() {
        let (name, checksum) = ("glove.txt".to_owned(), "0123456789abcdef".to_owned());
        let loan = Loan { name, n_rows: 400_000, dims: 64, checksum, n_lent: 812, n_drawn: 88 };
        let settings = Settings { start: Start::Table, borrowed_rate: 0.0, ..Settings::default() };
        let [settings, how_far] = lines(&RunRecord { loan: Some(loan), ..record(settings) }, 1000);
        let of_loan = "started from glove.txt (400,000 × 64, checksum 0123456789abcdef): 88 of 900 words drawn, the others frozen";
        assert!(settings.ends_with(of_loan), "{settings}");
        assert!(
            how_far.ends_with("these settings and the vectors it started from give the same vectors again"),
            "{how_far}"
        );
    }

    fn lines(record: &RunRecord, tokens_shown: u64) -> [String; 2] {
        provenance(record, tokens_shown).try_into().expect("two lines")
    }
}
