//! The tags of a small file in XML, with their attributes, whatever their namespaces are.

use quick_xml::{Reader, XmlVersion, events::Event};

/// A tag that opens an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name without a prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The tags of a file in their order, up to where it is damaged.
pub(super) fn tags(bytes: &[u8]) -> Vec<Tag> {
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut tags = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let mut attributes = Vec::new();
                for attribute in tag.attributes().with_checks(false).flatten() {
                    if let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) {
                        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
                    }
                }
                tags.push(Tag { name: tag.local_name().as_ref().to_owned(), attributes });
            }
            Ok(Event::Eof) | Err(_) => return tags,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_without_their_prefixes() {
        let read = tags(b"\xEF\xBB\xBF<?xml version='1.0'?><!-- <no/> --><o:p x='1'><item opf:id=\"a&amp;b\" href='c d.xml'/><br></o:p>");
        let names: Vec<&str> = read.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["p", "item", "br"]);
        assert_eq!((read[1].attribute("id"), read[1].attribute("href")), (Some("a&b"), Some("c d.xml")));
        assert_eq!(read[1].attribute("x"), None);
        assert_eq!(tags(b"<a><b").len(), 1, "what is damaged ends it");
    }
}
