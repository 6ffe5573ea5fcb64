//! CRC-32 of gzip and zip (polynomial 0xEDB88320). `crc32fast` has 16 KiB of tables, which would weigh as much in the worker.

const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut n = 0;
    while n < 256 {
        let (mut sum, mut bit) = (n as u32, 0);
        while bit < 8 {
            sum = if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
            bit += 1;
        }
        table[n] = sum;
        n += 1;
    }
    table
}

/// A sum under way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Crc32(u32);

impl Crc32 {
    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) {
        self.0 =
            !bytes.iter().fold(!self.0, |sum, &byte| TABLE[((sum ^ u32::from(byte)) & 0xff) as usize] ^ (sum >> 8));
    }

    /// The sum of the bytes so far.
    pub fn sum(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_is_that_of_the_catalogue() {
        let mut crc = Crc32::default();
        crc.write(b"1234");
        crc.write(b"56789");
        assert_eq!(crc.sum(), 0xcbf4_3926);
    }
}
