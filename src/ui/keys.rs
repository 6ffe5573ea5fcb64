//! What keys mean, on the map and anywhere on the page: pure.

use crate::chart::Direction;

/// Zoom of one press of `+`.
const ZOOM: f64 = 1.25;

/// What a key does on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MapKey {
    /// Goes to the next word in a direction.
    Walk(Direction),
    /// Pins the word that was walked to.
    Pin,
    /// Clears something: [`Clearing::of`] says what.
    Clear,
    /// Zooms about the middle by a factor.
    Zoom(f64),
    /// Shows all.
    ShowAll,
    /// Lists the keys.
    ListKeys,
}

impl MapKey {
    /// By the key's name in the browser.
    pub fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowLeft" => Self::Walk(Direction::Left),
            "ArrowRight" => Self::Walk(Direction::Right),
            "ArrowUp" => Self::Walk(Direction::Up),
            "ArrowDown" => Self::Walk(Direction::Down),
            "Enter" => Self::Pin,
            "Escape" => Self::Clear,
            "+" | "=" => Self::Zoom(ZOOM),
            "-" => Self::Zoom(1.0 / ZOOM),
            "0" => Self::ShowAll,
            "?" => Self::ListKeys,
            _ => return None,
        })
    }
}

/// What one press of Escape clears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clearing {
    /// The choice to draw around words.
    Pen,
    /// The word that is hovered and the one that is pinned.
    Word,
    /// The marks of words: they take work to make, so they are the last to go.
    Marks,
}

impl Clearing {
    /// By what there is to clear; none where there is nothing.
    pub fn of(has_pen: bool, has_word: bool, has_marks: bool) -> Option<Self> {
        let all = [(has_pen, Self::Pen), (has_word, Self::Word), (has_marks, Self::Marks)];
        all.into_iter().find(|&(is_there, _)| is_there).map(|(_, clearing)| clearing)
    }
}

/// A key of the page as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Space trains or pauses.
    Train,
    /// `/` goes to the search box.
    Search,
}

/// A press of a key, and what was going on.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeyPress<'a> {
    /// The key's name in the browser.
    pub key: &'a str,
    /// Whether Control, Alt or Meta is held.
    pub has_modifier: bool,
    /// Whether it is held and this is not its first event.
    pub is_repeat: bool,
    /// Whether somebody has acted on it.
    pub is_taken: bool,
    /// What has the focus.
    pub focus: Focus,
}

/// What has the focus, by what it does with keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// Nothing, or what has no use for keys of text: the page, or the map.
    #[default]
    Page,
    /// Text is typed into it, or a key chooses from it.
    Field,
    /// Space presses it: buttons, links, tabs.
    Button,
    /// Space scrolls it: a region that takes the focus.
    Region,
    /// Anything, while a dialog lies over the page: it has keys of its own.
    Dialog,
}

impl Focus {
    /// By an element's tag in capitals, whether its text can be edited, and whether it has been given a place among what takes
    /// the focus.
    pub fn of(tag: &str, is_edited: bool, has_tab_index: bool) -> Self {
        match tag {
            _ if is_edited => Self::Field,
            "INPUT" | "TEXTAREA" | "SELECT" => Self::Field,
            "BUTTON" | "A" | "SUMMARY" | "LABEL" => Self::Button,
            // The map walks by arrow keys and has no use for Space. Headings take the focus from buttons that went away.
            "CANVAS" | "BODY" | "MAIN" | "H1" | "H2" | "H3" => Self::Page,
            _ if has_tab_index => Self::Region,
            _ => Self::Page,
        }
    }
}

impl Shortcut {
    /// What a key does anywhere on the page, if it does not belong to what has the focus.
    pub fn of(press: KeyPress<'_>) -> Option<Self> {
        if press.has_modifier || press.is_repeat || press.is_taken {
            return None;
        }
        match (press.key, press.focus) {
            (" ", Focus::Page) => Some(Self::Train),
            ("/", Focus::Page | Focus::Button | Focus::Region) => Some(Self::Search),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACE: KeyPress<'_> =
        KeyPress { key: " ", has_modifier: false, is_repeat: false, is_taken: false, focus: Focus::Page };

    #[test]
    fn keys_of_the_map_have_their_meaning_and_others_none() {
        assert_eq!(MapKey::of("ArrowUp"), Some(MapKey::Walk(Direction::Up)));
        assert_eq!(MapKey::of("="), MapKey::of("+"), "on keyboards where plus needs Shift");
        let (Some(MapKey::Zoom(nearer)), Some(MapKey::Zoom(farther))) = (MapKey::of("+"), MapKey::of("-")) else {
            panic!("both zoom")
        };
        assert!(nearer > 1.0 && (nearer * farther - 1.0).abs() < 1e-12, "one undoes the other");
        assert_eq!(MapKey::of(" "), None, "Space is the page's");
    }

    #[test]
    fn escape_clears_one_thing_at_a_time_and_marks_last() {
        assert_eq!(Clearing::of(true, true, true), Some(Clearing::Pen));
        assert_eq!(Clearing::of(false, true, true), Some(Clearing::Word));
        assert_eq!(Clearing::of(false, false, true), Some(Clearing::Marks));
        assert_eq!(Clearing::of(false, false, false), None);
    }

    #[test]
    fn space_trains_once_where_nothing_else_wants_it() {
        assert_eq!(Shortcut::of(SPACE), Some(Shortcut::Train));
        assert_eq!(Shortcut::of(KeyPress { is_repeat: true, ..SPACE }), None, "it is held");
        assert_eq!(Shortcut::of(KeyPress { is_taken: true, ..SPACE }), None, "somebody has acted on it");
        assert_eq!(Shortcut::of(KeyPress { has_modifier: true, ..SPACE }), None, "it is the system's");
        for focus in [Focus::Field, Focus::Button, Focus::Region, Focus::Dialog] {
            assert_eq!(Shortcut::of(KeyPress { focus, ..SPACE }), None, "{focus:?}");
        }
    }

    #[test]
    fn slash_searches_but_where_it_is_typed() {
        let slash = KeyPress { key: "/", ..SPACE };
        for focus in [Focus::Page, Focus::Button, Focus::Region] {
            assert_eq!(Shortcut::of(KeyPress { focus, ..slash }), Some(Shortcut::Search), "{focus:?}");
        }
        assert_eq!(Shortcut::of(KeyPress { focus: Focus::Field, ..slash }), None);
        assert_eq!(Shortcut::of(KeyPress { focus: Focus::Dialog, ..slash }), None);
    }

    #[test]
    fn what_has_the_focus_is_told_by_its_tag() {
        assert_eq!(Focus::of("DIV", true, false), Focus::Field, "text that can be edited");
        assert_eq!(Focus::of("TEXTAREA", false, false), Focus::Field);
        assert_eq!(Focus::of("SUMMARY", false, false), Focus::Button);
        assert_eq!(Focus::of("DIV", false, true), Focus::Region, "a table that scrolls");
        assert_eq!(Focus::of("CANVAS", false, true), Focus::Page, "the map");
        assert_eq!(Focus::of("H2", false, true), Focus::Page, "where the focus went from a button that is gone");
        assert_eq!(Focus::of("BODY", false, false), Focus::Page);
    }
}
