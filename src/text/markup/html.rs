//! Documents in HTML or XML: whether a text is one, and what is left of its lines.

use super::{Stripped, escaped};

/// Tags that end a passage.
const BLOCKS: [&str; 41] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "page",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "title",
    "tr",
    "ul",
];
/// Tags that may stand within a word.
const INLINE: [&str; 28] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "hi", "i", "ins", "kbd", "mark",
    "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr",
];
/// Tags of XML that stand between words.
const WORDS: [&str; 7] = ["lb", "pb", "pc", "tok", "token", "w", "word"];
/// A tag or comment that is longer was none: the text goes on behind it.
const MOST_BYTES: usize = 16 * 1024;
/// A script that is longer was none, or is never closed.
const MOST_SCRIPT: usize = 4 * 1024 * 1024;
/// Closing tags of HTML in the beginning of a text that make it a document.
const LEAST_CLOSED: usize = 3;

/// Whether a text that begins with `head` is a document: it begins with a declaration or with the tag of a root, or closes
/// blocks as HTML does.
pub(in crate::text) fn is_document(head: &str) -> bool {
    let start = head.trim_start_matches(|character: char| character.is_whitespace() || character == '\u{FEFF}');
    let begins_with = |tag: &str| start.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag));
    if ["<!doctype", "<html", "<?xml", "<!--", "<head", "<body", "<mediawiki", "<tei", "<rss", "<svg"]
        .iter()
        .any(|tag| begins_with(tag))
    {
        return true;
    }
    if !head.contains("</") {
        return false;
    }
    let lower = head.to_ascii_lowercase();
    let n_closed = ["</p>", "</div>", "</li>", "</td>", "</tr>", "</h1>", "</h2>", "</body>"]
        .iter()
        .map(|tag| lower.matches(tag).count())
        .sum::<usize>();
    if start.starts_with('<') {
        return n_closed >= LEAST_CLOSED || is_xml(start);
    }
    // Something may stand above a saved page: headers, or where it is from.
    n_closed >= LEAST_CLOSED
        && ["<html>", "<html ", "<!doctype html", "<body>", "<body "].iter().any(|tag| lower.contains(tag))
}

/// Elements whose content is no text.
const SCRIPTS: [(&str, &str); 2] = [("<script", "</script"), ("<style", "</style")];

/// Whether scripts or styles stand in a plain text that begins with `head`: each that opens is closed, and code is in them.
pub(in crate::text) fn has_scripts(head: &str) -> bool {
    if !head.contains("</") {
        return false;
    }
    let lower = head.to_ascii_lowercase();
    SCRIPTS.iter().any(|(open, close)| {
        let n_closed = lower.matches(close).count();
        let is_code = |rest: &str| {
            let content = rest.split(close).next().unwrap_or_default();
            content.starts_with(['>', ' ']) && content.contains(['{', ';', '=']) && rest.contains(close)
        };
        n_closed > 0 && lower.matches(open).count() == n_closed && lower.split(open).skip(1).all(is_code)
    })
}

/// Whether a script or style opens in a line.
pub(in crate::text) fn begins_script(line: &str) -> bool {
    line.contains('<') && {
        let lower = line.to_ascii_lowercase();
        SCRIPTS.iter().any(|(open, _)| lower.contains(open))
    }
}

/// Whether a text that begins with a tag is XML without a declaration: the tag is none that plain texts have, and others
/// are closed soon.
fn is_xml(text: &str) -> bool {
    let name_end = text[1..].find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-' | '.')));
    let Some((name, rest)) = name_end.map(|end| text[1..].split_at(end)) else { return false };
    let is_tag =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.starts_with(['>', '/', ' ', '\n', '\r', '\t']);
    let lower = name.to_ascii_lowercase();
    if !is_tag || super::PLAIN_TAGS.contains(&lower.as_str()) || INLINE.contains(&lower.as_str()) {
        return false;
    }
    let is_opened = |name: &str| text.contains(&format!("<{name}>")) || text.contains(&format!("<{name} "));
    let closing = text.split("</").skip(1).filter_map(|rest| rest.split_once('>')).map(|(name, _)| name.trim());
    closing.filter(|name| !name.is_empty() && name.len() < 40 && is_opened(name)).take(LEAST_CLOSED).count()
        >= LEAST_CLOSED
}

