//! What a file is that is no plain text, by its first bytes, and how to get a text out of it.

/// A kind of file that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// What it is, with its article: `a PDF`.
    pub(super) name: &'static str,
    /// How to get text from it, as a sentence without its period.
    pub(super) remedy: &'static str,
}

const EXTRACT: &str = "extract it and open the text file inside";
const SAVE_AS_TEXT: &str = "open it in its own program and save it as plain text (.txt), then open that";
const NO_TEXT: &str = "there is no text in it to read; choose a plain text file";
const WRITE_TEXT: &str = "write its text to a plain text file first, then open that";
const TABLE: &str = "export the column with the text as a plain text or CSV file, then open that";

/// Beginnings of files, and what these are.
#[rustfmt::skip]
const BEGINNINGS: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF", "save its text with a PDF reader or pdftotext, then open that"),
    (b"%!PS", "a PostScript document", "turn it into text with ps2txt or pdftotext, then open that"),
    (b"{\\rtf", "an RTF document", "save it as plain text (.txt) in a word processor, then open that"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Office document of the old kind (.doc, .xls, .ppt)", SAVE_AS_TEXT),
    (b"AT&TFORM", "a DjVu scan", "save its text with djvutxt, then open that"),
    (b"ITSF", "a compiled help file (.chm)", EXTRACT),
    (b"\x89PNG", "a picture (PNG)", NO_TEXT),
    (b"\xFF\xD8\xFF", "a picture (JPEG)", NO_TEXT),
    (b"GIF8", "a picture (GIF)", NO_TEXT),
    (b"II*\0", "a picture (TIFF)", NO_TEXT),
    (b"MM\0*", "a picture (TIFF)", NO_TEXT),
    (b"\0\0\x01\0", "an icon", NO_TEXT),
    (b"8BPS", "a picture (Photoshop)", NO_TEXT),
    (b"ID3", "a sound file (MP3)", NO_TEXT),
    (b"OggS", "a sound file (Ogg)", NO_TEXT),
    (b"fLaC", "a sound file (FLAC)", NO_TEXT),
    (b"\x1A\x45\xDF\xA3", "a film (Matroska or WebM)", NO_TEXT),
    (b"\x7FELF", "a program", NO_TEXT),
    (b"\xCF\xFA\xED\xFE", "a program", NO_TEXT),
    (b"\xCA\xFE\xBA\xBE", "a program", NO_TEXT),
    (b"\0asm", "a program", NO_TEXT),
    (b"!<arch>", "a library of a program", NO_TEXT),
    (b"wOFF", "a font", NO_TEXT),
    (b"wOF2", "a font", NO_TEXT),
    (b"OTTO\0", "a font", NO_TEXT),
    (b"\0\x01\0\0\0", "a font", NO_TEXT),
    (b"SQLite format 3\0", "an SQLite database", TABLE),
    (b"PAR1", "a Parquet table", TABLE),
    (b"ARROW1", "an Arrow table", TABLE),
    (b"Obj\x01", "an Avro file", TABLE),
    (b"\x89HDF", "an HDF5 file", WRITE_TEXT),
    (b"CDF\x01", "a NetCDF file", WRITE_TEXT),
    (b"\x93NUMPY", "a NumPy array", WRITE_TEXT),
    (b"GGUF", "a language model (GGUF)", NO_TEXT),
    (b"\xBA\x16\x4F\x2F", "a fastText model", "save its vectors as text (.vec), then open those"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", EXTRACT),
    (b"Rar!\x1A\x07", "a RAR archive", EXTRACT),
    // Inside of another one, or a file of questions.
    (b"\x1F\x8B", "compressed by gzip", "decompress it and open the file inside"),
    (b"BZh", "compressed by bzip2", "decompress it and open the text file, or compress it by gzip"),
    (b"\xFD7zXZ\0", "compressed by xz", "decompress it and open the text file, or compress it by gzip"),
    (b"\x28\xB5\x2F\xFD", "compressed by Zstandard", "decompress it and open the text file, or compress it by gzip"),
    (b"\x04\x22\x4D\x18", "compressed by LZ4", "decompress it and open the text file, or compress it by gzip"),
    (b"\x1F\x9D", "compressed by compress (.Z)", "decompress it and open the text file, or compress it by gzip"),
    (b"LZIP", "compressed by lzip", "decompress it and open the text file, or compress it by gzip"),
    (b"bplist", "a binary property list", WRITE_TEXT),
    (b"BM", "a picture (BMP)", NO_TEXT),
    (b"MZ", "a program", NO_TEXT),
    (b"\xFF\xFE\0\0", "a text in UTF-32", "save it as UTF-8, then open that"),
    (b"\0\0\xFE\xFF", "a text in UTF-32", "save it as UTF-8, then open that"),
];

/// What a file is that begins with `head`, unless that may be text.
pub(super) fn of(head: &[u8]) -> Option<Kind> {
    let found = |name, remedy| Some(Kind { name, remedy });
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(zip(head));
    }
    // A mark or white space may stand before these.
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    for &(beginning, name, remedy) in BEGINNINGS {
        // Two letters may begin a text; a binary file has zeros soon.
        let is_sure = beginning.len() > 2 || !beginning.is_ascii() || head[..head.len().min(64)].contains(&0);
        let is_binary = beginning.iter().any(|byte| !byte.is_ascii_graphic()) || has_controls(head);
        if head.starts_with(beginning) && is_sure && (is_binary || is_document(beginning))
            || is_document(beginning) && text.starts_with(beginning)
        {
            return found(name, remedy);
        }
    }
    let at = |offset: usize, magic: &[u8]| head.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    if at(4, b"ftyp") {
        return found("a film, a sound or a picture (MP4, HEIC)", NO_TEXT);
    }
    if at(0, b"RIFF") && (at(8, b"WAVE") || at(8, b"AVI ") || at(8, b"WEBP")) {
        return found("a sound, a film or a picture (RIFF)", NO_TEXT);
    }
    if at(257, b"ustar") {
        return found("a tar archive", EXTRACT);
    }
    if at(60, b"BOOKMOBI") || at(60, b"TEXtREAd") {
        return found("an e-book (Mobipocket)", "turn it into plain text, for instance with Calibre, then open that");
    }
    if matches!(head, [0x80, 2..=5, ..]) && has_controls(head) {
        return found("a Python pickle", WRITE_TEXT);
    }
    if matches!(head, [0xFF, 0xFB | 0xF3 | 0xF2 | 0xF1 | 0xF9, ..]) && has_controls(head) {
        return found("a sound file (MP3 or AAC)", NO_TEXT);
    }
    None
}

