//! Numbers in text: decimal to single precision, rounded correctly, and back by the shortest way.
//!
//! Most numbers of a table have few digits. Of those up to 2^53 with a power of ten up to 22, both are exact in double
//! precision, so one product or quotient is rounded once (Clinger 1990). Rounding that to single precision is right unless
//! it lies in the middle of two floats, where the first rounding may have hidden the side. Those, and all longer numbers, are
//! left to `std`. `fast-float2` would do the same with a table of 10 KiB that `std` has once more.

use std::fmt::Write;

const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Digits that a `u64` holds, whatever they are.
const MOST_DIGITS: usize = 19;

/// Whether cells end here.
#[inline]
pub(super) fn is_separator(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// The number at the beginning of `text`, and the bytes that it takes, up to a space, a tab or the end; nothing where that
/// cell is no number. `nan`, `inf` and `infinity` are numbers.
#[inline]
pub(super) fn leading_number(text: &[u8]) -> Option<(f32, usize)> {
    let (mut at, mut mantissa, mut exponent) = (0, 0_u64, 0_i32);
    let byte = |at: usize| text.get(at).copied().unwrap_or(b' ');
    let is_negative = byte(0) == b'-';
    if is_negative || byte(0) == b'+' {
        at = 1;
    }
    let start = at;
    while byte(at).is_ascii_digit() {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte(at) - b'0'));
        at += 1;
    }
    let mut n_digits = at - start;
    if byte(at) == b'.' {
        at += 1;
        let start = at;
        while byte(at).is_ascii_digit() {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte(at) - b'0'));
            at += 1;
        }
        n_digits += at - start;
        exponent = -((at - start) as i32);
    }
    if n_digits == 0 || n_digits > MOST_DIGITS {
        return by_std(text);
    }
    if byte(at) | 0x20 == b'e' {
        at += 1;
        let is_less = byte(at) == b'-';
        if is_less || byte(at) == b'+' {
            at += 1;
        }
        let start = at;
        let mut power = 0;
        while byte(at).is_ascii_digit() {
            power = power * 10 + i32::from(byte(at) - b'0');
            at += 1;
            if at - start > 3 {
                return by_std(text);
            }
        }
        if at == start {
            return None;
        }
        exponent += if is_less { -power } else { power };
    }
    if !is_separator(byte(at)) {
        return None;
    }
    let power = exponent.unsigned_abs() as usize;
    if mantissa > 1 << 53 || power >= POWERS.len() {
        return by_std(text);
    }
    let value = if exponent < 0 { mantissa as f64 / POWERS[power] } else { mantissa as f64 * POWERS[power] };
    let is_middle = value.to_bits() & 0x1fff_ffff == 0x1000_0000;
    let is_ordinary = value == 0.0 || (f64::from(f32::MIN_POSITIVE)..f64::from(f32::MAX)).contains(&value);
    if is_middle || !is_ordinary {
        return by_std(text);
    }
    let value = value as f32;
    Some((if is_negative { -value } else { value }, at))
}

#[cold]
fn by_std(text: &[u8]) -> Option<(f32, usize)> {
    let n_bytes = text.iter().position(|&byte| is_separator(byte)).unwrap_or(text.len());
    let cell = std::str::from_utf8(&text[..n_bytes]).ok()?;
    Some((cell.parse().ok()?, n_bytes))
}

/// Whether the whole cell is a number.
pub(super) fn is_number(cell: &[u8]) -> bool {
    leading_number(cell).is_some_and(|(_, n_bytes)| n_bytes == cell.len())
}

/// A whole number that fills the cell.
pub(super) fn whole_number(cell: &[u8]) -> Option<u64> {
    let is_whole = !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
    if !is_whole {
        return None;
    }
    // More than fits is more than anybody has.
    Some(std::str::from_utf8(cell).ok()?.parse().unwrap_or(u64::MAX))
}

/// Appends numbers as they lie in memory, in little-endian order.
pub(super) fn write_floats(numbers: &[f32], out: &mut Vec<u8>) {
    if cfg!(target_endian = "little") {
        out.extend_from_slice(bytemuck::cast_slice(numbers));
    } else {
        out.extend(numbers.iter().flat_map(|x| x.to_le_bytes()));
    }
}

/// Writes the shortest decimal that reads back to the same bits. Very long and very short numbers get an exponent.
pub(super) fn write_number(number: f32, out: &mut String) {
    let size = number.abs();
    let written =
        if size != 0.0 && !(1e-5..1e16).contains(&size) { write!(out, "{number:e}") } else { write!(out, "{number}") };
    debug_assert!(written.is_ok(), "a String takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<f32> {
        let (value, n_bytes) = leading_number(text.as_bytes())?;
        (n_bytes == text.len()).then_some(value)
    }

    #[test]
    fn numbers_are_read_as_std_reads_them() {
        for text in [
            "0",
            "-0",
            "1",
            "+1.5",
            ".5",
            "5.",
            "1e5",
            "1E-5",
            "0.91747",
            "-0.06844",
            "3.4028235e38",
            "1e39",
            "1e-46",
            "1e-40",
            "16777217",
            "16777219",
            "0.1000000000000000055511151231257827",
            "1.00000017881393432617187499",
            "inf",
            "-inf",
            "9007199254740993",
            "1e22",
            "123456789012345678901234567890",
            "1e-400",
            "1e400",
            "infinity",
            "0e9999",
        ] {
            assert_eq!(read(text).map(f32::to_bits), text.parse().ok().map(f32::to_bits), "{text}");
        }
        assert!(read("nan").is_some_and(f32::is_nan) && read("-nan").is_some_and(f32::is_nan));
        for text in ["", "-", ".", "e5", "1e", "1e+", "0x10", "1,5", "1.2.3", "--1", "word", "1_000", "1\u{a0}"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(leading_number(b"1.5 2"), Some((1.5, 3)));
        assert_eq!(leading_number(b"1.5\t2"), Some((1.5, 3)));
        assert_eq!((whole_number(b"30"), whole_number(b"1e3"), whole_number(b"")), (Some(30), None, None));
        assert_eq!(whole_number(b"99999999999999999999999999"), Some(u64::MAX));
    }

    proptest! {
        #[test]
        fn every_float_reads_back_to_its_bits(bits in any::<u32>()) {
            let number = f32::from_bits(bits);
            prop_assume!(!number.is_nan());
            let mut text = String::new();
            write_number(number, &mut text);
            prop_assert_eq!(read(&text).map(f32::to_bits), Some(bits), "{}", text);
        }

        #[test]
        fn any_decimal_reads_as_by_std(text in "[+-]?[0-9]{0,12}(\\.[0-9]{0,12})?(e[+-]?[0-9]{1,2})?") {
            prop_assert_eq!(read(&text).map(f32::to_bits), text.parse::<f32>().ok().map(f32::to_bits), "{}", text);
        }

        #[test]
        fn middles_of_floats_are_rounded_to_even(bits in 0x3000_0000_u32..0x4f00_0000) {
            let (low, high) = (f64::from(f32::from_bits(bits)), f64::from(f32::from_bits(bits + 1)));
            let text = format!("{}", f64::midpoint(low, high));
            prop_assert_eq!(read(&text), text.parse::<f32>().ok(), "{}", text);
        }
    }
}
