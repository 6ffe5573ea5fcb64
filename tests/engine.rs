//! Journeys of a reader through one session, without a page or a browser.

#![cfg(not(target_arch = "wasm32"))]

use std::cell::Cell;

use embedding_explorer::{
    engine::Session,
    protocol::{
        Answer, Command, Event, Frame, Method, Opened, Optimizer, Part, Phase, Progress, Question, Setting, Settings,
        Slot, Source,
    },
};

/// Every setting is the reader's own choice.
const ALL: [Setting; 10] = Setting::ALL;

/// A session with a clock that ticks a little at every look, so that slices end and rates can be taken.
struct Journey {
    session: Session,
    clock: Cell<f64>,
    events: Vec<Event>,
}

const TICK_SECS: f64 = 0.001;
const SLICE_SECS: f64 = 0.010;
/// More slices than any journey here needs.
const MOST_SLICES: usize = 100_000;

impl Journey {
    fn new() -> Self {
        Self { session: Session::new(), clock: Cell::new(0.0), events: Vec::new() }
    }

    fn open_built_in(settings: Settings) -> Self {
        let mut journey = Self::new();
        journey.tell(Command::Open { source: Source::BuiltIn, settings, chosen: ALL.to_vec(), autoplay: false });
        journey.until_idle();
        journey
    }

    fn open_text(&mut self, text: &str, settings: Settings) {
        let source = Source::Text { name: "pasted".to_owned(), text: text.to_owned() };
        self.tell(Command::Open { source, settings, chosen: ALL.to_vec(), autoplay: false });
        self.until_idle();
    }

    fn tell(&mut self, command: Command) {
        let events = self.session.handle(command, self.clock.get());
        self.hear(events);
    }

    fn hear(&mut self, events: Vec<Event>) {
        for event in events {
            if let Event::Frame(frame) = &event {
                let serial = frame.serial;
                self.events.push(event);
                let more = self.session.handle(Command::FrameShown { serial }, self.clock.get());
                self.hear(more);
            } else {
                self.events.push(event);
            }
        }
    }

    fn slice(&mut self, seconds: f64) {
        let clock = &self.clock;
        let events = self.session.work(
            &|| {
                clock.set(clock.get() + TICK_SECS);
                clock.get()
            },
            seconds,
        );
        self.hear(events);
    }

    fn until_idle(&mut self) {
        for _ in 0..MOST_SLICES {
            if self.session.is_idle() {
                return;
            }
            self.slice(SLICE_SECS);
        }
        panic!("the session never came to rest");
    }

    fn opened(&self) -> &Opened {
        self.last(|event| match event {
            Event::Opened(opened) => Some(&**opened),
            _ => None,
        })
    }

    fn progress(&self) -> &Progress {
        self.last(|event| match event {
            Event::Progress(progress) => Some(progress),
            _ => None,
        })
    }

    fn frames(&self) -> Vec<&Frame> {
        self.events
            .iter()
            .filter_map(|event| if let Event::Frame(frame) = event { Some(frame) } else { None })
            .collect()
    }

    fn refusals(&self) -> Vec<&str> {
        let refusals = self.events.iter().filter_map(|event| match event {
            Event::Refused(refusal) => Some(refusal.message.as_str()),
            _ => None,
        });
        refusals.collect()
    }

    fn ask(&mut self, question: Question) -> Answer {
        self.tell(Command::Ask { id: 1, slot: Slot::Pinned, question });
        self.slice(SLICE_SECS);
        self.last(|event| match event {
            Event::Answer { answer, .. } => Some(answer.clone()),
            _ => None,
        })
    }

    fn last<'a, T>(&'a self, pick: impl FnMut(&'a Event) -> Option<T>) -> T {
        self.events.iter().rev().find_map(pick).expect("the session has said so")
    }
}

fn quick() -> Settings {
    Settings { epochs: 2, dims: 16, ..Settings::default() }
}

#[test]
fn the_built_in_corpus_trains_to_its_end_and_draws_itself() {
    let mut journey = Journey::open_built_in(quick());
    assert_eq!(journey.progress().phase, Phase::Paused);
    assert_eq!(journey.frames().len(), 1, "an untrained map is shown before training starts");
    journey.tell(Command::Play);
    journey.until_idle();
    let (opened, progress) = (journey.opened(), journey.progress());
    assert_eq!(progress.phase, Phase::Trained);
    assert_eq!(progress.tokens_done, (opened.n_tokens_kept - opened.n_tokens_held_out) * 2);
    let share_held_out = opened.n_tokens_held_out as f64 / opened.n_tokens_kept as f64;
    assert!((share_held_out - 0.01).abs() < 0.003, "{share_held_out}");
    assert!(progress.checksum.as_ref().is_some_and(|checksum| checksum.len() == 16));
    assert!(progress.words_per_second.is_some_and(|rate| rate > 0.0));
    let frames = journey.frames();
    assert!(frames.len() > 5, "the map is drawn while it trains: {} frames", frames.len());
    let last = frames[frames.len() - 1];
    assert_eq!(last.positions.len(), 2 * opened.words.len());
    assert!(last.on_axes && last.tokens_done == progress.tokens_done);
    assert!(last.explained[0] >= last.explained[1] && last.explained.iter().sum::<f64>() <= 1.0);
}

