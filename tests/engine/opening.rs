//! Texts and settings, good and bad.

use embedding_explorer::protocol::{
    Command, Event, Method, Notice, Optimizer, Part, Phase, Setting, Settings, Source, SourceIdentity,
};

use crate::journey::{ALL, Journey, SLICE_SECS, quick};

#[test]
fn settings_that_nobody_chose_follow_the_size_of_the_text() {
    let text = "one two three four five six seven eight nine ten. ".repeat(100);
    let mut journey = Journey::new();
    let source = Source::Text { name: "numbers".to_owned(), text };
    let settings = Settings { dims: 7, seed: 5, window: 3, ..Settings::default() };
    journey.tell(Command::Open {
        open_id: 1,
        source,
        settings,
        chosen: vec![Setting::Dims, Setting::Seed],
        autoplay: false,
    });
    journey.until_idle();
    let by_size = Settings::for_text(Method::SkipGram, Optimizer::Sgd, 1000);
    assert_eq!(journey.opened().settings, Settings { dims: 7, seed: 5, ..by_size });
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
    let source = || Source::File {
        name: "fox.txt".to_owned(),
        n_bytes: text.len() as u64,
        encoding: None,
        columns: Vec::new(),
        is_text: false,
    };
    journey.tell(Command::Open {
        open_id: 1,
        source: source(),
        settings: quick(),
        chosen: ALL.to_vec(),
        autoplay: false,
    });
    assert!(journey.session.wants_bytes());
    journey.session.feed(&text.as_bytes()[..1000], 1.0);
    journey.tell(Command::Cancel);
    assert!(!journey.session.wants_bytes());
    assert!(!journey.events.iter().any(|event| matches!(event, Event::Opened(_))));

    journey.tell(Command::Open {
        open_id: 1,
        source: source(),
        settings: quick(),
        chosen: ALL.to_vec(),
        autoplay: false,
    });
    for (i, piece) in text.as_bytes().chunks(777).enumerate() {
        let events = journey.session.feed(piece, 2.0 + i as f64);
        journey.hear(events);
        journey.slice(SLICE_SECS);
    }
    journey.session.end_of_file();
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
fn what_waited_for_a_restart_goes_with_it() {
    let mut journey = Journey::open_built_in(quick());
    let before = journey.opened().record.clone();
    journey.tell(Command::Restart { settings: Settings { seed: 9, ..quick() } });
    journey.tell(Command::Extend { epochs: 50 });
    journey.tell(Command::Play);
    journey.tell(Command::Cancel);
    journey.until_idle();
    assert_eq!(journey.opened().record, before, "the run that was there is no longer");
    assert_eq!((journey.progress().phase, journey.progress().tokens_done), (Phase::Paused, 0));
    // The same where the restart is refused.
    journey.tell(Command::Restart { settings: Settings { min_count: 1_000_000, ..quick() } });
    journey.tell(Command::Extend { epochs: 50 });
    journey.until_idle();
    assert!(journey.refusals().len() == 1 && journey.opened().record == before, "{:?}", journey.refusals());
}

/// Opens these files as one text.
fn open_files(files: &[(&str, &[u8])]) -> Journey {
    let mut journey = Journey::new();
    let n_bytes = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    let source = Source::File { name: "all".to_owned(), n_bytes, encoding: None, columns: Vec::new(), is_text: true };
    journey.tell(Command::Open { open_id: 1, source, settings: quick(), chosen: ALL.to_vec(), autoplay: false });
    for (name, bytes) in files {
        let mut begins = Some(name);
        for piece in bytes.chunks(700).chain(bytes.is_empty().then_some(*bytes)) {
            while !journey.session.wants_bytes() && journey.session.is_fed() {
                journey.slice(SLICE_SECS);
            }
            let events = begins.take().map(|name| journey.session.next_file(name)).unwrap_or_default();
            journey.hear(events);
            let events = journey.session.feed(piece, 0.0);
            journey.hear(events);
        }
    }
    journey.session.end_of_file();
    journey.until_idle();
    journey
}

#[test]
fn several_files_are_one_text() {
    let (cats, dogs) = ("the cat drinks milk. ".repeat(300), "the dog drinks soup. ".repeat(300));
    let html = format!("<!doctype html><p>{}</p>", "the moon shines over the café. ".repeat(300));
    let picture: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let journey = open_files(&[
        ("a.txt", cats.as_bytes()),
        ("p.png", picture),
        ("b.txt", dogs.as_bytes()),
        ("empty.txt", b""),
        ("c.html", html.as_bytes()),
    ]);
    let opened = journey.opened();
    for word in ["cat", "soup", "café"] {
        assert!(opened.words.iter().any(|known| known == word), "{word}");
    }
    assert!(!opened.words.iter().any(|word| word == "doctype"));
    let notices = &opened.notices;
    assert!(notices.contains(&Notice::Files(4)), "{notices:?}");
    assert!(notices.contains(&Notice::LeftOut { n: 1, first: "p.png".to_owned() }), "{notices:?}");
    let all: Vec<u8> = [cats.as_bytes(), picture, dogs.as_bytes(), html.as_bytes()].concat();
    let SourceIdentity::Text { n_bytes, sha256, .. } = &opened.record.source else { panic!("{:?}", opened.record) };
    assert_eq!((*n_bytes, sha256.len()), (all.len() as u64, 64), "all bytes that came are in its identity");

    let journey = open_files(&[("p.png", picture), ("q.png", picture)]);
    assert!(journey.refusals()[0].contains("picture"), "{:?}", journey.refusals());
}
