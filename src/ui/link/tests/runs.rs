//! Which run a link names, and whether what is open is that run.

use super::*;

fn record() -> RunRecord {
    RunRecord {
        source: SourceIdentity::BuiltIn { version: 3 },
        settings: Settings::default(),
        loan: None,
        effective_min_count: 5,
        changes: Vec::new(),
        tokens_done: 1000,
        tokens_total: 1000,
    }
}

#[test]
fn a_run_is_linked_by_what_is_in_force() {
    let mut record = record();
    let link = Link::of_run(&record);
    assert_eq!(
        link.to_hash(),
        "#v=1&corpus=3&method=skipgram&case=lower&dims=64&window=5&harmonic=0&neg=5&epochs=6&min=5&sample=0.001&lr=0.1\
         &decay=0&seed=42"
    );
    assert_eq!((link.text(), link.settings_for_built_in()), (LinkedText::BuiltIn, Settings::default()));
    assert!(link.chosen_for_built_in().is_empty(), "it is the run of every page");
    assert!(link.names_run() && !Link::parse("#word=king&tab=setup").0.names_run());
    record.changes = vec![
        Change { tokens: 300, what: Changed::LearningRate(0.01) },
        Change { tokens: 1000, what: Changed::Epochs(9) },
    ];
    let changed = Link::of_run(&record);
    assert!(
        changed.to_hash().contains("&epochs=6&") && changed.has_changes_of(&record) && !link.has_changes_of(&record)
    );
    assert!(changed.to_hash().ends_with("&changes=300-lr-0.01,1000-epochs-9"), "{}", changed.to_hash());
    let seeded = Link::parse("#seed=7").0;
    assert_eq!(seeded.settings_for_built_in(), Settings { seed: 7, ..Settings::default() });
    assert_eq!(seeded.chosen_for_built_in(), [Setting::Seed]);
}

#[test]
fn an_own_text_is_known_by_its_bytes() {
    let text = |sha256: &str| SourceIdentity::Text {
        name: "a.txt".to_owned(),
        n_bytes: 5,
        sha256: sha256.repeat(64),
        encoding: None,
        columns: Vec::new(),
    };
    let link = Link::of_run(&RunRecord { source: text("a"), ..record() });
    assert_eq!(link.text(), LinkedText::Own { name: Some("a.txt"), n_bytes: Some(5), sha256: Some(&"a".repeat(64)) });
    assert!(link.has_text_of(&text("a")));
    assert!(!link.has_text_of(&text("b")) && !link.has_text_of(&record().source));
    let renamed = SourceIdentity::Text {
        name: "b.txt".to_owned(),
        n_bytes: 5,
        sha256: "a".repeat(64),
        encoding: None,
        columns: Vec::new(),
    };
    assert!(link.has_text_of(&renamed), "a name is no more than a name");
    let columns = vec!["title".to_owned(), "text, of it".to_owned()];
    let of_columns = SourceIdentity::Text {
        name: "a.txt".to_owned(),
        n_bytes: 5,
        sha256: "a".repeat(64),
        encoding: None,
        columns: columns.clone(),
    };
    assert!(!link.has_text_of(&of_columns), "the same bytes, and other words");
    let chosen = Link::of_run(&RunRecord { source: of_columns.clone(), ..record() });
    assert!(chosen.has_text_of(&of_columns) && Link::parse(&chosen.to_hash()).0.columns == Some(columns));
}

#[test]
fn an_own_table_is_known_by_its_words_and_vectors() {
    let table = |name: &str, digit: &str| SourceIdentity::Vectors {
        name: name.to_owned(),
        format: "GloVe text".to_owned(),
        n_rows: 9,
        dims: 3,
        n_bytes: 99,
        checksum: digit.repeat(16),
    };
    let link = Link::of_run(&RunRecord { source: table("a.vec", "a"), ..record() });
    assert_eq!(Link::parse(&link.to_hash()).0, link);
    assert_eq!((link.bytes, link.table.as_deref()), (Some(99), Some("aaaaaaaaaaaaaaaa")));
    assert!(link.has_text_of(&table("a.vec", "a")) && link.has_text_of(&table("packed.gz", "a")));
    assert!(!link.has_text_of(&table("a.vec", "b")) && !link.has_text_of(&record().source));
    let old = Link::parse("#file=a.vec").0;
    assert!(old.has_text_of(&table("a.vec", "b")), "links from before know the name alone");
}

