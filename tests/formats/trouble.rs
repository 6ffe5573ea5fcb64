//! What can be wrong with a file: one sentence, and what was done.

use embedding_explorer::formats::{Bundle, FormatError, Need, ReadOptions};

use crate::open::{notes, open, open_in_pieces, read};

/// A text of rows of four numbers.
fn rows(n: usize) -> String {
    let rows: Vec<String> = (0..n).map(|i| format!("word{i} {i} 0.5 -1 2e-3\n")).collect();
    rows.concat()
}

fn told(text: &str) -> (usize, Vec<String>) {
    let loaded = open(text.as_bytes()).unwrap_or_else(|error| panic!("{text:.40}: {error}"));
    (loaded.words.len(), notes(&loaded))
}

#[test]
fn a_header_that_lies_reserves_nothing() {
    let options = ReadOptions { most_bytes: Some(1 << 20), ..ReadOptions::default() };
    for head in ["1000000000000 4", "99999999999999999999 4", "3 4000"] {
        let text = format!("{head}\n{}", rows(10));
        let loaded = open_in_pieces(&[("a", text.as_bytes())], &options, 100).expect(head);
        assert_eq!(loaded.words.len(), 10);
        assert!(notes(&loaded)[0].starts_with("The first line promises "), "{:?}", notes(&loaded));
    }
    let mut binary = b"1000000000000 4\n".to_vec();
    binary.extend_from_slice(b"a \0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80\x3fb \0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80\x3fc \0\0");
    let loaded = open_in_pieces(&[("a", &binary)], &options, 100).expect("two rows");
    assert_eq!(notes(&loaded), ["The file breaks off at byte 56: 2 of 1000000000000 rows were read."]);
    let mut npy = read("formats/fixtures/vectors.npy");
    let at = npy.windows(4).position(|four| four == b"(12,").expect("its shape");
    npy.splice(at..at + 20, b"(999999999999, 4), }".iter().copied());
    let error = open_in_pieces(&[("a", &npy)], &options, 100).expect_err("words are missing");
    assert!(matches!(error, FormatError::Missing { .. }), "{error}");
    let huge = b"4096 4096\n".to_vec();
    assert!(open(&huge).is_err());
}

#[test]
fn rows_that_are_no_rows_are_left_out_and_told() {
    let text = format!("12 4\n{}short 1 2 3\nlong 1.5 1.5 1.5 1.5 1.5\nbad 1 2 x 4\n", rows(9));
    let (n, notes) = told(&text);
    assert_eq!(n, 9);
    assert_eq!(
        notes,
        [
            "2 rows have another length and were left out, the first in line 11: 3 numbers where the others have 4.",
            "1 row was left out for a cell that is no number, the first in line 13: “x”.",
            "1 row is all zeros and similar to nothing."
        ][..2]
    );
    let (n, notes) = told(&format!("{}a nan 1 2 3\nb inf 1 2 3\nz 0 0 0 0\n", rows(5)));
    assert_eq!(n, 6);
    assert_eq!(
        notes,
        [
            "2 rows have a number that is not finite and were left out, the first in row 6.",
            "1 row is all zeros and similar to nothing."
        ]
    );
}

