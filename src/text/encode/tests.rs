use super::*;
use crate::text::{ReadOptions, TextReader};
use proptest::prelude::*;

fn read(text: &str) -> TokenStream {
    let mut reader = TextReader::new(ReadOptions::default());
    reader.push(text.as_bytes()).expect("the text is fine");
    reader.finish().expect("the text has words")
}

const ALL: VocabularyOptions = VocabularyOptions { min_count: 1, max_words: usize::MAX };

#[test]
fn words_are_numbered_by_falling_count() {
    let stream = read("b a c. c c a d. d.");
    let (vocabulary, corpus) = encode(&stream, &ALL).expect("four words");
    assert_eq!(vocabulary.words(), ["c", "a", "d", "b"]);
    assert_eq!(vocabulary.counts(), Some([3, 2, 2, 1].as_slice()));
    assert_eq!(vocabulary.n_tokens(), Some(8));
    assert_eq!(corpus.ids, [3, 1, 0, 0, 0, 1, 2, 2]);
    assert_eq!(corpus.sentence_ends, [8], "letters are initials, and no sentence ends behind them");
}

#[test]
fn rare_words_leave_no_gap_and_no_empty_sentence() {
    let stream = read("red xx blue\nyy\nblue red\n");
    let (vocabulary, corpus) = encode(&stream, &VocabularyOptions { min_count: 2, ..ALL }).expect("two words");
    assert_eq!(corpus.ids, [0, 1, 1, 0]);
    assert_eq!(corpus.sentence_ends, [2, 4]);
    assert_eq!(corpus.passage_ends, [2, 4]);
    assert_eq!(corpus.sentence_numbers, [0, 2]);
    assert_eq!(vocabulary.n_tokens(), Some(4));
}

#[test]
fn too_many_words_raise_the_minimum_count() {
    let stream = read("aa aa aa bb bb bb cc cc dd dd ee");
    let cut_at = |max_words: usize| {
        let options = VocabularyOptions { max_words, ..ALL };
        let (vocabulary, _) = encode(&stream, &options).expect("there are enough words");
        (vocabulary.words().join(" "), vocabulary.effective_min_count())
    };
    assert_eq!(cut_at(5), ("aa bb cc dd ee".to_owned(), 1), "all fit");
    assert_eq!(cut_at(4), ("aa bb cc dd".to_owned(), 2));
    assert_eq!(cut_at(3), ("aa bb".to_owned(), 3), "of two words with one count none is taken");
    assert_eq!(cut_at(2), ("aa bb".to_owned(), 3));
    let (vocabulary, _) = encode(&stream, &VocabularyOptions { min_count: 2, ..ALL }).expect("there are enough words");
    assert_eq!((vocabulary.len(), vocabulary.effective_min_count()), (4, 2));
}

#[test]
fn where_all_words_are_equally_frequent_the_first_are_taken() {
    let equal = read("dd cc bb aa dd cc bb aa");
    let (vocabulary, corpus) = encode(&equal, &VocabularyOptions { max_words: 3, ..ALL }).expect("three words");
    assert_eq!((vocabulary.words().join(" "), vocabulary.effective_min_count()), ("dd cc bb".to_owned(), 2));
    assert_eq!(corpus.ids, [0, 1, 2, 0, 1, 2]);
    let but_one = read("red xx blue\nyy\nred\n");
    let (vocabulary, _) = encode(&but_one, &VocabularyOptions { max_words: 3, ..ALL }).expect("three words");
    assert_eq!((vocabulary.words().join(" "), vocabulary.effective_min_count()), ("red xx blue".to_owned(), 1));
}

#[test]
fn too_few_words_suggests_a_count_that_works() {
    let stream = read(&format!("{} two two one", "many ".repeat(9)));
    let error = encode(&stream, &VocabularyOptions { min_count: 5, ..ALL }).expect_err("one word is left");
    assert_eq!(error, TextError::TooFewWords { n_left: 1, min_count: 5, try_min_count: Some(1) });
    let stream = read("alone alone");
    let error = encode(&stream, &VocabularyOptions { min_count: 5, ..ALL }).expect_err("no word is left");
    assert_eq!(error, TextError::TooFewWords { n_left: 0, min_count: 5, try_min_count: None });
    let mut encoder = Encoder::new(VocabularyOptions { min_count: 5, ..ALL });
    assert_eq!([(); 2].map(|()| encoder.advance(&stream, 9)), [Err(error.clone()), Err(error)]);
    assert!(encoder.progress() < 1.0);
}

#[test]
fn memory_is_counted_and_limited() {
    let words: Vec<String> = (0..5_000_u32).map(|i| format!("word{}", i * i % 3_001)).collect();
    let stream = read(&words.join(" "));
    let encoded = |most_bytes: u64| {
        let mut encoder = Encoder::new(ALL).with_most_bytes(most_bytes);
        while !encoder.advance(&stream, 1_000)? {}
        Ok::<_, TextError>((encoder.n_bytes(), encoder.finish()))
    };
    let peak = Encoder::peak_bytes(&stream);
    let (n_bytes, (vocabulary, corpus)) = encoded(peak).expect("this much is enough");
    assert_eq!(n_bytes, vocabulary.n_bytes() + corpus.n_bytes());
    assert_eq!(corpus.ids.capacity(), 5_000, "no more than the words that are left");
    let mut n_failed = 0;
    for most_bytes in (0..n_bytes).step_by(10_000) {
        let error = encoded(most_bytes).expect_err("the result alone is larger");
        assert!(matches!(error, TextError::TooLong { n_tokens: 5_000, .. }), "{error:?}");
        n_failed += 1;
    }
    assert!(n_failed > 5);
}

