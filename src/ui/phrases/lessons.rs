//! The questions of the lessons, and what is said of exercises and of the game.

use crate::{
    chart::format,
    protocol::{Goal, SceneName, SceneView, Setting, Unit},
};

/// The question that a scene answers, or what an exercise is called; its file begins with the same.
pub fn question_of(scene: SceneName) -> &'static str {
    match scene {
        SceneName::Lookup => "What is a word to the machine?",
        SceneName::OneHot => "How far is one word from another?",
        SceneName::Window => "What does it learn from?",
        SceneName::Step => "How does it learn from one pair?",
        SceneName::Angle => "Near by what?",
        SceneName::Walk => "Why queen?",
        SceneName::Grow => "Where do the neighborhoods come from?",
        SceneName::Negatives => "Why not compare with every word?",
        SceneName::Vocabulary => "What about words it never met?",
        SceneName::Order => "Does it know who bit whom?",
        SceneName::Context => "One word, two meanings?",
        SceneName::Borrow => "Freeze or tune?",
        SceneName::Capitals => "Capitals near paris",
        SceneName::Queen => "Queen among three",
        SceneName::Paragraph => "Neighbors in a paragraph of your own",
        SceneName::Analogies => "Three analogies on vectors from elsewhere",
        SceneName::Groups => "Thirty words in groups",
        SceneName::Game => "Guess the word",
    }
}

/// A number of a scene as it is written.
pub fn figure(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Count if value.is_finite() => format::count(value.max(0.0).round() as u64),
        Unit::Bytes if value.is_finite() => format::bytes(value.max(0.0).round() as u64),
        Unit::Number | Unit::Count | Unit::Bytes => format::three_digits(value),
        Unit::Cosine => format::cosine(value),
        Unit::Share => format!("{} %", format::three_digits(100.0 * value)),
    }
}

/// How a goal stands: its name for tests, its mark, and what is said in place of the mark.
pub fn goal_mark(goal: Option<Goal>) -> [&'static str; 3] {
    match goal {
        Some(Goal::Met) => ["met", "✓", " (met)"],
        Some(Goal::Open) => ["open", "○", " (not yet)"],
        Some(Goal::Unchecked) => ["unchecked", "–", " (cannot be checked here)"],
        None => ["waiting", "·", ""],
    }
}

/// How many goals are met, in a sentence or two.
pub fn said_of_goals(goals: &[Goal]) -> String {
    let count = |wanted: Goal| goals.iter().filter(|&&goal| goal == wanted).count();
    let (n_met, n_unchecked) = (count(Goal::Met), count(Goal::Unchecked));
    match goals.len() {
        0 => String::new(),
        n if n_met == n => "All goals are met.".to_owned(),
        n if n_unchecked > 0 => {
            format!("{n_met} of {n} goals are met; {n_unchecked} cannot be checked on what is open.")
        }
        n => format!("{n_met} of {n} goals are met."),
    }
}

/// A word that an answer names.
pub fn named<'a>(view: &'a SceneView, name: &str) -> Option<&'a str> {
    view.words.iter().find(|word| word.name == name).map(|word| word.word.as_str())
}

/// How the game stands, in a sentence.
pub fn said_of_game(view: &SceneView) -> String {
    let value = |name: &str| view.figures.iter().find(|figure| figure.name == name).map_or(0.0, |figure| figure.value);
    let count = |name: &str| figure(value(name), Unit::Count);
    let word = |name: &str| named(view, name).map(|word| format!("\u{2068}{word}\u{2069}"));
    match (word("secret"), word("last")) {
        (Some(secret), _) if value("won") > 0.0 => match value("guesses") as u64 {
            1 => format!("{secret} it is, at the first guess."),
            n => format!("{secret} it is, after {n} guesses."),
        },
        (Some(secret), _) => format!("It was {secret}."),
        (None, Some(last)) => {
            format!(
                "{last} is at rank {} of {}, with cosine {}.",
                count("rank"),
                count("words"),
                figure(value("cos"), Unit::Cosine)
            )
        }
        (None, None) if view.cannot.is_some() => String::new(),
        (None, None) => format!("No guess yet; {} words could be guessed.", figure(value("words") + 1.0, Unit::Count)),
    }
}

/// A text with one word in the place of another, wherever it stands by itself.
pub fn with_word(text: &str, wrong: &str, right: &str) -> String {
    let is_sign = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';');
    text.split_inclusive(is_sign)
        .map(|part| {
            let word = part.trim_end_matches(is_sign);
            if word == wrong.trim() { format!("{right}{}", &part[word.len()..]) } else { part.to_owned() }
        })
        .collect()
}

