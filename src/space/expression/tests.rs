//! What the grammar takes, and what it refuses.

use super::*;
use proptest::prelude::*;

/// The terms of a text that can be read.
fn read(text: &str) -> Vec<(String, f32)> {
    let expression = Expression::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    expression.terms.into_iter().map(|term| (term.word, term.weight)).collect()
}

fn assert_reads(text: &str, expected: &[(&str, f32)]) {
    let found = read(text);
    assert_eq!(found.iter().map(|(word, weight)| (word.as_str(), *weight)).collect::<Vec<_>>(), expected, "{text}");
}

fn assert_refuses(text: &str, expected: ExpressionError) {
    assert_eq!(Expression::parse(text), Err(expected), "{text}");
}

#[test]
fn sums_and_multiples() {
    assert_reads("king", &[("king", 1.)]);
    assert_reads("king - man + woman", &[("king", 1.), ("man", -1.), ("woman", 1.)]);
    assert_reads("2*paris - france + italy", &[("paris", 2.), ("france", -1.), ("italy", 1.)]);
    assert_reads("0.5 * (a + b) * 4", &[("a", 2.), ("b", 2.)]);
    assert_reads("-a - -b+ +c", &[("a", -1.), ("b", 1.), ("c", 1.)]);
    assert_reads("a - (b - (c + 2*d))", &[("a", 1.), ("b", -1.), ("c", 1.), ("d", 2.)]);
    assert_reads("2*3*x", &[("x", 6.)]);
    assert_reads("x*(-2)*(.5*5.)", &[("x", -5.)]);
    assert_reads("2×a \u{2212} 3·b*-1", &[("a", 2.), ("b", 3.)]);
}

#[test]
fn means_share_their_weight() {
    assert_reads("mean(dog, cat)", &[("dog", 0.5), ("cat", 0.5)]);
    assert_reads(
        "x - 2*Mean (a, b + c, 4*d, mean(e))",
        &[("x", 1.), ("a", -0.5), ("b", -0.5), ("c", -0.5), ("d", -2.), ("e", -0.5)],
    );
    assert_reads("mean - average", &[("mean", 1.), ("average", -1.)]);
    assert_reads("mean(1984, war)", &[("1984", 0.5), ("war", 0.5)]);
}

#[test]
fn words_of_any_script_and_in_quotes() {
    assert_reads("mother-in-law - don't", &[("mother-in-law", 1.), ("don't", -1.)]);
    assert_reads("king-man", &[("king-man", 1.)]);
    assert_reads("king -man", &[("king", 1.), ("man", -1.)]);
    assert_reads("king- man", &[("king", 1.), ("man", -1.)]);
    assert_reads("king\u{2212}man", &[("king", 1.), ("man", -1.)]);
    assert_reads("a--b", &[("a", 1.), ("b", 1.)]);
    assert_reads("\"new york\" - \"c++\"", &[("new york", 1.), ("c++", -1.)]);
    assert_reads("“a (b” -\"-\"", &[("a (b", 1.), ("-", -1.)]);
    assert_reads("U.S. + snake_case + Straße", &[("U.S.", 1.), ("snake_case", 1.), ("Straße", 1.)]);
    assert_reads(
        "мать - 東京 + हिन्दी + می\u{200C}خواهم",
        &[("мать", 1.), ("東京", -1.), ("हिन्दी", 1.), ("می\u{200C}خواهم", 1.)],
    );
}

#[test]
fn numbers_are_words_unless_they_multiply() {
    assert_reads("1984 - war", &[("1984", 1.), ("war", -1.)]);
    assert_reads("-1984", &[("1984", -1.)]);
    assert_reads("(7)", &[("7", 1.)]);
    assert_reads("2 * \"1984\"", &[("1984", 2.)]);
    assert_reads("2*(1984 + 1985)", &[("1984", 2.), ("1985", 2.)]);
    assert_reads("3d * 2", &[("3d", 2.)]);
    assert_reads("1.2.3 + nan + inf", &[("1.2.3", 1.), ("nan", 1.), ("inf", 1.)]);
}

#[test]
fn words_are_merged_where_they_first_appear() {
    let terms = Expression::parse(" ä + \"b\" + 2*(ä - b) + 0.5*b + 0*z").expect("an expression").terms;
    let expected = [("ä", 3., 1), ("b", -0.5, 5)];
    let expected = expected.map(|(word, weight, at)| Term { word: word.to_owned(), weight, at });
    assert_eq!(terms, expected);
    assert_reads("0.1*a + 0.2*a - 0.3*a + b", &[("b", 1.)]);
}

