//! Our figures against gensim's, on the same vectors and questions: `fixtures/gensim/make.py` writes what it gives.

#![cfg(not(target_arch = "wasm32"))]

use embedding_explorer::{
    matrix::Matrix,
    space::{
        Embedding, Expression, Scored, combine,
        evaluation::{EvaluationOptions, Evaluator, accuracy, parse_analogies, parse_pairs},
        inverse_norms, nearest, nearest_by_product, odd_one_out, rank_of, similarity_of_sets,
    },
};

/// The words and vectors of a file in word2vec's text format.
fn vectors() -> (Vec<String>, Matrix) {
    let mut lines = include_str!("fixtures/gensim/vectors.txt").lines();
    let head = lines.next().expect("a first line");
    let (n_words, dims) = head.split_once(' ').expect("words and dims");
    let mut table = Matrix::zeros(n_words.parse().expect("a number"), dims.parse().expect("a number"));
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
        let evaluator = Evaluator::new(embedding, &words, options).expect("a vector for each word");
        match fields[0] {
            "section" => {
                let section = sections.iter().find(|section| section.name == fields[3]).expect("of that name");
                let score = &evaluator.analogies(std::slice::from_ref(section)).expect("they can be asked")[0];
                let found = (score.n_correct(), score.n_asked() - score.n_correct());
                assert_eq!(found, (number(4) as usize, number(5) as usize), "{line}");
            }
            "accuracy" => {
                let scores = evaluator.analogies(&sections).expect("they can be asked");
                assert!((accuracy(&scores).expect("some are known") - number(3)).abs() < 1e-9, "{line}");
            }
            _ => {
                let score = evaluator.pairs(&pairs).expect("they can be compared").expect("some are known");
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

/// Words with numbers, `word:number word:number ...`.
fn listed(field: &str) -> Vec<(&str, f32)> {
    field
        .split_whitespace()
        .map(|part| part.rsplit_once(':').expect("a word and a number"))
        .map(|(word, number)| (word, number.parse().expect("a number")))
        .collect()
}

/// Whether a score is gensim's to 1e-5, and to that share of it where it is above one.
fn agree(found: f32, expected: f32) -> bool {
    (found - expected).abs() <= 1e-5 * expected.abs().max(1.0)
}

#[test]
fn questions_about_words_are_answered_as_by_gensim() {
    let (words, table) = vectors();
    let embedding = Embedding::new(table.as_floats(), table.n_rows(), table.dims()).expect("a table");
    let norms = inverse_norms(embedding);
    let id = |word: &str| words.iter().position(|other| other == word).expect("a word of the table") as u32;
    let ids = |field: &str| field.split_whitespace().map(id).collect::<Vec<u32>>();
    let assert_scored = |found: &[Scored], expected: &[(&str, f32)], line: &str| {
        assert_eq!(found.len(), expected.len(), "{line}");
        for (scored, &(word, score)) in found.iter().zip(expected) {
            assert_eq!(words[scored.word_id as usize], word, "{line}");
            assert!(agree(scored.cosine, score), "{scored:?}, expected {line}");
        }
    };
    let mut n_checked = 0;
    for line in include_str!("fixtures/gensim/expected-questions.tsv").lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[0] {
            "most_similar" => {
                // As a reader would write it.
                let products: Vec<String> =
                    listed(fields[1]).iter().map(|(word, weight)| format!("({weight}) * {word}")).collect();
                let terms = Expression::parse(&products.join(" + ")).expect("an expression").terms;
                let terms: Vec<(u32, f32)> = terms.iter().map(|term| (id(&term.word), term.weight)).collect();
                let exclude: Vec<u32> = terms.iter().map(|&(word_id, _)| word_id).collect();
                let query = combine(embedding, &terms).expect("words of the table");
                let expected = listed(fields[3]);
                let found = nearest(embedding, &norms, &query, expected.len(), &exclude).expect("a direction");
                assert_scored(&found, &expected, line);
                for (place, (word, cosine)) in (1..).zip(expected) {
                    let (rank, found) = rank_of(embedding, &norms, &query, id(word), &exclude).expect("a direction");
                    assert!(rank == place && agree(found, cosine), "{word} is at {rank} with {found}, expected {line}");
                }
            }
            "most_similar_cosmul" => {
                let (positive, negative, expected) = (ids(fields[1]), ids(fields[2]), listed(fields[3]));
                let exclude = [positive.as_slice(), &negative].concat();
                let found = nearest_by_product(embedding, &norms, &positive, &negative, expected.len(), &exclude);
                assert_scored(&found.expect("words of the table"), &expected, line);
            }
            "doesnt_match" => {
                let (asked, expected) = (ids(fields[1]), listed(fields[3]));
                let found = odd_one_out(embedding, &asked).expect("a direction");
                assert!(found.iter().map(|scored| scored.word_id).eq(asked), "in the order given: {line}");
                for &(word, score) in &expected {
                    let scored = found.iter().find(|scored| scored.word_id == id(word)).expect("it was asked for");
                    assert!(agree(scored.cosine, score), "{scored:?}, expected {line}");
                }
                // Two words are equally far from their mean, so that the score is compared and not the word.
                let least = found.iter().map(|scored| scored.cosine).fold(f32::INFINITY, f32::min);
                assert!(agree(least, expected[0].1), "{least}, expected {line}");
            }
            _ => {
                let found = similarity_of_sets(embedding, &ids(fields[1]), &ids(fields[2])).expect("two directions");
                assert!(agree(found, fields[3].parse().expect("a number")), "{found}, expected {line}");
            }
        }
        n_checked += 1;
    }
    assert_eq!(n_checked, 23, "seven sums, five products, six groups and five pairs of them");
}
