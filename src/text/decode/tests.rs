use super::*;
use proptest::prelude::*;

fn decode(encoding: Option<Encoding>, pieces: &[&[u8]]) -> (String, u64, &'static str) {
    let mut decoder = Decoder::new(encoding, LegacyDecoders::default()).expect("a known encoding");
    let mut text = String::new();
    for piece in pieces {
        decoder.push(piece, &mut text).expect("a known encoding");
    }
    decoder.finish(&mut text).expect("a known encoding");
    (text, decoder.n_replaced(), decoder.encoding().0.name())
}

#[test]
fn a_lone_high_surrogate_is_replaced() {
    let decode = |encoding, bytes| decode(Some(encoding), &[bytes]);
    assert_eq!(decode(Encoding::UTF_16LE, &[0x3D, 0xD8, 0x41, 0x00]), ("\u{FFFD}A".to_owned(), 1, "utf-16le"));
    assert_eq!(decode(Encoding::UTF_16BE, &[0xD8, 0x3D, 0xDE, 0x00]), ("😀".to_owned(), 0, "utf-16be"));
}

#[test]
fn zeros_and_controls_are_not_text() {
    assert_eq!(recognize(b"ab\x01\x04\0\0c"), Err(TextError::NotText { offset: 4, why: "there is a zero" }));
    assert_eq!(recognize(b"A text, and then padding.\0\0\0\0\0\0\0\0\0\0\0"), Ok(None));
    assert!(recognize(&[0; 100]).is_err(), "nothing but zeros");
    assert!(recognize(b"\x01\x02\x03ab").is_err());
    assert_eq!(recognize(b"plain\r\n\ttext"), Ok(None));
    assert_eq!(recognize("\u{FEFF}marked".as_bytes()), Ok(Some((Encoding::UTF_8, 3))));
}

#[test]
fn utf_16_needs_no_mark() {
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    for text in ["hello there\nyou", "很大 喜欢 黄油 每天\n烤箱", "Привет, мир", "café"] {
        assert_eq!(recognize(&little(text)), Ok(Some((Encoding::UTF_16LE, 0))), "{text}");
        assert_eq!(recognize(&big(text)), Ok(Some((Encoding::UTF_16BE, 0))), "{text}");
    }
}

#[test]
fn an_encoding_is_found_where_ascii_ends() {
    let ascii = b"plain words ".repeat(20_000);
    let latin = [ascii.as_slice(), b"caf\xE9 cr\xE8me"].concat();
    let (text, n_replaced, name) = decode(None, &[&latin]);
    assert!(text.ends_with("café crème") && n_replaced == 0, "{n_replaced}");
    assert_eq!(name, "windows-1252");
    assert_eq!(decode(None, &[&ascii]).2, "utf-8");
    let damaged = "é".repeat(30) + "x";
    let damaged = [damaged.as_bytes(), b"\xFF"].concat();
    assert_eq!((decode(None, &[&damaged]).1, decode(None, &[&damaged]).2), (1, "utf-8"), "UTF-8 with some damage");
    assert_eq!(decode(Encoding::named("KOI8-R"), &[b"\xD0\xD2\xC9"]).0, "при");
}

proptest! {
    #[test]
    fn utf8_is_decoded_as_std_does_however_sliced(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0x80u8..=0xF4], 0..60),
        cut in 0usize..60,
        cut_again in 0usize..60,
    ) {
        let (a, b) = (cut.min(cut_again).min(bytes.len()), cut.max(cut_again).min(bytes.len()));
        let expected = String::from_utf8_lossy(&bytes).into_owned();
        let pieces = [&bytes[..a], &bytes[a..b], &bytes[b..]];
        let (text, n_replaced, _) = decode(Some(Encoding::UTF_8), &pieces);
        let n_given = bytes.utf8_chunks().map(|chunk| chunk.valid().matches('\u{FFFD}').count()).sum::<usize>();
        prop_assert_eq!(text.matches('\u{FFFD}').count() - n_given, n_replaced as usize);
        prop_assert_eq!(text, expected);
        // Whatever it is taken for, it is the same however it is cut.
        prop_assert_eq!(decode(None, &pieces), decode(None, &[&bytes]));
    }

    #[test]
    fn utf16_is_decoded_as_std_does_however_sliced(
        units in prop::collection::vec(prop_oneof![any::<u16>(), 0xD800u16..0xE000], 0..30),
        cut in 0usize..60,
    ) {
        let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let cut = cut.min(bytes.len());
        let (text, ..) = decode(Some(Encoding::UTF_16LE), &[&bytes[..cut], &bytes[cut..]]);
        prop_assert_eq!(text, String::from_utf16_lossy(&units));
    }
}