/// Where a document stands at the end of a line.
#[derive(Debug, Default)]
pub(in crate::text) struct Document {
    inside: Inside,
    /// Bytes since it is inside of a tag or comment.
    n_bytes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Inside {
    /// The text.
    #[default]
    Text,
    /// A tag whose `>` has not come yet.
    Tag,
    /// A comment.
    Comment,
    /// A script, style or the like, up to this closing tag.
    Raw(&'static str),
}

impl Document {
    /// Whether it is inside of a script, style or the like.
    pub(in crate::text) fn is_inside_script(&self) -> bool {
        matches!(self.inside, Inside::Raw(_))
    }

    /// What is left of the next line, or of a part of one.
    ///
    /// A tag that ends a passage becomes a line feed, one that may stand within a word nothing, and any other a space. What
    /// is dropped is appended to `dropped`.
    pub(in crate::text) fn strip<'a>(
        &mut self,
        line: &'a str,
        scratch: &'a mut String,
        dropped: &mut String,
    ) -> Stripped<'a> {
        if self.inside == Inside::Text && !line.bytes().any(|byte| matches!(byte, b'<' | b'&')) {
            return Stripped { text: line, has_dropped: false, n_unknown: 0 };
        }
        scratch.clear();
        let n_dropped = dropped.len();
        let mut rest = line;
        while !rest.is_empty() {
            rest = match self.inside {
                Inside::Text => self.read_text(rest, scratch, dropped),
                Inside::Tag => self.skip_to(">", rest, dropped),
                Inside::Comment => self.skip_to("-->", rest, dropped),
                Inside::Raw(end) => self.skip_to(end, rest, dropped),
            };
        }
        Stripped { text: scratch, has_dropped: dropped.len() > n_dropped, n_unknown: 0 }
    }

    /// Reads up to the end of the next tag; what is left.
    fn read_text<'a>(&mut self, rest: &'a str, scratch: &mut String, dropped: &mut String) -> &'a str {
        let Some(at) = rest.find('<') else {
            decode(rest, scratch, dropped);
            return "";
        };
        decode(&rest[..at], scratch, dropped);
        let tag = &rest[at..];
        let is_closing = tag.starts_with("</");
        let name_start = 1 + usize::from(is_closing);
        let first = tag[name_start..].chars().next().unwrap_or(' ');
        if let Some(comment) = tag.strip_prefix("<!--") {
            (self.inside, self.n_bytes) = (Inside::Comment, 0);
            scratch.push(' ');
            return comment;
        }
        if !(first.is_ascii_alphabetic() || matches!(first, '!' | '?')) {
            scratch.push('<');
            return &tag[1..];
        }
        let name_end =
            tag[name_start..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(tag.len(), |n| n + name_start);
        let name = tag[name_start..name_end].to_ascii_lowercase();
        let is_one_of = |names: &[&str]| names.binary_search(&name.as_str()).is_ok();
        if is_one_of(&BLOCKS) || (!is_one_of(&INLINE) && !is_one_of(&WORDS) && fills_its_line(tag, scratch)) {
            scratch.push('\n');
        } else if !is_one_of(&INLINE) {
            scratch.push(' ');
        }
        let Some(end) = tag_end(tag) else {
            (self.inside, self.n_bytes) = (Inside::Tag, 0);
            dropped.push_str(tag);
            dropped.push('\n');
            return "";
        };
        dropped.push_str(&tag[..end]);
        dropped.push('\n');
        if !is_closing && !tag[..end].ends_with("/>") {
            self.inside = match name.as_str() {
                "script" => Inside::Raw("</script"),
                "style" => Inside::Raw("</style"),
                "template" => Inside::Raw("</template"),
                _ => Inside::Text,
            };
            self.n_bytes = 0;
        }
        &tag[end..]
    }

    /// Drops what stands before `end`; what is left.
    fn skip_to<'a>(&mut self, end: &str, rest: &'a str, dropped: &mut String) -> &'a str {
        let lower;
        let place = if end.starts_with("</") {
            lower = rest.to_ascii_lowercase();
            lower.find(end)
        } else {
            rest.find(end)
        };
        let length = place.unwrap_or(rest.len());
        dropped.push_str(&rest[..length]);
        dropped.push('\n');
        self.n_bytes += length;
        if place.is_some() {
            // The tag that closes a script is read as one.
            let n_signs = if end.starts_with("</") { 0 } else { end.len() };
            self.inside = Inside::Text;
            return &rest[length + n_signs..];
        }
        let most = if self.inside == Inside::Tag { MOST_BYTES } else { MOST_SCRIPT };
        if self.n_bytes > most && self.inside != Inside::Comment {
            self.inside = Inside::Text;
        }
        ""
    }
}

