//! A headless Chromium and the chromedriver that drives it.

use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader},
    process::{self, Child, Stdio},
    sync::Arc,
    thread,
};

use anyhow::{Context, Result};
use serde_json::Value;
use thirtyfour::{
    ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver,
    common::command::{Command, ExtensionCommand},
};

use crate::{Looks, Scratch};

/// Root has no sandbox, CI no graphics card; and nothing is to reach the network.
const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A name of this machine that a browser does not trust as it trusts `127.0.0.1`: over plain HTTP it withholds there what
/// needs a secure context, such as the clipboard.
pub(crate) const PLAIN_NAME: &str = "explorer.test";

/// A browser with one window.
#[derive(Debug)]
pub struct Chromium {
    driver: WebDriver,
    process: DriverProcess,
    /// Removed when the browser has gone.
    _profile: Scratch,
}

/// Killed when dropped.
#[derive(Debug)]
struct DriverProcess(Child);

impl Drop for DriverProcess {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Chromium {
    /// Starts the programs that `CHROMIUM` and `CHROMEDRIVER` name, else `chromium` and `chromedriver` from PATH, with a
    /// fresh profile.
    pub async fn start(looks: Looks) -> Result<Self> {
        let (process, port) = start_driver()?;
        let profile = Scratch::new()?;
        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(&program("CHROMIUM", "chromium").to_string_lossy())?;
        for flag in FLAGS.into_iter().chain(looks.wasm.flag()) {
            wanted.add_arg(flag)?;
        }
        wanted.add_arg(&format!(
            "--host-resolver-rules=MAP {PLAIN_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        ))?;
        wanted.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted)
            .await
            .context("chromedriver could not start Chromium; are the two of one version?")?;
        let chromium = Self { driver, process, _profile: profile };
        match chromium.dress(looks).await {
            Ok(()) => Ok(chromium),
            Err(error) => {
                // It is running: without this it would outlive the test.
                chromium.quit().await?;
                Err(error)
            }
        }
    }

    async fn dress(&self, looks: Looks) -> Result<()> {
        let size = serde_json::json!({
            "width": looks.width, "height": looks.height, "deviceScaleFactor": looks.scale, "mobile": looks.is_touch,
        });
        // A window cannot be as narrow as a phone.
        self.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        if looks.is_touch {
            let fingers = serde_json::json!({ "enabled": true, "maxTouchPoints": 5 });
            self.devtools("Emulation.setTouchEmulationEnabled", fingers).await?;
        }
        let scheme = if looks.is_dark { "dark" } else { "light" };
        let motion = if looks.is_motion_reduced { "reduce" } else { "no-preference" };
        let media = serde_json::json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": motion },
        ] });
        self.devtools("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// The session.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Sends a command of the `DevTools` protocol and returns its answer.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        let command = DevTools { method: method.to_owned(), parameters };
        Ok(self.driver.cmd(Command::ExtensionCommand(Box::new(command))).await?.value()?)
    }

    /// Closes the browser. Without this call it would outlive its driver.
    pub async fn quit(self) -> Result<()> {
        self.driver.quit().await?;
        drop(self.process);
        Ok(())
    }
}

/// One command of the `DevTools` protocol.
#[derive(Debug)]
struct DevTools {
    method: String,
    parameters: Value,
}

impl ExtensionCommand for DevTools {
    fn parameters_json(&self) -> Option<Value> {
        Some(serde_json::json!({ "cmd": self.method, "params": self.parameters }))
    }

    fn method(&self) -> http::Method {
        http::Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/goog/cdp/execute".into()
    }
}

/// Starts chromedriver on a port that it finds itself, and returns that. It takes a port that is free for one kind of address
/// and ends where another program has the port for the other kind: another port is likely to be free for both.
fn start_driver() -> Result<(DriverProcess, u16)> {
    const TRIES: usize = 3;
    (1..TRIES).find_map(|_| try_driver().ok()).map_or_else(try_driver, Ok)
}

fn try_driver() -> Result<(DriverProcess, u16)> {
    let path = program("CHROMEDRIVER", "chromedriver");
    let child = process::Command::new(&path).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let child = child.with_context(|| format!("{} could not be started; see CONTRIBUTING.md", path.display()))?;
    let mut process = DriverProcess(child);
    let said = process.0.stdout.take().context("its output is piped")?;
    let mut lines = BufReader::new(said).lines();
    let port = lines
        .find_map(|line| port_in(&line.ok()?))
        .with_context(|| format!("{} ended before it named its port", path.display()))?;
    // Whatever else it says is read away, or it would wait for a reader.
    thread::spawn(move || lines.for_each(drop));
    Ok((process, port))
}

/// The port in `ChromeDriver was started successfully on port 40117.`
fn port_in(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

fn program(variable: &str, name: &str) -> OsString {
    env::var_os(variable).filter(|value| !value.is_empty()).unwrap_or_else(|| on_path(name))
}

/// Chromedriver wants a whole path for its browser.
fn on_path(name: &str) -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file());
    found.map_or_else(|| name.into(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_what_chromedriver_says() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 40117."), Some(40117));
        assert_eq!(port_in("Only local connections are allowed."), None);
    }
}