/// The lesson that a setting comes from; none for those that none is about.
pub fn lesson_of_setting(setting: Setting) -> Option<SceneName> {
    match setting {
        Setting::Dims => Some(SceneName::Lookup),
        Setting::Window | Setting::Harmonic | Setting::Subsample | Setting::XMax | Setting::Alpha => {
            Some(SceneName::Window)
        }
        Setting::Negatives => Some(SceneName::Negatives),
        Setting::Epochs | Setting::Seed => Some(SceneName::Grow),
        Setting::MinCount => Some(SceneName::Vocabulary),
        Setting::LearningRate | Setting::WeightDecay => Some(SceneName::Step),
        Setting::Start | Setting::BorrowedRate => Some(SceneName::Borrow),
    }
}

/// English words of two meanings that many texts have.
const HOMOGRAPHS: &str =
    "bank light bat spring fair rock match ring bark seal crane mouse bow row tear wind palm pen club";

/// Why a word may have two meanings, in a sentence; none where nothing says so. Either it is known for them, or its neighbors are of
/// two topics, of which each has at least two of them, and both together most.
///
/// `topics`: of each neighbor, an index into `names`, or none.
pub fn two_meanings(word: &str, topics: &[Option<usize>], names: &[String]) -> Option<String> {
    if HOMOGRAPHS.split(' ').any(|known| known == word) {
        return Some("The word has two meanings, and one row of numbers for both.".to_owned());
    }
    let mut counts: Vec<(usize, usize)> =
        (0..names.len()).map(|topic| (topics.iter().filter(|&&known| known == Some(topic)).count(), topic)).collect();
    counts.sort_by_key(|&(count, topic)| (std::cmp::Reverse(count), topic));
    let [(most, first), (less, second), ..] = counts[..] else { return None };
    let is_between = less >= 2 && 3 * less >= most && 3 * (most + less) > 2 * topics.len();
    is_between.then(|| format!("Its nearest are of two kinds: {} and {}.", names[first], names[second]))
}

/// The lesson of how true the map is.
pub const LESSON_OF_MAP: SceneName = SceneName::Lookup;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_their_units() {
        assert_eq!(figure(57_600.0, Unit::Count), "57,600");
        assert_eq!(figure(0.699, Unit::Cosine), "0.699");
        assert_eq!(figure(0.101, Unit::Share), "10.1 %");
        assert_eq!(figure(f64::NAN, Unit::Count), "–");
        assert_eq!(figure(256.0, Unit::Bytes), format::bytes(256));
    }

    #[test]
    fn goals_are_counted_and_what_cannot_be_checked_is_told() {
        use Goal::{Met, Open, Unchecked};
        assert_eq!(said_of_goals(&[]), "");
        assert_eq!(said_of_goals(&[Met, Open]), "1 of 2 goals are met.");
        assert_eq!(said_of_goals(&[Met, Met]), "All goals are met.");
        assert_eq!(
            said_of_goals(&[Met, Open, Unchecked]),
            "1 of 3 goals are met; 1 cannot be checked on what is open."
        );
    }

    #[test]
    fn a_word_takes_the_place_of_another_and_of_no_part_of_one() {
        assert_eq!(with_word("quen, queen; quens quen", "quen", "queen"), "queen, queen; quens queen");
        assert_eq!(with_word("", "quen", "queen"), "");
    }

    #[test]
    fn a_word_between_two_topics_is_seen() {
        let names = ["food", "animals", "places"].map(str::to_owned);
        let of = |word: &str, topics: &[i32]| {
            let topics: Vec<Option<usize>> = topics.iter().map(|&topic| usize::try_from(topic).ok()).collect();
            two_meanings(word, &topics, &names)
        };
        let both = "Its nearest are of two kinds: animals and food.";
        assert_eq!(of("chicken", &[1, 1, 1, 0, 0, 1, 0, 1]).as_deref(), Some(both));
        assert_eq!(of("cat", &[1, 1, 1, 1, 1, 1, 1, 0]), None, "one stray is chance");
        assert_eq!(of("cat", &[1, 1, 0, 0, -1, -1, -1, -1]), None, "most have no topic");
        assert!(of("bat", &[1; 8]).is_some_and(|said| said.contains("two meanings")));
        assert_eq!(two_meanings("cat", &[Some(0)], &names[..1]), None);
    }
}
