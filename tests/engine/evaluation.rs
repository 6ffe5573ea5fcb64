//! Questions whose answers are known.

use embedding_explorer::protocol::{
    Absence, Command, Evaluation, Event, Missing, Phase, QuestionFile, QuestionKind, QuestionSet, Settings,
};

use crate::journey::{Journey, SLICE_SECS, quick};

fn trained() -> Journey {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    journey
}

fn file(text: &str) -> QuestionSet {
    QuestionSet::File { name: "mine.txt".to_owned(), bytes: text.as_bytes().to_vec().into(), score: None }
}

fn evaluations(journey: &Journey) -> Vec<Result<Evaluation, String>> {
    let found = journey.events.iter().filter_map(|event| match event {
        Event::Evaluation(evaluation) => Some(evaluation.clone()),
        _ => None,
    });
    found.collect()
}

fn evaluated(journey: &mut Journey, questions: QuestionSet) -> Result<Evaluation, String> {
    journey.tell(Command::Evaluate { questions });
    journey.until_idle();
    evaluations(journey).pop().expect("an evaluation")
}

#[test]
fn the_built_in_analogies_are_asked_section_by_section() {
    let mut journey = trained();
    let report = evaluated(&mut journey, QuestionSet::BuiltIn).expect("questions that can be read");
    assert!(report.is_done() && report.n_total > 1000);
    let n_questions: u32 = report.sections.iter().map(|section| section.n_questions).sum();
    assert_eq!(n_questions, report.n_total);
    for section in &report.sections {
        assert!(section.n_correct <= section.n_asked && section.n_asked <= section.n_questions);
        let n_wrong = (section.n_asked - section.n_correct) as usize;
        assert_eq!(section.wrong.len(), n_wrong.min(50), "{}", section.name);
        assert!(section.wrong.iter().all(|wrong| wrong.found != wrong.words[3]));
    }
    let [n_correct, n_asked] = report.correct_and_asked();
    assert!(f64::from(n_correct) > 0.1 * f64::from(n_asked), "{n_correct} of {n_asked}");
}

#[test]
fn a_long_file_is_asked_with_progress() {
    let mut journey = trained();
    let report = evaluated(&mut journey, many()).expect("questions that can be read");
    assert_eq!((report.sections[0].n_asked, report.n_done), (40_000, 40_000));
    let done: Vec<u32> = evaluations(&journey).iter().flatten().map(|report| report.n_done).collect();
    assert!(done.len() > 1 && done.is_sorted(), "progress: {done:?}");
}

fn many() -> QuestionSet {
    file(&format!(": royal\n{}", "king queen man woman\n".repeat(40_000)))
}

#[test]
fn a_file_of_analogies_or_pairs_is_told_by_its_layout_and_unknown_words_are_counted() {
    let mut journey = trained();
    let analogies = evaluated(&mut journey, file(": royal\nKing queen man woman\nking queen man klingon\n"));
    let analogies = analogies.expect("two questions");
    assert_eq!((analogies.sections[0].n_asked, analogies.sections[0].n_questions), (1, 2));
    assert_eq!(analogies.missing, [Missing { word: "klingon".to_owned(), why: Absence::Absent }]);
    assert_eq!(analogies.pairs, None);
    let pairs = evaluated(&mut journey, file("cat,dog,9\ncat,king,1\ndog,queen,1.5\ncat,klingon,3\n"));
    let pairs = pairs.expect("four pairs").pairs.expect("pairs");
    assert_eq!((pairs.n_known, pairs.n_pairs), (3, 4));
    let named =
        evaluated(&mut journey, file("cat,dog,9\nwarp,king,1\nwarp,king queen,2\n")).expect("three pairs").missing;
    assert!(named.iter().any(|missing| matches!(missing.why, Absence::Parts { .. })), "{named:?}");
    assert!(pairs.spearman.is_some_and(|rho| rho > 0.0));
    let unknown = evaluated(&mut journey, file("warp\tklingon\t3\n")).expect("a pair").pairs.expect("pairs");
    assert_eq!((unknown.spearman, unknown.n_known), (None, 0));
}

#[test]
fn a_broken_line_is_named_and_nothing_is_lost() {
    let mut journey = trained();
    let report = evaluated(&mut journey, file(": a\nking queen man woman\none two\n")).expect("one question is left");
    assert_eq!(report.sections[0].n_questions, 1);
    let taken = taken(&journey);
    assert_eq!((taken.n_skipped, taken.skipped[0].line), (1, 3));
    assert_eq!(taken.skipped[0].why, "has 2 words instead of 4");
    let refused = evaluated(&mut journey, file("one\ntwo\n")).expect_err("no question");
    assert!(refused.starts_with("mine.txt: Line 1 is no question (“one”)"), "{refused}");
    assert_eq!(journey.progress().phase, Phase::Trained);
    assert!(evaluated(&mut journey, file("")).is_err());
    let sheet = evaluated(&mut journey, file("PK\u{3}\u{4}\0\0\0")).expect_err("a spreadsheet as it is");
    assert!(sheet.starts_with("mine.txt: This file is a ZIP archive"), "{sheet}");
}

