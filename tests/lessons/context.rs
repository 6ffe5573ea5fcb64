//! `context`: one row between two meanings.

use embedding_explorer::protocol::{Element, SceneInputs, SceneName};

use crate::{Model, built_in, cosine, near, small, words};

fn a_word_lies_between(model: &Model, [a, b, c]: [&str; 3]) {
    let [u, v, w] = [a, b, c].map(|word| model.of(word));
    let seen = model.ask(SceneName::Context, 1, &words(a, b, c));
    near(seen.figure("ab"), cosine(&u, &v), 1e-9);
    near(seen.figure("ac"), cosine(&u, &w), 1e-9);
    near(seen.figure("bc"), cosine(&v, &w), 1e-9);
    assert_eq!(seen.0.view.right, Some(u8::from(cosine(&u, &w) > cosine(&u, &v))));
    let seen = model.ask(SceneName::Context, 2, &words(a, b, c));
    let Element::Bars { bars, .. } = seen.element(0) else { panic!("bars come first") };
    let ranked = model.ranked(&u, &[model.id(a)]);
    for (bar, (id, _)) in bars.iter().zip(ranked) {
        assert_eq!(bar.label, model.word(id));
        near(bar.value, cosine(&model.wide(id), &v) - cosine(&model.wide(id), &w), 1e-9);
    }
    let seen = model.ask(SceneName::Context, 3, &words(a, b, c));
    near(seen.figure("same"), 1.0, 1e-12);
}

#[test]
fn cosines_of_both_meanings_are_those_of_the_space() {
    a_word_lies_between(built_in(), ["bank", "river", "coins"]);
    a_word_lies_between(built_in(), ["light", "bright", "feather"]);
    a_word_lies_between(small(), ["kitchen", "milk", "hills"]);
}

#[test]
fn on_the_built_in_run_bank_is_nearer_to_both_than_they_are_to_each_other() {
    let seen = built_in().ask(SceneName::Context, 1, &SceneInputs::default());
    assert_eq!(["a", "b", "c"].map(|name| seen.word(name).to_owned()), ["bank", "river", "coins"]);
    assert!(seen.figure("ab") > seen.figure("bc") && seen.figure("ac") > seen.figure("bc"));
    // Another homograph brings its own two meanings, and any other word its nearest.
    let seen = built_in().ask(SceneName::Context, 1, &words("light", "", ""));
    assert_eq!(["b", "c"].map(|name| seen.word(name).to_owned()), ["bright", "feather"]);
    let seen = small().ask(SceneName::Context, 1, &words("cat", "", ""));
    let of_cat = small().ranked(&small().of("cat"), &[small().id("cat")]);
    assert_eq!(seen.word("b"), small().word(of_cat[0].0));
}
