//! The files of a host.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Component, Path, PathBuf},
};

/// Extensions of what gets smaller.
const COMPRESSED: [&str; 5] = ["css", "html", "js", "txt", "wasm"];

/// A folder and what is compressed of it.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Files as a host on the network sends them; empty where they are sent as they are.
    compressed: BTreeMap<PathBuf, Vec<u8>>,
}

/// A file's content.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) media_type: &'static str,
    pub(super) is_compressed: bool,
}

impl Folder {
    /// A folder, with code and text compressed by brotli at its best where that is wanted. Compresses all of it first, so that
    /// nobody waits for it later.
    pub(super) fn read(path: PathBuf, is_compressed: bool) -> io::Result<Self> {
        let mut compressed = BTreeMap::new();
        if is_compressed {
            for entry in fs::read_dir(&path)? {
                let file = entry?.path();
                let extension = file.extension().and_then(|extension| extension.to_str());
                if extension.is_some_and(|extension| COMPRESSED.contains(&extension)) {
                    let mut bytes = Vec::new();
                    brotli::CompressorWriter::new(&mut bytes, 1 << 16, 11, 22).write_all(&fs::read(&file)?)?;
                    compressed.insert(file, bytes);
                }
            }
        }
        Ok(Self { path, compressed })
    }

    /// The file that a target such as `/embedding-explorer/a.js?v=1` names; nothing outside of the folder.
    pub(super) fn file_of(&self, target: &str, prefix: &str) -> Option<PathBuf> {
        let path = target.split(['?', '#']).next()?.strip_prefix(prefix)?;
        let relative = Path::new(if path.is_empty() { "index.html" } else { path });
        relative.components().all(|part| matches!(part, Component::Normal(_))).then(|| self.path.join(relative))
    }

    /// A file as it is sent to a browser; none where there is none.
    pub(super) fn body(&self, file: &Path, takes_brotli: bool) -> Option<Body> {
        let media_type = media_type(file);
        match self.compressed.get(file) {
            Some(bytes) if takes_brotli => Some(Body { bytes: bytes.clone(), media_type, is_compressed: true }),
            _ => Some(Body { bytes: fs::read(file).ok()?, media_type, is_compressed: false }),
        }
    }
}

/// By the file's extension, as static hosts do it.
fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "webmanifest") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
