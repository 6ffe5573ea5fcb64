//! Exercises: what they find, and how their goals stand, computed anew.

use std::sync::OnceLock;

use embedding_explorer::protocol::{
    Element,
    Goal::{Met, Open, Unchecked},
    MapAct, SceneInputs, SceneName, Setting, Settings, TableCell, TokenRole, Tone,
};

use crate::{Model, built_in, cosine, minus, near, small, unit, words};

/// Of these the built-in corpus and the text below have some.
const CAPITALS: [&str; 10] =
    ["paris", "rome", "london", "berlin", "madrid", "vienna", "tokyo", "beijing", "moscow", "athens"];

fn typed(text: &str) -> SceneInputs {
    SceneInputs { text: text.to_owned(), ..SceneInputs::default() }
}

/// A text whose Paris is that of musicians.
const MUSICIANS: [&str; 4] = [
    "the pianist of paris wrote an opera for the concert",
    "an opera for the piano was written in paris by the pianist",
    "london and rome and berlin are capitals of their countries",
    "the capitals berlin and london and rome have many streets",
];

fn musicians() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| {
        let settings =
            Settings { dims: 12, min_count: 1, epochs: 60, subsample: 0.0, window: 4, ..Settings::default() };
        Model::train(&format!("{}.\n\n", MUSICIANS.join(".\n\n")).repeat(40), &settings, Vec::new())
    })
}

fn neighbors_of_paris(model: &Model) -> (Vec<(u32, f64)>, usize) {
    let paris = model.id("paris");
    let near: Vec<_> = model.ranked(&model.of("paris"), &[paris]).into_iter().take(10).collect();
    let n_capitals = near.iter().filter(|(id, _)| CAPITALS.contains(&model.word(*id))).count();
    (near, n_capitals)
}

#[test]
fn capitals_are_counted_among_the_nearest() {
    for (model, is_met) in [(built_in(), true), (musicians(), false), (&built_in().as_loaded(), true)] {
        let (expected, _) = neighbors_of_paris(model);
        let seen = model.ask(SceneName::Capitals, 1, &SceneInputs::default());
        let Element::Bars { bars, .. } = seen.element(0) else { panic!("bars come first") };
        for (bar, (id, cosine)) in bars.iter().zip(&expected) {
            assert_eq!(bar.label, model.word(*id));
            near(bar.value, *cosine, 1e-6);
        }
        let n_strong = bars.iter().filter(|bar| bar.tone == Tone::Strong).count();
        near(seen.figure("near"), n_strong as f64, 0.0);
        assert_eq!(seen.0.view.goals, [Met, (n_strong >= 3).into()]);
        assert_eq!(n_strong >= 3, is_met, "{bars:?}");
    }
    // By a list of the test's own.
    let (_, n_capitals) = neighbors_of_paris(musicians());
    near(musicians().ask(SceneName::Capitals, 1, &SceneInputs::default()).figure("near"), n_capitals as f64, 0.0);
}

#[test]
fn the_text_says_why() {
    let seen = musicians().ask(SceneName::Capitals, 1, &SceneInputs::default());
    near(seen.figure("sentences"), 80.0, 0.0);
    let quoted: Vec<_> = seen
        .0
        .view
        .elements
        .iter()
        .filter_map(|element| if let Element::Tokens { tokens, .. } = element { Some(tokens) } else { None })
        .collect();
    assert_eq!(quoted.len(), 4);
    for tokens in quoted {
        let center = tokens.iter().position(|token| token.role == TokenRole::Center).expect("the word stands in it");
        assert_eq!(tokens[center].text, "paris");
        for (place, token) in tokens.iter().enumerate().filter(|(place, _)| *place != center) {
            assert_eq!(token.role == TokenRole::Context, place.abs_diff(center) <= 4, "{tokens:?}");
        }
    }
    let Element::Bars { bars, .. } = seen.element(1) else { panic!("its company comes second") };
    assert!(bars.iter().any(|bar| bar.label == "opera" || bar.label == "pianist"), "{bars:?}");
    assert!(bars.iter().all(|bar| !CAPITALS.contains(&bar.label.as_str())));
    // Without a text there are no sentences, and that is said.
    let loaded = musicians().as_loaded().ask(SceneName::Capitals, 1, &SceneInputs::default());
    assert!(loaded.0.view.cannot.is_some());
    assert!(loaded.0.view.elements.iter().all(|element| !matches!(element, Element::Tokens { .. })));
}

