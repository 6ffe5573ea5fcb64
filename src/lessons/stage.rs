//! What a scene draws on: the answer under construction, with the reader's inputs beside it.
//!
//! Scenes call these functions some four hundred times in all, and none of them is quick or has to be: not inlined, they
//! spare the worker's code a tenth of what scenes weigh.

use super::{math, search::Searches, state::State};
use crate::{
    protocol::{
        Bar, Control, Element, Figure, Goal, MapAct, NamedWord, SceneInputs, SceneName, SceneQuestion, SceneView,
        Setting, StripRow, TableCell, TableRow, Tone, Unit,
    },
    space::Scan,
    text,
};

/// Numbers of a vector that a strip shows at most.
const MOST_CELLS: usize = 512;
/// Words of a sentence that are taken.
pub(super) const MOST_TOKENS: usize = 40;

/// What a scene shows, and a word that was typed and is not there.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its generation and its missing word are left to whoever knows them.
    pub view: SceneView,
    /// A word that is not in the vocabulary, as it was typed.
    pub missing: Option<String>,
}

/// An answer under construction.
pub(super) struct Stage<'a> {
    pub(super) state: &'a State<'a>,
    pub(super) inputs: &'a SceneInputs,
    pub(super) step: u32,
    answer: Answer,
    searches: Searches,
}

impl<'a> Stage<'a> {
    pub(super) fn new(
        state: &'a State<'a>,
        question: &'a SceneQuestion,
        mut searches: Searches,
        n_operations: usize,
    ) -> Self {
        searches.begin(n_operations);
        let SceneQuestion { id, scene, step, inputs } = question;
        let view = SceneView {
            generation: 0,
            id: *id,
            scene: *scene,
            step: *step,
            controls: Vec::new(),
            elements: Vec::new(),
            figures: Vec::new(),
            words: Vec::new(),
            right: None,
            acts: Vec::new(),
            missing: None,
            cannot: None,
            goals: Vec::new(),
            wants: Vec::new(),
        };
        Self { state, inputs, step: *step, answer: Answer { view, missing: None }, searches }
    }

    pub(super) fn finish(self) -> (Answer, Searches) {
        (self.answer, self.searches)
    }

    pub(super) fn scene(&self) -> SceneName {
        self.answer.view.scene
    }

    /// How near all words are to a vector, by cosine; none where that takes another slice.
    pub(super) fn scan(&mut self, query: &[f32]) -> Option<&Scan> {
        self.searches.scan(self.state, query, false)
    }

    /// The ids of the words nearest to a vector by cosine, best first, without some; none where that takes another slice.
    #[inline(never)]
    pub(super) fn nearest(&mut self, query: &[f32], k: usize, without: &[u32]) -> Option<Vec<(u32, f32)>> {
        Some(listed(self.scan(query)?, k, without))
    }

    /// The same by distance.
    #[inline(never)]
    pub(super) fn nearest_by_distance(&mut self, query: &[f32], k: usize, without: &[u32]) -> Option<Vec<(u32, f32)>> {
        Some(listed(self.searches.scan(self.state, query, true)?, k, without))
    }

    /// The word that the reader has typed at a place, or the first of `preferred` that is there, or `otherwise`; with a box
    /// for it, and its name for the sentences: `a`, `b` or `c`.
    #[inline(never)]
    pub(super) fn word(&mut self, place: usize, preferred: &[&str], otherwise: u32) -> u32 {
        let word_id = self.chosen(place, preferred).unwrap_or(otherwise);
        self.put(place, word_id)
    }

    /// The same where the word nearest to another one stands in, other than some. It is looked for only where it is needed;
    /// none where that takes another slice.
    #[inline(never)]
    pub(super) fn word_near(&mut self, place: usize, preferred: &[&str], near: u32, without: &[u32]) -> Option<u32> {
        let word_id = match self.chosen(place, preferred) {
            Some(word_id) => word_id,
            None => self.companion(near, without)?,
        };
        Some(self.put(place, word_id))
    }

