//! Random sequences of what page and reader can do to a session.

use embedding_explorer::protocol::{
    AxisWords, HeatmapOrder, Measure, Method, Optimizer, Part, PlacesFormat, Projection, Question, QuestionSet, Saved,
    Setting, Settings, Slot, Start, VectorsFormat, View,
};

use crate::{
    random::Random,
    texts::{questions, text},
};

/// One step of a sequence. Whatever depends on what the session has said is named, so that a sequence still means something
/// when a part of it is left out.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Open a text that is in memory; `None` is the built-in corpus.
    Open {
        text: Option<String>,
        settings: Settings,
        chosen: Vec<Setting>,
        autoplay: bool,
    },
    /// Open a file, whose bytes are fed by [`Action::Feed`].
    OpenFile {
        bytes: Vec<u8>,
        settings: Settings,
        autoplay: bool,
    },
    /// Feed at most this many bytes of that file; its end comes with its last byte.
    Feed {
        most: usize,
    },
    /// The file cannot be read on.
    FileFails,
    Cancel,
    Play,
    Pause,
    Step(Part),
    Extend {
        epochs: u32,
    },
    Reset,
    Restart {
        settings: Settings,
    },
    SetLearningRate(f64),
    Show(View),
    /// Place the words; of the model that is open, or of another one.
    Place {
        is_current: bool,
        n_floats: usize,
    },
    Cluster {
        k: u32,
    },
    GiveVectors {
        most: u32,
    },
    Evaluate(QuestionSet),
    CancelEvaluation,
    Save(Saved),
    CancelSave,
    Explain {
        word_id: u32,
        other: Option<u32>,
    },
    /// Lay the model aside as the baseline; the one that is open, or another one.
    SetBaseline {
        is_current: bool,
    },
    DiscardBaseline,
    /// Ask something.
    Ask {
        slot: Slot,
        question: Question,
    },
    /// Say that the last frame was drawn, or one that never was.
    FrameShown {
        is_last: bool,
    },
    /// Work for some slices of a length, with a clock that ticks at each look.
    Work {
        n_slices: u32,
        slice_secs: f64,
        tick_secs: f64,
    },
    /// The clock jumps ahead.
    Sleep {
        seconds: f64,
    },
}

/// The sequence of a seed.
pub(crate) fn sequence(seed: u64) -> Vec<Action> {
    let mut random = Random::new(seed);
    let n_actions = 5 + random.below(60);
    let mut actions = Vec::new();
    if !random.one_in(10) {
        actions.push(open(&mut random));
    }
    for _ in 0..n_actions {
        actions.push(action(&mut random));
    }
    actions
}

fn action(random: &mut Random) -> Action {
    match random.below(100) {
        0..=3 => open(random),
        4..=5 => {
            let autoplay = random.one_in(2);
            Action::OpenFile { bytes: bytes(random), settings: settings(random), autoplay }
        }
        6..=8 => Action::Feed { most: 1 + random.below(3000) as usize },
        9 => Action::FileFails,
        10..=11 => Action::Cancel,
        12..=18 => Action::Play,
        19..=21 => Action::Pause,
        22..=25 => Action::Step(random.pick(&[Part::Slice, Part::Epoch])),
        26..=27 => Action::Extend { epochs: random.pick(&[0, 1, 2, 3, 5, 100, u32::MAX]) },
        28..=29 => Action::Reset,
        30..=32 => Action::Restart { settings: settings(random) },
        33..=34 => Action::SetLearningRate(random.pick(&[0.01, 0.05, 0.2, 1.0, 0.0, -1.0, f64::NAN, f64::INFINITY])),
        35..=38 => Action::Show(view(random)),
        39 => Action::Place { is_current: !random.one_in(4), n_floats: random.below(200) as usize },
        40..=41 => Action::Cluster { k: random.pick(&[0, 1, 2, 5, 12, 64, 65, u32::MAX]) },
        42 => Action::GiveVectors { most: random.pick(&[0, 1, 50, u32::MAX]) },
        43..=46 => Action::Evaluate(if random.one_in(4) {
            QuestionSet::BuiltIn
        } else {
            QuestionSet::File {
                name: "mine.txt".to_owned(),
                bytes: questions(random).into_bytes().into(),
                score: random.one_in(4).then(|| random.below(5)),
            }
        }),
        47 => Action::CancelEvaluation,
        48..=50 => {
            let other = random.one_in(2).then(|| word_id(random));
            Action::Explain { word_id: word_id(random), other }
        }
        51..=52 => Action::SetBaseline { is_current: !random.one_in(4) },
        53 => Action::DiscardBaseline,
        54..=68 => Action::Ask { slot: slot(random), question: question(random) },
        69..=73 => Action::FrameShown { is_last: !random.one_in(5) },
        74..=75 => Action::Sleep { seconds: random.pick(&[0.05, 1.0, 1e4, 1e9]) },
        76..=77 => Action::Save(random.pick(&[
            Saved::Vectors(VectorsFormat::Word2VecText),
            Saved::Vectors(VectorsFormat::Npz),
            Saved::Vectors(VectorsFormat::Safetensors),
            Saved::Vectors(VectorsFormat::Projector),
            Saved::Places(PlacesFormat::Csv),
            Saved::Places(PlacesFormat::JsonLines),
            Saved::Answers,
            Saved::Session { with_text: true },
            Saved::Session { with_text: false },
        ])),
        78 => Action::CancelSave,
        _ => Action::Work {
            n_slices: 1 + random.below(30),
            slice_secs: random.pick(&[0.0, 0.001, 0.01]),
            tick_secs: random.pick(&[0.0001, 0.001, 0.01]),
        },
    }
}

