//! Other texts of the kinds of the cases: exports of chats, subtitles, tables with long cells, ids with signs, JSON, XML, old
//! encodings. Each was read wrongly once, or lies near something that was.

use embedding_explorer::protocol::{Absence, Notice, RowKind};

use crate::reading::{Reading, open_bytes, opened_text};

fn encoded(text: &str, label: &str) -> Reading {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
    open_bytes(&encoding.encode(text).0, None).unwrap_or_else(|refusal| panic!("{label}: {refusal}"))
}

fn words(text: &Reading) -> Vec<&str> {
    text.opened.words.iter().map(String::as_str).collect()
}

#[test]
fn apostrophes_of_word_processors_are_no_ideographs() {
    let line = "It’s the boat’s last day, and she’s sure that it’s gone. “Don’t,” he’d said.\n";
    let text = encoded(&line.repeat(9), "windows-1252");
    assert_eq!(text.opened.encoding.as_deref(), Some("windows-1252"));
    assert_eq!((text.count("it's"), text.count("boat's"), text.count("he'd")), (Some(18), Some(9), Some(9)));
    let kana = encoded(&"ｶﾀｶﾅ と 猫 が いる。 ﾃｽﾄ です\n".repeat(9), "shift_jis");
    assert_eq!((kana.opened.encoding.as_deref(), kana.count("カタカナ")), (Some("shift_jis"), Some(9)));
    let pointed = encoded(&"בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם\n".repeat(9), "windows-1255");
    assert_eq!(pointed.opened.encoding.as_deref(), Some("windows-1255"));
}

#[test]
fn zeros_in_a_text_make_no_utf_16_of_it() {
    let refusal = open_bytes(&b"The boat left\0\nA gull came\0 home\n".repeat(9), None).err().expect("zeros");
    assert!(refusal.contains("there is a zero at byte 13"), "{refusal}");
    for text in ["Лодка ушла от пирса.\nЧайка прилетела.\n", "很大 喜欢 黄油 每天\n船 港口 渔民\n", "The boat left.\n"]
    {
        let bytes: Vec<u8> = text.repeat(9).encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(open_bytes(&bytes, None).is_ok(), "{text}");
    }
}

#[test]
fn a_cell_over_several_lines_is_one_row() {
    let text = opened_text(
        &"1,\"The boat, at last, \"\"came\"\"\nto the pier\",good\n2,\"A gull\n\nand a net; wet\",bad\n3,plain,good\n"
            .repeat(9),
    );
    assert!(text.says(&Notice::Rows(RowKind::Commas)));
    let lines = 27;
    assert_eq!(text.opened.n_sentences, lines, "as many as rows");
    let speech = opened_text(&"\"Yes, my boat,\" she said, \"is old,\nand it leaks, too.\" He left, alas.\n".repeat(9));
    assert!(
        !speech.opened.notices.iter().any(|notice| matches!(notice, Notice::Rows(_))),
        "{:?}",
        speech.opened.notices
    );
}

#[test]
fn ids_are_whole_whatever_signs_they_have() {
    for (row, id) in [
        ("user:16 user:3 item:9 item:12", "user:16"),
        ("/m/0jcx_1 /m/07zh /m/02_28", "/m/07zh"),
        ("chr1:12345-67890 rs12345 ENSG00000139618.2 HLA-DRB1", "chr1:12345-67890"),
        ("u1@a\tu2@b\tu3@c", "u2@b"),
        ("a=1, b=2,c=3,d=4", "b=2"),
    ] {
        let mut text = opened_text(&format!("{row}\n").repeat(9));
        assert_eq!(text.count(&id.to_lowercase()), Some(9), "{row}: {:?}", text.opened.words);
        assert_eq!(text.find(id).as_deref(), Ok(id), "{row}");
    }
    let mut prose = opened_text(&"Take the 10:30 boat to pier 7, row 12; it is 5 km.\n".repeat(9));
    assert_eq!(prose.find("10:30"), Err(Absence::Parts { words: vec!["10".to_owned(), "30".to_owned()] }));
}

