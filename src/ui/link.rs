//! A link to what the page shows: typed state, and the part of an address behind `#` that carries it.
//!
//! One table (`fields`) has a row for each field: its name, where it stands in [`Link`], and how its value is written and
//! read. [`Link::parse`] and [`Link::to_hash`] are driven by this table alone, so that they cannot drift apart, and a new field
//! is one row.
//!
//! The form is that of a web form: `v=1&corpus=3&dims=64&word=king`, percent-encoded UTF-8, `+` for a space. A list has
//! commas between its words; within a word `\` stands before a comma and before itself. A field that cannot be read is left
//! out with a sentence ([`Trouble`]), and the others hold. Whatever a link says stays text: it never becomes markup or code.
//!
//! Links are versioned. A link without a version is one from before there were any, such as `#word=king`. A field that this
//! page does not know is ignored silently where the link is of a later version, and named otherwise.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use self::fields::fields;
use crate::{
    protocol::{Change, HeatmapOrder, Mapping, Measure, Method, Optimizer, SceneName, Setting},
    ui::{color_by::ColorBy, page_parts::PagePart, tabs::Tab},
};

mod fields;
mod kinds;
mod run;
mod scene;
mod share;
#[cfg(test)]
mod tests;
mod trouble;
mod verdict;

pub use run::{LinkedText, name_in_address};
pub use share::{NotCarried, said_of_share};
pub use trouble::Trouble;
pub use verdict::{Other, Verdict, verdict};

/// The version of the links that are written here.
const VERSION: u32 = 1;
/// The field that says it.
const VERSION_FIELD: &str = "v";
/// Bytes of one field at most, decoded.
const MOST_BYTES: usize = 64 * 1024;
/// Troubles that are told one by one.
const MOST_TROUBLES: usize = 5;

/// What a value may hold as it is: what chat programs and mail leave alone.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'*').remove(b',').remove(b' ');

/// The state of a page, as far as a link carries it; each part only where it differs from what a page has by itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Link {
    /// The version of the built-in corpus, where the run is one on it.
    pub corpus: Option<u32>,
    /// Where a text or a file of vectors can be fetched: an address of the web, or one beside the page.
    pub src: Option<String>,
    /// The name of the reader's own text.
    pub file: Option<String>,
    /// Its length in bytes.
    pub bytes: Option<u64>,
    /// Its SHA-256, 64 hexadecimal digits.
    pub sha256: Option<String>,
    /// The checksum of the words and vectors of the reader's own table, 16 hexadecimal digits.
    pub table: Option<String>,
    /// The encoding that was chosen for it, as in [`ENCODINGS`](crate::protocol::ENCODINGS).
    pub encoding: Option<&'static str>,
    /// The columns of it that were chosen, where it is a table.
    pub columns: Option<Vec<String>>,
    /// How vectors are learned.
    pub method: Option<Method>,
    /// How full softmax takes its steps.
    pub optimizer: Option<Optimizer>,
    /// Whether `The` and `the` are one word.
    pub lowercase: Option<bool>,
    /// What was changed on the way, oldest first.
    pub changes: Option<Vec<Change>>,
    /// The numeric settings, in the order of [`Setting::ALL`].
    pub settings: [Option<f64>; Setting::ALL.len()],
    /// The name of the vectors that it starts from.
    pub lender: Option<String>,
    /// The pinned word.
    pub word: Option<String>,
    /// How many of its neighbors are listed.
    pub neighbors: Option<u32>,
    /// By what they are near.
    pub measure: Option<Measure>,
    /// a, b and c of the analogy.
    pub analogy: Option<[String; 3]>,
    /// The free expression.
    pub expression: Option<String>,
    /// The word whose rank is wanted.
    pub expected: Option<String>,
    /// Whether answers are found by 3CosMul.
    pub by_product: Option<bool>,
    /// Whether the words of the question may be answers.
    pub with_inputs: Option<bool>,
    /// The words of the heatmap.
    pub heatmap: Option<Vec<String>>,
    /// Their order.
    pub order: Option<HeatmapOrder>,
    /// Along what the map lies.
    pub mapping: Option<Mapping>,
    /// The principal components, counted from 1.
    pub components: Option<[u32; 2]>,
    /// The words of the axis to the right.
    pub x_axis: Option<String>,
    /// The words of the axis upwards.
    pub y_axis: Option<String>,
    /// The perplexity of t-SNE.
    pub perplexity: Option<f32>,
    /// Words that t-SNE lays out at most.
    pub tsne_words: Option<u32>,
    /// Words that the map shows at most.
    pub n_words: Option<u32>,
    /// What the colors say.
    pub color: Option<ColorBy>,
    /// The tab.
    pub tab: Option<Tab>,
    /// The scene of a lesson, or the exercise, that is open.
    pub scene: Option<SceneName>,
    /// The seed of the game that is open.
    pub game: Option<u32>,
    /// Its step, from 1; none while the reader guesses.
    pub step: Option<u32>,
    /// The words that were put into it.
    pub scene_words: [Option<String>; 3],
    /// The sentence that was put into it.
    pub scene_text: Option<String>,
    /// The numbers that were put into it.
    pub scene_numbers: [Option<f64>; 2],
    /// Whether its switch is on.
    pub scene_switch: Option<bool>,
    /// Parts of the page that are hidden.
    pub hidden: Option<Vec<PagePart>>,
    /// The checksum of the trained vectors, 16 hexadecimal digits.
    pub sum: Option<String>,
}

