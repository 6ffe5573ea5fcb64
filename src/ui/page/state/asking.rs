//! What is asked beside the map: neighbors by choice, expressions, groups, evidence.

use leptos::prelude::*;

use super::{N_NEIGHBORS, Page, Reply};
use crate::protocol::{Answer, Command, Evidence, Measure, Question, Slot};

/// Answers to arithmetic that are asked for: those listed, and a few more.
const N_ANSWERS: u32 = 10;

/// How words of groups are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupsAnswer {
    /// The group.
    pub words: Vec<String>,
    /// The cosine of each to the mean of all.
    pub to_mean: Vec<f32>,
    /// Of every pair, row-major.
    pub cosines: Vec<f32>,
    /// Of the means of both groups.
    pub similarity: Option<f32>,
}

/// The reader's choices, and what they were answered with.
#[derive(Clone, Copy)]
pub struct AskState {
    /// Neighbors of the pinned word.
    pub n_neighbors: RwSignal<u32>,
    /// By what.
    pub measure: RwSignal<Measure>,
    /// Lengths of the pinned word's vector and of its neighbors', on average.
    pub lengths: RwSignal<[f32; 2]>,
    /// Why there are no neighbors by this measure.
    pub neighbors_mishap: RwSignal<Option<String>>,
    /// A free expression, which goes before the three boxes; empty for none.
    pub expression: RwSignal<String>,
    /// The word whose rank is wanted; empty for that of the example.
    pub expected: RwSignal<String>,
    /// 3CosMul instead of 3CosAdd.
    pub by_product: RwSignal<bool>,
    /// The character of the expression that cannot be read, from 0.
    pub misread_at: RwSignal<Option<u32>>,
    /// Two groups of words as they were typed.
    pub groups: RwSignal<[String; 2]>,
    pub groups_answer: RwSignal<Reply<GroupsAnswer>>,
    pub evidence: RwSignal<Option<Evidence>>,
    pub shows_evidence: RwSignal<bool>,
}

impl AskState {
    pub(super) fn new() -> Self {
        Self {
            n_neighbors: RwSignal::new(N_NEIGHBORS),
            measure: RwSignal::new(Measure::Cosine),
            lengths: RwSignal::new([0.0; 2]),
            neighbors_mishap: RwSignal::new(None),
            expression: RwSignal::new(String::new()),
            expected: RwSignal::new(String::new()),
            by_product: RwSignal::new(false),
            misread_at: RwSignal::new(None),
            groups: RwSignal::new([const { String::new() }; 2]),
            groups_answer: RwSignal::new(Reply::Nothing),
            evidence: RwSignal::new(None),
            shows_evidence: RwSignal::new(false),
        }
    }
}

impl Page {
    /// Asks for the neighbors of the pinned word, as the reader wants them.
    pub fn ask_pinned(self) {
        if let Some(word_id) = self.pinned.get_untracked() {
            let (k, measure) = (self.asking.n_neighbors.get_untracked(), self.asking.measure.get_untracked());
            self.ask(Slot::Pinned, Question::Neighbors { word_id, k, measure });
        }
    }

    /// Asks what the form for arithmetic says: its expression, or else its three boxes.
    pub fn ask_analogy(self) {
        let expression = self.asking.expression.get_untracked();
        let boxes = self.analogy_question.get_untracked();
        let is_free = !expression.trim().is_empty();
        if !is_free && boxes.iter().any(String::is_empty) {
            return self.analogy.set(Reply::Nothing);
        }
        // In quotes a box may hold what would be an operator.
        let [a, b, c] = boxes.map(|word| word.replace('"', ""));
        let expression = if is_free { expression } else { format!("\"{a}\" - \"{b}\" + \"{c}\"") };
        let question = Question::Arithmetic {
            expression,
            by_product: self.asking.by_product.get_untracked(),
            k: N_ANSWERS,
            include_inputs: self.include_inputs.get_untracked(),
            expected: self.expected_answer(),
        };
        self.ask(Slot::Analogy, question);
    }

    /// The word whose rank is wanted: the reader's, or that of the example in the boxes.
    fn expected_answer(self) -> String {
        let typed = self.asking.expected.get_untracked();
        if !typed.trim().is_empty() || !self.asking.expression.with_untracked(|text| text.trim().is_empty()) {
            return typed;
        }
        let boxes = self.analogy_question.get_untracked();
        self.opened.with_untracked(|opened| {
            let examples = opened.as_ref().map(|opened| opened.examples.as_slice()).unwrap_or_default();
            examples.iter().find(|example| example[..3] == boxes).map(|example| example[3].clone()).unwrap_or_default()
        })
    }

    /// Asks how alike the words of the groups are.
    pub fn ask_groups(self) {
        let [words, others] = self.asking.groups.get_untracked().map(|text| crate::ui::phrases::words_of(&text));
        if words.is_empty() {
            return self.asking.groups_answer.set(Reply::Nothing);
        }
        self.ask(Slot::Groups, Question::Groups { words, others });
    }

    pub(super) fn show_groups(self, answer: Answer) {
        if let Answer::Groups { word_ids, to_mean, cosines, similarity } = answer {
            let words = untrack(|| word_ids.iter().map(|&word_id| self.word(word_id)).collect());
            self.asking.groups_answer.set(Reply::Good(GroupsAnswer { words, to_mean, cosines, similarity }));
        }
    }

    /// Looks a word up in the text, or a pair.
    pub fn explain(self, word_id: u32, other: Option<u32>) {
        self.asking.evidence.set(None);
        self.asking.shows_evidence.set(true);
        self.send(Command::Explain { word_id, other });
    }

    pub(super) fn show_evidence(self, evidence: Evidence) {
        if self.is_current(evidence.generation) {
            self.asking.evidence.set(Some(evidence));
        }
    }

    /// Words have other ids, or are other ones.
    pub(super) fn forget_answers(self) {
        self.asking.groups_answer.set(Reply::Nothing);
        self.asking.evidence.set(None);
        self.asking.shows_evidence.set(false);
        self.asking.neighbors_mishap.set(None);
    }
}