#[test]
fn refusals_say_where() {
    assert_refuses("", ExpressionError::Empty);
    assert_refuses(" \t\n", ExpressionError::Empty);
    assert_refuses("king +", ExpressionError::MissingWord { at: 6, after: '+' });
    assert_refuses("king - ", ExpressionError::MissingWord { at: 6, after: '-' });
    assert_refuses("é + * b", ExpressionError::MissingWord { at: 4, after: '+' });
    assert_refuses("(a + )", ExpressionError::MissingWord { at: 5, after: '+' });
    assert_refuses("a + ()", ExpressionError::MissingWord { at: 5, after: '(' });
    assert_refuses("mean(a,)", ExpressionError::MissingWord { at: 7, after: ',' });
    assert_refuses("a + \"\"", ExpressionError::MissingWord { at: 5, after: '"' });
    assert_refuses(" * b", ExpressionError::MissingFirstWord { at: 1, before: '*' });
    assert_refuses("a b", ExpressionError::MissingOperator { at: 2 });
    assert_refuses("2 king", ExpressionError::MissingOperator { at: 2 });
    assert_refuses("king (man)", ExpressionError::MissingOperator { at: 5 });
    assert_refuses("king \"man\"", ExpressionError::MissingOperator { at: 5 });
    assert_refuses("a + (b", ExpressionError::NotClosed { at: 4 });
    assert_refuses("mean(a, b", ExpressionError::NotClosed { at: 4 });
    assert_refuses("a + b)", ExpressionError::NotOpened { at: 5 });
    assert_refuses(")", ExpressionError::NotOpened { at: 0 });
    assert_refuses("a - \"b", ExpressionError::OpenQuote { at: 4 });
    assert_refuses("a, b", ExpressionError::StrayComma { at: 1 });
    assert_refuses("(a, b)", ExpressionError::StrayComma { at: 2 });
    assert_refuses("a / b", ExpressionError::UnknownCharacter { at: 2, character: '/' });
    assert_refuses("a + ?", ExpressionError::UnknownCharacter { at: 4, character: '?' });
    assert_refuses("a § b", ExpressionError::UnknownCharacter { at: 2, character: '§' });
    assert_refuses("a * b", ExpressionError::ProductOfWords { at: 4 });
    assert_refuses("2 * (a + b) * 3 * c", ExpressionError::ProductOfWords { at: 18 });
    assert_refuses("a + 2*3", ExpressionError::NumbersAlone { at: 4 });
    assert_refuses("a - a", ExpressionError::Cancelled);
    assert_refuses("0*a", ExpressionError::Cancelled);
    let large = "9".repeat(40);
    assert_refuses(&format!("{large} * a"), ExpressionError::TooLarge { at: 43 });
    assert_refuses(&format!("a*{}", "9".repeat(400)), ExpressionError::TooLarge { at: 0 });
    assert_reads(&format!("a + {large}"), &[("a", 1.), (&large, 1.)]);
    // As small as can be is nothing, and not too large.
    let small = format!("0.{}1", "0".repeat(400));
    assert_reads(&format!("{small} * a + b"), &[("b", 1.)]);
    assert_refuses(&format!("{small} * a"), ExpressionError::Cancelled);
    assert_reads(&format!("{small}1 + b"), &[(format!("{small}1").as_str(), 1.), ("b", 1.)]);
    assert_reads("100000000000000000000*king", &[("king", 1e20)]);
    assert_reads(&format!("0.{}1*king", "0".repeat(22)), &[("king", 1e-23)]);
}

#[test]
fn messages_count_from_one() {
    let message = |text| Expression::parse(text).expect_err("no expression").to_string();
    let expected = "Character 7: a word is missing after “+”; write one, as in “king - man + woman”.";
    assert_eq!(message("king +"), expected);
    assert_eq!(message("a ? b"), "Character 3: “?” means nothing here; put a word that holds it in double quotes.");
}

#[test]
fn nesting_has_an_end() {
    let nested = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    assert_reads(&nested(50), &[("a", 1.)]);
    assert_refuses(&nested(51), ExpressionError::TooDeep { at: 50 });
    assert_refuses(&nested(1_000_000), ExpressionError::TooDeep { at: 50 });
    assert_reads(&format!("{}a", "-".repeat(1_000_000)), &[("a", 1.)]);
    assert_reads(&["(a)"; 200].join("+"), &[("a", 200.)]);
}

/// Terms as text.
fn written(terms: &[(String, f32)]) -> String {
    let term = |(word, weight): &(String, f32)| format!(" + ({weight})*\"{word}\"");
    terms.iter().map(term).collect()
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in ".*") {
        if let Err(error) = Expression::parse(&text) {
            prop_assert!(error.at() <= text.chars().count());
        }
    }

    #[test]
    fn no_line_of_operators_is_too_strange(text in r#"[a2.,"()+*· -]{0,30}|(mean\(|a|2|\+|\*|,|\)| ){0,20}"#) {
        match Expression::parse(&text) {
            Ok(expression) => prop_assert!(expression.terms.iter().all(|term| term.weight.is_finite())),
            Err(error) => prop_assert!(error.at() <= text.chars().count()),
        }
    }

    #[test]
    fn what_is_written_is_read_again(
        terms in proptest::collection::btree_map("[^\"“”„]{1,8}", -1e9_f32..1e9, 1..9),
    ) {
        let terms: Vec<(String, f32)> = terms.into_iter().filter(|&(_, weight)| weight != 0.0).collect();
        prop_assume!(!terms.is_empty());
        prop_assert_eq!(read(&written(&terms)), terms);
    }

    #[test]
    fn what_is_read_is_written_and_read_again(text in r"-?(a|b|2\*c)( [+-] (a|[bcd]|0\.3\*mean\(a, b\)|3\*\(a - d\))){0,5}") {
        if let Ok(expression) = Expression::parse(&text) {
            let terms: Vec<_> = expression.terms.into_iter().map(|term| (term.word, term.weight)).collect();
            prop_assert_eq!(read(&written(&terms)), terms);
        }
    }
}
