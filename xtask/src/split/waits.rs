//! What of the code can wait: by the modules it comes from.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{lists::List, module::Module};

/// The crate whose modules are told apart.
const CRATE: &str = "embedding_explorer[";
/// A function with less code than this does not wait by its name: of equal functions one is left, with the name of any.
const LEAST_BYTES: usize = 64;
/// Likewise: the closures of leptos' `Show`, which are equal for all its children.
const EVERYONES: &str = "::show::__component_show<";
/// Likewise: dropping what was never filled must not wait for the code that fills it.
const DROPS: &str = "::ptr::drop_in_place::<";

/// The functions of a module that go into its rest: those that the list names, and whatever only they call.
pub(super) fn waiting(module: &Module, list: &List) -> Result<BTreeSet<u32>> {
    let n_functions = module.n_functions();
    let in_table: BTreeSet<u32> = module.slots()?.into_iter().map(|(_, function)| function).collect();
    let is_later: Vec<bool> = (0..n_functions)
        .map(|function| {
            let name = &module.names[function as usize];
            module.size_of(function) >= LEAST_BYTES && is_later(name, in_table.contains(&function), list)
        })
        .collect();
    let calls = module.calls()?;
    let mut is_now = vec![false; n_functions as usize];
    let roots = module.roots().into_iter().chain(in_table);
    let mut open: Vec<u32> = roots.filter(|function| !is_later[*function as usize]).collect();
    while let Some(function) = open.pop() {
        if !std::mem::replace(&mut is_now[function as usize], true) {
            open.extend(calls[function as usize].iter().filter(|callee| !is_later[**callee as usize]));
        }
    }
    Ok((module.n_imported_functions()..n_functions).filter(|function| !is_now[*function as usize]).collect())
}

/// Whether a function waits, by its name as wasm-bindgen writes it, `<embedding_explorer[1d01]::text::Text>::open`.
///
/// The longest path of the list that fits decides. What is called through the table, such as a closure, may be named by a library's
/// trait: then it waits where one of the paths in its name does. Of other functions the path they begin with decides, and a
/// library's function, which may be equal for many types, waits where only such functions call it.
fn is_later(name: &str, is_in_table: bool, list: &List) -> bool {
    let bare = name.trim_start_matches(['<', '&', '(', '*']);
    if name.contains(EVERYONES) || name.contains(DROPS) || list.methods_now.iter().any(|method| name.ends_with(method))
    {
        return false;
    }
    if list.crates_later.iter().any(|library| bare.starts_with(library)) {
        return true;
    }
    // `ChildrenFn`, what a component mounts when it is time: a closure that is kept in an `Arc`.
    let children = name.split_once("::ToChildren<").filter(|_| name.starts_with("<alloc"));
    if children.is_some_and(|(_, of)| first_path(of).is_some_and(|path| begins_with_any(path, list.children_later))) {
        return true;
    }
    let longest = |path: &str, paths: &[&str]| {
        paths.iter().filter(|prefix| begins_with(path, prefix)).map(|prefix| prefix.len()).max()
    };
    let mut paths = name.match_indices(CRATE).filter_map(|(at, _)| first_path(&name[at..]));
    if !is_in_table && !bare.starts_with(CRATE) {
        return false;
    }
    let n_deciding = if is_in_table { usize::MAX } else { 1 };
    paths.by_ref().take(n_deciding).any(|path| longest(path, list.later) > longest(path, list.now))
}

/// What follows on the name of our crate, where a name begins with it: `text::Text>::open`.
fn first_path(name: &str) -> Option<&str> {
    Some(name.strip_prefix(CRATE)?.split_once("]::")?.1)
}

/// Whether a path is that of a module or of something in it.
fn begins_with(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn begins_with_any(path: &str, modules: &[&str]) -> bool {
    modules.iter().any(|module| begins_with(path, module))
}
