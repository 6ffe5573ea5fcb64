//! Writes sections, a piece at a time.

use super::{END, FRAME_BYTES, MAGIC, Tag, VERSION};
use crate::{columns::Column, fnv::WideFnv};

/// A section that is to be written.
#[derive(Debug, Clone)]
pub struct SectionView<'a> {
    /// Its name.
    pub tag: Tag,
    /// What is not long, at most 16 MiB.
    pub head: &'a [u8],
    /// Long arrays, at most 64.
    pub columns: Vec<Column<'a>>,
}

impl SectionView<'_> {
    fn frame(&self) -> Vec<u8> {
        let mut frame = self.tag.to_vec();
        frame.extend((self.head.len() as u32).to_le_bytes());
        frame.extend((self.columns.len() as u32).to_le_bytes());
        for column in &self.columns {
            frame.push(column.kind() as u8);
            frame.extend((column.len() as u64).to_le_bytes());
        }
        frame.extend_from_slice(self.head);
        frame
    }

    fn n_bytes(&self) -> u64 {
        let columns = self.columns.iter().map(|column| 9 + column.len() as u64 * column.kind().item_bytes());
        FRAME_BYTES as u64 + self.head.len() as u64 + columns.sum::<u64>()
    }
}

/// How far the writing of a volume is. It is given the same sections at each call.
#[derive(Debug, Clone, Default)]
pub struct SectionsWriter {
    has_begun: bool,
    section: usize,
    /// The array under way; none before the head is written.
    column: Option<usize>,
    n_items: usize,
    sum: WideFnv,
    is_done: bool,
}

impl SectionsWriter {
    /// Bytes of a volume of these sections.
    pub fn n_bytes(sections: &[SectionView<'_>]) -> u64 {
        let all: u64 = sections.iter().map(SectionView::n_bytes).sum();
        MAGIC.len() as u64 + 4 + all + FRAME_BYTES as u64
    }

    /// Appends about `most` more bytes: whole heads, and at least one item. True once the volume is complete.
    pub fn write(&mut self, sections: &[SectionView<'_>], out: &mut Vec<u8>, most: usize) -> bool {
        let start = out.len();
        let mut summed = start;
        if !std::mem::replace(&mut self.has_begun, true) {
            out.extend_from_slice(&MAGIC);
            out.extend(VERSION.to_le_bytes());
        }
        while !self.is_done && out.len() - start < most.max(1) {
            let Some(section) = sections.get(self.section) else {
                self.sum.write(&out[summed..]);
                out.extend_from_slice(&END);
                out.extend(self.sum.finish().to_le_bytes());
                summed = out.len();
                self.is_done = true;
                break;
            };
            let Some(number) = self.column else {
                out.extend(section.frame());
                (self.column, self.n_items) = (Some(0), 0);
                continue;
            };
            match section.columns.get(number) {
                Some(column) if self.n_items < column.len() => {
                    let left = most.saturating_sub(out.len() - start);
                    self.n_items += column.write(self.n_items, left, out);
                }
                Some(_) => (self.column, self.n_items) = (Some(number + 1), 0),
                None => (self.section, self.column) = (self.section + 1, None),
            }
        }
        self.sum.write(&out[summed..]);
        self.is_done
    }
}