/// Writes a text between tags. Feeds hold the tags of their posts in characters by name: these are dropped as well.
fn decode(text: &str, scratch: &mut String, dropped: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        scratch.push_str(&rest[..at]);
        let here = &rest[at..];
        let length = escaped(here, scratch, dropped).unwrap_or_else(|| {
            scratch.push('&');
            1
        });
        rest = &here[length..];
    }
    scratch.push_str(rest);
}

/// Whether an element takes a line of its own, as a record in XML does. `before`: what is left of the line so far.
fn fills_its_line(tag: &str, before: &str) -> bool {
    let name = tag[1..].split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
    let element = tag.trim_end();
    before.trim().is_empty()
        && !name.is_empty()
        && element.strip_suffix('>').and_then(|rest| rest.strip_suffix(name)).is_some_and(|rest| rest.ends_with("</"))
}

/// Where a tag ends, behind its `>`, which may stand in quotes before.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    let mut first = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') if tag.as_bytes()[at - 1] == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (Some(_), b'>') => first = first.or(Some(at + 1)),
            _ => {}
        }
    }
    // A quote that is never closed hides nothing.
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(lines: &[&str]) -> String {
        let (mut document, mut scratch) = (Document::default(), String::new());
        let lines = lines.iter().map(|line| document.strip(line, &mut scratch, &mut String::new()).text.to_owned());
        lines.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn text_is_left_of_a_document() {
        assert_eq!(stripped(&["<p class=\"a>b\">one <b>t</b>wo<br>three</p>"]), "\none two three\n");
        assert_eq!(stripped(&["<style>p {", "color: teal }", "</style>x"]), " || x");
        assert_eq!(stripped(&["<SCRIPT>if (a < b) x()</SCRIPT >y"]), "  y");
        assert_eq!(stripped(&["a <!-- no", "-- no --> b"]), "a  | b");
        assert_eq!(stripped(&["a <img", "alt='no'> b"]), "a  | b");
        assert_eq!(stripped(&["1 < 2 &lt;b&gt; caf&eacute; R&D &lt;tide&gt;"]), "1 < 2   café R&D <tide>");
    }

    #[test]
    fn an_element_that_fills_its_line_is_a_passage() {
        assert_eq!(
            stripped(&["<tweet id='1'>one <x>two</x></tweet>", "<w>three</w>", "<br>four"]),
            "\none  two  | three | four"
        );
    }

    #[test]
    fn documents_are_recognized() {
        assert!(is_document("\n<!DOCTYPE html>") && is_document("<?xml version='1.0'?>"));
        assert!(is_document("<p>a</p>\n<p>b</p><p>c</p>"));
        assert!(is_document("<feed xmlns='x'><entry>a</entry>\n<entry>b</entry><entry>c</entry></feed>"));
        for plain in
            ["<s> a b </s>\n<s> c </s>\n<s> d </s>", "<bob> a </b> c </b> d </b>", "<doc id=\"1\">\na\n</doc>\n"]
        {
            assert!(!is_document(plain), "{plain}");
        }
        assert!(!is_document("<alice> hello </p> no") && !is_document("text with </p></p></p>") && !is_document(""));
    }

    #[test]
    fn pages_and_scripts_are_found_below_something_else() {
        let page = "<html><body><p>a</p><p>b</p><p>c</p></body></html>";
        assert!(is_document(&format!("HTTP/1.1 200 OK\r\n\r\n{page}")));
        assert!(!is_document("Put <html> first and </html> last."));
        assert!(
            has_scripts("a\n<script type='x'>\nvar a = 1;\n</script>\nb") && has_scripts("<style>p { a: b }</STYLE>")
        );
        assert!(!has_scripts("The <script> tag is closed by </script>, and <style> by </style>."));
        assert!(!has_scripts("a <script> that = never; ends") && begins_script("x <SCRIPT src='y'>"));
    }

    #[test]
    fn names_are_in_order() {
        assert!(BLOCKS.is_sorted() && INLINE.is_sorted() && WORDS.is_sorted());
    }
}
