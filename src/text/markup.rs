//! Markup that does not belong to the text: tags, characters by name, and the joints of `WikiText`.
//!
//! The beginning of a text decides whether it is a document in HTML or XML. Of a document every tag is dropped, and so are
//! comments, scripts and styles (`html.rs`). Any other text is plain: it keeps whatever stands between `<` and `>` except
//! for the tags that tools and posts leave behind, which [`plain_tag`] knows. Characters by name (`&amp;`) are decoded in
//! both.

mod entities;
mod html;

pub(super) use html::{Document, begins_script, has_scripts, is_document};

use super::scan::position;

/// What is left of a line.
#[derive(Debug)]
pub(super) struct Stripped<'a> {
    /// The line without markup; a line feed in it ends a passage.
    pub(super) text: &'a str,
    /// Whether something was dropped; then it was written to what was given for it.
    pub(super) has_dropped: bool,
    /// How many tags `<unk>` were dropped, which is what tools write for words that they left out. These are not written.
    pub(super) n_unknown: u32,
}

/// The longest tag of a plain text, in bytes. Beyond that, `<` means "less than".
const MAX_TAG: usize = 1000;

/// A line of a plain text without its markup.
///
/// A tag becomes a space, and is appended to `dropped`. `@-@`, `@,@` and `@.@` between spaces become the sign in their
/// middle, without the spaces. `scratch`: where the line is written, if it has any of these.
pub(super) fn strip<'a>(line: &'a str, scratch: &'a mut String, dropped: &mut String) -> Stripped<'a> {
    let next_mark = |text: &str| position(text.as_bytes(), |byte| matches!(byte, b'<' | b'@' | b'&' | 0x1B));
    let Some(mut at) = next_mark(line) else { return Stripped { text: line, has_dropped: false, n_unknown: 0 } };
    scratch.clear();
    let n_dropped = dropped.len();
    let mut n_unknown = 0;
    let mut rest = line;
    loop {
        let (before, here) = rest.split_at(at);
        scratch.push_str(before);
        let length = match here.as_bytes()[0] {
            b'<' if here.starts_with(UNKNOWN) => {
                n_unknown += 1;
                scratch.push(' ');
                Some(UNKNOWN.len())
            }
            b'<' => plain_tag(here).inspect(|&length| {
                dropped.push_str(&here[..length]);
                dropped.push('\n');
                scratch.push(' ');
            }),
            b'@' => joint(here).filter(|_| scratch.ends_with(' ')).map(|sign| {
                scratch.truncate(scratch.trim_end().len());
                scratch.push(sign);
                here.len() - here[3..].trim_start().len()
            }),
            0x1B => terminal_sequence(here),
            _ => escaped(here, scratch, dropped),
        };
        if length.is_none() {
            scratch.push_str(&here[..1]);
        }
        rest = &here[length.unwrap_or(1)..];
        match next_mark(rest) {
            Some(next) => at = next,
            None => break,
        }
    }
    scratch.push_str(rest);
    Stripped { text: scratch, has_dropped: dropped.len() > n_dropped, n_unknown }
}

/// The length of the sequence that colors a terminal, which a text begins with: `ESC [ 31 m` (ECMA-48, section 5.4).
fn terminal_sequence(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\u{1B}[")?;
    let n = parameters.bytes().take_while(|byte| matches!(byte, b' '..=b'?')).count();
    parameters.as_bytes().get(n).filter(|byte| matches!(byte, b'@'..=b'~')).map(|_| n + 3)
}

/// Decodes the character that is named at the beginning of `text`, or drops the tag whose `<` it is; its length.
fn escaped(text: &str, scratch: &mut String, dropped: &mut String) -> Option<usize> {
    let (_, length) = entities::character(text)?;
    // `&amp;quot;` is one character.
    let second = text[length..].bytes().take(10).position(|byte| byte == b';').map(|end| length + end + 1);
    let escaped_end =
        text.starts_with("&lt;").then(|| text[..text.floor_char_boundary(MAX_TAG)].find("&gt;")).flatten();
    if let Some(end) = escaped_end {
        let mut tag = String::new();
        entities::decode(&text[..end + 4], &mut tag);
        if plain_tag(&tag) == Some(tag.len()) {
            dropped.push_str(&tag);
            dropped.push('\n');
            scratch.push(' ');
            return Some(end + 4);
        }
    }
    let end = if text.starts_with("&amp;") { second.unwrap_or(length) } else { length };
    entities::decode(&text[..end], scratch);
    Some(end)
}

/// What tools write for words that they left out.
pub(super) const UNKNOWN: &str = "<unk>";

/// Tags without attributes that are dropped from a plain text: those of HTML that posts hold, and what tools write for
/// words that they left out and for the ends of sentences.
const PLAIN_TAGS: [&str; 46] = [
    "a",
    "abbr",
    "article",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "doc",
    "dt",
    "em",
    "eos",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "nowiki",
    "ol",
    "p",
    "pad",
    "pre",
    "ref",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "tr",
    "tt",
    "u",
    "ul",
    "unk",
];

/// The length of the tag that a plain text begins with, if it is one to drop: its name is among [`PLAIN_TAGS`] or it
/// closes one, and nothing but attributes with values follows; or it has attributes with values in quotes.
fn plain_tag(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let bytes = &inner.as_bytes()[..inner.len().min(MAX_TAG)];
    let end = bytes.iter().position(|byte| matches!(byte, b'<' | b'>'))?;
    if bytes[end] != b'>' {
        return None;
    }
    if inner.starts_with("!--") && inner[..end].ends_with("--") {
        return Some(end + 2);
    }
    let body = inner[..end].trim_end_matches('/');
    let (is_closing, body) = body.strip_prefix('/').map_or((false, body), |body| (true, body));
    let name_end = body.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(body.len());
    let (name, attributes) = body.split_at(name_end);
    // Types of programs are capitalized: `Vec<Span>`.
    let is_type = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase());
    let is_known = !is_type && PLAIN_TAGS.iter().any(|known| known.eq_ignore_ascii_case(name));
    let attributes = attributes.trim();
    let is_tag = if attributes.is_empty() {
        is_known
    } else {
        !is_closing && !name.is_empty() && body[name_end..].starts_with(' ') && are_attributes(attributes, is_known)
    };
    is_tag.then_some(end + 2)
}

