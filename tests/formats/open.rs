//! Opens files as a page would.

use std::{fs, path::PathBuf};

use embedding_explorer::formats::{Bundle, FormatError, Loaded, Need, ReadOptions};

/// A file of this folder.
pub(crate) fn read(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Opens these files, pushed in pieces of this size.
pub(crate) fn open_in_pieces(
    files: &[(&str, &[u8])],
    options: &ReadOptions,
    size: usize,
) -> Result<Loaded, FormatError> {
    let mut bundle = Bundle::new(options);
    for (name, bytes) in files {
        bundle.begin(name, Some(bytes.len() as u64));
        for mut piece in bytes.chunks(size.max(1)) {
            while !piece.is_empty() {
                let taken = bundle.push(piece)?.n_taken;
                assert!(taken <= piece.len());
                piece = &piece[taken..];
            }
        }
        bundle.end()?;
    }
    while !bundle.advance(1000)? {}
    bundle.finish()
}

/// Opens these bytes.
pub(crate) fn open(bytes: &[u8]) -> Result<Loaded, FormatError> {
    open_in_pieces(&[("file", bytes)], &ReadOptions::default(), 1 << 20)
}

/// Opens files of this folder, whole and byte by byte, which must give the same.
pub(crate) fn open_files(names: &[&str]) -> Result<Loaded, FormatError> {
    let files: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (*name, read(name))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let whole = open_in_pieces(&files, &ReadOptions::default(), 1 << 20);
    for size in [1, 7, 1000] {
        assert_eq!(seen(&whole), seen(&open_in_pieces(&files, &ReadOptions::default(), size)), "in pieces of {size}");
    }
    whole
}

/// What is still missing after these files.
pub(crate) fn needs(names: &[&str]) -> Vec<Need> {
    let mut bundle = Bundle::new(&ReadOptions::default());
    let mut needs = Vec::new();
    for name in names {
        let bytes = read(name);
        bundle.begin(name, Some(bytes.len() as u64));
        bundle.push_all(&bytes).expect("a part");
        needs = bundle.end().expect("a part");
    }
    needs
}

/// Words, bits, counts and notes.
pub(crate) type Seen = (Vec<String>, Vec<u32>, Option<Vec<u32>>, Vec<String>);

/// Everything that can be compared of an outcome.
pub(crate) fn seen(outcome: &Result<Loaded, FormatError>) -> Result<Seen, String> {
    match outcome {
        Ok(loaded) => Ok((loaded.words.clone(), bits(loaded), loaded.counts.clone(), notes(loaded))),
        Err(error) => Err(error.to_string()),
    }
}

/// The bits of all numbers.
pub(crate) fn bits(loaded: &Loaded) -> Vec<u32> {
    assert_eq!(loaded.words.len(), loaded.matrix.n_rows());
    let rows = 0..loaded.matrix.n_rows() as u32;
    rows.flat_map(|row| loaded.matrix.vector(row).iter().map(|x| x.to_bits())).collect()
}

pub(crate) fn notes(loaded: &Loaded) -> Vec<String> {
    loaded.notes.iter().map(ToString::to_string).collect()
}
