//! What a screen reader gets: the roles and names that the browser has computed.
//!
//! They come from the browser's own accessibility tree, by `DevTools`. What is not rendered, is `aria-hidden` or inert, or
//! lies behind a modal dialog is not there. A wrong role is not found.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::WebElement;

use crate::Page;

/// The key under which `WebDriver` names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Roles of WAI-ARIA for which Chromium has names of its own. A `<summary>` is a button that opens something.
const OWN_NAMES: [(&str, &[&str]); 2] =
    [("button", &["button", "DisclosureTriangle", "DisclosureTriangleGrouped"]), ("img", &["image"])];

/// Something that a screen reader can come to.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Its accessible name, in one line; empty where it has none.
    pub name: String,
    /// What acts on it.
    pub element: WebElement,
    node: Value,
}

impl Thing {
    /// One of its states by the browser's name: `level`, `pressed`, `expanded`, `disabled`, `live`, ...; null where it has none.
    pub fn state(&self, name: &str) -> &Value {
        let states = self.node["properties"].as_array().into_iter().flatten();
        states.into_iter().find(|state| state["name"] == name).map_or(&Value::Null, |state| &state["value"]["value"])
    }

    /// What it holds or where it stands, as text; none where it has no value.
    pub fn value(&self) -> Option<String> {
        let value = &self.node["value"]["value"];
        value.as_str().map_or_else(|| value.as_f64().map(|value| value.to_string()), |value| Some(value.to_owned()))
    }
}

impl Page {
    /// What there is at this moment with a role, in `scope` or on the whole page, in the order of the page. The scope itself
    /// is not in it. Roles are those of WAI-ARIA.
    pub async fn things(&self, scope: Option<&WebElement>, role: &str) -> Result<Vec<Thing>> {
        let root = match scope {
            Some(scope) => scope.clone(),
            None => self.driver().execute("return document.documentElement", Vec::new()).await?.element()?,
        };
        let id = root.element_id().to_string();
        // `f.FRAME.d.DOCUMENT.e.NODE`, where NODE is the number that DevTools know it by.
        let (document, node) = id.rsplit_once('.').context("chromedriver names elements by their nodes")?;
        let node: u64 = node.parse()?;
        let own_names = OWN_NAMES.iter().find(|(name, _)| *name == role).map_or(&[][..], |(_, names)| names);
        let roles: Vec<&str> = if own_names.is_empty() { vec![role] } else { own_names.to_vec() };
        let mut things = Vec::new();
        for role in roles {
            let wanted = json!({ "backendNodeId": node, "role": role });
            let found = self.ask_devtools("Accessibility.queryAXTree", wanted).await?;
            for node in found["nodes"].as_array().into_iter().flatten().filter(|node| node["ignored"] == false) {
                let Some(id) = node["backendDOMNodeId"].as_u64() else { continue };
                let json = json!({ ELEMENT: format!("{document}.{id}") });
                let element = WebElement::from_json(json, self.driver().handle().clone())?;
                let name = node["name"]["value"].as_str().unwrap_or_default();
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                things.push(Thing { name, element, node: node.clone() });
            }
        }
        things.retain(|thing| thing.node["backendDOMNodeId"] != node);
        Ok(things)
    }

    /// The elements there are at this moment with a role and, where one is given, an accessible name; in `scope` or on the
    /// whole page.
    pub async fn all(&self, scope: Option<&WebElement>, role: &str, name: Option<&str>) -> Result<Vec<WebElement>> {
        let things = self.things(scope, role).await?;
        let has_name = |thing: &Thing| name.is_none_or(|name| thing.name == name);
        Ok(things.into_iter().filter(has_name).map(|thing| thing.element).collect())
    }

    /// What a region's live parts say, in their order, without those that are silent.
    pub async fn said_in(&self, region: &str) -> Result<Vec<String>> {
        let region = self.region(region).await?;
        let script = "return [...arguments[0].querySelectorAll('[aria-live]:not([aria-live=off]), [role=status]')]
            .map((live) => live.textContent.trim()).filter((text) => text !== '')";
        let texts = self.script(script, vec![region.to_json()?]).await?;
        Ok(texts.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect())
    }
}
