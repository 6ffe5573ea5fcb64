//! What the map's camera shows, read off the pixels that are painted and not off the page's own figures.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{Page, Spot, wait_until};

/// Where the painted points of the map lie, in CSS pixels right of and below its center.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cloud {
    /// Mean place of the painted pixels.
    pub center: [f64; 2],
    /// Their standard deviation along each axis: twice as far zoomed in, it is about twice as large, up to the map's edges.
    pub spread: [f64; 2],
    /// The share of the painted pixels that lie within 20 pixels of the map's edges, in [0, 1]. A map that is fitted to its
    /// points leaves its edges free.
    pub at_edges: f64,
}

impl Page {
    /// Reads the map's points.
    pub async fn cloud(&self) -> Result<Cloud> {
        let map = self.map().await?;
        let read = self.script(include_str!("script/cloud.js"), vec![map.to_json()?]).await?;
        let number = |value: &Value| value.as_f64().context("no point is painted on the map");
        let pair = |name: &str| -> Result<[f64; 2]> { Ok([number(&read[name][0])?, number(&read[name][1])?]) };
        Ok(Cloud { center: pair("center")?, spread: pair("spread")?, at_edges: number(&read["atEdges"])? })
    }

    /// Waits until `is_so` of the map's points.
    pub async fn wait_for_cloud(&self, what: &str, is_so: impl Fn(&Cloud) -> bool) -> Result<Cloud> {
        wait_until(what, async || {
            let cloud = self.cloud().await?;
            anyhow::ensure!(is_so(&cloud), "it is {cloud:?}");
            Ok(Some(cloud))
        })
        .await
    }

    /// Waits until the pointer meets a word within 40 pixels of a spot, which the page shows by its cursor and its panel.
    /// Other words may stand closer.
    pub async fn wait_for_word_near(&self, spot: Spot, word: &str) -> Result<()> {
        const STEP: i64 = 8;
        let mut around: Vec<[i64; 2]> = (-5..=5).flat_map(|x| (-5..=5).map(move |y| [x * STEP, y * STEP])).collect();
        around.sort_by_key(|[x, y]| x * x + y * y);
        wait_until(&format!("{word:?} is near {spot:?}"), async || {
            let map = self.map().await?;
            for [right, down] in &around {
                self.point_at(Spot { right: spot.right + right, down: spot.down + down }).await?;
                let is_over_word = map.css_value("cursor").await? == "pointer";
                if is_over_word && self.word_shown().await?.as_deref() == Some(word) {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await
    }
}
