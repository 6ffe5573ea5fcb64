//! Texts made of pieces that are hard to read.

use crate::random::Random;

const PIECES: [&str; 60] = [
    "boat",
    "Gull",
    "don’t",
    "don`t",
    "co\u{AD}op",
    "cafe\u{301}",
    "ﬁsh",
    "ｔｏｋｙｏ",
    "İ",
    "ſ",
    "1,000",
    "26865,5412",
    "3.14",
    "R2-D2",
    "x_1",
    "c++",
    "C#",
    ".NET",
    ":-)",
    "<3",
    "😀",
    "👨‍👩‍👧",
    "🇫🇷",
    "1️⃣",
    "❤",
    "很大",
    "私は",
    "ทะเล",
    "གུ་རུ་",
    "שלום\u{200F}",
    "צה״ל",
    "می\u{200C}خواهم",
    "كـتاب",
    "क्षत्रिय",
    "가\u{1100}",
    "ΟΔΟΣ",
    "light-",
    "house",
    "light¬",
    "well-known",
    "\u{200B}",
    "\u{200D}",
    "\u{FEFF}",
    "\u{FFFD}",
    "\u{0}",
    "--",
    "…",
    ".",
    ",",
    "\"",
    "'",
    "_",
    "@-@",
    "<unk>",
    "&amp;",
    "&#39;",
    "= T =",
    ";",
    "|",
    "`",
];
const SPACES: [&str; 14] =
    [" ", " ", " ", " ", "\n", "\n", "\r\n", "\r", "\t", "\u{2028}", "\u{85}", "\u{A0}", "", "\n\n"];
const MARKS: [&str; 24] = [
    "<p>",
    "</p>",
    "<br/>",
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<a href=\"x\">",
    "<",
    ">",
    "\"",
    "'",
    "&lt;",
    "&gt;",
    "&amp;",
    "&#x1F600;",
    "&",
    ";",
    "<!doctype html>",
    "<img alt='",
];

/// What programs leave in the texts that they export.
const EXPORTS: [&str; 30] = [
    "[12/03/2024, 09:15:22] Anna: ",
    "12.03.24, 21:15 - Ben: ",
    "2024-03-12T10:00:00,123Z ",
    "Mar 12 10:00:07 host ",
    "1:02 PM\n",
    "Anna, [1. Mar 2024 um 00:10:10]:\n",
    "cafÃ© naÃ¯ve ",
    "isnâ€™t ",
    "РџСЂРё ",
    "The/DT boat/NN left/VBD it/PRP ",
    "今天/t 天气/n ",
    "1\tThe\tthe\tDET\n2\tboat\tboat\tNOUN\n\n",
    "今日\t名詞,*,*,*\nは\t助詞,*,*,*\nEOS\n",
    "From: a\nContent-Transfer-Encoding: quoted-printable\n\n",
    "Content-Type: text/plain; boundary=\"xy\"\nContent-Transfer-Encoding: base64\n\n",
    "--xy\n",
    "\nFrom b\n",
    "caf=C3=A9 har=\nbor =3D =",
    "VGhlIGNhZsOp",
    "=?utf-8?Q?a=C3=A9_?= ",
    "\\section{A} \\emph{b} ",
    "\\\"{\\i} \\'e \\ss \\c{c} ",
    "$x_1$ ",
    "\\begin{equation}\n",
    "\\end{equation}\n",
    "% no\n",
    "It\\'s a.\\n",
    "<script>x = 1;</script>\n",
    "0,12;8,05\n",
    "<TABLE BORDER=1>",
];

/// Lines of one export or of a few.
pub(crate) fn export(random: &mut Random) -> String {
    let kinds: Vec<&str> = (0..=random.below(4)).map(|_| random.pick(&EXPORTS)).collect();
    let mut text = String::new();
    for _ in 0..random.below(40) {
        text.push_str(kinds[random.index(kinds.len())]);
        for _ in 0..random.below(4) {
            text.push_str(random.pick(&PIECES));
            text.push_str(random.pick(&SPACES));
        }
        if !random.one_in(4) {
            text.push('\n');
        }
    }
    if random.one_in(30) { text.repeat(900) } else { text }
}

/// Words that are hard to read, in company.
pub(crate) fn text(random: &mut Random) -> String {
    if random.one_in(4) {
        return export(random);
    }
    let mut text = String::new();
    let is_rows = random.one_in(4);
    for _ in 0..random.below(80) {
        text.push_str(random.pick(&PIECES));
        if is_rows && !random.one_in(5) {
            text.push(',');
        } else {
            text.push_str(random.pick(&SPACES));
        }
    }
    if random.one_in(3) { text.repeat(1 + random.below(9) as usize) } else { text }
}