    /// The word that was typed at a place, or the first of `preferred` that is there. One that is not there is told.
    #[inline(never)]
    pub(super) fn chosen(&mut self, place: usize, preferred: &[&str]) -> Option<u32> {
        let vocabulary = self.state.vocabulary;
        let inputs = self.inputs;
        let found = self.found(inputs.words[place].trim());
        found.or_else(|| preferred.iter().find_map(|word| vocabulary.id(word)))
    }

    /// Takes a word for a place, with its box and its name.
    #[inline(never)]
    pub(super) fn put(&mut self, place: usize, word_id: u32) -> u32 {
        let word_id = word_id.min(self.state.n_words().saturating_sub(1));
        let word = self.state.name(word_id).to_owned();
        self.answer.view.controls.push(Control::Word { place: place as u8, word });
        self.named(["a", "b", "c"][place], word_id);
        word_id
    }

    /// The word nearest to one, other than some.
    #[inline(never)]
    fn companion(&mut self, word_id: u32, without: &[u32]) -> Option<u32> {
        let mut all = without.to_vec();
        all.push(word_id);
        let nearest = self.nearest(self.state.vector(word_id), 1, &all)?;
        let other = || (0..self.state.n_words()).find(|id| !all.contains(id));
        Some(nearest.first().map(|&(id, _)| id).or_else(other).unwrap_or(word_id))
    }

    /// A number that the reader may choose between two, in force.
    #[inline(never)]
    pub(super) fn number(&mut self, place: usize, label: &str, usual: f64, [least, most, step]: [f64; 3]) -> f64 {
        let chosen = self.inputs.numbers[place].filter(|number| number.is_finite());
        let value = chosen.unwrap_or(usual).clamp(least, most);
        let label = label.to_owned();
        self.answer.view.controls.push(Control::Number { place: place as u8, label, value, least, most, step });
        value
    }

    /// A switch, and whether it is on.
    #[inline(never)]
    pub(super) fn switch(&mut self, label: &str) -> bool {
        let is_on = self.inputs.is_on;
        self.answer.view.controls.push(Control::Switch { label: label.to_owned(), is_on });
        is_on
    }

    /// The sentence that the reader has typed, or `usual`; its words as they are read.
    #[inline(never)]
    pub(super) fn sentence(&mut self, usual: &str) -> Vec<String> {
        let typed = self.inputs.text.trim();
        let mut words = text::words_in(typed);
        let mut text = typed;
        if words.is_empty() {
            (words, text) = (text::words_in(usual), usual);
        }
        words.truncate(MOST_TOKENS);
        self.text_box("Sentence", text);
        words
    }

    /// A box for a text.
    #[inline(never)]
    pub(super) fn text_box(&mut self, label: &str, text: &str) {
        self.answer.view.controls.push(Control::Text { label: label.to_owned(), text: text.to_owned() });
    }

    /// A word that the reader has typed at a place, or `usual`, as it is written, with a box for it; and its id where it is
    /// there. One that is not there is told.
    #[inline(never)]
    pub(super) fn wanted(&mut self, place: usize, usual: &str) -> Option<u32> {
        let typed = self.inputs.words[place].trim();
        let word = if typed.is_empty() { usual } else { typed };
        self.answer.view.controls.push(Control::Word { place: place as u8, word: word.to_owned() });
        self.said_word(["a", "b", "c"][place], word);
        self.found(word)
    }

    /// The id of a word. One that is not there is told.
    #[inline(never)]
    pub(super) fn found(&mut self, word: &str) -> Option<u32> {
        let found = self.state.vocabulary.find(word);
        if found.is_none() && !word.is_empty() && self.answer.missing.is_none() {
            self.answer.missing = Some(word.to_owned());
        }
        found
    }

    /// How the next goal stands.
    #[inline(never)]
    pub(super) fn goal(&mut self, goal: Goal) {
        self.answer.view.goals.push(goal);
    }

