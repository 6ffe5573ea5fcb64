//! JSON as it comes: events of a document that is pushed in pieces.
//!
//! `serde_json` wants a whole document and reads it in one call. A `tokenizer.json` of 20 MB would be in memory twice, and the
//! worker could not answer meanwhile. Only whole numbers are read. Commas and colons count as white space, so a vocabulary
//! that lacks one is still read.

use super::FormatError;

/// Nesting that is read.
const MOST_DEPTH: usize = 64;

/// One thing in a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Event<'a> {
    /// An object begins.
    Object,
    /// An array begins.
    Array,
    /// What began last ends.
    End,
    /// A name within an object.
    Key(&'a str),
    Text(&'a str),
    /// A whole number, or nothing for any other number and for `true`, `false` and `null`.
    Number(Option<i64>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Between,
    Text,
    Escape,
    /// Hexadecimal digits that are still to come, and the code so far.
    Code(u8, u32),
    Bare,
}

/// A document under way.
#[derive(Debug)]
pub(super) struct Json {
    state: State,
    /// For each open array or object: whether it is an object, and whether a name comes next.
    stack: Vec<(bool, bool)>,
    token: Vec<u8>,
    /// First half of a pair of UTF-16.
    high: Option<u32>,
    most_token_bytes: usize,
    pub(super) offset: u64,
    is_done: bool,
}

impl Json {
    /// `most_token_bytes`: of the longest string that is read.
    pub(super) fn new(most_token_bytes: usize) -> Self {
        let (state, stack, token) = (State::Between, Vec::new(), Vec::new());
        Self { state, stack, token, high: None, most_token_bytes, offset: 0, is_done: false }
    }

    /// Whether the document is whole.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// Goes on with these bytes. Errors: those of `event`, and a document that is no JSON.
    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        event: &mut impl FnMut(Event<'_>) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        for &byte in bytes {
            self.byte(byte, event)?;
            self.offset += 1;
        }
        Ok(())
    }

    fn byte(
        &mut self,
        byte: u8,
        event: &mut impl FnMut(Event<'_>) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        match self.state {
            State::Text => match byte {
                b'"' => self.end_text(event)?,
                b'\\' => self.state = State::Escape,
                _ => self.put(&[byte])?,
            },
            State::Escape => {
                self.state = State::Text;
                let plain = match byte {
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'r' => b'\r',
                    b'b' => 8,
                    b'f' => 12,
                    b'u' => {
                        self.state = State::Code(4, 0);
                        return Ok(());
                    }
                    other => other,
                };
                self.put(&[plain])?;
            }
            State::Code(left, code) => {
                let digit = char::from(byte).to_digit(16).ok_or_else(|| self.wrong("a code has a wrong digit"))?;
                let code = code * 16 + digit;
                self.state = State::Code(left - 1, code);
                if left == 1 {
                    self.state = State::Text;
                    self.put_code(code)?;
                }
            }
            State::Bare => {
                if byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']' | b':') {
                    self.end_bare(event)?;
                    return self.between(byte, event);
                }
                self.put(&[byte])?;
            }
            State::Between => self.between(byte, event)?,
        }
        Ok(())
    }

    fn between(
        &mut self,
        byte: u8,
        event: &mut impl FnMut(Event<'_>) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' => {}
            _ if self.is_done => return Err(self.wrong("something follows its end")),
            b'"' => self.state = State::Text,
            b'{' | b'[' => {
                if self.stack.len() >= MOST_DEPTH || self.stack.last() == Some(&(true, true)) {
                    return Err(self.wrong("it is nested in a wrong way"));
                }
                self.value_done();
                self.stack.push((byte == b'{', byte == b'{'));
                event(if byte == b'{' { Event::Object } else { Event::Array })?;
            }
            b'}' | b']' => {
                let is_mine = self.stack.pop().is_some_and(|(is_object, _)| is_object == (byte == b'}'));
                if !is_mine {
                    return Err(self.wrong("a bracket closes nothing"));
                }
                event(Event::End)?;
                self.is_done = self.stack.is_empty();
            }
            _ => {
                self.state = State::Bare;
                self.put(&[byte])?;
            }
        }
        Ok(())
    }

    fn end_text(&mut self, event: &mut impl FnMut(Event<'_>) -> Result<(), FormatError>) -> Result<(), FormatError> {
        self.state = State::Between;
        self.high = None;
        let token = std::mem::take(&mut self.token);
        let text = String::from_utf8_lossy(&token);
        if let Some((true, is_key @ true)) = self.stack.last_mut() {
            *is_key = false;
            event(Event::Key(&text))?;
        } else {
            self.value_done();
            event(Event::Text(&text))?;
        }
        drop(text);
        self.token = token;
        self.token.clear();
        Ok(())
    }

    fn end_bare(&mut self, event: &mut impl FnMut(Event<'_>) -> Result<(), FormatError>) -> Result<(), FormatError> {
        self.state = State::Between;
        let text = String::from_utf8_lossy(&self.token);
        let is_known = matches!(&*text, "true" | "false" | "null") || text.parse::<f64>().is_ok();
        let number = text.parse().ok();
        if !is_known || self.stack.last() == Some(&(true, true)) {
            return Err(self.wrong("a value is not of its kinds"));
        }
        self.token.clear();
        self.value_done();
        event(Event::Number(number))
    }

    /// The next string of an object is a name again.
    fn value_done(&mut self) {
        if let Some((is_object, is_key)) = self.stack.last_mut() {
            *is_key = *is_object;
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), FormatError> {
        if self.token.len() + bytes.len() > self.most_token_bytes {
            return Err(self.wrong("a string is too long"));
        }
        self.token.extend_from_slice(bytes);
        Ok(())
    }

    fn put_code(&mut self, code: u32) -> Result<(), FormatError> {
        let code = match (self.high.take(), code) {
            (Some(high), 0xdc00..=0xdfff) => 0x1_0000 + ((high - 0xd800) << 10) + (code - 0xdc00),
            (_, 0xd800..=0xdbff) => {
                self.high = Some(code);
                return Ok(());
            }
            (_, code) => code,
        };
        let letter = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        self.put(letter.encode_utf8(&mut [0; 4]).as_bytes())
    }

    pub(super) fn wrong(&self, why: &str) -> FormatError {
        FormatError::Broken {
            format: "JSON",
            why: why.to_owned(),
            offset: self.offset,
            advice: "choose a whole tokenizer.json or vocabulary, or a list with a word a line",
        }
    }
}
