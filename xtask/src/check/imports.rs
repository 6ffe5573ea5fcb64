//! What a Rust file names: `use` trees, paths such as `crate::a::b` inside of code and macros, and its modules.
//!
//! Reads tokens and no grammar: comments and strings are no tokens, a path inside a macro is found like any other, and there
//! is nothing to keep up with as the language grows.

use std::str::FromStr;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path that a file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    /// As it is written, `crate`, `super` and `self` included; `*` at its end stands for everything.
    pub(super) path: Vec<String>,
    /// The name that a `use` gives to it; none for a path inside of code.
    pub(super) name: Option<String>,
    /// Whether it is handed on: `pub use`, in any of its forms.
    pub(super) is_reexport: bool,
    /// Whether it stands in code that only tests see.
    pub(super) is_test: bool,
    /// The inline modules around it, outermost first.
    pub(super) inside: Vec<String>,
    /// From 1.
    pub(super) line: usize,
}

impl Import {
    /// As one would write it alone: `use crate::a::b;`, or the path inside of code.
    pub(super) fn shown(&self) -> String {
        let path = self.path.join("::");
        if self.name.is_some() { format!("use {path};") } else { path }
    }
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) imports: Vec<Import>,
    /// Modules that lie in files of their own, each with the inline modules around its declaration.
    pub(super) children: Vec<Vec<String>>,
    /// Inline modules.
    pub(super) inline: Vec<Vec<String>>,
}

/// Reads a file. Errors: where it is no sequence of Rust's tokens.
pub(super) fn read(source: &str) -> Result<Contents> {
    let tokens = TokenStream::from_str(source).map_err(|error| anyhow!("it cannot be read: {error}"))?;
    let mut contents = Contents::default();
    Reader { contents: &mut contents, inside: Vec::new(), is_test: false }.read(tokens);
    Ok(contents)
}

struct Reader<'a> {
    contents: &'a mut Contents,
    inside: Vec<String>,
    is_test: bool,
}

impl Reader<'_> {
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        // What has been seen of the item under way: `#[cfg(test)]` and `pub`.
        let (mut is_test_item, mut is_public) = (false, false);
        while at < tokens.len() {
            match &tokens[at] {
                token if is_punct(token, '#') => {
                    if let Some(TokenTree::Group(group)) = tokens.get(at + 1) {
                        is_test_item |= group.stream().to_string().replace(' ', "").starts_with("cfg(test)");
                        at += 1;
                    }
                }
                TokenTree::Ident(ident) if ident == "pub" => {
                    is_public = true;
                    // `pub(in crate::a)` names who may see, and imports nothing.
                    if is_group(tokens.get(at + 1), Delimiter::Parenthesis) {
                        at += 1;
                    }
                }
                TokenTree::Ident(ident) if ident == "use" => {
                    let line = ident.span().start().line;
                    let end = at + tokens[at..].iter().position(|token| is_punct(token, ';')).unwrap_or(1);
                    let mut import = Import {
                        path: Vec::new(),
                        name: None,
                        is_reexport: is_public,
                        is_test: self.is_test || is_test_item,
                        inside: self.inside.clone(),
                        line,
                    };
                    read_tree(&tokens[(at + 1).min(end)..end], &mut import, &mut self.contents.imports);
                    (at, is_test_item, is_public) = (end, false, false);
                }
                TokenTree::Ident(ident) if ident == "mod" => {
                    if let Some(TokenTree::Ident(name)) = tokens.get(at + 1) {
                        let mut path = self.inside.clone();
                        path.push(name.to_string());
                        if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
                            self.contents.inline.push(path.clone());
                            let is_test = self.is_test || is_test_item;
                            Reader { contents: self.contents, inside: path, is_test }.read(body.stream());
                        } else {
                            self.contents.children.push(path);
                        }
                        at += 2;
                    }
                    (is_test_item, is_public) = (false, false);
                }
                TokenTree::Ident(ident) if is_root(&ident.to_string()) && is_path_sep(&tokens, at + 1) => {
                    let line = ident.span().start().line;
                    let mut path = vec![ident.to_string()];
                    while is_path_sep(&tokens, at + 1)
                        && let Some(TokenTree::Ident(segment)) = tokens.get(at + 3)
                    {
                        path.push(segment.to_string());
                        at += 3;
                    }
                    let is_test = self.is_test || is_test_item;
                    let inside = self.inside.clone();
                    self.contents.imports.push(Import { path, name: None, is_reexport: false, is_test, inside, line });
                }
                TokenTree::Group(group) => {
                    let was_test = self.is_test;
                    self.is_test |= is_test_item;
                    self.read(group.stream());
                    self.is_test = was_test;
                    if group.delimiter() == Delimiter::Brace {
                        (is_test_item, is_public) = (false, false);
                    }
                }
                token => {
                    if is_punct(token, ';') {
                        (is_test_item, is_public) = (false, false);
                    }
                }
            }
            at += 1;
        }
    }
}

