//! Words that a fastText table does not have: composed of its n-grams, with fastText's own bits, wherever a word is asked for.

use std::{fs, path::Path};

use embedding_explorer::{
    formats::{Bundle, Loaded, ReadOptions},
    matrix::Matrix,
    protocol::{
        Absence, Answer, Command, Event, HeatmapOrder, Measure, NgramsHead, Question, Settings, Source, TableHead,
        TablePart,
    },
    space::{Embedding, inverse_norms, nearest},
};

use crate::journey::Journey;

/// The words of a fixture and the bits of their vectors, which fastText gave; those behind the vocabulary are unseen ones.
fn theirs() -> Vec<(String, Vec<f32>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/fixtures/fasttext.tsv");
    let text = fs::read_to_string(path).expect("a fixture");
    let line = |line: &str| {
        let mut cells = line.split('\t');
        let word = cells.next().expect("a word").to_owned();
        (word, cells.map(|bits| f32::from_bits(u32::from_str_radix(bits, 16).expect("bits"))).collect())
    };
    text.lines().map(line).collect()
}

fn loaded() -> Loaded {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/fixtures/fasttext.bin");
    let bytes = fs::read(path).expect("a fixture");
    let mut bundle = Bundle::new(&ReadOptions::default());
    bundle.begin("fasttext.bin", Some(bytes.len() as u64));
    bundle.push_all(&bytes).expect("fastText's own file");
    bundle.end().expect("it is whole");
    bundle.finish().expect("a table")
}

/// Opens the table as the worker of files hands it over, in parts of a few rows.
fn opened() -> Journey {
    let mut loaded = loaded();
    let mut subwords = loaded.subwords.take().expect("n-grams");
    let (dims, (min_n, max_n)) = (loaded.matrix.dims(), subwords.lengths());
    let (n_rows, n_buckets) = (subwords.n_rows(), subwords.n_buckets());
    let head = TableHead {
        name: "fasttext.bin".to_owned(),
        n_rows: loaded.words.len() as u64,
        dims: dims as u32,
        n_letter_bytes: 100,
        ngrams: Some(NgramsHead { n_rows, n_buckets, min_n: min_n as u32, max_n: max_n as u32 }),
        ..TableHead::default()
    };
    assert_eq!(head.n_rows_in_all(), loaded.words.len() as u64 + n_rows);
    let mut journey = Journey::new();
    let (source, settings) = (Source::Table(head), Settings::default());
    journey.tell(Command::Open { open_id: 5, source, settings, chosen: Vec::new(), autoplay: false });
    let mut take = |part| journey.tell(Command::TakePart { open_id: 5, part });
    take(TablePart::Words { words: loaded.words.clone(), counts: Vec::new().into() });
    for row in 0..loaded.words.len() as u32 {
        take(TablePart::Rows(loaded.matrix.vector(row).to_vec().into()));
    }
    while let Some(rows) = subwords.take_rows(700 * dims) {
        take(TablePart::Ngrams(rows.into()));
    }
    journey.until_idle();
    assert_eq!(journey.refusals(), [""; 0]);
    journey
}

fn found(journey: &mut Journey, word: &str) -> u32 {
    match journey.ask(Question::Find { word: word.to_owned() }) {
        Answer::Found { word_id } => word_id,
        answer => panic!("{word}: {answer:?}"),
    }
}

fn composed(journey: &Journey) -> Vec<(u32, String)> {
    let words = |event: &Event| if let Event::Composed { words, .. } = event { Some(words.clone()) } else { None };
    journey.events.iter().filter_map(words).flatten().collect()
}

