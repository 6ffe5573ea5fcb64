//! What is written opens again with the same words, bits and counts.

use embedding_explorer::{
    formats::{
        AnalogyRow, Format, Labeling, Labels, Loaded, Neighbor, Output, Point, PointsFormat, PointsWriter, ReadOptions,
        ReportWriter, TableView, TableWriter,
    },
    matrix::Matrix,
    space::Embedding,
};

use proptest::{collection, prelude::*};

use crate::open::{bits, notes, open_in_pieces, read};

/// Awkward words, with numbers of every size.
fn table() -> (Vec<String>, Vec<u32>, Matrix) {
    let words = [
        "the",
        "=sum(a1)",
        "\"quoted\"",
        "comma,comma",
        "-dash",
        "'tis",
        "1984",
        "@gull",
        "+plus",
        "café",
        "ים\u{200f}",
        "1,000",
        "\u{a0}",
        "back\\slash",
    ];
    let words: Vec<String> = words.map(str::to_owned).to_vec();
    let mut next = 1_u32;
    let floats: Vec<f32> = (0..words.len() * 5)
        .map(|_| {
            loop {
                next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let x = f32::from_bits(next);
                if x.is_finite() {
                    break x;
                }
            }
        })
        .collect();
    let counts = (0..words.len() as u32).map(|i| 1000 - i).collect();
    (words, counts, Matrix::from_rows(&floats, 5))
}

fn write(output: Output, view: TableView<'_>, labels: Labels<'_>, n_bytes: usize) -> Vec<u8> {
    let mut writer = TableWriter::new(output, view).expect("it can be written");
    let (mut out, mut share) = (Vec::new(), 0.0);
    while !writer.write(view, labels, &mut out, n_bytes).expect("it can be written") {
        let next = writer.share_done(view);
        assert!(share <= next && next <= 1.0, "{output}: {share}, then {next}");
        share = next;
    }
    assert!((writer.share_done(view) - 1.0).abs() < 1e-9, "{output}: {}", writer.share_done(view));
    assert_eq!(writer.notes(), []);
    out
}

fn reopened(files: &[(&str, Vec<u8>)]) -> Loaded {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    open_in_pieces(&files, &ReadOptions::default(), 1000).unwrap_or_else(|error| panic!("{}: {error}", files[0].0))
}

#[test]
fn every_format_reads_back_to_the_same_bits() {
    let (words, counts, matrix) = table();
    let view = TableView { words: &words, counts: Some(&counts), embedding: Embedding::from(&matrix) };
    let expected: Vec<u32> = (0..words.len() as u32)
        .flat_map(|row| matrix.vector(row).iter().map(|x| x.to_bits()).collect::<Vec<_>>())
        .collect();
    let (names, of_word) = (["sea".to_owned()], vec![0; words.len()]);
    let labels = Labels { topics: Some(Labeling { names: &names, of_word: &of_word }), clusters: None };
    for output in Output::ALL {
        let whole = write(output, view, labels, usize::MAX);
        for n_bytes in [1, 100] {
            assert_eq!(write(output, view, labels, n_bytes), whole, "{output} in pieces of {n_bytes}");
        }
        let mut files = vec![(output.file_name(), whole)];
        if output == Output::ProjectorMetadata {
            files.push(("vectors.tsv", write(Output::ProjectorVectors, view, labels, 100)));
        } else if output == Output::ProjectorVectors {
            files.push((
                "labels.tsv",
                write(Output::ProjectorMetadata, TableView { counts: None, ..view }, Labels::default(), 100),
            ));
        }
        let loaded = reopened(&files);
        assert_eq!((&loaded.words, bits(&loaded)), (&words, expected.clone()), "{output}");
        assert_eq!(notes(&loaded), ["1 word cannot be seen and is shown by code, the first as U+00A0."], "{output}");
        if matches!(output, Output::Npz | Output::ProjectorMetadata) {
            assert_eq!(loaded.counts.as_ref(), Some(&counts), "{output}");
        }
    }
}

