//! Mail as it was sent: quoted-printable and base64 (RFC 2045, sections 6.7 and 6.8), and encoded words of headers (RFC 2047).
//!
//! Bytes go through here before they are decoded to characters. A mail says in its headers how its parts are encoded; of a
//! body alone, lines that end in `=` and bytes such as `=C3=A9` tell that it is quoted-printable.

/// A longer line is no line of a mail, and is passed on as it is.
const MOST_LINE: usize = 16 * 1024;
/// Boundaries of parts that are remembered.
const MOST_BOUNDARIES: usize = 1000;
/// Quoted-printable breaks lines at 76 characters.
const MOST_QUOTED: usize = 76;
/// Lines that go on, in a body without headers that is quoted-printable.
const LEAST_SOFT: usize = 2;

/// How the lines of a part are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Coding {
    #[default]
    Plain,
    Quoted,
    Base64,
    /// Base64 of what is no text.
    Data,
}

/// Undoes the encoding of a mail, line by line.
#[derive(Debug, Default)]
pub(super) struct Transfer {
    coding: Coding,
    /// None: a body alone has no headers, whatever its lines look like.
    headers: Option<Headers>,
    was_blank: bool,
    /// A line that has not ended yet.
    line: Vec<u8>,
    /// Bits of base64 that make no byte yet, and how many.
    bits: (u32, u32),
}

/// What the headers of a part have said so far.
#[derive(Debug, Default)]
struct Headers {
    /// Whether they go on.
    are_open: bool,
    coding: Coding,
    is_text: bool,
    /// What separates the parts, of all parts so far.
    boundaries: Vec<Vec<u8>>,
}

impl Transfer {
    /// Of a file that begins with `head`, if it is mail with an encoding.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let is_encoded = |line: &[u8]| {
            let value = header(line, b"content-transfer-encoding");
            value.is_some_and(|value| coding_of(value) != Coding::Plain)
        };
        if lines(head).any(is_encoded) {
            let headers = Headers { are_open: true, is_text: true, ..Headers::default() };
            return Some(Self { headers: Some(headers), ..Self::default() });
        }
        is_quoted(head).then(|| Self { coding: Coding::Quoted, ..Self::default() })
    }

    /// Appends what a piece of the file is to `written`.
    pub(super) fn push(&mut self, bytes: &[u8], written: &mut Vec<u8>) {
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            let mut rest = part;
            while !rest.is_empty() {
                // Cut at the same byte however the file comes.
                let (now, later) = rest.split_at(rest.len().min(MOST_LINE - self.line.len()));
                self.line.extend_from_slice(now);
                rest = later;
                if now.ends_with(b"\n") || self.line.len() == MOST_LINE {
                    let line = std::mem::take(&mut self.line);
                    self.read(&line, written);
                    self.line = line;
                    self.line.clear();
                }
            }
        }
    }

    /// Ends the file.
    pub(super) fn finish(&mut self, written: &mut Vec<u8>) {
        let line = std::mem::take(&mut self.line);
        self.read(&line, written);
    }

    fn read(&mut self, line: &[u8], written: &mut Vec<u8>) {
        let text = line.trim_ascii_end();
        let begins_mail = self.was_blank && text.starts_with(b"From ");
        self.was_blank = text.is_empty();
        if let Some(headers) = &mut self.headers {
            if begins_mail || headers.begin(text) {
                (headers.are_open, headers.is_text, headers.coding) = (true, true, Coding::Plain);
                (self.coding, self.bits) = (Coding::Plain, (0, 0));
            }
            if headers.are_open {
                headers.read(text);
                // A picture is no text.
                self.coding = match headers.coding {
                    Coding::Base64 if !headers.is_text => Coding::Data,
                    coding => coding,
                };
                decode_words(line, written);
                return;
            }
        }
        match self.coding {
            Coding::Plain => written.extend_from_slice(line),
            Coding::Quoted => decode_quoted(line, written),
            Coding::Base64 => self.decode_base64(text, written),
            Coding::Data => {}
        }
    }

    fn decode_base64(&mut self, line: &[u8], written: &mut Vec<u8>) {
        for &byte in line {
            let Some(sextet) = sextet(byte) else { continue };
            let (bits, n) = (self.bits.0 << 6 | sextet, self.bits.1 + 6);
            if n >= 8 {
                written.push((bits >> (n - 8)) as u8);
            }
            let n = n % 8;
            self.bits = (bits & ((1 << n) - 1), n);
        }
    }
}