fn open(random: &mut Random) -> Action {
    let all = random.one_in(2);
    let chosen =
        if all { Setting::ALL.to_vec() } else { Setting::ALL.into_iter().filter(|_| random.one_in(2)).collect() };
    // The built-in corpus takes as long as fifty other texts.
    let is_built_in = random.one_in(60);
    let mut settings = settings(random);
    if is_built_in {
        settings = Settings { dims: 8, epochs: 1, window: 2, method: Method::SkipGram, ..Settings::default() };
    }
    let text = (!is_built_in).then(|| text(random));
    // All of them are chosen where a run by the text's size would be long.
    let chosen = if is_built_in { Setting::ALL.to_vec() } else { chosen };
    Action::Open { text, settings, chosen, autoplay: random.one_in(2) }
}

fn bytes(random: &mut Random) -> Vec<u8> {
    let mut bytes = text(random).into_bytes();
    if random.one_in(4) && !bytes.is_empty() {
        for _ in 0..20 {
            let at = random.below(bytes.len() as u32) as usize;
            bytes[at] = random.below(256) as u8;
        }
    }
    bytes
}

/// Settings that are mostly in their ranges, and small.
fn settings(random: &mut Random) -> Settings {
    let mut settings = Settings {
        method: random.pick(&[Method::SkipGram, Method::SkipGram, Method::Cbow, Method::Glove, Method::Softmax]),
        optimizer: random.pick(&[Optimizer::Sgd, Optimizer::Adam]),
        dims: random.pick(&[1, 2, 3, 8, 16, 33, 64]),
        window: random.pick(&[1, 2, 5, 10, 30]),
        harmonic: random.one_in(3),
        negatives: random.pick(&[1, 2, 5, 20]),
        epochs: random.pick(&[1, 1, 2, 3, 6]),
        min_count: random.pick(&[1, 1, 2, 5]),
        subsample: random.pick(&[0.0, 1e-3, 0.1]),
        learning_rate: random.pick(&[0.001, 0.025, 0.1, 0.5, 1.0]),
        weight_decay: random.pick(&[0.0, 0.02]),
        start: random.pick(&[Start::Random, Start::Random, Start::Before, Start::Before, Start::Table]),
        borrowed_rate: random.pick(&[0.0, 0.1, 1.0]),
        x_max: random.pick(&[1.0, 10.0, 100.0]),
        alpha: random.pick(&[0.5, 0.75, 1.0]),
        seed: random.below(5),
        lowercase: !random.one_in(4),
    };
    if random.one_in(12) {
        match random.below(6) {
            0 => settings.dims = random.pick(&[0, 300, u32::MAX]),
            1 => settings.window = random.pick(&[0, u32::MAX]),
            2 => settings.epochs = random.pick(&[0, u32::MAX]),
            3 => settings.min_count = random.pick(&[0, 1000, u32::MAX]),
            4 => settings.learning_rate = random.pick(&[0.0, -1.0, f64::NAN, f64::INFINITY]),
            _ => settings.subsample = random.pick(&[-1.0, f64::NAN, 2.0]),
        }
    }
    settings
}

fn view(random: &mut Random) -> View {
    let words = |random: &mut Random, most: u32| (0..random.below(most)).map(|_| word_id(random)).collect::<Vec<_>>();
    let axis = |random: &mut Random| AxisWords { towards: words(random, 3), from: words(random, 3) };
    let projection = match random.below(4) {
        0 => Projection::Axes { x: axis(random), y: axis(random) },
        1 => Projection::Placed,
        _ => Projection::Components { x: random.pick(&[0, 1, 2, 30]), y: random.pick(&[1, 2, 3, u32::MAX]) },
    };
    View {
        n_words: random.pick(&[0, 2, 10, 100, u32::MAX]),
        only: if random.one_in(3) { words(random, 8) } else { Vec::new() },
        hidden: if random.one_in(3) { words(random, 8) } else { Vec::new() },
        projection,
        measures_all: random.one_in(3),
    }
}

/// Mostly one that exists.
fn word_id(random: &mut Random) -> u32 {
    if random.one_in(12) { random.pick(&[1000, u32::MAX]) } else { random.below(30) }
}

fn slot(random: &mut Random) -> Slot {
    random.pick(&[
        Slot::Hover,
        Slot::Pinned,
        Slot::Search,
        Slot::Completion,
        Slot::Analogy,
        Slot::Heatmap,
        Slot::Compare,
    ])
}

fn question(random: &mut Random) -> Question {
    let word = |random: &mut Random| format!("w{}", random.below(40));
    let words =
        |random: &mut Random| (0..random.below(6)).map(|_| format!("w{}", random.below(40))).collect::<Vec<_>>();
    let k = random.pick(&[0, 1, 10, u32::MAX]);
    match random.below(9) {
        0..=2 => {
            let measure = random.pick(&[Measure::Cosine, Measure::Distance, Measure::OutputCosine]);
            Question::Neighbors { word_id: word_id(random), k, measure }
        }
        3 => Question::Find { word: word(random) },
        4 => Question::Search { text: random.pick(&["w", "w1", "", "zzz"]).to_owned(), k: 10 },
        5 => Question::Arithmetic {
            expression: format!("{} - {} + {}", word(random), word(random), word(random)),
            by_product: random.one_in(2),
            k,
            include_inputs: random.one_in(2),
            expected: word(random),
        },
        6 => Question::Heatmap {
            words: words(random),
            order: random.pick(&[HeatmapOrder::Input, HeatmapOrder::Topic, HeatmapOrder::Cluster]),
        },
        7 => Question::Groups { words: words(random), others: words(random) },
        _ => Question::SideBySide { word_id: word_id(random) },
    }
}