#[test]
fn loss_points_come_once_each_and_fall() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let points: Vec<_> = journey
        .events
        .iter()
        .filter_map(|event| if let Event::Progress(progress) = event { Some(&progress.loss) } else { None })
        .flatten()
        .collect();
    assert!(points.windows(2).all(|pair| pair[0].tokens < pair[1].tokens));
    assert!(points.len() > 300, "{} points", points.len());
    let negatives = f64::from(quick().negatives);
    let start = f64::from(points[0].loss);
    assert!((start - (1.0 + negatives) * 2.0_f64.ln()).abs() < 0.4, "untrained, each target is a coin toss: {start}");
    assert!(points[points.len() - 1].loss < 0.8 * points[0].loss);
    let held_out: Vec<_> = journey
        .events
        .iter()
        .filter_map(|event| if let Event::Progress(progress) = event { Some(&progress.held_out_loss) } else { None })
        .flatten()
        .collect();
    assert_eq!(held_out.len(), 1 + 4 * 2, "before training and at each quarter of an epoch");
    assert!(held_out.windows(2).all(|pair| pair[0].tokens < pair[1].tokens && pair[0].loss > pair[1].loss));
}

#[test]
fn the_vectors_do_not_depend_on_how_the_work_was_sliced() {
    let checksum = |slice_secs: f64, pauses: bool, steps: usize| {
        let mut journey = Journey::open_built_in(quick());
        for _ in 0..steps {
            journey.tell(Command::Step { part: Part::Slice });
            journey.until_idle();
        }
        journey.tell(Command::Play);
        let mut n_slices = 0;
        while !journey.session.is_idle() {
            journey.slice(slice_secs);
            n_slices += 1;
            if pauses && n_slices % 7 == 0 {
                journey.tell(Command::Pause);
                journey.until_idle();
                journey.ask(Question::Neighbors { word_id: 0, k: 3 });
                journey.tell(Command::Play);
            }
        }
        journey.progress().checksum.clone().expect("the run is done")
    };
    let whole = checksum(1e9, false, 0);
    assert_eq!(whole, checksum(0.002, false, 0));
    assert_eq!(whole, checksum(0.013, true, 3));
}

#[test]
fn reset_and_the_same_seed_give_the_same_vectors_and_another_seed_others() {
    let mut journey = Journey::open_built_in(quick());
    let mut run = |command: Command| {
        journey.tell(command);
        journey.tell(Command::Play);
        journey.until_idle();
        journey.progress().checksum.clone().expect("the run is done")
    };
    let first = run(Command::Play);
    assert_eq!(first, run(Command::Reset));
    assert_ne!(first, run(Command::Restart { settings: Settings { seed: 7, ..quick() } }));
}

#[test]
fn a_step_is_one_hundredth_of_the_run() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Step { part: Part::Slice });
    journey.until_idle();
    let progress = journey.progress();
    assert_eq!(progress.phase, Phase::Paused);
    let hundredth = progress.tokens_total as f64 / 100.0;
    let done = progress.tokens_done as f64;
    assert!(done >= hundredth && done < hundredth + 1000.0, "{done} of {hundredth}, but for the end of a sentence");
}

#[test]
fn a_step_can_be_an_epoch() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Step { part: Part::Epoch });
    journey.until_idle();
    let first = journey.progress().clone();
    assert_eq!((first.phase, first.epoch), (Phase::Paused, 2));
    assert_eq!(first.tokens_done * 2, first.tokens_total);
    journey.tell(Command::Step { part: Part::Epoch });
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
}

