//! Scenes of lessons, asked of a session.

use embedding_explorer::protocol::{
    Absence, Command, Event, Goal, Part, Phase, SceneInputs, SceneName, SceneQuestion, SceneView, Settings,
};

use crate::journey::{Journey, SLICE_SECS, TICK_SECS, Table, quick};

fn question(id: u32, scene: SceneName, step: u32, word: &str) -> Command {
    let inputs = SceneInputs { words: [word.to_owned(), String::new(), String::new()], ..SceneInputs::default() };
    Command::Scene { question: SceneQuestion { id, scene, step, inputs } }
}

/// Lessons, exercises, and the game.
fn everything() -> impl Iterator<Item = SceneName> {
    SceneName::ALL.into_iter().chain(SceneName::EXERCISES).chain([SceneName::Game])
}

fn views(journey: &Journey) -> Vec<&SceneView> {
    journey
        .events
        .iter()
        .filter_map(|event| if let Event::Scene(view) = event { Some(&**view) } else { None })
        .collect()
}

fn figure(view: &SceneView, name: &str) -> f64 {
    view.figures.iter().find(|figure| figure.name == name).map(|figure| figure.value).expect("it is named")
}

#[test]
fn the_newest_scene_is_answered_while_it_trains() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.slice(SLICE_SECS);
    for id in 1..=3 {
        journey.tell(question(id, SceneName::Lookup, 1, "king"));
    }
    (0..20).for_each(|_| journey.slice(SLICE_SECS));
    let generation = journey.opened().generation;
    assert_eq!(views(&journey).iter().map(|view| (view.id, view.generation)).collect::<Vec<_>>(), [(3, generation)]);
    assert_eq!(journey.progress().phase, Phase::Training, "it goes on");
    let before = figure(views(&journey)[0], "length");
    journey.until_idle();
    journey.tell(question(4, SceneName::Lookup, 1, "king"));
    journey.until_idle();
    assert_ne!(figure(views(&journey)[1], "length"), before, "the vectors have moved since");
}

#[test]
fn what_takes_long_is_sliced_and_the_vectors_stand_still_meanwhile() {
    let mut journey = Journey::open_built_in(quick());
    journey.until_idle();
    let done = |journey: &Journey| views(journey).len();
    journey.tell(question(1, SceneName::Angle, 4, ""));
    let mut n_slices = 0;
    while done(&journey) == 0 {
        journey.slice(SLICE_SECS);
        n_slices += 1;
        assert!(n_slices < 1000, "it comes to an end");
    }
    assert!(n_slices > 2, "{n_slices}");
    let of_rest = views(&journey)[0].clone();
    // The same while it trains: what was begun is finished on the same vectors.
    journey.tell(question(2, SceneName::Angle, 4, ""));
    journey.slice(SLICE_SECS);
    journey.tell(Command::Play);
    while done(&journey) == 1 {
        journey.slice(SLICE_SECS);
    }
    assert_eq!(figure(views(&journey)[1], "hub_lists"), figure(&of_rest, "hub_lists"));
}

#[test]
fn a_word_that_is_not_there_is_told_with_spellings() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(question(1, SceneName::Angle, 1, "quen"));
    journey.until_idle();
    let missing = views(&journey)[0].missing.clone().expect("it is not there");
    assert_eq!((missing.word.as_str(), missing.why), ("quen", Absence::Absent));
    assert!(missing.suggestions.contains(&"queen".to_owned()), "{:?}", missing.suggestions);
}

#[test]
fn a_scene_of_a_model_that_is_gone_is_not_answered() {
    let mut journey = Journey::open_built_in(quick());
    journey.until_idle();
    journey.tell(question(1, SceneName::Angle, 4, ""));
    journey.open_text(&"one cat met two dogs. two cats met one dog. ".repeat(30), quick());
    journey.until_idle();
    assert!(views(&journey).is_empty());
    journey.tell(question(2, SceneName::Walk, 3, ""));
    journey.until_idle();
    assert_eq!(views(&journey)[0].id, 2);
}

