//! Training that begins with vectors from elsewhere.

use embedding_explorer::{
    engine::Session,
    protocol::{
        Answer, Command, Compared, Event, Method, Optimizer, Phase, Question, QuestionSet, Reproducible, Settings,
        Source, Start,
    },
};

use crate::{
    journey::{ALL, Journey, Table, quick},
    saved::{APART, WHOLE, read, snapshot, work, written},
};

const DIMS: usize = 12;

/// Words with vectors that are all different.
fn table(words: &[&str]) -> Table {
    let mut next = 1_u32;
    let values = (0..words.len() * DIMS).map(|_| {
        next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (next >> 8) as f32 / (1 << 24) as f32 - 0.5
    });
    Table::new(words, DIMS, values.collect())
}

/// A text whose words stand together in pairs.
fn text() -> String {
    let sentences = ["The cat sat on the mat.", "A dog bit the man.", "Man and dog sat.", "A zebra sat on the man."];
    format!("{} ", sentences.join(" ")).repeat(30)
}

const KNOWN: [&str; 9] = ["The", "cat", "dog", "man", "SAT", "mat", "bit", "and", "elsewhere"];

fn settings(rate: f64) -> Settings {
    Settings { start: Start::Table, borrowed_rate: rate, min_count: 1, epochs: 3, dims: 7, subsample: 0.0, ..quick() }
}

fn open_text(journey: &mut Journey, open_id: u32, settings: Settings) {
    let source = Source::Text { name: "pasted".to_owned(), text: text() };
    journey.tell(Command::Open { open_id, source, settings, chosen: ALL.to_vec(), autoplay: false });
    journey.until_idle();
}

/// A table is open, and a text is opened that starts from it.
fn borrowing(settings: Settings) -> Journey {
    let mut journey = Journey::new();
    journey.open_table(5, &table(&KNOWN), 4);
    journey.until_idle();
    open_text(&mut journey, 6, settings);
    journey
}

fn vectors(journey: &mut Journey) -> Vec<Vec<u32>> {
    let most = journey.opened().words.len() as u32;
    journey.tell(Command::GiveVectors { most });
    journey.until_idle();
    let found = journey.last(|event| if let Event::Vectors(vectors) = event { Some(vectors.clone()) } else { None });
    found.values.chunks(found.dims as usize).map(|row| row.iter().map(|x| x.to_bits()).collect()).collect()
}

fn trained(journey: &mut Journey) -> (String, Vec<Vec<u32>>) {
    journey.tell(Command::Play);
    journey.until_idle();
    (journey.progress().checksum.clone().expect("it is trained"), vectors(journey))
}

fn row_of(word: &str) -> Vec<u32> {
    let table = table(&KNOWN);
    let place = table.words.iter().position(|known| known == word).expect("a word of the table");
    table.values[place * DIMS..][..DIMS].iter().map(|x| x.to_bits()).collect()
}

#[test]
fn a_text_starts_from_the_table_that_is_open() {
    for method in [Method::SkipGram, Method::Cbow, Method::Softmax] {
        for rate in [0.0, 0.1, 1.0] {
            let mut journey = borrowing(Settings { method, ..settings(rate) });
            let opened = journey.opened().clone();
            assert_eq!(opened.settings.dims as usize, DIMS, "its dimensions are those of the table");
            let loan = opened.record.loan.clone().expect("it has borrowed");
            assert_eq!((loan.name.as_str(), loan.n_rows, loan.dims), ("vectors.txt", 9, 12));
            assert_eq!((loan.n_lent, loan.n_drawn), (8, 3));
            assert_eq!(opened.record.reproducible(), Reproducible::WithLoan);
            let named: Vec<&str> = opened.drawn.iter().map(|&id| opened.words[id as usize].as_str()).collect();
            assert_eq!(named, ["on", "a", "zebra"], "words that are missing are named");
            let begun = vectors(&mut journey);
            let id = |word: &str| opened.words.iter().position(|known| known == word).expect("a word");
            for (word, theirs) in [("cat", "cat"), ("the", "The"), ("sat", "SAT")] {
                assert_eq!(begun[id(word)], row_of(theirs), "{word}");
            }
            let (_, end) = trained(&mut journey);
            for word in ["cat", "the", "sat", "man"] {
                assert_eq!(end[id(word)] == begun[id(word)], rate == 0.0, "{word} at {rate}");
            }
            assert_ne!(end[id("zebra")], begun[id("zebra")], "drawn words learn");
        }
    }
}

