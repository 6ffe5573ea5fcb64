//! Texts in JSON: whether a text is one, and the characters that its strings escape (RFC 8259, section 7).

use std::borrow::Cow;

/// Whether lines without white space around them are those of objects or arrays in JSON, one a line or over several.
pub(super) fn is_json(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else { return false };
    let are_objects = lines.iter().any(|line| line.contains("\":") || line.contains("\" :"));
    // An array of strings, on one line or one a line.
    let are_strings = (*first == "[" || first.starts_with("[\""))
        && lines.iter().all(|line| matches!(*line, "[" | "]") || line.trim_end_matches([']', ',']).ends_with('"'));
    if !first.starts_with(['{', '[']) || !(are_objects || are_strings) {
        return false;
    }
    let is_value = |line: &str| {
        let bare = line.trim_end_matches([',', ']', '}', ' ']);
        matches!(bare, "" | "true" | "false" | "null") || bare.parse::<f64>().is_ok()
    };
    let is_of_json = |line: &str| {
        let rest = line.trim_start_matches(['{', '[', '}', ']', ',', ' ']);
        rest.starts_with('"') || is_value(rest)
    };
    let n_json = lines.iter().filter(|line| is_of_json(line)).count();
    n_json * 10 >= lines.len() * 9
}

/// A line with the characters that are escaped in its strings.
pub(super) fn unescape(line: &str) -> Cow<'_, str> {
    if !line.contains('\\') {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escaped = &rest[at + 1..];
        let (character, length) = match escaped.as_bytes().first() {
            Some(b'u') => unit(escaped).unwrap_or(('\\', 0)),
            Some(b'n' | b'r' | b't' | b'f' | b'b') => (' ', 1),
            // A quote within a string is none that ends it.
            Some(b'"') => ('"', 1),
            // JSON has no such escape; dumps of databases have.
            Some(b'\'') => ('\'', 1),
            Some(b'\\') => ('\\', 1),
            Some(b'/') => ('/', 1),
            _ => ('\\', 0),
        };
        text.push(character);
        rest = &escaped[length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character that `u2019` or the pair `ud83d\ude00` stands for, and the length of that.
fn unit(text: &str) -> Option<(char, usize)> {
    let is_hex = |digits: &&str| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let hex = |at: usize| text.get(at..at + 4).filter(is_hex).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let first = hex(1)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 5));
    }
    let second = hex(7).filter(|second| text[5..].starts_with("\\u") && (0xDC00..0xE000).contains(second))?;
    let is_high = (0xD800..0xDC00).contains(&first);
    let pair = is_high.then(|| 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))?;
    char::from_u32(pair).map(|character| (character, 11))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_characters() {
        assert_eq!(
            unescape(r#"{"a": "It\u2019s \"caf\u00e9\"\nb \/ \\ \ud83d\ude00"}"#),
            "{\"a\": \"It’s \"café\" b / \\ 😀\"}"
        );
        assert_eq!(unescape(r"\u12 \ud83d \ud83dx \q \u+123 é\"), r"\u12 \ud83d \ud83dx \q \u+123 é\");
    }

    #[test]
    fn json_is_told_from_code_and_prose() {
        let is_json = |text: &str| is_json(&text.lines().map(str::trim).collect::<Vec<_>>());
        assert!(is_json("{\"a\": 1}\n{\"a\": 2}") && is_json("[{\"a\": [1, 2], \"b\": \"c\"}]"));
        assert!(is_json("{\n\"a\": [\n1,\n2.5,\n\"x\"\n],\n\"b\": {\"c\": null}\n}"));
        assert!(
            is_json("[\"a, b\", \"c\"]") && is_json("[\n\"a\",\n\"b\"\n]") && !is_json("[\"a\" he said\nand left]")
        );
        assert!(!is_json("{\n  let a = 1;\n}") && !is_json("[10:00] \"hi\" he said") && !is_json(""));
    }
}
