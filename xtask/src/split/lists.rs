//! The modules whose code waits.

/// What of a binary waits: see [`waiting`](super::waits::waiting).
pub(super) struct List {
    /// How the names of its files begin.
    pub(super) binary: &'static str,
    /// The file that what waits goes into.
    pub(super) rest: &'static str,
    /// Modules, types and functions that wait, as paths below the crate.
    pub(super) later: &'static [&'static str],
    /// Those in them that do not.
    pub(super) now: &'static [&'static str],
    /// Methods that do not wait, whatever they belong to.
    pub(super) methods_now: &'static [&'static str],
    /// Components whose `ChildrenFn`s wait.
    pub(super) children_later: &'static [&'static str],
    /// Libraries that wait.
    pub(super) crates_later: &'static [&'static str],
}

/// The worker first reads the built-in text, trains, draws the map, and answers what panels ask as soon as they are mounted.
pub(super) const WORKER: List = List {
    binary: "worker",
    rest: "worker_rest.wasm",
    later: &[
        "engine::jobs::baseline",
        "engine::jobs::clusters",
        "engine::jobs::copy",
        "engine::jobs::evaluation",
        "engine::jobs::evidence",
        "engine::jobs::saving",
        "engine::jobs::scenes",
        "engine::load_table",
        "engine::saved",
        "engine::storing",
        "formats",
        "gzip",
        "lessons",
        "protocol::evaluation",
        "protocol::lessons",
        "protocol::saving",
        "space::clusters",
        "space::comparison",
        "space::evaluation",
        "space::ordering",
        "space::quantized",
        "store",
        "text::absence",
        "text::breaks",
        "text::company",
        "text::cues",
        "text::decode::Decoder>::open",
        "text::decode::declared",
        "text::decode::dos",
        "text::decode::guess",
        "text::decode::legacy",
        "text::evidence",
        "text::json",
        "text::kind",
        "text::layout",
        "text::markup",
        "text::packed",
        "text::quirks",
        "text::rows",
        "text::scripts",
        "text::spelling",
        "text::table",
        "text::transfer",
        "text::wrap",
        "train::checkpoint::packed",
        "train::model::cbow",
        "train::model::glove",
        "train::model::softmax",
    ],
    now: &[
        "formats::shown",
        "space::evaluation::analogies",
        "space::evaluation::words",
        "text::markup::strip::{closure#0}",
    ],
    methods_now: &["::is_due", "::holds_vectors", "::start_over", "::memory"],
    children_later: &[],
    crates_later: &["wasm_streams"],
};

/// The page first mounts its header, the map and its words.
pub(super) const PAGE: List = List {
    binary: "embedding-explorer",
    rest: "page_rest.wasm",
    later: &[
        "ui::page::panels",
        "ui::page::dialogs",
        "ui::page::files_client",
        "ui::page::tsne_client",
        "ui::page::fetching",
        "ui::page::parts::vectors_card",
        "ui::page::parts::example_menu",
        "ui::page::parts::unknown_word",
        "ui::page::parts::word_rows",
        "ui::page::parts::help",
        "ui::page::parts::copy_button",
        "ui::page::parts::setting_field",
        "chart::loss",
        "chart::heatmap",
        "chart::picture",
        "protocol::lessons",
        "ui::saving",
    ],
    now: &["ui::page::dialogs::save::__component_save_button"],
    methods_now: &[],
    children_later: &["ui::page::app"],
    crates_later: &["wasm_streams"],
};
