//! Links: both directions, hostile fields, versions, and what a run makes of them.

use proptest::{option, prelude::*};

use super::*;
use crate::protocol::{Change, Changed, ENCODINGS, RunRecord, Settings, SourceIdentity};

/// A word as texts, tables and readers have it: any characters, none of them a control.
fn word() -> impl Strategy<Value = String> {
    "[^\\p{C}\\p{Z}]{1,20}"
}

fn expression() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..5).prop_map(|words| words.join(" - "))
}

fn value_of(setting: Setting) -> impl Strategy<Value = f64> {
    let spec = setting.spec_for(0);
    (spec.min..=spec.max).prop_map(move |value| if spec.is_whole { value.round() } else { value })
}

fn settings() -> impl Strategy<Value = [Option<f64>; Setting::ALL.len()]> {
    Setting::ALL.map(|setting| option::of(value_of(setting)))
}

fn change() -> impl Strategy<Value = Change> {
    let what = prop_oneof![
        value_of(Setting::LearningRate).prop_map(Changed::LearningRate),
        (1..=2000_u32).prop_map(Changed::Epochs),
    ];
    (any::<u64>(), what).prop_map(|(tokens, what)| Change { tokens, what })
}

prop_compose! {
    fn run()(
        corpus in option::of(1..u32::MAX),
        src in option::of("(https?://[a-z]{1,9}(:[0-9]{2})?(/[a-zA-Z0-9%_.~é-]{1,9}){0,3}|texts/[a-z]{1,5}[.]txt)([?]a=[0-9]{1,3}&b=1)?"),
        file in option::of(word()),
        bytes in option::of(any::<u64>()),
        sha256 in option::of("[0-9a-f]{64}"),
        encoding in option::of(prop::sample::select(ENCODINGS.map(|(name, _)| name).to_vec())),
        table in option::of("[0-9a-f]{16}"),
        columns in option::of(prop::collection::vec(word(), 1..4)),
        method in option::of(prop::sample::select(vec![
            Method::SkipGram, Method::Softmax, Method::Cbow, Method::Glove,
        ])),
        optimizer in option::of(prop::sample::select(vec![Optimizer::Sgd, Optimizer::Adam])),
        lowercase in option::of(any::<bool>()),
        changes in option::of(prop::collection::vec(change(), 1..5)),
        settings in settings(),
        sum in option::of("[0-9a-f]{16}"),
    ) -> Link {
        Link {
            corpus, src, file, bytes, sha256, table, encoding, columns, method, optimizer, lowercase, changes, settings, sum,
            ..Link::default()
        }
    }
}

prop_compose! {
    fn questions()(
        word in option::of(word()),
        neighbors in option::of(prop::sample::select(vec![5, 8, 10, 20, 50, 100])),
        analogy in option::of([word(), word(), word()]),
        expression in option::of(expression()),
        expected in option::of(word()),
        by_product in option::of(any::<bool>()),
        with_inputs in option::of(any::<bool>()),
        heatmap in option::of(prop::collection::vec(word(), 1..200)),
        order in option::of(prop::sample::select(vec![
            HeatmapOrder::Input, HeatmapOrder::Topic, HeatmapOrder::Cluster,
        ])),
    ) -> Link {
        Link { word, neighbors, analogy, expression, expected, by_product, with_inputs, heatmap, order, ..Link::default() }
    }
}

prop_compose! {
    fn lesson()(
        scene in option::of(prop::sample::select(SceneName::ALL.to_vec())),
        step in option::of(1..=5_u32),
        scene_words in [option::of(word()), option::of(word()), option::of(word())],
        scene_text in option::of(expression()),
        scene_numbers in [option::of(-1e6..1e6_f64), option::of(-1e6..1e6_f64)],
        scene_switch in option::of(any::<bool>()),
        hidden in option::of(prop::sample::subsequence(PagePart::ALL.to_vec(), 1..=3)),
    ) -> Link {
        Link { scene, step, scene_words, scene_text, scene_numbers, scene_switch, hidden, ..Link::default() }
    }
}