/// What the last file was taken for.
fn taken(journey: &Journey) -> QuestionFile {
    let mut files = journey.events.iter().rev().filter_map(|event| match event {
        Event::QuestionFile(file) => Some((**file).clone()),
        _ => None,
    });
    files.next().expect("a file was read")
}

macro_rules! case {
    ($name:literal) => {
        include_str!(concat!("../cases/", $name))
    };
}

#[test]
fn the_same_pairs_in_any_layout_have_the_same_correlations() {
    let mut journey = trained();
    let control = evaluated(&mut journey, file(case!("01-pairs-comment-first/control.tsv"))).expect("pairs");
    let control = control.pairs.expect("pairs");
    assert_eq!((control.n_known, control.n_pairs), (20, 20));
    assert!(control.spearman.is_some_and(|rho| rho > 0.3), "{control:?}");
    for text in [
        case!("01-pairs-comment-first/prose-comment-first.tsv"),
        case!("01-pairs-comment-first/prose-comment-then-plain-head.tsv"),
        case!("01-pairs-comment-first/prose-comment-first.csv"),
        case!("02-pairs-by-spaces/one-space.txt"),
        case!("02-pairs-by-spaces/columns.txt"),
        case!("02-pairs-by-spaces/semicolons.csv"),
        case!("02-pairs-by-spaces/semicolons-decimal-comma.csv"),
        case!("03-score-in-another-column/part-of-speech-before-score.txt"),
    ] {
        let found = evaluated(&mut journey, file(text)).expect("pairs").pairs;
        assert_eq!(found, Some(control), "{text}");
    }
    // Their scores are on another scale, which changes neither but for rounding.
    for text in [
        case!("03-score-in-another-column/mean-before-raters.csv"),
        case!("03-score-in-another-column/raters-before-mean.csv"),
    ] {
        let found = evaluated(&mut journey, file(text)).expect("pairs").pairs.expect("pairs");
        assert_eq!((found.n_known, found.n_pairs, found.spearman), (20, 20, control.spearman));
        let difference = found.pearson.zip(control.pearson).map(|(a, b)| (a - b).abs());
        assert!(difference.is_some_and(|difference| difference < 1e-9), "{difference:?}");
        let taken = taken(&journey);
        let name = taken.scores.iter().find(|score| Some(score.column) == taken.score).map(|score| score.name.as_str());
        assert!(matches!(name, Some("Human (mean)" | "Average")), "{taken:?}");
    }
}

#[test]
fn a_column_is_asked_for_and_nothing_is_computed_before() {
    let mut journey = trained();
    let text = "cat\tdog\t9\t1\ncat\tking\t1\t9\ndog\tqueen\t1.5\t8\n";
    let ask = |score| QuestionSet::File { name: "rw.txt".to_owned(), bytes: text.as_bytes().to_vec().into(), score };
    journey.tell(Command::Evaluate { questions: ask(None) });
    journey.until_idle();
    assert!(evaluations(&journey).is_empty(), "nothing is guessed");
    let asked = taken(&journey);
    assert!(asked.needs_choice());
    let columns: Vec<(u32, &str)> = asked.scores.iter().map(|score| (score.column, score.example.as_str())).collect();
    assert_eq!(columns, [(2, "9"), (3, "1")]);
    let spearman = |report: Result<Evaluation, String>| report.expect("pairs").pairs.and_then(|pairs| pairs.spearman);
    let first = spearman(evaluated(&mut journey, ask(Some(2)))).expect("three pairs");
    let second = spearman(evaluated(&mut journey, ask(Some(3)))).expect("three pairs");
    assert!(first > 0.0 && second < 0.0, "{first} {second}");
    let wrong = evaluated(&mut journey, ask(Some(0))).expect_err("words");
    assert_eq!(wrong, "rw.txt: Column 1 has no scores: choose one that has numbers.");
}

