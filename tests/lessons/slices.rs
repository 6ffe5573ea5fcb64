//! Whatever looks through all words does so in slices, with the same answer.

use embedding_explorer::protocol::{SceneInputs, SceneName};

use crate::{Model, built_in, small, words};

fn slices_change_nothing(model: &Model, scene: SceneName, step: u32, inputs: &SceneInputs, n_searches: usize) {
    let (whole, n_slices) = model.ask_in(scene, step, inputs, usize::MAX);
    assert_eq!(n_slices, 1, "{scene:?}");
    // A tenth of the table at a time.
    let n_operations = model.vectors.n_rows() * model.vectors.dims() / 10;
    let (sliced, n_slices) = model.ask_in(scene, step, inputs, n_operations);
    assert!(n_slices >= 10 * n_searches, "{scene:?}, step {step}: {n_slices} slices");
    assert_eq!(whole.0, sliced.0, "{scene:?}, step {step}");
}

#[test]
fn searches_of_all_words_are_sliced() {
    let nobody = SceneInputs::default();
    slices_change_nothing(built_in(), SceneName::Walk, 3, &words("king", "man", "woman"), 1);
    slices_change_nothing(built_in(), SceneName::Angle, 3, &words("king", "queen", ""), 2);
    slices_change_nothing(built_in(), SceneName::Grow, 4, &words("king", "queen", ""), 1);
    slices_change_nothing(built_in(), SceneName::Context, 2, &words("bank", "", ""), 1);
    slices_change_nothing(built_in(), SceneName::Capitals, 1, &nobody, 1);
    slices_change_nothing(built_in(), SceneName::Queen, 1, &nobody, 1);
    slices_change_nothing(built_in(), SceneName::Analogies, 1, &nobody, 3);
    slices_change_nothing(built_in(), SceneName::Game, 1, &nobody, 1);
    // A word that the reader leaves out is the nearest of another: that is a search as well.
    let other = small().as_loaded();
    slices_change_nothing(&other, SceneName::Walk, 3, &words("sun", "", ""), 2);
    slices_change_nothing(&other, SceneName::OneHot, 1, &words("sun", "", ""), 0);
}

#[test]
fn lists_of_all_words_are_counted_in_pieces_of_a_list() {
    let inputs = words("king", "queen", "");
    let (whole, _) = small().ask_in(SceneName::Angle, 4, &inputs, usize::MAX);
    let (sliced, n_slices) = small().ask_in(SceneName::Angle, 4, &inputs, 1);
    let n_words = small().vocabulary.len();
    assert!(n_slices >= 2 * n_words * n_words, "a row at a time: {n_slices}");
    assert_eq!(whole.0, sliced.0);
}
