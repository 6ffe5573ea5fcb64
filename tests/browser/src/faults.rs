//! What may go wrong around a page, made to happen: a worker that dies, a tab that is hidden, a clipboard that is denied.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::Page;

/// What a browser says of a wasm that has panicked.
const TRAP: &str = "Uncaught RuntimeError: unreachable";

/// To be run before the page's own scripts.
pub(crate) const WORKERS: &str = include_str!("script/workers.js");

/// To be run before the worker's own scripts.
pub(crate) const GATE: &str = include_str!("script/gate.js");

/// Likewise: takes the worker's store away, or has it refuse whatever it is given.
pub(crate) const NO_STORE: &str = "Object.defineProperty(self, 'indexedDB', { value: undefined });";
pub(crate) const FULL_STORE: &str =
    "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };";

impl Page {
    /// Lets the worker of a [gated](crate::Site::gated) site read on.
    pub async fn open_gate(&self) -> Result<()> {
        self.script("new BroadcastChannel('gate').postMessage(null)", Vec::new()).await?;
        Ok(())
    }

    /// Workers that the page has made since it was loaded, t-SNE's among them.
    pub async fn n_workers(&self) -> Result<u64> {
        self.count_workers("nMade").await
    }

    /// Those of them that the page has not ended and that [`Page::kill_worker`] has not.
    pub async fn n_living_workers(&self) -> Result<u64> {
        self.count_workers("nLiving").await
    }

    async fn count_workers(&self, which: &str) -> Result<u64> {
        let n = self.script(&format!("return window.workersOfPage.{which}()"), Vec::new()).await?;
        n.as_u64().context("the page's workers are counted")
    }

    /// Ends the page's newest worker, not t-SNE's, as a trap of its wasm would: the page gets the browser's error event,
    /// and the worker says nothing more.
    pub async fn kill_worker(&self) -> Result<()> {
        let was_there = self.script("return window.workersOfPage.kill(arguments[0])", vec![TRAP.into()]).await?;
        ensure!(was_there == true, "the page has no worker to kill");
        Ok(())
    }

    /// Opens another tab in front. The page is hidden until [`Page::come_back`].
    pub async fn go_elsewhere(&self) -> Result<()> {
        self.devtools("Target.createTarget", json!({ "url": "about:blank" })).await?;
        self.wait_for_visibility("hidden").await
    }

    /// Returns to the page's tab.
    pub async fn come_back(&self) -> Result<()> {
        let tab = self.driver().window().await?;
        self.devtools("Target.activateTarget", json!({ "targetId": tab.to_string() })).await?;
        self.wait_for_visibility("visible").await
    }

    async fn wait_for_visibility(&self, wanted: &str) -> Result<()> {
        crate::wait_until(&format!("the page is {wanted}"), async || {
            let now = self.script("return document.visibilityState", Vec::new()).await?;
            Ok((now == wanted).then_some(()))
        })
        .await
    }

    /// Has the browser refuse what the page would write to the clipboard.
    pub async fn deny_clipboard(&self) -> Result<()> {
        self.set_clipboard("denied", &["clipboard-write", "clipboard-read"]).await
    }

    /// Has the browser let the page write to the clipboard and read from it.
    pub async fn grant_clipboard(&self) -> Result<()> {
        self.set_clipboard("granted", &["clipboard-write", "clipboard-read"]).await
    }

    async fn set_clipboard(&self, setting: &str, permissions: &[&str]) -> Result<()> {
        for name in permissions {
            let wanted = json!({ "permission": { "name": name }, "setting": setting });
            self.devtools("Browser.setPermission", wanted).await?;
        }
        Ok(())
    }
}
