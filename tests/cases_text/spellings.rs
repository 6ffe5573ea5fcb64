//! One word, however it is spelled: cases 06, 08 and the awkward words of files-10.

use crate::reading::{opened, opened_text};

#[test]
fn accents_are_one_word_in_either_form() {
    for (path, n_words) in [("nfc-and-nfd.txt", 25), ("nfd-only.txt", 25)] {
        let mut text = opened(&format!("06-unicode-forms/{path}"));
        assert_eq!((text.n_words(), text.count("café")), (n_words, Some(60)), "{path}");
        for typed in ["café", "cafe\u{301}", "CAFÉ", " café, "] {
            assert_eq!(text.find(typed).as_deref(), Ok("café"), "{typed}");
        }
    }
}

#[test]
fn compatibility_forms_are_the_plain_letters() {
    let mut ligatures = opened("06-unicode-forms/ligatures.txt");
    assert_eq!((ligatures.n_words(), ligatures.count("office")), (24, Some(60)));
    assert_eq!(ligatures.find("oﬃce").as_deref(), Ok("office"));
    assert_eq!(opened("06-unicode-forms/fullwidth.txt").n_words(), 21);
    let mut dotted = opened("06-unicode-forms/dotted-capital-i.txt");
    assert_eq!(dotted.n_words(), 21);
    for typed in ["İstanbul", "istanbul", "ISTANBUL", "i\u{307}stanbul"] {
        assert_eq!(dotted.find(typed).as_deref(), Ok("istanbul"), "{typed}");
    }
}

#[test]
fn a_typographic_apostrophe_is_found_everywhere() {
    let [mut straight, mut curly] =
        ["straight", "curly"].map(|name| opened(&format!("08-curly-apostrophe/{name}.txt")));
    for text in [&mut straight, &mut curly] {
        assert_eq!((text.n_words(), text.count("don't")), (25, Some(60)));
        for typed in ["don’t", "don't", "don‘t", "donʼt", "don`t", "Don’t"] {
            assert_eq!(text.find(typed).as_deref(), Ok("don't"), "{typed}");
        }
        for expression in ["don’t - can’t + won’t", "don't – can't + won't", "don’t—can’t", "2 * don‘t"]
        {
            assert_eq!(text.compute(expression), Ok(()), "{expression}");
        }
        assert!(text.compare(&["don’t", "can’t", "it’s"]));
    }
    assert_eq!(straight.opened.words, curly.opened.words);
    assert_eq!(straight.train(), curly.train(), "the same words have the same vectors");
    let other = opened("08-curly-apostrophe/backtick-and-modifier.txt");
    assert_eq!(other.opened.words.iter().filter(|word| word.starts_with("don")).count(), 1);
}

#[test]
fn words_that_are_awkward_to_list_are_words() {
    let mut text = opened("files-10-two-tables-and-exports/text-with-awkward-words.txt");
    for word in ["don't", "mother-in-law", "1,000", "new_york", "café", "ים"] {
        assert_eq!(text.find(word).as_deref(), Ok(word));
    }
    assert!(text.compare(&["1,000", "ים", "new_york"]));
}

#[test]
fn a_word_that_is_copied_from_a_text_is_in_it() {
    let line = "Naïve re\u{AD}sumé «mother\u{2011}in\u{2011}law» שלום\u{200F} צה״ל می\u{200C}خواهم क्षत्रिय \u{FEFF}start foo\u{2060}bar \
        ｔｏｋｙｏ Straße ﬁsh كـتاب ΟΔΟΣ 1,000 don’t 👩‍🚀 👍🏽 🇯🇵 1️⃣ ❤ :-) C++ R2-D2 x_1 über ٣٤ Łódź œuvre ŉ\n";
    let mut text = opened_text(&line.repeat(9));
    for typed in line.split_whitespace() {
        assert!(text.find(typed).is_ok(), "{typed} is denied: {:?}", text.find(typed));
    }
    assert_eq!(text.compute("שלום - צה\"ל"), Ok(()));
    assert_eq!(text.compute("👩‍🚀 + ❤️ - straße"), Ok(()));
}
