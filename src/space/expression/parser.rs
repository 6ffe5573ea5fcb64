//! Characters to words with weights, by recursive descent.

use super::error::{ExpressionError, MOST_NESTED};

/// A word where it stands.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) word: String,
    pub(super) weight: f64,
    pub(super) at: usize,
}

/// What a piece of the text comes to. A number that stands alone is both a number and a word: `*` decides.
struct Value {
    /// Words; none if numbers are multiplied with each other.
    parts: Vec<Part>,
    /// The number it is, if it is one.
    number: Option<f64>,
    /// Where it begins.
    at: usize,
}

impl Value {
    fn times(mut self, factor: f64) -> Self {
        for part in &mut self.parts {
            part.weight *= factor;
        }
        self.number = self.number.map(|number| number * factor);
        self
    }

    fn into_words(self) -> Result<Vec<Part>, ExpressionError> {
        if self.parts.is_empty() { Err(ExpressionError::NumbersAlone { at: self.at }) } else { Ok(self.parts) }
    }
}

/// A text that is being read.
pub(super) struct Parser {
    characters: Vec<char>,
    /// The first character that is not read.
    next: usize,
    /// The last character that was read and is no space, and where it ends.
    last: Option<char>,
    end_of_last: usize,
    nested: usize,
}

impl Parser {
    pub(super) fn new(text: &str) -> Self {
        Self { characters: text.chars().collect(), next: 0, last: None, end_of_last: 0, nested: 0 }
    }

    /// Reads all of it: words in the order of the text.
    pub(super) fn parse(mut self) -> Result<Vec<Part>, ExpressionError> {
        if self.peek().is_none() {
            return Err(ExpressionError::Empty);
        }
        let value = self.sum()?;
        match self.peek() {
            None => value.into_words(),
            Some(character) => Err(self.unexpected(character)),
        }
    }

    fn sum(&mut self) -> Result<Value, ExpressionError> {
        let mut value = self.product()?;
        while let Some(sign) = self.peek().and_then(sign_of) {
            self.read(1);
            let other = self.product()?.times(sign).into_words()?;
            let at = value.at;
            let mut parts = value.into_words()?;
            parts.extend(other);
            value = Value { parts, number: None, at };
        }
        Ok(value)
    }

    fn product(&mut self) -> Result<Value, ExpressionError> {
        let mut value = self.factor()?;
        while self.peek().is_some_and(is_times) {
            self.read(1);
            let other = self.factor()?;
            let at = value.at;
            value = match (value.number, other.number) {
                (Some(a), Some(b)) => Value { parts: Vec::new(), number: Some(a * b), at },
                (Some(a), None) => Value { at, ..other.times(a) },
                (None, Some(b)) => value.times(b),
                (None, None) => return Err(ExpressionError::ProductOfWords { at: other.at }),
            };
        }
        Ok(value)
    }

    fn factor(&mut self) -> Result<Value, ExpressionError> {
        let mut signs = 1.0;
        while let Some(sign) = self.peek().and_then(sign_of) {
            signs *= sign;
            self.read(1);
        }
        let Some(character) = self.peek() else {
            return Err(self.missing_word(None));
        };
        let value = match character {
            '(' => self.parenthesis(false)?,
            _ if is_quote(character) => self.quoted()?,
            _ if is_of_word(character) => self.word()?,
            _ => return Err(self.missing_word(Some(character))),
        };
        Ok(value.times(signs))
    }

    /// From an opening parenthesis to its end: a sum, or the mean of some.
    fn parenthesis(&mut self, is_mean: bool) -> Result<Value, ExpressionError> {
        let at = self.next;
        if self.nested == MOST_NESTED {
            return Err(ExpressionError::TooDeep { at });
        }
        self.nested += 1;
        self.read(1);
        let mut value = self.sum()?;
        if is_mean {
            let mut parts = value.into_words()?;
            let mut n = 1.0;
            while self.peek() == Some(',') {
                self.read(1);
                parts.extend(self.sum()?.into_words()?);
                n += 1.0;
            }
            value = Value { parts, number: None, at }.times(1.0 / n);
        }
        match self.peek() {
            Some(')') => self.read(1),
            Some(character) => return Err(self.unexpected(character)),
            None => return Err(ExpressionError::NotClosed { at }),
        }
        self.nested -= 1;
        Ok(value)
    }

    fn quoted(&mut self) -> Result<Value, ExpressionError> {
        let at = self.next;
        let behind = &self.characters[at + 1..];
        let Some(n) = behind.iter().position(|&character| is_quote(character)) else {
            return Err(ExpressionError::OpenQuote { at });
        };
        if n == 0 {
            return Err(ExpressionError::MissingWord { at: at + 1, after: self.characters[at] });
        }
        let word = behind[..n].iter().collect();
        self.read(n + 2);
        Ok(Value { parts: vec![Part { word, weight: 1.0, at }], number: None, at })
    }

