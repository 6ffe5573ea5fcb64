//! A text whose beginning is known: characters to tokens, line by line.

use std::borrow::Cow;

use super::breaks::{Broken, break_at_end, goes_on};
use super::cues::{are_subtitles, is_cue, without_settings};
use super::decode::{Decoder, Encoding};
use super::json::unescape;
use super::layout::{Layout, Notice};
use super::lines::{first_end, is_paragraph_end};
use super::markup::{self, Document};
use super::normalize::normalize;
use super::options::ReadOptions;
use super::quirks::Quirks;
use super::room::Full;
use super::rows::{self, Cell, Rows};
use super::table::{Table, TextTable, rows_below_names};
use super::words::{self, Found, Manner};
use super::wrap::LineEnd;
use super::{TextError, TokenStream};

/// A longer line is read in pieces of at most this many bytes, cut at a space or sign if there is one.
const MAX_LINE: usize = 64 * 1024;

/// The reading of a text whose beginning is known.
#[derive(Debug)]
pub(super) struct Body {
    decoder: Decoder,
    /// What its lines are, also where these are written anew.
    rows: Option<Rows>,
    /// Its columns, where it has some.
    table: Option<Table>,
    /// How what is read of it is read.
    layout: Layout,
    quirks: Quirks,
    has_quirks: bool,
    /// Whether scripts or styles stand in a plain text.
    has_scripts: bool,
    document: Document,
    cell: Cell,
    /// Decoded and not yet read: less than a line, between calls.
    text: String,
    scratch: Scratch,
    /// A word that the last line may have broken: the place of its first half, and whether it is sure.
    at_break: Option<(usize, bool)>,
    broken: Vec<Broken>,
    n_tags: u64,
    n_unknown: u64,
}

/// Room to write lines.
#[derive(Debug, Default)]
struct Scratch {
    stripped: String,
    dropped: String,
    /// Of a table: decoded, and not yet told apart.
    decoded: String,
    /// Of a table: what stands in columns that are not read, and is not yet counted.
    left_out: String,
}

impl Body {
    /// A body that begins with `head`. `columns`: those that a reader chose, if it is a table. `is_all`: nothing follows.
    /// `is_mail`: it was decoded as mail.
    ///
    /// Errors: a text that cannot be read, see [`TextReader::push`](super::TextReader::push).
    pub(super) fn open(
        head: &[u8],
        options: &ReadOptions,
        columns: &[String],
        is_all: bool,
        is_mail: bool,
    ) -> Result<Self, TextError> {
        if options.is_plain {
            return Self::plain(head, options, is_all);
        }
        let (mut decoder, mark) = Decoder::open(head, options.encoding, options.decoders)?;
        let mut text = String::new();
        decoder.push(&head[mark..], &mut text)?;
        if is_all {
            decoder.finish(&mut text)?;
        }
        let mut is_document = markup::is_document(&text);
        let of = |text: &str| {
            let quirks = if is_document { Quirks::default() } else { Quirks::of(text, options.decoders) };
            if is_mail { quirks.of_mail() } else { quirks }
        };
        let mut quirks = of(&text);
        let may_be_table = !is_document && quirks.leave_cells() && !are_subtitles(&text);
        let found =
            if may_be_table { rows::of(&quirks.mended(&text)).or_else(|| rows_below_names(&text)) } else { None };
        let mut table = found.and_then(|rows| Table::of(&text, rows, is_all, columns));
        let mut scratch = Scratch::default();
        let layout = if let Some(table) = table.as_mut().filter(|table| !table.is_as_it_is()) {
            let decoded = std::mem::take(&mut text);
            scratch.left_out = table.keys();
            table.push(&decoded, &mut text, &mut scratch.left_out);
            (is_document, quirks) = (false, of(&text));
            Layout::of(&quirks.mended(&text), &quirks)?.of_lines()
        } else {
            Layout::of(&quirks.mended(&text), &quirks)?
        };
        Ok(Self {
            rows: if table.is_some() { found } else { layout.rows },
            table,
            has_quirks: !quirks.are_none(),
            has_scripts: !is_document && markup::has_scripts(&text),
            quirks,
            scratch,
            ..Self::new(decoder, layout, text)
        })
    }

    /// The same of a text that is known to be plain.
    fn plain(head: &[u8], options: &ReadOptions, is_all: bool) -> Result<Self, TextError> {
        let (mut decoder, mut text) = (Decoder::utf_8(options.decoders), String::new());
        decoder.push(head, &mut text)?;
        if is_all {
            decoder.finish(&mut text)?;
        }
        Ok(Self::new(decoder, Layout::plain(), text))
    }

