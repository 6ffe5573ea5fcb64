//! The machine whose programs are pickles, with the opcodes that build data (`Lib/pickletools.py`).
//!
//! Values lie in one list and name each other by number. Letters and bytes stay where they are in the file. So a value costs a
//! fixed number of bytes for each byte of the file at most, and a length that lies reserves nothing.

use super::{
    broken,
    types::{Type, known},
};
use crate::formats::{FormatError, room::Context};

/// A place in the file: its first byte, and how many.
pub(super) type Span = (usize, usize);
/// The number of a value.
pub(super) type Id = u32;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    None,
    Bool(bool),
    Int(i64),
    Float,
    Text(Span),
    Bytes(Span),
    /// A list, a tuple or a set.
    List(Vec<Id>),
    /// Keys and values in turn.
    Dict(Vec<Id>),
    Type(Type),
    /// What a type should make of arguments, and the state it is then given. Nothing is called.
    Object {
        of: Type,
        args: Id,
        state: Option<Id>,
    },
}

/// A pickle under way.
#[derive(Debug, Default)]
pub(super) struct Machine {
    pub(super) bytes: Vec<u8>,
    at: usize,
    pub(super) values: Vec<Value>,
    stack: Vec<Id>,
    marks: Vec<usize>,
    memo: Vec<Id>,
    is_done: bool,
}

/// Some where an opcode was executed, none where its bytes are not all there yet.
type Step = Result<Option<()>, FormatError>;

impl Machine {
    pub(super) fn push(&mut self, bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        if self.bytes.capacity() - self.bytes.len() < bytes.len() {
            // The length of the file is known at its beginning as a rule, and then nothing doubles.
            let to_come = context.to_come.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            if context.room.reserve(&mut self.bytes, bytes.len().saturating_add(to_come)).is_err() {
                context.room.grow(&mut self.bytes, bytes.len())?;
            }
        }
        self.bytes.extend_from_slice(bytes);
        while !self.is_done {
            let at = self.at;
            if self.step(context)?.is_none() {
                self.at = at;
                return Ok(());
            }
        }
        Ok(())
    }

    /// The machine with its result on the stack.
    pub(super) fn finish(self) -> Result<(Self, Id), FormatError> {
        match self.stack.last() {
            Some(&id) if self.is_done => Ok((self, id)),
            _ => Err(broken("it breaks off", self.bytes.len())),
        }
    }

    pub(super) fn text(&self, (start, n): Span) -> &str {
        std::str::from_utf8(&self.bytes[start..start + n]).unwrap_or_default()
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = *self.bytes.get(self.at..)?.first_chunk()?;
        self.at += N;
        Some(bytes)
    }

