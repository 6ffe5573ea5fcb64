//! `angle`: cosine and distance, stretched, listed, and at length one.

use embedding_explorer::protocol::{Element, SceneInputs, SceneName, TableCell};

use crate::{Model, built_in, cosine, dot, length, minus, near, small, words};

fn stretched(a: &str, b: &str, times: f64) -> SceneInputs {
    SceneInputs { numbers: [Some(times), None], ..words(a, b, "") }
}

fn the_cosine_stays_when_a_vector_is_stretched(model: &Model, a: &str, b: &str) {
    let (u, v) = (model.of(a), model.of(b));
    let seen = model.ask(SceneName::Angle, 1, &words(a, b, ""));
    near(seen.figure("cos"), cosine(&u, &v), 1e-9);
    near(seen.figure("distance"), length(&minus(&u, &v)), 1e-9);
    near(seen.figure("cos"), seen.figure("dot") / (seen.figure("len_a") * seen.figure("len_b")), 1e-12);
    // The arrows lie as in the space.
    let Element::Curve(curve) = seen.element(0) else { panic!("arrows come first") };
    let [p, q] = [0, 1].map(|i| curve.lines[i].points.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>());
    near(cosine(&p, &q), cosine(&u, &v), 1e-6);
    near(length(&minus(&p, &q)), length(&minus(&u, &v)), 1e-5);
    for times in [0.1, 0.5, 2.0, 5.0] {
        let seen = model.ask(SceneName::Angle, 2, &stretched(a, b, times));
        near(seen.figure("cos_long"), cosine(&u, &v), 1e-6);
        let squared = dot(&u, &u) + times * times * dot(&v, &v) - 2.0 * times * dot(&u, &v);
        near(seen.figure("far").powi(2), squared, 1e-4 * squared);
    }
    let seen = model.ask(SceneName::Angle, 5, &words(a, b, ""));
    near(seen.figure("squared"), 2.0 - 2.0 * cosine(&u, &v), 1e-6);
    near(seen.figure("squared"), seen.figure("two") - seen.figure("twice"), 1e-6);
}

#[test]
fn only_the_distance_changes_with_the_length() {
    the_cosine_stays_when_a_vector_is_stretched(built_in(), "king", "queen");
    the_cosine_stays_when_a_vector_is_stretched(built_in(), "cat", "paris");
    the_cosine_stays_when_a_vector_is_stretched(small(), "cat", "dog");
}

/// By distance and by cosine, the ten nearest of a word.
fn tens(model: &Model, id: u32) -> [Vec<u32>; 2] {
    let own = model.wide(id);
    let mut others: Vec<u32> = (0..model.vocabulary.len() as u32).filter(|&other| other != id).collect();
    let by_cosine = model.ranked(&own, &[id]).into_iter().take(10).map(|(id, _)| id).collect();
    let far = |other: u32| length(&minus(&own, &model.wide(other)));
    others.sort_by(|&a, &b| far(a).total_cmp(&far(b)));
    others.truncate(10);
    [others, by_cosine]
}

#[test]
fn both_lists_are_those_of_the_space() {
    for (model, word) in [(built_in(), "king"), (small(), "cat")] {
        let seen = model.ask(SceneName::Angle, 3, &words(word, "", ""));
        let [by_distance, by_cosine] = tens(model, model.id(word));
        let Element::Table { rows, .. } = seen.element(0) else { panic!("a table comes first") };
        for (place, row) in rows.iter().enumerate() {
            let [_, TableCell::Text(near), _, TableCell::Text(far), _] = &row.cells[..] else { panic!("{row:?}") };
            assert_eq!((near.as_str(), far.as_str()), (model.word(by_cosine[place]), model.word(by_distance[place])));
        }
        let n_shared = by_distance.iter().filter(|id| by_cosine.contains(id)).count();
        assert_eq!(seen.figure("shared"), n_shared as f64);
    }
}

#[test]
fn the_hub_by_distance_is_who_stands_in_most_lists() {
    for model in [built_in(), small()] {
        let n_words = model.vocabulary.len();
        let mut counts = [vec![0_u32; n_words], vec![0_u32; n_words]];
        let mut n_shared = 0;
        for id in 0..n_words as u32 {
            let [by_distance, by_cosine] = tens(model, id);
            n_shared += by_distance.iter().filter(|id| by_cosine.contains(id)).count();
            for (counts, list) in counts.iter_mut().zip([by_distance, by_cosine]) {
                for id in list {
                    counts[id as usize] += 1;
                }
            }
        }
        let seen = model.ask(SceneName::Angle, 4, &SceneInputs::default());
        let hub = model.id(seen.word("hub"));
        let most = counts[0].iter().copied().max().expect("there are words");
        assert_eq!((seen.figure("lists"), seen.figure("hub_lists")), (n_words as f64, f64::from(most)));
        assert_eq!((counts[0][hub as usize], f64::from(counts[1][hub as usize])), (most, seen.figure("hub_cosine")));
        near(seen.figure("hub_length"), length(&model.wide(hub)), 1e-9);
        let mean = (0..n_words as u32).map(|id| length(&model.wide(id))).sum::<f64>() / n_words as f64;
        near(seen.figure("mean_length"), mean, 1e-6);
        near(seen.figure("agree"), n_shared as f64 / (n_words * 10) as f64, 2e-3);
    }
}

#[test]
fn on_the_built_in_run_the_hub_is_short() {
    let seen = built_in().ask(SceneName::Angle, 4, &SceneInputs::default());
    println!(
        "hub {} in {} by distance, {} by cosine",
        seen.word("hub"),
        seen.figure("hub_lists"),
        seen.figure("hub_cosine")
    );
    assert!(seen.figure("hub_length") < 0.7 * seen.figure("mean_length"));
    assert!(seen.figure("hub_lists") > 5.0 * seen.figure("hub_cosine"));
}