    /// A setting that the run should have.
    #[inline(never)]
    pub(super) fn want(&mut self, setting: Setting, value: f64) {
        self.answer.view.wants.push((setting, value));
    }

    /// Names a number for the sentences.
    #[inline(never)]
    pub(super) fn figure(&mut self, name: &str, value: f64, unit: Unit) {
        self.answer.view.figures.push(Figure { name: name.to_owned(), value, unit });
    }

    /// Names a word for the sentences.
    #[inline(never)]
    pub(super) fn named(&mut self, name: &str, word_id: u32) {
        let word = self.state.name(word_id).to_owned();
        self.answer.view.words.push(NamedWord { name: name.to_owned(), word });
    }

    /// Names a word of the reader's sentence, which may be unknown.
    #[inline(never)]
    pub(super) fn said_word(&mut self, name: &str, word: &str) {
        self.answer.view.words.push(NamedWord { name: name.to_owned(), word: word.to_owned() });
    }

    #[inline(never)]
    pub(super) fn draw(&mut self, element: Element) {
        self.answer.view.elements.push(element);
    }

    #[inline(never)]
    pub(super) fn strip(&mut self, caption: &str, rows: Vec<StripRow>) {
        self.draw(Element::Strip { caption: caption.to_owned(), rows });
    }

    #[inline(never)]
    pub(super) fn bars(&mut self, caption: &str, unit: Unit, bars: Vec<Bar>) {
        self.draw(Element::Bars { caption: caption.to_owned(), bars, unit });
    }

    #[inline(never)]
    pub(super) fn table(&mut self, caption: &str, head: &[&str], rows: Vec<TableRow>) {
        let head = head.iter().map(|&name| name.to_owned()).collect();
        self.draw(Element::Table { caption: caption.to_owned(), head, rows });
    }

    #[inline(never)]
    pub(super) fn act(&mut self, act: MapAct) {
        self.answer.view.acts.push(act);
    }

    /// The choice that the numbers confirm.
    #[inline(never)]
    pub(super) fn right(&mut self, place: u8) {
        self.answer.view.right = Some(place);
    }

    /// What cannot be shown here, and where it can.
    #[inline(never)]
    pub(super) fn cannot(&mut self, why: &str) {
        self.answer.view.cannot = Some(why.to_owned());
    }

    /// A row of the strip of a word's vector.
    #[inline(never)]
    pub(super) fn row(&self, key: &str, word_id: u32) -> StripRow {
        strip_row(self.state.name(word_id), key, self.state.vector(word_id))
    }

    /// The cosine of two words.
    #[inline(never)]
    pub(super) fn cosine(&self, a: u32, b: u32) -> f64 {
        math::cosine(self.state.vector(a), self.state.vector(b))
    }
}

/// The nearest of a search, with how near they are.
fn listed(scan: &Scan, k: usize, without: &[u32]) -> Vec<(u32, f32)> {
    scan.nearest(k, without).iter().map(|scored| (scored.word_id, scored.cosine)).collect()
}

/// A row of a strip.
#[inline(never)]
pub(super) fn strip_row(label: &str, key: &str, values: &[f32]) -> StripRow {
    let values = values[..values.len().min(MOST_CELLS)].to_vec().into();
    StripRow { label: label.to_owned(), key: key.to_owned(), values }
}

/// A bar.
#[inline(never)]
pub(super) fn bar(label: &str, value: f64, tone: Tone) -> Bar {
    Bar { label: label.to_owned(), key: String::new(), value, tone }
}

/// A row of a table.
#[inline(never)]
pub(super) fn table_row(key: &str, cells: Vec<TableCell>) -> TableRow {
    TableRow { key: key.to_owned(), cells }
}

/// A cell with a text in it.
#[inline(never)]
pub(super) fn said(text: &str) -> TableCell {
    TableCell::Text(text.to_owned())
}
