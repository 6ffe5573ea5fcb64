//! Long arrays of numbers on their way between page and worker.

use std::{fmt, marker::PhantomData, ops::Deref};

use bytemuck::Pod;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An array that crosses as one run of bytes, in the machine's byte order.
///
/// Page and worker run on one machine, so no order needs to be agreed on. Every long array of a command or an event is
/// one of these: it carries its own (de)serialization, so a new field cannot be forgotten on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Array<T>(pub Vec<T>);

/// Positions, cosines, vectors.
pub type Floats = Array<f32>;
/// Counts and word ids.
pub type Ids = Array<u32>;
/// Topics, groups and small counts.
pub type Bytes = Array<u8>;

impl<T> Default for Array<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for Array<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T> Deref for Array<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: PartialEq> PartialEq<Vec<T>> for Array<T> {
    fn eq(&self, other: &Vec<T>) -> bool {
        self.0 == *other
    }
}

impl<T: Pod> Serialize for Array<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytemuck::cast_slice(&self.0))
    }
}

impl<'de, T: Pod> Deserialize<'de> for Array<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Visitor(PhantomData))
    }
}

struct Visitor<T>(PhantomData<T>);

impl<T: Pod> de::Visitor<'_> for Visitor<T> {
    type Value = Array<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "whole numbers of {} bytes each", size_of::<T>())
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Array<T>, E> {
        if !bytes.len().is_multiple_of(size_of::<T>()) {
            return Err(E::invalid_length(bytes.len(), &self));
        }
        // The bytes may start anywhere, so they are copied and not cast.
        Ok(Array(bytemuck::pod_collect_to_vec(bytes)))
    }
}
