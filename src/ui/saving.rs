//! What can be saved, under which name, and about how large it is.

use crate::{
    chart::format,
    protocol::{Method, PlacesFormat, RunRecord, Saved, SavingStage, VectorsFormat},
};

mod amounts;
mod names;

use amounts::ID_BYTES;
pub use amounts::{Amounts, SessionAmounts};
pub use names::stem;

/// Something that the reader can save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// A file that the worker writes.
    File(Saved),
    /// The map as a picture of points.
    Png,
    /// The map as a drawing.
    Svg,
    /// How the map came about, as a film.
    Film,
}

/// An entry of the dialog.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// What pressing it chooses.
    pub choice: Choice,
    /// What it is.
    pub name: &'static str,
    /// How the name of the file ends.
    pub ending: &'static str,
    /// Who opens it, or what is special about it.
    pub hint: &'static str,
}

const fn vectors(format: VectorsFormat, name: &'static str, ending: &'static str, hint: &'static str) -> Entry {
    Entry { choice: Choice::File(Saved::Vectors(format)), name, ending, hint }
}

/// The session as a file. Whether its text is in it is a choice of its own.
pub const SESSION: [Entry; 1] = [Entry {
    choice: Choice::File(Saved::Session { with_text: true }),
    name: "Everything in one file",
    ending: ".explorer",
    hint: "",
}];

/// Files of vectors.
pub const VECTORS: [Entry; 7] = [
    vectors(VectorsFormat::Word2VecText, "word2vec text", ".txt", "gensim, spaCy, R"),
    vectors(VectorsFormat::Word2VecBinary, "word2vec binary", ".bin", "gensim, word2vec.c"),
    vectors(VectorsFormat::Glove, "GloVe", ".txt", "no header"),
    vectors(VectorsFormat::FastText, "fastText", ".vec", "fastText, gensim"),
    vectors(VectorsFormat::Npz, "NumPy + words", ".npz", "numpy.load"),
    vectors(VectorsFormat::Safetensors, "safetensors", ".safetensors", "PyTorch, Rust"),
    vectors(VectorsFormat::Projector, "Embedding Projector", ".tsv × 2", "with topics and counts"),
];

/// Files of the map.
pub const MAP: [Entry; 5] = [
    Entry { choice: Choice::Png, name: "Picture", ending: ".png", hint: "" },
    Entry { choice: Choice::Svg, name: "Drawing", ending: ".svg", hint: "" },
    Entry { choice: Choice::Film, name: "Replay", ending: ".webm", hint: "how the map came about" },
    Entry {
        choice: Choice::File(Saved::Places(PlacesFormat::Csv)),
        name: "Coordinates, neighbors",
        ending: ".csv",
        hint: "",
    },
    Entry {
        choice: Choice::File(Saved::Places(PlacesFormat::JsonLines)),
        name: "Coordinates, neighbors",
        ending: ".jsonl",
        hint: "",
    },
];

/// Files of an evaluation.
pub const EVALUATION: [Entry; 1] =
    [Entry { choice: Choice::File(Saved::Answers), name: "Analogies, answers", ending: ".csv", hint: "" }];

impl Choice {
    /// The names of its files, where `stem` is of what is open.
    pub fn file_names(self, stem: &str) -> Vec<String> {
        let endings: &[&str] = match self {
            Self::Png => &["-map.png"],
            Self::Svg => &["-map.svg"],
            Self::Film => &["-replay.webm"],
            Self::File(Saved::Places(PlacesFormat::Csv)) => &["-map.csv"],
            Self::File(Saved::Places(PlacesFormat::JsonLines)) => &["-map.jsonl"],
            Self::File(Saved::Answers) => &["-analogies.csv"],
            Self::File(Saved::Session { .. }) => &[".explorer"],
            Self::File(Saved::Vectors(format)) => match format {
                VectorsFormat::Word2VecText => &[".txt"],
                VectorsFormat::Word2VecBinary => &[".bin"],
                VectorsFormat::Glove => &[".glove.txt"],
                VectorsFormat::FastText => &[".vec"],
                VectorsFormat::Npz => &[".npz"],
                VectorsFormat::Safetensors => &[".safetensors"],
                VectorsFormat::Projector => &["-vectors.tsv", "-metadata.tsv"],
            },
        };
        endings.iter().map(|ending| format!("{stem}{ending}")).collect()
    }

