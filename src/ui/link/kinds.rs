//! Kinds of values: how each is written into a link, and how it is read.

use std::fmt::Display;

use super::trouble::{is_unfit, short};
use crate::{
    chart::format,
    protocol::{Change, Changed, Setting},
};

/// Characters of a word at most.
const MOST_CHARS: usize = 200;
/// Changes of a run at most.
const MOST_CHANGES: usize = 100;
/// Characters of an expression at most.
const MOST_CHARS_OF_EXPRESSION: usize = 2_000;

/// Reads a value. A reason is a clause: "it must be …".
type Read<T> = dyn Fn(&str) -> Result<T, String>;

/// How the values of a type are written and read.
pub(super) struct Kind<T> {
    pub(super) read: Box<Read<T>>,
    pub(super) write: fn(&T) -> String,
}

pub(super) fn too_long(most: usize) -> String {
    format!("it is longer than {}", format::bytes(most as u64))
}

/// One of some names.
///
/// `write`: [`name_of`] of the same names.
pub(super) fn choice<T: Copy + 'static>(names: &'static [(&'static str, T)], write: fn(&T) -> String) -> Kind<T> {
    let read = move |text: &str| {
        names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            format!("it must be {}; “{}” is not", one_of(&names), short(text))
        })
    };
    Kind { read: Box::new(read), write }
}

/// `a`, `a or b`, `a, b or c`.
fn one_of(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => names.join(""),
    }
}

/// The name of a value in the list of a [`choice`].
pub(super) fn name_of<T: PartialEq>(names: &[(&'static str, T)], value: &T) -> String {
    names.iter().find(|(_, known)| known == value).map_or_else(String::new, |(name, _)| (*name).to_owned())
}

/// A whole number in a range.
pub(super) fn whole<T>(min: T, max: T) -> Kind<T>
where
    T: Copy + PartialOrd + Display + std::str::FromStr + 'static,
{
    let read = move |text: &str| {
        let number = text.parse().ok().filter(|number| (min..=max).contains(number));
        number.ok_or_else(|| format!("it must be a whole number from {min} to {max}; “{}” is not", short(text)))
    };
    Kind { read: Box::new(read), write: ToString::to_string }
}

/// A number in a range.
pub(super) fn number(min: f32, max: f32) -> Kind<f32> {
    let read = move |text: &str| {
        // The range leaves out what is infinite or not a number.
        let number = text.parse().ok().filter(|number| (min..=max).contains(number));
        number.ok_or_else(|| format!("it must be a number from {min} to {max}; “{}” is not", short(text)))
    };
    Kind { read: Box::new(read), write: ToString::to_string }
}

/// So many hexadecimal digits, in lower case.
pub(super) fn hex(n_digits: usize) -> Kind<String> {
    let read = move |text: &str| {
        let is_hex = text.len() == n_digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hex {
            return Ok(text.to_ascii_lowercase());
        }
        Err(format!("it must be {n_digits} hexadecimal digits; “{}” is not", short(text)))
    };
    Kind { read: Box::new(read), write: String::clone }
}

/// A word, or the name of a file.
pub(super) fn word() -> Kind<String> {
    Kind { read: Box::new(|text| fit(text, MOST_CHARS)), write: String::clone }
}

/// An expression of words.
pub(super) fn expression() -> Kind<String> {
    Kind { read: Box::new(|text| fit(text, MOST_CHARS_OF_EXPRESSION)), write: String::clone }
}

/// Text that may stand in a box of the page.
fn fit(text: &str, most_chars: usize) -> Result<String, String> {
    if text.chars().nth(most_chars).is_some() {
        return Err(format!("it is longer than {} characters", format::count(most_chars as u64)));
    }
    if text.chars().any(is_unfit) {
        return Err("it has control characters in it".to_owned());
    }
    let text = text.trim();
    if text.is_empty() { Err("it has no letter in it".to_owned()) } else { Ok(text.to_owned()) }
}

/// A list of words, at most so many.
pub(super) fn words(most: usize) -> Kind<Vec<String>> {
    let read = move |text: &str| {
        let words = parted(text);
        if words.len() > most {
            let n_words = format::count(words.len() as u64);
            return Err(format!("it has {n_words} words, and there may be {most}"));
        }
        words.iter().map(|word| fit(word, MOST_CHARS)).collect()
    };
    Kind { read: Box::new(read), write: |words| joined(words) }
}

/// Three words.
pub(super) fn three_words() -> Kind<[String; 3]> {
    let read = |text: &str| {
        let words: Vec<String> = parted(text).iter().map(|word| fit(word, MOST_CHARS)).collect::<Result<_, _>>()?;
        let n_words = words.len();
        <[String; 3]>::try_from(words).map_err(|_| format!("it must be three words, and has {n_words}"))
    };
    Kind { read: Box::new(read), write: |words| joined(words) }
}

/// Two principal components.
pub(super) fn components() -> Kind<[u32; 2]> {
    let of_one = whole(1, Setting::Dims.spec().max as u32);
    let read = move |text: &str| {
        let (x, y) = text.split_once(',').ok_or_else(|| format!("it must be two numbers; “{}” is not", short(text)))?;
        Ok([(of_one.read)(x)?, (of_one.read)(y)?])
    };
    Kind { read: Box::new(read), write: |[x, y]| format!("{x},{y}") }
}

/// What was changed on the way: `250000-lr-0.01,1000000-epochs-9`, each after so many words.
pub(super) fn changes() -> Kind<Vec<Change>> {
    let read = |text: &str| {
        let changes: Vec<&str> = text.split(',').collect();
        if changes.len() > MOST_CHANGES {
            return Err(format!("it has more than {MOST_CHANGES} changes"));
        }
        let change =
            |written: &str| change(written).ok_or_else(|| format!("“{}” is no change of a run", short(written)));
        changes.into_iter().map(change).collect()
    };
    let write = |changes: &Vec<Change>| {
        let write = |change: &Change| match change.what {
            Changed::LearningRate(rate) => format!("{}-{}-{rate}", change.tokens, Setting::LearningRate.spec().key),
            Changed::Epochs(epochs) => format!("{}-{}-{epochs}", change.tokens, Setting::Epochs.spec().key),
        };
        changes.iter().map(write).collect::<Vec<_>>().join(",")
    };
    Kind { read: Box::new(read), write }
}

fn change(written: &str) -> Option<Change> {
    let (tokens, what) = written.split_once('-')?;
    let (key, value) = what.split_once('-')?;
    let value: f64 = value.parse().ok()?;
    let is_fit = |setting: Setting| key == setting.spec().key && setting.spec().check(value).is_ok();
    let what = if is_fit(Setting::LearningRate) {
        Changed::LearningRate(value)
    } else if is_fit(Setting::Epochs) {
        Changed::Epochs(value as u32)
    } else {
        return None;
    };
    Some(Change { tokens: tokens.parse().ok()?, what })
}

/// Words with commas between them; `\` stands before a comma and a `\` within a word.
fn joined(words: &[String]) -> String {
    let escaped = |word: &String| word.replace('\\', "\\\\").replace(',', "\\,");
    words.iter().map(escaped).collect::<Vec<_>>().join(",")
}

/// The words of [`joined`].
fn parted(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        if sign == ',' {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.extend(if sign == '\\' { signs.next() } else { Some(sign) });
        }
    }
    words
}
