//! The order of files that are read as one text, and what to call them: pure.

use std::cmp::Ordering;

/// Compares names as people count: `chapter 2.txt` comes before `chapter 10.txt`, whatever the case of letters.
pub fn in_order(a: &str, b: &str) -> Ordering {
    let parts = |name: &str| name.to_lowercase();
    let (low_a, low_b) = (parts(a), parts(b));
    let (mut rest_a, mut rest_b) = (low_a.as_str(), low_b.as_str());
    loop {
        let (number_a, number_b) = (digits(rest_a), digits(rest_b));
        let order = if number_a.is_empty() || number_b.is_empty() {
            let (sign_a, sign_b) = (rest_a.chars().next(), rest_b.chars().next());
            if sign_a.is_none() && sign_b.is_none() {
                // Names that differ in case or in leading zeros alone.
                return a.cmp(b);
            }
            rest_a = &rest_a[sign_a.map_or(0, char::len_utf8)..];
            rest_b = &rest_b[sign_b.map_or(0, char::len_utf8)..];
            sign_a.cmp(&sign_b)
        } else {
            (rest_a, rest_b) = (&rest_a[number_a.len()..], &rest_b[number_b.len()..]);
            let (value_a, value_b) = (number_a.trim_start_matches('0'), number_b.trim_start_matches('0'));
            value_a.len().cmp(&value_b.len()).then_with(|| value_a.cmp(value_b))
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The digits that a text begins with.
fn digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

/// What to call a text that is read from several files: `a.txt and 2 more`. `names`: in order, at least one.
pub fn name_of_all(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first, others @ ..] => format!("{first} and {} more", others.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_ordered_as_people_count() {
        let ordered =
            ["a.txt", "B.txt", "chapter 1.txt", "chapter 2.txt", "chapter 10.txt", "chapter 10b.txt", "é.txt"];
        for pair in ordered.windows(2) {
            assert_eq!(in_order(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        assert_eq!(in_order("7", "007"), Ordering::Greater, "they are told apart all the same");
        assert_eq!(in_order("99999999999999999999999", "100000000000000000000000"), Ordering::Less);
    }

    #[test]
    fn many_files_have_one_name() {
        let names = |n: usize| (1..=n).map(|i| format!("{i}.txt")).collect::<Vec<_>>();
        assert_eq!(name_of_all(&names(1)), "1.txt");
        assert_eq!(name_of_all(&names(3)), "1.txt and 2 more");
    }

    proptest! {
        #[test]
        fn the_order_is_one(a in "[0-9aA.]{0,6}", b in "[0-9aA.]{0,6}", c in "[0-9aA.]{0,6}") {
            prop_assert_eq!(in_order(&a, &b), in_order(&b, &a).reverse());
            prop_assert_eq!(in_order(&a, &b) == Ordering::Equal, a == b);
            if in_order(&a, &b) == Ordering::Less && in_order(&b, &c) == Ordering::Less {
                prop_assert_eq!(in_order(&a, &c), Ordering::Less);
            }
        }
    }
}
