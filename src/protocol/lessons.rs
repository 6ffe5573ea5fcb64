//! Scenes of lessons and exercises: what is asked for, and what there is to see.
//!
//! A scene answers in numbers and words alone. Its sentences are a file of the page's, in which `{name}` stands for a
//! [`Figure`] or a [`NamedWord`] of the answer.

use serde::{Deserialize, Serialize};

use super::{Absence, Floats, SceneName, Setting, WeightedWord, view::AxisWords};

/// What the reader puts into a scene. What is left out, the scene chooses itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SceneInputs {
    /// Up to three words, as they were typed; empty where the scene chooses.
    pub words: [String; 3],
    /// A sentence; empty where the scene chooses.
    pub text: String,
    /// Two numbers, whose meaning is the scene's.
    pub numbers: [Option<f64>; 2],
    /// Whether the scene's switch is on.
    pub is_on: bool,
}

/// A scene that is asked for, at one of its steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SceneQuestion {
    /// Comes back in the answer; only the newest question is answered.
    pub id: u32,
    /// The scene.
    pub scene: SceneName,
    /// The step, from 1; 0 while the reader guesses.
    pub step: u32,
    /// What the reader puts in.
    pub inputs: SceneInputs,
}

/// What a scene shows at one of its steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SceneView {
    /// The model.
    pub generation: u32,
    /// The id of the question.
    pub id: u32,
    /// The scene.
    pub scene: SceneName,
    /// The step.
    pub step: u32,
    /// What the reader can change, with the values in force.
    pub controls: Vec<Control>,
    /// What is drawn, from top to bottom.
    pub elements: Vec<Element>,
    /// Numbers that its sentences name.
    pub figures: Vec<Figure>,
    /// Words that its sentences name.
    pub words: Vec<NamedWord>,
    /// The place of the choice that the numbers confirm, where they confirm one.
    pub right: Option<u8>,
    /// What the map shows meanwhile.
    pub acts: Vec<MapAct>,
    /// A word or a part of the sentence that is not in the vocabulary; the scene shows others instead.
    pub missing: Option<MissingWord>,
    /// One sentence: what cannot be shown here, and where it can.
    pub cannot: Option<String>,
    /// How the goals of an exercise stand, in the order of its sentences.
    pub goals: Vec<Goal>,
    /// The settings that an exercise wants and the run has not.
    pub wants: Vec<(Setting, f64)>,
}

/// How a goal of an exercise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goal {
    /// It is reached.
    Met,
    /// It is not.
    Open,
    /// What is open does not tell.
    Unchecked,
}

impl From<bool> for Goal {
    fn from(is_met: bool) -> Self {
        if is_met { Self::Met } else { Self::Open }
    }
}

/// A number that a sentence of a scene names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its name in the sentences. A part of an element with the same key is where it comes from.
    pub name: String,
    /// The number.
    pub value: f64,
    /// How it is written.
    pub unit: Unit,
}

/// A word that a sentence of a scene names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedWord {
    /// Its name in the sentences.
    pub name: String,
    /// The word.
    pub word: String,
}

/// A word that was typed and is not in the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingWord {
    /// As it was typed.
    pub word: String,
    /// Words of the vocabulary with the nearest spelling, best first.
    pub suggestions: Vec<String>,
    /// Why.
    pub why: Absence,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Three significant digits.
    Number,
    /// A whole number.
    Count,
    /// Three decimals.
    Cosine,
    /// A share in [0, 1], as a percentage.
    Share,
    /// Bytes of memory.
    Bytes,
}

/// What the reader can change in a scene.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Control {
    /// A word of [`SceneInputs::words`].
    Word {
        /// Its place there.
        place: u8,
        /// The word in force.
        word: String,
    },
    /// [`SceneInputs::text`].
    Text {
        /// What it is.
        label: String,
        /// The sentence in force.
        text: String,
    },
    /// A number of [`SceneInputs::numbers`].
    Number {
        /// Its place there.
        place: u8,
        /// What it is.
        label: String,
        /// The number in force.
        value: f64,
        /// Least value.
        least: f64,
        /// Greatest value.
        most: f64,
        /// Distance between neighboring values.
        step: f64,
    },
    /// [`SceneInputs::is_on`].
    Switch {
        /// What it switches on.
        label: String,
        /// Whether it is on.
        is_on: bool,
    },
}

