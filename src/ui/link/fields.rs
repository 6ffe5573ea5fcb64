//! The table of what a link carries: a row for each field.

use super::{
    Link,
    kinds::{
        Kind, address, changes, choice, components, expression, hex, name_of, number, three_words, whole, word, words,
    },
    scene::{exercise, free_number, parts, scene},
};
use crate::{
    protocol::{ENCODINGS, HeatmapOrder, Mapping, Measure, Method, Optimizer, Setting},
    ui::{color_by::ColorBy, heatmap_words::MOST_HEATMAP_WORDS, prose::MOST_STEPS, tabs::Tab},
};

/// The field of the pinned word, which an address has carried before there were versions.
pub(super) const WORD: &str = "word";

const METHODS: [(&str, Method); 4] =
    [("skipgram", Method::SkipGram), ("softmax", Method::Softmax), ("cbow", Method::Cbow), ("glove", Method::Glove)];
const OPTIMIZERS: [(&str, Optimizer); 2] = [("sgd", Optimizer::Sgd), ("adam", Optimizer::Adam)];
const CASES: [(&str, bool); 2] = [("lower", true), ("kept", false)];
const YES_NO: [(&str, bool); 2] = [("1", true), ("0", false)];
const MEASURES: [(&str, Measure); 3] =
    [("cosine", Measure::Cosine), ("distance", Measure::Distance), ("output", Measure::OutputCosine)];
/// Those of the page.
const COUNTS: [(&str, u32); 6] = [("5", 5), ("8", 8), ("10", 10), ("20", 20), ("50", 50), ("100", 100)];
const ORDERS: [(&str, HeatmapOrder); 3] =
    [("input", HeatmapOrder::Input), ("topic", HeatmapOrder::Topic), ("cluster", HeatmapOrder::Cluster)];
const MAPPINGS: [(&str, Mapping); 3] =
    [("pca", Mapping::Components), ("axes", Mapping::Axes), ("tsne", Mapping::Placed)];
const COLORS: [(&str, ColorBy); 5] = [
    ("topic", ColorBy::Topic),
    ("cluster", ColorBy::Cluster),
    ("frequency", ColorBy::Frequency),
    ("kept", ColorBy::Recall),
    ("cosine", ColorBy::Cosine),
];
const TABS: [(&str, Tab); 4] =
    [("explore", Tab::Explore), ("evaluate", Tab::Evaluate), ("learn", Tab::Learn), ("setup", Tab::Setup)];

/// Columns of a text at most.
const MOST_COLUMNS: usize = 200;

/// The name of an encoding, as files are read in.
fn encoding() -> Kind<&'static str> {
    let read = |text: &str| {
        let found = ENCODINGS.iter().find(|(name, _)| *name == text).map(|(name, _)| *name);
        found.ok_or_else(|| format!("“{}” is no encoding that can be read", super::trouble::short(text)))
    };
    Kind { read: Box::new(read), write: ToString::to_string }
}

/// Puts a value into a link. Errors: why it is none, as a clause.
type Read = dyn Fn(&str, &mut Link) -> Result<(), String>;
/// The value, where the link has one.
type Write = dyn Fn(&mut Link) -> Option<String>;

/// One field of a link.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) read: Box<Read>,
    pub(super) write: Box<Write>,
}