#[test]
fn a_file_is_known_by_where_it_is_fetched() {
    let names = [
        ("https://example.org/texts/novel.txt?raw=1#top", "novel.txt"),
        ("HTTPS://example.org/texts/", "texts"),
        ("https://example.org", "a file"),
        ("http://example.org:8080/?x", "a file"),
        ("texts/a.vec.gz", "a.vec.gz"),
    ];
    for (address, name) in names {
        assert_eq!(name_in_address(address), name, "{address}");
    }
    let (link, troubles) = Link::parse("#src=https://example.org/novel.txt&epochs=2&word=king");
    assert!(troubles.is_empty() && link.names_run());
    assert_eq!(link.text(), LinkedText::Own { name: Some("novel.txt"), n_bytes: None, sha256: None });
    let text = |name: &str| SourceIdentity::Text {
        name: name.to_owned(),
        n_bytes: 5,
        sha256: "0".repeat(64),
        encoding: None,
        columns: Vec::new(),
    };
    assert!(link.has_text_of(&text("novel.txt")) && !link.has_text_of(&text("other.txt")));
    assert!(!link.has_text_of(&SourceIdentity::BuiltIn { version: 1 }));
}

#[test]
fn a_checksum_tells_whether_vectors_are_the_same() {
    let mut record = record();
    let link = Link { sum: Some("0123456789abcdef".to_owned()), ..Link::of_run(&record) };
    let of = |record: &RunRecord, sum| verdict(&link, record, sum);
    assert_eq!(of(&record, None), Some(Verdict::Waits));
    assert_eq!(of(&record, Some("0123456789abcdef")), Some(Verdict::Same));
    assert_eq!(of(&record, Some("f123456789abcdef")), Some(Verdict::Other(Other::Altered)));
    record.changes.push(Change { tokens: 300, what: Changed::LearningRate(0.01) });
    assert_eq!(of(&record, Some("f123456789abcdef")), Some(Verdict::Other(Other::Changed)));
    let other = RunRecord { source: SourceIdentity::BuiltIn { version: 4 }, changes: Vec::new(), ..record.clone() };
    let of_other_corpus = Some(Verdict::Other(Other::Corpus { linked: 3, here: 4 }));
    assert_eq!(of(&other, Some("f123456789abcdef")), of_other_corpus);
    assert_eq!(verdict(&Link::of_run(&record), &other, None), of_other_corpus, "that is known without a checksum");
    let restarted = RunRecord { settings: Settings { seed: 1, ..record.settings }, ..record.clone() };
    assert_eq!(of(&restarted, Some("f123456789abcdef")), None, "the reader has gone on to another run");
    assert_eq!(verdict(&Link::of_run(&record), &record, Some("f123456789abcdef")), None, "there is nothing to compare");
}

#[test]
fn a_link_names_the_vectors_that_a_run_starts_from_and_does_not_carry_them() {
    let (name, checksum) = ("glove.txt".to_owned(), "0123456789abcdef".to_owned());
    let loan = Loan { name, n_rows: 400_000, dims: 100, checksum, n_lent: 800, n_drawn: 100 };
    let settings = Settings { start: Start::Table, borrowed_rate: 0.0, dims: 100, ..Settings::default() };
    let borrowing = RunRecord { settings, loan: Some(loan), ..record() };
    let link = Link { sum: Some("e3ba2de2931af438".to_owned()), ..Link::of_run(&borrowing) };
    let hash = link.to_hash();
    assert!(hash.contains("&start=1&borrowed=0&") && hash.contains("&from=glove.txt"), "{hash}");
    let (read, troubles) = Link::parse(&hash);
    assert_eq!((&read, troubles.len()), (&link, 0));
    assert!(read.has_settings_of(&borrowing.settings) && !read.has_settings_of(&record().settings));
    assert_eq!(read.lender(), Some("glove.txt"));
    // Who has not these vectors trains others, and compares them with nothing.
    let without = read.without_lender();
    assert_eq!((without.lender(), without.sum.as_deref()), (None, None));
    assert_eq!(without.settings_for_built_in(), Settings::default());
    // An ordinary link says nothing of all that.
    let plain = Link::of_run(&record());
    assert_eq!((plain.lender(), &plain.clone().without_lender()), (None, &plain));
}
