//! Texts as programs export them: mail, chats, logs, pages with something above them, tagged and parsed texts, LaTeX, texts
//! that were encoded twice or by DOS. Each was read wrongly once.

use embedding_explorer::protocol::{Absence, Notice, Quirk, RowKind, WordUnit};

use crate::reading::{Reading, open_bytes, opened_text};

fn words(text: &Reading) -> Vec<&str> {
    text.opened.words.iter().map(String::as_str).collect()
}

fn has_no_quirk(text: &Reading) -> bool {
    !text.opened.notices.iter().any(|notice| matches!(notice, Notice::Quirk(_)))
}

#[test]
fn mail_is_decoded() {
    let mail = "From: Anna <anna@sea.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=C3=A9 is at the har=\r\nbor, it=E2=80=99s open.\r\n\r\n";
    let text = opened_text(&mail.repeat(9));
    assert!(text.says(&Notice::Quirk(Quirk::Mail)), "{:?}", text.opened.notices);
    assert_eq!((text.count("café"), text.count("harbor"), text.count("it's")), (Some(9), Some(9), Some(9)));
    for torn in ["c3", "a9", "har", "bor", "99s"] {
        assert_eq!(text.count(torn), None, "{torn}");
    }
    let latin = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nna=EFve caf=E9\n\n";
    let latin = opened_text(&latin.repeat(9));
    assert_eq!((latin.count("naïve"), latin.count("café")), (Some(9), Some(9)));
    let base64 = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGhlIGNhZsOpIGlzIG9wZW4gdG9kYXku\n\n";
    assert_eq!(opened_text(&base64.repeat(9)).count("café"), Some(9));
}

#[test]
fn what_was_encoded_twice_is_decoded_twice() {
    let mut text = opened_text(&"The cafÃ© isnâ€™t naÃ¯ve, Ã\u{A0} la carte.\n".repeat(9));
    assert_eq!(words(&text), ["the", "café", "isn't", "naïve", "à", "la", "carte"]);
    assert!(text.says(&Notice::Quirk(Quirk::EncodedTwice)));
    assert_eq!(text.find("cafÃ©"), Err(Absence::Parts { words: vec!["café".to_owned()] }), "as it stands in the file");
    let mixed = [&"The café is naïve.\n".repeat(9).into_bytes()[..], b"the fianc\xE9e\x92s r\xE9sum\xE9\n"].concat();
    let mixed = open_bytes(&[&mixed[..], &b"r\xE9sum\xE9\n".repeat(9)[..]].concat(), None).expect("a text");
    assert_eq!((mixed.count("café"), mixed.count("résumé")), (Some(9), Some(10)), "two encodings in one file");
    let about = "Bugs turn é into Ã© and ’ into â€™, he wrote; São Paulo, über, señor, naïve, été.\n";
    let about = opened_text(&format!("{about}{}", "Das Café ist schön, Señor, und naïv.\n".repeat(9)));
    assert!(has_no_quirk(&about) && about.count("café").is_some());
}

#[test]
fn texts_of_dos_are_read() {
    let german = b"Das Boot verlie\xE1 den Pier, und die M\x94we kam f\x81r M\x81ller, sch\x94n und gr\x94\xE1er.\r\n";
    let text = open_bytes(&german.repeat(9), None).expect("a text");
    assert_eq!((text.opened.encoding.as_deref(), text.count("größer")), (Some("ibm850"), Some(9)));
    let chosen = open_bytes(&german.repeat(9), Some("ibm850")).expect("a text");
    assert_eq!(chosen.count("möwe"), Some(9));
}

#[test]
fn documents_are_read_in_the_encoding_that_they_name() {
    let html = |charset: &str, text: &str| {
        let page = format!(
            "<html><head><meta charset=\"{charset}\"></head><body>{}</body></html>",
            format!("<p>{text}</p>").repeat(9)
        );
        let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).expect("a label");
        open_bytes(&encoding.encode(&page).0, None).unwrap_or_else(|refusal| panic!("{charset}: {refusal}"))
    };
    for (charset, name, text, word) in [
        ("Shift_JIS", "shift_jis", "船と港", "港"),
        ("koi8-r", "koi8-r", "Чай готов", "чай"),
        ("gb2312", "gb18030", "船和港", "船"),
        ("iso-8859-2", "iso-8859-2", "Żar i lód", "żar"),
    ] {
        let page = html(charset, text);
        assert_eq!(page.opened.encoding.as_deref(), Some(name));
        assert_eq!(page.count(word), Some(9), "{charset}");
        let told = Notice::Encoding { name: name.to_owned(), is_guessed: false };
        assert!(page.says(&told), "{:?}", page.opened.notices);
    }
    let page = "<p>Das Café ist schön</p>".repeat(9);
    let wrong = opened_text(&format!("<html><head><meta charset=\"iso-8859-1\"></head><body>{page}</body></html>"));
    assert_eq!(wrong.count("café"), Some(9), "what is UTF-8 stays so");
}