prop_compose! {
    fn any_link()(
        lesson in lesson(),
        run in run(),
        questions in questions(),
        measure in option::of(prop::sample::select(vec![Measure::Cosine, Measure::Distance, Measure::OutputCosine])),
        mapping in option::of(prop::sample::select(vec![Mapping::Components, Mapping::Axes, Mapping::Placed])),
        components in option::of([1..=300_u32, 1..=300_u32]),
        axes in [option::of(expression()), option::of(expression())],
        perplexity in option::of(2.0..=200_f32),
        tsne_words in option::of(10..=20_000_u32),
        n_words in option::of(2..u32::MAX),
        color in option::of(prop::sample::select(ColorBy::ALL.to_vec())),
        tab in option::of(prop::sample::select(vec![Tab::Explore, Tab::Evaluate, Tab::Learn, Tab::Setup])),
    ) -> Link {
        let [x_axis, y_axis] = axes;
        let Link { scene, step, scene_words, scene_text, scene_numbers, scene_switch, hidden, .. } = lesson;
        let Link { corpus, src, file, bytes, sha256, table, encoding, columns, method, optimizer, lowercase, changes, settings, sum, .. } = run;
        Link {
            corpus, src, file, bytes, sha256, table, encoding, columns, method, optimizer, lowercase, changes, settings,
            measure, mapping, components, x_axis, y_axis, perplexity, tsne_words, n_words, color, tab,
            scene, step, scene_words, scene_text, scene_numbers, scene_switch, hidden, sum,
            ..questions
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(link in any_link()) {
        let hash = link.to_hash();
        prop_assert!(hash.is_ascii() && !hash.contains(['<', '>', '"', '\'', ' ']), "{hash}");
        prop_assert_eq!(Link::parse(&hash), (link, Vec::new()));
    }

    #[test]
    fn any_fragment_is_read_to_its_end(hash in any::<String>()) {
        let (link, troubles) = Link::parse(&hash);
        // What was read can be written, and is read as the same.
        prop_assert_eq!(Link::parse(&link.to_hash()), (link, Vec::new()));
        prop_assert!(troubles.len() <= MOST_TROUBLES + 1);
    }

    #[test]
    fn any_value_of_any_field_is_read_or_named(place in 0..100_usize, value in any::<String>()) {
        let fields = fields();
        let name = fields[place % fields.len()].name;
        let encoded = utf8_percent_encode(&value, NON_ALPHANUMERIC);
        let (link, troubles) = Link::parse(&format!("#{name}={encoded}"));
        prop_assert!(value.is_empty() || (link == Link::default()) == (troubles.len() == 1), "{troubles:?}");
        prop_assert_eq!(Link::parse(&link.to_hash()), (link, Vec::new()));
    }
}

fn troubles(hash: &str) -> Vec<String> {
    Link::parse(hash).1.iter().map(ToString::to_string).collect()
}

#[test]
fn names_of_fields_are_unlike() {
    let mut names: Vec<&str> = fields().iter().map(|field| field.name).chain([VERSION_FIELD]).collect();
    let n_names = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), n_names);
}

#[test]
fn each_hostile_field_is_named_and_the_others_hold() {
    let megabyte = "a".repeat(1_000_000);
    let many_words = vec!["w"; 201].join(",");
    let hostile = [
        ("dims", "NaN"),
        ("dims", "-5"),
        ("dims", "2.5"),
        ("dims", "1e400"),
        ("dims", "<b>64</b>"),
        ("lr", "inf"),
        ("seed", "4294967296"),
        ("epochs", megabyte.as_str()),
        ("method", "<script>alert(1)</script>"),
        ("color", "moon"),
        ("tab", "Explore"),
        ("map", "%00"),
        ("word", "%00king"),
        ("word", "%E2%80%AEking"),
        ("word", "%E0%A4%A"),
        ("word", megabyte.as_str()),
        ("word", &"w".repeat(201)),
        ("file", "a%0Ab"),
        ("src", "javascript:alert(1)"),
        ("src", "JavaScript://x%0Aalert(1)"),
        ("src", "data:text/html,<b>x</b>"),
        ("src", "file:///etc/passwd"),
        ("src", "blob:https://example.org/x"),
        ("src", "//example.org/x.txt"),
        ("src", "\\\\example.org\\x"),
        ("src", "https://"),
        ("src", "https:///x"),
        ("src", "https:x"),
        ("src", "https://example.org/a b"),
        ("changes", "300-lr-NaN"),
        ("changes", "300-seed-5"),
        ("changes", "-1-epochs-5"),
        ("analogy", "king,man"),
        ("analogy", "a,b,c,d"),
        ("heat", many_words.as_str()),
        ("heat", "king,,man"),
        ("pc", "0,1"),
        ("pc", "1"),
        ("x", "%07"),
        ("perplexity", "NaN"),
        ("placed", "-1"),
        ("shown", "1"),
        ("near", "0"),
        ("sum", "xyz"),
        ("sha256", "../../etc/passwd"),
        ("bytes", "-1"),
        ("corpus", "0"),
        ("case", "1"),
        ("product", "yes"),
        ("nothing", "1"),
    ];
    for (name, value) in hostile {
        let (link, troubles) = Link::parse(&format!("#v=1&neg=7&{name}={value}&alpha=0.5"));
        let told: Vec<String> = troubles.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1, "{name}={}", trouble::short(value));
        assert!(told[0].starts_with(&format!("“{name}” of the link was left out: ")), "{told:?}");
        assert!(told[0].len() < 300 && !told[0].contains(|sign: char| sign.is_control()), "{told:?}");
        let rest = Link::parse("#neg=7&alpha=0.5").0;
        assert_eq!(link, rest, "{name}");
    }
}

