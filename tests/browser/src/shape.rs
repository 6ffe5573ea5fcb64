//! Whether the page keeps its shape.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::Page;

impl Page {
    /// What sticks out sideways of the page or of its part of the page, one sentence each. In an open dialog, of that alone.
    pub async fn sticking_out(&self) -> Result<Vec<String>> {
        let found = self.script(include_str!("script/shape.js"), Vec::new()).await?;
        Ok(found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Fails where something sticks out. `when`: what the page shows at this moment.
    pub async fn keeps_its_shape(&self, when: &str) -> Result<()> {
        let out = self.sticking_out().await?;
        ensure!(out.is_empty(), "{when}: {out:#?}");
        Ok(())
    }

    /// How many pixels of the map's topmost layer are painted: outlines, rings and the words that stand out.
    pub async fn n_overlaid(&self) -> Result<u64> {
        // Marks lie on a canvas of their own, beneath that of what stands out.
        let script = "let n = 0;
            for (const canvas of [arguments[0], arguments[0].previousElementSibling]) {
                if (!canvas?.getContext) continue;
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                for (let at = 3; at < data.length; at += 4) n += data[at] > 0;
            }
            return n;";
        let n = self.script(script, vec![self.map().await?.to_json()?]).await?;
        Ok(n.as_u64().unwrap_or_default())
    }
}