#[test]
fn a_text_without_the_word_or_without_capitals_is_told() {
    let seen = small().ask(SceneName::Capitals, 1, &SceneInputs::default());
    assert_eq!((&seen.0.view.goals[..], seen.0.missing.as_deref()), (&[Open, Unchecked][..], Some("paris")));
    let seen = small().ask(SceneName::Capitals, 1, &words("kitchen", "", ""));
    assert_eq!(seen.0.view.goals, [Met, Unchecked], "no other capital is there to be near");
}

fn rank_of(model: &Model, [a, b, c]: [&str; 3], expected: &str) -> (usize, f64) {
    let [u, v, w] = [a, b, c].map(|word| unit(&model.of(word)));
    let end: Vec<f64> = w.iter().zip(minus(&u, &v)).map(|(x, y)| x + y).collect();
    let ranked = model.ranked(&end, &[a, b, c].map(|word| model.id(word)));
    let place = ranked.iter().position(|(id, _)| *id == model.id(expected)).expect("it is ranked");
    (place + 1, ranked[place].1)
}

#[test]
fn the_rank_of_an_answer_is_that_of_plain_arithmetic() {
    let asked = [
        (built_in(), ["king", "man", "woman"], "queen"),
        (built_in(), ["paris", "france", "italy"], "cat"),
        (small(), ["king", "dog", "cat"], "queen"),
        (small(), ["sun", "old", "new"], "milk"),
    ];
    for (model, inputs, expected) in asked {
        let (rank, cosine) = rank_of(model, inputs, expected);
        let [a, b, c] = inputs;
        let question = SceneInputs { text: expected.to_owned(), ..words(a, b, c) };
        let seen = model.ask(SceneName::Queen, 1, &question);
        near(seen.figure("rank"), rank as f64, 0.0);
        near(seen.figure("cos"), cosine, 1e-6);
        assert_eq!(seen.0.view.goals, [Met, (rank <= 3).into()], "{inputs:?}");
    }
    assert_eq!(built_in().ask(SceneName::Queen, 1, &SceneInputs::default()).0.view.goals, [Met, Met]);
    let seen = musicians().ask(SceneName::Queen, 1, &SceneInputs::default());
    assert_eq!((&seen.0.view.goals[..], seen.0.missing.as_deref()), (&[Open, Unchecked][..], Some("king")));
    let seen = built_in().ask(SceneName::Queen, 1, &typed("king"));
    assert_eq!(seen.0.view.goals, [Open, Open], "what went in is no answer");
}

#[test]
fn a_paragraph_of_ones_own_wants_dimensions_epochs_and_five_words() {
    let paragraph = "The old boat left the harbor before the storm. Its sailor tied a rope around the mast. \
                     The storm broke the mast, and the boat lost its sailor near the harbor.";
    let settings = Settings { dims: 32, epochs: 1000, min_count: 1, subsample: 0.0, ..Settings::default() };
    let model = Model::train(paragraph, &settings, Vec::new());
    let five = ["boat", "harbor", "storm", "sailor", "mast"];
    let seen = model.ask(SceneName::Paragraph, 1, &typed(&five.join(" ")));
    assert_eq!(seen.0.view.goals, [Met; 4]);
    assert!(seen.0.view.wants.is_empty());
    let Element::Table { rows, .. } = seen.element(0) else { panic!("a table comes first") };
    for (row, word) in rows.iter().zip(five) {
        let ranked = model.ranked(&model.of(word), &[model.id(word)]);
        let names: Vec<&str> = ranked.iter().take(5).map(|(id, _)| model.word(*id)).collect();
        let [TableCell::Text(own), TableCell::Text(nearest), TableCell::Number(first, _)] = &row.cells[..] else {
            panic!("{row:?}")
        };
        assert_eq!((own.as_str(), nearest), (word, &names.join(", ")));
        near(*first, ranked[0].1, 1e-6);
    }
    let four = model.ask(SceneName::Paragraph, 1, &typed("boat, harbor, boat storm mast"));
    assert_eq!(four.0.view.goals, [Met, Met, Met, Open], "five different ones");
}

