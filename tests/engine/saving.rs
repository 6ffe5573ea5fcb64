//! Files that a session writes: they open again with the same bits.

use embedding_explorer::{
    formats::{Bundle, Loaded, ReadOptions},
    protocol::{
        Bytes, Command, Event, Phase, PlacesFormat, QuestionSet, Saved, SavingNews, SavingStage, Settings, Source,
        VectorsFormat, View,
    },
};
use serde_json::Value;

use crate::journey::{Journey, SLICE_SECS, Table, quick};

const FORMATS: [VectorsFormat; 7] = [
    VectorsFormat::Word2VecText,
    VectorsFormat::Word2VecBinary,
    VectorsFormat::Glove,
    VectorsFormat::FastText,
    VectorsFormat::Npz,
    VectorsFormat::Safetensors,
    VectorsFormat::Projector,
];

fn trained() -> Journey {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    journey
}

fn news(journey: &Journey, id: u32) -> Vec<SavingNews> {
    let of_file = |event: &Event| match event {
        Event::Saving(saving) if saving.save_id == id => Some(saving.news.clone()),
        _ => None,
    };
    journey.events.iter().filter_map(of_file).collect()
}

/// The bytes of each file, and how it ended.
fn files(journey: &Journey, id: u32) -> (Vec<Vec<u8>>, Option<SavingNews>) {
    let (mut files, mut end): (Vec<Vec<u8>>, _) = (Vec::new(), None);
    for news in news(journey, id) {
        assert!(end.is_none(), "nothing follows the end: {news:?}");
        match news {
            SavingNews::Piece { file, bytes } => {
                assert!(!bytes.is_empty() && bytes.len() < 400_000, "{} bytes in a piece", bytes.len());
                files.resize(files.len().max(file as usize + 1), Vec::new());
                files[file as usize].extend_from_slice(&bytes);
            }
            SavingNews::Progress { share, .. } => assert!((0.0..=1.0).contains(&share)),
            SavingNews::Done { .. } | SavingNews::Refused(_) => end = Some(news),
        }
    }
    (files, end)
}

/// Saves, and works until there is an end.
fn saved(journey: &mut Journey, id: u32, saved: Saved) -> Vec<Vec<u8>> {
    journey.tell(Command::Save { save_id: id, saved, page: Bytes::default() });
    for _ in 0..100_000 {
        if matches!(news(journey, id).last(), Some(SavingNews::Done { .. } | SavingNews::Refused(_))) {
            break;
        }
        journey.slice(SLICE_SECS);
    }
    let (files, end) = files(journey, id);
    assert!(matches!(end, Some(SavingNews::Done { .. })), "{saved:?}: {end:?}");
    files
}

fn reopened(files: &[Vec<u8>]) -> Loaded {
    let mut bundle = Bundle::new(&ReadOptions::default());
    for (place, file) in files.iter().enumerate() {
        bundle.begin(&format!("file {place}"), Some(file.len() as u64));
        bundle.push_all(file).expect("a file that can be read");
        bundle.end().expect("a file that can be read");
    }
    while !bundle.advance(1_000_000).expect("words that fit the vectors") {}
    bundle.finish().expect("a table")
}

/// The words and bits of the vectors that are open.
fn open_now(journey: &mut Journey) -> (Vec<String>, Vec<u32>) {
    let words = journey.opened().words.to_vec();
    journey.tell(Command::GiveVectors { most: words.len() as u32 });
    journey.until_idle();
    let values = journey.last(|event| if let Event::Vectors(vectors) = event { Some(vectors.clone()) } else { None });
    (words, values.values.iter().map(|x| x.to_bits()).collect())
}

fn bits(loaded: &Loaded) -> Vec<u32> {
    let rows = (0..loaded.words.len() as u32).flat_map(|row| loaded.matrix.vector(row).to_vec());
    rows.map(f32::to_bits).collect()
}

/// Opens these words and the bits of their vectors.
fn open(journey: &mut Journey, open_id: u32, words: Vec<String>, bits: &[u32]) {
    let values: Vec<f32> = bits.iter().map(|&bits| f32::from_bits(bits)).collect();
    let dims = values.len() / words.len();
    journey.open_table(open_id, &Table { words, counts: Vec::new(), values, dims }, 1000);
    journey.until_idle();
}