    /// A body without a table, quirks or scripts that begins with `text`.
    fn new(decoder: Decoder, layout: Layout, text: String) -> Self {
        Self {
            decoder,
            rows: layout.rows,
            table: None,
            layout,
            quirks: Quirks::default(),
            has_quirks: false,
            has_scripts: false,
            document: Document::default(),
            cell: Cell::default(),
            text,
            scratch: Scratch::default(),
            at_break: None,
            broken: Vec::new(),
            n_tags: 0,
            n_unknown: 0,
        }
    }

    pub(super) fn manner(&self) -> Manner {
        self.layout.manner
    }

    /// Its columns, if it is a table.
    pub(super) fn table(&self) -> Option<&TextTable> {
        self.table.as_ref().map(Table::table)
    }

    /// Decodes more of the text. Errors: [`TextError::NoDecoder`].
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), TextError> {
        self.decode(|decoder, text| decoder.push(bytes, text))
    }

    /// Decodes, and of a table takes what is read.
    fn decode(
        &mut self,
        decode: impl FnOnce(&mut Decoder, &mut String) -> Result<(), TextError>,
    ) -> Result<(), TextError> {
        let Self { decoder, table, text, scratch, .. } = self;
        let Some(table) = table.as_mut().filter(|table| !table.is_as_it_is()) else { return decode(decoder, text) };
        scratch.decoded.clear();
        decode(decoder, &mut scratch.decoded)?;
        table.push(&scratch.decoded, text, &mut scratch.left_out);
        Ok(())
    }

    pub(super) fn n_bytes(&self) -> u64 {
        let Scratch { stripped, dropped, decoded, left_out } = &self.scratch;
        let all = [&self.text, stripped, dropped, decoded, left_out];
        all.into_iter().map(|text| text.capacity() as u64).sum()
    }

    /// What the text was taken for.
    pub(super) fn notices(&self) -> impl Iterator<Item = Notice> {
        let (encoding, is_guessed) = self.decoder.encoding();
        let encoding = (encoding != Encoding::UTF_8).then_some(Notice::Encoding { encoding, is_guessed });
        let document = self.layout.is_document.then_some(Notice::Document);
        let wrapped = self.layout.is_wrapped().then_some(Notice::Wrapped);
        let rows = self.rows.map(Notice::Rows);
        let keys = (self.rows == Some(Rows::Json) && self.table.is_none()).then_some(Notice::Keys);
        let scripts = self.layout.scripts.iter().map(|&(script, unit)| Notice::Script(script, unit));
        let quirks = self.quirks.all().map(Notice::Quirk);
        [encoding, document, wrapped, rows, keys].into_iter().flatten().chain(quirks).chain(scripts)
    }

    /// Reads all whole lines, and parts of one that is too long. `is_all`: nothing follows.
    ///
    /// Errors: [`TextError::TooLong`].
    pub(super) fn read_lines(&mut self, stream: &mut TokenStream, is_all: bool) -> Result<(), TextError> {
        let text = std::mem::take(&mut self.text);
        let mut start = 0;
        let left_out = &mut self.scratch.left_out;
        let mut result = if left_out.is_empty() { Ok(()) } else { stream.drop_markup(left_out) };
        left_out.clear();
        while result.is_ok() {
            let rest = &text[start..];
            if let Some((end, length)) = first_end(rest, MAX_LINE, is_all) {
                result = self.read_line(&rest[..end], true, stream);
                if is_paragraph_end(&rest[end..end + length]) {
                    result = result.and_then(|()| stream.end_passage());
                }
                start += end + length;
            } else if rest.len() > MAX_LINE {
                let length = part_length(rest);
                result = self.read_line(&rest[..length], false, stream);
                start += length;
            } else {
                break;
            }
        }
        self.text = text;
        self.text.drain(..start);
        result.map_err(|Full| too_long(stream))
    }

    /// Reads what is left, joins broken words and leaves the notices.
    ///
    /// Errors: [`TextError::TooLong`], [`TextError::NoDecoder`].
    pub(super) fn finish(mut self, stream: &mut TokenStream) -> Result<(), TextError> {
        self.decode(Decoder::finish)?;
        if let Some(table) = self.table.as_mut().filter(|table| !table.is_as_it_is()) {
            table.finish(&mut self.text, &mut self.scratch.left_out);
        }
        self.read_lines(stream, true)?;
        let last = std::mem::take(&mut self.text);
        let read = self.read_line(&last, true, stream).and_then(|()| stream.end_passage());
        stream.drop_unknown(self.n_unknown).map_err(|Full| too_long(stream))?;
        self.n_tags += self.n_unknown;
        let n_joined = read.and_then(|()| stream.join_broken(&self.broken)).map_err(|Full| too_long(stream))?;
        stream.n_replaced += self.decoder.n_replaced();
        stream.encoding = self.decoder.encoding().0;
        stream.quirks = self.quirks.clone();
        stream.table = stream.table.take().or_else(|| self.table().cloned());
        let counts = [
            (n_joined > 0).then_some(Notice::Joined(n_joined)),
            (self.n_tags > 0 && !self.layout.is_document).then_some(Notice::Tags(self.n_tags)),
            (stream.n_too_long > 0).then_some(Notice::TooLong(stream.n_too_long)),
        ];
        self.notices().chain(counts.into_iter().flatten()).for_each(|notice| stream.tell(notice));
        Ok(())
    }

    /// Reads a line without its end, or a part of one.
    fn read_line(&mut self, line: &str, is_whole: bool, stream: &mut TokenStream) -> Result<(), Full> {
        let Layout { line_end, manner, is_document, rows, are_subtitles, .. } = self.layout;
        if are_subtitles && is_cue(line) {
            return stream.drop_markup(line);
        }
        let line = if self.has_quirks {
            let dropped = &mut self.scratch.dropped;
            let mended = self.quirks.mend(line, dropped);
            if !dropped.is_empty() {
                stream.drop_markup(dropped)?;
                dropped.clear();
            }
            mended
        } else {
            Cow::Borrowed(line)
        };
        let line = if rows == Some(Rows::Json) { Cow::Owned(unescape(&line).into_owned()) } else { line };
        let line = if are_subtitles { without_settings(line) } else { line };
        let line = line.as_ref();
        let is_in_cell = self.layout.has_long_cells && self.cell.goes_on_behind(line);
        let is_prose = !is_document && !are_subtitles && rows.is_none();
        let title = if is_whole && is_prose { markup::heading(line) } else { None };
        let is_break =
            title.is_some() || (is_whole && (line_end == LineEnd::Break || line.trim_ascii_start().is_empty()));
        // Subtitles are one talk, and a cell that goes on is one row.
        let is_break = is_break && !are_subtitles && !is_in_cell;
        if title.is_some() {
            stream.end_passage()?;
        }
        let Scratch { stripped, dropped, .. } = &mut self.scratch;
        let is_script = self.has_scripts && (self.document.is_inside_script() || markup::begins_script(line));
        let stripped = if is_document || are_subtitles || is_script {
            self.document.strip(line, stripped, dropped)
        } else {
            markup::strip(title.unwrap_or(line), stripped, dropped)
        };
        if stripped.has_dropped {
            self.n_tags += dropped.bytes().filter(|&byte| byte == b'\n').count() as u64;
            stream.drop_markup(dropped)?;
            dropped.clear();
        }
        self.n_unknown += u64::from(stripped.n_unknown);
        let n_before = stream.ids.len();
        let broken = self.at_break.take().filter(|&(place, _)| stream.goes_on_from(place) && goes_on(stripped.text));
        if is_document || is_script {
            for (number, part) in stripped.text.split('\n').enumerate() {
                if number > 0 {
                    stream.end_passage()?;
                }
                read_words(part, manner, stream)?;
            }
        } else {
            read_words(stripped.text, manner, stream)?;
        }
        if let Some((place, is_sure)) = broken.filter(|_| stream.ids.len() > n_before) {
            stream.room.grow(&mut self.broken)?;
            self.broken.push(Broken { at: place as u32, is_sure });
        }
        if line_end == LineEnd::Space && is_whole && stream.ids.len() > n_before && rows != Some(Rows::Vertical) {
            let sign = break_at_end(stripped.text).filter(|&is_sure| is_sure || !is_document);
            self.at_break = sign.map(|is_sure| (stream.ids.len() - 1, is_sure));
        }
        if is_break { stream.end_passage() } else { Ok(()) }
    }
}

