//! Sentences about vectors that a run begins with.

use crate::{
    chart::format,
    protocol::{Lender, Loan, Opened, Settings, Start},
};

/// Words that are named in a sentence at most.
const MOST_NAMED: usize = 8;
/// Words that a list has at most.
const MOST_LISTED: usize = 500;

/// Beside the choice of where to start from.
pub const START_HELP: &str = "What word vectors begin with. Words that are missing there begin with random numbers, and are named. \
                              Output vectors always begin as in any run.";
/// Where there is a choice, but not for this method.
pub const GLOVE_STARTS_AT_RANDOM: &str = "GloVe trains two tables and shows their sum, and a loaded vector does not tell its two \
                                          parts: so it starts from random vectors.";

/// The choices of where to start from, with what each is called.
pub fn starts(lenders: &[Option<Lender>; 2]) -> Vec<(Start, String)> {
    let [table, before] = lenders.each_ref().map(Option::as_ref);
    let table = table.map(|lender| (Start::Table, format!("the vectors of {}", lender.name)));
    let before = before.map(|lender| (Start::Before, format!("what was learned on {}", lender.name)));
    std::iter::once((Start::Random, "random vectors".to_owned())).chain(table).chain(before).collect()
}

/// Those of a start, where they are here.
pub fn lender_of(lenders: &[Option<Lender>; 2], start: Start) -> Option<&Lender> {
    match start {
        Start::Random => None,
        Start::Table => lenders[0].as_ref(),
        Start::Before => lenders[1].as_ref(),
    }
}

/// What the choice means for the run: `400,000 words × 100 dimensions, which the run takes over. Borrowed vectors are frozen.`
pub fn lender(lender: &Lender, rate: f64) -> String {
    let n_words = format::count(lender.n_words.into());
    format!(
        "{n_words} words × {} dimensions, which the run takes over. Borrowed vectors are {}.",
        lender.dims,
        pace(rate)
    )
}

/// How fast borrowed vectors move.
fn pace(rate: f64) -> String {
    if rate == 0.0 {
        "frozen: they stay as they are".to_owned()
    } else if rate == 1.0 {
        "tuned at the whole learning rate".to_owned()
    } else {
        format!("tuned at {rate} of the learning rate")
    }
}

/// The same in a caption: `started from glove.txt (400,000 × 100, checksum 0123456789abcdef): 88 of 900 words drawn, the others
/// frozen`.
pub(super) fn started_from(loan: &Loan, settings: &Settings) -> String {
    let Loan { name, n_rows, dims, checksum, n_lent, n_drawn } = loan;
    let pace = match settings.borrowed_rate {
        0.0 => "frozen".to_owned(),
        rate => format!("tuned at {rate} of the rate"),
    };
    let n_words = format::count(u64::from(n_lent + n_drawn));
    let words = format!("{} of {n_words} words drawn, the others {pace}", format::count((*n_drawn).into()));
    format!("started from {name} ({} × {dims}, checksum {checksum}): {words}", format::count(*n_rows))
}

/// What a run has borrowed, and which words were drawn. None for a run of random vectors.
pub fn borrowed(opened: &Opened) -> Option<String> {
    let loan = opened.record.loan.as_ref()?;
    let n_words = format::count(u64::from(loan.n_lent + loan.n_drawn));
    let of = format!("Started from the vectors of {}: ", loan.name);
    if loan.n_drawn == 0 {
        return Some(format!("{of}it has all {n_words} words."));
    }
    let named: Vec<String> =
        opened.drawn.iter().take(MOST_NAMED).map(|&word_id| format!("“{}”", opened.shown(word_id))).collect();
    let n_drawn = loan.n_drawn as usize;
    let more = if n_drawn > named.len() {
        format!(" and {} more", format::count((n_drawn - named.len()) as u64))
    } else {
        String::new()
    };
    let are = if n_drawn == 1 { "is missing there and was" } else { "are missing there and were" };
    let missing = format::count(n_drawn as u64);
    Some(format!("{of}{missing} of {n_words} words {are} drawn: {}{more}.", named.join(", ")))
}

/// All words that were drawn, as many as a list may have; none where the sentence names them all.
pub fn drawn_words(opened: &Opened) -> Vec<String> {
    if opened.drawn.len() <= MOST_NAMED {
        return Vec::new();
    }
    opened.drawn.iter().take(MOST_LISTED).map(|&word_id| opened.shown(word_id).to_owned()).collect()
}

/// What the vectors that a run began with knew, beside what they know now: shares of the same analogies.
pub fn before_and_now(before: f64, now: Option<f64>) -> String {
    let now = now.map_or_else(|| "not asked yet".to_owned(), format::percent);
    format!(
        "The same analogies, answered right: {} by the vectors it started from, now {now}.",
        format::percent(before)
    )
}

/// A link to a run that starts from vectors was opened.
pub fn lender_not_here(name: &str) -> String {
    format!(
        "This link’s run starts from the vectors of {name}, which a link cannot carry, so other vectors are trained here. Open \
         these vectors, then the text, and choose them under Start from."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loan(n_drawn: u32) -> Loan {
        let (name, checksum) = ("glove.txt".to_owned(), "0123456789abcdef".to_owned());
        Loan { name, n_rows: 400_000, dims: 100, checksum, n_lent: 900 - n_drawn, n_drawn }
    }

    #[test]
    fn choices_are_named_by_what_they_are() {
        let of = |name: &str| Some(Lender { name: name.to_owned(), n_words: 400_000, dims: 100 });
        let lenders = [of("glove.txt"), of("Small World")];
        let names: Vec<String> = starts(&lenders).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["random vectors", "the vectors of glove.txt", "what was learned on Small World"]);
        assert_eq!(starts(&[None, None]).len(), 1);
        assert_eq!(lender_of(&lenders, Start::Before).map(|lender| lender.name.as_str()), Some("Small World"));
        let said = lender_of(&lenders, Start::Table).map(|found| lender(found, 0.1)).expect("it is here");
        assert_eq!(
            said,
            "400,000 words × 100 dimensions, which the run takes over. Borrowed vectors are tuned at 0.1 of the learning rate."
        );
    }

    #[test]
    fn a_caption_says_what_a_run_began_with() {
        let settings = Settings { borrowed_rate: 0.0, ..Settings::default() };
        assert_eq!(
            started_from(&loan(88), &settings),
            "started from glove.txt (400,000 × 100, checksum 0123456789abcdef): 88 of 900 words drawn, the others frozen"
        );
        let settings = Settings { borrowed_rate: 0.1, ..settings };
        assert!(
            started_from(&loan(0), &settings).ends_with("0 of 900 words drawn, the others tuned at 0.1 of the rate")
        );
    }

    #[test]
    fn before_and_now_stand_beside_each_other() {
        assert_eq!(
            before_and_now(0.98, Some(0.31)),
            "The same analogies, answered right: 98 % by the vectors it started from, now 31 %."
        );
        assert!(before_and_now(0.98, None).ends_with("now not asked yet."));
    }
}