#[test]
fn a_start_from_elsewhere_does_not_change_other_runs() {
    let mut plain = Journey::new();
    open_text(&mut plain, 1, Settings { start: Start::Random, dims: 12, ..settings(0.1) });
    let expected = trained(&mut plain);
    let mut beside = borrowing(Settings { start: Start::Random, dims: 12, ..settings(0.1) });
    assert!(beside.opened().record.loan.is_none() && beside.opened().drawn.is_empty());
    assert_eq!(trained(&mut beside), expected);
    let lender = beside.opened().lenders[0].clone().expect("the table is kept");
    assert_eq!((lender.name.as_str(), lender.n_words, lender.dims), ("vectors.txt", 9, 12));
}

#[test]
fn a_run_borrows_by_a_restart_and_is_reset_and_undone() {
    let mut direct = borrowing(settings(0.1));
    let expected = trained(&mut direct);
    let mut journey = borrowing(Settings { start: Start::Random, ..settings(0.1) });
    journey.tell(Command::Restart { settings: settings(0.1) });
    journey.until_idle();
    let checksum = |journey: &Journey| journey.progress().checksum.clone();
    assert_eq!(checksum(&journey), Some(expected.0.clone()));
    // Frozen, then undone, then from the seed again.
    journey.tell(Command::Restart { settings: settings(0.0) });
    journey.until_idle();
    assert_ne!(checksum(&journey), Some(expected.0.clone()));
    journey.tell(Command::Undo);
    journey.until_idle();
    assert_eq!(checksum(&journey), Some(expected.0.clone()));
    journey.tell(Command::Reset);
    journey.until_idle();
    assert_eq!(trained(&mut journey), expected);
    // Another vocabulary borrows anew.
    journey.tell(Command::Restart { settings: Settings { min_count: 60, ..settings(0.1) } });
    journey.until_idle();
    let loan = journey.opened().record.loan.clone().expect("it has borrowed");
    assert!(loan.n_lent + loan.n_drawn < 11, "{loan:?}");
    journey.tell(Command::Restart { settings: settings(0.1) });
    journey.until_idle();
    assert_eq!(checksum(&journey), Some(expected.0));
    // And random vectors are random again.
    journey.tell(Command::Restart { settings: Settings { start: Start::Random, ..settings(0.1) } });
    journey.until_idle();
    assert!(journey.opened().record.loan.is_none());
    assert!(journey.refusals().is_empty(), "{:?}", journey.refusals());
}

#[test]
fn a_text_is_trained_on_again_from_the_table_that_was_opened_over_it() {
    let expected = trained(&mut borrowing(settings(0.1)));
    let mut journey = Journey::new();
    open_text(&mut journey, 1, Settings { start: Start::Random, ..settings(0.1) });
    journey.open_table(5, &table(&KNOWN), 100);
    journey.until_idle();
    assert_eq!(journey.opened().text_aside.as_deref(), Some("pasted"));
    journey.tell(Command::Restart { settings: settings(0.1) });
    journey.until_idle();
    assert!(journey.opened().has_text && journey.opened().text_aside.is_none());
    assert_eq!(journey.progress().checksum, Some(expected.0.clone()));
    // A second table takes the place of the first.
    let mut other = table(&KNOWN);
    other.values.iter_mut().for_each(|x| *x *= -2.0);
    journey.open_table(6, &other, 100);
    journey.until_idle();
    journey.tell(Command::Restart { settings: settings(0.1) });
    journey.until_idle();
    assert_ne!(journey.progress().checksum, Some(expected.0));
    assert!(journey.refusals().is_empty(), "{:?}", journey.refusals());
}

