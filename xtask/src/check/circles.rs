//! Circles of imports among the files of one crate: a file that needs another one that needs it.
//!
//! They compile, and show that something lies in the wrong file. Three things make none: a parent that hands on names of its
//! children (`pub use`), a child that uses what its parent defines for all of its children, and what tests import.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::tree::{Edge, Tree};

/// One paragraph for each circle, with its files and the lines that close it.
pub(super) fn found(tree: &Tree) -> Vec<String> {
    let mut next: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    let is_child = |edge: &Edge| tree.files[edge.from].module.starts_with(&tree.files[edge.to].module);
    for edge in tree.edges().into_iter().filter(|edge| !edge.is_reexport && !edge.is_test && !is_child(edge)) {
        next.entry(edge.from).or_default().entry(edge.to).or_insert(edge.place);
    }
    let mut circles = BTreeSet::new();
    for (&from, targets) in &next {
        for &to in targets.keys() {
            if let Some(way) = shortest(&next, to, from) {
                circles.insert(from_least(way));
            }
        }
    }
    let paragraph = |circle: &Vec<usize>| {
        let path = |at: usize| tree.files[at].path.as_str();
        let mut text = String::from("a circle of imports: ");
        for &at in circle {
            text += path(at);
            text += " -> ";
        }
        text += path(circle[0]);
        for (place, &from) in circle.iter().enumerate() {
            let to = circle[(place + 1) % circle.len()];
            text += "\n    ";
            text += next[&from][&to].as_str();
        }
        text
    };
    circles.iter().map(paragraph).collect()
}

/// The shortest way from one file to another, both included.
fn shortest(next: &BTreeMap<usize, BTreeMap<usize, String>>, from: usize, to: usize) -> Option<Vec<usize>> {
    let mut came_from = BTreeMap::from([(from, from)]);
    let mut queue = VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        if at == to {
            let mut way = vec![at];
            while way[way.len() - 1] != from {
                way.push(came_from[&way[way.len() - 1]]);
            }
            way.reverse();
            return Some(way);
        }
        for &other in next.get(&at).into_iter().flat_map(BTreeMap::keys) {
            if let std::collections::btree_map::Entry::Vacant(entry) = came_from.entry(other) {
                entry.insert(at);
                queue.push_back(other);
            }
        }
    }
    None
}

/// The same circle, begun at its least file.
fn from_least(mut circle: Vec<usize>) -> Vec<usize> {
    let least = (0..circle.len()).min_by_key(|&at| circle[at]).unwrap_or(0);
    circle.rotate_left(least);
    circle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(sources: &[(&str, &str)]) -> Vec<String> {
        found(&Tree::of(sources.iter().copied()).expect("these are sources"))
    }

    #[test]
    fn two_files_and_three_make_circles_that_name_their_lines() {
        let sources = [
            ("lib.rs", ""),
            ("a/mod.rs", "mod b; mod c; mod d; pub use b::B;"),
            ("a/b.rs", "use super::c::C;"),
            ("a/c.rs", "use super::d::D;"),
            ("a/d.rs", "use super::B;"),
        ];
        let wanted = "a circle of imports: a/b.rs -> a/c.rs -> a/d.rs -> a/b.rs\n    src/a/b.rs:1: use super::c::C;\n    \
                      src/a/c.rs:1: use super::d::D;\n    src/a/d.rs:1: use super::B;";
        assert_eq!(circles(&sources), [wanted]);
    }

    #[test]
    fn a_table_of_contents_and_a_test_make_none() {
        let sources = [
            ("lib.rs", ""),
            ("a/mod.rs", "mod b; mod c; pub use b::B; use c::C; pub struct Error;"),
            ("a/b.rs", "use super::{Error, c::C};"),
            ("a/c.rs", "mod tests { use super::*; } #[cfg(test)] mod more { use super::super::b::B; }"),
        ];
        assert_eq!(circles(&sources), [""; 0]);
    }
}