#[test]
fn every_method_trains_to_its_end_and_answers() {
    for (method, optimizer) in [
        (Method::SkipGram, Optimizer::Sgd),
        (Method::Cbow, Optimizer::Sgd),
        (Method::Softmax, Optimizer::Sgd),
        (Method::Softmax, Optimizer::Adam),
        (Method::Glove, Optimizer::Sgd),
    ] {
        let text = "the red fox runs to the old barn. a red hen sits in the old barn. ".repeat(60);
        let mut journey = Journey::new();
        journey.open_text(&text, Settings { method, optimizer, ..quick() });
        assert_eq!(journey.opened().settings.method, method);
        journey.tell(Command::Play);
        journey.until_idle();
        let progress = journey.progress();
        assert_eq!((progress.phase, progress.epoch, progress.epochs), (Phase::Trained, 2, 2), "{method:?}");
        assert!(progress.checksum.is_some());
        let answer = journey.ask(Question::Neighbors { word_id: 0, k: 3 });
        assert!(matches!(answer, Answer::Neighbors { neighbors, .. } if neighbors.len() == 3), "{method:?}");
    }
}

#[test]
fn a_finished_run_takes_more_epochs() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let first = journey.progress().clone();
    journey.tell(Command::Extend { epochs: 3 });
    journey.until_idle();
    let longer = journey.progress();
    assert_eq!((longer.phase, longer.epochs), (Phase::Trained, 3));
    assert_eq!(longer.tokens_done * 2, first.tokens_done * 3);
    assert_ne!(longer.checksum, first.checksum);
    journey.tell(Command::Extend { epochs: 1000 });
    assert!(journey.refusals()[0].starts_with("Epochs must be"), "{:?}", journey.refusals());
}

#[test]
fn settings_that_nobody_chose_follow_the_size_of_the_text() {
    let text = "one two three four five six seven eight nine ten. ".repeat(100);
    let mut journey = Journey::new();
    let source = Source::Text { name: "numbers".to_owned(), text };
    let settings = Settings { dims: 7, seed: 5, window: 3, ..Settings::default() };
    journey.tell(Command::Open { source, settings, chosen: vec![Setting::Dims, Setting::Seed], autoplay: false });
    journey.until_idle();
    let by_size = Settings::for_text(Method::SkipGram, Optimizer::Sgd, 1000);
    assert_eq!(journey.opened().settings, Settings { dims: 7, seed: 5, ..by_size });
}

#[test]
fn a_rate_that_diverges_stops_training_and_loses_nothing() {
    let mut journey = Journey::open_built_in(Settings { learning_rate: 1.0, ..quick() });
    journey.tell(Command::Play);
    journey.until_idle();
    let progress = journey.progress().clone();
    assert!(journey.refusals()[0].contains("diverged"), "{:?}", journey.refusals());
    assert_eq!(progress.phase, Phase::Paused);
    journey.tell(Command::SetLearningRate { learning_rate: 0.05 });
    journey.tell(Command::Play);
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
}

#[test]
fn questions_are_answered_while_it_trains_and_only_the_newest_of_a_slot() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.slice(SLICE_SECS);
    for word_id in [3, 4, 5] {
        let question = Question::Neighbors { word_id, k: 4 };
        journey.tell(Command::Ask { id: word_id, slot: Slot::Hover, question });
    }
    journey.slice(SLICE_SECS);
    let answers: Vec<_> = journey
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Answer { id, answer: Answer::Neighbors { word_id, neighbors }, .. } => {
                Some((*id, *word_id, neighbors.len()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(answers, [(5, 5, 4)]);
    assert_eq!(journey.progress().phase, Phase::Training);
}

#[test]
fn words_are_found_in_any_case_and_unknown_ones_get_spellings() {
    let mut journey = Journey::new();
    let settings = Settings { min_count: 2, ..quick() };
    journey
        .open_text(&"the kitten chased a mouse. one sparrow flew. ".repeat(20).replacen("flew", "fled", 1), settings);
    let Answer::Found { word_id } = journey.ask(Question::Find { word: " Kitten ".to_owned() }) else {
        panic!("kitten is there")
    };
    assert_eq!(journey.opened().words[word_id as usize], "kitten");
    let unknown = journey.ask(Question::Find { word: "kiten".to_owned() });
    let Answer::UnknownWord { word, suggestions, .. } = unknown else { panic!("kiten is not there") };
    assert_eq!((word.as_str(), suggestions[0].as_str()), ("kiten", "kitten"));
    let rare = journey.ask(Question::Find { word: "fled".to_owned() });
    assert!(matches!(rare, Answer::UnknownWord { n_in_text: 1, .. }), "it is in the text, but once: {rare:?}");
}

#[test]
fn analogies_leave_their_inputs_out_unless_asked() {
    let mut journey = Journey::open_built_in(quick());
    let words = journey.opened().words.clone();
    let mut ask = |include_inputs| {
        let [a, b, c] = [0, 1, 0].map(|id: usize| words[id].clone());
        match journey.ask(Question::Analogy { a, b, c, k: 5, include_inputs }) {
            Answer::Analogy { answers, .. } => answers.iter().map(|answer| answer.word_id).collect::<Vec<_>>(),
            other => panic!("not an analogy: {other:?}"),
        }
    };
    assert!(ask(false).iter().all(|id| ![0, 1].contains(id)));
    assert!(ask(true).contains(&0));
}

#[test]
fn a_heatmap_is_symmetric_and_names_the_word_that_is_missing() {
    let mut journey = Journey::open_built_in(quick());
    let mut words: Vec<String> = journey.opened().words[..4].to_vec();
    let Answer::Heatmap { word_ids, cosines } = journey.ask(Question::Heatmap { words: words.clone() }) else {
        panic!("four known words")
    };
    assert_eq!(word_ids, [0, 1, 2, 3]);
    assert!((0..4).all(|i| cosines[i * 4 + i] == 1.0 && (0..4).all(|j| cosines[i * 4 + j] == cosines[j * 4 + i])));
    words.push("xylophonist".to_owned());
    assert!(
        matches!(journey.ask(Question::Heatmap { words }), Answer::UnknownWord { word, .. } if word == "xylophonist")
    );
}

#[test]
fn a_bad_text_is_refused_and_the_model_before_it_goes_on() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Step { part: Part::Slice });
    journey.until_idle();
    let before = journey.progress().clone();
    journey.open_text("", quick());
    journey.open_text("... --- !!!", quick());
    journey.open_text("\u{0}\u{1}\u{2}\u{0}binary\u{0}", quick());
    journey.open_text("every word here occurs just once", quick());
    let refusals = journey.refusals();
    assert_eq!(refusals.len(), 4, "{refusals:?}");
    assert!(refusals[0].contains("empty") && refusals[2].contains("not a text file"), "{refusals:?}");
    assert!(
        journey.events.iter().any(|event| matches!(event,
        Event::Refused(refusal) if refusal.try_min_count == Some(1))),
        "{refusals:?}"
    );
    assert_eq!(journey.opened().generation, before.generation);
    journey.tell(Command::Play);
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
}

