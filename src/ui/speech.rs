//! When a word of the map is said aloud: pure.

/// What the neighbors of the hovered word that have just come mean for what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// Nothing: the word was said, or is about to be.
    Keep,
    /// The word is said unless another cue comes first: the number is for [`Speech::is_due`].
    Wait(u32),
    /// Nothing is hovered: what was about to be said is not.
    Hush,
}

/// Says each word once when the reader comes to it. Answers that come again for the same word, as they do several times a
/// second while the vectors move, neither repeat it nor put it off.
#[derive(Debug, Default)]
pub struct Speech {
    word_id: Option<u32>,
    n_cues: u32,
}

impl Speech {
    /// An answer about a word has come, or no word is hovered.
    pub fn hear(&mut self, word_id: Option<u32>) -> Cue {
        if self.word_id == word_id {
            return Cue::Keep;
        }
        self.word_id = word_id;
        self.n_cues = self.n_cues.wrapping_add(1);
        if word_id.is_some() { Cue::Wait(self.n_cues) } else { Cue::Hush }
    }

    /// Whether the word of a cue is still the one to be said.
    pub fn is_due(&self, cue: u32) -> bool {
        cue == self.n_cues && self.word_id.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_said_once_however_often_its_neighbors_come() {
        let mut speech = Speech::default();
        let Cue::Wait(cue) = speech.hear(Some(7)) else { panic!("it is to be said") };
        assert_eq!(speech.hear(Some(7)), Cue::Keep, "the vectors moved before it was said");
        assert!(speech.is_due(cue), "and did not put it off");
        assert_eq!(speech.hear(Some(7)), Cue::Keep, "nor do they repeat it");
    }

    #[test]
    fn a_word_that_was_passed_by_is_not_said() {
        let mut speech = Speech::default();
        let Cue::Wait(passed) = speech.hear(Some(7)) else { panic!("it is to be said") };
        let Cue::Wait(reached) = speech.hear(Some(8)) else { panic!("it is to be said") };
        assert!(!speech.is_due(passed) && speech.is_due(reached));
        assert_eq!(speech.hear(None), Cue::Hush);
        assert!(!speech.is_due(reached), "the pointer has left");
    }

    #[test]
    fn a_word_that_is_come_back_to_is_said_again() {
        let mut speech = Speech::default();
        speech.hear(Some(7));
        speech.hear(None);
        assert!(matches!(speech.hear(Some(7)), Cue::Wait(_)));
        assert_eq!(Speech::default().hear(None), Cue::Keep, "silence needs no hush");
    }
}
