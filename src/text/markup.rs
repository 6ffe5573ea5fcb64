//! Markup that does not belong to the text: tags, and the joints of `WikiText`.

/// The longest tag, in bytes. Beyond that, `<` means "less than".
const MAX_TAG: usize = 1000;

/// A line without its markup. `scratch`: where it is written, if it has any.
///
/// A tag becomes a space. `@-@`, `@,@` and `@.@` between spaces become the sign in their middle, without the spaces.
pub(super) fn strip<'a>(line: &'a str, scratch: &'a mut String) -> &'a str {
    let next_mark = |text: &str| text.bytes().position(|byte| matches!(byte, b'<' | b'@'));
    if next_mark(line).is_none() {
        return line;
    }
    scratch.clear();
    let mut rest = line;
    while let Some(at) = next_mark(rest) {
        let (before, here) = rest.split_at(at);
        scratch.push_str(before);
        if let Some(length) = tag_length(here) {
            scratch.push(' ');
            rest = &here[length..];
        } else if let Some(sign) = joint(here).filter(|_| scratch.ends_with(' ')) {
            scratch.truncate(scratch.trim_end().len());
            scratch.push(sign);
            rest = here[3..].trim_start();
        } else {
            scratch.push_str(&here[..1]);
            rest = &here[1..];
        }
    }
    scratch.push_str(rest);
    scratch
}

/// The length of the tag that `text` begins with: `<`, a name, anything but `<`, then `>`.
fn tag_length(text: &str) -> Option<usize> {
    let name = text.strip_prefix('<')?.trim_start_matches(['/', '!', '?']);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-') {
        return None;
    }
    let bytes = &text.as_bytes()[1..text.len().min(MAX_TAG)];
    let end = bytes.iter().position(|byte| matches!(byte, b'<' | b'>'))?;
    (bytes[end] == b'>').then_some(end + 2)
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
    let line = line.trim();
    let is_heading = line.len() > 2 && line.starts_with('=') && line.ends_with('=');
    is_heading.then(|| line.trim_matches(['=', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(line: &str) -> String {
        strip(line, &mut String::new()).to_owned()
    }

    #[test]
    fn tags_are_dropped() {
        assert_eq!(stripped("the <unk> season"), "the   season");
        assert_eq!(stripped("a<br/>b"), "a b");
        assert_eq!(stripped("<doc id=\"1\" title=\"Cat\">"), " ");
        assert_eq!(stripped("1 < 2 and 3 > 2"), "1 < 2 and 3 > 2");
        assert_eq!(stripped("x <y and no end"), "x <y and no end");
        assert_eq!(stripped("a <b <i>c"), "a <b  c");
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
