//! Lessons: the scene that is open, what the reader puts in, and what the worker answers.
//!
//! A scene changes nothing of the reader's: what it shows on the map lies over the pins, and the one thing that it moves, the
//! axes of the map, goes back when it closes.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{Fact, Page, Tab};
use crate::{
    protocol::{
        BUILD, Command, Control, Goal, MapAct, Mapping, Phase, Projection, SceneInputs, SceneName, SceneQuestion,
        SceneView,
    },
    ui::{
        link::Link,
        page::{clock::now_ms, parts::download::address_with_hash},
        prose::{MOST_STEPS, Prose},
    },
};

/// Where the scenes that were opened are remembered.
const STORAGE_KEY: &str = "lessons-seen";
/// While training goes on, a scene is asked for again after this many times as long as its answer took.
const PATIENCE: f64 = 5.0;

/// The sentences of a scene, on their way, there, or not to be had.
#[derive(Clone, PartialEq)]
pub enum Sentences {
    Waiting,
    Here(Arc<Prose>),
    Missing,
}

/// What the map was before a scene laid it along axes.
#[derive(Clone)]
struct MapBefore {
    projection: Projection,
    axes: [[String; 2]; 2],
    /// The axes of the scene.
    laid: Projection,
}

/// What is known of lessons.
#[derive(Clone, Copy)]
pub struct LessonState {
    /// The scene that is open.
    pub scene: Fact<Option<SceneName>>,
    /// Its step, from 1; 0 while the reader guesses.
    pub step: Fact<u32>,
    /// What the reader has put in.
    pub inputs: Fact<SceneInputs>,
    /// The choice that the reader guessed.
    pub guess: Fact<Option<usize>>,
    /// The newest answer.
    pub shown: Fact<Option<Arc<SceneView>>>,
    pub sentences: Fact<Sentences>,
    /// Scenes that were opened before, in this browser.
    pub seen: Fact<Vec<SceneName>>,
    /// The number of a formula under the pointer: what it comes from lights up.
    pub lit: Fact<String>,
    /// The tab to go back to.
    tab_before: StoredValue<Option<Tab>>,
    map_before: StoredValue<Option<MapBefore>>,
    /// Whether the map shows an earlier moment because a scene wants it.
    is_back: StoredValue<bool>,
    /// The newest question; 0 where no answer is wanted.
    asked: StoredValue<u32>,
    /// When it was asked, and until when the same is not asked again, in milliseconds since the page was opened.
    times_ms: StoredValue<[f64; 2]>,
}

impl LessonState {
    pub(super) fn new() -> Self {
        Self {
            scene: Fact::new(None),
            step: Fact::new(0),
            inputs: Fact::new(SceneInputs::default()),
            guess: Fact::new(None),
            shown: Fact::new(None),
            sentences: Fact::new(Sentences::Waiting),
            seen: Fact::new(remembered()),
            lit: Fact::new(String::new()),
            tab_before: StoredValue::new(None),
            map_before: StoredValue::new(None),
            is_back: StoredValue::new(false),
            asked: StoredValue::new(0),
            times_ms: StoredValue::new([0.0; 2]),
        }
    }
}

impl Page {
    /// Opens a scene at a step. `inputs`: what it is asked about; the scene chooses what is left out.
    pub fn open_scene(self, scene: SceneName, step: u32, inputs: SceneInputs) {
        let lesson = self.lesson;
        let tab = untrack(|| self.look.tab());
        lesson.tab_before.set_value((tab != Tab::Learn).then_some(tab));
        lesson.shown.set(None);
        lesson.guess.set(None);
        lesson.lit.set(String::new());
        lesson.inputs.set(inputs);
        // An exercise, or the game, has no steps and nothing to guess first.
        let step = if SceneName::ALL.contains(&scene) { step.min(MOST_STEPS as u32) } else { 1 };
        lesson.step.set(step);
        lesson.scene.set(Some(scene));
        self.choose_tab(Tab::Learn);
        self.fetch_sentences();
        self.ask_scene();
        if SceneName::ALL.contains(&scene) {
            self.tick(scene);
        }
    }

    /// Ticks a scene that was opened, an exercise that is done, or a game that is won.
    fn tick(self, scene: SceneName) {
        self.lesson.seen.maybe_update(|seen| {
            let is_new = !seen.contains(&scene);
            if is_new {
                seen.push(scene);
            }
            is_new
        });
        remember(&self.lesson.seen.get_untracked());
    }

    /// Opens the scene from the list, about what the reader looks at.
    pub fn begin_scene(self, scene: SceneName) {
        self.open_scene(scene, 0, self.inputs_of(scene));
        self.lesson.tab_before.set_value(None);
    }

    /// What a scene is asked about where it is opened without words: what the reader looks at.
    pub fn inputs_of(self, scene: SceneName) -> SceneInputs {
        match scene {
            SceneName::Lookup | SceneName::Angle | SceneName::Step | SceneName::Negatives => {
                self.about_word(self.words.pinned.get_untracked())
            }
            SceneName::Walk => SceneInputs { words: self.analogy.boxes.get_untracked(), ..SceneInputs::default() },
            SceneName::Game => Self::game_of_the_day(),
            _ => SceneInputs::default(),
        }
    }

