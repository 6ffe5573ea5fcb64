//! Words with their places on the map and their neighbors, as CSV or JSON lines.
//!
//! The columns are those that Apple's Embedding Atlas names in its documentation: `embedding-atlas words.csv --text word
//! --x projection_x --y projection_y --neighbors neighbors`; a cell of neighbors is `{"ids": [..], "distances": [..]}`, with
//! ids that count the rows from 0 and cosine distances. For people, `nearest` has the same neighbors as words with their
//! cosines, and `projection` says along what the words lie.

use super::csv::{cell, json_text};
use crate::formats::number::write_number;

/// A neighbor of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbor<'a> {
    /// The word.
    pub word: &'a str,
    /// Its row in this file, counted from 0.
    pub row: u32,
    /// Cosine to the word, in [-1, 1].
    pub cosine: f32,
}

/// One word.
#[derive(Debug, Clone, Copy)]
pub struct Point<'a> {
    /// The word.
    pub word: &'a str,
    /// Where it lies on the map.
    pub at: [f32; 2],
    /// How often it occurs, where that is known.
    pub count: Option<u32>,
    /// Its topic, where it has one.
    pub topic: Option<&'a str>,
    /// Its cluster, where it has one.
    pub cluster: Option<&'a str>,
    /// Along what the words lie.
    pub projection: &'a str,
    /// Nearest words, best first.
    pub neighbors: &'a [Neighbor<'a>],
}

/// How points are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointsFormat {
    /// A heading, and a line a word.
    Csv,
    /// An object a line.
    JsonLines,
}

/// Writes points, one call each.
#[derive(Debug)]
pub struct PointsWriter {
    format: PointsFormat,
    n_written: u32,
}

impl PointsWriter {
    /// Nothing written yet.
    pub fn new(format: PointsFormat) -> Self {
        Self { format, n_written: 0 }
    }

    /// Appends a word. In CSV a cell that a spreadsheet would run has an apostrophe before it.
    pub fn write(&mut self, point: &Point<'_>, out: &mut Vec<u8>) {
        match self.format {
            PointsFormat::Csv => self.csv(point, out),
            PointsFormat::JsonLines => self.json(point, out),
        }
        self.n_written += 1;
    }

    fn csv(&self, point: &Point<'_>, out: &mut Vec<u8>) {
        if self.n_written == 0 {
            out.extend_from_slice(
                b"id,word,projection_x,projection_y,count,topic,cluster,projection,nearest,neighbors\r\n",
            );
        }
        let mut text = format!("{},", self.n_written);
        out.append(&mut std::mem::take(&mut text).into_bytes());
        cell(point.word, out);
        for x in point.at {
            text.push(',');
            write_number(x, &mut text);
        }
        text.push(',');
        text.extend(point.count.map(|count| count.to_string()));
        text.push(',');
        out.extend_from_slice(text.as_bytes());
        cell(point.topic.unwrap_or_default(), out);
        out.push(b',');
        cell(point.cluster.unwrap_or_default(), out);
        out.push(b',');
        cell(point.projection, out);
        out.push(b',');
        cell(&nearest(point.neighbors), out);
        out.push(b',');
        cell(&neighbors(point.neighbors), out);
        out.extend_from_slice(b"\r\n");
    }

    fn json(&self, point: &Point<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{{\"id\":{},\"word\":", self.n_written).as_bytes());
        json_text(point.word, out);
        let mut text = String::new();
        for (name, x) in ["projection_x", "projection_y"].into_iter().zip(point.at) {
            text.extend([",\"", name, "\":"]);
            // A word that has no place on the map has none here.
            if x.is_finite() { write_number(x, &mut text) } else { text.push_str("null") }
        }
        text.extend(point.count.map(|count| format!(",\"count\":{count}")));
        out.extend_from_slice(text.as_bytes());
        let labels = [("topic", point.topic), ("cluster", point.cluster), ("projection", Some(point.projection))];
        for (name, label) in labels {
            if let Some(label) = label {
                out.extend_from_slice(format!(",\"{name}\":").as_bytes());
                json_text(label, out);
            }
        }
        out.extend_from_slice(b",\"nearest\":");
        json_text(&nearest(point.neighbors), out);
        out.extend_from_slice(format!(",\"neighbors\":{}}}\n", neighbors(point.neighbors)).as_bytes());
    }
}

/// `queen 0.81; prince 0.79`.
fn nearest(found: &[Neighbor<'_>]) -> String {
    let mut text = String::new();
    for neighbor in found {
        text.extend([if text.is_empty() { "" } else { "; " }, neighbor.word, " "]);
        write_number(neighbor.cosine, &mut text);
    }
    text
}

fn neighbors(found: &[Neighbor<'_>]) -> String {
    let ids: Vec<String> = found.iter().map(|neighbor| neighbor.row.to_string()).collect();
    let distances = found.iter().map(|neighbor| {
        let mut text = String::new();
        write_number((1.0 - neighbor.cosine).max(0.0), &mut text);
        text
    });
    let distances: Vec<String> = distances.collect();
    format!("{{\"ids\":[{}],\"distances\":[{}]}}", ids.join(","), distances.join(","))
}
