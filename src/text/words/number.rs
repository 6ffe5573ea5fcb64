//! Which commas belong to a number.

/// Whether the comma at `at`, which has a digit on either side, belongs to a number.
///
/// UAX #29 joins any digits across a comma or semicolon, which makes one word of a row of ids. A comma belongs to a number
/// - if it is a thousands separator: one to three digits before it, three behind it (and groups of two before the last,
///   as in India: `12,34,567`);
/// - or if it is the only comma and a decimal one: one or two digits behind it, or a zero alone before it.
///
/// A semicolon never does.
pub(in crate::text) fn is_comma_of_number(bytes: &[u8], at: usize) -> bool {
    let n_before = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let n_after = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let before = at.checked_sub(n_before + 1).map(|place| bytes[place]);
    let behind = |place: usize| bytes.get(place).copied();
    let next = behind(at + 1 + n_after);
    let goes_on = next == Some(b',') && behind(at + 2 + n_after).is_some_and(|byte| byte.is_ascii_digit());
    let is_group = (1..=3).contains(&n_before) && (n_after == 3 || (n_after == 2 && goes_on && n_before <= 2));
    let is_alone = before != Some(b',') && !goes_on;
    let is_decimal = is_alone && ((1..=2).contains(&n_after) || (n_before == 1 && bytes[at - 1] == b'0'));
    is_group || is_decimal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_come_in_threes() {
        let commas = |text: &str| -> Vec<bool> {
            text.match_indices(',').map(|(at, _)| is_comma_of_number(text.as_bytes(), at)).collect()
        };
        assert_eq!(commas("1,000"), [true]);
        assert_eq!(commas("1,234,567"), [true, true]);
        assert_eq!(commas("12,34,567"), [true, true]);
        assert_eq!(commas("3,14"), [true]);
        assert_eq!(commas("0,1234"), [true]);
        assert_eq!(commas("26865,5412"), [false]);
        assert_eq!(commas("29288,95460,34343"), [false, false]);
        assert_eq!(commas("1,2,3,4"), [false; 3]);
        assert_eq!(commas("1234,567"), [false]);
    }
}