#[test]
fn a_call_does_no_more_than_a_sentence_beyond_what_was_asked() {
    let text: Vec<String> = (0..3_000_u32).map(|i| format!("word{} filler", i % 701)).collect();
    let stream = read(&text.join(" "));
    let mut encoder = Encoder::new(ALL);
    let done = |encoder: &Encoder| [encoder.id_of_token.len(), encoder.vocabulary.len(), encoder.corpus.ids.len()];
    let mut n_calls = 0;
    loop {
        let before = done(&encoder);
        let is_ready = encoder.advance(&stream, 50).expect("there are enough words");
        let after = done(&encoder);
        n_calls += 1;
        if is_ready {
            break;
        }
        assert!(after[0] <= before[0] + 50 && after[1] <= before[1] + 5 && after[2] <= before[2] + 1_000, "{after:?}");
    }
    assert!(n_calls >= (2 * 702 + 702 * WORK_PER_WORD) / 50 + 6, "{n_calls}");
    assert_eq!(encoder.finish(), encode(&stream, &ALL).expect("there are enough words"));
}

proptest! {
    #[test]
    fn counts_are_those_of_the_text(words in prop::collection::vec("[a-d]{2}", 2..80), min_count in 1u32..4) {
        let stream = read(&words.join(" "));
        if let Ok((vocabulary, corpus)) = encode(&stream, &VocabularyOptions { min_count, ..ALL }) {
            let counts = vocabulary.counts().expect("a text has counts");
            prop_assert!(counts.is_sorted_by(|a, b| a >= b));
            for (id, word) in vocabulary.words().iter().enumerate() {
                let n_in_text = words.iter().filter(|&other| other == word).count();
                let n_in_corpus = corpus.ids.iter().filter(|&&other| other == id as u32).count();
                prop_assert_eq!(n_in_text, counts[id] as usize);
                prop_assert_eq!(n_in_text, n_in_corpus);
                prop_assert_eq!(stream.count_of(word) as usize, n_in_text);
                prop_assert_eq!(vocabulary.id(word), Some(id as u32));
            }
        }
    }

    #[test]
    fn slices_do_not_matter_and_ids_decode_to_the_words(
        lines in prop::collection::vec(prop::collection::vec("[a-e]{2}", 0..9), 1..20),
        min_count in 1_u32..4,
        max_words in 0_usize..20,
        n_tokens in prop::collection::vec(0_usize..40, 1..20),
    ) {
        let text: Vec<String> = lines.iter().map(|words| words.join(" ")).collect();
        let mut reader = TextReader::new(ReadOptions::default());
        reader.push(text.join("\n").as_bytes()).expect("the text is fine");
        let Ok(stream) = reader.finish() else { return Ok(()) };
        let options = VocabularyOptions { min_count, max_words };
        let expected = encode(&stream, &options);

        let mut encoder = Encoder::new(options);
        let mut sizes = n_tokens.iter().cycle();
        let mut progress = encoder.progress();
        prop_assert_eq!(progress, 0.0);
        let sliced = loop {
            match encoder.advance(&stream, *sizes.next().expect("it cycles")) {
                Err(error) => break Err(error),
                Ok(is_ready) => {
                    prop_assert!(encoder.progress() >= progress && encoder.progress() <= 1.0);
                    prop_assert_eq!(is_ready, encoder.progress() == 1.0);
                    prop_assert!(encoder.n_bytes() <= Encoder::peak_bytes(&stream));
                    progress = encoder.progress();
                    if is_ready {
                        break Ok(encoder.finish());
                    }
                }
            }
        };
        prop_assert_eq!(&sliced, &expected);
        let Ok((vocabulary, corpus)) = sliced else { return Ok(()) };

        prop_assert!(vocabulary.len() <= max_words);
        let is_in = |word: &&String| vocabulary.id(word).is_some();
        let words: Vec<&String> = lines.iter().flatten().filter(is_in).collect();
        let decoded: Vec<&String> = corpus.ids.iter().map(|&id| &vocabulary.words()[id as usize]).collect();
        prop_assert_eq!(decoded, words);
        let passages: Vec<u32> = lines.iter().map(|words| words.iter().filter(is_in).count() as u32).collect();
        let passages: Vec<u32> = passages.into_iter().filter(|&n| n > 0).collect();
        let found = corpus.passage_ends.iter().scan(0, |start, &end| Some(end - std::mem::replace(start, end)));
        prop_assert_eq!(found.collect::<Vec<u32>>(), passages);
        // All words of a count are in or out, but for the exception.
        let least = vocabulary.effective_min_count();
        let n_least = vocabulary.counts().expect("a text has counts").iter().filter(|&&count| count > least).count();
        if n_least >= 2 {
            let is_frequent = |word: &&String| stream.count_of(word) >= least;
            prop_assert!(lines.iter().flatten().all(|word| is_in(&word) == is_frequent(&word)));
        }
    }
}