/// Documents that are ASCII all through.
fn is_document(beginning: &[u8]) -> bool {
    matches!(beginning, b"%PDF-" | b"%!PS" | b"{\\rtf")
}

fn has_controls(head: &[u8]) -> bool {
    head.iter().take(1024).any(|byte| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F))
}

/// What a ZIP archive is by the names of its first entries.
fn zip(head: &[u8]) -> Kind {
    let has = |name: &[u8]| head.windows(name.len()).take(8192).any(|window| window == name);
    let (name, remedy) = if has(b"application/epub+zip") || has(b"OEBPS/") || has(b".opf") {
        ("an e-book (EPUB)", "turn it into plain text, for instance with Calibre or pandoc, then open that")
    } else if has(b"opendocument") {
        ("an OpenDocument file", SAVE_AS_TEXT)
    } else if has(b"word/") {
        ("a Word document (DOCX)", SAVE_AS_TEXT)
    } else if has(b"xl/") {
        ("an Excel workbook (XLSX)", "save the sheet as CSV, then open that")
    } else if has(b"ppt/") {
        ("a PowerPoint file (PPTX)", SAVE_AS_TEXT)
    } else if has(b"[Content_Types].xml") {
        ("an Office document", SAVE_AS_TEXT)
    } else if has(b".iwa") || has(b"Index.zip") {
        ("a Pages, Numbers or Keynote document", SAVE_AS_TEXT)
    } else if has(b".npy") {
        ("NumPy arrays (.npz)", WRITE_TEXT)
    } else if has(b"data.pkl") {
        ("a PyTorch file", NO_TEXT)
    } else if has(b"META-INF/") {
        ("a program (JAR or APK)", NO_TEXT)
    } else {
        ("a ZIP archive", EXTRACT)
    };
    Kind { name, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_what_they_begin_with() {
        let name = |head: &[u8]| of(head).map(|kind| kind.name);
        assert_eq!(name(b"%PDF-1.4\n1 0 obj"), Some("a PDF"));
        assert_eq!(name(b"\xEF\xBB\xBF\n{\\rtf1\\ansi"), Some("an RTF document"));
        assert_eq!(name(b"\x89PNG\r\n\x1A\n"), Some("a picture (PNG)"));
        assert_eq!(name(b"SQLite format 3\0\x10\0"), Some("an SQLite database"));
        assert_eq!(name(b"7z\xBC\xAF\x27\x1C\0\x04"), Some("a 7z archive"));
        assert_eq!(name(b"\x80\x04\x95\x0B\0\0"), Some("a Python pickle"));
        assert_eq!(name(b"\x1F\x8B\x08\0"), Some("compressed by gzip"));
        assert_eq!(name(b"PK\x03\x04\x14\0\0\0Index/Document.iwa"), Some("a Pages, Numbers or Keynote document"));
        assert_eq!(name(b"MZ\x90\0\x03\0"), Some("a program"));
        assert_eq!(name(b"PK\x03\x04\x14\0\0\0mimetypeapplication/epub+zip"), Some("an e-book (EPUB)"));
        assert_eq!(
            name(b"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml word/document.xml"),
            Some("a Word document (DOCX)")
        );
        assert_eq!(name(b"PK\x03\x04\x14\0\0\0notes.txt"), Some("a ZIP archive"));
        assert_eq!(name(b"\0\0\0\x20ftypisom"), Some("a film, a sound or a picture (MP4, HEIC)"));
        assert_eq!(name(b"BZh91AY&SY\0\x01"), Some("compressed by bzip2"));
    }

    #[test]
    fn a_text_may_begin_with_any_word() {
        for text in [
            "MZ is a label",
            "BM and co",
            "ID3 tags are",
            "PK",
            "RIFF raff",
            "7z files",
            "BZh",
            "GIF89 was old",
            "wOFF",
            "",
        ] {
            assert_eq!(of(text.as_bytes()), None, "{text}");
        }
    }
}