    /// The type of its files, for the browser.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
            Self::Film => "video/webm",
            Self::File(Saved::Places(PlacesFormat::Csv) | Saved::Answers) => "text/csv",
            Self::File(Saved::Places(PlacesFormat::JsonLines)) => "application/x-ndjson",
            Self::File(Saved::Session { .. }) => "application/octet-stream",
            Self::File(Saved::Vectors(format)) => match format {
                VectorsFormat::Word2VecText | VectorsFormat::Glove | VectorsFormat::FastText => "text/plain",
                VectorsFormat::Projector => "text/tab-separated-values",
                VectorsFormat::Word2VecBinary | VectorsFormat::Npz | VectorsFormat::Safetensors => {
                    "application/octet-stream"
                }
            },
        }
    }
}

/// Bytes of a trained number as text, with what stands before it.
const NUMBER_BYTES: u64 = 11;
/// Bytes of a line of the map, without words: numbers, signs, and ten neighbors.
const PLACE_BYTES: u64 = 330;
/// Words of a line of the map: itself and its neighbors.
const WORDS_PER_PLACE: u64 = 11;
/// Bytes of a line of answers.
const ANSWER_BYTES: u64 = 55;

impl Choice {
    /// Bytes of its files, about; none where that is not known before.
    pub fn about_bytes(self, amounts: &Amounts) -> Option<u64> {
        let Amounts { n_words, dims, word_bytes, longest_word, has_counts, n_on_map, n_analogies, .. } = *amounts;
        let as_text = word_bytes + n_words * (NUMBER_BYTES * dims + 1);
        let exact = 4 * n_words * dims;
        Some(match self {
            Self::Png | Self::Svg | Self::Film => return None,
            Self::File(Saved::Session { with_text }) => {
                let session = amounts.session.filter(|session| !session.has_pairs)?;
                let text = session.text_bytes.filter(|_| with_text).unwrap_or(0);
                exact * session.n_tables + ID_BYTES * session.n_ids + 3 * word_bytes + text
            }
            Self::File(Saved::Answers) => n_analogies? * ANSWER_BYTES,
            Self::File(Saved::Places(_)) => n_on_map * (PLACE_BYTES + WORDS_PER_PLACE * word_bytes / n_words.max(1)),
            Self::File(Saved::Vectors(format)) => match format {
                VectorsFormat::Word2VecBinary | VectorsFormat::Safetensors => exact + word_bytes + 2 * n_words,
                VectorsFormat::Npz => exact + 4 * n_words * (longest_word + u64::from(has_counts)),
                VectorsFormat::Projector => as_text + word_bytes + 20 * n_words,
                VectorsFormat::Word2VecText | VectorsFormat::Glove | VectorsFormat::FastText => as_text,
            },
        })
    }