/// Rows of cells, or records, some of them broken.
pub(crate) fn table(random: &mut Random) -> String {
    const CELLS: [&str; 24] = [
        "1",
        "2.5",
        "9,1",
        "2024-05-01",
        "en",
        "the boat has left the pier",
        "A gull, it sat there.",
        "\"a, b\"",
        "\"a \"\"b\"\" c\"",
        "\"two\nlines of it\"",
        "\"",
        "\"never closed",
        "a \"b\" c",
        "",
        " ",
        "\\\"",
        "很大喜欢黄油每天",
        "id",
        "text",
        "<br>",
        "x\ty",
        "https://example.org",
        "\u{2028}",
        "\\",
    ];
    const VALUES: [&str; 20] = [
        "1",
        "-2.5e3",
        "null",
        "true",
        "\"\"",
        "\"the boat has left the pier\"",
        "\"\\ud83d\\ude00 \\u00e9\"",
        "\"\\ud83d\"",
        "\"a\\nb\"",
        "\"\\\\\"",
        "\"never closed",
        "[\"a\", \"b\"]",
        "{\"k\": \"v\"}",
        "[{\"k\": 1}, {\"j\": [2]}]",
        "[",
        "}",
        ",",
        "\"\\\"",
        "nul",
        "很",
    ];
    const KEYS: [&str; 6] = ["id", "text", "user.name", "k\\u00e9y", "", "a b"];
    let n_columns = 1 + random.below(5);
    let separator = random.pick(&[",", "\t", ";", "|", ", "]);
    let is_json = random.one_in(2);
    let line_end = random.pick(&["\n", "\r\n", "\r"]);
    let mut text = if is_json && random.one_in(3) { "[\n".to_owned() } else { String::new() };
    let row: Vec<&str> = (0..n_columns).map(|_| random.pick(&CELLS)).collect();
    for _ in 0..random.below(40) {
        if is_json {
            let members = (0..n_columns).map(|_| format!("\"{}\": {}", random.pick(&KEYS), random.pick(&VALUES)));
            let members: Vec<String> = members.collect();
            let behind = random.pick(&["", ",", "", "]", "{"]);
            text.extend(["{", &members.join(", "), "}", behind]);
        } else {
            // Most rows are alike, so that there is a table at all.
            let cells = row.iter().map(|&cell| if random.one_in(3) { random.pick(&CELLS) } else { cell });
            let cells: Vec<&str> = cells.collect();
            text.push_str(&cells.join(separator));
        }
        text.push_str(line_end);
    }
    if random.one_in(30) { text.repeat(300) } else { text }
}

/// Markup, broken and whole.
pub(crate) fn markup(random: &mut Random) -> String {
    let mut text = random.pick(&["<!doctype html>", "<?xml?>", "", "", "<p>"]).to_owned();
    for _ in 0..random.below(60) {
        let piece = if random.one_in(2) { random.pick(&MARKS) } else { random.pick(&PIECES) };
        text.push_str(piece);
        text.push_str(random.pick(&SPACES));
    }
    if random.one_in(20) { text.repeat(2000) } else { text }
}

/// Characters, many of them from where marks and odd forms are.
pub(crate) fn characters(random: &mut Random) -> String {
    let n = random.below(24);
    let blocks: [(u32, u32); 14] = [
        (0x20, 0x60),
        (0xA0, 0x60),
        (0x2B0, 0xC0),
        (0x590, 0x200),
        (0x900, 0x100),
        (0xE00, 0x200),
        (0x1100, 0x100),
        (0x1F00, 0x100),
        (0x2000, 0x240),
        (0x2600, 0x1C0),
        (0xFB00, 0x500),
        (0xFE00, 0x200),
        (0x1_F1E0, 0x500),
        (0, 0x11_0000),
    ];
    let character = |random: &mut Random| {
        let (start, length) = random.pick(&blocks);
        char::from_u32(start + random.below(length)).unwrap_or('i')
    };
    (0..n).map(|_| character(random)).collect()
}

/// Bytes: a text, damaged; another encoding; a file of another kind; noise.
pub(crate) fn bytes(random: &mut Random) -> Vec<u8> {
    let mut bytes = match random.below(6) {
        0 => (0..random.below(300)).map(|_| random.below(256) as u8).collect(),
        1 => text(random).encode_utf16().flat_map(u16::to_le_bytes).collect(),
        2 => {
            let encodings = [encoding_rs::WINDOWS_1252, encoding_rs::SHIFT_JIS, encoding_rs::KOI8_R];
            random.pick(&encodings).encode(&text(random)).0.into_owned()
        }
        3 => {
            let head: &[u8] =
                random.pick(&[&b"\x1F\x8B\x08\0\0\0\0\0\0\x03"[..], b"%PDF-", b"PK\x03\x04", b"\xFF\xFE", b"\x1B$B"]);
            [head, text(random).as_bytes()].concat()
        }
        _ => text(random).into_bytes(),
    };
    for _ in 0..random.below(4) {
        if !bytes.is_empty() {
            let place = random.below(bytes.len() as u32) as usize;
            bytes[place] = random.below(256) as u8;
        }
    }
    if random.one_in(40) { bytes.repeat(300) } else { bytes }
}
