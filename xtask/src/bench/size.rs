//! What the page's and the worker's code weigh.

use anyhow::Result;

use super::Figure;
use crate::build;

pub(super) fn run() -> Result<Vec<Figure>> {
    build::release()?;
    let [page, worker] = build::weigh()?;
    Ok(vec![
        Figure { name: "page_raw_bytes".to_owned(), value: page.raw_bytes as f64 },
        Figure { name: "page_brotli_bytes".to_owned(), value: page.brotli_bytes as f64 },
        Figure { name: "worker_raw_bytes".to_owned(), value: worker.raw_bytes as f64 },
        Figure { name: "worker_brotli_bytes".to_owned(), value: worker.brotli_bytes as f64 },
    ])
}
