//! The encoding that a document says it is in: XML's declaration, HTML's `meta`, and the header of a mail.

use super::Encoding;

/// Other names of encodings (Encoding Standard, section 4.2), as far as documents use them.
const LABELS: [(&str, &str); 45] = [
    ("ascii", "windows-1252"),
    ("us-ascii", "windows-1252"),
    ("iso-8859-1", "windows-1252"),
    ("iso8859-1", "windows-1252"),
    ("iso_8859-1", "windows-1252"),
    ("latin1", "windows-1252"),
    ("latin-1", "windows-1252"),
    ("cp1252", "windows-1252"),
    ("cp1250", "windows-1250"),
    ("cp1251", "windows-1251"),
    ("win-1251", "windows-1251"),
    ("cp1253", "windows-1253"),
    ("cp1254", "windows-1254"),
    ("iso-8859-9", "windows-1254"),
    ("latin5", "windows-1254"),
    ("cp1255", "windows-1255"),
    ("iso-8859-8", "windows-1255"),
    ("iso-8859-8-i", "windows-1255"),
    ("cp1256", "windows-1256"),
    ("cp1257", "windows-1257"),
    ("cp1258", "windows-1258"),
    ("tis-620", "windows-874"),
    ("iso-8859-11", "windows-874"),
    ("latin2", "iso-8859-2"),
    ("latin-2", "iso-8859-2"),
    ("latin9", "iso-8859-15"),
    ("koi8", "koi8-r"),
    ("cp866", "ibm866"),
    ("x-mac-roman", "macintosh"),
    ("gb2312", "gb18030"),
    ("gbk", "gb18030"),
    ("cp936", "gb18030"),
    ("big5-hkscs", "big5"),
    ("cp950", "big5"),
    ("x-sjis", "shift_jis"),
    ("sjis", "shift_jis"),
    ("shift-jis", "shift_jis"),
    ("windows-31j", "shift_jis"),
    ("cp932", "shift_jis"),
    ("eucjp", "euc-jp"),
    ("x-euc-jp", "euc-jp"),
    ("euckr", "euc-kr"),
    ("ks_c_5601-1987", "euc-kr"),
    ("cp949", "euc-kr"),
    ("windows-949", "euc-kr"),
];
/// Bytes from the beginning that are looked at.
const MOST_BYTES: usize = 4096;

/// The encoding that a text which begins with `head` says it is in, if it is a document or a mail. UTF-8 and UTF-16 are told
/// by their bytes, and so is a document that says something else and is UTF-8.
pub(super) fn of(head: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(&head[..head.len().min(MOST_BYTES)]).to_ascii_lowercase();
    let is_xml = head.trim_start().starts_with("<?xml");
    let label = if is_xml { value(head.split("?>").next()?, "encoding") } else { None };
    let of_meta = || head.split("<meta").skip(1).find_map(|rest| value(rest.split('>').next()?, "charset"));
    let of_mail = || head.lines().filter(|line| !line.contains("<meta")).find_map(of_header);
    let label = label.or_else(of_meta).or_else(of_mail)?;
    let known = LABELS.iter().find(|(other, _)| *other == label).map_or(label, |&(_, name)| name);
    Encoding::named(known).filter(|&encoding| encoding != Encoding::UTF_8 && !encoding.is_utf_16())
}

/// The value behind `name=`, with quotes or without.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = text[text.find(name)? + name.len()..].trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    rest.split(|sign: char| matches!(sign, '"' | '\'' | ';' | '/') || sign.is_whitespace()).next()
}

/// The encoding in a header of a mail: `Content-Type: text/plain; charset=iso-8859-1`.
fn of_header(line: &str) -> Option<&str> {
    let is_header = line.starts_with("content-type:") || line.starts_with([' ', '\t']) && line.contains("charset=");
    if is_header { value(line, "charset") } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_say_their_encoding() {
        let of = |head: &str| of(head.as_bytes()).map(Encoding::name);
        assert_eq!(of("<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>"), Some("windows-1252"));
        assert_eq!(of("<html><head><meta charset=Shift_JIS></head>"), Some("shift_jis"));
        assert_eq!(
            of("<META http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\"><meta name='x'>"),
            Some("koi8-r")
        );
        assert_eq!(of("From: a\nContent-Type: text/plain;\n\tcharset=\"GB2312\"\n\n"), Some("gb18030"));
        assert_eq!(of("<meta charset=\"utf-8\">"), None);
        assert_eq!(of("a charset=koi8-r of no document"), None);
        assert_eq!(of("<meta charset=nonsense>"), None);
    }

    #[test]
    fn every_label_names_an_encoding() {
        for (label, name) in LABELS {
            assert!(Encoding::named(name).is_some(), "{label}");
        }
    }
}
