//! Line ends that a program has written as `\n`, as dumps of databases and of Python do.

/// Fewer are examples.
const LEAST: usize = 3;

/// Whether the line ends in a text that begins with `head` are escaped: half of its `\n` stand behind the end of a sentence
/// or clause, or behind another, and nearly all of its backslashes escape something.
pub(super) fn are_escaped(head: &str) -> bool {
    let bytes = head.as_bytes();
    let (mut n_all, mut n_escapes, mut n_ends, mut n_behind) = (0, 0, 0, 0);
    let mut at = 0;
    while let Some(next) = head[at..].find('\\') {
        let place = at + next;
        let sign = bytes.get(place + 1).copied().unwrap_or(b' ');
        n_all += 1;
        n_escapes += usize::from(matches!(sign, b'n' | b'r' | b't' | b'"' | b'\'' | b'\\' | b'/'));
        if sign == b'n' {
            n_ends += 1;
            let is_escape_before = place >= 2 && bytes[place - 2] == b'\\';
            let before = place.checked_sub(1).map_or(b' ', |before| bytes[before]);
            n_behind += usize::from(is_escape_before || b".!?,; )\"'".contains(&before));
        }
        at = place + 1 + usize::from(sign == b'\\');
    }
    n_ends >= LEAST && n_behind * 2 >= n_ends && n_escapes * 10 >= n_all * 9 && !head.contains("printf")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dumps_are_told_from_paths_and_code() {
        assert!(are_escaped("The boat left.\\nA gull came.\\n\\nIt\\'s wet.\\tYes.\\n"));
        assert!(!are_escaped(&"C:\\new\\notes\\names\n".repeat(9)));
        assert!(!are_escaped(&"printf(\"a.\\n\");\n".repeat(9)));
        assert!(!are_escaped(&"\\newline. \\nabla \\section{a} \\textbf\n".repeat(9)));
        assert!(!are_escaped("a line ends with \\n here") && !are_escaped(""));
    }
}
