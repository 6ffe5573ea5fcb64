//! The page's sentences and its small choices, apart from the page: pure.

mod captions;
mod compare;
mod fetching;
mod few_words;
mod help;
mod lessons;
mod links;
mod loan;
mod parts;
mod provenance;
mod question_files;
mod questions;
mod repository;
mod store;
mod text;
mod vectors;

pub use captions::{axes_caption, recall_caption};
pub use compare::{baseline, compared, side_by_side};
pub use fetching::{FetchError, fetched_so_far, not_fetched, to_fetch};
pub use few_words::{UNTRAINED, few_words_notice, lowered_epochs, no_more_epochs, too_few_for_tsne};
pub use help::{METHOD_HELP, OPTIMIZER_HELP, OUTPUT_HELP, more_settings, setting_help};
pub use lessons::{
    LESSON_OF_MAP, figure, goal_mark, lesson_of_setting, named, question_of, said_of_game, said_of_goals, two_meanings,
    with_word,
};
pub use links::{asked_text, other_text, verdict};
pub use loan::{
    GLOVE_STARTS_AT_RANDOM, START_HELP, before_and_now, borrowed, drawn_words, lender, lender_not_here, lender_of,
    starts,
};
pub use parts::{Part, parts};
use provenance::changes;
pub use provenance::provenance;
pub use question_files::{CHOOSE_SCORE, more_skipped, question_file, score_column, skipped_line, skipped_lines};
pub use questions::{accuracy_title, distance_caveat, evaluation, evidence, questions_not_asked, word_recall};
pub use repository::repository;
pub use store::{offer, stored};
pub use text::{column_kind, columns_taken, encoding, notice, unknown_word, words_of};
pub use vectors::{
    FROM_PARTS, NO_LOSS, NO_SENTENCES, NO_TRAINING, NOT_STORED, TEXT_LEFT_OUT, WITHOUT_TEXT, from_parts, loaded,
    reading_vectors, rows_typed, still_needed,
};

use crate::chart::format;
use crate::protocol::{Loading, Method, Opened, Optimizer, OutOfRange, Progress, Setting, Settings, Stage, Start};

/// The value of a setting, as it is written.
fn setting_value(settings: &Settings, setting: Setting) -> String {
    match (setting, settings.get(setting)) {
        (Setting::Harmonic, value) => if value == 0.0 { "off" } else { "on" }.to_owned(),
        (Setting::Start, _) => match settings.start {
            Start::Random => "random vectors",
            Start::Table => "a loaded table",
            Start::Before => "the text before",
        }
        .to_owned(),
        (_, value) => value.to_string(),
    }
}

/// `214,806 words · 612 in the vocabulary`.
pub fn corpus_counts(opened: &Opened) -> String {
    format!("{} words · {} in the vocabulary", format::count(opened.n_tokens), format::count(opened.words.len() as u64))
}

/// What became of characters that could not be read, where there were any.
pub fn replaced_notice(n_replaced: u64) -> Option<String> {
    match n_replaced {
        0 => None,
        1 => Some(
            "1 character could not be decoded and is shown as \u{fffd}. Save the file as UTF-8 to mend it.".to_owned(),
        ),
        n => Some(format!(
            "{} characters could not be decoded and are shown as \u{fffd}. Save the file as UTF-8 to mend them.",
            format::count(n)
        )),
    }
}

/// The sentence that names what is being done to open a text, up to its name.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "Reading ",
        Stage::Counting => "Counting the words of ",
        Stage::Building => "Drawing the first vectors for ",
    }
}

/// The minimum count in force, where the vocabulary would have been too large.
pub fn raised_notice(raised_min_count: Option<u32>) -> Option<String> {
    raised_min_count
        .map(|count| format!("Minimum count was raised to {count}: a vocabulary holds at most 200,000 words."))
}

