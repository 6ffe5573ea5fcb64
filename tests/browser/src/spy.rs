//! What page and worker have said to each other, and when.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use embedding_explorer::protocol::{Command, Event, Opened, Phase, Slot};
use serde_json::{Value, json};

use crate::{
    Page,
    crossing::{self, CROSSING},
    numbers,
};

/// What was seen since the page was opened, or since [`forget`]. Times are milliseconds since the navigation began.
#[derive(Debug, Default)]
pub struct Seen {
    /// The worker was up.
    pub ready_ms: Option<f64>,
    /// The page had drawn a first map.
    pub first_map_ms: Option<f64>,
    /// The worker had told that its run was done.
    pub trained_ms: Option<f64>,
    /// The last model that was opened.
    pub opened: Option<Opened>,
    /// The rate that was told last, in words a second.
    pub words_per_second: Option<f64>,
    /// What the curve of analogies had taken of the run, in [0, 1].
    pub accuracy_cost: Option<f64>,
    /// Points of that curve.
    pub n_accuracies: usize,
    /// Maps that the page has drawn.
    pub n_maps: usize,
    /// From each question of the pointer to its answer.
    pub hover_ms: Vec<f64>,
    /// Waits between two frames of the screen, from the first map to the end of the run.
    pub frame_gap_ms: Vec<f64>,
    /// Tasks of the main thread over 50 ms.
    pub long_task_ms: Vec<f64>,
    /// Those of them that began after the first map.
    pub later_task_ms: Vec<f64>,
    /// Questions that the page has asked.
    pub n_asked: u64,
}

/// Listens from the next navigation on.
pub async fn listen(page: &Page) -> Result<()> {
    let source = format!("{CROSSING}\n{}", include_str!("script/spy.js"));
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await
}

/// What was seen so far.
pub async fn seen(page: &Page) -> Result<Seen> {
    read(&page.script("return window.spy.take()", Vec::new()).await?)
}

/// Forgets what was seen so far.
pub async fn forget(page: &Page) -> Result<()> {
    page.script("window.spy.forget()", Vec::new()).await?;
    Ok(())
}

fn read(taken: &Value) -> Result<Seen> {
    let mut seen = Seen::default();
    let mut asked = BTreeMap::new();
    let mut messages: Vec<&Value> =
        taken["messages"].as_array().context("the page was not listened to")?.iter().collect();
    messages.sort_by(|a, b| at_ms_of(a).total_cmp(&at_ms_of(b)));
    for message in messages {
        let at_ms = at_ms_of(message);
        if message["isOfPage"] == json!(true) {
            match crossing::command_of_text(&message["text"])? {
                Command::FrameShown { .. } => {
                    seen.first_map_ms.get_or_insert(at_ms);
                    seen.n_maps += 1;
                }
                Command::Ask { id, slot, .. } => {
                    seen.n_asked += 1;
                    if slot == Slot::Hover {
                        asked.insert(id, at_ms);
                    }
                }
                _ => {}
            }
            continue;
        }
        match crossing::event_of_text(&message["text"])? {
            Event::Ready { .. } => {
                seen.ready_ms.get_or_insert(at_ms);
            }
            Event::Opened(opened) => seen.opened = Some(*opened),
            Event::Progress(progress) => {
                if progress.phase == Phase::Trained {
                    seen.trained_ms.get_or_insert(at_ms);
                }
                seen.words_per_second = progress.words_per_second.or(seen.words_per_second);
                seen.accuracy_cost = Some(progress.accuracy_cost);
                seen.n_accuracies += progress.accuracy.len();
            }
            Event::Answer { id, slot: Slot::Hover, .. } => {
                seen.hover_ms.extend(asked.remove(&id).map(|asked_ms| at_ms - asked_ms));
            }
            _ => {}
        }
    }
    let is_within = |&[before, after]: &[f64; 2]| {
        let (first, trained) = (seen.first_map_ms.unwrap_or(f64::INFINITY), seen.trained_ms.unwrap_or(f64::INFINITY));
        before >= first && after <= trained
    };
    for task in taken["longTasks"].as_array().into_iter().flatten() {
        let [start_ms, took_ms] = [&task[0], &task[1]].map(|time| time.as_f64().unwrap_or(f64::NAN));
        seen.long_task_ms.push(took_ms);
        if seen.first_map_ms.is_some_and(|first_ms| start_ms >= first_ms) {
            seen.later_task_ms.push(took_ms);
        }
    }
    let frames = numbers(&taken["frameMs"]);
    let pairs = frames.windows(2).map(|pair| [pair[0], pair[1]]);
    seen.frame_gap_ms = pairs.filter(is_within).map(|[before, after]| after - before).collect();
    Ok(seen)
}

fn at_ms_of(message: &Value) -> f64 {
    message["atMs"].as_f64().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_matched_with_its_question() {
        let command = |at_ms: f64, command: &Command| json!({ "atMs": at_ms, "isOfPage": true, "text": crossing::command_as_text(command).expect("it can be written") });
        let taken = json!({
            "messages": [command(30.0, &Command::FrameShown { serial: 2 }), command(10.0, &Command::FrameShown { serial: 1 })],
            "longTasks": [[4.0, 61.0], [12.0, 52.0]], "frameMs": [5.0, 12.0, 20.0, 37.0],
        });
        let seen = read(&taken).expect("it is what the script gives");
        assert_eq!((seen.first_map_ms, seen.n_maps, seen.trained_ms), (Some(10.0), 2, None));
        assert_eq!((seen.frame_gap_ms, seen.long_task_ms), (vec![8.0, 17.0], vec![61.0, 52.0]));
        assert_eq!(seen.later_task_ms, [52.0]);
    }
}