#[test]
fn json_is_read_without_its_escapes() {
    let lines = "{\"text\": \"It\\u2019s a caf\\u00e9 \\ud83d\\ude00 \\\"ok\\\"\\nnew\"}\n".repeat(9);
    let pretty = format!("[\n{}]\n", "  {\n    \"text\": \"It\\u2019s a caf\\u00e9 😀 ok new\"\n  },\n".repeat(9));
    for text in [lines, pretty] {
        let mut text = opened_text(&text);
        assert!(text.says(&Notice::Rows(RowKind::Json)), "{:?}", text.opened.notices);
        assert_eq!(words(&text), ["it's", "a", "café", "😀", "ok", "new"], "without its key");
        assert!(matches!(text.find("text"), Err(Absence::Dropped { .. })), "which is not denied");
    }
}

#[test]
fn subtitles_have_no_times() {
    let srt = "1\r\n00:00:01,600 --> 00:00:04,200\r\n<i>Where is\r\nthe boat?</i>\r\n\r\n2\r\n00:00:05,900 --> 00:00:07,999\r\n- It left.\r\n\r\n";
    let vtt = "00:01.000 --> 00:04.000 align:start\n<v Roger>Where is the <c.yellow>boat</c>?</v>\n\n00:05.000 --> 00:09.000\n- It left.\n\n";
    for text in [srt.repeat(9), format!("WEBVTT\n\n{}", vtt.repeat(9))] {
        let text = opened_text(&text);
        assert_eq!(words(&text), ["where", "is", "the", "boat", "it", "left"], "{:?}", text.opened.notices);
    }
}

#[test]
fn xml_without_a_declaration_is_xml() {
    let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<entry><summary type=\"html\">&lt;p&gt;The boat &amp;amp; the gull&lt;/p&gt;</summary></entry>\n";
    let mut text = opened_text(&feed.repeat(9));
    assert!(text.says(&Notice::Document));
    assert_eq!(words(&text), ["the", "boat", "gull"]);
    assert!(matches!(text.find("summary"), Err(Absence::Dropped { .. })));
    assert_eq!(text.find("boat</summary>"), Err(Absence::Parts { words: vec!["boat".to_owned()] }));
    let sentences = opened_text(&"<s> the boat left </s>\n<s> the gull came </s>\n<s> a net is wet </s>\n".repeat(9));
    assert_eq!(sentences.opened.n_sentences, 27, "a sentence a line stays one");
}

#[test]
fn narrow_columns_of_a_scan_are_joined() {
    let column = "The ﬁrst oﬃcer of the ﬂeet had writ-\nten a long letter to the harbor-\nmaster, who was ill and could not\nread what he had written. It was for the\n\
        harbormaster alone, and a man who\nknew the har-\nbor carried it\nfrom the harbor to him.\n\n";
    let text = opened_text(&column.repeat(9));
    assert!(text.says(&Notice::Wrapped), "{:?}", text.opened.notices);
    assert_eq!((text.count("harbormaster"), text.count("written"), text.count("writ")), (Some(18), Some(18), None));
    let same = opened_text(&"The old boat left the pier early today and a gull came\n".repeat(9));
    assert_eq!(same.opened.n_sentences, 9, "a line again and again is no paragraph");
}

#[test]
fn capitals_and_colors_hide_no_word() {
    let mut german = opened_text(&"Straße groß Fußball \u{1B}[31mrot\u{1B}[0m Füße\n".repeat(9));
    for (typed, word) in
        [("STRASSE", "straße"), ("GROẞ", "groß"), ("FUSSBALL", "fußball"), ("FÜSSE", "füße"), ("rot", "rot")]
    {
        assert_eq!(german.find(typed).as_deref(), Ok(word), "{typed}");
    }
    assert_eq!(german.count("0m"), None);
}