#[test]
fn an_unseen_word_has_the_neighbors_of_its_own_vector() {
    let mut journey = opened();
    let n_words = journey.opened().words.len() as u32;
    let loaded = loaded();
    let embedding = Embedding::from(&loaded.matrix);
    let unseen: Vec<(String, Vec<f32>)> =
        theirs().into_iter().filter(|(word, _)| !loaded.words.contains(word)).collect();
    assert!(!unseen.is_empty(), "the fixture has none");
    for (word, vector) in unseen {
        let word_id = found(&mut journey, &word);
        assert!(word_id >= n_words, "{word}");
        assert!(composed(&journey).contains(&(word_id, word.clone())));
        let expected = nearest(embedding, &inverse_norms(embedding), &vector, 5, &[]).expect("it has a direction");
        let answer = journey.ask(Question::Neighbors { word_id, k: 5, measure: Measure::Cosine });
        let Answer::Neighbors { neighbors, recall: None, .. } = answer else { panic!("{answer:?}") };
        let bits = |found: &[(u32, f32)]| found.iter().map(|&(id, cosine)| (id, cosine.to_bits())).collect::<Vec<_>>();
        assert_eq!(
            bits(&neighbors.iter().map(|near| (near.word_id, near.cosine)).collect::<Vec<_>>()),
            bits(&expected.iter().map(|near| (near.word_id, near.cosine)).collect::<Vec<_>>()),
            "{word}: fastText's own vector"
        );
        let answer = journey.ask(Question::Neighbors { word_id, k: 3, measure: Measure::Distance });
        assert!(matches!(&answer, Answer::Neighbors { neighbors, .. } if neighbors.len() == 3), "{answer:?}");
        let answer = journey.ask(Question::Cosines { word_id });
        assert!(matches!(&answer, Answer::Cosines { cosines, .. } if cosines.len() == n_words as usize), "{answer:?}");
    }
}

#[test]
fn words_from_parts_are_taken_wherever_words_are_typed() {
    let mut journey = opened();
    let known = journey.opened().words[0].clone();
    let typed = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let answer = journey
        .ask(Question::Heatmap { words: typed(&[&known, "harborside", "boatyard"]), order: HeatmapOrder::Cluster });
    let Answer::Heatmap { word_ids, cosines } = answer else { panic!("{answer:?}") };
    assert_eq!((word_ids.len(), cosines.len()), (3, 9));
    let answer =
        journey.ask(Question::Groups { words: typed(&["harborside", "boatyard"]), others: typed(&[&known, "boaty"]) });
    assert!(matches!(answer, Answer::Groups { similarity: Some(_), .. }), "{answer:?}");
    for (expression, by_product) in
        [(format!("harborside - {known} + boaty"), false), (format!("harborside - {known} + boaty"), true)]
    {
        let question =
            Question::Arithmetic { expression, by_product, k: 4, include_inputs: false, expected: String::new() };
        let answer = journey.ask(question);
        let Answer::Arithmetic { terms, answers, .. } = &answer else { panic!("{answer:?}") };
        assert_eq!((terms.len(), answers.len()), (3, 4));
        let n_words = journey.opened().words.len() as u32;
        assert!(answers.iter().all(|answer| answer.word_id < n_words && answer.word_id != 0), "{answers:?}");
    }
    assert_eq!(composed(&journey).len(), 3, "each was told once: {:?}", composed(&journey));
    // The map has no place for it.
    let answer = journey.ask(Question::Axes { x: "harborside".to_owned(), y: known.clone() });
    assert!(matches!(answer, Answer::UnknownWord { why: Absence::Absent, .. }), "{answer:?}");
    let answer = journey.ask(Question::SideBySide { word_id: journey.opened().words.len() as u32 });
    assert!(matches!(answer, Answer::Refused { .. }), "{answer:?}");
}

#[test]
fn a_word_of_the_table_and_a_mean_of_rows_stay_what_they_are() {
    let mut journey = opened();
    let known = journey.opened().words[1].clone();
    assert_eq!(found(&mut journey, &known), 1);
    assert!(composed(&journey).is_empty());
    assert!(matches!(journey.ask(Question::Find { word: "two words".to_owned() }), Answer::UnknownWord { .. }));
    // The same rows asked one by one or together.
    let words = journey.opened().words[..4].to_vec();
    let answer = journey.ask(Question::Heatmap { words, order: HeatmapOrder::Input });
    let Answer::Heatmap { cosines, .. } = answer else { panic!("{answer:?}") };
    let matrix: Matrix = loaded().matrix;
    let expected =
        embedding_explorer::space::similarity_matrix(Embedding::from(&matrix), &[0, 1, 2, 3]).expect("words");
    let bits = |floats: &[f32]| floats.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&cosines), bits(&expected));
}