impl Headers {
    /// Whether a line begins the headers of another part.
    fn begin(&self, line: &[u8]) -> bool {
        let is_boundary = |boundary: &Vec<u8>| line[2..].starts_with(boundary.as_slice());
        let is_header = |name: &[u8]| header(line, name).is_some();
        line.starts_with(b"--") && self.boundaries.iter().any(is_boundary)
            || !self.are_open && (is_header(b"content-type") || is_header(b"content-transfer-encoding"))
    }

    fn read(&mut self, line: &[u8]) {
        if line.is_empty() {
            self.are_open = false;
        } else if let Some(value) = header(line, b"content-transfer-encoding") {
            self.coding = coding_of(value);
        } else if let Some(value) = header(line, b"content-type") {
            self.is_text = starts_with(value.trim_ascii(), b"text/");
        }
        let start = line.windows(9).position(|bytes| bytes.eq_ignore_ascii_case(b"boundary="));
        if let Some(start) = start {
            let value = line[start + 9..].strip_prefix(b"\"").unwrap_or(&line[start + 9..]);
            let end = value.iter().position(|byte| matches!(byte, b'"' | b';' | b' ')).unwrap_or(value.len());
            if end > 0 && self.boundaries.len() < MOST_BOUNDARIES {
                self.boundaries.push(value[..end].to_vec());
            }
        }
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end)
}

fn starts_with(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

/// The value of a header of this name.
fn header<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    if starts_with(line, name) { line[name.len()..].strip_prefix(b":") } else { None }
}

fn coding_of(value: &[u8]) -> Coding {
    let value = value.trim_ascii();
    if starts_with(value, b"quoted-printable") {
        Coding::Quoted
    } else if starts_with(value, b"base64") {
        Coding::Base64
    } else {
        Coding::Plain
    }
}

/// Whether a body without headers is quoted-printable: some lines go on, bytes beyond ASCII are written as `=E9`, and `=`
/// means nothing else.
fn is_quoted(head: &[u8]) -> bool {
    let (mut n_all, mut n_soft, mut n_bytes, mut n_beyond) = (0, 0, 0, 0);
    for line in lines(head) {
        for (at, _) in line.iter().enumerate().filter(|&(_, &byte)| byte == b'=') {
            n_all += 1;
            match &line[at + 1..] {
                [] => n_soft += usize::from(line.len() <= MOST_QUOTED && line.len() > MOST_QUOTED / 2),
                [a, b, ..] if is_upper_hex(*a) && is_upper_hex(*b) => {
                    n_bytes += 1;
                    n_beyond += usize::from(*a >= b'8');
                }
                _ => {}
            }
        }
    }
    n_soft >= LEAST_SOFT && n_beyond > 0 && (n_soft + n_bytes) * 20 >= n_all * 19
}

fn is_upper_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'F')
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// A line of quoted-printable, with its end.
fn decode_quoted(line: &[u8], written: &mut Vec<u8>) {
    let text = line.trim_ascii_end();
    let end = &line[line.len() - line.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()..];
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            written.push(byte);
            continue;
        }
        match after {
            // The line goes on.
            [] => return,
            [a, b, behind @ ..] if hex(*a).is_some() && hex(*b).is_some() => {
                written.push(hex(*a).unwrap_or(0) << 4 | hex(*b).unwrap_or(0));
                rest = behind;
            }
            _ => written.push(byte),
        }
    }
    written.extend_from_slice(end);
}

