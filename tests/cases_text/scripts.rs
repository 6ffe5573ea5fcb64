//! Scripts without spaces: case 12.

use embedding_explorer::protocol::{Absence, Notice, WordUnit};

use crate::reading::{open, open_bytes, opened, opened_text};

fn script(script: &str, unit: WordUnit) -> Notice {
    Notice::Script { script: script.to_owned(), unit }
}

#[test]
fn words_that_the_author_separated_stay() {
    for (path, n_words, word, name) in [
        ("chinese-parted-by-spaces.txt", 15, "很大", "Chinese"),
        ("thai-parted-by-spaces.txt", 6, "ทะเล", "Thai"),
        ("thai-parted-by-zero-width-spaces.txt", 6, "ทะเล", "Thai"),
        ("tibetan-parted-by-spaces.txt", 5, "གུ་རུ་", "Tibetan"),
    ] {
        let mut text = opened(&format!("12-scripts-without-spaces/{path}"));
        assert_eq!(text.n_words(), n_words, "{path}: {:?}", text.opened.words);
        assert_eq!(text.find(word).as_deref(), Ok(word), "{path}");
        assert!(text.says(&script(name, WordUnit::Spaced)), "{path}");
    }
    let mut chinese = opened("12-scripts-without-spaces/chinese-parted-by-spaces.txt");
    assert_eq!(chinese.count("很大"), Some(236));
    chinese.train();
    let mut nearest = chinese.nearest("船", 4);
    nearest.sort_unstable();
    let mut sea = ["港口", "渔民", "海潮", "灯塔"].map(str::to_owned);
    sea.sort_unstable();
    assert_eq!(nearest, sea);
}

#[test]
fn what_is_not_separated_is_taken_by_character_or_refused() {
    let mut chinese = opened("12-scripts-without-spaces/chinese-unspaced.txt");
    assert!(chinese.says(&script("Chinese", WordUnit::Character)));
    assert_eq!(chinese.find("很大"), Err(Absence::Parts { words: vec!["很".to_owned(), "大".to_owned()] }));
    let thai = open("12-scripts-without-spaces/thai-unspaced.txt").err().expect("a map of letters is of no use");
    assert!(thai.starts_with("This text is in Thai and its words are not separated"), "{thai}");
}

#[test]
fn other_texts_of_these_scripts_are_read_likewise() {
    let japanese = opened_text(&"私 は 毎日 パン を 食べ ます 。\n犬 と 猫 が コーヒー を 飲み ます 。\n".repeat(9));
    assert!(japanese.count("食べ").is_some() && japanese.count("コーヒー").is_some());
    let unparted = opened_text(&"私は毎日パンを食べます。犬と猫がコーヒーを飲みます。\n".repeat(9));
    assert!(unparted.says(&script("Japanese", WordUnit::Character)) && unparted.count("食").is_some());
    let lao = opened_text(&"ເຮືອ ທະເລ ປາ ນ້ຳ ເຮືອ ເຮືອນ\n".repeat(9));
    assert!(lao.count("ທະເລ").is_some());
    let khmer = opened_text(&"ទូក\u{200B}សមុទ្រ\u{200B}ត្រី\u{200B}ទឹក\u{200B}ទូក\n".repeat(9));
    assert!(khmer.count("សមុទ្រ").is_some());
    let burmese = opened_text(&"လှေ ပင်လယ် ငါး ရေ လှေ အိမ်\n".repeat(9));
    assert!(burmese.count("ပင်လယ်").is_some());
    for (name, text) in [
        ("Lao", "ເຮືອທະເລປານ້ຳເຮືອເຮືອນທະເລປານ້ຳເຮືອ\n"),
        ("Khmer", "ទូកសមុទ្រត្រីទឹកទូកសមុទ្រត្រីទឹក\n"),
        ("Burmese", "လှေပင်လယ်ငါးရေလှေအိမ်ပင်လယ်ငါးရေလှေ\n"),
    ] {
        let refusal = open_bytes(text.repeat(9).as_bytes(), None).err().unwrap_or_else(|| panic!("{name}"));
        assert!(refusal.contains(name), "{refusal}");
    }
    let mixed = opened_text(&"我 用 Python 写 程序 ，iPhone手机 很 好\n".repeat(9));
    assert!(mixed.count("程序").is_some() && mixed.count("iphone手机").is_some(), "{:?}", mixed.opened.words);
    let quoting = opened_text(&"The Thai word ทะเลสวย means a fine sea and 東京 is a town.\n".repeat(9));
    assert!(quoting.count("ทะเลสวย").is_some());
}