/// How the opening of a text goes: bytes, rate, time left.
pub fn reading(loading: &Loading) -> String {
    if loading.stage != Stage::Reading {
        return format::percent(loading.share);
    }
    let done = format!("{} of {}", format::bytes(loading.bytes_done), format::bytes(loading.bytes_total));
    match loading.bytes_per_second {
        Some(rate) if rate > 0.0 => {
            let left = loading.bytes_total.saturating_sub(loading.bytes_done) as f64 / rate;
            format!("{done} · {}/s · {} left", format::bytes(rate as u64), format::clock(left))
        }
        _ => done,
    }
}

/// A word and its nearest, for screen readers.
pub fn word_and_nearest(word: &str, nearest: &[&str]) -> String {
    if nearest.is_empty() { word.to_owned() } else { format!("{word}. Nearest: {}.", nearest.join(", ")) }
}

/// The word that a new model shows first: of the examples, else of the heatmap, else the most frequent with a topic,
/// else the most frequent. Its word id.
pub fn first_word(opened: &Opened) -> Option<u32> {
    let find = |wanted: &String| opened.words.iter().position(|word| word == wanted);
    let place = opened
        .examples
        .first()
        .and_then(|example| find(&example[0]))
        .or_else(|| opened.heatmaps.first().and_then(|(_, words)| words.iter().find_map(find)))
        .or_else(|| opened.topic_of_word.iter().position(|&topic| usize::from(topic) < opened.topics.len()))
        .or(if opened.words.is_empty() { None } else { Some(0) });
    place.map(|place| place as u32)
}

/// The words of a first heatmap: the text's own choice, else its most frequent nine.
pub fn first_heatmap(opened: &Opened) -> Vec<String> {
    let of_text = opened.heatmaps.first().map(|(_, words)| words.clone()).filter(|words| words.len() >= 2);
    of_text.unwrap_or_else(|| opened.words.iter().take(9).cloned().collect())
}

/// Words as a table that spreadsheets read: word, how often it occurs, or its rank where there are no counts, and where it is on
/// the map.
pub fn words_as_tsv(word_ids: &[u32], words: &[String], counts: &[u32], positions: &[f32]) -> String {
    let mut table = format!("word\t{}\tx\ty\n", if counts.is_empty() { "rank" } else { "count" });
    for &id in word_ids {
        let at = |i: usize| positions.get(i).filter(|x| x.is_finite()).map_or(String::new(), f32::to_string);
        let rank = id + 1;
        let count = if counts.is_empty() { Some(&rank) } else { counts.get(id as usize) };
        let word = words.get(id as usize);
        if let (Some(word), Some(count)) = (word, count) {
            let (x, y) = (at(2 * id as usize), at(2 * id as usize + 1));
            for cell in [word, "\t", &count.to_string(), "\t", &x, "\t", &y, "\n"] {
                table.push_str(cell);
            }
        }
    }
    table
}

/// The most and least alike pairs of a heatmap, for anyone who cannot see it.
pub fn heatmap_summary(words: &[String], cosines: &[f32]) -> String {
    let n = words.len();
    let mut pairs = (0..n)
        .flat_map(|row| (row + 1..n).map(move |column| (row, column)))
        .filter_map(|(row, column)| cosines.get(row * n + column).map(|&cosine| (cosine, row, column)));
    let Some(first) = pairs.next() else { return "No pairs to compare.".to_owned() };
    let (most, least) = pairs.fold((first, first), |(most, least), pair| {
        (if pair.0 > most.0 { pair } else { most }, if pair.0 < least.0 { pair } else { least })
    });
    let say = |(cosine, row, column): (f32, usize, usize)| {
        format!("{} and {} ({})", words[row], words[column], format::cosine(cosine.into()))
    };
    format!("Cosines of {n} words. Most alike: {}. Least alike: {}.", say(most), say(least))
}

/// Where in the run it stands: `epoch 3 of 15`.
pub fn epoch(progress: &Progress) -> String {
    if progress.tokens_total == 0 {
        return "loaded vectors".to_owned();
    }
    if progress.epoch == 0 {
        return "counting pairs".to_owned();
    }
    format!("epoch {} of {}", progress.epoch, progress.epochs)
}