    /// What the pinned word, or the word of an id, puts into a scene.
    pub fn about_word(self, word_id: Option<u32>) -> SceneInputs {
        let word = word_id.map(|id| untrack(|| self.word(id))).unwrap_or_default();
        SceneInputs { words: [word, String::new(), String::new()], ..SceneInputs::default() }
    }

    /// Closes the scene. The map goes back to what it was, and so does the tab where a mark on another one had opened it.
    pub fn close_scene(self) {
        let lesson = self.lesson;
        lesson.scene.set(None);
        lesson.shown.set(None);
        lesson.asked.set_value(0);
        self.lay_back();
        self.go_back_in_time(&[]);
        self.forget_linked_scene();
        if let Some(tab) = lesson.tab_before.try_update_value(Option::take).flatten() {
            self.choose_tab(tab);
        }
    }

    /// Goes on, or back.
    pub fn go_to_step(self, step: u32) {
        self.lesson.step.set_if_new(step);
        self.lesson.lit.set_if_new(String::new());
        self.ask_scene();
    }

    /// The reader guesses; nothing is stored.
    pub fn guess(self, choice: usize) {
        self.lesson.guess.set(Some(choice));
    }

    /// The reader changes what the scene is about.
    pub fn change_inputs(self, change: impl FnOnce(&mut SceneInputs)) {
        self.lesson.inputs.update(change);
        self.ask_scene();
    }

    /// A word that is chosen on the map is the scene's first word, where it has one.
    pub(super) fn take_into_scene(self, word_id: Option<u32>) {
        let Some(word_id) = word_id.filter(|_| untrack(|| self.look.shows(Tab::Learn))) else { return };
        let has_box = self.lesson.shown.with_untracked(|shown| {
            let is_box = |control: &Control| matches!(control, Control::Word { place: 0, .. });
            shown.as_ref().is_some_and(|view| view.controls.iter().any(is_box))
        });
        if has_box {
            let word = untrack(|| self.word(word_id));
            self.change_inputs(|inputs| inputs.words[0] = word);
        }
    }

    /// What a number comes from lights up, or no longer.
    pub fn light(self, key: &str) {
        self.lesson.lit.set_if_new(key.to_owned());
    }

    /// Asks for what the open scene shows now.
    pub(super) fn ask_scene(self) {
        let lesson = self.lesson;
        let Some(scene) = lesson.scene.get_untracked() else { return };
        if self.run.opened.with_untracked(Option::is_none) {
            return;
        }
        let id = self.line.next_id();
        lesson.asked.set_value(id);
        lesson.times_ms.set_value([now_ms(), f64::INFINITY]);
        let (step, inputs) = (lesson.step.get_untracked(), lesson.inputs.get_untracked());
        self.send(Command::Scene { question: SceneQuestion { id, scene, step, inputs } });
    }

    /// The vectors have moved: asks again. While training goes on, not while an answer is on its way, and seldom where it took
    /// long; once it rests, always, as nobody asks after that.
    pub(super) fn ask_scene_again(self) {
        let rests = self.run.progress.with_untracked(|p| p.as_ref().is_none_or(|p| p.phase != Phase::Training));
        if rests || now_ms() >= self.lesson.times_ms.get_value()[1] {
            self.ask_scene();
        }
    }

    /// Another model is open: the map has gone back by itself, and what was asked of the model before is not answered.
    pub(super) fn start_scene_over(self) {
        if let Some(before) = self.lesson.map_before.try_update_value(Option::take).flatten() {
            let [typed, _] = before.axes;
            self.map.axes.set(typed);
        }
    }

    pub(super) fn show_scene(self, view: SceneView) {
        if view.id != self.lesson.asked.get_value() || !self.is_current(view.generation) {
            return;
        }
        let now = now_ms();
        let [asked_ms, _] = self.lesson.times_ms.get_value();
        self.lesson.times_ms.set_value([asked_ms, now + PATIENCE * (now - asked_ms)]);
        self.lay_along(&view.acts);
        self.go_back_in_time(&view.acts);
        let is_met = !view.goals.is_empty() && view.goals.iter().all(|&goal| goal == Goal::Met);
        if is_met || view.figures.iter().any(|figure| figure.name == "won" && figure.value > 0.0) {
            self.tick(view.scene);
        }
        if self.lesson.shown.with_untracked(|shown| shown.as_deref() != Some(&view)) {
            self.lesson.shown.set(Some(Arc::new(view)));
        }
    }

    /// What the map shows for the scene; none while no scene is in sight.
    pub fn lesson_acts(self) -> Option<Arc<SceneView>> {
        self.lesson.shown.get().filter(|view| self.look.shows(Tab::Learn) && !view.acts.is_empty())
    }