/// Every field but the version, in the order of an address. The checksum comes last: a link that is cut off on its way
/// loses what can be spared.
pub(super) fn fields() -> Vec<Field> {
    let mut fields = vec![
        field("corpus", |link| &mut link.corpus, whole(1, u32::MAX)),
        field("src", |link| &mut link.src, address()),
        field("file", |link| &mut link.file, word()),
        field("bytes", |link| &mut link.bytes, whole(0, u64::MAX)),
        field("sha256", |link| &mut link.sha256, hex(64)),
        field("table", |link| &mut link.table, hex(16)),
        field("encoding", |link| &mut link.encoding, encoding()),
        field("columns", |link| &mut link.columns, words(MOST_COLUMNS)),
        field("method", |link| &mut link.method, choice(&METHODS, |method| name_of(&METHODS, method))),
        field("optimizer", |link| &mut link.optimizer, choice(&OPTIMIZERS, |by| name_of(&OPTIMIZERS, by))),
        field("case", |link| &mut link.lowercase, choice(&CASES, |case| name_of(&CASES, case))),
    ];
    fields.extend(Setting::ALL.into_iter().enumerate().map(|(place, setting)| setting_field(place, setting)));
    fields.extend([
        field("from", |link| &mut link.lender, word()),
        field("changes", |link| &mut link.changes, changes()),
        field(WORD, |link| &mut link.word, word()),
        field("near", |link| &mut link.neighbors, choice(&COUNTS, |n| name_of(&COUNTS, n))),
        field("by", |link| &mut link.measure, choice(&MEASURES, |measure| name_of(&MEASURES, measure))),
        field("analogy", |link| &mut link.analogy, three_words()),
        field("expr", |link| &mut link.expression, expression()),
        field("expect", |link| &mut link.expected, word()),
        field("product", |link| &mut link.by_product, yes_or_no()),
        field("inputs", |link| &mut link.with_inputs, yes_or_no()),
        field("heat", |link| &mut link.heatmap, words(MOST_HEATMAP_WORDS)),
        field("order", |link| &mut link.order, choice(&ORDERS, |order| name_of(&ORDERS, order))),
        field("map", |link| &mut link.mapping, choice(&MAPPINGS, |mapping| name_of(&MAPPINGS, mapping))),
        field("pc", |link| &mut link.components, components()),
        field("x", |link| &mut link.x_axis, expression()),
        field("y", |link| &mut link.y_axis, expression()),
        field("perplexity", |link| &mut link.perplexity, number(2.0, 200.0)),
        field("placed", |link| &mut link.tsne_words, whole(10, 20_000)),
        field("shown", |link| &mut link.n_words, whole(2, u32::MAX)),
        field("color", |link| &mut link.color, choice(&COLORS, |color| name_of(&COLORS, color))),
        field("tab", |link| &mut link.tab, choice(&TABS, |tab| name_of(&TABS, tab))),
        field("scene", |link| &mut link.scene, scene()),
        field("exercise", |link| &mut link.scene, exercise()),
        field("game", |link| &mut link.game, whole(0, u32::MAX)),
        field("step", |link| &mut link.step, whole(1, MOST_STEPS as u32)),
        field("a", |link| &mut link.scene_words[0], word()),
        field("b", |link| &mut link.scene_words[1], word()),
        field("c", |link| &mut link.scene_words[2], word()),
        field("text", |link| &mut link.scene_text, expression()),
        field("n", |link| &mut link.scene_numbers[0], free_number()),
        field("m", |link| &mut link.scene_numbers[1], free_number()),
        field("on", |link| &mut link.scene_switch, yes_or_no()),
        field("hide", |link| &mut link.hidden, parts()),
        field("sum", |link| &mut link.sum, hex(16)),
    ]);
    fields
}

/// A field of values of one kind, at a place of the link.
fn field<T: 'static>(name: &'static str, place: fn(&mut Link) -> &mut Option<T>, kind: Kind<T>) -> Field {
    let Kind { read, write } = kind;
    Field {
        name,
        read: Box::new(move |text, link| {
            *place(link) = Some(read(text)?);
            Ok(())
        }),
        write: Box::new(move |link| place(link).as_ref().map(write)),
    }
}

fn yes_or_no() -> Kind<bool> {
    choice(&YES_NO, |value| name_of(&YES_NO, value))
}

/// The field of a numeric setting, whose range is that of the page. Its place is that in [`Setting::ALL`].
fn setting_field(place: usize, setting: Setting) -> Field {
    // A short text may have more epochs than a long one, so the widest range holds here.
    let spec = setting.spec_for(0);
    Field {
        name: spec.key,
        read: Box::new(move |text, link| {
            let value: f64 = text.parse().map_err(|_| format!("“{}” is no number", super::trouble::short(text)))?;
            // As a clause, the sentence loses its stop.
            spec.check(value).map_err(|reason| reason.to_string().trim_end_matches('.').to_owned())?;
            link.settings[place] = Some(value);
            Ok(())
        }),
        write: Box::new(move |link| link.settings[place].map(|value| value.to_string())),
    }
}
