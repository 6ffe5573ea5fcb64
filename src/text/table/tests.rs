use super::*;

/// What is taken and what is dropped of a table, in pieces of this many bytes.
fn read_in(text: &str, rows: Rows, chosen: &[&str], size: usize) -> (String, String) {
    let chosen: Vec<String> = chosen.iter().map(|&name| name.to_owned()).collect();
    let mut table = Table::of(text, rows, true, &chosen).expect("a table");
    let (mut taken, mut dropped) = (String::new(), String::new());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.ceil_char_boundary(size.min(rest.len()));
        table.push(&rest[..end], &mut taken, &mut dropped);
        rest = &rest[end..];
    }
    table.finish(&mut taken, &mut dropped);
    (taken, dropped)
}

fn read(text: &str, rows: Rows, chosen: &[&str]) -> (String, String) {
    let whole = read_in(text, rows, chosen, usize::MAX);
    for size in [1, 3, 100] {
        assert_eq!(read_in(text, rows, chosen, size), whole, "in pieces of {size}");
    }
    whole
}

const REVIEWS: &str = "id,text,label\n1,\"The boat, at last, came.\nIt was old.\",good\n2,A gull sat on it,bad\n";

#[test]
fn prose_is_taken_by_itself_and_the_rest_is_dropped() {
    let (taken, dropped) = read(REVIEWS, Rows::Commas, &[]);
    assert_eq!(taken, "The boat, at last, came. It was old.\nA gull sat on it\n");
    assert_eq!(dropped, "id\ntext\nlabel\n1\ngood\n2\nbad\n");
}

#[test]
fn a_reader_may_take_other_columns_or_several() {
    assert_eq!(read(REVIEWS, Rows::Commas, &["label"]).0, "good\nbad\n");
    let (taken, dropped) = read(REVIEWS, Rows::Commas, &["label", "text"]);
    assert_eq!(taken, "The boat, at last, came. It was old. . good\nA gull sat on it . bad\n");
    assert_eq!(dropped, "id\ntext\nlabel\n1\n2\n");
    assert_eq!(read(REVIEWS, Rows::Commas, &["id", "label"]).0, "1\tgood\n2\tbad\n", "no prose, so no sentences");
    let table = Table::of(REVIEWS, Rows::Commas, true, &["nothing".to_owned()]).expect("a table");
    assert!(!table.table().is_chosen, "a choice that the table lacks is none");
    assert_eq!(table.table().taken().collect::<Vec<_>>(), ["text"]);
}

#[test]
fn columns_are_described_for_whoever_chooses() {
    let table = Table::of(REVIEWS, Rows::Commas, true, &[]).expect("a table");
    let columns = &table.table().columns;
    let kinds: Vec<(&str, ColumnKind)> = columns.iter().map(|column| (column.name.as_str(), column.kind)).collect();
    assert_eq!(kinds, [("id", ColumnKind::Numbers), ("text", ColumnKind::Prose), ("label", ColumnKind::Words)]);
    assert_eq!(columns[1].samples, ["The boat, at last, came. It was old.", "A gull sat on it"]);
    let long = format!("1\t{}\n", "word ".repeat(90)).repeat(5);
    let table = Table::of(&long, Rows::Tabs, true, &[]).expect("a table");
    assert_eq!(table.table().columns[0].name, "Column 1", "no names");
    assert!(table.table().columns[1].samples[0].ends_with('…'));
}

#[test]
fn tables_without_prose_and_texts_side_by_side_are_read_as_they_are() {
    for (text, rows) in [
        ("29288,95460,34343\n66568,27067,46154\n1,2,3\n", Rows::Commas),
        ("The boat came at last\tDas Boot kam endlich an\nA gull sat on it\tEine Möwe saß darauf\n", Rows::Tabs),
        ("boat;Boot;bateau\ngull;Möwe;mouette\n", Rows::Semicolons),
    ] {
        assert!(Table::of(text, rows, true, &[]).expect("a table").is_as_it_is(), "{text}");
    }
    for baskets in ["boat,net,gull\nboat,net\nboat,net,gull,pier,rope\nnet\nboat,pier,gull,net\n", "boat\ngull\n"] {
        assert!(Table::of(baskets, Rows::Commas, true, &[]).is_none(), "{baskets}");
    }
}

#[test]
fn records_lose_their_keys() {
    let lines = "{\"id\": 1, \"user\": {\"name\": \"Bo\"}, \"text\": \"The boat came\\nat last\"}\n\
        {\"text\": \"A gull sat on it\", \"lang\": \"en\"}\n{\"id\": 3}\n";
    let (taken, dropped) = read(lines, Rows::Json, &[]);
    assert_eq!((taken.as_str(), dropped.as_str()), ("The boat came at last\nA gull sat on it\n", "1\nBo\nen\n3\n"));
    assert_eq!(read(lines, Rows::Json, &["user.name", "text"]).0, "Bo . The boat came at last\nA gull sat on it\n");
    let baskets = "{\"items\": [\"boat\", \"net\"]}\n{\"items\": [\"gull\"], \"late\": \"rope\"}\n";
    assert_eq!(read(baskets, Rows::Json, &[]).0, "boat\tnet\ngull\trope\n");
}

#[test]
fn keys_that_come_behind_the_beginning_are_read_where_all_are() {
    let head = "{\"a\": \"boat\"}\n{\"a\": \"net\"}\n";
    let mut table = Table::of(head, Rows::Json, false, &[]).expect("records");
    let (mut taken, mut dropped) = (String::new(), String::new());
    table.push(&format!("{head}{{\"b\": \"gull\"}}\n"), &mut taken, &mut dropped);
    assert_eq!((taken.as_str(), dropped.as_str()), ("boat\nnet\ngull\n", ""));
}