#[test]
fn times_before_messages_are_no_words() {
    for (chat, words_of_it) in [
        (
            "\u{200E}[12/03/2024, 09:15:22] Anna: the boat left\r\n\u{200E}[12/03/2024, 09:16:02] Ben: yes, at 10:30 today\r\n",
            vec!["anna", "the", "boat", "left", "ben", "yes", "at", "10", "30", "today"],
        ),
        (
            "12.03.24, 21:15 - Anna: the boat\n12.03.24, 21:16 - Ben: left\nand sank\n",
            vec!["anna", "the", "boat", "ben", "left", "and", "sank"],
        ),
        (
            "Anna, [12.03.2024 21:15]\nthe boat\n\nBen, [12.03.2024 21:16]\nleft\n\n",
            vec!["anna", "the", "boat", "ben", "left"],
        ),
        ("21:15 <@anna> the boat\n21:16 <ben> left\n", vec!["anna", "the", "boat", "ben", "left"]),
        (
            "2024-03-12 10:00:00,123 INFO boat started\n2024-03-12 10:00:01,456 WARN gull came\n",
            vec!["info", "boat", "started", "warn", "gull", "came"],
        ),
        ("0:01\nthe boat\n0:05\nleft\n", vec!["the", "boat", "left"]),
    ] {
        let mut text = opened_text(&chat.repeat(9));
        assert_eq!(words(&text), words_of_it, "{chat}");
        assert!(text.says(&Notice::Quirk(Quirk::Stamps)) && !text.says(&Notice::Wrapped));
        if chat.contains("21:15") {
            assert!(matches!(text.find("21:15"), Err(Absence::Dropped { .. })), "it is not denied");
        }
    }
    for prose in [
        "At 10:30 the boat left. On 12/03/2024, 21:15 - or so - it came.\n",
        "12 March 2024: the boat left\n",
        "Gen 1:1 In the beginning\n",
    ] {
        assert!(has_no_quirk(&opened_text(&prose.repeat(9))), "{prose}");
    }
    let log = "Mar 12 10:01:07 host sshd[1001]: Failed password for user1 from 10.0.0.1 port 40001 ssh2\n";
    assert_eq!(opened_text(&log.repeat(9)).opened.n_sentences, 9, "a log is no wrapped prose");
}

#[test]
fn tables_with_decimal_commas_keep_their_numbers() {
    let text = opened_text(&"0,12;8,05;7,34\n1,54;6,22;8,97\n".repeat(9));
    assert!(text.says(&Notice::Rows(RowKind::Semicolons)));
    assert_eq!(words(&text), ["0,12", "8,05", "7,34", "1,54", "6,22", "8,97"]);
}

#[test]
fn tagged_and_parsed_texts_keep_their_words_alone() {
    let tagged = "The/DT old/JJ boat/NN left/VBD the/DT pier/NN and/CC came/VBD back/RB ./.\n";
    let mut text = opened_text(&tagged.repeat(9));
    assert!(text.says(&Notice::Quirk(Quirk::WordTags)));
    assert_eq!((text.count("boat"), text.count("nn"), text.opened.n_sentences), (Some(9), None, 9));
    assert_eq!(text.find("NN"), Err(Absence::Dropped { count: 18 }));
    let chinese = opened_text(&"今天/t 天气/n 很/d 好/a ，/w 我们/r 去/v 港口/n 看/v 船/n 。/w\n".repeat(9));
    assert_eq!((chinese.count("港口"), chinese.count("n")), (Some(9), None));
    let slashes = opened_text(&"今天/ 天气/ 很/ 好/ ，/ 我们/ 去/ 港口/ 看/ 船\n".repeat(9));
    assert_eq!((slashes.count("港口"), slashes.count("港")), (Some(9), None));
    let ids = opened_text(&"/m/ab /person/born /m/cd\n/m/ef /person/lives /m/cd\n".repeat(9));
    assert!(has_no_quirk(&ids));
    let conllu = "# text = The boat left.\n1\tThe\tthe\tDET\t2\n2\tboat\tboat\tNOUN\t3\n3\tleft\tleave\tVERB\t0\n4\t.\t.\tPUNCT\t3\n\n";
    let text = opened_text(&conllu.repeat(9));
    assert!(text.says(&Notice::Quirk(Quirk::Columns)), "{:?}", text.opened.notices);
    assert_eq!((words(&text), text.opened.n_sentences), (vec!["the", "boat", "left"], 9));
    let mecab = "今日\t名詞,副詞可能,*,*,今日\nは\t助詞,係助詞,*,*,は\n天気\t名詞,一般,*,*,天気\nEOS\n";
    assert_eq!(words(&opened_text(&mecab.repeat(9))), ["今日", "は", "天気"]);
}

