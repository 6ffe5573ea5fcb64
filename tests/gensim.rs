//! Our figures against gensim's, on the same vectors and questions: `fixtures/gensim/make.py` writes what it gives.

#![cfg(not(target_arch = "wasm32"))]

use embedding_explorer::{
    space::{
        Embedding,
        evaluation::{EvaluationOptions, Examination, accuracy, parse_analogies, parse_pairs},
    },
    train::Table,
};

/// The words and vectors of a file in word2vec's text format.
fn vectors() -> (Vec<String>, Table) {
    let mut lines = include_str!("fixtures/gensim/vectors.txt").lines();
    let head = lines.next().expect("a first line");
    let (n_words, dims) = head.split_once(' ').expect("words and dims");
    let mut table = Table::zeros(n_words.parse().expect("a number"), dims.parse().expect("a number"));
    let (mut words, mut numbers) = (Vec::new(), Vec::new());
    for line in lines {
        let mut parts = line.split(' ');
        words.push(parts.next().expect("a word").to_owned());
        numbers.extend(parts.map(|part| part.parse::<f32>().expect("a number")));
    }
    let mut numbers = numbers.into_iter();
    table.fill_with(|| numbers.next().expect("as many numbers as the first line says"));
    (words, table)
}

#[test]
fn evaluations_are_those_of_gensim() {
    let (words, table) = vectors();
    let embedding = Embedding::new(table.as_floats(), table.n_rows(), table.dims()).expect("a table");
    let sections = parse_analogies(include_str!("fixtures/gensim/analogies.txt")).expect("analogies");
    let pairs = parse_pairs(include_str!("fixtures/gensim/pairs.tsv")).expect("pairs");
    let mut n_checked = 0;
    for line in include_str!("fixtures/gensim/expected.tsv").lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| fields[at].parse::<f64>().expect("a number");
        let options = EvaluationOptions { restrict_vocab: number(1) as usize, case_insensitive: fields[2] == "true" };
        let examination = Examination::new(embedding, &words, options).expect("a vector for each word");
        match fields[0] {
            "section" => {
                let section = sections.iter().find(|section| section.name == fields[3]).expect("of that name");
                let score = &examination.analogies(std::slice::from_ref(section)).expect("they can be asked")[0];
                let found = (score.n_correct(), score.n_asked() - score.n_correct());
                assert_eq!(found, (number(4) as usize, number(5) as usize), "{line}");
            }
            "accuracy" => {
                let scores = examination.analogies(&sections).expect("they can be asked");
                assert!((accuracy(&scores).expect("some are known") - number(3)).abs() < 1e-9, "{line}");
            }
            _ => {
                let score = examination.pairs(&pairs).expect("they can be compared").expect("some are known");
                assert!((score.pearson - number(3)).abs() < 1e-5, "{score:?}, expected {line}");
                assert!((score.spearman - number(4)).abs() < 1e-5, "{score:?}, expected {line}");
                let unknown = 100.0 * score.n_unknown as f64 / (score.n_unknown + score.n_known) as f64;
                assert!((unknown - number(5)).abs() < 1e-9, "{score:?}, expected {line}");
            }
        }
        n_checked += 1;
    }
    assert_eq!(n_checked, 32, "four ways, six sections, accuracy and pairs each");
}
