//! The questions of a file: places in its text, so that a long file takes little more memory than itself.

use std::ops::Range;

/// Questions that pairs of one relation make at most: of 1,000 pairs each two make an analogy; of more, each pair meets as
/// many of those behind it.
const MOST_OF_RELATIONS: usize = 1_000_000;

/// Where a word stands in the text of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl From<Range<usize>> for Span {
    /// Files are shorter than 4 GB; what stands beyond is empty.
    fn from(range: Range<usize>) -> Self {
        let at = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        Self { start: at(range.start), end: at(range.end) }
    }
}

impl Span {
    fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    Analogies(Vec<[Span; 4]>),
    Relations(Vec<[Span; 2]>),
    Pairs(Vec<([Span; 2], f64)>),
}

impl Asked {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Analogies(analogies) => analogies.len(),
            Self::Relations(pairs) => pairs.len(),
            Self::Pairs(pairs) => pairs.len(),
        }
    }
}

/// The questions of a file, section by section.
#[derive(Debug, Clone, PartialEq)]
pub struct Questions {
    pub(super) text: String,
    pub(super) asked: Asked,
    /// Names of the sections, and where each begins among the lines that are asked.
    pub(super) sections: Vec<(String, usize)>,
}

impl Questions {
    /// Sections, those without a question among them. Pairs with scores have none.
    pub fn n_sections(&self) -> usize {
        self.sections.len()
    }

    /// The name of a section; empty where the file gives none.
    pub fn section_name(&self, section: usize) -> &str {
        self.sections.get(section).map_or("", |(name, _)| name)
    }

    /// Analogies in a section.
    pub fn n_questions(&self, section: usize) -> usize {
        let n = self.lines_of(section).len();
        match self.asked {
            Asked::Analogies(_) => n,
            Asked::Relations(_) => n * self.n_partners(n),
            Asked::Pairs(_) => 0,
        }
    }

    /// Pairs with scores.
    pub fn n_pairs(&self) -> usize {
        if let Asked::Pairs(pairs) = &self.asked { pairs.len() } else { 0 }
    }

    /// An analogy by section and place: `a`, the words that are b, `c`, and the words that are right answers. Alternatives
    /// stand between slashes, see [`alternatives`].
    ///
    /// Two pairs of a relation, (a, b) and (c, d), ask a : b = c : d, and the other way round. Each pair meets those behind
    /// it in the section, and behind the last one those from the first on.
    pub fn analogy(&self, section: usize, place: usize) -> Option<[&str; 4]> {
        let lines = self.lines_of(section);
        match &self.asked {
            Asked::Analogies(analogies) => {
                let analogy = analogies.get(lines).and_then(|of_section| of_section.get(place))?;
                Some(analogy.map(|span| span.of(&self.text)))
            }
            Asked::Relations(pairs) => {
                let pairs = pairs.get(lines)?;
                let n_partners = self.n_partners(pairs.len()).max(1);
                let first = place / n_partners;
                let second = (first + 1 + place % n_partners) % pairs.len().max(1);
                let ([a, b], [c, d]) = (pairs.get(first)?, pairs.get(second)?);
                Some([a, b, c, d].map(|span| span.of(&self.text)))
            }
            Asked::Pairs(_) => None,
        }
    }

    /// A pair with its score, by place.
    pub fn pair(&self, place: usize) -> Option<([&str; 2], f64)> {
        let Asked::Pairs(pairs) = &self.asked else { return None };
        pairs.get(place).map(|&(words, score)| (words.map(|span| span.of(&self.text)), score))
    }

    /// Whether pairs of relations make fewer questions than they could, because there would be too many.
    pub fn is_thinned(&self) -> bool {
        let is_thinned = |section: usize| {
            let n = self.lines_of(section).len();
            n > 1 && self.n_partners(n) < n - 1
        };
        matches!(self.asked, Asked::Relations(_)) && (0..self.n_sections()).any(is_thinned)
    }

    /// Memory that it takes.
    pub fn n_bytes(&self) -> u64 {
        let of_lines = match &self.asked {
            Asked::Analogies(analogies) => analogies.capacity() * size_of::<[Span; 4]>(),
            Asked::Relations(pairs) => pairs.capacity() * size_of::<[Span; 2]>(),
            Asked::Pairs(pairs) => pairs.capacity() * size_of::<([Span; 2], f64)>(),
        };
        (of_lines + self.text.capacity()) as u64
    }

    fn lines_of(&self, section: usize) -> Range<usize> {
        let start = self.sections.get(section).map_or(0, |&(_, start)| start);
        let end = self.sections.get(section + 1).map_or(self.asked.len(), |&(_, start)| start);
        start..end
    }

    /// Pairs that each of the `n` pairs of a section meets.
    fn n_partners(&self, n: usize) -> usize {
        n.saturating_sub(1).min((MOST_OF_RELATIONS / self.asked.len().max(1)).max(1))
    }
}

/// The words that a cell of answers accepts: the cell as it is, and where it has slashes what stands between them, as in
/// BATS (Gladkova, Drozd and Matsuoka 2016).
pub fn alternatives(cell: &str) -> impl Iterator<Item = &str> {
    let has_slashes = cell.contains('/');
    let parts = cell.split('/').map(str::trim).filter(move |part| has_slashes && !part.is_empty());
    std::iter::once(cell).chain(parts)
}
