//! safetensors: the length of a header, the header as JSON, and tensors one after the other.
//!
//! The crate `safetensors` reads a buffer that holds the whole file; here the file streams past. The words come from the
//! header's metadata, from a `tokenizer.json` beside it (model2vec), or from any list. Of several tensors the one that is
//! called an embedding counts, else the largest of two dimensions. Format: github.com/huggingface/safetensors, "Format".

use super::{
    Format, FormatError,
    floats::{FloatRows, Scalar},
    json::{Event, Json},
    note::Tally,
    part::{Part, ReadPart, Rows, Words, WordsKind},
    room::{Context, Full, Room},
    vocabulary_json::VocabularyEvents,
};

/// The limit of the format's own library.
const MOST_HEADER_BYTES: u64 = 100_000_000;
/// Names under which metadata may hold the words.
const WORD_KEYS: [&str; 5] = ["words", "vocabulary", "vocab", "tokens", "labels"];

/// One tensor, as the header tells it.
#[derive(Debug, Clone, Default)]
struct Tensor {
    name: String,
    dtype: String,
    shape: Vec<u64>,
    /// Where it begins and ends behind the header.
    offsets: Vec<u64>,
}

/// What the header says.
#[derive(Debug, Default)]
struct Header {
    depth: usize,
    outer: String,
    inner: String,
    tensors: Vec<Tensor>,
    words: Option<String>,
}

