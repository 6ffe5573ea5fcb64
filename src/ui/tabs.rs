//! Where a key leads in a row of tabs.

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
