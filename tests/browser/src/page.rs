//! The page as a person has it: things with roles and names.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use thirtyfour::{Key, WebDriver, WebElement};

use crate::{Chromium, Server, wait_until};

/// Regions that may stand on a tab, and that tab.
const TABS: [(&str, &str); 10] = [
    ("Word", "Explore"),
    ("Analogy", "Explore"),
    ("Heatmap", "Explore"),
    ("Similarity", "Explore"),
    ("Evaluation", "Evaluate"),
    ("Compare", "Evaluate"),
    ("Lesson", "Learn"),
    // On a phone.
    ("Corpus", "Setup"),
    ("Model", "Setup"),
    ("Loss", "Setup"),
];

/// An open page.
#[derive(Debug)]
pub struct Page {
    chromium: Chromium,
    server: Server,
}

impl Page {
    pub(crate) fn new(chromium: Chromium, server: Server) -> Self {
        Self { chromium, server }
    }

    pub(crate) fn into_parts(self) -> (Chromium, Server) {
        (self.chromium, self.server)
    }

    /// The driver's session, for what has no method here.
    pub fn driver(&self) -> &WebDriver {
        self.chromium.driver()
    }

    /// The server of the page.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Runs a script in the page and returns what it returns.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.driver().execute(script, arguments).await?.json().clone())
    }

    /// Waits for the one element with a role and a name.
    pub async fn find(&self, role: &str, name: &str) -> Result<WebElement> {
        self.find_within(None, role, name).await
    }

    /// Waits for the one element with a role and a name in a region.
    pub async fn find_in(&self, region: &str, role: &str, name: &str) -> Result<WebElement> {
        let region = self.region(region).await?;
        self.find_within(Some(&region), role, name).await
    }

    /// Waits for a region of the page. Where it stands on a tab that is not shown, that tab is shown, as a person would do.
    pub async fn region(&self, name: &str) -> Result<WebElement> {
        match self.region_now(name).await? {
            Some(region) => Ok(region),
            None => self.find_within(None, "region", name).await,
        }
    }

    /// The same without waiting; none where there is no such region now.
    pub async fn region_now(&self, name: &str) -> Result<Option<WebElement>> {
        let mut found = self.all(None, "region", Some(name)).await?;
        if found.is_empty()
            && let Some((_, tab)) = TABS.iter().find(|(region, _)| *region == name)
            && let Some(tab) = self.all(None, "tab", Some(tab)).await?.pop()
        {
            tab.click().await?;
            found = self.all(None, "region", Some(name)).await?;
        }
        Ok(found.pop())
    }

    async fn find_within(&self, scope: Option<&WebElement>, role: &str, name: &str) -> Result<WebElement> {
        wait_until(&format!("there is one {role} {name:?}"), async || {
            let mut found = self.all(scope, role, Some(name)).await?;
            match found.len() {
                0 => Ok(None),
                1 => Ok(found.pop()),
                n => bail!("there are {n}"),
            }
        })
        .await
    }

    /// Clicks the button of this name.
    pub async fn press(&self, button: &str) -> Result<()> {
        Ok(self.find("button", button).await?.click().await?)
    }

    /// Clicks the button of this name in a region.
    pub async fn press_in(&self, region: &str, button: &str) -> Result<()> {
        Ok(self.find_in(region, "button", button).await?.click().await?)
    }

    /// Whether there is a button of this name now.
    pub async fn has_button(&self, name: &str) -> Result<bool> {
        Ok(!self.all(None, "button", Some(name)).await?.is_empty())
    }

    /// Replaces what a text box holds.
    pub async fn fill(&self, text_box: &WebElement, text: &str) -> Result<()> {
        text_box.click().await?;
        text_box.send_keys(Key::Control + "a").await?;
        text_box.send_keys(if text.is_empty() { Key::Backspace + "" } else { text.into() }).await?;
        Ok(())
    }

    /// Replaces what a text box holds and presses Enter.
    pub async fn enter(&self, text_box: &WebElement, text: &str) -> Result<()> {
        self.fill(text_box, text).await?;
        Ok(text_box.send_keys(Key::Enter + "").await?)
    }

    /// Puts a text into a text box at once, as from the clipboard.
    pub async fn paste(&self, text_box: &WebElement, text: &str) -> Result<()> {
        text_box.click().await?;
        self.devtools("Input.insertText", serde_json::json!({ "text": text })).await
    }

    /// Types another value into a setting and presses Enter.
    pub async fn set(&self, setting: &str, value: &str) -> Result<()> {
        let field = self.setting_field(setting).await?;
        self.enter(&field, value).await
    }

    /// What a setting's field shows.
    pub async fn setting(&self, name: &str) -> Result<String> {
        Ok(self.setting_field(name).await?.prop("value").await?.unwrap_or_default())
    }

    /// A setting's field. Where the settings that are seldom changed are folded away, they are unfolded.
    pub async fn setting_field(&self, name: &str) -> Result<WebElement> {
        let model = self.region("Model").await?;
        if self.all(Some(&model), "spinbutton", Some(name)).await?.is_empty() {
            self.unfold(&model, "More settings").await?;
        }
        self.find_within(Some(&model), "spinbutton", name).await
    }

    /// Presses a button that unfolds something, where there is one that has not.
    pub async fn unfold(&self, scope: &WebElement, button: &str) -> Result<()> {
        for thing in self.things(Some(scope), "button").await? {
            if thing.name == button && *thing.state("expanded") == false {
                thing.element.click().await?;
            }
        }
        Ok(())
    }

    /// Gives a text to the page.
    pub async fn open_file(&self, path: &Path) -> Result<()> {
        self.give_file("Corpus", "Open a file", path).await
    }

    /// Gives a file to the button of a region that asks for one.
    pub async fn give_file(&self, region: &str, button: &str, path: &Path) -> Result<()> {
        let input = self.find_in(region, "button", button).await?;
        let path = path.to_str().context("a file of ours has a plain name")?;
        Ok(input.send_keys(path).await?)
    }

    /// Waits for an alert that says something about `what`, and returns what it says.
    pub async fn alert_about(&self, what: &str) -> Result<String> {
        wait_until(&format!("an alert speaks of {what:?}"), async || {
            let alerts = self.alerts().await?;
            if let Some(found) = alerts.iter().find(|text| text.contains(what)) {
                return Ok(Some(found.clone()));
            }
            bail!("the alerts are {alerts:?}")
        })
        .await
    }

    /// What the alerts on the page say now.
    pub async fn alerts(&self) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for alert in self.all(None, "alert", None).await? {
            texts.push(alert.text().await?);
        }
        texts.retain(|text| !text.is_empty());
        Ok(texts)
    }

    /// The items of a list in a region, as text, or the options of a list box; empty where the list is not there.
    pub async fn items(&self, region: &str, list: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for item in self.item_elements(region, list).await? {
            texts.push(item.text().await?);
        }
        Ok(texts)
    }

    /// The same, as elements.
    pub async fn item_elements(&self, region: &str, list: &str) -> Result<Vec<WebElement>> {
        let mut items = Vec::new();
        let Some(region) = self.region_now(region).await? else { return Ok(items) };
        for (role, of_item) in [("list", "listitem"), ("listbox", "option")] {
            for list in self.all(Some(&region), role, Some(list)).await? {
                items.extend(self.all(Some(&list), of_item, None).await?);
            }
        }
        Ok(items)
    }

    /// Waits for the dialog of this name.
    pub async fn dialog(&self, name: &str) -> Result<WebElement> {
        self.find_within(None, "dialog", name).await
    }

    /// Waits until no dialog is open.
    pub async fn wait_for_no_dialog(&self) -> Result<()> {
        wait_until("no dialog is open", async || Ok(self.all(None, "dialog", None).await?.is_empty().then_some(())))
            .await
    }

    /// The text of a region.
    pub async fn text_of(&self, region: &str) -> Result<String> {
        Ok(self.region(region).await?.text().await?)
    }

    /// Waits until a region's text holds another.
    pub async fn wait_for_text(&self, region: &str, text: &str) -> Result<()> {
        wait_until(&format!("{region} says {text:?}"), async || {
            Ok(self.text_of(region).await?.contains(text).then_some(()))
        })
        .await
    }

    /// An attribute of `<main>`, which tells where the session stands.
    pub async fn main_attribute(&self, name: &str) -> Result<Option<String>> {
        let script = "return document.querySelector('main')?.getAttribute(arguments[0]) ?? null";
        Ok(self.script(script, vec![name.into()]).await?.as_str().map(str::to_owned))
    }

    /// `loading`, `training`, `paused`, `trained` or `failed`.
    pub async fn session(&self) -> Result<Option<String>> {
        self.main_attribute("data-session").await
    }

    /// Waits until the session stands somewhere.
    pub async fn wait_for_session(&self, wanted: &str) -> Result<()> {
        wait_until(&format!("the session is {wanted}"), async || match self.session().await? {
            Some(session) if session == wanted => Ok(Some(())),
            other => bail!("it is {other:?}"),
        })
        .await
    }

    /// The checksum of the trained vectors, once there is one.
    pub async fn checksum(&self) -> Result<String> {
        wait_until("the trained vectors have a checksum", async || self.main_attribute("data-checksum").await).await
    }

    /// How much of the training is done, in [0, 1], by the progress bar.
    pub async fn progress(&self) -> Result<f64> {
        let bar = self.find("progressbar", "Training").await?;
        let script = "const bar = arguments[0];
            const read = (name, missing) => Number(bar.getAttribute(name) ?? missing);
            const least = read('aria-valuemin', 0);
            const most = bar.max ?? read('aria-valuemax', 100);
            const now = bar.max === undefined ? read('aria-valuenow', NaN) : bar.value;
            return (now - least) / (most - least);";
        let share = self.script(script, vec![bar.to_json()?]).await?;
        share.as_f64().context("the progress bar Training has no value")
    }

    /// Sends a command of the `DevTools` protocol.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<()> {
        self.ask_devtools(method, parameters).await.map(drop)
    }

    /// The same, and returns the answer.
    pub async fn ask_devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        self.chromium.devtools(method, parameters).await
    }

    /// Errors on the console since the last call.
    pub async fn console_errors(&self) -> Result<Vec<String>> {
        let entries = self.driver().browser_log().await?;
        Ok(entries.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message).collect())
    }

    /// Starts to write down how long the page takes from one frame to the next.
    pub async fn watch_frames(&self) -> Result<()> {
        self.script(include_str!("script/frames.js"), Vec::new()).await?;
        Ok(())
    }

    /// The longest wait between two frames since [`Page::watch_frames`].
    pub async fn longest_frame(&self) -> Result<Duration> {
        let longest = self.script("return window.longestFrameMs", Vec::new()).await?;
        Ok(Duration::from_secs_f64(longest.as_f64().context("frames are not watched")? / 1000.0))
    }
}
