//! Back through training: how the map came about.

use leptos::{ev, prelude::*};

use crate::{
    chart::format,
    protocol::{Frame, SceneInputs, SceneName},
    ui::{
        page::{
            parts::ask_lesson::AskLesson,
            state::{Page, Session},
        },
        trail::Trail,
    },
};

/// A slider over the frames of the trail, while training rests.
#[component]
pub fn MapReplay() -> impl IntoView {
    let page = Page::of_context();
    let last = Memo::new(move |_| page.map.trail_len.get().saturating_sub(1));
    let rests = Memo::new(move |_| matches!(page.session.get(), Session::Paused | Session::Trained) && last.get() > 0);
    let place = RwSignal::new(0);
    // A newer frame than the trail had puts the slider at its end again.
    Effect::new(move |_| {
        last.track();
        if page.map.replayed.with(Option::is_none) {
            place.set(last.get());
        }
    });
    let says = move || {
        let of_frame = |frame: &Frame| format!("after {} words", format::count(frame.tokens_done));
        page.map
            .trail
            .with_value(|trail: &Trail| trail.get(place.get()).map(|frame| of_frame(frame)))
            .unwrap_or_default()
    };
    let slide = move |event: ev::Event| {
        if let Ok(wanted) = event_target_value(&event).parse::<usize>() {
            place.set(wanted);
            page.replay(wanted);
        }
    };
    view! {
        {move || rests.get().then(|| view! {
            <div class="map-replay map-control">
            <label title="How the map came about">
                <span aria-hidden="true">"Replay"</span>
                <input
                    class="slider"
                    type="range"
                    aria-label="Replay"
                    aria-valuetext=says
                    min="0"
                    max=move || last.get().to_string()
                    step="1"
                    style=move || format!("--share: {}", place.get() as f64 / last.get().max(1) as f64)
                    prop:value=move || place.get().to_string()
                    on:input=slide
                />
                <span class="figure">{move || (place.get() < last.get()).then(says)}</span>
            </label>
            <AskLesson scene=SceneName::Grow of="replay" inputs=SceneInputs::default />
            </div>
        })}
    }
}