    /// What is missing to record a film; none where nothing is. `n_frames`: maps that can be replayed.
    pub fn missing_for_film(rests: bool, n_frames: usize) -> Option<&'static str> {
        match n_frames {
            _ if !rests => Some("Pause first: a film is of a run that rests."),
            0 | 1 => Some("There is nothing to replay yet: a film shows how the map came about while it trained."),
            _ => None,
        }
    }

    /// What is missing to save it, and what to do; none where nothing is.
    pub fn missing(self, has_run: bool, has_answers: bool) -> Option<&'static str> {
        match self {
            Self::File(Saved::Session { .. }) if !has_run => Some(
                "These vectors were loaded and not trained here, so there is no session to save: save them as vectors.",
            ),
            Self::File(Saved::Answers) if !has_answers => {
                Some("Ask the analogies of Evaluation first: their answers can be saved then.")
            }
            _ => None,
        }
    }

    /// What will be saved, in a line: size, amount, and what is particular. None where there is nothing to save.
    pub fn summary(self, amounts: &Amounts) -> Option<String> {
        let mut parts: Vec<String> =
            self.about_bytes(amounts).map(|n| format!("about {}", format::bytes(n))).into_iter().collect();
        let words = |n: u64| format!("{} {}", format::count(n), if n == 1 { "word" } else { "words" });
        let is_of_moment = match self {
            Self::Png | Self::Svg => {
                parts.push("the map as it is shown, with its legend and how it came about".to_owned());
                false
            }
            Self::Film => {
                parts.push(
                    "the map as it is shown, from its first place to its last; recording takes as long".to_owned(),
                );
                false
            }
            Self::File(Saved::Answers) => {
                parts.push(format!("{} questions with their answers", format::count(amounts.n_analogies?)));
                false
            }
            Self::File(Saved::Session { with_text }) => {
                let session = amounts.session?;
                parts.push(words(amounts.n_words));
                parts.push(match (session.text_bytes.is_some(), with_text) {
                    (true, true) => "opens again as it stands, and trains on to the same bits".to_owned(),
                    _ => "trains on to the same bits; without sentences and rarer words".to_owned(),
                });
                true
            }
            Self::File(Saved::Places(_)) => {
                parts.push(words(amounts.n_on_map));
                parts.push("places, 10 nearest words, topics and clusters, as Embedding Atlas opens them".to_owned());
                true
            }
            Self::File(Saved::Vectors(format)) => {
                parts.push(words(amounts.n_words));
                parts.push(match format {
                    VectorsFormat::Word2VecBinary | VectorsFormat::Npz | VectorsFormat::Safetensors => {
                        "32-bit floats as they are".to_owned()
                    }
                    _ => "floats written in the shortest form that reads back to the same bits".to_owned(),
                });
                true
            }
        };
        if is_of_moment && amounts.is_training {
            parts.push("as of the moment you press Save; training goes on".to_owned());
        }
        Some(parts.join(" · "))
    }
}

/// What is being done.
pub fn stage(stage: SavingStage) -> &'static str {
    match stage {
        SavingStage::Copying => "Copying the vectors",
        SavingStage::Grouping => "Grouping the words",
        SavingStage::Writing => "Writing",
    }
}

/// What was saved, in a sentence, and what to know of it.
pub fn saved(names: &[String], choice: Choice, n_rows: u64, n_bytes: u64, tokens_done: Option<u64>) -> String {
    let what = if choice == Choice::File(Saved::Answers) { "question" } else { "word" };
    let plural = if n_rows == 1 { "" } else { "s" };
    let moment = match tokens_done {
        Some(tokens) if choice != Choice::File(Saved::Answers) => {
            format!(", as after {} words of training", format::count(tokens))
        }
        _ => String::new(),
    };
    format!(
        "Saved {}: {} {what}{plural}, {}{moment}.",
        names.join(" and "),
        format::count(n_rows),
        format::bytes(n_bytes)
    )
}

