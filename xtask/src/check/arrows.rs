//! Which top module of the crate may import which: the arrows of ARCHITECTURE.md, as a table.

use super::tree::{File, Tree};

/// What everybody may import, and what imports nothing.
const GROUND: [&str; 4] = ["columns", "fnv", "gzip", "matrix"];

/// A module, or a program, and what it may import beside the ground floor.
const ALLOWED: [(&str, &[&str]); 18] = [
    ("columns", &[]),
    ("fnv", &[]),
    ("gzip", &[]),
    ("matrix", &[]),
    ("text", &[]),
    ("train", &["text"]),
    ("space", &[]),
    ("formats", &["space"]),
    ("encoder", &[]),
    ("lessons", &["text", "train", "space", "protocol"]),
    ("protocol", &[]),
    ("engine", &["text", "train", "space", "formats", "lessons", "protocol"]),
    ("chart", &[]),
    ("rest", &[]),
    ("wire", &["protocol"]),
    ("store", &["engine", "protocol"]),
    ("ui", &["chart", "protocol", "rest", "wire"]),
    ("main", &["engine", "protocol", "wire", "ui"]),
];

/// The workers, likewise. That of t-SNE is given vectors, that of files gives some; neither asks a session.
const WORKERS: [(&str, &[&str]); 3] = [
    ("worker", &["engine", "encoder", "protocol", "rest", "store", "wire"]),
    ("tsne", &["space", "protocol", "wire"]),
    ("files", &["formats", "protocol", "wire"]),
];

/// One sentence for each import against the arrows.
pub(super) fn wrong(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in &tree.files {
        if !file.module.is_empty() && allowed(file).is_none() {
            let (path, name) = (&file.path, name(file));
            findings.push(format!("src/{path}: the table of arrows (xtask/src/check/arrows.rs) does not name {name}"));
        }
    }
    for edge in tree.edges() {
        let (from, to) = (&tree.files[edge.from], &tree.files[edge.to]);
        let (Some(allowed), Some(target)) = (allowed(from), to.module.first()) else { continue };
        let is_own = from.module.first() == Some(target);
        let is_ground = GROUND.contains(&target.as_str()) && !GROUND.contains(&name(from).as_str());
        if !is_own && !is_ground && !allowed.contains(&target.as_str()) {
            let may = if allowed.is_empty() { "the ground floor alone".to_owned() } else { allowed.join(", ") };
            findings.push(format!("{} ({} may import {may}, not {target})", edge.place, name(from)));
        }
    }
    findings
}

fn name(file: &File) -> String {
    if file.module.first().is_some_and(|first| first == "bin") {
        return file.module.join("/");
    }
    file.module.first().cloned().unwrap_or_default()
}

fn allowed(file: &File) -> Option<&'static [&'static str]> {
    let mut module = file.module.iter().map(String::as_str);
    let find = |table: &[(&str, &'static [&'static str])], name: &str| {
        table.iter().find(|(module, _)| *module == name).map(|(_, allowed)| *allowed)
    };
    match module.next()? {
        "bin" => find(&WORKERS, module.next()?),
        first => find(&ALLOWED, first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, source: &str) -> Vec<String> {
        let others = ["engine/mod.rs", "matrix.rs", "protocol.rs", "space/mod.rs", "text/mod.rs", "train/mod.rs"];
        let sources = others.map(|path| (path, "")).into_iter().filter(|(other, _)| *other != path);
        let sources: Vec<_> = sources.chain([("lib.rs", ""), (path, source)]).collect();
        wrong(&Tree::of(sources).expect("these are sources"))
    }

    #[test]
    fn arrows_of_the_table_pass() {
        assert_eq!(findings("engine/session.rs", "use crate::{protocol::Command, space, text::Text};"), [""; 0]);
        assert_eq!(findings("space/pca.rs", "use crate::{matrix::Matrix, space::nearest};"), [""; 0]);
        assert_eq!(findings("bin/tsne.rs", "use embedding_explorer::space::tsne;"), [""; 0]);
    }

    #[test]
    fn other_arrows_fail_wherever_they_stand() {
        let wanted = ["src/train/trainer.rs:2: use crate::space::Embedding; (train may import text, not space)"];
        assert_eq!(findings("train/trainer.rs", "//! Trains.\nuse crate::{text, space::Embedding};"), wanted);
        let in_test = "mod tests { fn f() { assert!(crate::engine::is_done()); } }";
        assert!(findings("space/pca.rs", in_test)[0].contains("(space may import the ground floor alone, not engine)"));
        assert_eq!(findings("bin/worker.rs", "use embedding_explorer::space::tsne;").len(), 1);
        assert_eq!(findings("matrix.rs", "use crate::text::Text;").len(), 1, "the ground floor imports nothing");
    }

    #[test]
    fn a_module_that_the_table_does_not_know_is_named() {
        assert!(findings("sound.rs", "")[0].contains("does not name sound"));
    }
}
