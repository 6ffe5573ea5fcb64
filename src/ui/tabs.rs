//! The tabs of the page, and where a key leads in a row of them.

/// A tab of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Words and what they mean.
    Explore,
    /// How well the model answers, and how it differs from another.
    Evaluate,
    /// One question of a lesson at a time.
    Learn,
    /// Text, settings and loss. Only on a phone: elsewhere they have a column of their own.
    Setup,
}

impl Tab {
    /// Its name, which is also its accessible name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Explore => "Explore",
            Self::Evaluate => "Evaluate",
            Self::Learn => "Learn",
            Self::Setup => "Setup",
        }
    }

    /// The id of its button.
    pub fn button_id(self) -> String {
        format!("tab-{}", self.name())
    }

    /// The id of what it shows.
    pub fn panel_id(self) -> String {
        format!("panel-{}", self.name())
    }
}

/// The place of the tab that a key leads to, out of `n`, from the one at `place`: the arrows go round, Home and End go to the
/// ends. None for any other key.
pub fn place_after(key: &str, place: usize, n: usize) -> Option<usize> {
    if n == 0 {
        return None;
    }
    match key {
        "ArrowRight" => Some((place + 1) % n),
        "ArrowLeft" => Some((place + n - 1) % n),
        "Home" => Some(0),
        "End" => Some(n - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_and_home_and_end_to_the_ends() {
        assert_eq!(place_after("ArrowRight", 0, 3), Some(1));
        assert_eq!(place_after("ArrowRight", 2, 3), Some(0));
        assert_eq!(place_after("ArrowLeft", 0, 3), Some(2));
        assert_eq!(place_after("Home", 2, 3), Some(0));
        assert_eq!(place_after("End", 0, 3), Some(2));
        assert_eq!(place_after("Enter", 0, 3), None);
        assert_eq!(place_after("Home", 0, 0), None);
    }
}
