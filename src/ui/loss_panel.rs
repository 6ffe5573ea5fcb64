//! The loss chart.

use leptos::{html, prelude::*};

use super::{canvas::use_chart, state::Page};
use crate::chart::{LossView, draw_loss, format};

/// Size of the chart's figures, in CSS pixels.
const FONT_PX: f64 = 11.0;

/// Mean loss over the run, raw and averaged.
#[component]
pub(super) fn LossPanel() -> impl IntoView {
    let page = Page::of_context();
    let canvas = NodeRef::<html::Canvas>::new();
    use_chart(canvas, move |root, _, pixel_ratio| {
        let tokens_total = page.progress.with(|progress| progress.as_ref().map_or(0, |progress| progress.tokens_total));
        let mode = page.theme.mode.get();
        page.loss.with(|points| {
            let view = LossView { points, tokens_total: tokens_total as f64, mode, font_px: FONT_PX * pixel_ratio };
            // A canvas that the browser has lost shows nothing; there is nowhere left to say so.
            let _ = draw_loss(root, &view);
        });
    });
    let latest =
        move || page.loss.with(|points| points.last().map_or_else(String::new, |last| format::three_digits(last.loss)));
    let description = move || match latest() {
        figure if figure.is_empty() => "Loss over the run: nothing trained yet.".to_owned(),
        figure => format!("Mean loss per pair over the run, now {figure} nats."),
    };
    view! {
        <section class="panel loss" aria-label="Loss">
            <h2>"Loss" <span class="aside figure">{latest}</span></h2>
            <canvas class="loss-chart" node_ref=canvas role="img" aria-label=description></canvas>
        </section>
    }
}
