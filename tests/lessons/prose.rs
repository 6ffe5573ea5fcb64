//! The sentences of the scenes: every scene has its file, every step its text, and no number stands in any.

use std::{collections::BTreeSet, fs, path::Path};

use embedding_explorer::{
    protocol::{Goal, SceneInputs, SceneName},
    ui::{
        phrases::question_of,
        prose::{MOST_STEPS, MOST_WORDS, Piece, Prose, Sentence},
    },
};

use crate::{built_in, small};

fn file(scene: SceneName) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/lessons/{}.txt", scene.key()));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_scene_has_its_sentences_and_none_has_a_digit() {
    for scene in SceneName::ALL {
        let text = file(scene);
        // Titles and addresses are other people's.
        let own = text.lines().filter(|line| !line.starts_with("read:") && !line.starts_with("link:"));
        for line in own {
            assert!(!line.contains(|sign: char| sign.is_numeric()), "{scene:?}: {line}");
            let words = line.strip_prefix("step:").map_or(0, |step| step.split_whitespace().count());
            assert!(words <= MOST_WORDS, "{scene:?}: {words} words: {line}");
        }
        let prose = Prose::parse(&text).unwrap_or_else(|error| panic!("{scene:?}: {error}"));
        assert_eq!(prose.question, question_of(scene));
        assert!((2..=3).contains(&prose.choices.len()), "{scene:?}");
        assert!((1..=MOST_STEPS).contains(&prose.steps.len()), "{scene:?}");
        assert!(prose.link.starts_with("https://") && !prose.read.is_empty(), "{scene:?}");
        for step in &prose.steps {
            assert!(!step.text.is_empty() && !step.result.is_empty() && !step.why.is_empty(), "{scene:?}");
        }
    }
    let n_files =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lessons")).expect("it is there").count();
    assert_eq!(n_files, SceneName::ALL.len() + SceneName::EXERCISES.len(), "a file without a scene");
}

#[test]
fn every_exercise_has_its_goals_and_says_what_is_next() {
    for exercise in SceneName::EXERCISES {
        let text = file(exercise);
        let own = text.lines().filter(|line| !line.starts_with("read:") && !line.starts_with("link:"));
        for line in own {
            assert!(!line.contains(|sign: char| sign.is_numeric()), "{exercise:?}: {line}");
            let words = line.split_once(':').map_or(0, |(_, said)| said.split_whitespace().count());
            assert!(words <= MOST_WORDS, "{exercise:?}: {words} words: {line}");
        }
        let prose = Prose::parse(&text).unwrap_or_else(|error| panic!("{exercise:?}: {error}"));
        assert_eq!(prose.question, question_of(exercise));
        assert!(prose.choices.is_empty() && prose.link.starts_with("https://"), "{exercise:?}");
        assert!(prose.steps.iter().all(|goal| !goal.text.is_empty() && !goal.why.is_empty()), "{exercise:?}");
        for model in [built_in(), small(), &small().as_loaded()] {
            let view = model.ask(exercise, 1, &SceneInputs::default()).0.view;
            assert_eq!(view.goals.len(), prose.steps.len(), "{exercise:?}");
            let figures = view.figures.iter().map(|figure| &figure.name);
            let known: BTreeSet<&String> = figures.chain(view.words.iter().map(|word| &word.name)).collect();
            let is_known = |sentence: &Sentence| {
                sentence.iter().all(|piece| !matches!(piece, Piece::Name(name) if !known.contains(name)))
            };
            assert!(is_known(&prose.guess), "{exercise:?}: {known:?}");
            for (goal, said) in view.goals.iter().zip(&prose.steps) {
                let found = if *goal == Goal::Unchecked { &said.cannot } else { &said.result };
                assert!(*goal != Goal::Unchecked || !found.is_empty(), "{exercise:?} says why it cannot tell");
                let is_said = is_known(&said.text) && is_known(found) && (*goal != Goal::Open || is_known(&said.why));
                assert!(is_said, "{exercise:?}: {said:?} with {known:?}");
            }
        }
    }
}

#[test]
fn every_name_in_a_sentence_is_a_number_or_a_word_of_the_answer() {
    for model in [built_in(), small()] {
        for scene in SceneName::ALL {
            let prose = Prose::parse(&file(scene)).expect("it is whole");
            for step in 0..=prose.steps.len() {
                let seen = model.ask(scene, step as u32, &SceneInputs::default());
                let view = seen.0.view;
                let known: BTreeSet<&str> = view
                    .figures
                    .iter()
                    .map(|figure| figure.name.as_str())
                    .chain(view.words.iter().map(|word| word.name.as_str()))
                    .collect();
                let said = match step.checked_sub(1).map(|place| &prose.steps[place]) {
                    Some(step) => vec![&step.text, &step.result, &step.why],
                    None => std::iter::once(&prose.guess).chain(&prose.choices).collect(),
                };
                for piece in said.into_iter().flatten().chain(prose.choices.iter().flatten()) {
                    if let Piece::Name(name) = piece {
                        assert!(known.contains(name.as_str()), "{scene:?}, step {step}: {name} is not among {known:?}");
                    }
                }
            }
        }
    }
}