#[test]
fn lists_separate_words_in_any_script() {
    let thai = opened_text(&"เรือ\nทะเล\nปลา\n\nตลาด\nขนม\nครัว\n\n".repeat(5));
    assert_eq!((thai.count("ทะเล"), thai.n_words()), (Some(5), 6));
    let chinese = opened_text(&"港口\n渔民\n灯塔\n\n海潮\n烤箱\n黄油\n\n".repeat(5));
    assert_eq!((chinese.count("港口"), chinese.n_words()), (Some(5), 6));
    let kana = opened_text(&"きょうは とても いい てんきです。ぼくは うみに いきました。\n".repeat(9));
    assert_eq!(kana.count("きょうは"), Some(9));
    assert!(kana.says(&Notice::Script { script: "Japanese".to_owned(), unit: WordUnit::Spaced }));
}

#[test]
fn markup_below_the_beginning_is_markup() {
    let page = "<p>The boat left</p>\n<p>A gull came</p>\n<p>The net is wet</p>\n".repeat(9);
    let page = opened_text(&format!(
        "Saved from the harbor's site\n\n<html><head><style>p {{ color: teal }}</style></head><body>{page}</body></html>"
    ));
    assert!(page.says(&Notice::Document) && page.count("boat") == Some(9) && page.count("teal").is_none());
    let plain = "The boat left the harbor.\nA gull came home.\n".repeat(9);
    let mut script =
        opened_text(&format!("{plain}<script type=\"text/javascript\">\nvar teal = 1;\n</script>\n{plain}"));
    assert_eq!((script.count("boat"), script.opened.n_sentences), (Some(18), 36), "lines stay lines");
    assert!(matches!(script.find("teal"), Err(Absence::Dropped { .. })));
    let table = opened_text(&"plain <TABLE BORDER=1><TD align=left>boat</TD></TABLE>\n".repeat(9));
    assert_eq!(words(&table), ["plain", "boat"]);
    let types = opened_text(&"a Vec<Span> holds each Option<Title> of Box<Code>\n".repeat(9));
    assert!(["span", "title", "code"].iter().all(|word| types.count(word) == Some(9)), "{:?}", words(&types));
}

#[test]
fn escapes_and_latex_are_undone() {
    let dump = opened_text(&"The boat left.\\nA gull came.\\n\\nIt\\'s wet.\\tYes.\\n\n".repeat(9));
    assert_eq!(words(&dump), ["the", "boat", "left", "a", "gull", "came", "it's", "wet", "yes"]);
    let strings = opened_text(&format!("[\n{}\"end\"\n]\n", "\"the caf\\u00e9 is open\",\n".repeat(9)));
    assert!(strings.says(&Notice::Rows(RowKind::Json)) && strings.count("café") == Some(9));
    let mut latex = opened_text(
        &"\\section{Boats}\\label{sec:a}\nThe \\emph{old} boat left M\\\"uller's caf\\'e in the stra\\ss e, see \\cite{smith}. % no\n"
            .repeat(9),
    );
    assert_eq!(
        words(&latex),
        ["the", "boats", "old", "boat", "left", "müller's", "café", "in", "straße", "see"],
        "{:?}",
        latex.opened.notices
    );
    assert!(matches!(latex.find("smith"), Err(Absence::Dropped { .. })));
}

#[test]
fn archives_are_named() {
    let pages = open_bytes(b"PK\x03\x04\x14\0\0\0\0\0Index/Document.iwa", None).err().expect("a refusal");
    assert!(pages.contains("Pages, Numbers or Keynote"), "{pages}");
}