/// Whether it is `name="value" name='value'`. `can_be_bare`: values may lack quotes, as in old HTML.
fn are_attributes(text: &str, can_be_bare: bool) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let Some((name, value)) = rest.split_once('=') else { return false };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_');
        if name.is_empty() || !name.trim_end().chars().all(is_name) {
            return false;
        }
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else {
            let end = value.find(char::is_whitespace).unwrap_or(value.len());
            if !can_be_bare || end == 0 {
                return false;
            }
            rest = value[end..].trim_start();
            continue;
        };
        let Some(end) = value[1..].find(quote) else { return false };
        rest = value[end + 2..].trim_start();
    }
    true
}

/// The sign in the joint of `WikiText` that `text` begins with. A space has to follow the joint.
fn joint(text: &str) -> Option<char> {
    match text.as_bytes() {
        [b'@', sign @ (b'-' | b',' | b'.'), b'@', b' ', ..] => Some(char::from(*sign)),
        _ => None,
    }
}

/// The title in a heading line of `WikiText`: `= Title =`, `= = Part = =`.
pub(super) fn heading(line: &str) -> Option<&str> {
    if !line.trim_start().starts_with('=') {
        return None;
    }
    let line = line.trim();
    let is_heading = line.len() > 2 && line.ends_with('=');
    is_heading.then(|| line.trim_matches(['=', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(line: &str) -> String {
        strip(line, &mut String::new(), &mut String::new()).text.to_owned()
    }

    #[test]
    fn tags_are_dropped_and_everything_else_between_angles_stays() {
        assert_eq!(stripped("the <unk> season"), "the   season");
        assert_eq!(stripped("a<br/>b"), "a b");
        assert_eq!(stripped("<doc id=\"1\" title=\"Cat\">"), " ");
        assert_eq!(stripped("1 < 2 and 3 > 2"), "1 < 2 and 3 > 2");
        assert_eq!(stripped("x <y and no end"), "x <y and no end");
        assert_eq!(stripped("a <b <i>c"), "a <b  c");
        assert_eq!(stripped("<TABLE BORDER=1 width=50%><a href=x.html>b</A>"), "  b ");
        for plain in [
            "<alice> hi",
            "Vec<Span>",
            "a <b and c> d",
            "Vec<Ticket>",
            "Table<Ticket,Parcel>",
            "depth<tide holds and wind>speed",
            "a<b and c>d",
        ] {
            assert_eq!(stripped(plain), plain);
        }
        let mut dropped = String::new();
        assert!(strip("see <a href=\"x\">this</a> <me@mail>", &mut String::new(), &mut dropped).has_dropped);
        assert_eq!(dropped, "<a href=\"x\">\n</a>\n");
    }

    #[test]
    fn characters_by_name_are_decoded() {
        assert_eq!(stripped("fish&amp;chips &quot;a&quot; &amp;#39; R&D"), "fish&chips \"a\" ' R&D");
        assert_eq!(stripped("\u{1B}[1;31mred\u{1B}[0m \u{1B}x"), "red \u{1B}x");
        assert_eq!(stripped("x &lt;br&gt; y &lt;3 &lt;tide&gt;"), "x   y <3 <tide>");
    }

    #[test]
    fn joints_join() {
        assert_eq!(stripped("well @-@ known 1 @,@ 000 3 @.@ 5"), "well-known 1,000 3.5");
        assert_eq!(stripped("me@-@you @ home"), "me@-@you @ home");
        assert_eq!(stripped("@-@ known"), "@-@ known");
        assert_eq!(stripped("known @-@"), "known @-@");
    }

    #[test]
    fn headings_have_titles() {
        assert_eq!(heading(" = Robert Boulter = "), Some("Robert Boulter"));
        assert_eq!(heading(" = = Career = = "), Some("Career"));
        assert_eq!(heading("a = b"), None);
        assert_eq!(heading("="), None);
    }
}
