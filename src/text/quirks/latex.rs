//! LaTeX: what is left of a line when commands, formulas and comments are gone and accents are letters.

/// Commands that tell a text in LaTeX, of which it has at least [`LEAST`].
const TELLING: [&str; 12] = [
    "\\begin{",
    "\\section",
    "\\chapter",
    "\\subsection",
    "\\emph{",
    "\\textbf{",
    "\\textit{",
    "\\cite",
    "\\ref{",
    "\\label{",
    "\\item",
    "\\footnote{",
];
const LEAST: usize = 4;
/// Commands whose arguments are no text.
const WITHOUT_TEXT: [&str; 26] = [
    "begin",
    "bibliography",
    "bibliographystyle",
    "cite",
    "citep",
    "citet",
    "cref",
    "documentclass",
    "end",
    "eqref",
    "hspace",
    "include",
    "includegraphics",
    "input",
    "label",
    "newcommand",
    "pageref",
    "pagestyle",
    "ref",
    "renewcommand",
    "setcounter",
    "setlength",
    "url",
    "usepackage",
    "vref",
    "vspace",
];
/// Letters that are commands.
const LETTERS: [(&str, &str); 16] = [
    ("AA", "Å"),
    ("AE", "Æ"),
    ("L", "Ł"),
    ("O", "Ø"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("ae", "æ"),
    ("i", "i"),
    ("j", "j"),
    ("l", "ł"),
    ("ldots", "…"),
    ("o", "ø"),
    ("oe", "œ"),
    ("ss", "ß"),
    ("dots", "…"),
    ("textquoteright", "’"),
];
/// Accents, and the mark that is written behind the letter.
const ACCENTS: [(char, char); 15] = [
    ('\'', '\u{301}'),
    ('`', '\u{300}'),
    ('^', '\u{302}'),
    ('"', '\u{308}'),
    ('~', '\u{303}'),
    ('=', '\u{304}'),
    ('.', '\u{307}'),
    ('c', '\u{327}'),
    ('v', '\u{30C}'),
    ('H', '\u{30B}'),
    ('u', '\u{306}'),
    ('r', '\u{30A}'),
    ('k', '\u{328}'),
    ('d', '\u{323}'),
    ('b', '\u{331}'),
];
/// Environments of formulas.
const FORMULAS: [&str; 8] =
    ["equation", "align", "gather", "multline", "eqnarray", "displaymath", "math", "tikzpicture"];

/// A text in LaTeX, as far as it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Latex {
    /// The environment of a formula that it is inside of.
    formula: Option<&'static str>,
}

impl Latex {
    /// Of a text that begins with `head`, if it is LaTeX.
    pub(super) fn of(head: &str) -> Option<Self> {
        let is_latex = head.contains("\\documentclass")
            || head.contains("\\begin{document}")
            || TELLING.iter().map(|command| head.matches(command).count()).sum::<usize>() >= LEAST
                && head.contains(['{', '}']);
        is_latex.then(Self::default)
    }

    /// What is left of a line. The rest is appended to `dropped`.
    pub(super) fn read(&mut self, line: &str, dropped: &mut String) -> String {
        let mut text = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(sign) = rest.chars().next() {
            if let Some(formula) = self.formula {
                let end = format!("\\end{{{formula}");
                let length = rest.find(&end);
                drop_text(&rest[..length.unwrap_or(rest.len())], dropped);
                let Some(length) = length else { break };
                (self.formula, rest) = (None, &rest[length..]);
                continue;
            }
            rest = match sign {
                '\\' => self.command(&rest[1..], &mut text, dropped),
                '%' => {
                    drop_text(rest, dropped);
                    ""
                }
                '$' => {
                    let inner = rest.trim_start_matches('$');
                    let end = inner.find('$').unwrap_or(inner.len());
                    drop_text(&inner[..end], dropped);
                    text.push(' ');
                    inner[end..].trim_start_matches('$')
                }
                '{' | '}' => &rest[1..],
                '~' | '&' => {
                    text.push(' ');
                    &rest[1..]
                }
                _ => {
                    text.push(sign);
                    &rest[sign.len_utf8()..]
                }
            };
        }
        text
    }