#[test]
fn every_format_of_a_trained_model_and_of_a_loaded_one_reads_back_to_the_same_bits() {
    let mut journey = trained();
    let (words, expected) = open_now(&mut journey);
    let counts = journey.opened().counts.to_vec();
    for (id, format) in (10..).zip(FORMATS) {
        let files = saved(&mut journey, id, Saved::Vectors(format));
        let loaded = reopened(&files);
        assert!(loaded.words == words && bits(&loaded) == expected, "{format:?}");
        if matches!(format, VectorsFormat::Npz | VectorsFormat::Projector) {
            assert_eq!(loaded.counts.as_ref(), Some(&counts), "{format:?}");
        }
        assert!(files == saved(&mut journey, id + 100, Saved::Vectors(format)), "twice in a row: {format:?}");
    }
    open(&mut journey, 2, words.clone(), &expected);
    for (id, format) in (300..).zip(FORMATS) {
        let loaded = reopened(&saved(&mut journey, id, Saved::Vectors(format)));
        assert!(loaded.words == words && bits(&loaded) == expected && loaded.counts.is_none(), "{format:?}");
        let end = files(&journey, id).1;
        let n_rows = words.len() as u64;
        assert_eq!(end, Some(SavingNews::Done { tokens_done: None, n_rows, notes: Vec::new() }));
    }
}

#[test]
fn a_file_of_a_run_under_way_is_of_one_moment_and_training_goes_on() {
    let mut journey = Journey::open_built_in(Settings { epochs: 20, ..quick() });
    journey.tell(Command::Play);
    for _ in 0..40 {
        journey.slice(SLICE_SECS);
    }
    let before = journey.progress().tokens_done;
    let files = saved(&mut journey, 7, Saved::Vectors(VectorsFormat::Word2VecText));
    assert_eq!(journey.progress().phase, Phase::Training);
    let Some(SavingNews::Done { tokens_done: Some(tokens), .. }) = self::files(&journey, 7).1 else {
        panic!("it says when its vectors were taken")
    };
    assert!(before <= tokens && tokens < journey.progress().tokens_total, "{before}, {tokens}");
    let loaded = reopened(&files);

    for _ in 0..20 {
        journey.slice(SLICE_SECS);
    }
    journey.tell(Command::Pause);
    let paused = reopened(&saved(&mut journey, 8, Saved::Vectors(VectorsFormat::Word2VecText)));
    assert!(bits(&paused) == open_now(&mut journey).1, "they are those that are shown");
    assert!(bits(&paused) != bits(&loaded), "they have moved since");
    let tokens_paused = journey.progress().tokens_done;
    assert!(
        matches!(self::files(&journey, 8).1, Some(SavingNews::Done { tokens_done: Some(n), .. }) if n == tokens_paused)
    );
    assert!(tokens < tokens_paused);
    journey.tell(Command::Play);
    journey.until_idle();
    let uninterrupted = {
        let mut journey = Journey::open_built_in(Settings { epochs: 20, ..quick() });
        journey.tell(Command::Play);
        journey.until_idle();
        journey.progress().checksum.clone()
    };
    assert_eq!(journey.progress().checksum, uninterrupted, "saving changes nothing");
}

#[test]
fn a_file_that_is_given_up_is_not_heard_of_again() {
    let mut journey = trained();
    journey.tell(Command::Save { save_id: 1, saved: Saved::Vectors(VectorsFormat::Glove), page: Bytes::default() });
    journey.slice(0.002);
    journey.tell(Command::CancelSave);
    let n_heard = news(&journey, 1).len();
    journey.until_idle();
    assert_eq!(news(&journey, 1).len(), n_heard);
    assert_eq!(files(&journey, 1).1, None);
    // And another takes the place of one that is under way.
    journey.tell(Command::Save { save_id: 2, saved: Saved::Vectors(VectorsFormat::Glove), page: Bytes::default() });
    journey.slice(0.002);
    let loaded = reopened(&saved(&mut journey, 3, Saved::Vectors(VectorsFormat::FastText)));
    assert!(bits(&loaded) == open_now(&mut journey).1);
    assert_eq!(files(&journey, 2).1, None);
}