/// Reads the words and sentence ends of a stretch of text.
fn read_words(text: &str, manner: Manner, stream: &mut TokenStream) -> Result<(), Full> {
    let mut result = Ok(());
    words::scan(&normalize(text), manner, &mut |found| {
        if result.is_ok() {
            match found {
                Found::Word(word) => result = stream.push(word),
                Found::SentenceEnd => result = stream.end_sentence(),
                Found::TooLong => stream.n_too_long += 1,
            }
        }
    });
    result
}

/// Where to cut a line longer than [`MAX_LINE`]: behind its last space within that, else behind its last sign, else anywhere.
fn part_length(line: &str) -> usize {
    let end = (0..=MAX_LINE).rev().find(|&end| line.is_char_boundary(end)).unwrap_or(0);
    let part = &line[..end];
    let is_sign = |character: char| matches!(character, ',' | ';' | '|' | '>' | '.' | '\u{200B}' | '。' | '，' | '、');
    let cut = part.rfind([' ', '\t']).or_else(|| part.rfind(is_sign));
    cut.map_or(part.len(), |at| at + part[at..].chars().next().map_or(1, char::len_utf8))
}

fn too_long(stream: &TokenStream) -> TextError {
    TextError::TooLong { n_tokens: stream.n_tokens(), n_bytes: stream.n_bytes() }
}