#[test]
fn a_text_starts_from_what_was_trained_on_the_one_before() {
    let mut journey = Journey::new();
    open_text(&mut journey, 1, Settings { start: Start::Random, ..settings(0.1) });
    let (_, before) = trained(&mut journey);
    let words = journey.opened().words.clone();
    let source = Source::Text { name: "second".to_owned(), text: "A man and a tiger. The tiger bit. ".repeat(20) };
    let plain = Settings { start: Start::Random, ..settings(0.0) };
    journey.tell(Command::Open { open_id: 2, source, settings: plain, chosen: ALL.to_vec(), autoplay: false });
    journey.until_idle();
    let lender = journey.opened().lenders[1].clone().expect("what was trained is kept");
    assert_eq!((lender.name.as_str(), lender.n_words as usize, lender.dims), ("pasted", words.len(), 7));
    journey.tell(Command::Restart { settings: Settings { start: Start::Before, ..settings(0.0) } });
    journey.until_idle();
    let own = journey.opened().words.clone();
    let now = vectors(&mut journey);
    for (word, row) in own.iter().zip(&now) {
        match words.iter().position(|known| known == word) {
            Some(place) => assert_eq!(*row, before[place], "{word} is frozen as it was"),
            None => assert_eq!(word, "tiger"),
        }
    }
}

#[test]
fn what_was_lent_is_compared_with_and_asked_before_and_after() {
    let mut journey = Journey::open_built_in(Settings { epochs: 6, ..quick() });
    journey.tell(Command::Play);
    journey.until_idle();
    let words = journey.opened().words.to_vec();
    journey.tell(Command::GiveVectors { most: words.len() as u32 });
    journey.until_idle();
    let found = journey.last(|event| if let Event::Vectors(vectors) = event { Some(vectors.clone()) } else { None });
    let good = Table { words, counts: Vec::new(), values: found.values.0, dims: found.dims as usize };
    // A few hundred sentences at the whole rate wreck a good table.
    let mut journey = Journey::new();
    journey.open_table(5, &good, 100);
    journey.until_idle();
    let settings =
        Settings { start: Start::Table, borrowed_rate: 1.0, epochs: 3, learning_rate: 0.05, min_count: 1, ..quick() };
    let sentence = "the cat sees king and queen and paris and france and italy and rome. ";
    let source = Source::Text { name: "few".to_owned(), text: sentence.repeat(60) };
    journey.tell(Command::Open { open_id: 6, source, settings, chosen: ALL.to_vec(), autoplay: true });
    journey.until_idle();
    let compared = |journey: &Journey| {
        journey.last(
            |event| if let Event::Compared(Some(compared)) = event { Some(Compared::clone(compared)) } else { None },
        )
    };
    assert!(journey.refusals().is_empty(), "{:?}", journey.refusals());
    let found = compared(&journey);
    assert_eq!(found.baseline.record.name(), "vectors.txt", "the table is the baseline without being asked for");
    assert!(found.n_shared > 5 && found.n_compared == found.n_to_compare && found.mean.is_some(), "{found:?}");
    let answer = journey.ask(Question::SideBySide { word_id: found.changed[0].word_id });
    assert!(matches!(answer, Answer::SideBySide { jaccard: Some(_), .. }), "{answer:?}");
    assert_eq!(journey.progress().accuracy_before, None, "nobody has asked anything yet");
    let bytes = b": capital\nfrance paris italy rome\nitaly rome france paris\nking queen paris rome\n".to_vec().into();
    journey.tell(Command::Evaluate { questions: QuestionSet::File { name: "q.txt".to_owned(), bytes, score: None } });
    journey.until_idle();
    let before = journey.progress().accuracy_before.expect("it has borrowed");
    assert!((0.0..=1.0).contains(&before));
    // The same of the table's own rows for these words, by a run that is frozen and so stays at them.
    let frozen = Settings { borrowed_rate: 0.0, ..journey.opened().settings };
    journey.tell(Command::Restart { settings: frozen });
    journey.until_idle();
    let bytes = b": capital\nfrance paris italy rome\nitaly rome france paris\nking queen paris rome\n".to_vec().into();
    journey.tell(Command::Evaluate { questions: QuestionSet::File { name: "q.txt".to_owned(), bytes, score: None } });
    journey.until_idle();
    assert_eq!(journey.progress().accuracy_before, Some(before));
    assert!(journey.refusals().is_empty(), "{:?}", journey.refusals());
}

