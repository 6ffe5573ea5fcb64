//! Which legacy encoding a text is in, from a stretch of it that is not UTF-8.
//!
//! The encodings of East Asia are told by their bytes: each puts the characters that texts are made of in a range of first
//! bytes of its own. Where none fits, the stretch is decoded in each encoding with one byte a character, and the letters
//! beyond ASCII are compared with those of each language that is written in it, in the order of how often it has them.

use super::{Encoding, LegacyDecoders};

/// An alphabet beyond ASCII, its most frequent letters first, and where it is at home.
struct Language {
    encoding: &'static str,
    letters: &'static str,
    /// Whether ASCII letters may stand beside these within a word.
    is_latin: bool,
}

const fn latin(encoding: &'static str, letters: &'static str) -> Language {
    Language { encoding, letters, is_latin: true }
}

const fn other(encoding: &'static str, letters: &'static str) -> Language {
    Language { encoding, letters, is_latin: false }
}

/// The languages, the likelier encoding first among those that agree on a text.
const LANGUAGES: [Language; 45] = [
    latin("windows-1252", "éàèêçùîôâûëïœÉÀÊ"),
    latin("windows-1252", "äüößÜÄÖé"),
    latin("windows-1252", "óíáéñúüÁÉÍÓÚ"),
    latin("windows-1252", "ãçáéíóõêâúàÉÁÍ"),
    latin("windows-1252", "èàùòìéÈ"),
    latin("windows-1252", "åäöøæéØÅÖÄ"),
    latin("windows-1252", "ðáíóöþéæúýÞÍÁ"),
    latin("windows-1252", "ëéïèöüáó"),
    latin("windows-1250", "łąężśćóńźŁŚŻ"),
    latin("windows-1250", "íáěéřšžčýůúďťňČŘŠ"),
    latin("windows-1250", "áíčéšžľýťúňôďäóŠČ"),
    latin("windows-1250", "áéőöóüíúűÉÁ"),
    latin("windows-1250", "čćšžđŠČ"),
    latin("windows-1250", "ăîâşţĂÎ"),
    latin("windows-1254", "ıişğüöçâİŞÇÜ"),
    latin("windows-1257", "ėšžųąčįūęŠŽ"),
    latin("windows-1257", "āīēšņļžūčķģĀ"),
    latin("windows-1257", "äõüöšž"),
    latin("windows-1258", "đáàơưêôâạảăéèóòúíĐ"),
    latin("iso-8859-2", "łąężśćóńźŁŚŻ"),
    latin("iso-8859-2", "íáěéřšžčýůúďťňČŘŠ"),
    latin("macintosh", "éàèêçùîôâûëœ"),
    latin("macintosh", "äüößÜÄÖ"),
    latin("macintosh", "óíáéñúü"),
    latin("ibm850", "éàèêçùîôâûëïÉÀÊ"),
    latin("ibm850", "äüößÜÄÖé"),
    latin("ibm850", "óíáéñúüÁÉÍÓÚ"),
    latin("ibm850", "åäöøæéØÅÖÄ"),
    latin("ibm852", "łąężśćóńźŁŚŻ"),
    latin("ibm852", "íáěéřšžčýůúďťňČŘŠ"),
    latin("ibm852", "áéőöóüíúűÉÁ"),
    other("windows-1251", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёОПСВНАКМРТ"),
    other("windows-1251", "оаниевтрілскдумпяьзбгчйхцїжєюшщґф"),
    other("koi8-r", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёОПСВНАКМРТ"),
    other("ibm866", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёОПСВНАКМРТ"),
    other("iso-8859-5", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёОПСВНАКМРТ"),
    other("x-mac-cyrillic", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёОПСВНАКМРТ"),
    other("windows-1253", "αοιετσνρκπμλςηυάίγέόθδχωήύφβώξζψΑΠΚΤΟ"),
    other("iso-8859-7", "αοιετσνρκπμλςηυάίγέόθδχωήύφβώξζψΑΠΚΤΟ"),
    other("windows-1255", "יוהלאמרתבנשעחדקפכםזטגסצןךףץ"),
    // With its vowel points.
    other(
        "windows-1255",
        "יוהלאמר\u{5B8}\u{5B0}\u{5BC}\u{5B7}\u{5B4}\u{5B6}תבנש\u{5B5}\u{5C1}\u{5B9}\u{5C2}עחדקפכםזטגסצןךףץ\u{5B2}\u{5B1}\u{5BB}\u{5B3}",
    ),
    other("windows-1256", "اليمنوترهبةدعسفكحقشجأصىخضطزذثإءغئظآؤ"),
    other("iso-8859-6", "اليمنوترهبةدعسفكحقشجأصىخضطزذثإءغئظآؤ"),
    other("windows-874", "านรกเองม่ล้วสยทดตบีปคัิ์พใไจขชแหโะึื"),
    other("koi8-u", "оаниевтрілскдумпяьзбгчйхцїжєюшщґф"),
];

/// The encoding of a stretch that is not UTF-8: the likeliest, or Windows-1252, which the web assumes.
pub(super) fn guess(stretch: &[u8], decoders: LegacyDecoders) -> Encoding {
    if stretch.windows(3).any(|bytes| matches!(bytes, [0x1B, b'$', b'B' | b'@'])) {
        return Encoding("iso-2022-jp");
    }
    if let Some(encoding) = east_asian(stretch) {
        return encoding;
    }
    let stretch = &without_utf_8(stretch);
    let mut best: Option<(f64, &'static str)> = None;
    let mut decoded: Option<(&'static str, String)> = None;
    for language in &LANGUAGES {
        if decoded.as_ref().is_none_or(|(encoding, _)| *encoding != language.encoding) {
            decoded = decoders.decode(language.encoding, stretch).map(|text| (language.encoding, text));
        }
        let Some((_, text)) = &decoded else { continue };
        let score = likelihood(text, language);
        if best.is_none_or(|(highest, _)| score > highest + 1e-9) {
            best = Some((score, language.encoding));
        }
    }
    Encoding(best.map_or("windows-1252", |(_, encoding)| encoding))
}

/// A stretch without the letters and quotes of Latin texts in UTF-8, which files that were put together of several have.
fn without_utf_8(stretch: &[u8]) -> Vec<u8> {
    let mut rest = stretch;
    let mut left = Vec::with_capacity(stretch.len());
    while let Some((&byte, after)) = rest.split_first() {
        rest = match rest {
            [0xC3, 0x80..=0xBF, behind @ ..] | [0xE2, 0x80, 0x93..=0xA6, behind @ ..] => behind,
            _ => {
                left.push(byte);
                after
            }
        };
    }
    left
}

/// How likely a text is in a language, as a mean over its characters beyond ASCII: higher is likelier.
fn likelihood(text: &str, language: &Language) -> f64 {
    let letters: Vec<char> = language.letters.chars().collect();
    let (mut sum, mut n) = (0.0, 0_u32);
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        if !character.is_ascii() {
            n += 1;
            let is_beside_latin = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
            let place = letters.iter().position(|&letter| letter == character);
            sum += match place {
                Some(_) if !language.is_latin && is_beside_latin => -9.0,
                // Roughly Zipf's law; an alphabet of few letters claims more for each.
                Some(place) => -libm::log(place as f64 + 1.5) - 0.3 * libm::log(letters.len() as f64),
                None if is_in_place(before, character, after) => -1.0,
                None if is_typographic(character) => -2.0,
                // A vowel with an accent, or a capital, that the list leaves out.
                None if is_known(&letters, character) => -5.0,
                None if character.is_alphabetic() => -8.0,
                None => -10.0,
            };
            // Case that changes within a word, which reading one Cyrillic encoding for another brings about.
            if before.is_lowercase() && character.is_uppercase() {
                sum -= 3.0;
            }
        }
        before = character;
    }
    if n == 0 { f64::MIN } else { sum / f64::from(n) }
}

/// A capital of a letter of the list.
fn is_known(letters: &[char], character: char) -> bool {
    character.is_uppercase() && character.to_lowercase().all(|lower| letters.contains(&lower))
}

/// Whether it is an apostrophe within a word or a quote beside one.
fn is_in_place(before: char, character: char, after: char) -> bool {
    match character {
        '’' => before.is_alphabetic() && (after.is_alphabetic() || !after.is_alphanumeric()),
        '“' | '‘' => !before.is_alphanumeric() && after.is_alphanumeric(),
        '”' => !before.is_whitespace() && !after.is_alphanumeric(),
        _ => false,
    }
}

fn is_typographic(character: char) -> bool {
    matches!(
        character,
        '\u{A0}' | '«' | '»' | '‘'
            ..='„' | '…' | '–' | '—' | '•' | '€' | '£' | '§' | '°' | '·' | '№' | '¿' | '¡'
    )
}

/// The encoding of East Asia that nearly all bytes beyond ASCII fit.
fn east_asian(stretch: &[u8]) -> Option<Encoding> {
    let [gb, jis, korean, big5, shift_jis] = [
        (0xA1..=0xFE, Trail::High),
        (0xA1..=0xFE, Trail::High),
        (0xA1..=0xFE, Trail::High),
        (0xA1..=0xF9, Trail::Big5),
        (0x81..=0xFC, Trail::ShiftJis),
    ]
    .map(|(leads, trail)| pairs(stretch, &leads, trail));
    let share = |pairs: &Option<Vec<[u8; 2]>>, is_common: fn(&[u8; 2]) -> bool| {
        let pairs = pairs.as_deref().unwrap_or_default();
        // Few pairs prove nothing.
        if pairs.len() < 4 {
            0.0
        } else {
            pairs.iter().filter(|pair| is_common(pair)).count() as f64 / pairs.len() as f64
        }
    };
    // Kana and the ideographs of level 1; syllables; the frequent ideographs.
    let kana_of_jis = share(&jis, |&[lead, _]| matches!(lead, 0xA4 | 0xA5));
    let shares = [
        (
            "euc-jp",
            if kana_of_jis > 0.15 {
                share(&jis, |&[lead, _]| matches!(lead, 0xA1 | 0xA4 | 0xA5 | 0xB0..=0xCF))
            } else {
                0.0
            },
        ),
        ("euc-kr", if share(&korean, |&[lead, _]| matches!(lead, 0xB0..=0xC8)) > 0.9 { 0.95 } else { 0.0 }),
        ("gb18030", share(&gb, |&[lead, _]| matches!(lead, 0xA1 | 0xA3 | 0xB0..=0xD7))),
        ("big5", share(&big5, |&[lead, _]| matches!(lead, 0xA1 | 0xA4..=0xC6))),
        (
            "shift_jis",
            share(&shift_jis, |&[lead, trail]| match lead {
                0x82 => matches!(trail, 0x4F..=0xF1),
                0x83 => trail <= 0x96,
                0x81 | 0x88..=0x97 => true,
                _ => false,
            }),
        ),
    ];
    shares.into_iter().find(|&(_, share)| share > 0.8).map(|(encoding, _)| Encoding(encoding))
}

#[derive(Debug, Clone, Copy)]
enum Trail {
    High,
    Big5,
    ShiftJis,
}

/// The pairs that the bytes beyond ASCII form; none if more than one in a hundred is not in a pair, or if many stand within
/// words of ASCII, as the apostrophe of `it’s` does in Windows-1252, which with its `s` looks like a pair.
fn pairs(stretch: &[u8], leads: &std::ops::RangeInclusive<u8>, trail: Trail) -> Option<Vec<[u8; 2]>> {
    let mut pairs = Vec::new();
    let (mut n_bad, mut n_rare, mut n_within, mut n_kana) = (0, 0, 0, 0);
    let is_letter = |at: Option<usize>| at.and_then(|at| stretch.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let mut at = 0;
    while at < stretch.len() {
        let byte = stretch[at];
        at += 1;
        if byte.is_ascii() {
            continue;
        }
        if matches!((trail, byte), (Trail::ShiftJis, 0xA1..=0xDF)) {
            // Kana of half width, in one byte.
            n_kana += 1;
            continue;
        }
        let Some(&next) = stretch.get(at) else { break };
        let fits = match trail {
            Trail::High => next >= 0xA1,
            Trail::Big5 => matches!(next, 0x40..=0x7E | 0xA1..=0xFE),
            Trail::ShiftJis => matches!(next, 0x40..=0x7E | 0x80..=0xFC),
        };
        if leads.contains(&byte) && fits {
            pairs.push([byte, next]);
            let is_before = next.is_ascii_alphabetic() && is_letter(Some(at + 1));
            n_within += usize::from(is_before || is_letter(at.checked_sub(2)));
            at += 1;
        } else if matches!((trail, byte, next), (Trail::High, 0x81..=0xFE, 0x41..=0x7E | 0x80..=0xA0)) {
            // The rare characters of GBK and of Korean.
            n_rare += 1;
            at += 1;
        } else {
            n_bad += 1;
        }
    }
    (n_bad * 100 <= pairs.len()
        && n_rare * 10 <= pairs.len()
        && n_within * 3 <= pairs.len()
        && n_kana <= 2 * pairs.len())
    .then_some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::Encoding as Known;

    fn guessed(text: &str, label: &str) -> &'static str {
        let known = Known::for_label(label.as_bytes()).expect("a label");
        guess(&known.encode(text).0, LegacyDecoders::default()).0
    }

    #[test]
    fn old_letters_of_dos_are_recognized() {
        for (name, bytes) in [
            ("ibm850", &b"Das Boot verlie\xE1 den Pier, und die M\x94we kam f\x81r M\x81ller, sch\x94n und gr\x94\xE1er."[..]),
            ("ibm850", b"Le caf\x82 o\x97 l'\x82t\x82 dernier nous \x82tions d\x82j\x85 l\x85, tr\x8As pr\x8As de la for\x88t."),
            ("ibm850", b"El ni\xA4o comi\xA2 despu\x82s de la canci\xA2n; cu\xA0ntos a\xA4os ten\xA1a."),
            ("ibm852", b"\x9D\xA2d\xAB odp\x88yn\xA9\x88a od starego pomostu, a mewa przylecia\x88a \xBEeby je\x98\x86."),
        ] {
            assert_eq!(guess(bytes, LegacyDecoders::default()).0, name, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn texts_of_many_languages_are_recognized() {
        for (label, text) in [
            ("euc-kr", "오늘은 날씨가 좋아서 항구에 배를 보러 갔다. 똠방각하가 왔다. 어부가 바닷가에 있었다."),
            ("windows-1252", "Le café où l’été dernier nous étions déjà là, très près de la forêt."),
            ("windows-1252", "Über den Dächern größer und schöner, weiß der Müller."),
            ("windows-1252", "El niño comió después de la canción; ¿cuántos años tenía?"),
            ("windows-1252", "caf\u{e9} au lait"),
            ("windows-1252", "São João não é só coração e mãe; vocês também são irmãos."),
            ("windows-1252", "Jag går på gatan och ser några båtar från ön, där är vädret bättre."),
            ("windows-1250", "Zażółć gęślą jaźń, więc będę się uczył języka, który jest łatwy."),
            ("windows-1250", "Příliš žluťoučký kůň úpěl ďábelské ódy a řekl, že nemůže být děšen."),
            ("windows-1250", "Árvíztűrő tükörfúrógép, és az ősz már közel van, őrült idő."),
            ("windows-1251", "Привет, это простой русский текст о кошках и собаках, которые живут у нас."),
            ("koi8-r", "Привет, это простой русский текст о кошках и собаках, которые живут у нас."),
            ("ibm866", "Привет, это простой русский текст о кошках и собаках, которые живут у нас."),
            ("windows-1253", "Καλημέρα σας, αυτό είναι ένα απλό κείμενο για τις γάτες και τους σκύλους."),
            (
                "windows-1254",
                "Bugün hava çok güzel, çocuklar bahçede oynuyor ve ağaçların altında şarkı söylüyorlar ışık.",
            ),
            ("windows-1255", "שלום לכולם, זה טקסט פשוט בעברית על חתולים וכלבים."),
            ("windows-1256", "مرحبا بكم في هذا النص البسيط عن القطط والكلاب في البيت."),
            ("windows-874", "สวัสดีครับ นี่คือข้อความภาษาไทยง่ายๆ เกี่ยวกับแมวและสุนัข"),
            ("shift_jis", "船 灯台 漁師 港 魚 船 港 灯台"),
            ("shift_jis", "ｶﾀｶﾅ と 猫 が いる。 ﾃｽﾄ です"),
            ("windows-1252", "It’s the boat’s last day, and she’s sure that it’s gone. Don’t say that it’s over."),
            ("windows-1252", "“Yes,” she said—and “no,” he’d said."),
            ("windows-1255", "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם"),
            ("shift_jis", "これは猫と犬についての簡単な日本語の文章です。カタカナもあります。"),
            ("euc-jp", "これは猫と犬についての簡単な日本語の文章です。カタカナもあります。"),
            ("iso-2022-jp", "これは猫と犬についての簡単な日本語の文章です。"),
            ("gb18030", "这是一篇关于猫和狗的简单中文文章，我们每天都喜欢读它。"),
            ("big5", "這是一篇關於貓和狗的簡單中文文章，我們每天都喜歡讀它。"),
            ("euc-kr", "이것은 고양이와 개에 관한 간단한 한국어 글입니다. 우리는 매일 읽습니다."),
        ] {
            assert_eq!(guessed(text, label), label, "{text}");
        }
    }
}
