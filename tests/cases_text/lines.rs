//! Lines, broken words, tables, lists: cases 09, 13 and 19.

use embedding_explorer::protocol::{Absence, Notice, RowKind};

use crate::reading::{open, opened, opened_text};

#[test]
fn words_that_were_broken_at_line_ends_are_whole() {
    let text = opened("09-words-broken-at-line-ends/hard-wrapped.txt");
    for (word, count) in [
        ("rehearsal", 105),
        ("harbormaster", 41),
        ("lighthouse", 48),
        ("breakwater", 37),
        ("fisherman", 58),
        ("well-known", 80),
        ("deep-sea", 83),
        ("first-rate", 77),
    ] {
        assert_eq!(text.count(word), Some(count), "{word}");
    }
    for half in ["re", "hearsal", "harbor-", "master", "well", "known", "deep", "sea", "light"] {
        assert_eq!(text.count(half), None, "{half}");
    }
    assert!(text.says(&Notice::Wrapped));
}

#[test]
fn rows_are_passages() {
    for path in ["tabs.tsv", "commas-and-spaces.csv", "commas.csv"] {
        let mut text = opened(&format!("13-ids-and-codes/{path}"));
        assert_eq!((text.opened.n_tokens, text.n_words()), (10_000, 60), "{path}");
        if path == "commas.csv" {
            assert!(text.says(&Notice::Rows(RowKind::Commas)));
            text.train();
            // Ids of five groups never meet, so the nearest eleven are those of the first row's group.
            let group = text.nearest("29288", 11);
            for id in ["95460", "34343", "97318", "39512", "40219", "99818", "99663", "34559", "48110", "94011"] {
                assert!(group.iter().any(|near| near == id), "{id} is not near: {group:?}");
            }
        }
    }
    assert_eq!(opened("13-ids-and-codes/commas-short.csv").n_words(), 60);
}

#[test]
fn a_row_of_words_is_a_document() {
    let mut commas = opened("13-ids-and-codes/words-and-commas.csv");
    let spaces = opened("13-ids-and-codes/words-and-spaces.txt");
    assert_eq!(commas.opened.words, spaces.opened.words);
    assert_eq!((commas.opened.n_sentences, spaces.opened.n_sentences), (600, 600));
    commas.train();
    let nearest = commas.nearest("boat", 9);
    for word in ["harbor", "net", "gull", "tide", "sailor", "rope", "anchor", "pier", "mast"] {
        assert!(nearest.iter().any(|near| near == word), "{word}: {nearest:?}");
    }
}

#[test]
fn codes_are_whole() {
    let mut text = opened("13-ids-and-codes/codes.txt");
    for word in ["sku-10442-b", "r2-d2", "x_1", "c++", "c#", ".net"] {
        assert_eq!(text.find(word).as_deref(), Ok(word), "{word}");
    }
}

#[test]
fn ids_without_a_table_are_ids_and_numbers_are_numbers() {
    let text = opened_text(
        &"He paid 1,000 euros and 3,14 more for 26865,5412 and 7;8 of them.\nThe boat left, and nobody came.\n"
            .repeat(9),
    );
    for word in ["1,000", "3,14", "26865", "5412", "7", "8"] {
        assert_eq!(text.count(word), Some(9), "{word}");
    }
    let walks = opened_text(&"n12 n7 n9 n13 n2 n44 n31 n8 n10 n11 n3 n77 n15 n2\n".repeat(30));
    assert_eq!(walks.opened.n_sentences, 30, "a walk is a row, however wide");
    assert!(walks.says(&Notice::Rows(RowKind::Spaces)));
    let one_line = opened_text(&(0..32_000).map(|n| (n % 500).to_string()).collect::<Vec<_>>().join(","));
    assert_eq!((one_line.opened.n_tokens, one_line.n_words()), (32_000, 500));
}

#[test]
fn every_line_end_ends_a_line() {
    for end in ["\n", "\r\n", "\r", "\u{2028}", "\u{2029}", "\u{85}"] {
        let text = ["the boat left the pier", "a gull saw it", "nobody came"].join(end);
        let text = opened_text(&[text.as_str(); 9].join(end));
        assert_eq!(text.opened.n_sentences, 27, "{end:?}");
    }
    let mixed = opened_text(&"the boat left\rthe gull came\r\nthe net\u{2028}was wet here\n".repeat(9));
    assert_eq!(mixed.opened.n_sentences, 36);
}

#[test]
fn a_list_is_told_as_such_and_no_advice_leads_nowhere() {
    for path in ["a-word-a-line.txt", "two-lines-of-a-word.txt", "a-word-a-line-many-times.txt"] {
        let refusal = open(&format!("19-too-little-to-learn-from/{path}")).err().expect("no word has company");
        assert!(refusal.starts_with("Each line of this text has one word"), "{path}: {refusal}");
    }
    let vertical = opened_text(&"the\nboat\nleft\n\na\ngull\ncame\n\n".repeat(9));
    assert!(vertical.says(&Notice::Rows(RowKind::Vertical)));
    let mut rare = opened("19-too-little-to-learn-from/seen-four-times.txt");
    assert_eq!(rare.find("osprey"), Err(Absence::TooRare { count: 4, min_count: 5 }));
}

#[test]
fn very_long_words_are_counted_and_named() {
    let long = "x".repeat(5000);
    let mut text = opened_text(&format!("the boat {long} left the pier\n").repeat(9));
    assert!(text.says(&Notice::TooLong(9)));
    assert_eq!(text.find(&long), Err(Absence::TooLong { most_chars: 100 }));
    let refusal = crate::reading::open_bytes(long.as_bytes(), None).err().expect("no words");
    assert!(refusal.contains("1 string of more than 100 characters"), "{refusal}");
}
