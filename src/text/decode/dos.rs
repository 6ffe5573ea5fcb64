//! The encodings of DOS that the Encoding Standard leaves out, so that no browser has them.

use super::legacy::LegacyDecoder;

/// What 0x80 to 0xFF are in code page 850, Western Europe. Code page 437 has the same letters of French, German and Spanish.
const IBM_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";
/// What 0x80 to 0xFF are in code page 852, Central Europe.
const IBM_852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀\
    ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}";

/// The decoder of an encoding of DOS; none for any other name.
pub(super) fn decoder(name: &str) -> Option<LegacyDecoder> {
    let table = match name {
        "ibm850" => IBM_850,
        "ibm852" => IBM_852,
        _ => return None,
    };
    let table: Vec<char> = table.chars().collect();
    Some(LegacyDecoder::new(Box::new(move |bytes, _, text| {
        text.extend(bytes.iter().map(|&byte| match byte.checked_sub(0x80) {
            Some(place) => table[usize::from(place)],
            None => char::from(byte),
        }));
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_a_character() {
        for table in [IBM_850, IBM_852] {
            assert_eq!(table.chars().count(), 128);
        }
        let read = |name: &str, bytes: &[u8]| {
            let mut text = String::new();
            decoder(name).expect("it is one of DOS").decode(bytes, true, &mut text);
            text
        };
        assert_eq!(read("ibm850", b"gr\x94\xE1er, \x84ltere M\x94we"), "größer, ältere Möwe");
        assert_eq!(read("ibm852", b"\x9D\xA2d\xAB"), "Łódź");
        assert!(decoder("windows-1252").is_none());
    }
}
