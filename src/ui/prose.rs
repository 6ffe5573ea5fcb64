//! The sentences of a lesson's scene, or of an exercise, as its file in `assets/lessons/` has them.
//!
//! A line is `key: text`; lines that begin with `#` are notes. The keys are `question`, `guess`, `choice` (two or three), then
//! for each step `step`, `result` and `why`, and at the end `read` and `link`. In a text `{name}` stands for a number or a
//! word of the scene's answer. An exercise has `task` in the place of the guess, and for each of its goals `goal`, `found`, `next`
//! and, where the goal cannot be checked everywhere, `cannot`. The texts have no digit in them: every number is computed.

/// Steps of a scene at most.
pub const MOST_STEPS: usize = 5;
/// Words of a step at most.
pub const MOST_WORDS: usize = 40;

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it stands there.
    Text(String),
    /// The number or the word of this name.
    Name(String),
}

/// A sentence or two.
pub type Sentence = Vec<Piece>;

/// One step, or one goal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProseStep {
    /// What it says.
    pub text: Sentence,
    /// What came of it, with its numbers.
    pub result: Sentence,
    /// The formula, with its numbers; of a goal, what to do next.
    pub why: Sentence,
    /// Why a goal cannot be checked.
    pub cannot: Sentence,
}

/// All sentences of a scene.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// The question that the scene answers.
    pub question: String,
    /// What the reader is asked to guess.
    pub guess: Sentence,
    /// What can be guessed.
    pub choices: Vec<Sentence>,
    /// The steps.
    pub steps: Vec<ProseStep>,
    /// What to read on.
    pub read: String,
    /// Where that is.
    pub link: String,
}

impl Prose {
    /// Reads a file. Errors: one sentence, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut prose = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (key, value) = line.split_once(':').ok_or("A line of the lesson has no key.")?;
            let value = value.trim();
            let last = prose.steps.last_mut();
            match (key.trim(), last) {
                ("question", _) => value.clone_into(&mut prose.question),
                ("guess" | "task", _) => prose.guess = pieces(value),
                ("choice", _) => prose.choices.push(pieces(value)),
                ("step" | "goal", _) => prose.steps.push(ProseStep { text: pieces(value), ..ProseStep::default() }),
                ("result" | "found", Some(step)) => step.result = pieces(value),
                ("why" | "next", Some(step)) => step.why = pieces(value),
                ("cannot", Some(step)) => step.cannot = pieces(value),
                ("read", _) => value.clone_into(&mut prose.read),
                ("link", _) => value.clone_into(&mut prose.link),
                _ => return Err("A line of the lesson has an unknown key.".to_owned()),
            }
        }
        // An exercise has nothing to choose.
        let is_whole = !prose.question.is_empty() && !prose.steps.is_empty() && prose.choices.len() != 1;
        let is_whole = is_whole && !prose.guess.is_empty();
        if is_whole { Ok(prose) } else { Err("The lesson is not complete.".to_owned()) }
    }
}

/// A text with names in braces.
fn pieces(text: &str) -> Sentence {
    let mut pieces = Vec::new();
    for part in text.split('{') {
        let (name, rest) = part.split_once('}').map_or((None, part), |(name, rest)| (Some(name), rest));
        pieces.extend(name.map(|name| Piece::Name(name.to_owned())));
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
    }
    pieces
}

/// A text cut behind its full stops, so that one that has no number to tell can be left out by itself.
pub fn statements(sentence: Sentence) -> Vec<Sentence> {
    let (mut all, mut last) = (Vec::new(), Sentence::new());
    for piece in sentence {
        let text = match piece {
            Piece::Text(text) => text,
            name @ Piece::Name(_) => {
                last.push(name);
                continue;
            }
        };
        for part in text.split_inclusive(". ") {
            last.push(Piece::Text(part.to_owned()));
            if part.ends_with(". ") {
                all.push(std::mem::take(&mut last));
            }
        }
    }
    all.push(last);
    all.retain(|statement| !statement.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_told_from_text() {
        let name = |name: &str| Piece::Name(name.to_owned());
        let text = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(pieces("{a} has {n} rows."), [name("a"), text(" has "), name("n"), text(" rows.")]);
        assert_eq!(pieces("plain"), [text("plain")]);
    }

    #[test]
    fn a_text_is_cut_behind_its_full_stops() {
        let of = |text| statements(pieces(text)).into_iter().map(|statement| statement.len()).collect::<Vec<_>>();
        assert_eq!(of("{a} is nearest, with {n}. Then comes {b}. So it is."), [4, 3, 1]);
        assert_eq!(of("One {n}"), [2]);
        assert!(of("").is_empty());
    }

    #[test]
    fn a_file_is_read_step_by_step() {
        let file = "# a note\nquestion: Why?\nguess: What?\nchoice: this\nchoice: that\nstep: One.\nresult: {n}\nwhy: {n} = {m}\n\
                    step: Two.\nread: A book\nlink: https://example.org/1";
        let prose = Prose::parse(file).expect("it is whole");
        assert_eq!((prose.question.as_str(), prose.choices.len(), prose.steps.len()), ("Why?", 2, 2));
        assert_eq!(prose.steps[0].result, [Piece::Name("n".to_owned())]);
        assert!(prose.steps[1].result.is_empty());
        assert_eq!(prose.link, "https://example.org/1");
        let exercise = "question: Near?\ntask: Do {a}.\ngoal: One.\nfound: {n}\nnext: More.\ncannot: No text.";
        let prose = Prose::parse(exercise).expect("it is whole");
        assert_eq!((prose.choices.len(), prose.steps.len(), prose.guess.len()), (0, 1, 3));
        assert_eq!((&prose.steps[0].why, &prose.steps[0].cannot), (&pieces("More."), &pieces("No text.")));
        assert!(Prose::parse("<!doctype html>").is_err(), "a page that stands where the file should");
        assert!(Prose::parse("question: Why?").is_err());
        assert!(Prose::parse("result: before any step").is_err());
    }
}