#[test]
fn another_model_ends_a_file_with_a_sentence() {
    for command in [
        Command::Restart { settings: quick() },
        Command::Reset,
        Command::Open { open_id: 9, source: Source::BuiltIn, settings: quick(), chosen: Vec::new(), autoplay: false },
    ] {
        let what = format!("{command:?}");
        let mut journey = trained();
        // So much to write that the other model is there first.
        journey.tell(command);
        while !journey.session.is_idle() {
            let n_opened = journey.events.iter().filter(|event| matches!(event, Event::Opened(_))).count();
            if n_opened > 1 {
                break;
            }
            journey.tell(Command::Save {
                save_id: 1,
                saved: Saved::Vectors(VectorsFormat::Word2VecText),
                page: Bytes::default(),
            });
            journey.slice(SLICE_SECS);
        }
        journey.until_idle();
        let end = news(&journey, 1).pop();
        assert!(matches!(&end, Some(SavingNews::Refused(why)) if why.contains("another model")), "{what}: {end:?}");
    }
}

#[test]
fn what_is_not_there_cannot_be_saved() {
    let mut journey = Journey::new();
    journey.tell(Command::Save { save_id: 1, saved: Saved::Vectors(VectorsFormat::Npz), page: Bytes::default() });
    let Some(SavingNews::Refused(why)) = news(&journey, 1).pop() else { panic!("nothing is open") };
    assert!(why.starts_with("Nothing is open"), "{why}");
    let mut journey = trained();
    journey.tell(Command::Save { save_id: 2, saved: Saved::Answers, page: Bytes::default() });
    let Some(SavingNews::Refused(why)) = news(&journey, 2).pop() else { panic!("nothing was asked") };
    assert!(why.contains("ask the analogies"), "{why}");
}

#[test]
fn places_have_the_neighbors_that_the_words_have() {
    let mut journey = trained();
    let view = View { n_words: 300, ..View::default() };
    journey.tell(Command::Show { view });
    journey.until_idle();
    let text =
        String::from_utf8(saved(&mut journey, 1, Saved::Places(PlacesFormat::JsonLines)).remove(0)).expect("text");
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(rows.len(), 300);
    let opened = journey.opened().clone();
    let frame = journey.frames().last().expect("a map").positions.to_vec();
    let (words, vectors) = open_now(&mut journey);
    let dims = vectors.len() / 300;
    let vector = |row: usize| vectors[row * dims..][..dims].iter().map(|&bits| f64::from(f32::from_bits(bits)));
    let cosine = |a: usize, b: usize| {
        let dot = |a, b| vector(a).zip(vector(b)).map(|(x, y)| x * y).sum::<f64>();
        dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
    };
    for (row, point) in rows.iter().enumerate() {
        assert_eq!((&point["id"], &point["word"]), (&row.into(), &words[row].as_str().into()));
        assert_eq!(point["count"], opened.counts[row]);
        let at = ["projection_x", "projection_y"].map(|name| point[name].as_f64().expect("a number") as f32);
        assert_eq!(at, [frame[2 * row], frame[2 * row + 1]]);
        assert_eq!(point["projection"], "PC 1, PC 2");
        assert!(point["cluster"].as_str().is_some_and(|name| name.contains(", ")), "{point}");
        let ids = point["neighbors"]["ids"].as_array().expect("a list");
        let distances = point["neighbors"]["distances"].as_array().expect("a list");
        assert_eq!((ids.len(), distances.len()), (10, 10));
        let near: Vec<f64> = ids.iter().map(|id| cosine(row, id.as_u64().expect("a row") as usize)).collect();
        for (cosine, distance) in near.iter().zip(distances) {
            assert!((1.0 - cosine - distance.as_f64().expect("a number")).abs() < 1e-5);
        }
        let n_nearer = (0..300).filter(|&other| other != row && cosine(row, other) > near[9] + 1e-6).count();
        assert!(n_nearer <= 9, "row {row}");
        assert!(point["nearest"].as_str().is_some_and(|text| text.split("; ").count() == 10));
    }
    let with_topic = rows.iter().filter(|point| point["topic"].is_string()).count();
    let has_topic = |&&topic: &&u8| usize::from(topic) < opened.topics.len();
    assert_eq!(with_topic, opened.topic_of_word.iter().take(300).filter(has_topic).count());

    let csv = String::from_utf8(saved(&mut journey, 2, Saved::Places(PlacesFormat::Csv)).remove(0)).expect("text");
    assert!(csv.starts_with("id,word,projection_x,projection_y,count,topic,cluster,projection,nearest,neighbors\r\n"));
    assert_eq!(csv.lines().count(), 301);
}