impl Header {
    fn event(&mut self, event: Event<'_>, room: &mut Room) -> Result<(), Full> {
        match event {
            Event::Object | Event::Array => {
                self.depth += 1;
                if self.depth == 2 && self.outer != "__metadata__" {
                    room.take(size_of::<Tensor>() as u64 + 64)?;
                    self.tensors.push(Tensor { name: self.outer.clone(), ..Tensor::default() });
                }
            }
            Event::End => self.depth -= 1,
            Event::Key(name) if self.depth == 1 => name.clone_into(&mut self.outer),
            Event::Key(name) => name.clone_into(&mut self.inner),
            Event::Text(text) if self.depth == 2 && self.outer == "__metadata__" => {
                if WORD_KEYS.contains(&self.inner.as_str()) && self.words.is_none() {
                    self.words = Some(room.word(text)?);
                }
            }
            Event::Text(text) => {
                if let Some(tensor) = self.tensors.last_mut().filter(|_| self.inner == "dtype") {
                    text.clone_into(&mut tensor.dtype);
                }
            }
            Event::Number(number) => {
                let Some(tensor) = self.tensors.last_mut().filter(|_| self.depth == 3) else { return Ok(()) };
                let number = number.and_then(|number| u64::try_from(number).ok()).unwrap_or(u64::MAX);
                match self.inner.as_str() {
                    "shape" if tensor.shape.len() < 8 => tensor.shape.push(number),
                    "data_offsets" if tensor.offsets.len() < 2 => tensor.offsets.push(number),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

fn scalar(dtype: &str) -> Option<Scalar> {
    Some(match dtype {
        "F16" => Scalar::F16,
        "BF16" => Scalar::Bf16,
        "F32" => Scalar::F32,
        "F64" => Scalar::F64,
        "I8" => Scalar::I8,
        "U8" => Scalar::U8,
        "I32" => Scalar::I32,
        "I64" => Scalar::I64,
        _ => return None,
    })
}

impl Tensor {
    /// Its numbers, where the header is true to itself.
    fn filler(&self, context: &Context) -> Result<FloatRows, FormatError> {
        let wrong = |why: &str| broken(format!("tensor “{}” {why}", self.name.chars().take(60).collect::<String>()), 8);
        let scalar = scalar(&self.dtype).ok_or_else(|| wrong("is of a type that is not read"))?;
        let (n_rows, dims) = match self.shape[..] {
            [n_rows, dims] => (n_rows, dims),
            [n] => (n, 1),
            _ => return Err(wrong("has no two dimensions")),
        };
        let most_rows = if self.shape.len() == 2 { context.most_rows } else { u64::MAX };
        let rows = FloatRows::new(scalar, n_rows, dims, most_rows)?;
        if self.offsets[..]
            .first()
            .zip(self.offsets.get(1))
            .is_none_or(|(&a, &b)| b.checked_sub(a) != Some(rows.n_bytes()))
        {
            return Err(wrong("has another length than its shape says"));
        }
        Ok(rows)
    }

    /// How much it looks like a table of words: higher is better.
    fn rank(&self) -> Option<(u8, u64)> {
        let &[n_rows, dims] = &self.shape[..] else { return None };
        scalar(&self.dtype).filter(|scalar| !matches!(scalar, Scalar::I32 | Scalar::I64))?;
        let name = self.name.to_ascii_lowercase();
        let named = [
            "embeddings",
            "vectors",
            "word_embeddings.weight",
            "embed_tokens.weight",
            "wte.weight",
            "embedding.weight",
        ];
        let rank = match named.iter().position(|end| name == *end || name.ends_with(&format!(".{end}"))) {
            Some(_) => 2,
            None => u8::from(name.contains("embed") && !name.contains("position") && !name.contains("type")),
        };
        Some((rank, n_rows.saturating_mul(dims)))
    }
}

fn broken(why: impl Into<String>, offset: u64) -> FormatError {
    let advice = "save it again, with one tensor of a row for each word";
    FormatError::Broken { format: "safetensors", why: why.into(), offset, advice }
}

/// What a tensor is for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Role {
    Vectors,
    Mapping,
    Weights,
}

/// Reads one file.
#[derive(Debug)]
pub(super) struct Safetensors {
    length: Vec<u8>,
    n_header_left: u64,
    json: Json,
    header: Header,
    /// Tensors that are wanted, by where they begin.
    wanted: Vec<(Role, u64, FloatRows)>,
    /// Bytes of tensors that came.
    n_done: u64,
    is_begun: bool,
}

impl Safetensors {
    pub(super) fn new() -> Self {
        Self {
            length: Vec::new(),
            n_header_left: 0,
            json: Json::new(MOST_HEADER_BYTES as usize),
            header: Header::default(),
            wanted: Vec::new(),
            n_done: 0,
            is_begun: false,
        }
    }

    /// Takes its share of these bytes; what is left.
    fn header<'a>(&mut self, mut bytes: &'a [u8], context: &mut Context) -> Result<&'a [u8], FormatError> {
        if self.length.len() < 8 {
            let (more, rest) = bytes.split_at(bytes.len().min(8 - self.length.len()));
            self.length.extend_from_slice(more);
            bytes = rest;
            let Some(length) = self.length.first_chunk() else { return Ok(bytes) };
            self.n_header_left = u64::from_le_bytes(*length);
            if self.n_header_left > MOST_HEADER_BYTES {
                return Err(broken("its header is too long", 0));
            }
        }
        let n = usize::try_from(self.n_header_left).unwrap_or(usize::MAX).min(bytes.len());
        let (mine, rest) = bytes.split_at(n);
        let header = &mut self.header;
        self.json.push(mine, &mut |event| Ok(header.event(event, &mut context.room)?))?;
        self.n_header_left -= n as u64;
        if self.n_header_left == 0 {
            self.begin(context)?;
        }
        Ok(rest)
    }

    fn begin(&mut self, context: &Context) -> Result<(), FormatError> {
        if !self.json.is_done() {
            return Err(broken("its header breaks off", 8 + self.json.offset));
        }
        let tensors = std::mem::take(&mut self.header.tensors);
        let best = tensors.iter().enumerate().filter_map(|(place, tensor)| Some((tensor.rank()?, place)));
        let best = best.max_by_key(|&(rank, place)| (rank, std::cmp::Reverse(place))).map(|(_, place)| place);
        let best = best.ok_or_else(|| broken("it has no tensor of two dimensions with numbers that are read", 8))?;
        for (place, tensor) in tensors.iter().enumerate() {
            let role = match tensor.name.as_str() {
                _ if place == best => Role::Vectors,
                "mapping" if tensor.shape.len() == 1 => Role::Mapping,
                "weights" if tensor.shape.len() == 1 => Role::Weights,
                _ => continue,
            };
            self.wanted.push((role, tensor.offsets.first().copied().unwrap_or(0), tensor.filler(context)?));
        }
        self.wanted.sort_by_key(|&(_, start, _)| start);
        self.is_begun = true;
        Ok(())
    }
}

impl ReadPart for Safetensors {
    fn push(&mut self, bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        let mut bytes = bytes;
        if !self.is_begun {
            bytes = self.header(bytes, context)?;
        }
        if !self.is_begun {
            return Ok(());
        }
        let (from, to) = (self.n_done, self.n_done + bytes.len() as u64);
        for (_, start, rows) in &mut self.wanted {
            let end = *start + rows.n_bytes();
            let (first, last) = (from.max(*start), to.min(end));
            if first < last {
                rows.push(&bytes[(first - from) as usize..(last - from) as usize], context)?;
            }
        }
        self.n_done = to;
        Ok(())
    }

    fn n_rows(&self) -> u64 {
        self.wanted.iter().find(|(role, ..)| *role == Role::Vectors).map_or(0, |(.., rows)| rows.n_whole())
    }

    fn said_rows(&self) -> Option<u64> {
        self.wanted.iter().find(|(role, ..)| *role == Role::Vectors).map(|(.., rows)| rows.said_rows())
    }

    fn end(self: Box<Self>, context: &mut Context, _is_whole: bool) -> Result<Part, FormatError> {
        let Self { wanted, header, n_done, is_begun, .. } = *self;
        if !is_begun {
            return Err(broken("it ends within its header", 8));
        }
        let mut tally = Tally::default();
        let (mut vectors, mut mapping, mut weights, mut n_in_file) = (None, None, None, None);
        for (role, _, rows) in wanted {
            let is_whole = rows.n_bytes_left() == 0;
            match role {
                Role::Vectors => {
                    n_in_file = Some(rows.said_rows());
                    tally.others.extend(rows.broken_off(n_done));
                    vectors = Some(rows.into_matrix());
                }
                // Rows are exact in single precision up to 2^24, and larger vocabularies are not quantized so.
                Role::Mapping if is_whole => {
                    let matrix = rows.into_matrix();
                    mapping = Some((0..matrix.n_rows() as u32).map(|row| matrix.vector(row)[0] as i64).collect());
                }
                Role::Weights if is_whole => {
                    let matrix = rows.into_matrix();
                    weights = Some((0..matrix.n_rows() as u32).map(|row| matrix.vector(row)[0]).collect());
                }
                _ => return Err(broken("it breaks off", n_done)),
            }
        }
        let matrix = vectors.ok_or_else(|| broken("it has no vectors", 8))?;
        let own_words = header.words.map(|words| words_of(&words, context)).transpose()?.flatten();
        let format = Format::Safetensors;
        Ok(Part::Rows(Rows { format, matrix, left_out: Vec::new(), tally, n_in_file, own_words, mapping, weights }))
    }
}

/// Words of the metadata: JSON, or one a line.
fn words_of(text: &str, context: &mut Context) -> Result<Option<Words>, FormatError> {
    let room = &mut context.room;
    let words = if text.trim_start().starts_with(['{', '[']) {
        let (mut json, mut events) = (Json::new(MOST_HEADER_BYTES as usize), VocabularyEvents::default());
        match json.push(text.as_bytes(), &mut |event| Ok(events.event(event, room)?)) {
            Ok(()) if json.is_done() => events.into_words(room)?,
            Err(error @ FormatError::NoRoom) => return Err(error),
            _ => None,
        }
    } else {
        None
    };
    if let Some(words) = words {
        return Ok(Some(Words { words: WordsKind::ByRow(words), counts: None }));
    }
    let mut words = Vec::new();
    for word in text.split('\n') {
        room.grow(&mut words, 1)?;
        words.push(room.word(word)?);
    }
    Ok(Some(Words { words: WordsKind::Exact(words), counts: None }))
}
