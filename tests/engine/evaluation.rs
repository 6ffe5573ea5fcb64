//! Questions whose answers are known.

use embedding_explorer::protocol::{Command, Evaluation, Event, Phase, QuestionSet, Settings};

use crate::journey::{Journey, SLICE_SECS, quick};

fn trained() -> Journey {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    journey
}

fn file(text: &str) -> QuestionSet {
    QuestionSet::File { name: "mine.txt".to_owned(), text: text.to_owned() }
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
    assert_eq!(analogies.pairs, None);
    let pairs = evaluated(&mut journey, file("cat,dog,9\ncat,king,1\ndog,queen,1.5\ncat,klingon,3\n"));
    let pairs = pairs.expect("four pairs").pairs.expect("pairs");
    assert_eq!((pairs.n_known, pairs.n_pairs), (3, 4));
    assert!(pairs.spearman.is_some_and(|rho| rho > 0.0));
    let unknown = evaluated(&mut journey, file("warp\tklingon\t3\n")).expect("a pair").pairs.expect("pairs");
    assert_eq!((unknown.spearman, unknown.n_known), (None, 0));
}

#[test]
fn a_broken_line_is_named_and_nothing_is_lost() {
    let mut journey = trained();
    let refused = evaluated(&mut journey, file(": a\none two three four\none two\n")).expect_err("a broken line");
    assert!(refused.starts_with("mine.txt: Line 3: a question is four words"), "{refused}");
    assert_eq!(journey.progress().phase, Phase::Trained);
    assert!(evaluated(&mut journey, file("")).is_err());
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