/// Whether going from one to the other needs a new model. Settings that the method does not use are ignored.
pub fn needs_restart(in_force: &Settings, wanted: &Settings) -> bool {
    // The dimensions of a run that borrows are those of the vectors.
    let counts = |setting: Setting| wanted.uses(setting) && !(setting == Setting::Dims && wanted.borrows());
    let is_other = |setting: &Setting| wanted.get(*setting) != in_force.get(*setting) && counts(*setting);
    let is_other_optimizer = wanted.method == Method::Softmax && wanted.optimizer != in_force.optimizer;
    wanted.method != in_force.method
        || wanted.lowercase != in_force.lowercase
        || is_other_optimizer
        || Setting::ALL.iter().any(|setting| !setting.spec().is_live && is_other(setting))
}

/// How many epochs the run under way can be lengthened by instead of starting anew: where more are wanted than it has
/// and nothing else is.
pub fn more_epochs(in_force: &Settings, wanted: &Settings) -> Option<u32> {
    let longer = Settings { epochs: wanted.epochs, ..*in_force };
    (wanted.epochs > in_force.epochs && !needs_restart(&longer, wanted)).then(|| wanted.epochs - in_force.epochs)
}

/// How many more epochs a finished run of `epochs` is offered, on a text of `n_tokens` words: half as many again, as far as
/// there is room. None at the most there can be.
pub fn further_epochs(epochs: u32, n_tokens: u64) -> Option<u32> {
    let room = (Setting::Epochs.spec_for(n_tokens).max as u32).saturating_sub(epochs);
    Some(epochs.div_ceil(2).min(room)).filter(|&more| more > 0)
}

/// What the loss is, in a line under the chart.
pub fn loss_caption(settings: &Settings) -> &'static str {
    match settings.method {
        Method::SkipGram => "Negative-sampling loss per context word, in nats.",
        Method::Softmax => "Cross-entropy per context word, in nats.",
        Method::Cbow => "Negative-sampling loss per center word, in nats.",
        Method::Glove => "Weighted squared error per pair of words.",
    }
}

/// Why a value typed for a setting is refused. `n_words`: words of the vocabulary that is open.
pub fn refused_value(reason: &OutOfRange, n_words: usize) -> String {
    let OutOfRange { label, kind, min, max, found } = *reason;
    if found.is_nan() {
        let [min, max] = [min, max].map(|end| if end >= 1000.0 { format::count(end as u64) } else { end.to_string() });
        return format!("{label} must be {kind} from {min} to {max}.");
    }
    if label == Setting::Dims.spec().label && found > max && found <= f64::from(u32::MAX) && n_words > 0 {
        // Two tables of vectors, and the last good state of both; some methods have more.
        let memory = format::bytes(4 * 4 * found as u64 * n_words as u64);
        let n_words = format::count(n_words as u64);
        return format!("{reason} It would need at least {memory} for the {n_words} words of this text.");
    }
    reason.to_string()
}

/// The name of a method as the page has it.
pub fn method_name(method: Method) -> &'static str {
    match method {
        Method::SkipGram | Method::Softmax => "Skip-gram",
        Method::Cbow => "CBOW",
        Method::Glove => "GloVe",
    }
}

