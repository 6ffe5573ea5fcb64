//! Fingers on the screen.

use anyhow::Result;
use serde_json::json;

use crate::{Page, Spot};

/// What fingers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// They come down.
    Start,
    /// They move.
    Move,
    /// They are lifted; takes no points.
    End,
    /// The system takes them away, as for a call or its own gesture; takes no points.
    Cancel,
}

impl Touch {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "touchStart",
            Self::Move => "touchMove",
            Self::End => "touchEnd",
            Self::Cancel => "touchCancel",
        }
    }
}

impl Page {
    /// One event of the fingers that are down after it. `points`: pixels of the window from its upper left corner.
    pub async fn touch(&self, touch: Touch, points: &[[f64; 2]]) -> Result<()> {
        let points: Vec<_> =
            points.iter().enumerate().map(|(id, [x, y])| json!({ "x": x, "y": y, "id": id })).collect();
        let event = json!({ "type": touch.name(), "touchPoints": points });
        self.devtools("Input.dispatchTouchEvent", event).await?;
        Ok(())
    }

    /// One event of one finger on the map.
    pub async fn touch_map(&self, touch: Touch, spot: Spot) -> Result<()> {
        let point = self.in_window(spot).await?;
        match touch {
            Touch::Start | Touch::Move => self.touch(touch, &[point]).await,
            Touch::End | Touch::Cancel => self.touch(touch, &[]).await,
        }
    }

    /// A short touch of the map.
    pub async fn tap(&self, spot: Spot) -> Result<()> {
        self.touch_map(Touch::Start, spot).await?;
        self.touch(Touch::End, &[]).await
    }

    /// A finger goes from one point of the window to another and is lifted.
    pub async fn swipe(&self, from: [f64; 2], to: [f64; 2]) -> Result<()> {
        const STEPS: u32 = 12;
        self.touch(Touch::Start, &[from]).await?;
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let between = |a: f64, b: f64| a + (b - a) * share;
            self.touch(Touch::Move, &[[between(from[0], to[0]), between(from[1], to[1])]]).await?;
        }
        self.touch(Touch::End, &[]).await
    }
}