    fn word(&mut self) -> Result<Value, ExpressionError> {
        let at = self.next;
        let is_inside = |i: usize| self.characters.get(i).is_some_and(|&character| is_of_word(character));
        let mut end = at + 1;
        // What is read before a hyphen is always a character of a word.
        while is_inside(end) || (self.joins(end) && is_inside(end + 1)) {
            end += 1;
        }
        let word: String = self.characters[at..end].iter().collect();
        self.read(end - at);
        if word.eq_ignore_ascii_case("mean") && self.peek() == Some('(') {
            return Ok(Value { at, ..self.parenthesis(true)? });
        }
        let number = decimal(&word);
        Ok(Value { parts: vec![Part { word, weight: 1.0, at }], number, at })
    }

    /// Whether the character joins what is on both sides of it: a hyphen, or the double quote within a Hebrew abbreviation.
    fn joins(&self, at: usize) -> bool {
        let is_hebrew = |i: usize| self.characters.get(i).is_some_and(|c| ('\u{5D0}'..='\u{5EA}').contains(c));
        match self.characters.get(at) {
            Some('"') => is_hebrew(at - 1) && is_hebrew(at + 1),
            Some(&character) => is_hyphen(character),
            None => false,
        }
    }

    /// The next character that is no space, which it goes to.
    fn peek(&mut self) -> Option<char> {
        while self.characters.get(self.next).is_some_and(|character| character.is_whitespace()) {
            self.next += 1;
        }
        self.characters.get(self.next).copied()
    }

    /// Goes on by `n` characters, the last of which is no space.
    fn read(&mut self, n: usize) {
        self.next += n;
        self.end_of_last = self.next;
        self.last = Some(self.characters[self.next - 1]);
    }

    /// Why no word can be read here.
    fn missing_word(&self, found: Option<char>) -> ExpressionError {
        let at = self.next;
        match (found, self.last) {
            (Some(character), _) if !is_times(character) && character != ')' && character != ',' => {
                ExpressionError::UnknownCharacter { at, character }
            }
            (Some(')'), None) => ExpressionError::NotOpened { at },
            (Some(_), Some(after)) => ExpressionError::MissingWord { at, after },
            (Some(before), None) => ExpressionError::MissingFirstWord { at, before },
            (None, Some(after)) => ExpressionError::MissingWord { at: self.end_of_last, after },
            (None, None) => ExpressionError::Empty,
        }
    }

    /// Why nothing can follow a whole sum but its end.
    fn unexpected(&self, character: char) -> ExpressionError {
        let at = self.next;
        match character {
            ')' => ExpressionError::NotOpened { at },
            ',' => ExpressionError::StrayComma { at },
            '(' => ExpressionError::MissingOperator { at },
            _ if is_quote(character) || is_of_word(character) => ExpressionError::MissingOperator { at },
            _ => ExpressionError::UnknownCharacter { at, character },
        }
    }
}

/// The number that a word of digits is, with a point or without: `2`, `0.5`, `.5`, `5.`.
fn decimal(word: &str) -> Option<f64> {
    // `parse` would also read `inf` and `1e5`, which are words here.
    let is_decimal = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_decimal { word.parse().ok() } else { None }
}

fn sign_of(character: char) -> Option<f64> {
    match character {
        '+' => Some(1.0),
        // Dashes are what phones and word processors make of a hyphen between spaces.
        '-' | '\u{2212}' | '–' | '—' => Some(-1.0),
        _ => None,
    }
}

fn is_times(character: char) -> bool {
    matches!(character, '*' | '×' | '·')
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„')
}

/// The hyphen of keyboards, that of Unicode, and the one that lines do not break at.
fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}')
}

/// Letters and digits, and what else stands within words: beyond Latin, whatever is not in a block of punctuation or
/// symbols, because vowel signs and other marks are no letters by themselves, and the two joiners.
fn is_of_word(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '\'' | '’' | '‘' | '`' | '´' | '′' | '_' | '.' | '\u{200B}'..='\u{200F}')
        || matches!(character, '\u{AD}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        // Pictures are words.
        || matches!(character, '\u{20E3}' | '\u{2600}'..='\u{27BF}')
        || (character >= '\u{0300}'
            && !character.is_whitespace()
            && !matches!(character, '\u{2000}'..='\u{2BFF}' | '\u{2E00}'..='\u{303F}' | '\u{E000}'..='\u{F8FF}')
            && !matches!(character, '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}' | '\u{FEFF}'..='\u{FFFF}'))
}