fn sextet(byte: u8) -> Option<u32> {
    Some(match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// A header with its encoded words in UTF-8 decoded: `=?utf-8?Q?Caf=C3=A9?=`.
fn decode_words(line: &[u8], written: &mut Vec<u8>) {
    let mut rest = line;
    while let Some(at) = rest.windows(2).position(|bytes| bytes == b"=?") {
        written.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let mut parts = rest[2..].splitn(4, |&byte| byte == b'?');
        let (charset, coding, text) = (parts.next(), parts.next(), parts.next());
        let is_closed = parts.next().is_some_and(|behind| behind.starts_with(b"="));
        let (Some(charset), Some(coding), Some(text), true) = (charset, coding, text, is_closed) else {
            break;
        };
        let length = 2 + charset.len() + 1 + coding.len() + 1 + text.len() + 2;
        let is_known = charset.eq_ignore_ascii_case(b"utf-8") || charset.eq_ignore_ascii_case(b"us-ascii");
        match coding {
            b"Q" | b"q" if is_known => {
                let spaced: Vec<u8> = text.iter().map(|&byte| if byte == b'_' { b' ' } else { byte }).collect();
                decode_quoted(&spaced, written);
            }
            b"B" | b"b" if is_known => Transfer::default().decode_base64(text, written),
            _ => written.extend_from_slice(&rest[..length]),
        }
        rest = &rest[length..];
    }
    written.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let by = |size: usize| {
            let mut transfer = Transfer::of(text.as_bytes())?;
            let mut written = Vec::new();
            text.as_bytes().chunks(size).for_each(|piece| transfer.push(piece, &mut written));
            transfer.finish(&mut written);
            Some(String::from_utf8_lossy(&written).into_owned())
        };
        assert_eq!(by(1), by(100_000), "the cutting makes no difference");
        by(7)
    }

    #[test]
    fn quoted_printable_is_decoded() {
        let mail = "Subject: =?UTF-8?Q?Caf=C3=A9_am?= Hafen\nContent-Transfer-Encoding: quoted-printable\n\n\
            The caf=C3=A9 is at the har=\nbor, 1=3D1.\n";
        let decoded =
            "Subject: Café am Hafen\nContent-Transfer-Encoding: quoted-printable\n\nThe café is at the harbor, 1=1.\n";
        assert_eq!(read(mail).as_deref(), Some(decoded));
        let line = "It was the caf=C3=A9 that stood at the end of the long pier, where the old=\n boat was.\n";
        assert!(
            read(&line.repeat(3)).is_some_and(|text| text.starts_with("It was the café") && text.contains("old boat"))
        );
    }

    #[test]
    fn parts_are_read_each_in_its_own_way() {
        let mail = "Content-Type: multipart/mixed; boundary=\"xy\"\n\n--xy\nContent-Type: text/plain\n\
            Content-Transfer-Encoding: base64\n\nVGhlIGNhZsOp\nIGlzIG9wZW4u\n--xy\nContent-Type: image/png\n\
            Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--xy--\na=3Db\n";
        let text = read(mail).expect("a mail");
        assert!(text.contains("The café is open.") && !text.contains("iVBOR") && text.ends_with("a=3Db\n"), "{text}");
        let mbox = "From a\nContent-Transfer-Encoding: quoted-printable\n\nx=3Dy\n\nFrom b\nSubject: c\n\nx=3Dy\n";
        assert!(read(mbox).is_some_and(|text| text.contains("x=y\n") && text.ends_with("x=3Dy\n")));
    }

    #[test]
    fn a_line_without_an_end_is_cut_at_one_place() {
        let mail = format!("Content-Transfer-Encoding: quoted-printable\n\n{}", "caf=C3=A9 ".repeat(5000));
        assert!(read(&mail).is_some_and(|text| text.matches("café").count() > 4990));
    }

    #[test]
    fn other_texts_are_left() {
        for text in [
            "In quoted-printable =20 is a space, =C3=A9 is é, and a line that goes on ends with an equals sign: =\nso\n",
            "Let x=20 and y=3D, url?a=20&b=41\n",
            "Content-Transfer-Encoding: 8bit\n\na=3Db\n",
            "",
        ] {
            assert_eq!(read(&text.repeat(3)), None, "{text}");
        }
    }
}