#[test]
fn a_file_comes_in_pieces_and_can_be_cancelled() {
    let text = "the quick brown fox jumps over the lazy dog. ".repeat(2000);
    let mut journey = Journey::new();
    let source = || Source::File { name: "fox.txt".to_owned(), n_bytes: text.len() as u64 };
    journey.tell(Command::Open { source: source(), settings: quick(), chosen: ALL.to_vec(), autoplay: false });
    assert!(journey.session.wants_bytes());
    journey.session.feed(&text.as_bytes()[..1000], 1.0);
    journey.tell(Command::Cancel);
    assert!(!journey.session.wants_bytes());
    assert!(!journey.events.iter().any(|event| matches!(event, Event::Opened(_))));

    journey.tell(Command::Open { source: source(), settings: quick(), chosen: ALL.to_vec(), autoplay: false });
    for (i, piece) in text.as_bytes().chunks(777).enumerate() {
        let events = journey.session.feed(piece, 2.0 + i as f64);
        journey.hear(events);
    }
    let events = journey.session.end_of_file();
    journey.hear(events);
    journey.until_idle();
    assert_eq!(journey.opened().n_tokens, 18_000);
    assert_eq!(journey.opened().words[0], "the");
    let is_reported = |event: &Event| matches!(event, Event::Loading(loading) if loading.bytes_done > 50_000);
    assert!(journey.events.iter().any(is_reported), "reading reports how far it is");
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let mut journey = Journey::open_built_in(quick());
    let generation = journey.opened().generation;
    journey.tell(Command::Restart { settings: Settings { window: 0, ..quick() } });
    journey.tell(Command::SetLearningRate { learning_rate: -1.0 });
    journey.tell(Command::Restart { settings: Settings { lowercase: false, ..quick() } });
    let refusals = journey.refusals();
    assert!(refusals[0].starts_with("Window must be") && refusals[1].starts_with("Learning rate must be"));
    assert!(refusals[2].ends_with("open the text again."), "{refusals:?}");
    assert_eq!(journey.opened().generation, generation);
}

#[test]
fn the_map_can_show_fewer_words() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::ShowWords { n_words: 4 });
    journey.until_idle();
    assert_eq!(journey.frames().last().expect("a new picture").positions.len(), 8);
}

#[test]
fn no_frame_is_sent_before_the_last_one_is_drawn() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    let mut n_frames = 0;
    for _ in 0..50 {
        let clock = &journey.clock;
        let events = journey.session.work(
            &|| {
                clock.set(clock.get() + TICK_SECS);
                clock.get()
            },
            SLICE_SECS,
        );
        n_frames += events.iter().filter(|event| matches!(event, Event::Frame(_))).count();
    }
    assert_eq!(n_frames, 1, "the page has not said that it drew the first");
}