/// A table of any words that a file of text can hold, and any finite numbers. The first word is no number, without which a
/// `GloVe` file of nothing but numbers would be one of vectors alone.
fn any_table() -> impl Strategy<Value = (Vec<String>, Matrix)> {
    let word = prop_oneof!["[^ \\p{C}]{1,6}", "[\\[\\]{}\"'\\\\,:=+@0-9.-]{1,4}", "[0-9]{1,3}", "nan|inf|1e5|\\[\\]"];
    let number = any::<u32>().prop_map(f32::from_bits).prop_filter("finite", |x| x.is_finite());
    let number = prop_oneof![number, (-3_i8..4).prop_map(f32::from)];
    (collection::hash_set(word, 1..40), 1_usize..6).prop_flat_map(move |(words, dims)| {
        let mut words: Vec<String> = words.into_iter().collect();
        words.sort();
        words.insert(0, "first word".replace(' ', "-"));
        let n = words.len() * dims;
        (Just(words), collection::vec(number.clone(), n).prop_map(move |floats| Matrix::from_rows(&floats, dims)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_reads_back_to_the_same_bits((words, matrix) in any_table()) {
        let view = TableView { words: &words, counts: None, embedding: Embedding::from(&matrix) };
        let labels = Labels::default();
        let expected: Vec<u32> = (0..words.len() as u32)
            .flat_map(|row| matrix.vector(row).iter().map(|x| x.to_bits()).collect::<Vec<_>>())
            .collect();
        for output in Output::ALL.into_iter().filter(|output| *output != Output::ProjectorMetadata) {
            let mut files = vec![(output.file_name(), write(output, view, labels, usize::MAX))];
            if output == Output::ProjectorVectors {
                // Whole numbers before others may be words, and in one column are; two of them may be a header.
                let is_whole = |numbers: &[f32]| numbers.iter().all(|x| x.fract() == 0.0);
                if is_whole(matrix.vector(0)) || (0..words.len() as u32).all(|row| is_whole(&matrix.vector(row)[..1])) {
                    continue;
                }
                files.push(("labels.tsv", write(Output::ProjectorMetadata, view, labels, usize::MAX)));
            }
            let loaded = reopened(&files);
            prop_assert_eq!(&loaded.words, &words, "{}", output);
            prop_assert_eq!(bits(&loaded), &expected[..], "{}", output);
        }
    }
}

#[test]
fn theirs_come_out_as_they_went_in() {
    for name in ["gensim.txt", "gensim.bin", "stored.npz", "metadata.safetensors"] {
        let loaded = reopened(&[(name, read(&format!("formats/fixtures/{name}")))]);
        let view = TableView {
            words: &loaded.words,
            counts: loaded.counts.as_deref(),
            embedding: Embedding::from(&loaded.matrix),
        };
        let output = match loaded.format {
            Format::Word2VecText => Output::Word2VecText,
            Format::Word2VecBinary => Output::Word2VecBinary,
            Format::Npy => Output::Npz,
            _ => Output::Safetensors,
        };
        let again = reopened(&[(name, write(output, view, Labels::default(), 100))]);
        assert_eq!(
            (&again.words, bits(&again), &again.counts),
            (&loaded.words, bits(&loaded), &loaded.counts),
            "{name}"
        );
    }
}

#[test]
fn words_with_spaces_are_told() {
    let words = ["new york".to_owned(), "boat".to_owned()];
    let matrix = Matrix::from_rows(&[1.0, 2.0], 1);
    let view = TableView { words: &words, counts: None, embedding: Embedding::from(&matrix) };
    let mut writer = TableWriter::new(Output::Word2VecText, view).expect("it can be written");
    let mut out = Vec::new();
    assert!(writer.write(view, Labels::default(), &mut out, 1000).expect("it can be written"));
    assert_eq!(out, b"2 1\nnew_york 1\nboat 2\n");
    assert_eq!(
        writer.notes()[0].to_string(),
        "1 word was written with “_” for spaces and control characters, the first “new york”."
    );
}

#[test]
fn points_and_reports_are_rows_that_no_spreadsheet_runs() {
    let neighbors = [Neighbor { word: "boat", row: 1, cosine: 0.75 }, Neighbor { word: "-", row: 4, cosine: 0.5 }];
    let point = Point {
        word: "=sum,1",
        at: [0.5, -1e-7],
        count: Some(30),
        topic: Some("sea"),
        cluster: None,
        projection: "PC 1, PC 2",
        neighbors: &neighbors,
    };
    let mut out = Vec::new();
    PointsWriter::new(PointsFormat::Csv).write(&point, &mut out);
    let expected = "id,word,projection_x,projection_y,count,topic,cluster,projection,nearest,neighbors\r\n\
                    0,\"'=sum,1\",0.5,-1e-7,30,sea,,\"PC 1, PC 2\",boat 0.75; - 0.5,\
                    \"{\"\"ids\"\":[1,4],\"\"distances\"\":[0.25,0.5]}\"\r\n";
    assert_eq!(String::from_utf8_lossy(&out), expected);
    out.clear();
    PointsWriter::new(PointsFormat::JsonLines).write(&point, &mut out);
    let expected = "{\"id\":0,\"word\":\"=sum,1\",\"projection_x\":0.5,\"projection_y\":-1e-7,\"count\":30,\"topic\":\"sea\",\
                    \"projection\":\"PC 1, PC 2\",\"nearest\":\"boat 0.75; - 0.5\",\
                    \"neighbors\":{\"ids\":[1,4],\"distances\":[0.25,0.5]}}\n";
    assert_eq!(String::from_utf8_lossy(&out), expected);
    out.clear();
    let row = AnalogyRow {
        section: "family",
        words: ["man", "king", "woman", "queen"],
        found: Some("-queen"),
        is_correct: false,
        rank: Some(2),
    };
    ReportWriter::default().write(&row, &mut out);
    let expected = "section,a,b,c,expected,found,result,rank\r\nfamily,man,king,woman,queen,'-queen,wrong,2\r\n";
    assert_eq!(String::from_utf8_lossy(&out), expected);
}
