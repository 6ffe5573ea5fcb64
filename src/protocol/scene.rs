//! The names of the scenes.

use serde::{Deserialize, Serialize};

/// A scene: one question about word vectors, an exercise with goals, or the game.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SceneName {
    /// What is a word to the machine?
    Lookup,
    /// How far is one word from another before anything is learned?
    OneHot,
    /// What does it learn from?
    Window,
    /// How does it learn from one pair?
    Step,
    /// Why not compare with every word?
    Negatives,
    /// Where do the neighborhoods come from?
    Grow,
    /// Near by what?
    Angle,
    /// Why queen?
    Walk,
    /// What about words it never met?
    Vocabulary,
    /// Does it know who bit whom?
    Order,
    /// One word, two meanings?
    Context,
    /// Freeze or tune?
    Borrow,
    /// An exercise: capitals among the nearest of *paris*.
    Capitals,
    /// An exercise: *queen* among the first three of an analogy.
    Queen,
    /// An exercise: neighbors of five words of a paragraph of one's own.
    Paragraph,
    /// An exercise: three analogies on vectors that were loaded.
    Analogies,
    /// An exercise: thirty words in groups.
    Groups,
    /// Guess the word.
    Game,
}

impl SceneName {
    /// Every scene of a lesson, in the order in which the page lists them.
    pub const ALL: [Self; 12] = [
        Self::Lookup,
        Self::OneHot,
        Self::Window,
        Self::Step,
        Self::Negatives,
        Self::Grow,
        Self::Angle,
        Self::Walk,
        Self::Vocabulary,
        Self::Order,
        Self::Context,
        Self::Borrow,
    ];

    /// Every exercise, in the order in which the page lists them.
    pub const EXERCISES: [Self; 5] = [Self::Capitals, Self::Queen, Self::Paragraph, Self::Analogies, Self::Groups];

    /// Whether it is an exercise: it has goals in the place of steps.
    pub fn is_exercise(self) -> bool {
        Self::EXERCISES.contains(&self)
    }

    /// Its name in an address, and of the file with its sentences.
    pub fn key(self) -> &'static str {
        match self {
            Self::Lookup => "lookup",
            Self::OneHot => "onehot",
            Self::Window => "window",
            Self::Step => "step",
            Self::Angle => "angle",
            Self::Walk => "walk",
            Self::Negatives => "negatives",
            Self::Grow => "grow",
            Self::Vocabulary => "vocabulary",
            Self::Order => "order",
            Self::Context => "context",
            Self::Borrow => "borrow",
            Self::Capitals => "capitals",
            Self::Queen => "queen",
            Self::Paragraph => "paragraph",
            Self::Analogies => "analogies",
            Self::Groups => "groups",
            Self::Game => "game",
        }
    }
}
