//! Subtitles (SRT, WebVTT): the lines that say when something is said are no text.

use std::borrow::Cow;

use super::lines::lines;

/// Lines that are looked at.
const MOST_LINES: usize = 1000;
/// Times in the beginning of a text that make it subtitles.
const LEAST_TIMES: usize = 2;

/// Whether a text that begins with `head` is subtitles.
pub(super) fn are_subtitles(head: &str) -> bool {
    lines(head).take(MOST_LINES).filter(|line| is_time(line)).count() >= LEAST_TIMES
}

/// Whether a line of subtitles is no text: a time, the number of a cue, or the head of the file.
pub(super) fn is_cue(line: &str) -> bool {
    let line = line.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{FEFF}');
    is_time(line) || (!line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())) || line.starts_with("WEBVTT")
}

/// A line without what places or colors it: `{\an8}`.
pub(super) fn without_settings(line: Cow<'_, str>) -> Cow<'_, str> {
    let settings = line.split_once("{\\").and_then(|(before, rest)| Some((before, rest.split_once('}')?.1)));
    let Some((before, behind)) = settings else { return line };
    let rest = format!("{before} {behind}");
    without_settings(Cow::Owned(rest))
}

/// `00:00:01,600 --> 00:00:04,200`, perhaps with settings behind it.
fn is_time(line: &str) -> bool {
    let Some((from, to)) = line.split_once("-->") else { return false };
    let is_moment = |text: &str| {
        text.len() >= 8
            && text.contains(':')
            && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b','))
    };
    is_moment(from.trim()) && to.split_whitespace().next().is_some_and(is_moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_numbers_are_no_text() {
        let srt = "\u{FEFF}1\r\n00:00:01,600 --> 00:00:04,200\r\nTwo boats\r\n\r\n2\r\n00:00:05,900 --> 00:00:07,999\r\n- It left.";
        assert!(are_subtitles(srt) && !are_subtitles("a --> b\nc --> d\n10:00 --> then"));
        let text: Vec<&str> = lines(srt).filter(|line| !is_cue(line)).collect();
        assert_eq!(text, ["Two boats", "", "- It left."]);
        assert_eq!(without_settings(Cow::Borrowed("{\\an8}It {\\i1}left{\\i0} {a")), " It  left  {a");
        assert!(is_cue("00:01.000 --> 00:04.000 align:start") && is_cue("WEBVTT - x") && !is_cue("1 boat"));
    }
}
