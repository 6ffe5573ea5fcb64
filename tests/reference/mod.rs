//! A run that must give the same bits natively and as wasm; tested in Chromium.

use std::{fmt::Write, sync::Arc};

use embedding_explorer::{
    space::Embedding,
    text::{Corpus, ReadOptions, TextReader, Vocabulary, VocabularyOptions, encode, normalize},
    train::{Method, Optimizer, TrainConfig, Trainer},
};

/// FNV-1a 64 of the vectors of [`checksum_of_a_run`] for each method, as every platform must compute it; with harmonic
/// windows and weight decay, or with neither.
pub(crate) const CHECKSUMS: [(Method, bool, u64); 6] = [
    (Method::SkipGram, false, 0x8912_b6aa_2f4d_f8ee),
    (Method::SkipGram, true, 0xf895_bafa_5a88_6cc2),
    (Method::Cbow, false, 0x75f2_4929_1af9_2f6a),
    (Method::Softmax(Optimizer::Sgd), false, 0xd721_2611_7cc7_7078),
    (Method::Softmax(Optimizer::Adam), false, 0x7611_b03d_c1bf_663b),
    (Method::Glove { x_max: 10.0, alpha: 0.75 }, false, 0x2212_0826_b7bc_370f),
];

/// Sentences of words drawn by a rule of arithmetic: some 20,000 words, 200 of them distinct.
fn corpus() -> (Vocabulary, Corpus) {
    let mut text = String::new();
    for i in 0_u32..2_500 {
        for j in 0..8 {
            let word = (i.wrapping_mul(2_654_435_761) >> (j + 9)) % (25 * (j + 1));
            write!(text, "w{word} ").expect("a String takes everything");
        }
        text.push_str("end.\n");
    }
    let mut reader = TextReader::new(ReadOptions::default());
    reader.push(text.as_bytes()).expect("plain text");
    let stream = reader.finish().expect("with words in it");
    encode(&stream, &VocabularyOptions { min_count: 2, max_words: 1000 }).expect("more than two")
}

/// Trains on a fixed text with a fixed seed, in slices of uneven length, and returns the checksum of the vectors.
pub(crate) fn checksum_of_a_run(method: Method, is_harmonic: bool) -> u64 {
    let (vocabulary, corpus) = corpus();
    // An odd number of dims, so that there is padding; enough negatives for whole and broken blocks of targets.
    let config = TrainConfig {
        method,
        dims: 30,
        window: 4,
        is_harmonic,
        negatives: 7,
        epochs: 3,
        subsample: 1e-2,
        weight_decay: if is_harmonic { 0.02 } else { 0.0 },
        learning_rate: if method == Method::Softmax(Optimizer::Adam) { 0.002 } else { 0.05 },
        borrowed_rate: None,
        seed: 2013,
    };
    let mut run =
        Trainer::new(config, vocabulary.counts().unwrap_or_default(), Arc::new(corpus)).expect("a good config");
    let mut slice = 1;
    while !run.is_done() {
        run.advance(slice, u64::MAX).expect("a rate that does not diverge");
        slice = slice * 7 % 1013;
    }
    run.refresh();
    let table = run.vectors();
    Embedding::new(table.as_floats(), table.n_rows(), table.dims()).expect("a table of that shape").checksum()
}

/// FNV-1a 64 of [`checksum_of_normal_forms`], as every platform must compute it.
pub(crate) const NORMAL_FORMS: u64 = 0xe746_8090_6e5f_a490;

/// The spellings of every character of the first three planes, alone, behind a letter and before an accent.
pub(crate) fn checksum_of_normal_forms() -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for character in '\0'..='\u{2FFFF}' {
        for written in [format!("{character}"), format!("a{character}"), format!("{character}\u{301}")] {
            for byte in normalize(&written).bytes().chain([0xFF]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    hash
}