    /// Reads a command, whose backslash is gone; what is left behind it.
    fn command<'a>(&mut self, rest: &'a str, text: &mut String, dropped: &mut String) -> &'a str {
        let end = rest.find(|sign: char| !sign.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        if name.len() <= 1 {
            let sign = rest.chars().next().unwrap_or(' ');
            let accent = ACCENTS.iter().find(|&&(known, _)| known == sign).map(|&(_, mark)| mark);
            let argument = &rest[rest.len().min(sign.len_utf8())..];
            // A letter is an accent only before a brace or a space.
            let is_accent = !sign.is_ascii_alphabetic() || argument.starts_with(['{', ' ']);
            if let Some((letter, length)) = accent.filter(|_| is_accent).and_then(|_| accented(argument)) {
                text.push(letter);
                text.extend(accent);
                return &argument[length..];
            }
            if name.is_empty() {
                let is_sign = matches!(sign, '&' | '%' | '$' | '#' | '_' | '{' | '}');
                text.push(if is_sign { sign } else { ' ' });
                return argument;
            }
        }
        if let Some(&(_, letter)) = LETTERS.iter().find(|&&(known, _)| known == name) {
            text.push_str(letter);
            return behind.trim_start_matches(' ');
        }
        drop_text(name, dropped);
        let mut behind = behind.strip_prefix('*').unwrap_or(behind);
        if let Some(length) = enclosed(behind, '[', ']') {
            drop_text(&behind[..length], dropped);
            behind = &behind[length..];
        }
        if name == "begin" {
            self.formula = FORMULAS.into_iter().find(|formula| behind.get(1..).is_some_and(|b| b.starts_with(formula)));
        }
        if WITHOUT_TEXT.contains(&name) {
            while let Some(length) = enclosed(behind, '{', '}') {
                drop_text(&behind[..length], dropped);
                behind = &behind[length..];
            }
            text.push(' ');
        }
        behind
    }
}

/// The letter that an accent stands on, and the length of it: `e`, `{e}`, `\i`, `{\i}`.
fn accented(text: &str) -> Option<(char, usize)> {
    let inner = text.trim_start_matches(' ');
    let spaces = text.len() - inner.len();
    let brace = usize::from(inner.starts_with('{'));
    let slash = usize::from(inner[brace..].starts_with('\\'));
    let letter = inner[brace + slash..].chars().next().filter(|letter| letter.is_alphabetic())?;
    let end = brace + slash + letter.len_utf8();
    let closed = usize::from(brace > 0 && inner[end..].starts_with('}'));
    (closed == brace).then_some((letter, spaces + end + closed))
}

/// The length of what stands in brackets at the beginning of a text.
fn enclosed(text: &str, open: char, close: char) -> Option<usize> {
    text.strip_prefix(open)?.find(close).map(|end| end + 2)
}

fn drop_text(text: &str, dropped: &mut String) {
    dropped.push_str(text);
    dropped.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalize;

    fn read(line: &str) -> String {
        let text = Latex::default().read(line, &mut String::new());
        normalize(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn accents_are_letters() {
        assert_eq!(
            read(r#"na\"{\i}ve caf\'e M\"uller \'{e}t\'e \c{c}a \~nandu \o re stra\ss e \v{C}ech \H{o}"#),
            "naïve café Müller été ça ñandu øre straße Čech ő"
        );
        assert_eq!(read(r"5\% \& \AA ngstr\"), "5% & Ångstr");
    }

    #[test]
    fn commands_formulas_and_comments_are_left_out() {
        let mut dropped = String::new();
        let line = r"\section{Boats}\label{sec:a} the \emph{old} $x_1 = 2$ boat~left \cite[p.~2]{smith} \\ % not this";
        let text = Latex::default().read(line, &mut dropped);
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["Boats", "the", "old", "boat", "left"]);
        assert!(dropped.contains("smith") && dropped.contains("not this") && dropped.contains("x_1"));
        let mut latex = Latex::default();
        let lines = [r"a \begin{equation}", "E = mc^2", r"\end{equation} b"];
        let left: Vec<String> = lines.iter().map(|line| latex.read(line, &mut dropped).trim().to_owned()).collect();
        assert_eq!(left, ["a", "", "b"]);
    }

    #[test]
    fn latex_is_told_from_text() {
        assert!(Latex::of("\\documentclass{article}").is_some());
        assert!(Latex::of("\\section{A} \\emph{b} \\cite{c} \\ref{d}").is_some());
        assert!(Latex::of("C:\\items {x}; the \\emph command").is_none() && Latex::of("50% of {a}").is_none());
    }
}
