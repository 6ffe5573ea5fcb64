//! Words, counts and vectors among the values of a pickle: `KeyedVectors` of gensim 4 and 3, by itself or in a model.

use std::borrow::Cow;

use super::{
    broken,
    machine::{Id, Machine, Value},
    types::Type,
};
use crate::{
    formats::{
        FormatError,
        floats::{FloatRows, Scalar},
        note::Tally,
        part::{Keyed, KeyedNgrams, NGRAMS_ENDING, Part, Stored},
        room::Context,
    },
    matrix::Matrix,
};

/// The values, and where to look among them.
struct Values<'a> {
    machine: &'a Machine,
}

/// An array that lies in the pickle.
struct Array<'a> {
    scalar: Scalar,
    shape: Vec<u64>,
    is_by_column: bool,
    bytes: Cow<'a, [u8]>,
}

impl<'a> Values<'a> {
    fn value(&self, id: Id) -> &'a Value {
        &self.machine.values[id as usize]
    }

    fn list(&self, id: Id) -> Option<&'a [Id]> {
        match self.value(id) {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    fn text(&self, id: Id) -> Option<&'a str> {
        match self.value(id) {
            Value::Text(span) => Some(self.machine.text(*span)),
            _ => None,
        }
    }

    fn int(&self, id: Id) -> Option<i64> {
        match self.value(id) {
            Value::Int(int) => Some(*int),
            Value::Object { of: Type::Scalar, args, .. } => {
                let &[dtype, bytes] = self.list(*args)? else { return None };
                let (scalar, bytes) = (self.scalar(dtype)?, self.bytes(bytes)?);
                (bytes.len() == scalar.n_bytes()).then(|| scalar.read(&bytes) as i64)
            }
            _ => None,
        }
    }

    fn bytes(&self, id: Id) -> Option<Cow<'a, [u8]>> {
        match self.value(id) {
            Value::Bytes((start, n)) => Some(Cow::Borrowed(&self.machine.bytes[*start..start + n])),
            // Letters of Latin-1 that stand for bytes.
            Value::Object { of: Type::Encode, args, .. } => {
                let text = self.text(*self.list(*args)?.first()?)?;
                Some(Cow::Owned(text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()))
            }
            _ => None,
        }
    }

    /// What an object's attributes are; of a tuple of two dicts the first.
    fn attributes(&self, id: Id) -> Option<&'a [Id]> {
        let Value::Object { of: Type::Object, state: Some(state), .. } = self.value(id) else { return None };
        match self.value(*state) {
            Value::Dict(items) => Some(items),
            _ => None,
        }
    }

    fn get(&self, items: &[Id], name: &str) -> Option<Id> {
        items.as_chunks::<2>().0.iter().find(|[key, _]| self.text(*key) == Some(name)).map(|&[_, value]| value)
    }

    fn scalar(&self, id: Id) -> Option<Scalar> {
        let Value::Object { of: Type::Dtype, args, state } = self.value(id) else { return None };
        let name = self.text(*self.list(*args)?.first()?)?;
        let is_big_endian = state.and_then(|state| self.text(*self.list(state)?.get(1)?)) == Some(">");
        Scalar::of_numpy(name.trim_start_matches(['<', '|', '='])).filter(|_| !is_big_endian)
    }

    fn array(&self, id: Id) -> Option<Array<'a>> {
        let Value::Object { of, args, state } = self.value(id) else { return None };
        let (shape, dtype, is_by_column, bytes) = match of {
            Type::Array => {
                let &[_, shape, dtype, order, bytes] = self.list((*state)?)? else { return None };
                (shape, dtype, *self.value(order) == Value::Bool(true), bytes)
            }
            Type::FromBuffer => {
                let &[bytes, dtype, shape, order] = self.list(*args)? else { return None };
                (shape, dtype, self.text(order) == Some("F"), bytes)
            }
            _ => return None,
        };
        let shape: Option<Vec<u64>> = self.list(shape)?.iter().map(|&n| u64::try_from(self.int(n)?).ok()).collect();
        let (scalar, shape, bytes) = (self.scalar(dtype)?, shape?, self.bytes(bytes)?);
        let n_bytes = shape.iter().try_fold(scalar.n_bytes() as u64, |product, &n| product.checked_mul(n))?;
        (n_bytes == bytes.len() as u64).then_some(Array { scalar, shape, is_by_column, bytes })
    }

    fn matrix(&self, id: Id, context: &mut Context, most_rows: u64) -> Result<Option<Matrix>, FormatError> {
        let Some(array) = self.array(id) else { return Ok(None) };
        let &[n_rows, dims] = &array.shape[..] else { return Ok(None) };
        let rows = FloatRows::new(array.scalar, n_rows, dims, most_rows)?;
        let mut rows = rows.with_order(false, array.is_by_column);
        rows.push(&array.bytes, context)?;
        Ok(Some(rows.into_matrix()))
    }

    /// An array of this name: here, or in a file of its own.
    fn stored(
        &self,
        items: &[Id],
        names: &[(&str, &'static str)],
        context: &mut Context,
        most_rows: u64,
    ) -> Result<Option<Stored>, FormatError> {
        let apart = self.get(items, "__numpys").and_then(|id| self.list(id)).unwrap_or_default();
        for (name, ending) in names {
            if let Some(id) = self.get(items, name)
                && let Some(matrix) = self.matrix(id, context, most_rows)?
            {
                return Ok(Some(Stored::Here(matrix)));
            }
            if apart.iter().any(|&id| self.text(id) == Some(name)) {
                return Ok(Some(Stored::File(ending)));
            }
        }
        Ok(None)
    }

    /// N-grams of a model of fastText's kind. Those of gensim before 3.7 were hashed in another way and are left out.
    fn ngrams(
        &self,
        items: &[Id],
        is_sum_open: bool,
        context: &mut Context,
    ) -> Result<Option<KeyedNgrams>, FormatError> {
        let is_other_hash = self.get(items, "compatible_hash").is_some_and(|id| *self.value(id) == Value::Bool(false));
        let setting = |name| self.get(items, name).and_then(|id| self.int(id)).and_then(|n| u64::try_from(n).ok());
        let settings = (setting("min_n"), setting("max_n"), setting("bucket"));
        let (Some(min_n), Some(max_n @ ..1000), Some(n_buckets @ 1..)) = settings else { return Ok(None) };
        let rows = self.stored(items, &[("vectors_ngrams", NGRAMS_ENDING)], context, u64::MAX)?;
        let Some(rows) = rows.filter(|_| !is_other_hash) else {
            let why = "it lacks the n-grams that belong to its vectors";
            return if is_sum_open { Err(broken(why, self.machine.bytes.len())) } else { Ok(None) };
        };
        Ok(Some(KeyedNgrams { rows, min_n: min_n as usize, max_n: max_n as usize, n_buckets, is_sum_open }))
    }

    /// Counts of gensim 4, which are an array, or of gensim 3, which are objects.
    fn counts(&self, items: &[Id], words: &[Id]) -> Option<Vec<u64>> {
        if let Some(array) = self
            .get(items, "expandos")
            .and_then(|id| match self.value(id) {
                Value::Dict(items) => self.get(items, "count"),
                _ => None,
            })
            .and_then(|id| self.array(id))
        {
            let numbers = array.bytes.chunks_exact(array.scalar.n_bytes());
            let counts: Vec<u64> = numbers.map(|bytes| array.scalar.read(bytes).max(0.0) as u64).collect();
            return (counts.len() == words.len()).then_some(counts);
        }
        let Value::Dict(vocabulary) = self.value(self.get(items, "vocab")?) else { return None };
        let mut counts = vec![0; words.len()];
        for &[_, entry] in vocabulary.as_chunks::<2>().0 {
            let entry = self.attributes(entry)?;
            let (index, count) = (self.int(self.get(entry, "index")?)?, self.int(self.get(entry, "count")?)?);
            *counts.get_mut(usize::try_from(index).ok()?)? = u64::try_from(count).ok()?;
        }
        Some(counts)
    }
}

/// The vectors of a finished pickle.
pub(super) fn found((machine, top): (Machine, Id), context: &mut Context) -> Result<Part, FormatError> {
    let values = Values { machine: &machine };
    let no_vectors = || broken("it holds no vectors of gensim", machine.bytes.len());
    let items = values.attributes(top).ok_or_else(no_vectors)?;
    // Of a model, its vectors.
    let items = values.get(items, "wv").and_then(|id| values.attributes(id)).unwrap_or(items);
    let names = ["index_to_key", "index2word", "index2entity"];
    let listed = names.iter().find_map(|name| values.list(values.get(items, name)?)).ok_or_else(no_vectors)?;
    let most_rows = context.most_rows;
    let n_wanted = usize::try_from(most_rows).unwrap_or(usize::MAX).min(listed.len());
    let mut words = Vec::new();
    context.room.reserve(&mut words, n_wanted)?;
    for &id in &listed[..n_wanted] {
        let number;
        let word = if let Some(word) = values.text(id) {
            word
        } else {
            number = values.int(id).ok_or_else(|| broken("a word of it is no text", machine.bytes.len()))?.to_string();
            &number
        };
        words.push(context.room.word(word)?);
    }
    let mut counts = values.counts(items, listed);
    if let Some(counts) = &mut counts {
        counts.truncate(n_wanted);
    }
    // gensim 3 saves the sums of a model of n-grams; gensim 4 the rows of words alone, and adds the others when it loads.
    let in_words = [("vectors", ".vectors.npy"), ("syn0", ".syn0.npy")];
    let whole = values.stored(items, &in_words, context, most_rows)?;
    let is_sum_open = whole.is_none();
    let vectors = match whole {
        Some(whole) => Some(whole),
        None => values.stored(items, &[("vectors_vocab", ".vectors_vocab.npy")], context, most_rows)?,
    };
    let vectors = vectors.ok_or_else(no_vectors)?;
    let ngrams = values.ngrams(items, is_sum_open, context)?;
    let n_in_file = listed.len() as u64;
    Ok(Part::Keyed(Box::new(Keyed { words, n_in_file, counts, vectors, ngrams, tally: Tally::default() })))
}
