//! E-books: EPUB (W3C EPUB 3.3, and OCF for its container), a zip of XHTML with a list of its reading order.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::{
    has_ending,
    xml::{Tag, tags},
};
use crate::formats::FormatError;

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";
/// Ways to make fonts useless elsewhere, which leave the text alone (OCF, section 4.4; Adobe's own).
const FONTS_ALONE: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];
/// What documents of a book are called where its list is of no use.
const ENDINGS: [&str; 3] = ["xhtml", "html", "htm"];

/// The places of a book's chapters among the entries of its archive, in reading order; none where it is no book.
///
/// Errors: [`FormatError::Protected`]; [`FormatError::Broken`] for a book without chapters.
pub(super) fn order(entries: &[(String, Vec<u8>)]) -> Result<Option<Vec<usize>>, FormatError> {
    let find = |wanted: &str| {
        let exact = entries.iter().position(|(name, _)| name == wanted);
        exact.or_else(|| entries.iter().position(|(name, _)| name.eq_ignore_ascii_case(wanted)))
    };
    let of = |name: &str| find(name).map(|place| tags(&entries[place].1)).unwrap_or_default();
    let named = of(CONTAINER).into_iter().find(|tag| tag.name == "rootfile");
    let named = named.as_ref().and_then(|tag| tag.attribute("full-path")).and_then(find);
    let package = named.or_else(|| entries.iter().position(|(name, _)| has_ending(name, "opf")));
    let Some(package) = package else { return Ok(None) };
    let (name, bytes) = &entries[package];
    let chapters: Vec<String> = spine(name, &tags(bytes));
    if is_protected(&of(ENCRYPTION), &chapters) || is_locked(entries) {
        return Err(FormatError::Protected);
    }
    let mut order: Vec<usize> = Vec::with_capacity(chapters.len());
    for place in chapters.iter().filter_map(|name| find(name)) {
        if !order.contains(&place) {
            order.push(place);
        }
    }
    if order.is_empty() {
        let is_document = |name: &str| ENDINGS.iter().any(|ending| has_ending(name, ending));
        order = (0..entries.len()).filter(|&place| is_document(&entries[place].0)).collect();
    }
    if order.is_empty() {
        let (format, why) = ("an e-book (EPUB)", "none of its chapters is in it".to_owned());
        return Err(FormatError::Broken { format, why, offset: 0, advice: "choose another copy of it" });
    }
    Ok(Some(order))
}

/// The names of a book's documents in the order of its spine, without the table of contents. `package`: the name of the list.
fn spine(package: &str, tags: &[Tag]) -> Vec<String> {
    let folder = package.rfind('/').map_or("", |end| &package[..end]);
    let is_contents = |tag: &Tag| tag.attribute("properties").is_some_and(|all| all.split(' ').any(|one| one == "nav"));
    let items: BTreeMap<&str, &str> = tags
        .iter()
        .filter(|tag| tag.name == "item" && !is_contents(tag))
        .filter_map(|tag| Some((tag.attribute("id")?, tag.attribute("href")?)))
        .collect();
    let chosen = tags.iter().filter(|tag| tag.name == "itemref").filter_map(|tag| tag.attribute("idref"));
    chosen.filter_map(|id| items.get(id)).map(|href| resolved(folder, href)).collect()
}

/// The name of an entry that stands in `href`, as seen from `folder`.
fn resolved(folder: &str, href: &str) -> String {
    let path = percent_decode_str(href.split(['#', '?']).next().unwrap_or_default()).decode_utf8_lossy().into_owned();
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// Whether chapters are encrypted, and not fonts alone.
fn is_protected(encryption: &[Tag], chapters: &[String]) -> bool {
    let mut is_of_fonts = false;
    encryption.iter().any(|tag| match tag.name.as_str() {
        "EncryptedData" => {
            is_of_fonts = false;
            false
        }
        // That of the data comes before that of its key.
        "EncryptionMethod" => {
            is_of_fonts |= tag.attribute("Algorithm").is_some_and(|name| FONTS_ALONE.contains(&name));
            false
        }
        "CipherReference" => {
            let name = tag.attribute("URI").map(|uri| resolved("", uri));
            !is_of_fonts && name.is_some_and(|name| chapters.contains(&name))
        }
        _ => false,
    })
}

/// Whether a shop's own lock hangs on it: Apple's encrypts what `encryption.xml` does not name.
fn is_locked(entries: &[(String, Vec<u8>)]) -> bool {
    entries.iter().any(|(name, _)| name == "META-INF/sinf.xml")
}
