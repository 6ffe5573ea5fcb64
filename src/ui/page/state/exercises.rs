//! Exercises and the game: what the reader does in them.

use leptos::prelude::*;

use super::Page;
use crate::{
    protocol::{Control, SceneInputs, SceneName},
    ui::{page::clock::today, phrases},
};

impl Page {
    /// Takes `right` for `wrong` wherever the scene has it.
    pub fn mend_inputs(self, wrong: &str, right: &str) {
        let shown = self.lesson.shown.get_untracked();
        self.change_inputs(|inputs| {
            // What stands in a box is asked about, whether the reader has typed it or the scene.
            for control in shown.iter().flat_map(|view| &view.controls) {
                match control {
                    Control::Word { place, word } if word.trim() == wrong.trim() => {
                        right.clone_into(&mut inputs.words[usize::from(*place)]);
                    }
                    Control::Text { text, .. } => text.clone_into(&mut inputs.text),
                    _ => {}
                }
            }
            for word in inputs.words.iter_mut().filter(|word| word.trim() == wrong.trim()) {
                right.clone_into(word);
            }
            inputs.text = phrases::with_word(&inputs.text, wrong, right);
        });
    }

    /// Trains anew with the settings that an exercise wants.
    pub fn train_as_wanted(self) {
        let wants = self.lesson.shown.with_untracked(|shown| shown.as_ref().map(|view| view.wants.clone()));
        for (setting, value) in wants.unwrap_or_default() {
            // The exercise wants nothing that the text may not have; the panel says so where it does.
            let _ = self.choose(setting, value);
        }
        self.restart();
    }

    /// Begins the game with a seed; with none, any seed but that of the day.
    pub fn begin_game(self, seed: Option<u32>) {
        let seed = seed.unwrap_or_else(|| (js_sys::Math::random() * f64::from(u32::MAX)) as u32);
        let inputs = SceneInputs { numbers: [Some(seed.into()), None], ..SceneInputs::default() };
        if self.lesson.scene.get_untracked() == Some(SceneName::Game) {
            return self.change_inputs(|known| *known = inputs);
        }
        self.open_scene(SceneName::Game, 0, inputs);
    }

    /// What the page asks for where no link has brought a word: that of the day.
    pub(super) fn game_of_the_day() -> SceneInputs {
        SceneInputs { numbers: [Some(today().into()), None], ..SceneInputs::default() }
    }

    /// The reader guesses.
    pub fn make_guess(self, word: &str) {
        // What is not there is told once, and no guess.
        let missing = self.lesson.shown.with_untracked(|shown| Some(shown.as_ref()?.missing.as_ref()?.word.clone()));
        self.change_inputs(|inputs| {
            let known = inputs.text.split_whitespace().filter(|&guess| Some(guess) != missing.as_deref());
            let guesses: Vec<&str> = known.chain(word.split_whitespace()).collect();
            inputs.text = guesses.join(" ");
        });
    }

    /// Takes the hint as a guess.
    pub fn take_hint(self) {
        let hint = self.lesson.shown.with_untracked(|shown| phrases::named(shown.as_ref()?, "hint").map(str::to_owned));
        if let Some(hint) = hint {
            self.make_guess(&hint);
        }
    }

    /// The word is told.
    pub fn give_up(self) {
        self.change_inputs(|inputs| inputs.is_on = true);
    }
}
