//! The pointer on the map.

use anyhow::{Context, Result, bail, ensure};
use thirtyfour::{Key, WebElement};

use crate::{Page, wait_until};

/// A place on the map: CSS pixels right of and below its center.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// To the right.
    pub right: i64,
    /// Down.
    pub down: i64,
}

impl Spot {
    /// The center of the map.
    pub const CENTER: Self = Self { right: 0, down: 0 };
}

impl Page {
    /// The canvas of the map. It may be an overlay of others: it is what takes the pointer.
    pub async fn map(&self) -> Result<WebElement> {
        self.find("application", "Map of words").await
    }

    /// Moves the pointer to a spot on the map.
    pub async fn point_at(&self, spot: Spot) -> Result<()> {
        let map = self.map().await?;
        Ok(self.driver().action_chain().move_to_element_with_offset(&map, spot.right, spot.down).perform().await?)
    }

    /// Clicks a spot on the map.
    pub async fn click_at(&self, spot: Spot) -> Result<()> {
        let map = self.map().await?;
        let to_spot = self.driver().action_chain().move_to_element_with_offset(&map, spot.right, spot.down);
        Ok(to_spot.click().perform().await?)
    }

    /// Drags the map from one spot to another.
    pub async fn drag(&self, from: Spot, to: Spot) -> Result<()> {
        let map = self.map().await?;
        let held =
            self.driver().action_chain().move_to_element_with_offset(&map, from.right, from.down).click_and_hold();
        let moved = held.move_by_offset(to.right - from.right, to.down - from.down);
        Ok(moved.release().perform().await?)
    }

    /// Turns the wheel over a spot; negative is away from the user, which zooms in.
    pub async fn turn_wheel(&self, spot: Spot, delta_y: f64) -> Result<()> {
        let [x, y] = self.in_window(spot).await?;
        let wheel = serde_json::json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0.0, "deltaY": delta_y });
        self.devtools("Input.dispatchMouseEvent", wheel).await
    }

    /// Pixels of the window from its upper left corner.
    pub async fn in_window(&self, spot: Spot) -> Result<[f64; 2]> {
        let script = "const box = arguments[0].getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];";
        let center = self.script(script, vec![self.map().await?.to_json()?]).await?;
        let number = |index: usize| center[index].as_f64().context("the map has a place in the window");
        Ok([number(0)? + spot.right as f64, number(1)? + spot.down as f64])
    }

    /// Looks for a word by the search box: the map flies to it and pins it.
    pub async fn search(&self, word: &str) -> Result<()> {
        let search = self.find("searchbox", "Search words").await?;
        self.enter(&search, word).await
    }

    /// The word that the panel `Word` is about, which is its heading; none where it is about no word.
    pub async fn word_shown(&self) -> Result<Option<String>> {
        let Some(region) = self.region_now("Word").await? else { return Ok(None) };
        let headings = self.things(Some(&region), "heading").await?;
        let of_word = headings.into_iter().find(|heading| *heading.state("level") == 3).map(|heading| heading.name);
        Ok(of_word.filter(|word| !word.is_empty()))
    }

    /// Waits until the panel `Word` is about a word and lists its neighbors, which it returns best first.
    pub async fn neighbors_of(&self, word: &str) -> Result<Vec<String>> {
        wait_until(&format!("the neighbors of {word:?} are listed"), async || {
            let shown = self.word_shown().await?;
            ensure!(shown.as_deref() == Some(word), "the panel shows {shown:?}");
            let items = self.items("Word", "Neighbors").await?;
            Ok((!items.is_empty()).then(|| items.iter().map(|item| first_word(item)).collect()))
        })
        .await
    }

    /// Moves the pointer over the map until the panel `Word` is about another word than before; returns where that was.
    pub async fn hover_any_word(&self) -> Result<(Spot, String)> {
        let before = self.word_shown().await?;
        for step in 1..30 {
            for (right, down) in [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (-1, -1), (1, -1)] {
                let spot = Spot { right: right * step * 9, down: down * step * 9 };
                self.point_at(spot).await?;
                let shown = self.word_shown().await?;
                if let Some(word) = shown.clone().filter(|_| shown != before) {
                    return Ok((spot, word));
                }
            }
        }
        bail!("no word lies under the pointer anywhere on eight lines through the map")
    }

    /// What the map looks like, points, labels and highlights together.
    pub async fn picture_of_map(&self) -> Result<Vec<u8>> {
        Ok(self.map().await?.screenshot_as_png().await?)
    }

    /// Presses keys while the map has the focus.
    pub async fn press_on_map(&self, key: Key) -> Result<()> {
        let map = self.map().await?;
        map.focus().await?;
        Ok(map.send_keys(key + "").await?)
    }
}

/// An item of `Neighbors` or `Answers` starts with its word.
pub fn first_word(item: &str) -> String {
    item.split_whitespace().next().unwrap_or_default().to_owned()
}
