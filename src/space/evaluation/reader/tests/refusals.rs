//! What is no file of questions, and what only looks like one.

use super::{pairs, refusal, three};

#[test]
fn what_holds_no_question_is_refused_in_a_sentence() {
    for text in ["", "\u{feff}", "\n \n", "# only a comment\n", ": a\n: b\n"] {
        assert_eq!(
            refusal(text),
            "There is no question in this file: choose one of analogies or of word pairs.",
            "{text:?}"
        );
    }
    let prose = "It was a bright cold day in April, and the clocks were striking thirteen.\n".repeat(9);
    let prose = refusal(&prose);
    assert!(prose.starts_with("Line 1 is no question (“It was a bright cold day in April, and t…”)"), "{prose}");
    assert!(refusal("{\"a\": [\"king\", \"queen\"]}\n").starts_with("Line 1 is no question"));
    assert!(refusal("king\tqueen\n").starts_with("This file has one pair of words and no score"));
    let fives = (0..40).map(|i| format!("one{i} two three four five{i}\n")).collect::<Vec<_>>().concat();
    assert!(refusal(&fives).starts_with("Most lines have five words"), "{}", refusal(&fives));
}

#[test]
fn what_only_looks_like_questions_is_refused() {
    let choices = "This file has questions of multiple choice";
    let sat = "190 FROM REAL SATs\nlull trust ns:b\ncajole compliance v:n\nbalk fortitude v:n\nbetray loyalty v:n\n\
               hinder destination v:n\nsoothe passion v:n\na\n\n";
    let toefl = "1. enormously\na. appropriately\nb. uniquely\nc. tremendously\nd. decidedly\n\n";
    let turney = "ostrich:bird\n(a) lion:cat\n(b) goose:flock\n(c) ewe:sheep\nanswer: a\n";
    for text in [sat, toefl, turney] {
        assert!(refusal(&text.repeat(4)).starts_with(choices), "{text}");
    }
    // Ratings of how typical a pair is (SemEval-2012 task 2), pairs with what is said of them, names without quotes.
    let rated = refusal("50.0 \"weapon:knife\"\n46.0 \"vegetable:carrot\"\n-26.5 \"fruit:bread\"\n");
    assert!(rated.starts_with("Line 1 is no question (“50.0 \"weapon:knife\"”)"), "{rated}");
    for text in [
        "dog\tanimal\tTrue\tHYPER\ncat\tcar\tFalse\tOTHER\nboat\tvehicle\tTrue\tHYPER\n",
        "new york city 7\nice cream cake 5\nhot dog sausage 8\n",
    ] {
        assert!(refusal(text).starts_with("The words of this file cannot be told"), "{}", refusal(text));
    }
    let bars = "| word1 | word2 | score |\n|-------|-------|------:|\n| king | queen | 9.1 |\n| cat | dog | 3 |\n| sun | moon | 0.25 |\n";
    assert_eq!(pairs(bars), three());
    assert_eq!(pairs("i\tking\tqueen\t9.1\nt\tcat\tdog\t3\nS\tsun\tmoon\t0.25\n"), three());
    let later = pairs("note,other,word1,word2,score\nsun-n,dog-n,ab,cd,3\nsun-n,dog-n,ef,gh,4\n");
    assert_eq!(later[0], ("ab".to_owned(), "cd".to_owned(), 3.0), "tags of other columns are no tags of the words");
    assert_eq!(pairs("king,queen,91%\ncat,dog,30%\n")[0].2, 91.0);
}