#[test]
fn the_last_numbers_are_the_vector() {
    let text = format!("{}new york 1 2 3 4\n. . . 1 2 3 4\nat 5 1 2 3 4\n", rows(9));
    let loaded = open(text.as_bytes()).expect("words with spaces");
    assert_eq!(loaded.words[9..], ["new york", ". . .", "at 5"]);
    assert_eq!(loaded.matrix.vector(9), [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(notes(&loaded), ["3 words have a space inside and were kept whole, the first “new york”."]);
    let loaded = open(b"the   1    2\nboat  3   -4\nnet   5    6\n").expect("aligned columns");
    assert_eq!((loaded.words[1].as_str(), loaded.matrix.vector(1)), ("boat", &[3.0, -4.0][..]));
}

#[test]
fn a_file_that_breaks_off_says_how_much_was_read() {
    let whole = read("formats/fixtures/gensim.bin");
    let loaded = open(&whole[..whole.len() - 3]).expect("eleven rows");
    assert_eq!(loaded.words.len(), 11);
    assert_eq!(notes(&loaded), [format!("The file breaks off at byte {}: 11 of 12 rows were read.", whole.len() - 3)]);
    let packed = read("formats/fixtures/glove.txt.gz");
    let loaded = open(&packed[..packed.len() - 60]).expect("some rows");
    assert!(loaded.words.len() > 2 && loaded.words.len() < 12);
    assert!(notes(&loaded)[0].starts_with("The archive is not whole: "), "{:?}", notes(&loaded));
    let model = read("formats/fixtures/fasttext.bin");
    let error = open(&model[..model.len() / 2]).expect_err("its sums need the rest").to_string();
    assert!(error.contains("breaks off"), "{error}");
}

#[test]
fn damage_is_told_with_its_place() {
    let mut packed = read("formats/fixtures/glove.txt.gz");
    let n = packed.len();
    packed[n - 6] ^= 1;
    let error = open(&packed).expect_err("its sum is wrong").to_string();
    assert!(error.contains("its checksum is wrong at byte"), "{error}");
}

#[test]
fn an_archive_that_unpacks_without_end_is_refused() {
    let row = "word 0 0 0 0\n".repeat(100).into_bytes();
    // One block of stored bytes, then a block that repeats them: made by hand, as nothing here packs.
    let bomb = bomb(&row, 200_000);
    let error = open(&bomb).expect_err("a bomb");
    assert_eq!(error, FormatError::Bomb { ratio: 50 });
}

#[test]
fn a_file_that_failed_gives_its_memory_back() {
    let options = ReadOptions { most_bytes: Some(400_000), ..ReadOptions::default() };
    let mut bundle = Bundle::new(&options);
    let large = rows(20_000).into_bytes();
    for _ in 0..20 {
        bundle.begin("large", Some(large.len() as u64));
        assert!(matches!(bundle.push_all(&large), Err(FormatError::TooLarge { .. })));
        for is_told in [true, false] {
            bundle.begin("cancelled", Some(large.len() as u64));
            bundle.push_all(&large[..large.len() / 100]).expect("a hundredth has room");
            if is_told {
                bundle.cancel();
            }
        }
    }
    let small = rows(2000).into_bytes();
    bundle.begin("small", Some(small.len() as u64));
    bundle.push_all(&small).expect("there is room again");
    assert_eq!(bundle.end(), Ok(Vec::new()));
    assert_eq!(bundle.finish().expect("a table").words.len(), 2000);
}

#[test]
fn after_a_list_that_does_not_fit_another_can_be_given() {
    let folder = "cases/files-10-two-tables-and-exports";
    let mut bundle = Bundle::new(&ReadOptions::default());
    let add = |bundle: &mut Bundle, name: &str| {
        bundle.begin(name, None);
        bundle.push_all(&read(&format!("{folder}/{name}"))).expect("a part");
        bundle.end().expect("a part")
    };
    add(&mut bundle, "vectors.tsv");
    assert_eq!(add(&mut bundle, "labels-five-short.tsv"), []);
    let error = bundle.advance(1).expect_err("25 are not 30");
    assert!(matches!(error, FormatError::Mismatch { n_words: 25, n_rows: 30, .. }), "{error}");
    assert_eq!(bundle.needs(), [Need::Words { n_rows: 30 }]);
    assert_eq!(add(&mut bundle, "labels-one-column.tsv"), []);
    assert_eq!(bundle.finish().expect("a pair").words.len(), 30);
}

#[test]
fn the_first_rows_keep_their_words_with_a_heading_and_without() {
    let folder = "cases/files-10-two-tables-and-exports";
    let vectors = read(&format!("{folder}/vectors.tsv"));
    let options = ReadOptions { most_rows: Some(5), ..ReadOptions::default() };
    for labels in ["labels-one-column", "labels-one-column-with-heading", "labels-two-columns"] {
        let labels = read(&format!("{folder}/{labels}.tsv"));
        let loaded = open_in_pieces(&[("a", &vectors), ("b", &labels)], &options, 1000).expect("a pair");
        assert_eq!((&*loaded.words[0], loaded.words.len()), ("harbor", 5));
        assert_eq!(notes(&loaded), ["The first 5 of 30 rows were kept, as asked."]);
    }
    let short = read(&format!("{folder}/labels-five-short.tsv"));
    assert!(open_in_pieces(&[("a", &vectors), ("b", &short)], &options, 1000).is_err());
}

#[test]
fn an_array_of_another_length_or_of_fractions_holds_no_counts() {
    let array = |descr: &str, shape: &str, bytes: &[u8]| {
        let head = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': ({shape},), }}");
        [b"\x93NUMPY\x01\x00", (head.len() as u16).to_le_bytes().as_slice(), head.as_bytes(), bytes].concat()
    };
    let twelve: Vec<u8> = (0..12).flat_map(|i| (i as f32 + 0.5).to_le_bytes()).collect();
    let whole: Vec<u8> = (0..12).flat_map(|i| (i as f32).to_le_bytes()).collect();
    let (vectors, words) = (read("formats/fixtures/vectors.npy"), read("formats/fixtures/words.txt"));
    for (numbers, expected) in [
        (array("<i4", "2", b"\x01\0\0\0\x02\0\0\0"), None),
        (array("<f4", "12", &twelve), None),
        (array("<f4", "12", &whole), Some((0..12).collect::<Vec<u32>>())),
    ] {
        let files = [("a", vectors.as_slice()), ("b", numbers.as_slice()), ("c", words.as_slice())];
        let loaded = open_in_pieces(&files, &ReadOptions::default(), 1000).expect("a table");
        assert_eq!(loaded.counts, expected);
    }
}

/// A gzip file, as `gzip` would write it.
fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let sum = !bytes.iter().fold(!0_u32, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 })
    });
    let mut out = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
    out.extend(miniz_oxide::deflate::compress_to_vec(bytes, 6));
    out.extend([sum.to_le_bytes(), (bytes.len() as u32).to_le_bytes()].concat());
    out
}

