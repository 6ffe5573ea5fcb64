//! Looking for bytes, many at a time.

/// Bytes that are looked at together: the compiler makes vectors of them, as nothing ends the loop early.
const TOGETHER: usize = 32;

/// Where the first byte is that a simple test wants.
#[inline]
pub(super) fn position(bytes: &[u8], is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = 0;
    let mut chunks = bytes.chunks_exact(TOGETHER);
    for chunk in &mut chunks {
        if chunk.iter().fold(false, |found, &byte| found | is_wanted(byte)) {
            break;
        }
        at += TOGETHER;
    }
    bytes[at..].iter().position(|&byte| is_wanted(byte)).map(|place| at + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_several_is_found_at_any_place() {
        for place in 0..100 {
            let mut bytes = vec![b'a'; 120];
            bytes[place] = b'x';
            bytes[110] = b'x';
            assert_eq!(position(&bytes, |byte| byte == b'x'), Some(place));
        }
        assert_eq!(position(b"abc", |byte| byte == b'x'), None);
        assert_eq!(position(&[b'a'; 64], |byte| byte == b'x'), None);
    }
}
