//! Where the source of a page is.

/// The address of the repository: the one that the package names, else that of the GitHub Pages site that the page is on
/// (`NAME.github.io/REPOSITORY/`). None elsewhere.
pub fn repository(of_package: &str, hostname: &str, pathname: &str) -> Option<String> {
    if !of_package.is_empty() {
        return Some(of_package.to_owned());
    }
    let owner = hostname.strip_suffix(".github.io").filter(|owner| !owner.is_empty())?;
    let name =
        pathname.trim_start_matches('/').split('/').next().filter(|name| !name.is_empty() && !name.contains('.'));
    // A site at the root of its host comes from a repository of the host's name.
    Some(format!("https://github.com/{owner}/{}", name.unwrap_or(hostname)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_page_names_the_repository_it_came_from() {
        let fork = repository("", "ada.github.io", "/embedding-explorer/");
        assert_eq!(fork.as_deref(), Some("https://github.com/ada/embedding-explorer"));
        let root = repository("", "ada.github.io", "/index.html");
        assert_eq!(root.as_deref(), Some("https://github.com/ada/ada.github.io"));
        assert_eq!(repository("", "127.0.0.1", "/"), None);
        let named = repository("https://example.org/explorer", "127.0.0.1", "/");
        assert_eq!(named.as_deref(), Some("https://example.org/explorer"));
    }
}