#[test]
fn answers_are_saved_with_those_that_were_right() {
    let mut journey = trained();
    let file = ": royal\nking queen man woman\nking queen man zeppelin\n: more\nman woman boy girl\n";
    for (id, questions) in [
        (1, QuestionSet::BuiltIn),
        (2, QuestionSet::File { name: "mine.txt".to_owned(), bytes: file.as_bytes().to_vec().into(), score: None }),
    ] {
        journey.tell(Command::Evaluate { questions });
        journey.until_idle();
        let report = journey.last(|event| match event {
            Event::Evaluation(Ok(report)) if report.is_done() => Some(report.clone()),
            _ => None,
        });
        let text = String::from_utf8(saved(&mut journey, id, Saved::Answers).remove(0)).expect("text");
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!(lines[0], ["section", "a", "b", "c", "expected", "found", "result", "rank"]);
        assert_eq!(lines.len(), 1 + report.n_total as usize);
        let n = |result: &str| lines.iter().filter(|cells| cells[6] == result).count() as u32;
        let [n_correct, n_asked] = report.correct_and_asked();
        assert_eq!([n("correct"), n("correct") + n("wrong")], [n_correct, n_asked]);
        for cells in &lines[1..] {
            assert_eq!(cells[6] == "correct", cells[7] == "1", "{cells:?}");
            assert_eq!(cells[6] == "correct", cells[5] == cells[4], "{cells:?}");
        }
        for section in &report.sections {
            for wrong in &section.wrong {
                let [a, b, c, d] = wrong.words.each_ref().map(String::as_str);
                let is_here = |cells: &&Vec<&str>| cells[..6] == [section.name.as_str(), a, b, c, d, &wrong.found];
                assert!(lines.iter().any(|cells| is_here(&cells)), "{wrong:?}");
            }
        }
    }
    let text = String::from_utf8(saved(&mut journey, 3, Saved::Answers).remove(0)).expect("text");
    assert!(text.contains("royal,king,queen,man,zeppelin,,not asked,\r\n"), "{text}");
    // Another model has answered nothing yet.
    journey.tell(Command::Restart { settings: quick() });
    journey.until_idle();
    journey.tell(Command::Save { save_id: 4, saved: Saved::Answers, page: Bytes::default() });
    assert!(matches!(news(&journey, 4).pop(), Some(SavingNews::Refused(_))));
}

#[test]
fn words_that_a_format_cannot_hold_are_told() {
    let mut journey = Journey::new();
    let words = ["new york", "boat"].map(str::to_owned).to_vec();
    let bits: Vec<u32> = [1.0_f32, 0.5, -0.25, 2.0].map(f32::to_bits).to_vec();
    open(&mut journey, 1, words, &bits);
    let files = saved(&mut journey, 1, Saved::Vectors(VectorsFormat::Glove));
    assert_eq!(files[0], b"new_york 1 0.5\nboat -0.25 2\n");
    let Some(SavingNews::Done { notes, .. }) = self::files(&journey, 1).1 else { panic!("it is done") };
    assert!(notes[0].contains("new york"), "{notes:?}");
}

#[test]
fn a_large_table_comes_in_pieces_with_progress() {
    let mut journey = Journey::new();
    let n = 20_000_usize;
    let words: Vec<String> = (0..n).map(|i| format!("w{i}")).collect();
    let bits: Vec<u32> = (0..n * 20).map(|i| (((i * 7919) % 10_007) as f32 / 10_007.0 - 0.5).to_bits()).collect();
    open(&mut journey, 1, words, &bits);
    let files = saved(&mut journey, 1, Saved::Vectors(VectorsFormat::Word2VecText));
    assert!(self::bits(&reopened(&files)) == bits);
    let heard = news(&journey, 1);
    let n_pieces = heard.iter().filter(|news| matches!(news, SavingNews::Piece { .. })).count();
    assert!(n_pieces > 10, "{n_pieces}");
    let shares: Vec<f64> = heard
        .iter()
        .filter_map(|news| match news {
            SavingNews::Progress { stage: SavingStage::Writing, share } => Some(*share),
            _ => None,
        })
        .collect();
    assert!(shares.len() > 1 && shares.is_sorted(), "{shares:?}");
}
