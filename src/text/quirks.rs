//! What programs have done to a text on its way, undone a line at a time: letters encoded twice, line ends as `\n`, times
//! before messages, words with their analysis, LaTeX.
//!
//! The beginning of a text decides which of these it has, by rules that ordinary prose does not meet. A text without any,
//! which nearly all are, costs nothing more.

mod columns;
mod escapes;
mod latex;
mod stamps;
mod tags;
mod twice;

use std::borrow::Cow;

use columns::Columns;
use latex::Latex;
use serde::{Deserialize, Serialize};
use twice::Twice;

use super::{cues::are_subtitles, decode::LegacyDecoders, json::unescape, lines::lines};

/// Something that a program has done to a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quirk {
    /// Its characters were encoded twice: `cafÃ©`. They were decoded twice.
    EncodedTwice,
    /// Line ends and quotes are escaped: `\n`. They are signs again.
    Escaped,
    /// Its lines begin with dates or times, as those of chats and logs do. These were left out.
    Stamps,
    /// Each word has a tag behind a slash: `boat/NN`. Tags were left out.
    WordTags,
    /// Each line is a word and its analysis in columns, as in `CoNLL`. Only the words were read.
    Columns,
    /// It is LaTeX: commands, formulas and comments were left out.
    Latex,
    /// It is mail: what was encoded for its transport was decoded.
    Mail,
}

/// The quirks of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Quirks {
    all: Vec<Quirk>,
    twice: Option<Twice>,
    columns: Option<Columns>,
    latex: Option<Latex>,
}

impl Quirks {
    /// Of a plain text that begins with `head`. `decoders`: who knows the encodings in which letters are encoded twice.
    pub(super) fn of(head: &str, decoders: LegacyDecoders) -> Self {
        let twice = Twice::of(head, decoders);
        let head = match &twice {
            Some(twice) => Cow::Owned(lines(head).map(|line| twice.mend(line) + "\n").collect::<String>()),
            None => Cow::Borrowed(head),
        };
        // JSON has escapes of its own.
        let is_escaped = !head.trim_start().starts_with(['{', '[']) && escapes::are_escaped(&head);
        // The times of subtitles have rules of their own.
        let has_stamps = stamps::are_stamped(&head) && !are_subtitles(&head);
        let (columns, latex) = (Columns::of(&head), Latex::of(&head));
        let all = [
            twice.as_ref().map(|_| Quirk::EncodedTwice),
            is_escaped.then_some(Quirk::Escaped),
            has_stamps.then_some(Quirk::Stamps),
            tags::are_tagged(&head).then_some(Quirk::WordTags),
            columns.as_ref().map(|_| Quirk::Columns),
            latex.as_ref().map(|_| Quirk::Latex),
        ];
        Self { all: all.into_iter().flatten().collect(), twice, columns, latex }
    }

    /// Those of a mail whose transport was undone.
    pub(super) fn of_mail(mut self) -> Self {
        self.all.push(Quirk::Mail);
        self
    }

    /// Whether there are none.
    pub(super) fn are_none(&self) -> bool {
        self.all.is_empty()
    }

    /// Which there are.
    pub(super) fn all(&self) -> impl Iterator<Item = Quirk> {
        self.all.iter().copied()
    }

    fn has(&self, quirk: Quirk) -> bool {
        self.all.contains(&quirk)
    }

    /// Whether the cells of a table stay what they are.
    pub(super) fn leave_cells(&self) -> bool {
        self.all().all(|quirk| matches!(quirk, Quirk::EncodedTwice | Quirk::Escaped | Quirk::Mail))
    }

    /// Whether each line says something of its own.
    pub(super) fn has_stamps(&self) -> bool {
        self.has(Quirk::Stamps)
    }

    /// The beginning of a text as its reader would have written it.
    pub(super) fn mended<'a>(&self, head: &'a str) -> Cow<'a, str> {
        if self.are_none() {
            return Cow::Borrowed(head);
        }
        let (mut quirks, mut dropped) = (self.clone(), String::new());
        Cow::Owned(lines(head).map(|line| quirks.mend(line, &mut dropped).into_owned() + "\n").collect())
    }

    /// A line without them. What is left out is appended to `dropped`, each piece with a line feed behind it.
    pub(super) fn mend<'a>(&mut self, line: &'a str, dropped: &mut String) -> Cow<'a, str> {
        let mut line = Cow::Borrowed(line);
        if let Some(twice) = &self.twice {
            line = Cow::Owned(twice.mend(&line));
        }
        if self.has(Quirk::Escaped) && line.contains('\\') {
            line = Cow::Owned(unescape(&line).into_owned());
        }
        if let Some(stamp) = self.has_stamps().then(|| stamps::stamp(&line)).flatten() {
            dropped.push_str(&line[stamp.clone()]);
            dropped.push('\n');
            let mut rest = line.into_owned();
            rest.replace_range(stamp, " ");
            line = Cow::Owned(rest);
        }
        if self.has(Quirk::WordTags) {
            line = Cow::Owned(tags::untagged(&line, dropped));
        }
        if let Some(columns) = &self.columns {
            line = Cow::Owned(columns.word(&line, dropped).to_owned());
        }
        if let Some(latex) = &mut self.latex {
            line = Cow::Owned(latex.read(&line, dropped));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quirks(head: &str) -> Quirks {
        Quirks::of(head, LegacyDecoders::default())
    }

    #[test]
    fn ordinary_texts_have_none() {
        for prose in [
            "The boat left at 10:30, or so. On 12/03/2024 it came back -- late.\n",
            "In quoted-printable =20 is a space; é may turn into Ã© and ’ into â€™. “São Paulo, NAÇÃO!”\n",
            "if (a < b && c > d) { printf(\"%d\\n\", x / y); }\n",
            "either/or and he/she, his/her, 1/2, km/h\n",
            "so much depends\nupon\n\na red wheel\nbarrow\n\n",
            "C:\\new\\temp costs $5 and 50% of $9 {or so}\n",
            "«СССР», США» и РФ»\n",
        ] {
            let quirks = quirks(&prose.repeat(9));
            assert!(quirks.are_none(), "{prose}: {:?}", quirks.all().collect::<Vec<_>>());
        }
    }

    #[test]
    fn several_are_undone_at_once() {
        let head = "[10:00] Zoë: cafÃ© and crÃ¨me\n[10:01] Bo: naÃ¯ve\n".repeat(3);
        let mut quirks = quirks(&head);
        assert_eq!(quirks.all().collect::<Vec<_>>(), [Quirk::EncodedTwice, Quirk::Stamps]);
        let mut dropped = String::new();
        assert_eq!(quirks.mend("[10:00] Zoë: cafÃ©", &mut dropped), "  Zoë: café");
        assert_eq!(dropped, "[10:00]\n");
        assert!(quirks.mended(&head).starts_with("  Zoë: café and crème\n"));
    }
}
