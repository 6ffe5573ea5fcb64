//! Tables and records as people have them: which columns are read, and what becomes of the choice of others.

use embedding_explorer::protocol::{Absence, ColumnKind, Notice, RowKind, TextTable};

use crate::reading::{Reading, open_bytes, open_columns, opened_text};

fn table(text: &Reading) -> &TextTable {
    text.opened.table.as_ref().unwrap_or_else(|| panic!("no table: {:?}", text.opened.notices))
}

fn taken(text: &Reading) -> Vec<&str> {
    table(text).columns.iter().filter(|column| column.is_taken).map(|column| column.name.as_str()).collect()
}

fn names(text: &Reading) -> Vec<&str> {
    table(text).columns.iter().map(|column| column.name.as_str()).collect()
}

fn chosen(text: &str, columns: &[&str]) -> Reading {
    open_columns(text.as_bytes(), None, columns).unwrap_or_else(|refusal| panic!("{text:.60}: {refusal}"))
}

/// Nine times the same three reviews below the names of their columns.
fn reviews() -> String {
    let rows = "1,2024-05-01,\"The boat, at last, came.<br /><br />It was \"\"old\"\".\",positive\n\
        2,2024-05-02,\"A gull\nsat on it, and left\",negative\n\
        3,2024-05-03,No boat came today,negative\n";
    format!("id,date,review,sentiment\n{}", rows.repeat(9))
}

#[test]
fn the_text_of_a_table_is_read_and_the_rest_is_not_denied() {
    let mut text = opened_text(&reviews());
    assert_eq!((names(&text), taken(&text)), (vec!["id", "date", "review", "sentiment"], vec!["review"]));
    assert!(text.says(&Notice::Rows(RowKind::Commas)));
    assert!(text.says(&Notice::Columns { taken: vec!["review".to_owned()], n_columns: 4 }));
    assert_eq!(
        (text.count("boat"), text.count("br"), text.count("positive"), text.count("review")),
        (Some(18), None, None, None)
    );
    assert_eq!(text.opened.n_sentences, 36, "a sentence of each row, and one more of the first");
    assert_eq!(text.find("negative"), Err(Absence::OtherColumn { count: 18 }));
    assert_eq!(text.find("whale"), Err(Absence::Absent));
    let kinds: Vec<ColumnKind> = table(&text).columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [ColumnKind::Numbers, ColumnKind::Dates, ColumnKind::Prose, ColumnKind::Words]);
    assert_eq!(table(&text).columns[2].samples[1], "A gull sat on it, and left");
}

#[test]
fn other_columns_are_read_where_they_are_chosen() {
    let text = chosen(&reviews(), &["sentiment", "review"]);
    assert!(table(&text).is_chosen && taken(&text) == ["review", "sentiment"]);
    assert_eq!((text.count("negative"), text.count("boat"), text.count("sentiment")), (Some(18), Some(18), None));
    let refusal = open_columns(reviews().as_bytes(), None, &["sentiment"]).err().expect("one word a row");
    assert!(refusal.contains("has one word"), "{refusal}");
    let none = chosen(&reviews(), &["no such column"]);
    assert!(!table(&none).is_chosen && taken(&none) == ["review"]);
}

#[test]
fn a_table_without_names_has_numbers_for_them() {
    let tweets = "\"0\",\"1467810369\",\"Mon Apr 06 22:19:45 PDT 2009\",\"NO_QUERY\",\"bo\",\"my boat, it has left without me\"\n\
        \"4\",\"1467810672\",\"Mon Apr 06 22:19:49 PDT 2009\",\"NO_QUERY\",\"zoe\",\"a gull sat on \"\"the\"\" pier\"\n";
    let text = opened_text(&tweets.repeat(9));
    assert_eq!(taken(&text), ["Column 6"]);
    assert_eq!((text.count("boat"), text.count("no_query"), text.count("the")), (Some(9), None, Some(9)));
    let chosen = chosen(&tweets.repeat(9), &["Column 5", "Column 6"]);
    assert_eq!(chosen.count("zoe"), Some(9));
}

#[test]
fn quotes_of_speech_and_ragged_rows_break_no_table() {
    // Tab-separated sentences are seldom quoted; their quotes are speech.
    let sentences = "1\teng\t\"Is the boat here?\n2\teng\tHe said: \"No boat today.\"\n3\teng\t\"A gull,\" she said.\n4\teng\tA net is wet.\n";
    let text = opened_text(&sentences.repeat(9));
    assert_eq!((taken(&text), text.count("boat"), text.count("eng")), (vec!["Column 3"], Some(18), None));
    assert_eq!(text.opened.n_sentences, 36);
    let plain = "1;nobody came to the pier;\n".repeat(9);
    let ragged = format!("{plain}2;a gull sat on it\n{plain}3;the net is wet today;ok;and more\n");
    let text = opened_text(&format!("id;text;note\n{}", ragged.repeat(9)));
    assert_eq!(
        (taken(&text), text.count("gull"), text.count("pier"), text.count("ok")),
        (vec!["text"], Some(9), Some(162), None)
    );
}

