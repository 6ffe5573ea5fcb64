//! The files of a crate as modules, and which file a path means.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::imports::{self, Contents, Import};

/// How many re-exports a name may pass through; more would be a loop.
const MOST_TURNS: u32 = 16;

/// A file of the crate.
#[derive(Debug)]
pub(super) struct File {
    /// Its module from the crate's root: `["chart", "map"]`; a program is `["main"]` or `["bin", "tsne"]`.
    pub(super) module: Vec<String>,
    /// Below the folder of the sources, with slashes.
    pub(super) path: String,
    contents: Contents,
    /// Whether all of it is for tests: its parent says `#[cfg(test)] mod tests;`, or it is called so.
    is_test: bool,
}

/// A file that names another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    /// Index of the file that names.
    pub(super) from: usize,
    /// Index of the file that is named.
    pub(super) to: usize,
    /// `chart/map.rs:12: use super::density::Density;`
    pub(super) place: String,
    /// Whether it only hands the name on.
    pub(super) is_reexport: bool,
    pub(super) is_test: bool,
}

/// All files, by their paths.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) files: Vec<File>,
    /// Every module, inline ones included: the file that it stands in.
    file_of: BTreeMap<Vec<String>, usize>,
    /// What each module calls by another name: (module, name) to the path behind it.
    names: BTreeMap<(Vec<String>, String), Vec<String>>,
}

impl Tree {
    /// Reads every Rust file below a folder.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut paths = Vec::new();
        walk(folder, &mut paths)?;
        paths.sort();
        let mut sources = Vec::new();
        for path in paths {
            let source = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let below = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            sources.push((below, source));
        }
        Self::of(sources.iter().map(|(path, source)| (path.as_str(), source.as_str())))
    }

    /// The tree of files with these paths and contents.
    pub(super) fn of<'a>(sources: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self> {
        let mut tree = Self { files: Vec::new(), file_of: BTreeMap::new(), names: BTreeMap::new() };
        for (path, source) in sources {
            let contents = imports::read(source).with_context(|| path.to_owned())?;
            let module = module_of(path);
            let is_test = module.last().is_some_and(|name| name == "tests");
            let at = tree.files.len();
            tree.file_of.insert(module.clone(), at);
            for inline in &contents.inline {
                tree.file_of.insert([module.as_slice(), inline].concat(), at);
            }
            tree.files.push(File { module, path: path.to_owned(), contents, is_test });
        }
        for file in &tree.files {
            for import in &file.contents.imports {
                if let Some(name) = &import.name
                    && let Some(path) = tree.absolute(file, import)
                {
                    let module = [file.module.as_slice(), &import.inside].concat();
                    tree.names.insert((module, name.clone()), path);
                }
            }
        }
        Ok(tree)
    }

    /// Who names whom. A file that names itself is left out.
    pub(super) fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (from, file) in self.files.iter().enumerate() {
            let mut seen = BTreeSet::new();
            for import in &file.contents.imports {
                let Some(path) = self.absolute(file, import) else { continue };
                let Some(to) = self.file_of_path(&path, 0) else { continue };
                let is_test = file.is_test || import.is_test;
                if to != from && seen.insert((to, import.line, is_test)) {
                    let place = format!("src/{}:{}: {}", file.path, import.line, import.shown());
                    edges.push(Edge { from, to, place, is_reexport: import.is_reexport, is_test });
                }
            }
        }
        edges
    }

    /// A path from the crate's root; nothing where it leads out of the crate.
    fn absolute(&self, file: &File, import: &Import) -> Option<Vec<String>> {
        let mut module = [file.module.as_slice(), &import.inside].concat();
        let mut rest = import.path.as_slice();
        match rest.first()?.as_str() {
            "crate" | "embedding_explorer" => {
                module.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|word| word == "super") {
                    module.pop()?;
                    rest = &rest[1..];
                }
            }
            first => {
                // A child of this module; else another crate.
                let mut child = module.clone();
                child.push(first.to_owned());
                self.file_of.get(&child)?;
            }
        }
        module.extend(rest.iter().cloned());
        Some(module)
    }

    /// The file that holds what a path names, behind all re-exports.
    fn file_of_path(&self, path: &[String], n_turns: u32) -> Option<usize> {
        let mut module = Vec::new();
        for (at, segment) in path.iter().enumerate() {
            let mut child = module.clone();
            child.push(segment.clone());
            if self.file_of.contains_key(&child) {
                module = child;
                continue;
            }
            if n_turns < MOST_TURNS
                && let Some(behind) = self.names.get(&(module.clone(), segment.clone()))
                && behind.as_slice() != path
            {
                return self.file_of_path(&[behind.as_slice(), &path[at + 1..]].concat(), n_turns + 1);
            }
            break;
        }
        self.file_of.get(&module).copied()
    }
}

/// `chart/map.rs` is `chart::map`, `chart/mod.rs` is `chart`, `lib.rs` is the root.
fn module_of(path: &str) -> Vec<String> {
    let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod") || module == ["lib"] {
        module.pop();
    }
    module
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(sources: &[(&str, &str)]) -> Vec<(String, String)> {
        let tree = Tree::of(sources.iter().copied()).expect("these are sources");
        let path = |at: usize| tree.files[at].path.clone();
        tree.edges().iter().map(|edge| (path(edge.from), path(edge.to))).collect()
    }

    #[test]
    fn a_name_is_followed_to_the_file_that_defines_it() {
        let sources = [
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod inner; pub use inner::Deep; pub struct Flat;"),
            ("a/inner.rs", "pub struct Deep;"),
            ("b.rs", "use crate::a::{Deep, Flat}; fn f() { crate::a::inner::Deep; }"),
        ];
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let wanted = [pair("a/mod.rs", "a/inner.rs"), pair("b.rs", "a/inner.rs"), pair("b.rs", "a/mod.rs")];
        assert_eq!(edges(&sources), wanted);
    }

    #[test]
    fn other_crates_and_a_files_own_modules_are_no_edges() {
        let sources =
            [("lib.rs", "mod a;"), ("a.rs", "use std::fmt; mod tests { use super::*; use super::super::a::X; }")];
        assert_eq!(edges(&sources), []);
    }
}
