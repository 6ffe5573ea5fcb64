//! The game: ranks and cosines of guesses, hints, and who may be the secret word.

use std::collections::BTreeSet;

use embedding_explorer::protocol::{Element, SceneInputs, SceneName, TableCell};

use crate::{Model, Seen, built_in, near, small};

fn play(model: &Model, seed: u32, guesses: &str, gives_up: bool) -> Seen {
    let inputs = SceneInputs {
        text: guesses.to_owned(),
        numbers: [Some(seed.into()), None],
        is_on: gives_up,
        ..SceneInputs::default()
    };
    model.ask(SceneName::Game, 1, &inputs)
}

fn has_word(seen: &Seen, name: &str) -> bool {
    seen.0.view.words.iter().any(|word| word.name == name)
}

fn secret(model: &Model, seed: u32) -> String {
    play(model, seed, "", true).word("secret").to_owned()
}

#[test]
fn guesses_are_ranked_by_cosine_and_the_secret_stays_one() {
    for (model, guesses) in [(built_in(), "cat king paris the Bread cat"), (small(), "cat sun kitchen the")] {
        let secret_word = secret(model, 7);
        let ranked = model.ranked(&model.of(&secret_word), &[model.id(&secret_word)]);
        let guesses: String = guesses.split(' ').filter(|guess| *guess != secret_word).collect::<Vec<_>>().join(" ");
        let seen = play(model, 7, &guesses, false);
        assert!(!has_word(&seen, "secret"), "nobody has told it");
        let Element::Table { rows, .. } = seen.element(0) else { panic!("a table comes first") };
        let different: BTreeSet<String> = guesses.split(' ').map(str::to_lowercase).collect();
        assert_eq!(rows.len(), different.len());
        let mut last = 0.0;
        for row in rows {
            let [TableCell::Number(rank, _), TableCell::Text(word), TableCell::Number(cosine, _)] = &row.cells[..]
            else {
                panic!("{row:?}")
            };
            let place = ranked.iter().position(|(id, _)| model.word(*id) == word).expect("it is ranked");
            near(*rank, place as f64 + 1.0, 0.0);
            near(*cosine, ranked[place].1, 1e-6);
            assert!(*rank > last, "nearest first");
            last = *rank;
        }
        // The hint lies at half of the best rank, or nearer.
        let best = ranked.iter().position(|(id, _)| different.contains(model.word(*id))).expect("one is best") + 1;
        if best > 1 {
            let hint = seen.word("hint");
            let place = ranked.iter().position(|(id, _)| model.word(*id) == hint).expect("it is ranked") + 1;
            assert!(place <= best / 2 && place + 2 > best / 2, "{place} and {best}");
        }
        let won = play(model, 7, &format!("{guesses} {secret_word}"), false);
        near(won.figure("won"), 1.0, 0.0);
        assert_eq!(won.word("secret"), secret_word);
        assert!(!has_word(&won, "hint"));
    }
}

#[test]
fn hints_lead_to_the_word() {
    for model in [built_in(), small()] {
        let mut guesses = String::new();
        let mut n_hints = 0;
        let mut seen = play(model, 3, "", false);
        while has_word(&seen, "hint") {
            guesses = format!("{guesses} {}", seen.word("hint"));
            seen = play(model, 3, &guesses, false);
            n_hints += 1;
            assert!(n_hints < 20, "{guesses}");
        }
        near(seen.figure("rank"), 1.0, 0.0);
    }
}

#[test]
fn a_seed_chooses_a_word_that_says_something() {
    let model = built_in();
    let secrets: Vec<String> = (0..60).map(|seed| secret(model, 20_260_000 + seed)).collect();
    assert_eq!(secret(model, 20_260_000), secrets[0], "the same seed, the same word");
    assert!(secrets.iter().collect::<BTreeSet<_>>().len() > 40, "{secrets:?}");
    for word in &secrets {
        let id = model.id(word);
        assert!(word.len() >= 4 && (36..540).contains(&id), "{word} is word {id}");
    }
    println!("{secrets:?}");
    // Other vectors of the same words have the same secret; the ranks are theirs.
    assert_eq!(secret(&model.as_loaded(), 20_260_000), secrets[0]);
}

#[test]
fn a_word_that_is_not_there_is_told_and_is_no_guess() {
    let seen = play(built_in(), 7, "quen cat", false);
    assert_eq!(seen.0.missing.as_deref(), Some("quen"));
    near(seen.figure("guesses"), 1.0, 0.0);
}

#[test]
fn few_words_make_no_game() {
    let settings = embedding_explorer::protocol::Settings { min_count: 1, dims: 4, ..Default::default() };
    let model = Model::train(&"one cat met two dogs. ".repeat(30), &settings, Vec::new());
    let seen = play(&model, 7, "cat", false);
    assert!(seen.0.view.cannot.is_some() && !has_word(&seen, "secret"));
}
