//! What only wasm has: that it computes the same bits as a native build, and that messages survive the crossing.
#![cfg(target_arch = "wasm32")]

use embedding_explorer::{
    engine::Session,
    protocol::{
        Answer, AxisWords, Clusters, Command, Event, FilesMessage, Frame, Part, Projection, Question, Recall, Setting,
        Settings, Slot, Source, TablePart, TsneJob, TsneReport, Vectors,
    },
    space::tsne,
    wire,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

mod reference;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn the_vectors_are_those_of_a_native_build() {
    for (method, is_harmonic, checksum) in reference::CHECKSUMS {
        assert_eq!(reference::checksum_of_a_run(method, is_harmonic), checksum, "{method:?}");
    }
}

/// The browser's normal forms are those of the native crate.
#[wasm_bindgen_test]
fn texts_are_spelled_as_in_a_native_build() {
    assert_eq!(reference::checksum_of_normal_forms(), reference::NORMAL_FORMS);
}

#[wasm_bindgen_test]
fn commands_survive_the_crossing() {
    let commands = [
        Command::Open {
            open_id: 3,
            source: Source::File {
                name: "größe.txt".to_owned(),
                n_bytes: 9_000_000_000,
                encoding: None,
                columns: Vec::new(),
                is_text: false,
            },
            settings: Settings { seed: u32::MAX, subsample: 1e-5, ..Settings::default() },
            chosen: vec![Setting::Seed, Setting::Subsample],
            autoplay: false,
        },
        Command::Step { part: Part::Epoch },
        Command::Ask {
            id: 9,
            slot: Slot::Analogy,
            question: Question::Arithmetic {
                expression: "2 * king - man".to_owned(),
                by_product: true,
                k: 5,
                include_inputs: true,
                expected: "queen".to_owned(),
            },
        },
    ];
    for command in commands {
        let (message, _) = wire::to_js(&command);
        assert_eq!(wire::from_js::<Command>(&message).expect("it can be read"), command);
        assert!(wire::files_of(&message).is_empty());
    }
}

#[wasm_bindgen_test]
fn events_survive_the_crossing_with_their_arrays() {
    let mut session = Session::new();
    let opened = session
        .handle(
            Command::Open {
                open_id: 1,
                source: Source::BuiltIn,
                settings: Settings::default(),
                chosen: Vec::new(),
                autoplay: false,
            },
            0.0,
        )
        .into_iter()
        .chain((0..1000).flat_map(|_| session.work(&|| 0.0, 0.01)))
        .find(|event| matches!(event, Event::Opened(_)))
        .expect("the built-in corpus opens");
    let events = [
        opened,
        Event::Frame(Frame {
            generation: 1,
            serial: 2,
            tokens_done: 3,
            positions: vec![0.5, -1.5, f32::MAX, 0.0].into(),
            view: 4,
            projection: Projection::Axes { x: AxisWords::default(), y: AxisWords::default() },
            explained: [0.31, 0.18],
            spread: Vec::new(),
            on_axes: false,
            axes_cosine: Some(0.25),
        }),
        Event::Recall(Recall {
            n_neighbors: 10,
            generation: 1,
            serial: 2,
            mean: 0.25,
            chance: 0.01,
            n_measured: 3,
            n_wanted: 4,
            of_word: vec![255, 3, 10].into(),
        }),
        Event::Clusters(Clusters {
            generation: 1,
            central: vec![vec![2, 0], vec![1]],
            group_of_word: vec![0, 1, 0].into(),
        }),
        Event::Vectors(Vectors {
            generation: 1,
            dims: 2,
            word_ids: vec![3].into(),
            values: vec![0.5, -0.5].into(),
            components: vec![2.0, 3.0].into(),
        }),
        Event::Answer {
            id: 5,
            slot: Slot::Color,
            answer: Answer::Cosines { word_id: 3, cosines: vec![0.5, 1.0].into() },
        },
        Event::Answer {
            id: 4,
            slot: Slot::Heatmap,
            answer: Answer::Heatmap { word_ids: vec![7, 8], cosines: vec![1.0, 0.25, 0.25, 1.0].into() },
        },
    ];
    for event in events {
        let (message, transfer) = wire::to_js(&event);
        assert_eq!(transfer.length(), 1, "the bytes are transferred");
        assert_eq!(wire::from_js::<Event>(&message).expect("it can be read"), event);
    }
}

#[wasm_bindgen_test]
fn positions_cross_with_their_command() {
    let command = Command::Place { generation: 3, positions: vec![1.0, -2.5].into() };
    let (message, _) = wire::to_js(&command);
    assert_eq!(wire::from_js::<Command>(&message).expect("it can be read"), command);
}

#[wasm_bindgen_test]
fn a_part_of_a_table_lies_beside_its_message() {
    let part = TablePart::Rows(vec![0.5, -1.0, f32::MIN_POSITIVE].into());
    let command = Command::TakePart { open_id: 4, part };
    let (message, transfer) = wire::to_js_with_command(&FilesMessage::Part, &command);
    assert_eq!(transfer.length(), 2, "both are transferred");
    assert_eq!(wire::from_js::<FilesMessage>(&message).expect("it can be read"), FilesMessage::Part);
    let (beside, _) = wire::command_of(&message).expect("it is there");
    assert_eq!(wire::from_js::<Command>(&beside).expect("it can be read"), command);
}

#[wasm_bindgen_test]
fn a_job_for_t_sne_and_its_reports_cross() {
    let (values, first) = (vec![1.0, 2.0].into(), vec![0.5, -0.5].into());
    let job = TsneJob { dims: 2, perplexity: 30.0, epochs: 9, values, first };
    let (message, _) = wire::to_js(&job);
    assert_eq!(wire::from_js::<TsneJob>(&message).expect("it can be read"), job);
    let report = TsneReport { epoch: 3, epochs: 9, positions: vec![0.25, 4.0].into() };
    let (message, _) = wire::to_js(&report);
    assert_eq!(wire::from_js::<TsneReport>(&message).expect("it can be read"), report);
}

/// FNV-1a 64 of the places of the test below. It holds browsers to each other; natively it is another, as the crate takes
/// the exponential function of the platform.
const TSNE_CHECKSUM: u64 = 0x5c8a_d853_37e2_aef2;

#[wasm_bindgen_test]
fn t_sne_has_a_fixed_checksum_in_wasm() {
    let values: Vec<f32> = (0..60).flat_map(|i| [(i % 3) as f32, (i * 7 % 11) as f32 / 11.0, 1.0]).collect();
    let first: Vec<f32> = (0..120).map(|i| (i * 37 % 101) as f32).collect();
    let places = tsne(&values, 3, &first, 5.0, 50, |_, _| {});
    assert!(places.len() == 120 && places.iter().all(|x| x.is_finite()));
    let bytes = places.iter().flat_map(|x| x.to_le_bytes());
    let checksum =
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    assert_eq!(checksum, TSNE_CHECKSUM, "{checksum:#018x}");
}

#[wasm_bindgen_test]
fn what_is_no_message_is_an_error() {
    assert!(wire::from_js::<Event>(&JsValue::from_str("hello")).is_err());
    assert!(wire::from_js::<Command>(&JsValue::NULL).is_err());
}
