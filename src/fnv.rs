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

/// FNV-1a over words of eight bytes, which is eight times as fast and finds damage as well: each step maps different states
/// to different states. It is no standard hash.
#[derive(Debug, Clone, Default)]
pub struct WideFnv {
    hash: Fnv1a,
    /// Bytes that are no whole word yet.
    rest: [u8; 8],
    n_rest: usize,
}

impl WideFnv {
    /// Adds bytes. How they are cut into calls makes no difference.
    pub fn write(&mut self, mut bytes: &[u8]) {
        if self.n_rest > 0 {
            let n = bytes.len().min(8 - self.n_rest);
            self.rest[self.n_rest..self.n_rest + n].copy_from_slice(&bytes[..n]);
            self.n_rest += n;
            bytes = &bytes[n..];
            if self.n_rest < 8 {
                return;
            }
            self.add(u64::from_le_bytes(self.rest));
        }
        let (words, rest) = bytes.as_chunks::<8>();
        for &word in words {
            self.add(u64::from_le_bytes(word));
        }
        self.rest[..rest.len()].copy_from_slice(rest);
        self.n_rest = rest.len();
    }

    #[inline]
    fn add(&mut self, word: u64) {
        self.hash.0 = (self.hash.0 ^ word).wrapping_mul(0x0100_0000_01b3);
    }

    /// The hash of the bytes so far.
    pub fn finish(&self) -> u64 {
        let mut hash = self.hash.clone();
        hash.write(&self.rest[..self.n_rest]);
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

    #[test]
    fn a_wide_hash_does_not_depend_on_how_its_bytes_are_cut() {
        let bytes: Vec<u8> = (0..100_u8).map(|i| i.wrapping_mul(37)).collect();
        let mut whole = WideFnv::default();
        whole.write(&bytes);
        for step in 1..20 {
            let mut cut = WideFnv::default();
            bytes.chunks(step).for_each(|piece| cut.write(piece));
            assert_eq!(cut.finish(), whole.finish(), "{step}");
        }
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 0x80;
            let mut hash = WideFnv::default();
            hash.write(&other);
            assert_ne!(hash.finish(), whole.finish(), "{place}");
        }
    }
}
