//! The loss chart.

use leptos::{html, prelude::*};

use crate::{
    chart::{LossSample, LossView, draw_loss, format},
    protocol::SceneName,
    ui::{
        page::{
            parts::{ask_lesson::AskLesson, canvas::use_chart, help::Help},
            state::Page,
        },
        phrases,
    },
};

/// Size of the chart's figures, in CSS pixels.
const FONT_PX: f64 = 11.0;

/// Mean loss over the run, raw and averaged.
#[component]
pub fn LossPanel() -> impl IntoView {
    let page = Page::of_context();
    let canvas = NodeRef::<html::Canvas>::new();
    use_chart(canvas, move |root, _, pixel_ratio| {
        let tokens_total =
            page.run.progress.with(|progress| progress.as_ref().map_or(0, |progress| progress.tokens_total));
        let mode = page.theme.mode.get();
        let held_out = page.run.held_out_loss.get();
        let accuracy = page.exam.accuracy.get();
        let marked = page.map.replayed.with(|replayed| replayed.as_ref().map(|frame| frame.tokens_done as f64));
        page.run.loss.with(|points| {
            let view = LossView {
                points,
                held_out: &held_out,
                accuracy: &accuracy,
                tokens_total: tokens_total as f64,
                marked,
                mode,
                font_px: FONT_PX * pixel_ratio,
            };
            // A canvas that the browser has lost shows nothing; there is nowhere left to say so.
            let _ = draw_loss(root, &view);
        });
    });
    let last_of = |points: &Vec<LossSample>| points.last().map(|last| format::three_digits(last.loss));
    let latest = move || page.run.loss.with(last_of);
    let held_out = move || page.run.held_out_loss.with(last_of);
    let caption = move || {
        page.run.opened.with(|opened| opened.as_ref().map_or("", |opened| phrases::loss_caption(&opened.settings)))
    };
    let description = move || match (latest(), held_out()) {
        (None, _) => "Loss over the run: nothing trained yet.".to_owned(),
        (Some(figure), None) => format!("Mean loss over the run, now {figure}."),
        (Some(figure), Some(held_out)) => {
            format!("Mean loss over the run, now {figure}; on the held-out sentences {held_out}.")
        }
    };
    let accuracy =
        move || page.exam.accuracy.with(|points| points.last().map(|(_, share)| format!("{:.0} %", 100.0 * share)));
    let has_accuracy = Memo::new(move |_| page.exam.accuracy.with(|points| !points.is_empty()));
    let accuracy_title = Signal::derive(move || phrases::accuracy_title(page.exam.accuracy_cost.get()));
    let is_held_out =
        Memo::new(move |_| page.run.opened.with(|opened| opened.as_ref().is_some_and(|o| o.n_tokens_held_out > 0)));
    let no_loss = move || (!page.has_run()).then(|| view! { <p class="soft hint">{phrases::NO_LOSS}</p> });
    view! {
        <section class="panel loss" aria-label="Loss">
            <h2>
                "Loss"
                <span class="aside figure">
                    {latest}
                    {move || page.has_text().then(|| view! {
                        <AskLesson
                            scene=SceneName::Step
                            of="loss"
                            inputs=move || page.about_word(page.words.pinned.get_untracked())
                        />
                    })}
                </span>
            </h2>
            {no_loss}
            <canvas class="loss-chart" hidden=move || !page.has_run() node_ref=canvas role="img" aria-label=description></canvas>
            <p class="soft loss-caption" hidden=move || !page.has_run()>
                {caption}
                {move || is_held_out.get().then(|| view! {
                    " "
                    <span class="loss-key">
                        <span class="key-held-out" aria-hidden="true"></span>
                        "Held out " <span class="figure">{held_out}</span>
                        <Help of="Held out" text="Loss on one sentence in a hundred, which is never trained on." lesson=Some(SceneName::Step) />
                    </span>
                })}
                {move || has_accuracy.get().then(|| view! {
                    " "
                    <span class="loss-key">
                        <span class="key-accuracy" aria-hidden="true"></span>
                        "Analogies " <span class="figure">{accuracy}</span>
                        <Help of="Analogies" text=accuracy_title lesson=Some(SceneName::Walk) />
                    </span>
                })}
            </p>
        </section>
    }
}
