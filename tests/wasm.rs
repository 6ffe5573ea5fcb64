//! What only wasm has: that it computes the same bits as a native build, and that messages survive the crossing.
#![cfg(target_arch = "wasm32")]

use embedding_explorer::{
    engine::Session,
    protocol::{
        Answer, Clusters, Command, Event, Frame, Kept, Mapping, Part, Question, Setting, Settings, Slot, Source,
        UnfoldJob, UnfoldReport, Vectors,
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

#[wasm_bindgen_test]
fn commands_survive_the_crossing() {
    let commands = [
        Command::Open {
            source: Source::File { name: "größe.txt".to_owned(), n_bytes: 9_000_000_000 },
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
        let message = wire::command_to_js(&command, None).expect("a command can be written");
        let (read, file) = wire::command_from_js(&message).expect("and read");
        assert_eq!(read, command);
        assert!(file.is_none());
    }
}

#[wasm_bindgen_test]
fn events_survive_the_crossing_with_their_arrays() {
    let mut session = Session::new();
    let opened = session
        .handle(
            Command::Open {
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
            positions: vec![0.5, -1.5, f32::MAX, 0.0],
            view: 4,
            mapping: Mapping::Axes,
            explained: [0.31, 0.18],
            spread: Vec::new(),
            on_axes: false,
            axes_cosine: Some(0.25),
        }),
        Event::Kept(Kept {
            generation: 1,
            serial: 2,
            mean: 0.25,
            n_measured: 3,
            n_wanted: 4,
            kept_of_word: vec![255, 3, 10],
        }),
        Event::Clusters(Clusters { generation: 1, central: vec![vec![2, 0], vec![1]], group_of_word: vec![0, 1, 0] }),
        Event::Vectors(Vectors {
            generation: 1,
            dims: 2,
            word_ids: vec![3],
            values: vec![0.5, -0.5],
            components: vec![2.0, 3.0],
        }),
        Event::Answer { id: 5, slot: Slot::Color, answer: Answer::Cosines { word_id: 3, cosines: vec![0.5, 1.0] } },
        Event::Answer {
            id: 4,
            slot: Slot::Heatmap,
            answer: Answer::Heatmap { word_ids: vec![7, 8], cosines: vec![1.0, 0.25, 0.25, 1.0] },
        },
    ];
    for event in events {
        let (message, transfer) = wire::event_to_js(event.clone()).expect("an event can be written");
        assert!(transfer.length() > 0, "arrays are transferred");
        assert_eq!(wire::event_from_js(&message).expect("and read"), event);
    }
}

#[wasm_bindgen_test]
fn positions_cross_with_their_command() {
    let command = Command::Place { generation: 3, positions: vec![1.0, -2.5] };
    let message = wire::command_to_js(&command, None).expect("a command can be written");
    assert_eq!(wire::command_from_js(&message).expect("and read").0, command);
}

#[wasm_bindgen_test]
fn a_job_for_t_sne_and_its_reports_cross() {
    let job = UnfoldJob { dims: 2, perplexity: 30.0, epochs: 9, values: vec![1.0, 2.0], first: vec![0.5, -0.5] };
    let (message, transfer) = wire::unfold_job_to_js(job.clone()).expect("a job can be written");
    assert_eq!((wire::unfold_job_from_js(&message).expect("and read"), transfer.length()), (job, 2));
    let report = UnfoldReport { epoch: 3, epochs: 9, positions: vec![0.25, 4.0] };
    let (message, _) = wire::unfold_report_to_js(report.clone()).expect("a report can be written");
    assert_eq!(wire::unfold_report_from_js(&message).expect("and read"), report);
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
    assert!(wire::event_from_js(&JsValue::from_str("hello")).is_err());
    assert!(wire::command_from_js(&JsValue::NULL).is_err());
}
