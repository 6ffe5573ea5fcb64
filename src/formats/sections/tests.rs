use proptest::prelude::*;

use super::*;
use crate::{
    columns::{BLOCK_WORDS, Column, ColumnData, Parts},
    fnv::WideFnv,
};

/// Sections that own what they hold.
fn owned() -> Vec<Section> {
    let section = |tag: &Tag, head: &[u8], columns: Vec<ColumnData>| Section {
        tag: *tag,
        parts: Parts { head: head.to_vec(), columns: columns.into() },
    };
    let block = |n: usize| (0..n as u32).map(|i| i.wrapping_mul(2_654_435_761)).collect::<Vec<u32>>();
    vec![
        section(b"NONE", b"", vec![]),
        section(b"HEAD", b"a head", vec![]),
        section(
            b"MANY",
            b"x",
            vec![
                ColumnData::Bytes("letters äöü".bytes().collect()),
                ColumnData::Words(vec![]),
                ColumnData::Words(vec![1, u32::MAX, 3]),
                ColumnData::Floats(vec![0.5, -0.0, f32::MIN_POSITIVE]),
                ColumnData::Doubles(vec![1.0 / 3.0, 1e300]),
                ColumnData::Blocks(vec![]),
                ColumnData::Blocks(vec![block(BLOCK_WORDS), block(5)]),
            ],
        ),
    ]
}

fn views(sections: &[Section]) -> Vec<SectionView<'_>> {
    sections
        .iter()
        .map(|section| SectionView {
            tag: section.tag,
            head: &section.parts.head,
            columns: section.parts.columns.iter().map(view).collect(),
        })
        .collect()
}

fn view(data: &ColumnData) -> Column<'_> {
    match data {
        ColumnData::Bytes(items) => Column::Bytes(items),
        ColumnData::Words(items) => Column::Words(items),
        ColumnData::Floats(items) => Column::Floats(items),
        ColumnData::Doubles(items) => Column::Doubles(items),
        ColumnData::Blocks(blocks) => Column::Blocks(blocks.iter().map(Vec::as_slice).collect()),
    }
}

fn written(sections: &[Section], most: usize) -> Vec<u8> {
    let (views, mut writer, mut out) = (views(sections), SectionsWriter::default(), Vec::new());
    while !writer.write(&views, &mut out, most) {}
    assert_eq!(out.len() as u64, SectionsWriter::n_bytes(&views));
    out
}

fn read(bytes: &[u8], piece: usize) -> Result<Vec<Section>, SectionsError> {
    let mut reader = SectionsReader::new(bytes.len() as u64, 1 << 20);
    for piece in bytes.chunks(piece) {
        reader.push(piece)?;
    }
    reader.finish()
}

#[test]
fn what_is_written_is_read_whatever_the_pieces() {
    let sections = owned();
    let whole = written(&sections, usize::MAX);
    for most in [1, 7, 100, 4096, 1 << 17] {
        assert!(written(&sections, most) == whole, "written {most} bytes at a time");
    }
    for piece in [1, 3, 17, 4096, whole.len()] {
        assert_eq!(read(&whole, piece).as_deref(), Ok(sections.as_slice()), "read {piece} bytes at a time");
    }
    // Two volumes are one.
    let two = [written(&sections[..1], 50), written(&sections[1..], 50)].concat();
    assert_eq!(read(&two, 1000).as_deref(), Ok(sections.as_slice()));
}

#[test]
fn a_cut_is_seen_wherever_it_is() {
    let whole = written(&owned()[..2], 100);
    for n in 1..whole.len() {
        let error = read(&whole[..n], 10).expect_err("it is cut");
        let is_known = matches!(error, SectionsError::CutOff { .. } | SectionsError::Claim { .. });
        assert!(is_known, "after {n} bytes: {error}");
    }
    assert_eq!(read(b"the king rules", 3), Err(SectionsError::NotASession));
    assert_eq!(read(b"king", 3), Err(SectionsError::NotASession));
    assert!(matches!(read(&[whole.clone(), b"more".to_vec()].concat(), 9), Err(SectionsError::TooLong { .. })));
}

#[test]
fn another_version_is_named() {
    let mut bytes = written(&owned()[..2], 100);
    bytes[8] = 9;
    assert_eq!(read(&bytes, 100), Err(SectionsError::Version { found: 9 }));
}

#[test]
fn a_claim_of_a_million_million_items_takes_no_memory() {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(b"MANY\0\0\0\0\x01\0\0\0");
    let head = bytes.len();
    for kind in 0..5_u8 {
        for n in [1_000_000_000_000_u64, u64::MAX, 200] {
            bytes.truncate(head);
            bytes.push(kind);
            bytes.extend(n.to_le_bytes());
            bytes.extend([0; 100]);
            let mut reader = SectionsReader::new(bytes.len() as u64, u64::MAX);
            assert!(matches!(reader.push(&bytes), Err(SectionsError::Claim { .. })), "{kind}: {n}");
            assert_eq!(reader.n_taken(), 0);
        }
    }
    // A file that is as long as it says may still be more than there is room for.
    bytes.truncate(head);
    bytes.push(1);
    bytes.extend(1_000_000_u64.to_le_bytes());
    let mut reader = SectionsReader::new(u64::MAX, 1000);
    assert!(matches!(reader.push(&bytes), Err(SectionsError::Memory { most_bytes: 1000, .. })));
}

proptest! {
    #[test]
    fn a_flipped_bit_is_found(place in 0_usize..1_000_000, bit in 0_u8..8, piece in 1_usize..5000) {
        let mut sections = owned();
        sections[2].parts.columns.truncate(5);
        let mut bytes = written(&sections, 100);
        let place = place % bytes.len();
        bytes[place] ^= 1 << bit;
        prop_assert!(read(&bytes, piece).is_err());
    }

    #[test]
    fn anything_may_follow_the_magic(rest in prop::collection::vec(any::<u8>(), 0..300), piece in 1_usize..50) {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(rest);
        let mut sum = WideFnv::default();
        sum.write(&bytes);
        bytes.extend(END);
        bytes.extend(sum.finish().to_le_bytes());
        // It is read or refused, and takes no more memory than it has bytes.
        let mut reader = SectionsReader::new(bytes.len() as u64, u64::MAX);
        for piece in bytes.chunks(piece) {
            if reader.push(piece).is_err() {
                break;
            }
        }
        prop_assert!(reader.n_taken() <= bytes.len() as u64);
    }
}
