//! Arithmetic on words: the form, the free expression, and the answers.

use leptos::prelude::*;

use super::{AnalogyAnswer, Fact, Page, Reply};
use crate::{
    protocol::{Answer, Question, Slot},
    ui::hints::Hint,
};

/// Answers to arithmetic that are asked for: those listed, and a few more.
const N_ANSWERS: u32 = 10;

/// What is asked, and what was answered.
#[derive(Clone, Copy)]
pub struct AnalogyState {
    /// The words of the three boxes.
    pub boxes: Fact<[String; 3]>,
    /// A free expression, which goes before the three boxes; empty for none.
    pub expression: Fact<String>,
    /// The word whose rank is wanted; empty for that of the example.
    pub expected: Fact<String>,
    /// 3CosMul instead of 3CosAdd.
    pub by_product: Fact<bool>,
    pub includes_inputs: Fact<bool>,
    /// The character of the expression that cannot be read, from 0.
    pub misread_at: Fact<Option<u32>>,
    pub reply: Fact<Reply<AnalogyAnswer>>,
}

impl AnalogyState {
    pub(super) fn new() -> Self {
        Self {
            boxes: Fact::new([const { String::new() }; 3]),
            expression: Fact::new(String::new()),
            expected: Fact::new(String::new()),
            by_product: Fact::new(false),
            includes_inputs: Fact::new(false),
            misread_at: Fact::new(None),
            reply: Fact::new(Reply::Nothing),
        }
    }
}

impl AnalogyState {
    /// Another text is open: a free expression, and the word whose rank was wanted, were about the one before.
    pub(super) fn put_away(self) {
        self.expression.set_if_new(String::new());
        self.expected.set_if_new(String::new());
        self.misread_at.set_if_new(None);
    }
}

impl Page {
    /// Asks `a - b + c`. What was typed last is what is asked: a free expression is forgotten.
    pub fn choose_analogy(self, words: [String; 3]) {
        self.has_done(Hint::Ask);
        self.analogy.boxes.set(words);
        self.analogy.expression.set(String::new());
        self.ask_analogy();
    }

    /// Asks a free expression.
    pub fn choose_expression(self, text: String) {
        self.has_done(Hint::Ask);
        self.analogy.expression.set(text);
        self.ask_analogy();
    }

    /// Asks for the rank of this word among the answers.
    pub fn choose_expected(self, word: String) {
        self.analogy.expected.set(word);
        self.ask_analogy();
    }

    /// By 3CosMul, or by 3CosAdd.
    pub fn choose_arithmetic(self, by_product: bool) {
        self.analogy.by_product.set(by_product);
        self.ask_analogy();
    }

    /// Whether the words of the question may be answers.
    pub fn include_inputs(self, includes_inputs: bool) {
        self.analogy.includes_inputs.set(includes_inputs);
        self.ask_analogy();
    }

    /// Takes `right` for `wrong` wherever the question has it, and asks again.
    pub fn mend_analogy(self, wrong: &str, right: &str) {
        self.analogy.expression.update(|text| *text = text.replace(wrong, right));
        self.analogy.boxes.update(|words| {
            for word in words.iter_mut().filter(|word| *word == wrong) {
                right.clone_into(word);
            }
        });
        self.ask_analogy();
    }

    /// Asks what the form says: its expression, or else its three boxes.
    pub(super) fn ask_analogy(self) {
        let expression = self.analogy.expression.get_untracked();
        let boxes = self.analogy.boxes.get_untracked();
        let is_free = !expression.trim().is_empty();
        if !is_free && boxes.iter().any(String::is_empty) {
            self.line.withdraw(Slot::Analogy);
            return self.analogy.reply.set(Reply::Nothing);
        }
        // In quotes a box may hold what would be an operator.
        let [a, b, c] = boxes.map(|word| word.replace('"', ""));
        let expression = if is_free { expression } else { format!("\"{a}\" - \"{b}\" + \"{c}\"") };
        let question = Question::Arithmetic {
            expression,
            by_product: self.analogy.by_product.get_untracked(),
            k: N_ANSWERS,
            include_inputs: self.analogy.includes_inputs.get_untracked(),
            expected: self.expected_answer(),
        };
        self.ask(Slot::Analogy, question);
    }

    /// The word whose rank is wanted: the reader's, or that of the example in the boxes.
    fn expected_answer(self) -> String {
        let typed = self.analogy.expected.get_untracked();
        if !typed.trim().is_empty() || !self.analogy.expression.with_untracked(|text| text.trim().is_empty()) {
            return typed;
        }
        let boxes = self.analogy.boxes.get_untracked();
        self.run.opened.with_untracked(|opened| {
            let examples = opened.as_ref().map(|opened| opened.examples.as_slice()).unwrap_or_default();
            examples.iter().find(|example| example[..3] == boxes).map(|example| example[3].clone()).unwrap_or_default()
        })
    }

    pub(super) fn show_analogy(self, answer: Answer) {
        match answer {
            Answer::Arithmetic { terms, answers, expected } => {
                self.analogy.misread_at.set_if_new(None);
                self.analogy.reply.set(Reply::Good(AnalogyAnswer { terms, answers, expected }));
            }
            Answer::Misread { message, at } => {
                self.analogy.misread_at.set(Some(at));
                self.analogy.reply.set(Reply::Refused(message));
            }
            _ => {}
        }
    }
}