    fn length(&mut self, n_bytes: usize) -> Option<u64> {
        let bytes = self.bytes.get(self.at..self.at + n_bytes)?;
        self.at += n_bytes;
        Some(bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte)))
    }

    fn span(&mut self, n_bytes_of_length: usize) -> Option<Span> {
        let n = usize::try_from(self.length(n_bytes_of_length)?).ok()?;
        let start = self.at;
        if n > self.bytes.len() - start {
            return None;
        }
        self.at += n;
        Some((start, n))
    }

    fn line(&mut self) -> Option<Span> {
        let n = memchr::memchr(b'\n', &self.bytes[self.at..])?;
        let start = self.at;
        self.at += n + 1;
        Some((start, n))
    }

    fn put(&mut self, value: Value, context: &mut Context) -> Step {
        context.room.grow(&mut self.values, 1)?;
        context.room.grow(&mut self.stack, 1)?;
        self.stack.push(self.values.len() as Id);
        self.values.push(value);
        Ok(Some(()))
    }

    fn pop(&mut self) -> Result<Id, FormatError> {
        let least = self.marks.last().copied().unwrap_or(0);
        let id = if self.stack.len() > least { self.stack.pop() } else { None };
        id.ok_or_else(|| broken("it takes more than it has", self.at))
    }

    fn since_mark(&mut self) -> Result<Vec<Id>, FormatError> {
        let mark = self.marks.pop().ok_or_else(|| broken("it has no mark", self.at))?;
        Ok(self.stack.split_off(mark))
    }

    fn popped<const N: usize>(&mut self) -> Result<Vec<Id>, FormatError> {
        let mut ids = Vec::with_capacity(N);
        for _ in 0..N {
            ids.push(self.pop()?);
        }
        ids.reverse();
        Ok(ids)
    }

    /// Adds to the list or dict on the top. Anything else stays as it is, because nobody reads it.
    fn add(&mut self, ids: &[Id], context: &mut Context) -> Step {
        let top = *self.stack.last().ok_or_else(|| broken("there is nothing to add to", self.at))?;
        if let Value::List(items) | Value::Dict(items) = &mut self.values[top as usize] {
            context.room.grow(items, ids.len())?;
            items.extend_from_slice(ids);
        }
        Ok(Some(()))
    }

    fn remember(&mut self, place: u64, context: &mut Context) -> Step {
        let id = *self.stack.last().ok_or_else(|| broken("there is nothing to remember", self.at))?;
        // Places are counted up, so none lies far beyond.
        let place = usize::try_from(place).ok().filter(|&place| place <= self.values.len() + 1);
        let place = place.ok_or_else(|| broken("it remembers in a far place", self.at))?;
        if place >= self.memo.len() {
            let n_more = place + 1 - self.memo.len();
            context.room.grow(&mut self.memo, n_more)?;
            self.memo.resize(place + 1, id);
        }
        self.memo[place] = id;
        Ok(Some(()))
    }

    fn recall(&mut self, place: u64) -> Step {
        let id = usize::try_from(place).ok().and_then(|place| self.memo.get(place).copied());
        self.stack.push(id.ok_or_else(|| broken("it recalls what it has not remembered", self.at))?);
        Ok(Some(()))
    }

    fn name(&mut self, module: Span, name: Span, context: &mut Context) -> Step {
        let (module, name) = (self.text(module), self.text(name));
        let Some(of) = known(module, name) else {
            let name = format!("{module}.{name}").chars().take(100).collect();
            return Err(FormatError::ForeignType { name, offset: self.at as u64 });
        };
        self.put(Value::Type(of), context)
    }

    fn make(&mut self, context: &mut Context) -> Step {
        let args = self.pop()?;
        let of = self.pop()?;
        match self.values[of as usize] {
            Value::Type(of) => self.put(Value::Object { of, args, state: None }, context),
            _ => Err(broken("it calls what is no type", self.at)),
        }
    }

    fn build(&mut self) -> Step {
        let told = self.pop()?;
        let top = *self.stack.last().ok_or_else(|| broken("there is nothing to build", self.at))?;
        match &mut self.values[top as usize] {
            Value::Object { state, .. } => *state = Some(told),
            _ => return Err(broken("it builds what is no object", self.at)),
        }
        Ok(Some(()))
    }

    fn step(&mut self, context: &mut Context) -> Step {
        macro_rules! need {
            ($value:expr) => {
                match $value {
                    Some(value) => value,
                    None => return Ok(None),
                }
            };
        }
        let [opcode] = need!(self.take());
        match opcode {
            0x80 => {
                let [protocol] = need!(self.take());
                if !(2..=5).contains(&protocol) {
                    return Err(broken(format!("its protocol is {protocol}"), 1));
                }
                Ok(Some(()))
            }
            // A frame is only a length.
            0x95 => Ok(self.take::<8>().map(|_| ())),
            b'.' => {
                self.is_done = true;
                Ok(Some(()))
            }
            b'(' => {
                context.room.grow(&mut self.marks, 1)?;
                self.marks.push(self.stack.len());
                Ok(Some(()))
            }
            b'N' => self.put(Value::None, context),
            0x88 | 0x89 => self.put(Value::Bool(opcode == 0x88), context),
            b'J' => {
                let int = i32::from_le_bytes(need!(self.take()));
                self.put(Value::Int(i64::from(int)), context)
            }
            b'K' => {
                let int = need!(self.length(1));
                self.put(Value::Int(int as i64), context)
            }
            b'M' => {
                let int = need!(self.length(2));
                self.put(Value::Int(int as i64), context)
            }
            0x8a | 0x8b => {
                let (start, n) = need!(self.span(if opcode == 0x8a { 1 } else { 4 }));
                let bytes = &self.bytes[start..start + n];
                let mut int = [if bytes.last().is_some_and(|byte| byte & 0x80 != 0) { 0xff } else { 0 }; 8];
                int[..n.min(8)].copy_from_slice(&bytes[..n.min(8)]);
                self.put(if n > 8 { Value::Float } else { Value::Int(i64::from_le_bytes(int)) }, context)
            }
            b'G' => {
                need!(self.take::<8>());
                self.put(Value::Float, context)
            }
            0x8c | b'X' | 0x8d => {
                let span = need!(self.span(match opcode {
                    0x8c => 1,
                    b'X' => 4,
                    _ => 8,
                }));
                self.put(Value::Text(span), context)
            }
            b'C' | b'B' | 0x8e | 0x96 => {
                let span = need!(self.span(match opcode {
                    b'C' => 1,
                    b'B' => 4,
                    _ => 8,
                }));
                self.put(Value::Bytes(span), context)
            }
            b']' | b')' | 0x8f => self.put(Value::List(Vec::new()), context),
            b'}' => self.put(Value::Dict(Vec::new()), context),
            0x85 => {
                let ids = self.popped::<1>()?;
                self.put(Value::List(ids), context)
            }
            0x86 => {
                let ids = self.popped::<2>()?;
                self.put(Value::List(ids), context)
            }
            0x87 => {
                let ids = self.popped::<3>()?;
                self.put(Value::List(ids), context)
            }
            b't' | b'l' | 0x91 => {
                let ids = self.since_mark()?;
                self.put(Value::List(ids), context)
            }
            b'd' => {
                let ids = self.since_mark()?;
                self.put(Value::Dict(ids), context)
            }
            b'a' => {
                let ids = self.popped::<1>()?;
                self.add(&ids, context)
            }
            b's' => {
                let ids = self.popped::<2>()?;
                self.add(&ids, context)
            }
            b'e' | b'u' | 0x90 => {
                let ids = self.since_mark()?;
                self.add(&ids, context)
            }
            b'0' => self.pop().map(|_| Some(())),
            b'1' => self.since_mark().map(|_| Some(())),
            b'2' => {
                let id = self.pop()?;
                self.stack.extend([id, id]);
                Ok(Some(()))
            }
            b'q' | b'r' => {
                let place = need!(self.length(if opcode == b'q' { 1 } else { 4 }));
                self.remember(place, context)
            }
            0x94 => self.remember(self.memo.len() as u64, context),
            b'h' | b'j' => {
                let place = need!(self.length(if opcode == b'h' { 1 } else { 4 }));
                context.room.grow(&mut self.stack, 1)?;
                self.recall(place)
            }
            b'c' => {
                let module = need!(self.line());
                let name = need!(self.line());
                self.name(module, name, context)
            }
            0x93 => {
                let ids = self.popped::<2>()?;
                match [&self.values[ids[0] as usize], &self.values[ids[1] as usize]] {
                    [&Value::Text(module), &Value::Text(name)] => self.name(module, name, context),
                    _ => Err(broken("it asks for a type without a name", self.at)),
                }
            }
            b'R' | 0x81 => self.make(context),
            0x92 => {
                self.pop()?;
                self.make(context)
            }
            b'b' => self.build(),
            other => Err(broken(format!("opcode {other:#04x} is not read"), self.at - 1)),
        }
    }
}