/// How a file of what is open is called, up to its ending.
pub fn stem_of(record: &RunRecord) -> String {
    let method = record.is_of_run().then_some(match record.settings.method {
        Method::SkipGram => "skipgram",
        Method::Softmax => "softmax",
        Method::Cbow => "cbow",
        Method::Glove => "glove",
    });
    stem(record.name(), method, record.settings.dims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Settings;

    const SMALL: Amounts = Amounts {
        n_words: 900,
        dims: 64,
        word_bytes: 5_000,
        longest_word: 12,
        has_counts: true,
        n_on_map: 612,
        n_analogies: Some(1_200),
        is_training: false,
        session: None,
    };

    #[test]
    fn every_file_has_a_name_of_its_own() {
        let entries = SESSION.iter().chain(&VECTORS).chain(&MAP).chain(&EVALUATION);
        let names: Vec<String> = entries.flat_map(|entry| entry.choice.file_names("a-64d")).collect();
        let mut known = names.clone();
        known.sort();
        known.dedup();
        assert_eq!(known.len(), names.len(), "{names:?}");
        assert!(names.iter().all(|name| name.starts_with("a-64d")));
        let endings =
            SESSION.iter().chain(&VECTORS).chain(&MAP).chain(&EVALUATION).map(|entry| (entry.choice, entry.ending));
        for (choice, ending) in endings {
            let ending = ending.split(' ').next().unwrap_or_default();
            assert!(choice.file_names("a").iter().all(|name| name.ends_with(ending)), "{choice:?}");
        }
    }

    #[test]
    fn what_will_be_saved_is_said_before() {
        let text = Choice::File(Saved::Vectors(VectorsFormat::Word2VecText));
        assert_eq!(
            text.summary(&SMALL).as_deref(),
            Some("about 640 KB · 900 words · floats written in the shortest form that reads back to the same bits")
        );
        let training = Amounts { is_training: true, ..SMALL };
        let binary = Choice::File(Saved::Vectors(VectorsFormat::Word2VecBinary));
        assert_eq!(
            binary.summary(&training).as_deref(),
            Some(
                "about 237 KB · 900 words · 32-bit floats as they are · as of the moment you press Save; training goes on"
            )
        );
        let answers = Choice::File(Saved::Answers);
        assert_eq!(answers.summary(&training).as_deref(), Some("about 66.0 KB · 1,200 questions with their answers"));
        assert_eq!(answers.summary(&Amounts { n_analogies: None, ..SMALL }), None);
        assert!(answers.missing(true, false).is_some() && answers.missing(false, true).is_none());
    }

    #[test]
    fn a_film_needs_a_run_that_rests_and_something_to_replay() {
        assert!(Choice::missing_for_film(false, 9).is_some_and(|said| said.starts_with("Pause")));
        assert!(Choice::missing_for_film(true, 1).is_some() && Choice::missing_for_film(true, 2).is_none());
        assert_eq!(Choice::Film.file_names("tales"), ["tales-replay.webm"]);
        assert_eq!((Choice::Film.mime(), Choice::Film.about_bytes(&SMALL)), ("video/webm", None));
    }

    #[test]
    fn a_session_says_what_its_text_adds() {
        let session = |with_text| Choice::File(Saved::Session { with_text });
        assert_eq!(session(true).summary(&SMALL), None, "vectors that were loaded have none");
        assert!(session(true).missing(false, true).is_some() && session(true).missing(true, false).is_none());
        let settings = Settings { dims: 64, ..Settings::default() };
        let text = Some([260_000, 30_000, 1_000]);
        let of = |settings: &Settings, is_trained| Amounts {
            session: Some(SessionAmounts::of(settings, 250_000, text, is_trained)),
            ..SMALL
        };
        let trained = of(&settings, true);
        let bytes = |choice: Choice| choice.about_bytes(&trained).expect("it is known");
        let n_text = trained.session.and_then(|session| session.text_bytes).expect("there is a text");
        assert_eq!(bytes(session(true)) - bytes(session(false)), n_text);
        assert_eq!(n_text, 4 * 290_000 + 16_000);
        assert!(of(&settings, false).session.expect("a run").n_tables > 2, "a run under way has its last sound state");
        let summary = session(false).summary(&trained).expect("it can be saved");
        assert!(summary.contains("without sentences and rarer words"), "{summary}");
        let glove = Settings { method: Method::Glove, ..settings };
        assert_eq!(session(true).about_bytes(&of(&glove, true)), None, "nobody has counted the pairs yet");
    }

    #[test]
    fn what_was_saved_is_said_with_its_moment() {
        let names = ["a.txt".to_owned()];
        let text = Choice::File(Saved::Vectors(VectorsFormat::Word2VecText));
        assert_eq!(
            saved(&names, text, 900, 560_000, Some(81_200)),
            "Saved a.txt: 900 words, 560 KB, as after 81,200 words of training."
        );
        assert_eq!(saved(&names, text, 1, 56, None), "Saved a.txt: 1 word, 56 B.");
        let both = ["a.tsv".to_owned(), "b.tsv".to_owned()];
        assert_eq!(
            saved(&both, Choice::File(Saved::Answers), 2, 56, Some(7)),
            "Saved a.tsv and b.tsv: 2 questions, 56 B."
        );
    }
}