    /// Lays the map along the axes of a scene, or back where it has none.
    fn lay_along(self, acts: &[MapAct]) {
        let axes = acts.iter().find_map(|act| match act {
            MapAct::Axes { x, y } => Some(Projection::Axes { x: x.clone(), y: y.clone() }),
            _ => None,
        });
        // t-SNE has positions that it would have to find again.
        let Some(axes) = axes.filter(|_| untrack(|| self.shown_mapping()) != Mapping::Placed) else {
            return self.lay_back();
        };
        let now = self.map.view.with_untracked(|view| view.projection.clone());
        let known = self.lesson.map_before.get_value();
        // A reader who chooses another map meanwhile keeps it.
        if now == axes || known.as_ref().is_some_and(|before| before.laid != now) {
            return;
        }
        let (projection, words) = known.map_or_else(
            || (now, [self.map.axes.get_untracked(), self.map.axes_in_force.get_untracked()]),
            |before| (before.projection, before.axes),
        );
        self.lesson.map_before.set_value(Some(MapBefore { projection, axes: words, laid: axes.clone() }));
        if let Projection::Axes { x, y } = &axes {
            let side = |ids: &[u32]| ids.iter().map(|&id| untrack(|| self.word(id))).collect::<Vec<_>>().join(" ");
            let said = [x, y].map(|axis| format!("{} - {}", side(&axis.towards), side(&axis.from)));
            self.map.axes.set(said.clone());
            self.map.axes_in_force.set(said);
        }
        self.change_view(|view| view.projection = axes);
    }

    /// Shows the map at the moment that a scene wants, or as it is.
    fn go_back_in_time(self, acts: &[MapAct]) {
        let share = acts.iter().find_map(|act| if let MapAct::Moment(share) = act { Some(*share) } else { None });
        let was_back = self.lesson.is_back.get_value();
        self.lesson.is_back.set_value(share.is_some());
        if share.is_some() || was_back {
            let last = self.map.trail_len.get_untracked().saturating_sub(1);
            self.replay((share.unwrap_or(1.0) * last as f64).round() as usize);
        }
    }

    /// Lays the map back, unless the reader has chosen another one since.
    fn lay_back(self) {
        let Some(before) = self.lesson.map_before.try_update_value(Option::take).flatten() else { return };
        let is_laid = self.map.view.with_untracked(|view| view.projection == before.laid);
        if is_laid {
            let [typed, in_force] = before.axes;
            self.map.axes.set(typed);
            self.map.axes_in_force.set(in_force);
            self.change_view(|view| view.projection = before.projection);
        }
    }

    /// Fetches the sentences of the scene that is open.
    pub fn fetch_sentences(self) {
        let lesson = self.lesson;
        let Some(scene) = lesson.scene.get_untracked() else { return };
        lesson.sentences.set_if_new(Sentences::Waiting);
        if scene == SceneName::Game {
            return;
        }
        spawn_local(async move {
            let found = fetched(scene).await.and_then(|text| Prose::parse(&text).ok());
            if lesson.scene.get_untracked() == Some(scene) {
                // A link may name a step that the scene does not have.
                let n_steps = found.as_ref().map_or(0, |prose| prose.steps.len() as u32);
                lesson.sentences.set(found.map_or(Sentences::Missing, |prose| Sentences::Here(Arc::new(prose))));
                if n_steps > 0 && lesson.step.get_untracked() > n_steps {
                    self.go_to_step(n_steps);
                }
            }
        });
    }

    /// A link to the scene at this step, with what the reader has put in.
    pub fn scene_link(self) -> String {
        let record = self.run.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.record.clone()));
        let mut link = record.as_ref().map(Link::of_run).unwrap_or_default();
        let checksum = self.run.progress.with_untracked(|progress| progress.as_ref().and_then(|p| p.checksum.clone()));
        link.sum = checksum;
        let lesson = self.lesson;
        link.add_scene(lesson.scene.get_untracked(), lesson.step.get_untracked(), &lesson.inputs.get_untracked());
        address_with_hash(&link.to_hash())
    }
}

/// The file with the sentences of a scene; its address carries the build, as hosts cache each file by itself.
async fn fetched(scene: SceneName) -> Option<String> {
    let address = format!("lessons/{}.txt?{BUILD}", scene.key());
    let response: Response = JsFuture::from(window().fetch_with_str(&address)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

fn remembered() -> Vec<SceneName> {
    let stored =
        window().local_storage().ok().flatten().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    let stored = stored.unwrap_or_default();
    let all = SceneName::ALL.into_iter().chain(SceneName::EXERCISES).chain([SceneName::Game]);
    all.filter(|scene| stored.split(' ').any(|key| key == scene.key())).collect()
}

fn remember(seen: &[SceneName]) {
    if let Ok(Some(storage)) = window().local_storage() {
        let keys: Vec<&str> = seen.iter().map(|scene| scene.key()).collect();
        // A full or forbidden storage forgets the ticks with the page.
        let _ = storage.set_item(STORAGE_KEY, &keys.join(" "));
    }
}
