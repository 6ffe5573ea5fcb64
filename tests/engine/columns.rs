//! Columns of a text: chosen, kept in the record, saved and read again.

use embedding_explorer::protocol::{Command, Notice, Opened, Setting, Settings, Source, SourceIdentity};

use crate::{
    journey::{ALL, Journey, SLICE_SECS},
    saved::read,
    session_file::saved,
};

fn open(columns: &[&str]) -> Journey {
    let text =
        "id,text,label\n1,\"the boat, it has left the pier\",sea\n2,a baker sells warm bread there,land\n".repeat(40);
    let mut journey = Journey::new();
    let source = Source::File {
        name: "posts.csv".to_owned(),
        n_bytes: text.len() as u64,
        encoding: None,
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        is_text: false,
    };
    let settings = Settings { min_count: 1, epochs: 1, ..Settings::default() };
    journey.tell(Command::Open { open_id: 1, source, settings, chosen: ALL.to_vec(), autoplay: false });
    for piece in text.as_bytes().chunks(700) {
        let events = journey.session.feed(piece, journey.clock.get());
        journey.hear(events);
        journey.slice(SLICE_SECS);
    }
    journey.session.end_of_file();
    journey.until_idle();
    assert_eq!(journey.refusals(), [""; 0]);
    journey
}

fn columns(opened: &Opened) -> &[String] {
    let SourceIdentity::Text { columns, .. } = &opened.record.source else { panic!("a text") };
    columns
}

#[test]
fn a_choice_is_in_the_record_and_a_choice_of_the_reader_alone() {
    let by_itself = open(&[]);
    assert!(columns(by_itself.opened()).is_empty(), "the bytes decide it again");
    let mut chosen = open(&["label", "text"]);
    assert_eq!(columns(chosen.opened()), ["text", "label"], "in the order of the table");
    assert!(chosen.opened().words.iter().any(|word| word == "sea"));
    let before = chosen.opened().clone();
    chosen.tell(Command::Restart { settings: Settings { seed: 9, ..before.settings } });
    chosen.until_idle();
    assert_eq!(
        (columns(chosen.opened()), &chosen.opened().table),
        (columns(&before), &before.table),
        "a restart reads nothing anew"
    );
    assert_eq!(chosen.opened().settings.get(Setting::Seed), 9.0);
}

#[test]
fn a_saved_session_knows_its_columns() {
    let mut journey = open(&["label", "text"]);
    let (bytes, _) = saved(&mut journey, 3, true);
    let resumed = read(&bytes, 1000);
    assert_eq!(resumed.refusals(), [""; 0]);
    let opened = resumed.opened();
    assert_eq!((columns(opened), &opened.table), (columns(journey.opened()), &journey.opened().table));
    let taken = vec!["text".to_owned(), "label".to_owned()];
    assert!(opened.notices.contains(&Notice::Columns { taken, n_columns: 3 }), "{:?}", opened.notices);
}
