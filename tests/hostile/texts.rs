//! Texts to open.

use std::fmt::Write;

use crate::random::Random;

/// Words that are hard to read, and the invisible.
const ODD: [&str; 12] = [
    "don’t",
    "co\u{ad}operate",
    "café",
    "cafe\u{301}",
    "שלום\u{200f}",
    "北京",
    "\u{feff}x",
    "a\u{0}b",
    "…",
    "3.14",
    "naïve",
    "ŉ",
];

/// A text: mostly a few hundred made-up words in company, sometimes empty, tiny, odd or of one word alone.
pub(crate) fn text(random: &mut Random) -> String {
    match random.below(12) {
        0 => String::new(),
        1 => "one two".to_owned(),
        2 => "word ".repeat(random.below(400) as usize),
        3 => {
            let words: Vec<&str> = (0..random.below(600)).map(|_| random.pick(&ODD)).collect();
            words.join(random.pick(&[" ", "\n", "\r", ", "]))
        }
        4 => "one two three four five six seven eight\n".repeat(10),
        _ => company(random),
    }
}

/// Words of which those of one company stand together, frequent and rare ones.
fn company(random: &mut Random) -> String {
    let (n_words, n_lines) = (2 + random.below(300), 10 + random.below(300));
    let mut text = String::new();
    for line in 0..n_lines {
        let first = random.below(n_words);
        for _ in 0..=random.below(14) {
            // The lesser of three draws: low ids are frequent.
            let step = [0; 3].map(|_: u32| random.below(n_words)).into_iter().min().unwrap_or(0);
            write!(text, "w{} ", (first + step) % n_words).expect("a String takes everything");
        }
        text.push_str(if line % 9 == 8 { ".\n\n" } else { ".\n" });
    }
    text
}

/// Questions about such a text, in either layout, sometimes broken.
pub(crate) fn questions(random: &mut Random) -> String {
    let mut text = String::new();
    let is_pairs = random.one_in(3);
    for _ in 0..random.below(60) {
        let mut word = || format!("w{}", random.below(60));
        let line = if is_pairs {
            format!("{}\t{}\t3.5\n", word(), word())
        } else {
            format!("{} {} {} {}\n", word(), word(), word(), word())
        };
        text.push_str(&line);
        if random.one_in(40) {
            text.push_str(random.pick(&[": section\n", "broken\n", "\n", "a b c d e\n", "a\tb\tNaN\n"]));
        }
    }
    text
}