#[test]
fn commas_that_nobody_quoted_belong_to_the_last_column() {
    let rows = "1,pos,I liked the boat, really, and the gull\n2,neg,No, never again, no boat\n3,pos,It was fine\n";
    let text = opened_text(&format!("id,label,text\n{}", rows.repeat(9)));
    assert_eq!((taken(&text), names(&text)), (vec!["text"], vec!["id", "label", "text"]));
    assert_eq!((text.count("boat"), text.count("never"), text.count("pos")), (Some(18), Some(9), None));
    let prose = opened_text(&"Text, name, and place\nThe boat, at last, came\nA gull, too, sat there\n".repeat(9));
    assert_eq!(prose.opened.table, None);
}

#[test]
fn spreadsheets_in_other_encodings_are_tables_too() {
    let sheet =
        "Nummer\tText\tWert\r\n1\tDas Schiff läuft über den Fluß aus\t9,1\r\n2\tEine Möwe saß auf dem Dach\t7,5\r\n";
    let text = sheet.to_owned() + &sheet.split_once('\n').expect("lines").1.repeat(9);
    let wide: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    for bytes in [wide, windows, format!("\u{FEFF}{text}").into_bytes()] {
        let text = open_bytes(&bytes, None).unwrap_or_else(|refusal| panic!("{refusal}"));
        assert_eq!((taken(&text), names(&text)), (vec!["Text"], vec!["Nummer", "Text", "Wert"]));
        assert_eq!((text.count("möwe"), text.count("nummer"), text.count("9,1")), (Some(10), None, None));
    }
}

#[test]
fn records_are_read_by_their_values() {
    let posts = "{\"id\": 1, \"user\": {\"name\": \"Bo\", \"bio\": null}, \"text\": \"The boat\\nhas left \\ud83d\\ude00\", \"tags\": [\"sea\", \"pier\"]}\n\
        {\"text\": \"A gull sat on \\\"it\\\" today\", \"id\": 2, \"lang\": \"en\"}\n\
        {\"id\": 3, \"deleted\": true}\n";
    let mut text = opened_text(&posts.repeat(9));
    assert_eq!(
        (taken(&text), names(&text)),
        (vec!["text"], vec!["id", "user.name", "text", "tags", "lang", "deleted"])
    );
    assert_eq!(
        (text.count("boat"), text.count("😀"), text.count("bo"), text.count("text")),
        (Some(9), Some(9), None, None)
    );
    assert_eq!(text.find("bo"), Err(Absence::OtherColumn { count: 9 }));
    assert!(matches!(text.find("deleted"), Err(Absence::OtherColumn { .. })), "keys are not denied");
    let names = chosen(&posts.repeat(9), &["user.name", "tags"]);
    assert_eq!((names.count("bo"), names.count("sea"), names.count("boat")), (Some(9), Some(9), None));
    for whole in [
        format!("[\n{}]\n", posts.replace("}\n", "},\n").repeat(9)),
        format!("{{\"n\": 27, \"posts\": [{}]}}", posts.repeat(9).lines().collect::<Vec<_>>().join(", ")),
    ] {
        let text = opened_text(&whole);
        assert!(taken(&text).iter().all(|name| name.ends_with("text")), "{:?}", taken(&text));
        assert!(text.count("gull").is_some() && text.count("lang").is_none(), "{whole:.60}");
    }
}

#[test]
fn what_has_no_columns_of_text_is_read_as_it_is() {
    for (text, word) in [
        ("boat,net,gull,pier\nboat,net,gull,pier\ngull,net,boat,rope\n", "boat"),
        ("29288,95460,34343\n66568,27067,46154\n29288,1,2\n", "29288"),
        (
            "The boat has left\tDas Boot ist fort\nA gull sat on it\tEine Möwe saß darauf\nNo net is here\tKein Netz ist da\n",
            "boot",
        ),
        ("{\"items\": [\"boat\", \"net\"]}\n{\"items\": [\"gull\", \"net\"]}\n", "net"),
    ] {
        let text = opened_text(&text.repeat(9));
        assert!(text.count(word).is_some(), "{word}: {:?}", text.opened.words);
        assert!(!text.opened.notices.iter().any(|notice| matches!(notice, Notice::Columns { .. })));
    }
    let prose = opened_text(&"The boat, at last, has come.\nA gull, too.\n".repeat(9));
    assert_eq!(prose.opened.table, None);
}

#[test]
fn a_big_table_tells_its_columns_early() {
    let big = opened_text(&reviews().repeat(400));
    let told = big.loading.iter().find(|loading| loading.table.is_some()).expect("it was told");
    assert!(told.share < 0.5 && told.table == big.opened.table, "{told:?}");
}
