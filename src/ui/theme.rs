//! Light, dark, or as the system has it: what the reader chose, and what a press of the button makes of it.

use crate::chart::Mode;

/// The reader's choice of colors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system prefers, now and later.
    #[default]
    System,
    /// Light, whatever the system prefers.
    Light,
    /// Dark, whatever the system prefers.
    Dark,
}

impl Theme {
    /// The choice that was stored; anything unknown is no choice.
    pub fn from_stored(stored: Option<&str>) -> Self {
        match stored {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// What is stored for it; nothing where the system decides.
    pub fn stored(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some(name(Mode::Light)),
            Self::Dark => Some(name(Mode::Dark)),
        }
    }

    /// Light or dark, where the system prefers `system`.
    pub fn mode(self, system: Mode) -> Mode {
        match self {
            Self::System => system,
            Self::Light => Mode::Light,
            Self::Dark => Mode::Dark,
        }
    }

    /// The next of the three. The first press always changes what is seen; the last one gives the choice back to the system.
    #[must_use]
    pub fn next(self, system: Mode) -> Self {
        let (other, same) = match system {
            Mode::Light => (Self::Dark, Self::Light),
            Mode::Dark => (Self::Light, Self::Dark),
        };
        match self {
            Self::System => other,
            chosen if chosen == other => same,
            _ => Self::System,
        }
    }

    /// What a button that leads here is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System theme",
            Self::Light => "Light theme",
            Self::Dark => "Dark theme",
        }
    }
}

/// A mode as the root element's `data-theme` spells it.
pub fn name(mode: Mode) -> &'static str {
    match mode {
        Mode::Light => "light",
        Mode::Dark => "dark",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_presses_lead_through_both_modes_and_back_to_the_system() {
        for system in [Mode::Light, Mode::Dark] {
            let first = Theme::System.next(system);
            assert_ne!(first.mode(system), system, "the first press is seen");
            let second = first.next(system);
            assert_ne!(second.mode(system), first.mode(system), "so is the second");
            assert_eq!(second.next(system), Theme::System);
        }
    }

    #[test]
    fn a_choice_is_stored_and_comes_back() {
        for theme in [Theme::System, Theme::Light, Theme::Dark] {
            assert_eq!(Theme::from_stored(theme.stored()), theme);
        }
        assert_eq!(Theme::from_stored(Some("sepia")), Theme::System);
    }
}