#[test]
fn the_built_in_questions_are_asked_of_the_first_vectors_too() {
    let mut journey = Journey::open_built_in(Settings { epochs: 6, ..quick() });
    journey.tell(Command::Play);
    journey.until_idle();
    let last = journey.progress().accuracy.last().expect("a point at the end").accuracy;
    journey.tell(Command::GiveVectors { most: 10_000 });
    journey.until_idle();
    let found = journey.last(|event| if let Event::Vectors(vectors) = event { Some(vectors.clone()) } else { None });
    let words = journey.opened().words.to_vec();
    let good = Table { words, counts: Vec::new(), values: found.values.0, dims: found.dims as usize };
    let mut journey = Journey::new();
    journey.open_table(5, &good, 100);
    journey.until_idle();
    for autoplay in [false, true] {
        let settings = Settings { start: Start::Table, borrowed_rate: 1.0, epochs: 1, learning_rate: 0.01, ..quick() };
        journey.tell(Command::Open { open_id: 6, source: Source::BuiltIn, settings, chosen: ALL.to_vec(), autoplay });
        journey.until_idle();
        assert_eq!(journey.opened().record.loan.as_ref().map(|loan| loan.n_drawn), Some(0));
        assert_eq!(journey.progress().accuracy_before, Some(last), "before is what the table knows");
        assert_eq!(journey.progress().phase == Phase::Trained, autoplay);
    }
}

#[test]
fn a_run_that_borrows_is_saved_anywhere_and_goes_on_to_the_same_bits() {
    for (method, optimizer) in [
        (Method::SkipGram, Optimizer::Sgd),
        (Method::Cbow, Optimizer::Sgd),
        (Method::Softmax, Optimizer::Sgd),
        (Method::Softmax, Optimizer::Adam),
    ] {
        for rate in [0.0, 0.1] {
            let settings = Settings { method, optimizer, epochs: 60, ..settings(rate) };
            let expected = trained(&mut borrowing(settings));
            for volumes in [WHOLE, APART] {
                let mut journey = borrowing(settings);
                journey.tell(Command::Play);
                let mut n_stops = 0;
                while journey.progress().phase != Phase::Trained {
                    work(&mut journey, 1);
                    let saved = snapshot(&mut journey);
                    journey = read(&written(&saved, volumes, 700), 700);
                    assert_eq!(journey.refusals(), [""; 0]);
                    let about = journey.opened();
                    assert_eq!(about.record.loan.as_ref().map(|loan| (loan.n_lent, loan.n_drawn)), Some((8, 3)));
                    assert_eq!((about.drawn.len(), about.lenders[0].is_some()), (3, true));
                    journey.tell(Command::Play);
                    n_stops += 1;
                    assert!(n_stops < 10_000);
                }
                assert!(n_stops > 1, "{n_stops}");
                journey.until_idle();
                assert_eq!(journey.progress().checksum.as_ref(), Some(&expected.0), "{method:?} at {rate}");
                // The session has what it takes to begin anew.
                journey.tell(Command::Reset);
                journey.until_idle();
                assert_eq!(trained(&mut journey), expected, "{method:?} at {rate}, reset");
                let raised = Settings { min_count: 40, ..settings };
                journey.tell(Command::Restart { settings: raised });
                journey.until_idle();
                assert!(journey.opened().record.loan.as_ref().is_some_and(|loan| loan.n_rows == 9 && loan.n_lent < 8));
                journey.tell(Command::Restart { settings });
                journey.until_idle();
                assert!(journey.refusals().last().expect("refused").contains("open vectors.txt again"));
            }
        }
    }
}

