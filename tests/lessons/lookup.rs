//! `lookup`: a row of the table, by looking up and by multiplying.

use embedding_explorer::protocol::{Element, SceneInputs, SceneName, TableCell};

use crate::{Model, built_in, length, near, small, words};

/// The rows of the first strip.
fn strip(element: &Element) -> Vec<(&str, &[f32])> {
    let Element::Strip { rows, .. } = element else { panic!("{element:?} is no strip") };
    rows.iter().map(|row| (row.label.as_str(), row.values.as_slice())).collect()
}

fn a_row_is_looked_up(model: &Model, word: &str) {
    let (id, dims, n_words) = (model.id(word), model.vectors.dims(), model.vocabulary.len());
    let seen = model.ask(SceneName::Lookup, 1, &words(word, "", ""));
    assert_eq!(seen.word("a"), word);
    assert_eq!(seen.figure("row"), f64::from(id) + 1.0);
    assert_eq!((seen.figure("dims"), seen.figure("words")), (dims as f64, n_words as f64));
    assert_eq!(seen.figure("numbers"), (n_words * dims) as f64);
    near(seen.figure("length"), length(&model.of(word)), 1e-9);
    assert_eq!(strip(seen.element(0)), [(word, model.vectors.vector(id))]);
    assert_eq!(seen.0.view.right, Some(2));

    let seen = model.ask(SceneName::Lookup, 3, &words(word, "", ""));
    let rows = strip(seen.element(0));
    let bits = |row: &[f32]| row.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(rows[0].1), bits(model.vectors.vector(id)), "one-hot times the table is the row, bit for bit");
    assert_eq!((rows[0].1, seen.figure("difference")), (rows[1].1, 0.0));
    assert_eq!(seen.figure("products"), (n_words * dims) as f64);
}

#[test]
fn multiplying_gives_the_row_bit_for_bit() {
    a_row_is_looked_up(built_in(), "king");
    a_row_is_looked_up(built_in(), "cat");
    a_row_is_looked_up(small(), "milk");
}

#[test]
fn the_built_in_table_is_900_words_by_64_numbers() {
    let seen = built_in().ask(SceneName::Lookup, 5, &SceneInputs::default());
    assert_eq!((seen.word("a"), seen.figure("numbers"), seen.figure("memory")), ("king", 57_600.0, 230_400.0));
}

#[test]
fn another_row_is_another_word() {
    let model = built_in();
    let counts = model.vocabulary.counts().expect("it is of a text");
    for (word, offset) in [("king", 1.0), ("king", -1.0), ("king", 50.0), ("king", 9e9), ("the", -3.0), ("the", 2.0)] {
        let inputs = SceneInputs { numbers: [Some(offset), None], ..words(word, "", "") };
        let seen = model.ask(SceneName::Lookup, 2, &inputs);
        let id = f64::from(model.id(word));
        let beside = (id + offset.clamp(-50.0, 50.0)).clamp(0.0, 899.0) as u32;
        assert_eq!((seen.word("a"), seen.word("beside")), (word, model.word(beside)));
        near(seen.figure("cosine"), crate::cosine(&model.of(word), &model.wide(beside)), 1e-9);
        let Element::Table { rows, .. } = seen.element(1) else { panic!("a table follows the strip") };
        for row in rows {
            let [TableCell::Text(word), _, TableCell::Number(count, _)] = &row.cells[..] else { panic!("{row:?}") };
            assert_eq!(*count, f64::from(counts[model.id(word) as usize]));
        }
    }
    let last = model.word(899);
    assert_eq!(model.ask(SceneName::Lookup, 2, &words(last, "", "")).figure("row_beside"), 899.0);
}

#[test]
fn a_sentence_becomes_a_row_a_word() {
    let model = built_in();
    let inputs = SceneInputs { text: "The Queen saw a quokka!".to_owned(), ..SceneInputs::default() };
    let seen = model.ask(SceneName::Lookup, 4, &inputs);
    let Element::Tokens { tokens, .. } = seen.element(0) else { panic!("the words come first") };
    assert_eq!(
        tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>(),
        ["The", "Queen", "saw", "a", "quokka"]
    );
    let known = seen.figure("known");
    assert!(known >= 3.0 && known + seen.figure("unknown") == 5.0);
    assert_eq!(seen.figure("filled"), known * 64.0);
    let rows = strip(seen.element(1));
    assert_eq!(rows[1], ("queen", model.vectors.vector(model.id("queen"))));
    let inputs = SceneInputs { text: "quokka wombat".to_owned(), ..SceneInputs::default() };
    assert_eq!(model.ask(SceneName::Lookup, 4, &inputs).figure("known"), 0.0);
}

#[test]
fn a_word_that_is_not_there_is_told_and_another_one_is_shown() {
    let seen = built_in().ask(SceneName::Lookup, 1, &words("kinng", "", ""));
    assert_eq!((seen.0.missing.as_deref(), seen.word("a")), (Some("kinng"), "king"));
    // Of loaded vectors there are no counts.
    let seen = built_in().as_loaded().ask(SceneName::Lookup, 2, &words("king", "", ""));
    assert_eq!(seen.0.view.cannot, None);
}
