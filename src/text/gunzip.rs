//! A text that was compressed by gzip: what is cut off or damaged counts up to there.

use crate::gzip::Gzip;

/// A file that is being decompressed.
#[derive(Debug, Default)]
pub(super) struct Gunzip {
    gzip: Gzip,
    /// Whether the bytes were damaged; what came before counts.
    is_broken: bool,
}

impl Gunzip {
    /// Whether the file ends here as it should.
    pub(super) fn is_whole(&self) -> bool {
        self.gzip.is_whole() && !self.is_broken
    }

    /// Decompresses bytes, and passes what they hold on in pieces. Errors: those of `give`.
    pub(super) fn push<E>(&mut self, bytes: &[u8], give: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let mut rest = bytes;
        while !self.is_broken {
            let step = self.gzip.step(rest);
            self.is_broken = step.is_err();
            let n_taken = step.unwrap_or(0);
            rest = &rest[n_taken..];
            let unpacked = self.gzip.last();
            give(unpacked)?;
            if n_taken == 0 && unpacked.is_empty() {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    use super::*;

    #[test]
    fn what_came_before_the_damage_counts() {
        let words = (0..60_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_string());
        let text = words.collect::<Vec<_>>().join(" ");
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).expect("memory takes everything");
        let mut file = encoder.finish().expect("memory takes everything");
        let read = |file: &[u8], size: usize| {
            let (mut gunzip, mut read) = (Gunzip::default(), Vec::new());
            for piece in file.chunks(size) {
                let mut give = |bytes: &[u8]| {
                    read.extend_from_slice(bytes);
                    Ok::<(), ()>(())
                };
                gunzip.push(piece, &mut give).expect("nothing is refused");
            }
            (read, gunzip.is_whole())
        };
        assert_eq!(read(&file, 999), (text.clone().into_bytes(), true));
        let middle = file.len() / 2;
        file[middle..middle + 40].fill(0xFF);
        let (before, is_whole) = read(&file, 999);
        assert!(
            !is_whole && before.len() > 64_000 && text.as_bytes().starts_with(&before[..64_000]),
            "{}",
            before.len()
        );
    }
}
