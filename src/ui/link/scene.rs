//! The scene of a lesson in a link: its name, its step, and what the reader has put in.

use super::{Link, kinds::Kind};
use crate::{
    protocol::{SceneInputs, SceneName},
    ui::page_parts::PagePart,
};

/// Names of scenes, as in [`SceneName::key`].
pub(super) fn scene() -> Kind<SceneName> {
    let read = |text: &str| named(&SceneName::ALL, "lesson", text);
    // An exercise has a field of its own, and what is empty is not written.
    let write = |scene: &SceneName| if scene.is_exercise() { String::new() } else { scene.key().to_owned() };
    Kind { read: Box::new(read), write }
}

/// Names of exercises.
pub(super) fn exercise() -> Kind<SceneName> {
    let read = |text: &str| named(&SceneName::EXERCISES, "exercise", text);
    let write = |scene: &SceneName| if scene.is_exercise() { scene.key().to_owned() } else { String::new() };
    Kind { read: Box::new(read), write }
}

fn named(known: &[SceneName], what: &str, text: &str) -> Result<SceneName, String> {
    let found = known.iter().find(|scene| scene.key() == text).copied();
    found.ok_or_else(|| format!("there is no {what} “{}”", super::trouble::short(text)))
}

/// A number of a scene. Its range is the scene's, which takes the nearest that it has.
pub(super) fn free_number() -> Kind<f64> {
    let read = |text: &str| {
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| format!("“{}” is no number", super::trouble::short(text)))
    };
    Kind { read: Box::new(read), write: ToString::to_string }
}

/// Parts of the page that are hidden, with commas between them.
pub(super) fn parts() -> Kind<Vec<PagePart>> {
    let read = |text: &str| {
        let part = |name: &str| {
            let found = PagePart::ALL.into_iter().find(|part| part.key() == name);
            found.ok_or_else(|| {
                format!(
                    "it may name {}; “{}” is none",
                    PagePart::ALL.map(PagePart::key).join(", "),
                    super::trouble::short(name)
                )
            })
        };
        text.split(',').map(part).collect()
    };
    Kind { read: Box::new(read), write: |parts| parts.iter().map(|part| part.key()).collect::<Vec<_>>().join(",") }
}

impl Link {
    /// Adds a scene; none adds nothing.
    pub fn add_scene(&mut self, scene: Option<SceneName>, step: u32, inputs: &SceneInputs) {
        let Some(scene) = scene else { return };
        let said = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if scene == SceneName::Game {
            // Whoever is challenged guesses anew.
            self.game = inputs.numbers[0].map(|seed| seed as u32);
            return;
        }
        self.scene = Some(scene);
        self.step = Some(step).filter(|&step| step > 0 && !scene.is_exercise());
        self.scene_words = inputs.words.each_ref().map(said);
        self.scene_text = said(&inputs.text);
        self.scene_numbers = inputs.numbers;
        self.scene_switch = Some(inputs.is_on).filter(|&is_on| is_on);
    }

    /// The scene, exercise or game that the link opens, and its step.
    pub fn opened_scene(&self) -> Option<(SceneName, u32)> {
        let game = self.game.map(|_| SceneName::Game);
        game.or(self.scene).map(|scene| (scene, self.step.unwrap_or_default()))
    }

    /// What the reader of the link puts into its scene.
    pub fn scene_inputs(&self) -> SceneInputs {
        if let Some(seed) = self.game {
            return SceneInputs { numbers: [Some(seed.into()), None], ..SceneInputs::default() };
        }
        SceneInputs {
            words: self.scene_words.clone().map(Option::unwrap_or_default),
            text: self.scene_text.clone().unwrap_or_default(),
            numbers: self.scene_numbers,
            is_on: self.scene_switch.unwrap_or_default(),
        }
    }
}
