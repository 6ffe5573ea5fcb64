//! Random files of questions, and random expressions, against their readers.
//!
//! A test of a few seconds here; for longer runs, `cargo xtask fuzz questions` and `cargo xtask fuzz expressions`. What it
//! takes from the environment is what `tests/hostile` takes: `HOSTILE_SECONDS` (3 by default, for each of both) and
//! `HOSTILE_SEED`. A failure names its seed; `HOSTILE_SEED=n HOSTILE_SECONDS=0` tries that one alone.
//!
//! What must hold: nothing panics or takes longer than it should; what is read does not depend on how the reading is sliced;
//! counts add up, words are not empty, and scores and weights are numbers.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    env,
    fmt::Write,
    time::{Duration, Instant},
};

use embedding_explorer::space::{
    Expression,
    evaluation::{Kind, MOST_SKIPPED, QuestionReader},
};

#[path = "../hostile/random.rs"]
mod random;

use random::Random;

/// What one input may take.
const SLOW: Duration = Duration::from_secs(2);

/// Tries seeds until time is up; each must return. Gives how many were tried.
fn try_seeds(attempt: impl Fn(&mut Random)) -> u64 {
    let number = |name: &str| env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let patience = Duration::from_secs(number("HOSTILE_SECONDS").unwrap_or(3));
    let first = number("HOSTILE_SEED").unwrap_or(1);
    let start = Instant::now();
    let mut n_tried = 0;
    while n_tried == 0 || start.elapsed() < patience {
        let seed = first.wrapping_add(n_tried);
        let began = Instant::now();
        let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| attempt(&mut Random::new(seed))));
        assert!(tried.is_ok(), "seed {seed} breaks a rule; what it does stands above");
        assert!(began.elapsed() < SLOW, "seed {seed} takes {:?}", began.elapsed());
        n_tried += 1;
    }
    eprintln!("{n_tried} inputs from seed {first} in {:.0} s", start.elapsed().as_secs_f64());
    n_tried
}

const CELLS: [&str; 40] = [
    "king",
    "queen",
    "man",
    "woman",
    "new york",
    "don’t",
    "café",
    "北京",
    "sun-n",
    "run-v",
    "a/b/c",
    "7",
    "9.1",
    "9,1",
    "-3",
    "1e5",
    "NaN",
    "inf",
    "",
    " ",
    "\"quoted\"",
    "\"quo,ted\"",
    "\"open",
    "\"\"",
    "N",
    "JJ_JJR",
    "word1",
    "Word 2",
    "score",
    "Human (mean)",
    "SD",
    ":",
    ": section",
    "#",
    "# comment",
    "//",
    "sep=;",
    "\u{feff}",
    "\u{0}",
    "<b>{[x]}</b>",
];
const SEPARATORS: [&str; 10] = ["\t", ",", ";", " ", "   ", ":", " :: ", ", ", "\t\t", ""];
const ENDS: [&str; 5] = ["\n", "\r\n", "\r", "\n\n", "\u{2028}"];

/// Lines of cells, mostly of one layout, now and then of another, or of any characters.
fn file(random: &mut Random) -> String {
    let (separator, end) = (random.pick(&SEPARATORS), random.pick(&ENDS));
    let n_cells = 1 + random.below(6);
    let mut text = if random.one_in(4) { "\u{feff}".to_owned() } else { String::new() };
    // What a column mostly holds.
    let columns: Vec<&str> = (0..n_cells).map(|_| random.pick(&["word", "number", "word", "any"])).collect();
    for line in 0..random.below(120) {
        if random.one_in(25) {
            let n = random.below(40);
            text.extend((0..n).filter_map(|_| char::from_u32(random.below(0x3000))));
        } else {
            let n = if random.one_in(15) { random.below(70) as usize } else { columns.len() };
            for cell in 0..n {
                let separator = if random.one_in(60) { random.pick(&SEPARATORS) } else { separator };
                text.push_str(if cell > 0 { separator } else { "" });
                match columns.get(cell) {
                    _ if random.one_in(20) => text.push_str(random.pick(&CELLS)),
                    Some(&"word") => write!(text, "w{}", random.below(90)).expect("a String takes everything"),
                    Some(&"number") if random.one_in(3) => text.push_str(&line.to_string()),
                    Some(&"number") => write!(text, "{}.5", random.below(10)).expect("a String takes everything"),
                    _ => text.push_str(random.pick(&CELLS)),
                }
            }
        }
        text.push_str(end);
    }
    if random.one_in(200) {
        text.push_str(&"x,".repeat(200_000));
    }
    text
}

#[test]
fn no_file_of_questions_breaks_its_reader() {
    let n_tried = try_seeds(|random| {
        let text = file(random);
        let chosen = random.one_in(3).then(|| random.below(6));
        let whole = QuestionReader::read(&text, chosen);
        let mut reader = QuestionReader::new(text.clone(), chosen);
        let n_bytes = 1 + random.below(3000) as usize;
        let sliced = loop {
            match reader.advance(n_bytes) {
                Ok(false) => {}
                Ok(true) => break Ok(reader.finish().expect("it is read")),
                Err(error) => break Err(error),
            }
        };
        assert_eq!(sliced, whole, "the cutting makes a difference in {text:?}");
        let Ok(file) = whole else { return };
        let taken = &file.taken;
        assert_eq!(taken.skipped.len(), MOST_SKIPPED.min(taken.n_skipped as usize));
        assert!(taken.skipped.is_sorted_by_key(|(line, _)| *line));
        let n_pairs = file.questions.n_pairs();
        assert_eq!(n_pairs > 0, taken.kind == Kind::Pairs && taken.score.is_some(), "{text:?}");
        assert!(file.questions.n_bytes() < 16 * 1024 + 12 * text.len() as u64, "memory of {text:?}");
        for place in 0..n_pairs {
            let ([a, b], score) = file.questions.pair(place).expect("it is there");
            assert!(!a.is_empty() && !b.is_empty() && score.is_finite(), "{a:?} {b:?} {score} in {text:?}");
        }
    });
    assert!(n_tried > 0);
}

const PARTS: [&str; 36] = [
    "king",
    "queen",
    "man",
    "don’t",
    "well-known",
    "1,000",
    "3.14",
    "北京",
    "צה\"ל",
    "cafe\u{301}",
    "mean(",
    "(",
    ")",
    "+",
    "-",
    "−",
    "–",
    "*",
    "×",
    "·",
    ",",
    "\"",
    "“",
    "”",
    "„",
    "2",
    "0.5",
    "1e9",
    ".",
    "'",
    "_",
    "\u{200d}",
    "🦀",
    "\u{0}",
    " ",
    "\u{a0}",
];

#[test]
fn no_expression_breaks_its_reader() {
    let n_tried = try_seeds(|random| {
        let n = if random.one_in(300) { random.below(20_000) } else { random.below(24) };
        let gap = random.pick(&["", " "]);
        let text: String = (0..n).map(|_| random.pick(&PARTS).to_owned() + gap).collect::<Vec<_>>().concat();
        match Expression::parse(&text) {
            Ok(read) => {
                assert!(!read.terms.is_empty(), "{text:?}");
                for term in &read.terms {
                    assert!(
                        term.weight.is_finite() && term.weight != 0.0 && !term.word.is_empty(),
                        "{term:?} in {text:?}"
                    );
                }
            }
            Err(error) => {
                assert!(error.at() <= text.chars().count(), "{error} in {text:?}");
                assert!(!error.to_string().is_empty());
            }
        }
    });
    assert!(n_tried > 0);
}
