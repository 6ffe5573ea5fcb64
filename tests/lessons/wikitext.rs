//! On a text that is measured with, where it is at hand: `EXPLORER_CORPUS` is the path of WikiText-2's training text.

use std::{env, fs};

use embedding_explorer::protocol::{Element, Goal, SceneInputs, SceneName, Settings};

use crate::Model;

#[test]
fn its_paris_is_no_capital_and_its_sentences_say_why() {
    let Some(path) = env::var_os("EXPLORER_CORPUS") else { return };
    let text = fs::read_to_string(path).expect("it is a text");
    let settings = Settings { dims: 100, window: 5, negatives: 5, epochs: 3, min_count: 5, ..Settings::default() };
    let model = Model::train(&text, &settings, Vec::new());
    let seen = model.ask(SceneName::Capitals, 1, &SceneInputs::default());
    assert_eq!(seen.0.view.goals, [Goal::Met, Goal::Open]);
    assert!(seen.figure("near") < 3.0 && seen.figure("there") > 20.0);
    let Element::Bars { bars, .. } = seen.element(1) else { panic!("its company comes second") };
    println!("{} of {}; beside it {:?}", seen.figure("near"), seen.figure("listed"), bars);
    assert_eq!(bars.len(), 6);
}
