//! Markup, entities, emoji and what only looks like markup: case 10.

use embedding_explorer::protocol::{Absence, Notice};

use crate::reading::{opened, opened_text};

#[test]
fn named_characters_are_decoded() {
    let text = opened("10-entities-and-angle-brackets/entities.txt");
    assert_eq!(text.count("don't"), Some(125));
    for name in ["amp", "nbsp", "quot", "39", "don"] {
        assert_eq!(text.count(name), None, "{name} names a character");
    }
    let twice = opened_text(&"fish&amp;amp;chips &amp;quot;ahoy&amp;quot; it&amp;#8217;s caf&eacute;\n".repeat(9));
    assert_eq!(
        twice.opened.words.iter().map(String::as_str).collect::<Vec<_>>(),
        ["fish", "chips", "ahoy", "it's", "café"]
    );
}

#[test]
fn words_between_angles_stay() {
    let mut chat = opened("10-entities-and-angle-brackets/chat-log.txt");
    assert_eq!((chat.count("alice"), chat.find("alice").as_deref()), (Some(60), Ok("alice")));
    let generics = opened("10-entities-and-angle-brackets/generics.txt");
    for word in ["ticket", "invoice", "parcel", "ledger", "vec"] {
        assert!(generics.count(word).is_some(), "{word}");
    }
    let comparisons = opened("10-entities-and-angle-brackets/comparisons.txt");
    for word in ["holds", "and", "wind"] {
        assert_eq!(comparisons.count(word), Some(240), "{word}");
    }
    let mut post =
        opened_text(&"<b>bold</b> words <unk> and <a href=\"x\">a link</a> for <bob@sea.org> if a<b<c\n".repeat(9));
    for word in ["bold", "link", "bob", "sea.org", "a", "b", "c"] {
        assert!(post.find(word).is_ok(), "{word}");
    }
    assert_eq!(post.find("unk"), Err(Absence::Dropped { count: 9 }));
    assert_eq!(post.find("href"), Err(Absence::Dropped { count: 9 }));
}

#[test]
fn a_page_is_read_without_its_tags() {
    let mut page = opened("10-entities-and-angle-brackets/real-html.html");
    assert!(page.says(&Notice::Document));
    for word in ["teal", "margin", "counter"] {
        assert!(matches!(page.find(word), Err(Absence::Dropped { .. })), "{word}: {:?}", page.find(word));
    }
    assert!(page.count("harbor").is_some() && page.count("p").is_none() && page.count("class").is_none());
    let xml =
        "<?xml version=\"1.0\"?>\n<corpus><s id=\"1\">the boat left</s>\n<!-- not\nthis --><s>the boat came</s>\n";
    let xml = opened_text(&format!("{xml}{}", "<s>the boat left</s><s>the boat came</s>\n".repeat(9)));
    assert!(xml.count("boat").is_some() && xml.count("not").is_none() && xml.count("id").is_none());
}

#[test]
fn emoji_and_emoticons_are_words() {
    let text = opened_text(&"so glad 😀😀 👨‍👩‍👧‍👦 at home 🇫🇷 👍🏽 I ❤ it 1️⃣ :-) <3 see *you* & them\n".repeat(9));
    for word in ["😀", "👨‍👩‍👧‍👦", "🇫🇷", "👍🏽", "❤️", "1️⃣", ":-)", "<3"] {
        assert!(text.count(word).is_some(), "{word}");
    }
    assert_eq!(text.count("😀"), Some(18));
    for sign in ["&", "*", "1"] {
        assert_eq!(text.count(sign), None, "{sign}");
    }
}
