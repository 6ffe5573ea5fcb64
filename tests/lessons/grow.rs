//! `grow`: the beginning, bit for bit, and the company that words keep.

use std::sync::Arc;

use embedding_explorer::{
    protocol::{MapAct, Method, SceneInputs, SceneName, Settings},
    text::Corpus,
    train::{TrainConfig, Trainer, initial_vector},
};

use crate::{Model, built_in, cosine, near, small, words};

#[test]
fn first_vectors_are_drawn_again_bit_for_bit() {
    let corpus = Arc::new(Corpus::of_sentences(vec![0, 1, 2, 1, 0], vec![5]));
    for method in [Method::SkipGram, Method::Softmax, Method::Cbow, Method::Glove] {
        let settings = Settings { method, dims: 7, seed: 9, subsample: 0.0, ..Settings::default() };
        let config = TrainConfig::from(&settings);
        let mut trainer = Trainer::new(config, &[2, 2, 1], Arc::clone(&corpus)).expect("it fits");
        trainer.refresh();
        for id in 0..3 {
            assert_eq!(initial_vector(&config, None, id), trainer.vectors().vector(id), "{method:?}");
        }
    }
}

fn words_grow_together(model: &Model, [a, b, c]: [&str; 3]) {
    let config = model.config.expect("it is a run");
    let first =
        |word: &str| initial_vector(&config, None, model.id(word)).iter().map(|&x| f64::from(x)).collect::<Vec<_>>();
    let inputs = words(a, b, c);
    let seen = model.ask(SceneName::Grow, 1, &inputs);
    near(seen.figure("before"), cosine(&first(a), &first(b)), 1e-9);
    near(seen.figure("now"), cosine(&model.of(a), &model.of(b)), 1e-9);
    let seen = model.ask(SceneName::Grow, 4, &inputs);
    let ranked = model.ranked(&model.of(a), &[model.id(a)]);
    let place = ranked.iter().position(|&(id, _)| id == model.id(b)).expect("it is a word") + 1;
    assert_eq!(seen.figure("rank_now"), place as f64);
    let nearer = model.vocabulary.words().iter().filter(|word| {
        ![a, b].contains(&word.as_str()) && cosine(&first(a), &first(word)) > cosine(&first(a), &first(b))
    });
    assert_eq!(seen.figure("rank_before"), nearer.count() as f64 + 1.0);
    // The company, counted anew: windows end where passages end.
    let window = config.window as usize;
    let mut company = [vec![false; model.vocabulary.len()], vec![false; model.vocabulary.len()]];
    let mut start = 0;
    for &end in &model.corpus.passage_ends {
        let passage = &model.corpus.ids[start..end as usize];
        for (i, &id) in passage.iter().enumerate() {
            for (word, company) in [a, b].iter().zip(&mut company) {
                if id == model.id(word) {
                    let around =
                        passage.iter().enumerate().skip(i.saturating_sub(window)).take_while(|(j, _)| *j <= i + window);
                    around.filter(|(j, _)| *j != i).for_each(|(_, &other)| company[other as usize] = true);
                }
            }
        }
        start = end as usize;
    }
    let count =
        |test: fn(bool, bool) -> bool| company[0].iter().zip(&company[1]).filter(|&(&x, &y)| test(x, y)).count();
    let seen = model.ask(SceneName::Grow, 3, &inputs);
    assert_eq!(seen.figure("both"), count(|x, y| x && y) as f64);
    assert_eq!(seen.figure("any"), count(|x, y| x || y) as f64);
}

#[test]
fn company_brings_words_together() {
    words_grow_together(built_in(), ["cat", "dog", "king"]);
    words_grow_together(built_in(), ["paris", "london", "apple"]);
    words_grow_together(small(), ["cat", "dog", "moon"]);
}

#[test]
fn on_the_built_in_run_noise_is_small_and_cats_come_to_dogs() {
    let seen = built_in().ask(SceneName::Grow, 1, &SceneInputs::default());
    assert!(seen.figure("noise") < 0.13, "{}", seen.figure("noise"));
    assert!(seen.figure("before").abs() < 0.35 && seen.figure("now") > 0.5);
    let inputs = SceneInputs { numbers: [Some(0.5), None], ..SceneInputs::default() };
    let seen = built_in().ask(SceneName::Grow, 5, &inputs);
    assert!(seen.0.view.acts.contains(&MapAct::Moment(0.5)));
    assert!(built_in().as_loaded().ask(SceneName::Grow, 1, &SceneInputs::default()).0.view.cannot.is_some());
}