#[test]
fn other_settings_and_other_texts_are_told() {
    let seen = small().ask(SceneName::Paragraph, 1, &SceneInputs::default());
    assert_eq!(seen.0.view.goals, [Met, Open, Open, Open]);
    assert_eq!(seen.0.view.wants, [(Setting::Dims, 32.0), (Setting::Epochs, 1000.0)]);
    let seen = built_in().ask(SceneName::Paragraph, 1, &SceneInputs::default());
    assert_eq!(seen.0.view.goals, [Open; 4]);
    assert!(seen.0.view.wants.is_empty(), "a thousand epochs are not for a long text");
    let seen = small().as_loaded().ask(SceneName::Paragraph, 1, &typed("cat dog king queen milk"));
    assert_eq!(seen.0.view.goals, [Unchecked, Unchecked, Unchecked, Met]);
}

#[test]
fn analogies_hold_where_the_expected_word_comes_first() {
    let asked =
        [["king", "man", "woman", "queen"], ["paris", "france", "italy", "rome"], ["king", "man", "woman", "cat"]];
    let text = "king - man + woman = queen; paris france italy rome; king man woman cat";
    let model = built_in().as_loaded();
    let seen = model.ask(SceneName::Analogies, 1, &typed(text));
    let Element::Table { rows, .. } = seen.element(0) else { panic!("a table comes first") };
    let mut n_right = 0;
    for (row, [a, b, c, expected]) in rows.iter().zip(asked) {
        let (rank, _) = rank_of(&model, [a, b, c], expected);
        assert!(matches!(row.cells[2], TableCell::Number(found, _) if found == rank as f64), "{row:?}, {rank}");
        n_right += usize::from(rank == 1);
    }
    near(seen.figure("right"), n_right as f64, 0.0);
    assert_eq!(seen.0.view.goals, [Met, Met, (n_right >= 3).into()]);
    let seen = built_in().ask(SceneName::Analogies, 1, &typed(text));
    assert_eq!(seen.0.view.goals[0], Open, "these were trained here");
    let seen = built_in().as_loaded().ask(SceneName::Analogies, 1, &SceneInputs::default());
    assert_eq!(seen.0.view.goals, [Met, Met, Met], "of itself it asks what is there");
    let seen = small().ask(SceneName::Analogies, 1, &typed("ape man woman queen; two words"));
    assert_eq!((&seen.0.view.goals[..], seen.0.missing.as_deref()), (&[Open, Open, Unchecked][..], Some("ape")));
}

#[test]
fn words_are_at_home_where_their_nearest_is_of_their_group() {
    let groups = [
        (built_in(), "cat dog horse cow; france italy spain; apple bread paris"),
        (small(), "cat dog milk; sun moon hills; town"),
    ];
    for (model, text) in groups {
        let groups: Vec<Vec<&str>> = text.split("; ").map(|words| words.split(' ').collect()).collect();
        let members: Vec<(&str, usize)> = groups
            .iter()
            .enumerate()
            .filter(|(_, words)| words.len() > 1)
            .flat_map(|(group, words)| words.iter().map(move |&word| (word, group)))
            .collect();
        let is_home = |&(word, group): &(&str, usize)| {
            let others = members.iter().filter(|other| other.0 != word);
            let nearest = others.max_by(|x, y| {
                cosine(&model.of(word), &model.of(x.0)).total_cmp(&cosine(&model.of(word), &model.of(y.0)))
            });
            nearest.is_some_and(|nearest| nearest.1 == group)
        };
        let n_home = members.iter().filter(|member| is_home(member)).count();
        let seen = model.ask(SceneName::Groups, 1, &typed(text));
        near(seen.figure("known"), members.len() as f64, 0.0);
        near(seen.figure("home"), n_home as f64, 0.0);
        let share = n_home as f64 / members.len() as f64;
        near(seen.figure("share"), share, 1e-12);
        assert_eq!(seen.0.view.goals, [Open, (share >= 0.9).into()]);
        let MapAct::Highlight { others, .. } = &seen.0.view.acts[0] else { panic!("the words stand out") };
        assert_eq!(others.len() + 1, members.len());
    }
    let seen = built_in().ask(SceneName::Groups, 1, &SceneInputs::default());
    println!("{} words, {} at home", seen.figure("known"), seen.figure("home"));
    assert_eq!(seen.0.view.goals, [Met, Met], "the built-in corpus has such groups");
    assert_eq!(musicians().ask(SceneName::Groups, 1, &SceneInputs::default()).0.view.goals, [Open, Unchecked]);
}
