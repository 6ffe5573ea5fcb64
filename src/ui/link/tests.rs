//! Links: both directions, hostile fields, versions, and what a run makes of them.

mod runs;

use proptest::{option, prelude::*};

use super::*;
use crate::protocol::{Change, Changed, ENCODINGS, Loan, RunRecord, SceneInputs, Settings, SourceIdentity, Start};

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
        scene in option::of(prop::sample::select([&SceneName::ALL[..], &SceneName::EXERCISES].concat())),
        game in option::of(any::<u32>()),
        step in option::of(1..=5_u32),
        scene_words in [option::of(word()), option::of(word()), option::of(word())],
        scene_text in option::of(expression()),
        scene_numbers in [option::of(-1e6..1e6_f64), option::of(-1e6..1e6_f64)],
        scene_switch in option::of(any::<bool>()),
        hidden in option::of(prop::sample::subsequence(PagePart::ALL.to_vec(), 1..=3)),
    ) -> Link {
        Link { scene, game, step, scene_words, scene_text, scene_numbers, scene_switch, hidden, ..Link::default() }
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
        let Link { scene, game, step, scene_words, scene_text, scene_numbers, scene_switch, hidden, .. } = lesson;
        let Link { corpus, src, file, bytes, sha256, table, encoding, columns, method, optimizer, lowercase, changes, settings, sum, .. } = run;
        Link {
            corpus, src, file, bytes, sha256, table, encoding, columns, method, optimizer, lowercase, changes, settings,
            measure, mapping, components, x_axis, y_axis, perplexity, tsne_words, n_words, color, tab,
            scene, game, step, scene_words, scene_text, scene_numbers, scene_switch, hidden, sum,
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
fn exercises_and_the_game_have_fields_of_their_own() {
    let (link, told) = Link::parse("#exercise=capitals&a=rome");
    assert_eq!((link.opened_scene(), told), (Some((SceneName::Capitals, 0)), Vec::new()));
    assert_eq!(link.scene_inputs().words[0], "rome");
    assert_eq!(link.to_hash(), "#v=1&exercise=capitals&a=rome");
    assert_eq!(troubles("#scene=capitals"), ["“scene” of the link was left out: there is no lesson “capitals”."]);
    assert_eq!(troubles("#exercise=walk").len(), 1);

    let (link, _) = Link::parse("#game=7");
    assert_eq!(link.opened_scene(), Some((SceneName::Game, 0)));
    let inputs = SceneInputs { text: "cat king".to_owned(), ..link.scene_inputs() };
    assert_eq!(inputs.numbers, [Some(7.0), None]);
    let mut challenge = Link::default();
    challenge.add_scene(Some(SceneName::Game), 1, &inputs);
    assert_eq!(challenge.to_hash(), "#v=1&game=7", "whoever is challenged does not see the guesses");
    let mut exercise = Link::default();
    exercise.add_scene(Some(SceneName::Groups), 1, &inputs);
    assert_eq!(exercise.to_hash(), "#v=1&exercise=groups&text=cat+king&n=7");
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