/// The name of an optimizer.
pub fn optimizer_name(optimizer: Optimizer) -> &'static str {
    match optimizer {
        Optimizer::Sgd => "SGD",
        Optimizer::Adam => "Adam",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_table() {
        let words = ["the", "cat"].map(str::to_owned);
        let table = words_as_tsv(&[1, 7, 0], &words, &[9, 2], &[0.5, -1.0, f32::NAN, 3.0]);
        assert_eq!(table, "word\tcount\tx\ty\ncat\t2\t\t3\nthe\t9\t0.5\t-1\n");
        assert_eq!(words_as_tsv(&[1], &words, &[], &[]), "word\trank\tx\ty\ncat\t2\t\t\n");
    }

    #[test]
    fn a_heatmap_is_said_by_its_extremes() {
        let words = ["king", "queen", "soup"].map(str::to_owned);
        let cosines = [1.0, 0.9, -0.2, 0.9, 1.0, 0.1, -0.2, 0.1, 1.0];
        assert_eq!(
            heatmap_summary(&words, &cosines),
            "Cosines of 3 words. Most alike: king and queen (0.900). Least alike: king and soup (−0.200)."
        );
        assert_eq!(heatmap_summary(&words[..1], &cosines), "No pairs to compare.");
    }

    #[test]
    fn what_is_live_or_of_no_effect_needs_no_restart() {
        let old = Settings::default();
        assert!(!needs_restart(&old, &Settings { learning_rate: 0.5, ..old }));
        assert!(!needs_restart(&old, &Settings { x_max: 3.0, optimizer: Optimizer::Adam, ..old }));
        assert!(needs_restart(&old, &Settings { dims: 3, ..old }));
        let borrowing = Settings { start: Start::Table, ..old };
        assert!(needs_restart(&old, &borrowing) && !needs_restart(&borrowing, &Settings { dims: 3, ..borrowing }));
        assert!(needs_restart(&borrowing, &Settings { borrowed_rate: 0.0, ..borrowing }));
        assert!(!needs_restart(&old, &Settings { borrowed_rate: 0.0, ..old }));
        assert!(needs_restart(&old, &Settings { method: Method::Glove, ..old }));
        assert!(needs_restart(&old, &Settings { lowercase: false, ..old }));
    }

    #[test]
    fn more_epochs_alone_lengthen_a_run() {
        let old = Settings::default();
        assert_eq!(more_epochs(&old, &Settings { epochs: old.epochs + 3, ..old }), Some(3));
        assert_eq!(more_epochs(&old, &Settings { epochs: old.epochs - 1, ..old }), None);
        assert_eq!(more_epochs(&old, &Settings { epochs: old.epochs + 3, dims: 7, ..old }), None);
        assert_eq!(more_epochs(&old, &old), None);
    }

    #[test]
    fn a_finished_run_is_offered_no_more_epochs_than_there_can_be() {
        let of_long = |epochs| further_epochs(epochs, 1_000_000);
        assert_eq!([1, 6].map(of_long), [Some(1), Some(3)]);
        assert_eq!(of_long(80), Some(20), "40 would end beyond the most");
        assert_eq!(of_long(100), None);
        assert_eq!(
            [100, 1000, 1900, 2000].map(|epochs| further_epochs(epochs, 60)),
            [Some(50), Some(500), Some(100), None]
        );
    }

    #[test]
    fn too_many_dimensions_are_refused_with_their_memory() {
        let settings = Settings::default();
        let reason = settings.with(Setting::Dims, 5000.0).expect_err("more than 300");
        assert_eq!(
            refused_value(&reason, 20_000),
            "Dimensions must be a whole number from 1 to 300; 5,000 is not. It would need at least 1.60 GB for the \
             20,000 words of this text."
        );
        let reason = settings.with(Setting::Dims, f64::NAN).expect_err("not a number");
        assert_eq!(refused_value(&reason, 20_000), "Dimensions must be a whole number from 1 to 300.");
    }

    #[test]
    fn a_bad_decoding_is_said_in_numbers() {
        assert_eq!(replaced_notice(0), None);
        assert_eq!(
            replaced_notice(1234).as_deref(),
            Some(
                "1,234 characters could not be decoded and are shown as \u{fffd}. Save the file as UTF-8 to mend them."
            )
        );
    }

    #[test]
    fn reading_says_how_long_it_takes() {
        let mut loading = Loading {
            open_id: Some(1),
            stage: Stage::Reading,
            share: 0.33,
            name: "a.txt".to_owned(),
            bytes_done: 1_000_000,
            bytes_total: 3_000_000,
            bytes_per_second: None,
            n_tokens: 0,
            notices: Vec::new(),
            table: None,
        };
        assert_eq!(reading(&loading), "1.00 MB of 3.00 MB");
        loading.bytes_per_second = Some(1e6);
        assert_eq!(reading(&loading), "1.00 MB of 3.00 MB · 1.00 MB/s · 0:02 left");
        loading.stage = Stage::Counting;
        assert_eq!(reading(&loading), "33 %");
    }
}
