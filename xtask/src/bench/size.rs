//! What the page's and the worker's code weigh.

use anyhow::Result;

use super::Figure;
use crate::build;

pub(super) fn run() -> Result<Vec<Figure>> {
    build::release()?;
    let figures = build::weigh()?.map(|part| {
        [("raw", part.raw_bytes), ("brotli", part.brotli_bytes)].map(|(kind, bytes)| Figure {
            name: format!("{}_{kind}_bytes", part.name.replace(' ', "_")),
            value: bytes as f64,
        })
    });
    Ok(figures.into_iter().flatten().collect())
}