/// Reads the tree of a `use`, between that word and its semicolon.
fn read_tree(tokens: &[TokenTree], import: &mut Import, found: &mut Vec<Import>) {
    let depth = import.path.len();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for branch in inner.split(|token| is_punct(token, ',')) {
                    if !branch.is_empty() {
                        read_tree(branch, import, found);
                    }
                }
                import.path.truncate(depth);
                return;
            }
            TokenTree::Ident(ident) if ident == "as" => {
                import.name = tokens.get(at + 1).map(ToString::to_string);
                break;
            }
            TokenTree::Ident(ident) => {
                import.path.push(ident.to_string());
                import.line = ident.span().start().line;
            }
            token if is_punct(token, '*') => import.path.push("*".to_owned()),
            _ => {}
        }
        at += 1;
    }
    // `use a::{self}` names `a`.
    if import.path.len() > 1 && import.path.last().is_some_and(|last| last == "self") {
        import.path.pop();
    }
    let name = import.name.take().or_else(|| import.path.last().cloned());
    found.push(Import { name, ..import.clone() });
    import.path.truncate(depth);
}

/// Words that a path into the crate begins with; programs name the crate itself.
fn is_root(word: &str) -> bool {
    matches!(word, "crate" | "super" | "self" | "embedding_explorer")
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn is_path_sep(tokens: &[TokenTree], at: usize) -> bool {
    [at, at + 1].iter().all(|&at| tokens.get(at).is_some_and(|token| is_punct(token, ':')))
}

fn is_group(token: Option<&TokenTree>, delimiter: Delimiter) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(source: &str) -> Vec<String> {
        let contents = read(source).expect("these are tokens");
        contents.imports.iter().map(|import| import.path.join("::")).collect()
    }

    #[test]
    fn a_tree_is_its_branches() {
        let source = "use crate::{a::{self, b::C as D}, e::*};\nuse super::f;";
        assert_eq!(paths(source), ["crate::a", "crate::a::b::C", "crate::e::*", "super::f"]);
        let contents = read(source).expect("these are tokens");
        let names: Vec<_> = contents.imports.iter().map(|import| import.name.as_deref().unwrap_or("none")).collect();
        assert_eq!(names, ["a", "D", "*", "f"]);
        assert_eq!(contents.imports[3].line, 2);
    }

    #[test]
    fn paths_in_code_and_macros_are_found_and_those_in_comments_are_not() {
        let source =
            "/// See [`crate::a`].\nfn f(x: crate::b::C) { assert_eq!(super::d(), \"crate::e\", 'x'); } // crate::g";
        assert_eq!(paths(source), ["crate::b::C", "super::d"]);
        assert_eq!(paths("pub(in crate::a) fn f() {} pub(crate) struct S;"), Vec::<String>::new());
    }

    #[test]
    fn what_is_handed_on_and_what_is_for_tests_is_known() {
        let source = "pub(super) use a::B; use c::D; mod e; #[cfg(test)] mod tests { use super::*; mod inner { use crate::f; } }";
        let contents = read(source).expect("these are tokens");
        let seen: Vec<_> = contents.imports.iter().map(|i| (i.path.join("::"), i.is_reexport, i.is_test)).collect();
        let wanted =
            [("a::B", true, false), ("c::D", false, false), ("super::*", false, true), ("crate::f", false, true)];
        assert_eq!(seen, wanted.map(|(path, is_reexport, is_test)| (path.to_owned(), is_reexport, is_test)));
        assert_eq!(contents.children, [["e"]]);
        assert_eq!(contents.imports[3].inside, ["tests", "inner"]);
    }
}
