use super::*;
use proptest::prelude::*;

#[test]
fn spellings_that_look_alike_are_one() {
    for (written, expected) in [
        ("cafe\u{301}", "café"),
        ("don’t don‘t donʼt don＇t don`t don´t don′t", "don't don't don't don't don't don't don't"),
        ("`code` ``x''", "`code` ``x''"),
        ("well\u{2010}known non\u{2011}stop", "well-known non-stop"),
        ("1990–1995 a—b −5", "1990–1995 a—b −5"),
        ("co\u{AD}operate \u{FEFF}word foo\u{2060}bar", "cooperate word foobar"),
        ("שלום\u{200F} \u{202B}עולם\u{202C} בן־אדם צה״ל", "שלום עולם בן-אדם צה\"ל"),
        ("a\u{200B}b", "a b"),
        ("ｶ\u{AD}ﾞ`ﬁ", "ガ'fi"),
        ("oﬃce ﬁsh ﬂour ſo ŉ", "office fish flour so 'n"),
        ("ｔｏｋｙｏ２０２０ ＡＢＣ ｶﾞｷﾞ", "tokyo2020 ABC ガギ"),
        ("１，０００", "1,000"),
        ("Hi！", "Hi！"),
        ("كـتـاب ﻛﺘﺎب", "كتاب كتاب"),
        ("می\u{200C}خواهم \u{200C}x\u{200C}y", "می\u{200C}خواهم xy"),
        ("क्\u{200D}ष", "क्\u{200D}ष"),
        ("𝓱𝓮𝓵𝓵𝓸 𝐚𝟏", "hello a1"),
        ("x² ½ № ™", "x² ½ № ™"),
        ("❤ ❤\u{FE0E} ❤️ 😀\u{FE0F}", "❤️ ❤️ ❤️ 😀"),
        ("1\u{20E3} 1️⃣ 1\u{FE0F}", "1️⃣ 1️⃣ 1"),
        ("👨‍👩‍👧 👍🏽 ☝🏽 🏴\u{E0067}\u{E007F}", "👨‍👩‍👧 👍🏽 ☝🏽 🏴\u{E0067}\u{E007F}"),
        ("i\u{307}stanbul", "istanbul"),
        ("⽇本 Ω Å", "日本 Ω Å"),
    ] {
        assert_eq!(normalize(written), expected, "{written}");
        assert_eq!(normalize(expected), expected, "{expected}");
    }
}

#[test]
fn lower_case_is_normal_too() {
    for (word, expected) in
        [("İstanbul", "istanbul"), ("ISTANBUL", "istanbul"), ("ÉTÉ", "été"), ("ΟΔΟΣ", "οδος"), ("plain", "plain")]
    {
        assert_eq!(lower(word), expected);
    }
}

#[test]
fn what_is_normal_is_borrowed() {
    for text in ["plain text", "naïve Größe “quoted” – 1,000 €", "Привет мир", "很大喜欢。", "こんにちは", "안녕하세요"]
    {
        assert!(matches!(normalize(text), Cow::Borrowed(_)), "{text}");
        assert!(is_plain(text), "{text}");
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let odd: Vec<char> = "i\u{307}\u{301}\u{323}’‘`´′-\u{2010}\u{AD}\u{200B}\u{200C}\u{200D}\u{200E}\u{FEFF}\u{FE0F}\u{FE0E}\
        \u{20E3}1#，．ﬁﬀ𝐚ｶﾞﾞ１ـكﻛमक्❤☝🏽👨👩😀🏴\u{E0067}\u{E007F}🇫🇷İıſŉΩ\u{1FEF}\u{212B}가\u{1100}\u{1161}\u{5D0}\u{5F4}\u{34F} "
        .chars()
        .collect();
    prop::collection::vec(prop_oneof![3 => prop::sample::select(odd), 1 => any::<char>()], 0..24)
        .prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn normal_is_normal(text in any_text()) {
        let once = normalize(&text).into_owned();
        prop_assert_eq!(normalize(&once), once.as_str());
        let low = lower(&once).into_owned();
        prop_assert_eq!(normalize(&low), low.as_str());
        prop_assert_eq!(lower(&low), low.as_str());
    }

    #[test]
    fn what_is_plain_is_normal(text in prop::collection::vec(any::<char>(), 1..6)) {
        let text: String = text.into_iter().filter(|&character| is_plain_char(character)).collect();
        prop_assert_eq!(nfc(&text), text.as_str());
        prop_assert_eq!(rewrite(&expand(&text)), text);
    }
}
