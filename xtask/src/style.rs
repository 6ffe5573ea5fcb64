//! `style`: the stylesheets of `style/` in one file, which one request brings before the first paint.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::project;

/// The sheets that others build on, in this order; the rest follows by name.
const FIRST: [&str; 4] = ["tokens.css", "layout.css", "forms.css", "panels.css"];

pub(crate) fn run() -> Result<()> {
    let folder = project::root().join("style");
    let whole = bundle(&folder)?;
    let target = folder.join("generated/page.css");
    // A file that is written anew looks changed to whoever watches it.
    if fs::read_to_string(&target).is_ok_and(|written| written == whole) {
        return Ok(());
    }
    fs::create_dir_all(folder.join("generated"))?;
    fs::write(&target, whole).with_context(|| format!("{} cannot be written", target.display()))
}

/// The stylesheets of a folder, one after the other, without comments.
fn bundle(folder: &Path) -> Result<String> {
    let mut whole = String::new();
    for path in sheets(folder)? {
        let css = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let bare =
            without_comments(&css).with_context(|| format!("{} has a comment without an end", path.display()))?;
        for line in bare.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
            whole.push_str(line);
            whole.push('\n');
        }
    }
    Ok(whole)
}

/// The stylesheets of a folder in their order.
fn sheets(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let mut sheets: Vec<PathBuf> =
        paths.into_iter().filter(|path| path.extension().is_some_and(|e| e == "css")).collect();
    let place = |path: &PathBuf| FIRST.iter().position(|first| path.ends_with(first)).unwrap_or(FIRST.len());
    sheets.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.file_name().cmp(&b.file_name())));
    let n_first = sheets.iter().filter(|path| place(path) < FIRST.len()).count();
    ensure!(n_first == FIRST.len(), "{} lacks one of {}", folder.display(), FIRST.join(", "));
    Ok(sheets)
}

/// CSS without its comments; what stands between quotes is left alone. Returns nothing where a comment does not end.
fn without_comments(css: &str) -> Option<String> {
    let mut bare = String::new();
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        bare.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = &comment[comment.find("*/")? + 2..];
            continue;
        }
        let quote = &rest[..1];
        let end = if quote == "/" { 1 } else { rest[1..].find(quote).map_or(rest.len(), |end| end + 2) };
        bare.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    bare.push_str(rest);
    Some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_first_and_every_sheet_is_there() {
        let folder = project::root().join("style");
        let names: Vec<_> = sheets(&folder)
            .expect("the page has them")
            .iter()
            .map(|path| path.file_name().map(ToOwned::to_owned))
            .collect();
        assert_eq!(names[0].as_deref(), Some("tokens.css".as_ref()));
        assert!(names[FIRST.len()..].is_sorted(), "{names:?}");
        let n_there = fs::read_dir(&folder)
            .expect("it is there")
            .filter(|entry| entry.as_ref().is_ok_and(|e| e.path().is_file()))
            .count();
        assert_eq!(names.len(), n_there);
    }

    #[test]
    fn the_bundle_of_the_page_is_whole() {
        let whole = bundle(&project::root().join("style")).expect("the page has one");
        assert!(whole.starts_with(":root {"), "{}", &whole[..40]);
        assert!(!whole.contains("/*"));
        assert_eq!(whole.matches('{').count(), whole.matches('}').count());
    }

    #[test]
    fn comments_go_and_quotes_stay() {
        let bare = without_comments("/* a's */ a { b: url(\"x/*y*/z\"); c: 1 / 2 } /* \"d */ e {}").expect("all end");
        assert_eq!(bare, " a { b: url(\"x/*y*/z\"); c: 1 / 2 }  e {}");
        assert_eq!(without_comments("a /* b"), None);
    }
}
