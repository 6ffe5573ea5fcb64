//! Gives page and worker one build id, a hash of what they are made from, so that a stale copy of either shows itself.

use std::{fs, io, path::Path};

const SOURCES: [&str; 4] = ["Cargo.lock", "Cargo.toml", "assets", "src"];

fn main() -> io::Result<()> {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        add(Path::new(source), &mut hash)?;
    }
    println!("cargo::rustc-env=EXPLORER_BUILD={hash:016x}");
    Ok(())
}

/// Adds a file, or a folder's files in the order of their names, to an FNV-1a 64 hash.
fn add(path: &Path, hash: &mut u64) -> io::Result<()> {
    if path.is_dir() {
        let mut entries = fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| add(entry, hash));
    }
    for byte in fs::read(path)? {
        *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    Ok(())
}