#[test]
fn a_packed_table_takes_no_more_memory_than_a_plain_one() {
    let row = |i: u32| {
        let random =
            |j: u32| (i * 50 + j).wrapping_mul(2_654_435_761).rotate_left(13).wrapping_mul(2_246_822_519) >> 15;
        let numbers = (0..50).map(|j| format!(" 0.{:05}", random(j) % 100_000));
        format!("word{i}{}\n", numbers.collect::<String>())
    };
    let text: String = (0..8000).map(row).collect();
    let packed = gzipped(text.as_bytes());
    assert!(packed.len() * 2 < text.len());
    let table = 8000 * 52 * 4 + 8000 * (24 + 16 + 8);
    let options = ReadOptions { most_bytes: Some(table * 13 / 10), ..ReadOptions::default() };
    for bytes in [text.as_bytes(), &packed] {
        let loaded = open_in_pieces(&[("a", bytes)], &options, 10_000).expect("it fits");
        assert_eq!((loaded.words.len(), notes(&loaded)), (8000, Vec::new()));
    }
}

/// A gzip file of some bytes that are repeated by matches of 258 bytes at a distance of 1,300, in a block of fixed codes.
fn bomb(bytes: &[u8], n_matches: usize) -> Vec<u8> {
    let mut out = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\0".to_vec();
    let n = bytes.len() as u16;
    out.extend(n.to_le_bytes());
    out.extend((!n).to_le_bytes());
    out.extend_from_slice(bytes);
    let mut bits: Vec<bool> = vec![true, true, false];
    for _ in 0..n_matches {
        // Length 258 is code 285, of eight bits; distance 1,300 is code 20 with nine more bits.
        bits.extend([true, true, false, false, false, true, false, true]);
        bits.extend([true, false, true, false, false]);
        let extra = 1300 - 1025;
        bits.extend((0..9).map(|bit| extra >> bit & 1 == 1));
    }
    for eight in bits.chunks(8) {
        out.push(eight.iter().enumerate().map(|(place, &bit)| u8::from(bit) << place).sum());
    }
    out
}

#[test]
fn what_is_no_table_is_named() {
    for (bytes, expected) in [
        (&b""[..], "The file is empty"),
        (b" \n \n", "The file is empty"),
        (b"%PDF-1.7 something more", "This is a PDF"),
        (b"\xff\xfea\0b\0 and so on, letter by letter", "This is text in UTF-16"),
        (b"BZh91AY&SY and so on and on", "This is a bzip2 archive"),
        (b"some words\nand more\n", "This is a part of a table"),
        (b"one 1 2\n", "A table needs at least two words; 1 could be read"),
    ] {
        let error = open(bytes).expect_err("no table").to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    let text = "word 1\n".repeat(40).replace("word 1", &format!("{} x", "a".repeat(50_000)));
    assert!(open(text.as_bytes()).is_err());
    let line = "a".repeat(3 << 20);
    assert!(matches!(open(line.as_bytes()), Err(FormatError::LongLine { line: 1, .. })));
    let dims = format!("a{}\nb{}\n", " 1".repeat(5000), " 2".repeat(5000));
    assert_eq!(open(dims.as_bytes()).expect_err("too long"), FormatError::Dims { dims: 5000 });
}

#[test]
fn memory_has_a_limit_that_says_what_would_fit() {
    let text = rows(10_000);
    let options = ReadOptions { most_bytes: Some(300_000), ..ReadOptions::default() };
    let error = open_in_pieces(&[("a", text.as_bytes())], &options, 1000).expect_err("it does not fit");
    let FormatError::TooLarge { n_rows, dims: 4 } = error else { panic!("{error}") };
    assert!(n_rows > 2000 && n_rows < 10_000, "{n_rows}");
    let options = ReadOptions { most_rows: Some(n_rows), ..options };
    let loaded = open_in_pieces(&[("a", text.as_bytes())], &options, 1000).expect("the advice works");
    assert_eq!(loaded.words.len() as u64, n_rows);
}