/// One thing that a scene draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Element {
    /// Vectors as rows of signed cells.
    Strip {
        /// What they are.
        caption: String,
        /// The rows, all of one length.
        rows: Vec<StripRow>,
    },
    /// Numbers as bars from a common zero.
    Bars {
        /// What they are.
        caption: String,
        /// The bars.
        bars: Vec<Bar>,
        /// How their numbers are written.
        unit: Unit,
    },
    /// Words of a sentence in a line.
    Tokens {
        /// What they are.
        caption: String,
        /// The words.
        tokens: Vec<Token>,
    },
    /// Lines, arrows or outlines in a plane.
    Curve(Curve),
    /// Rows of cells under a head.
    Table {
        /// What it is.
        caption: String,
        /// What the columns hold.
        head: Vec<String>,
        /// The rows, as long as the head.
        rows: Vec<TableRow>,
    },
}

/// A vector as a row of cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StripRow {
    /// What it is the vector of.
    pub label: String,
    /// Figures of this name come from it; empty for none.
    pub key: String,
    /// Its numbers.
    pub values: Floats,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// What it measures.
    pub label: String,
    /// Figures of this name come from it; empty for none.
    pub key: String,
    /// Its length; below zero it goes to the left.
    pub value: f64,
    /// How it looks.
    pub tone: Tone,
}

/// How a part of an element looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// As most do.
    Plain,
    /// It is what the step is about.
    Strong,
    /// It is beside the point.
    Faint,
}

/// A word of a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// As it is read.
    pub text: String,
    /// What it is in this step.
    pub role: TokenRole,
}

/// What a word of a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenRole {
    /// One of many.
    Plain,
    /// In the middle of the window.
    Center,
    /// In the window.
    Context,
    /// Not in the vocabulary.
    Unknown,
}

/// Lines in a plane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// What it shows.
    pub caption: String,
    /// How its lines are drawn.
    pub kind: CurveKind,
    /// What goes to the right, and what upwards; empty where both are lengths in the same plane.
    pub axes: [String; 2],
    /// The lines.
    pub lines: Vec<CurveLine>,
    /// Heights that are marked by a level line.
    pub levels: Vec<CurveLevel>,
}

/// How the lines of a [`Curve`] are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CurveKind {
    /// From point to point.
    Line,
    /// From the origin to the one point of each, both axes at the same scale.
    Arrows,
    /// As a closed outline whose corners are named, both axes at the same scale.
    Outline,
}

/// A line of a [`Curve`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CurveLine {
    /// What it is; of an outline, the names of its corners.
    pub labels: Vec<String>,
    /// Figures of this name come from it; empty for none.
    pub key: String,
    /// `x0 y0 x1 y1 ...`
    pub points: Floats,
    /// How it looks.
    pub tone: Tone,
}

/// A height that is marked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CurveLevel {
    /// What it means.
    pub label: String,
    /// The height.
    pub value: f64,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableRow {
    /// Figures of this name come from it; empty for none.
    pub key: String,
    /// Its cells.
    pub cells: Vec<TableCell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TableCell {
    /// A word, or what a row is.
    Text(String),
    /// A number.
    Number(f64, Unit),
}

/// What the map shows while a scene is open. All of it is undone when the scene closes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MapAct {
    /// A word stands out, and others with it.
    Highlight {
        /// The word.
        word_id: u32,
        /// The others.
        others: Vec<u32>,
    },
    /// A line joins two words.
    Join([u32; 2]),
    /// a, b, c and the answer of a - b + c: a parallelogram.
    Corners([u32; 4]),
    /// A place where there is no word: the sum of words' places, where the map is linear.
    Ghost(Vec<WeightedWord>),
    /// The map as it was at a share of what the page remembers of the run, in [0, 1].
    Moment(f64),
    /// The map lies along these axes.
    Axes {
        /// To the right.
        x: AxisWords,
        /// Upwards.
        y: AxisWords,
    },
}
