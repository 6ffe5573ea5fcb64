//! A Chromium and the chromedriver that fits it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use super::{on_path, version};
use crate::project;

const CHROMIUMS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const WHAT_TO_DO: &str = "install Chromium and the chromedriver of the same version (Debian: apt-get install chromium \
                          chromium-driver), or name them in CHROMIUM and CHROMEDRIVER";

/// A browser that can be driven.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Browser {
    chromium: PathBuf,
    chromedriver: PathBuf,
}

impl Browser {
    /// Finds the browser and its driver; on Debian or Ubuntu, as root, installs them.
    pub(crate) fn ready() -> Result<Self> {
        if let Some(found) = find()? {
            return Ok(found);
        }
        if may_use_apt() {
            eprintln!("Chromium and chromedriver are not on this machine yet: installing them with apt");
            let apt = || {
                let mut apt = project::command("apt-get");
                apt.env("DEBIAN_FRONTEND", "noninteractive");
                apt
            };
            project::run(apt().arg("update"))?;
            let packages = if is_ubuntu() {
                ["chromium-browser", "chromium-chromedriver"]
            } else {
                ["chromium", "chromium-driver"]
            };
            project::run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))?;
            if let Some(found) = find()? {
                return Ok(found);
            }
        }
        bail!("no Chromium with a chromedriver is on this machine; {WHAT_TO_DO}")
    }

    /// Tells a program where the browser and its driver are.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.env("CHROMIUM", &self.chromium).env("CHROMEDRIVER", &self.chromedriver);
    }

    /// The capabilities that wasm-bindgen's test runner asks its driver for, as JSON.
    pub(crate) fn capabilities(&self) -> String {
        let binary = self.chromium.display().to_string().replace('\\', "\\\\").replace('"', "\\\"");
        let flags = FLAGS.map(|flag| format!("\"{flag}\"")).join(", ");
        format!("{{ \"goog:chromeOptions\": {{ \"binary\": \"{binary}\", \"args\": [{flags}] }} }}\n")
    }
}

/// No window, no sandbox (root has none), no graphics card, no business of its own on the network.
const FLAGS: [&str; 8] = [
    "headless=new",
    "no-sandbox",
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
];

/// The browser and driver named in the environment, else the first browser on PATH of the driver's major version.
fn find() -> Result<Option<Browser>> {
    let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let Some(chromedriver) = named("CHROMEDRIVER").or_else(|| on_path(&["chromedriver"])) else {
        return Ok(None);
    };
    if let Some(chromium) = named("CHROMIUM") {
        return Ok(Some(Browser { chromium, chromedriver }));
    }
    let chromiums: Vec<PathBuf> = CHROMIUMS.iter().filter_map(|name| on_path(&[name])).chain(elsewhere()).collect();
    if chromiums.is_empty() {
        return Ok(None);
    }
    let wanted = major(&chromedriver);
    // A Chrome for Windows has no `--version`: take it at its word.
    let fits = |chromium: &Path| cfg!(windows) || major(chromium) == wanted;
    if let Some(chromium) = chromiums.iter().find(|chromium| fits(chromium)) {
        return Ok(Some(Browser { chromium: chromium.clone(), chromedriver }));
    }
    let names: Vec<String> = chromiums.iter().map(|path| path.display().to_string()).collect();
    bail!(
        "{} is of version {}, and {} is not; {WHAT_TO_DO}",
        chromedriver.display(),
        wanted.as_deref().unwrap_or("unknown"),
        names.join(", ")
    )
}

/// Where Chrome is on systems that keep it away from PATH.
fn elsewhere() -> Option<PathBuf> {
    let place = if cfg!(target_os = "macos") {
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    } else {
        r"C:\Program Files\Google\Chrome\Application\chrome.exe"
    };
    Some(PathBuf::from(place)).filter(|chrome| chrome.is_file())
}

/// `156` of `Chromium 156.0.8078.79`.
fn major(program: &Path) -> Option<String> {
    version(program)?.split('.').next().map(str::to_owned)
}

/// Whether this is Debian or one of its children, and we are root.
fn may_use_apt() -> bool {
    let is_root = project::output(Command::new("id").arg("-u")).as_deref() == Some("0");
    is_root && on_path(&["apt-get"]).is_some() && Path::new("/etc/debian_version").is_file()
}

/// Ubuntu gives these packages other names, and snaps for content.
fn is_ubuntu() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_name_the_browser() {
        let browser = Browser { chromium: "/opt/a \"b\"".into(), chromedriver: "driver".into() };
        let json = browser.capabilities();
        assert!(json.contains(r#""binary": "/opt/a \"b\"", "args": ["headless=new", "no-sandbox""#), "{json}");
    }
}