#[test]
fn what_cannot_be_borrowed_is_a_sentence() {
    // Nothing is kept.
    let mut journey = Journey::new();
    open_text(&mut journey, 1, settings(0.1));
    assert!(journey.refusals()[0].starts_with("There are no vectors here to start from"), "{:?}", journey.refusals());
    // No word in common.
    let mut journey = Journey::new();
    journey.open_table(5, &table(&["eins", "zwei"]), 4);
    journey.until_idle();
    open_text(&mut journey, 6, settings(0.1));
    assert!(
        journey.refusals()[0].starts_with("None of this text's words are in vectors.txt"),
        "{:?}",
        journey.refusals()
    );
    assert!(!journey.opened().has_text, "the table stays");
    // Numbers that no trained vector has.
    let mut huge = table(&KNOWN);
    huge.values[3] = 2000.0;
    let mut journey = Journey::new();
    journey.open_table(5, &huge, 4);
    journey.until_idle();
    open_text(&mut journey, 6, settings(0.1));
    assert!(journey.refusals()[0].contains("numbers beyond 1,000"), "{:?}", journey.refusals());
    // GloVe begins with random vectors, whatever else is chosen.
    let mut journey = borrowing(Settings { method: Method::Glove, ..settings(0.1) });
    assert!(journey.opened().record.loan.is_none() && journey.refusals().is_empty());
    assert_eq!(journey.opened().settings.dims, 7);
    journey.tell(Command::Play);
    journey.until_idle();
    // A rate that is no rate.
    for rate in [-0.1, 1.5, f64::NAN] {
        journey.tell(Command::Restart { settings: settings(rate) });
        journey.until_idle();
        assert!(journey.refusals().last().expect("refused").starts_with("Borrowed rate must be"), "{rate}");
    }
}

#[test]
fn a_run_that_borrows_and_diverges_goes_back() {
    let wild = Settings { learning_rate: 1.0, borrowed_rate: 1.0, epochs: 20, ..settings(1.0) };
    let mut far = table(&KNOWN);
    far.values.iter_mut().for_each(|x| *x *= 200.0);
    let mut journey = Journey::new();
    journey.open_table(5, &far, 4);
    journey.until_idle();
    open_text(&mut journey, 6, wild);
    let begun = vectors(&mut journey);
    journey.tell(Command::Play);
    journey.until_idle();
    assert!(journey.refusals()[0].starts_with("Training diverged"), "{:?}", journey.refusals());
    assert_eq!(journey.progress().phase, Phase::Paused);
    let now = vectors(&mut journey);
    assert!(now.iter().flatten().all(|&bits| f32::from_bits(bits).is_finite()) && now.len() == begun.len());
    journey.tell(Command::SetLearningRate { learning_rate: 0.0001 });
    journey.tell(Command::Play);
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
}

#[test]
fn what_is_kept_gives_its_memory_to_a_text() {
    let words: Vec<String> = (0..2000).map(|i| format!("w{i}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let table = Table { dims: 100, ..Table::new(&words, 100, vec![0.5; 200_000]) };
    let text =
        (0..2000).map(|i| format!("w{} w{} w{}.", i, (i * 7) % 2000, (i * 3) % 2000)).collect::<Vec<_>>().join(" ");
    let settings = Settings { start: Start::Random, min_count: 1, dims: 100, epochs: 1, ..quick() };
    let open = |most_bytes: u64, settings: Settings| {
        let mut journey = Journey::with_session(Session::with_memory(most_bytes));
        journey.open_table(5, &table, 500);
        journey.until_idle();
        let source = Source::Text { name: "t".to_owned(), text: text.clone() };
        journey.tell(Command::Open { open_id: 6, source, settings, chosen: ALL.to_vec(), autoplay: false });
        journey.until_idle();
        journey
    };
    let roomy = open(30_000_000, settings);
    assert!(roomy.opened().lenders[0].is_some() && roomy.opened().has_text);
    let tight = open(7_000_000, settings);
    assert!(tight.opened().has_text && tight.refusals().is_empty(), "{:?}", tight.refusals());
    assert!(tight.opened().lenders[0].is_none(), "the table has given way");
    // A table that is needed to begin with is counted, and stays until it has lent.
    let borrowed = open(30_000_000, Settings { start: Start::Table, ..settings });
    assert_eq!(borrowed.opened().record.loan.as_ref().map(|loan| loan.n_lent), Some(2000));
    let refused = open(5_500_000, Settings { start: Start::Table, ..settings });
    assert!(refused.refusals()[0].starts_with("This would need"), "{:?}", refused.refusals());
}
