use super::*;
use crate::gzip::Crc32;
use miniz_oxide::deflate::compress_to_vec;

/// A zip of entries; each is packed, or stored where it is short.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = Vec::new();
    for (name, bytes) in entries {
        let mut crc = Crc32::default();
        crc.write(bytes);
        let (method, packed) = if bytes.len() < 40 { (0_u16, bytes.to_vec()) } else { (8, compress_to_vec(bytes, 6)) };
        file.extend(b"PK\x03\x04\x14\0\0\0");
        file.extend(method.to_le_bytes());
        file.extend([0; 4]);
        file.extend(crc.sum().to_le_bytes());
        file.extend((packed.len() as u32).to_le_bytes());
        file.extend((bytes.len() as u32).to_le_bytes());
        file.extend((name.len() as u16).to_le_bytes());
        file.extend([0; 2]);
        file.extend(name.as_bytes());
        file.extend(packed);
    }
    file.extend(b"PK\x01\x02 and the directory, which nobody reads");
    file
}

fn read(file: &[u8], size: usize) -> Result<Option<ArchivedTexts>, FormatError> {
    let mut archive = TextArchive::new(64 << 20);
    for piece in file.chunks(size.max(1)) {
        archive.push(piece)?;
    }
    archive.finish()
}

fn names(file: &[u8]) -> (Vec<String>, bool) {
    let whole = read(file, file.len()).expect("it can be read").expect("there are texts");
    for size in [1, 7, 1000] {
        assert_eq!(read(file, size).expect("it can be read").as_ref(), Some(&whole), "in pieces of {size}");
    }
    (whole.files.into_iter().map(|(name, _)| name).collect(), whole.are_in_order)
}

const CONTAINER: &[u8] =
    b"<?xml version=\"1.0\"?><container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
    <rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
const PACKAGE: &[u8] = b"<package><manifest>\
    <item id=\"toc\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\
    <item id=\"b\" href=\"text/two%20of%20it.xhtml\" media-type=\"application/xhtml+xml\"/>\
    <item id=\"a\" href=\"./text/one.xhtml\" media-type=\"application/xhtml+xml\"/>\
    <item id=\"c\" href=\"../cover.xhtml#top\" media-type=\"application/xhtml+xml\"/></manifest>\
    <spine toc=\"ncx\"><itemref idref=\"c\"/><itemref idref=\"toc\"/><itemref idref=\"a\"/><itemref idref=\"b\"/><itemref idref=\"a\"/>\
    <itemref idref=\"gone\"/></spine></package>";
const CHAPTER: &[u8] = b"<html><body><p>The boat came at last, and it was old.</p></body></html>";

fn book(more: &[(&str, &[u8])]) -> Vec<u8> {
    let own: [(&str, &[u8]); 7] = [
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/text/two of it.xhtml", CHAPTER),
        ("OEBPS/text/one.xhtml", CHAPTER),
        ("OEBPS/nav.xhtml", CHAPTER),
        ("cover.xhtml", CHAPTER),
        ("OEBPS/content.opf", PACKAGE),
    ];
    zip(&[&own, more].concat())
}

#[test]
fn chapters_of_a_book_come_in_the_order_of_its_spine() {
    let expected = ["cover.xhtml", "OEBPS/text/one.xhtml", "OEBPS/text/two of it.xhtml"];
    assert_eq!(names(&book(&[])), (expected.map(str::to_owned).to_vec(), true));
    // Without its container, and with a list that names nothing.
    let bare = zip(&[
        ("a.opf", b"<package><spine/></package>"),
        ("b.XHTML", CHAPTER),
        ("a.html", CHAPTER),
        ("c.css", CHAPTER),
    ]);
    assert_eq!(names(&bare).0, ["b.XHTML", "a.html"]);
    let empty = zip(&[("a.opf", b"<package><spine/></package>"), ("mimetype", b"application/epub+zip")]);
    assert!(matches!(read(&empty, 100), Err(FormatError::Broken { .. })));
}

#[test]
fn protected_books_are_refused_and_fonts_are_no_matter() {
    let encryption = |algorithm: &str, uri: &str| {
        format!(
            "<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm=\"{algorithm}\"/><enc:CipherData>\
             <enc:CipherReference URI=\"{uri}\"/></enc:CipherData></enc:EncryptedData></encryption>"
        )
    };
    let with = |written: &str| read(&book(&[("META-INF/encryption.xml", written.as_bytes())]), 1000);
    let aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc";
    assert_eq!(with(&encryption(aes, "OEBPS/text/two%20of%20it.xhtml")), Err(FormatError::Protected));
    assert!(with(&encryption("http://www.idpf.org/2008/embedding", "OEBPS/fonts/a.otf")).is_ok());
    assert!(with(&encryption(aes, "OEBPS/pictures/a.jpg")).is_ok(), "its text is there");
    let message = FormatError::Protected.to_string();
    assert!(message.contains("DRM") && message.ends_with('.'), "{message}");
}

#[test]
fn text_files_of_a_zip_are_taken_and_others_are_not() {
    let wide: Vec<u8> = "The boat came".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = zip(&[
        ("texts/", b""),
        ("texts/b.txt", b"The boat came"),
        ("texts/a.csv", b"1,boat\n2,gull\n"),
        ("__MACOSX/texts/._b.txt", b"The boat came"),
        (".DS_Store", b"x"),
        ("wide.txt", &wide),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("style.css", b"p { color: teal }"),
    ]);
    assert_eq!(names(&file), (["texts/b.txt", "texts/a.csv", "wide.txt"].map(str::to_owned).to_vec(), false));
    for other in [
        zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", CHAPTER)]),
        zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", CHAPTER)]),
        zip(&[("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")]),
    ] {
        assert_eq!(read(&other, 100), Ok(None));
    }
}

#[test]
fn broken_and_huge_archives_are_told() {
    let file = book(&[]);
    for end in [30, 200, file.len() / 2] {
        let refused = read(&file[..end], 100).expect_err("it breaks off");
        assert!(refused.to_string().contains("breaks off"), "{refused}");
    }
    let mut damaged = zip(&[("a.txt", &CHAPTER.repeat(9))]);
    let place = damaged.len() - 60;
    damaged[place] ^= 0x55;
    assert!(matches!(read(&damaged, 100), Err(FormatError::Archive { .. })));
    let bomb = zip(&[("a.txt", &vec![b' '; 60 << 20])]);
    assert!(matches!(read(&bomb, 1000), Err(FormatError::Bomb { .. })));
    let mut small = TextArchive::new(100);
    assert_eq!(small.push(&zip(&[("a.txt", &CHAPTER.repeat(9))])), Err(FormatError::NoRoom));
}
