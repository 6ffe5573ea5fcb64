//! The encodings of DOS that the Encoding Standard leaves out, so that no browser has them.

/// What 0x80 to 0xFF are in code page 850, Western Europe. Code page 437 has the same letters of French, German and Spanish.
const IBM_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";
/// What 0x80 to 0xFF are in code page 852, Central Europe.
const IBM_852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀\
    ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}";

/// What the bytes from 0x80 on are in an encoding of DOS; none for any other name.
pub(super) fn table(name: &str) -> Option<Vec<char>> {
    match name {
        "ibm850" => Some(IBM_850.chars().collect()),
        "ibm852" => Some(IBM_852.chars().collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_a_character() {
        for (name, byte, character) in
            [("ibm850", 0x94, 'ö'), ("ibm850", 0xE1, 'ß'), ("ibm852", 0x9D, 'Ł'), ("ibm852", 0xFF, '\u{A0}')]
        {
            let table = table(name).expect("it is one of DOS");
            assert_eq!((table.len(), table[byte - 0x80]), (128, character), "{name}");
        }
        assert!(table("windows-1252").is_none());
    }
}