impl Link {
    /// A link to a word alone.
    pub fn of_word(word: Option<String>) -> Self {
        Self { word, ..Self::default() }
    }

    /// Reads the part of an address behind `#`, with or without it, and says what could not be read.
    pub fn parse(hash: &str) -> (Self, Vec<Trouble>) {
        let mut link = Self::default();
        let mut troubles = Vec::new();
        let hash = hash.trim_start_matches('#');
        // What has no value in it is the name of a place on a page, and no link of ours.
        if !hash.contains('=') {
            return (link, troubles);
        }
        let pairs =
            || hash.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let version = match pairs().find(|(name, _)| *name == VERSION_FIELD) {
            None => VERSION,
            Some((_, written)) => written.parse().ok().filter(|&version| version > 0).unwrap_or_else(|| {
                troubles.push(Trouble::new(
                    VERSION_FIELD,
                    format!("“{}” is no version of a link", trouble::short(written)),
                ));
                VERSION
            }),
        };
        let fields = fields();
        let mut has_read = vec![false; fields.len()];
        let mut n_more = 0;
        let mut tell = |trouble: Trouble| {
            if troubles.len() < MOST_TROUBLES { troubles.push(trouble) } else { n_more += 1 }
        };
        for (name, written) in pairs().filter(|(name, _)| *name != VERSION_FIELD) {
            let Some(place) = fields.iter().position(|field| field.name == name) else {
                if version <= VERSION {
                    tell(Trouble::new(name, "this page does not know it".to_owned()));
                }
                continue;
            };
            if std::mem::replace(&mut has_read[place], true) {
                tell(Trouble::new(name, "it stands there twice, and the first one holds".to_owned()));
                continue;
            }
            let read = decoded(written).and_then(|value| {
                // A box that was left empty says nothing.
                if value.is_empty() { Ok(()) } else { (fields[place].read)(&value, &mut link) }
            });
            if let Err(why) = read {
                tell(Trouble::new(name, why));
            }
        }
        if n_more > 0 {
            troubles.push(Trouble::More { n: n_more });
        }
        (link, troubles)
    }

    /// Writes what [`Link::parse`] reads, with the `#`. What no link can hold, such as a word of control characters, is
    /// left out. An empty link is an empty string.
    pub fn to_hash(&self) -> String {
        let written = self.written();
        // So that an address with the word alone stays as short as it always was.
        let version = if written.iter().all(|(name, _)| *name == fields::WORD) { None } else { Some(VERSION) };
        let version = version.map(|version| (VERSION_FIELD, version.to_string()));
        let mut hash = String::new();
        for (name, value) in version.into_iter().chain(written) {
            hash.push(if hash.is_empty() { '#' } else { '&' });
            hash.push_str(name);
            hash.push('=');
            hash.push_str(&utf8_percent_encode(&value, ENCODED).to_string().replace(' ', "+"));
        }
        hash
    }

    /// The same without a lesson, an exercise or the game.
    #[must_use]
    pub fn without_scene(&self) -> Self {
        let none = Self::default();
        Self {
            scene: none.scene,
            game: none.game,
            step: none.step,
            scene_words: none.scene_words,
            scene_text: none.scene_text,
            scene_numbers: none.scene_numbers,
            scene_switch: none.scene_switch,
            ..self.clone()
        }
    }

    /// The fields that say something, with their values.
    fn written(&self) -> Vec<(&'static str, String)> {
        let mut link = self.clone();
        let mut written = Vec::new();
        for field in fields() {
            if let Some(value) = (field.write)(&mut link).filter(|value| !value.is_empty() && value.len() <= MOST_BYTES)
                // What would be refused is not written.
                && (field.read)(&value, &mut Self::default()).is_ok()
            {
                written.push((field.name, value));
            }
        }
        written
    }
}

/// A value as it was before it was written into an address.
fn decoded(written: &str) -> Result<String, String> {
    if written.len() > 3 * MOST_BYTES {
        return Err(kinds::too_long(MOST_BYTES));
    }
    let spaced = written.replace('+', " ");
    let value = percent_decode_str(&spaced).decode_utf8().map_err(|_| "it is not encoded as text".to_owned())?;
    if value.len() > MOST_BYTES { Err(kinds::too_long(MOST_BYTES)) } else { Ok(value.into_owned()) }
}