#[test]
fn loaded_vectors_have_every_scene_and_say_what_they_cannot_show() {
    let words = ["red", "green", "blue", "one", "two"];
    let values = (0..15).map(|i| ((i * 7) % 5) as f32 - 2.0 + i as f32 / 10.0).collect();
    let mut journey = Journey::new();
    journey.open_table(1, &Table::new(&words, 3, values), 5);
    journey.until_idle();
    let mut id = 0;
    for scene in everything() {
        for step in 0..=5 {
            id += 1;
            journey.tell(question(id, scene, step, ""));
            journey.until_idle();
            let all = views(&journey);
            let view = all.last().expect("it is answered");
            assert_eq!((view.id, view.scene, view.step), (id, scene, step));
            let is_shown = !view.elements.is_empty() || view.cannot.is_some() || !view.goals.is_empty();
            assert!(is_shown, "{scene:?}, step {step}");
            let is_finite = view.figures.iter().all(|figure| figure.value.is_finite());
            assert!(is_finite, "{scene:?}, step {step}: {:?}", view.figures);
        }
    }
}

#[test]
fn goals_follow_the_run() {
    let paragraph = "The old boat left the harbor before the storm. Its sailor tied a rope around the mast. \
                     The storm broke the mast, and the boat lost its sailor near the harbor.";
    let mut journey = Journey::new();
    let settings = Settings { dims: 32, epochs: 1000, min_count: 1, ..Settings::default() };
    journey.open_text(paragraph, settings);
    let mut id = 0;
    let mut goals = |journey: &mut Journey| {
        id += 1;
        journey.tell(question(id, SceneName::Paragraph, 1, ""));
        journey.until_idle();
        let views = views(journey);
        let last = views.last().expect("it is answered");
        (last.goals.clone(), figure(last, "epochs"))
    };
    let waits = vec![Goal::Met, Goal::Met, Goal::Open, Goal::Open];
    assert_eq!(goals(&mut journey), (waits.clone(), 0.0));
    journey.tell(Command::Step { part: Part::Epoch });
    journey.until_idle();
    assert_eq!(goals(&mut journey), (waits, 1.0));
    journey.tell(Command::Play);
    journey.until_idle();
    assert_eq!(goals(&mut journey), (vec![Goal::Met, Goal::Met, Goal::Met, Goal::Open], 1000.0));
}

#[test]
fn a_large_table_is_searched_from_slice_to_slice() {
    let (n_words, dims) = (20_000, 64);
    let words: Vec<String> = (0..n_words).map(|id| format!("word{id}")).collect();
    let mut state = 1_u32;
    let values = (0..n_words * dims)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as f32 / 32_768.0 - 1.0
        })
        .collect();
    let table = Table { words, counts: Vec::new(), values, dims };
    let mut journey = Journey::new();
    journey.open_table(1, &table, 5_000);
    journey.until_idle();
    // Each looks through all words more than once, and none in one piece.
    for (id, (scene, step)) in
        [(SceneName::Walk, 3), (SceneName::Angle, 3), (SceneName::Context, 2)].into_iter().enumerate()
    {
        journey.tell(question(id as u32, scene, step, "word7"));
        let mut n_slices = 0;
        while views(&journey).len() == id {
            journey.slice(TICK_SECS);
            n_slices += 1;
            assert!(n_slices < 1000, "{scene:?} comes to an end");
        }
        assert!(n_slices > 2, "{scene:?}: {n_slices}");
    }
}

#[test]
fn hostile_inputs_get_answers() {
    let mut journey = Journey::new();
    journey.open_text(&"one cat met two dogs. two cats met one dog. ".repeat(30), quick());
    journey.until_idle();
    let wild = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e300, 1e300, 0.0];
    let mut n = 0;
    for scene in everything() {
        for step in [0, 1, 2, 3, 4, 5, 6, u32::MAX] {
            for &number in &wild {
                let words = ["cat".repeat(1000), "\u{0}".to_owned(), " CAT ".to_owned()];
                let text = "cat ".repeat(500) + "\u{202e}";
                let inputs = SceneInputs { words, text, numbers: [Some(number), Some(number)], is_on: true };
                n += 1;
                journey.tell(Command::Scene { question: SceneQuestion { id: n, scene, step, inputs } });
                journey.until_idle();
            }
        }
    }
    assert_eq!(views(&journey).len(), n as usize);
}