#[test]
fn one_of_several_answers_is_enough_and_pairs_of_a_relation_ask_each_other() {
    let mut journey = trained();
    let pairs = "king\tqueen/monarch\nman\twoman\nprince\tklingon/princess\n";
    let report = evaluated(&mut journey, file(pairs)).expect("a relation");
    assert_eq!((report.n_total, report.sections[0].n_asked), (6, 6));
    let plain = evaluated(&mut journey, file("king\tqueen\nman\twoman\nprince\tprincess\n")).expect("a relation");
    assert!(report.sections[0].n_correct >= plain.sections[0].n_correct);
    // Whatever is found is right where it is among the answers.
    let wrong =
        evaluated(&mut journey, file(": a\nking queen man cat\n")).expect("a question").sections[0].wrong[0].clone();
    let text = format!(": a\nking queen man cat/klingon/{}\n", wrong.found);
    let right = evaluated(&mut journey, file(&text)).expect("a question");
    assert_eq!(right.correct_and_asked(), [1, 1]);
    assert_eq!(taken(&journey).kind, QuestionKind::Analogies);
}

#[test]
fn questions_are_read_as_the_text_was() {
    let mut journey = Journey::new();
    journey.open_text(case!("08-curly-apostrophe/straight.txt"), quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let [straight, curly] =
        [case!("08-curly-apostrophe/questions-straight.txt"), case!("08-curly-apostrophe/questions-curly.txt")]
            .map(|text| evaluated(&mut journey, file(text)).expect("questions").correct_and_asked());
    assert_eq!((straight[1], straight), (2, curly));
}

#[test]
fn a_file_in_another_encoding_is_decoded() {
    let mut journey = trained();
    let text = "Word 1\tWord 2\tScore\r\ncat\tdog\t9\r\ncat\tking\t1\r\ndog\tqueen\t2\r\n";
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let set = QuestionSet::File { name: "Unicode Text.txt".to_owned(), bytes: bytes.into(), score: None };
    let pairs = evaluated(&mut journey, set).expect("pairs").pairs.expect("pairs");
    assert_eq!((pairs.n_known, pairs.n_pairs), (3, 3));
}

#[test]
fn an_evaluation_is_of_one_moment_goes_on_beside_training_and_can_be_given_up() {
    let mut journey = Journey::open_built_in(Settings { epochs: 4, ..quick() });
    journey.tell(Command::Play);
    for _ in 0..20 {
        journey.slice(SLICE_SECS);
    }
    journey.tell(Command::Evaluate { questions: many() });
    let before = journey.progress().tokens_done;
    for _ in 0..30 {
        journey.slice(SLICE_SECS);
    }
    assert!(journey.progress().tokens_done > before, "training goes on");
    assert!(evaluations(&journey).iter().flatten().all(|report| !report.is_done()));
    journey.tell(Command::CancelEvaluation);
    let n_heard = evaluations(&journey).len();
    journey.until_idle();
    assert_eq!(evaluations(&journey).len(), n_heard, "nothing more is heard of it");
}

#[test]
fn accuracy_is_a_curve_that_costs_little_and_changes_no_bit() {
    let settings = Settings { epochs: 4, ..quick() };
    let mut journey = Journey::open_built_in(settings);
    journey.tell(Command::Play);
    journey.until_idle();
    let points: Vec<_> = journey
        .events
        .iter()
        .filter_map(|event| if let Event::Progress(progress) = event { Some(&progress.accuracy) } else { None })
        .flatten()
        .collect();
    assert!(points.len() >= 3, "{points:?}");
    assert!(points.is_sorted_by(|a, b| a.tokens < b.tokens));
    assert_eq!(points.last().map(|point| point.tokens), Some(journey.progress().tokens_total));
    assert!(points.last().expect("points").accuracy > points[0].accuracy);
    // The clock of these tests ticks at each look, so this counts looks, of which questions take many.
    assert!(journey.progress().accuracy_cost < 0.2, "{}", journey.progress().accuracy_cost);

    // Other analogies are another curve.
    journey.tell(Command::Evaluate { questions: file(": royal\nking queen man woman\n") });
    journey.until_idle();
    let progress = journey.progress();
    assert_eq!((progress.accuracy_set, progress.accuracy.len()), (1, 1), "{progress:?}");

    // The same words as a text of the reader's own, about which nothing is asked: training must not notice the difference.
    let text = embedding_explorer::text::world::small_world().expect("it is built in").text;
    let mut unasked = Journey::new();
    unasked.open_text(&text, settings);
    unasked.tell(Command::Play);
    unasked.until_idle();
    let is_asked = |event: &Event| matches!(event, Event::Progress(progress) if !progress.accuracy.is_empty());
    assert!(!unasked.events.iter().any(is_asked), "nothing was asked");
    assert_eq!(unasked.progress().checksum, journey.progress().checksum);
    assert!(unasked.progress().checksum.is_some());
}
