//! Arithmetic on words as people write it: `king - man + woman`.

mod error;
mod parser;
#[cfg(test)]
mod tests;

pub use error::ExpressionError;

use parser::Parser;

/// Words with weights: what an expression comes to.
///
/// Whatever is written is a sum of words, because nothing but sums, means and multiples by numbers can be written:
///
/// ```text
/// sum     = product { ("+" | "-") product }
/// product = factor { "*" factor }
/// factor  = { "+" | "-" } ( word | number | "(" sum ")" | "mean" "(" sum { "," sum } ")" )
/// ```
///
/// - A **word** is a run of letters of any script, digits, apostrophes of any kind, `_`, `.` and emoji, and of hyphens with
///   such characters directly on both sides. So `mother-in-law` is one word, and so is `king-man`: a minus has a space beside it, as in
///   `king - man`. Any other word stands in double quotes, `"` or `“ ”`, and may hold whatever is not one: `"new york"`.
/// - A **number** is of digits, with a point or without. It is a weight if `*` joins it to something, as in `2*paris` or
///   `(-0.5) * (a + b)`, and a word anywhere else: `1984 - war` is about two words. In quotes it is always a word.
/// - `*` may be written `×` or `·`, and the minus as U+2212 or as a dash (`–`, `—`), which are a minus without spaces too.
/// - `mean`, in any case, is a word of its own unless a parenthesis follows.
///
/// ```
/// # use embedding_explorer::space::Expression;
/// let expression = Expression::parse("2 * mean(paris, rome) - france")?;
/// let terms: Vec<_> = expression.terms.iter().map(|term| (term.word.as_str(), term.weight)).collect();
/// assert_eq!(terms, [("paris", 1.0), ("rome", 1.0), ("france", -1.0)]);
/// # Ok::<(), embedding_explorer::space::ExpressionError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// Each word once, in the order of first appearance; at least one. Words that cancel out are not among them.
    pub terms: Vec<Term>,
}

/// A word of an expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The word as it is written, without quotes.
    pub word: String,
    /// How often it is added; finite, and not zero.
    pub weight: f32,
    /// The character where it appears first, from 0.
    pub at: usize,
}

/// What is left of a word whose weights cancel out is rounding if it is below this share of them.
const ROUNDING: f64 = 1e-9;

impl Expression {
    /// Reads an expression, in the grammar above. Errors: see [`ExpressionError`].
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        // Each word once, and beside it the sum of its weights without their signs.
        let mut merged: Vec<(parser::Part, f64)> = Vec::new();
        for part in Parser::new(text).parse()? {
            let size = part.weight.abs();
            if let Some((known, sizes)) = merged.iter_mut().find(|(known, _)| known.word == part.word) {
                known.weight += part.weight;
                *sizes += size;
            } else {
                merged.push((part, size));
            }
        }
        let mut terms = Vec::with_capacity(merged.len());
        for (part, sizes) in merged {
            let weight = part.weight as f32;
            if !weight.is_finite() {
                return Err(ExpressionError::TooLarge { at: part.at });
            }
            if weight != 0.0 && part.weight.abs() > ROUNDING * sizes {
                terms.push(Term { word: part.word, weight, at: part.at });
            }
        }
        if terms.is_empty() { Err(ExpressionError::Cancelled) } else { Ok(Self { terms }) }
    }
}
