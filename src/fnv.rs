//! FNV-1a with 64 bits (Fowler, Noll and Vo): a fast hash that is the same on every platform.
//!
//! It is not cryptographic: it finds damage and differences, and anybody can make two inputs with the same hash.

/// A hash under way.
#[derive(Debug, Clone)]
pub struct Fnv1a(u64);

impl Default for Fnv1a {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv1a {
    /// Adds bytes. How they are cut into calls makes no difference.
    #[inline]
    pub fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// The hash of the bytes so far.
    pub fn finish(&self) -> u64 {
        self.0
    }

    /// The hash of these bytes.
    pub fn hash(bytes: &[u8]) -> u64 {
        let mut hash = Self::default();
        hash.write(bytes);
        hash.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_authors() {
        // From the test vectors of the reference implementation.
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(Fnv1a::hash(text.as_bytes()), hash, "{text}");
        }
        let mut hash = Fnv1a::default();
        hash.write(b"foo");
        hash.write(b"bar");
        assert_eq!(hash.finish(), Fnv1a::hash(b"foobar"));
    }
}