#[test]
fn troubles_are_sentences() {
    assert_eq!(
        troubles("#v=1&dims=5000&tab=moon&seed=4.5&lr=x"),
        [
            "“dims” of the link was left out: Dimensions must be a whole number from 1 to 300; 5,000 is not.",
            "“tab” of the link was left out: it must be explore, evaluate, learn or setup; “moon” is not.",
            "“seed” of the link was left out: Seed must be a whole number from 0 to 4,294,967,295; 4.5 is not.",
            "“lr” of the link was left out: “x” is no number.",
        ]
    );
    assert_eq!(
        troubles("#dims=1&dims=2"),
        ["“dims” of the link was left out: it stands there twice, and the first one holds."]
    );
    let many = (0..1000).map(|i| format!("&a{i}=1")).collect::<Vec<_>>().concat();
    assert_eq!(troubles(&many).len(), MOST_TROUBLES + 1);
    assert_eq!(troubles(&many)[MOST_TROUBLES], "995 more of its fields were left out.");
}

#[test]
fn links_of_every_version_open() {
    let word = |hash: &str| Link::parse(hash).0.word;
    // As they were before there were versions.
    assert_eq!(word("#word=king"), Some("king".to_owned()));
    assert_eq!(word("#word=caf%C3%A9+au+lait%2B"), Some("café au lait+".to_owned()));
    assert_eq!(Link { word: word("#word=king"), ..Link::default() }.to_hash(), "#word=king");
    for harmless in ["", "#", "#word=", "#nothing", "#map", "#&&"] {
        assert_eq!(Link::parse(harmless), (Link::default(), Vec::new()), "{harmless}");
    }
    // A field of this version has a name that is known here; one of a later version need not.
    assert_eq!(troubles("#v=1&word=king&dance=3"), ["“dance” of the link was left out: this page does not know it."]);
    assert_eq!(troubles("#v=2&word=king&dance=3"), [""; 0]);
    assert_eq!(word("#v=2&word=king&dance=3"), Some("king".to_owned()));
    assert_eq!(troubles("#v=2&dims=x").len(), 1, "what is known here is broken all the same");
    assert_eq!(troubles("#v=moon&word=king"), ["“v” of the link was left out: “moon” is no version of a link."]);
}

#[test]
fn words_keep_their_commas() {
    let words = vec!["a,b".to_owned(), "c\\".to_owned(), "&=#".to_owned(), "%41".to_owned()];
    let link = Link { heatmap: Some(words), ..Link::default() };
    assert_eq!(Link::parse(&link.to_hash()).0, link);
    let plain = Link { heatmap: Some(vec!["king".to_owned(), "queen".to_owned()]), ..Link::default() };
    assert_eq!(plain.to_hash(), "#v=1&heat=king,queen");
    // As a program may have encoded it once more on its way.
    assert_eq!(Link::parse("#v=1&heat=king%2Cqueen").0, plain);
}

#[test]
fn what_no_link_can_hold_is_left_out() {
    let link = Link { word: Some("\u{7}".to_owned()), tab: Some(Tab::Evaluate), ..Link::default() };
    assert_eq!(link.to_hash(), "#v=1&tab=evaluate");
}

fn record() -> RunRecord {
    RunRecord {
        source: SourceIdentity::BuiltIn { version: 3 },
        settings: Settings::default(),
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
