//! Cells of CSV (RFC 4180), and strings of JSON (RFC 8259).

/// Appends a cell. One that a spreadsheet would run, as it begins with `=`, `+`, `-`, `@`, a tab or a return, gets an
/// apostrophe before it (OWASP, "CSV injection"); one with a comma, a quote or a line break is quoted.
pub(super) fn cell(text: &str, out: &mut Vec<u8>) {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_quoted = text.contains([',', '"', '\n', '\r', '\t']) || text.starts_with(' ') || text.ends_with(' ');
    if is_quoted {
        out.push(b'"');
    }
    if is_formula {
        out.push(b'\'');
    }
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    if is_quoted {
        out.push(b'"');
    }
}

/// Appends the letters of a string of JSON, without its quotes.
pub(super) fn json_letters(text: &str, out: &mut Vec<u8>) {
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend([b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
}

/// Appends a string of JSON.
pub(super) fn json_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    json_letters(text, out);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        cell(text, &mut out);
        String::from_utf8(out).expect("it was text")
    }

    #[test]
    fn no_cell_is_run_or_cut() {
        for (text, expected) in [
            ("boat", "boat"),
            ("1,000", "\"1,000\""),
            ("=sum(a1)", "'=sum(a1)"),
            ("-dash", "'-dash"),
            ("+plus", "'+plus"),
            ("@gull", "'@gull"),
            ("'tis", "'tis"),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("=a,b", "\"'=a,b\""),
            ("-", "'-"),
        ] {
            assert_eq!(written(text), expected);
        }
    }
}
