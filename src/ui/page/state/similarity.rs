//! Groups of words: how alike they are, and the odd one out.

use leptos::prelude::*;

use super::{Fact, GroupsAnswer, Page, Reply};
use crate::protocol::{Answer, Question, Slot};

/// Two groups, and what the vectors say of them.
#[derive(Clone, Copy)]
pub struct SimilarityState {
    /// The groups as they were typed.
    pub groups: Fact<[String; 2]>,
    pub reply: Fact<Reply<GroupsAnswer>>,
}

impl SimilarityState {
    pub(super) fn new() -> Self {
        Self { groups: Fact::new([const { String::new() }; 2]), reply: Fact::new(Reply::Nothing) }
    }
}

impl SimilarityState {
    /// Another text is open: the groups were of the one before.
    pub(super) fn put_away(self) {
        self.groups.set_if_new([const { String::new() }; 2]);
        self.reply.set(Reply::Nothing);
    }
}

impl Page {
    /// Asks about these groups.
    pub fn choose_groups(self, groups: [String; 2]) {
        self.similarity.groups.set(groups);
        self.ask_groups();
    }

    /// Takes `right` for `wrong` in both groups, and asks again.
    pub fn mend_groups(self, wrong: &str, right: &str) {
        self.similarity.groups.update(|groups| {
            for group in groups {
                let words = group.split_whitespace();
                *group = words.map(|word| if word == wrong { right } else { word }).collect::<Vec<_>>().join(" ");
            }
        });
        self.ask_groups();
    }

    pub(super) fn ask_groups(self) {
        let [words, others] = self.similarity.groups.get_untracked().map(|text| self.words_of(&text));
        if words.is_empty() {
            self.line.withdraw(Slot::Groups);
            return self.similarity.reply.set(Reply::Nothing);
        }
        self.ask(Slot::Groups, Question::Groups { words, others });
    }

    pub(super) fn show_groups(self, answer: Answer) {
        if let Answer::Groups { word_ids, to_mean, cosines, similarity } = answer {
            let words = untrack(|| word_ids.iter().map(|&word_id| self.word(word_id)).collect());
            self.similarity.reply.set(Reply::Good(GroupsAnswer { words, to_mean, cosines, similarity }));
        }
    }
}
