//! The form of t-SNE: how, of how much, how far.

use leptos::{ev, prelude::*};

use crate::{
    chart::format,
    protocol::Mapping,
    ui::page::{
        parts::progress_bar::ProgressBar,
        state::{MOST_TSNE_WORDS, Page},
    },
};

/// Perplexity and number of words; while it runs, how far it is.
#[component]
pub fn MapTsne() -> impl IntoView {
    let page = Page::of_context();
    let state = page.tsne;
    let mishap = RwSignal::new(None::<String>);
    let number = move |name: &'static str, value: Signal<String>, accept: fn(Page, f32) -> Result<(), String>| {
        view! {
            <label>
                <span>{name}</span>
                <input
                    type="text"
                    inputmode="numeric"
                    aria-label=name
                    autocomplete="off"
                    prop:value=value
                    on:change=move |event: ev::Event| {
                        let typed = event_target_value(&event).replace(',', "").trim().parse().unwrap_or(f32::NAN);
                        mishap.set(accept(page, typed).err());
                    }
                />
            </label>
        }
    };
    let perplexity = number("Perplexity", Signal::derive(move || state.perplexity.get().to_string()), |page, value| {
        if !(2.0..=200.0).contains(&value) {
            return Err(
                "Perplexity must be a number from 2 to 200: about how many neighbors count for each word.".to_owned()
            );
        }
        page.choose_perplexity(value);
        Ok(())
    });
    let words = number("Most words", Signal::derive(move || state.most_words.get().to_string()), |page, value| {
        if !(10.0..=MOST_TSNE_WORDS as f32).contains(&value) {
            return Err(format!(
                "t-SNE takes from 10 to {} words: beyond, it would run for minutes.",
                format::count(MOST_TSNE_WORDS.into())
            ));
        }
        page.choose_tsne_words(value as u32);
        Ok(())
    });
    let running = move || {
        state.progress.get().map(|progress| {
            let share = (progress.share * 100.0).floor();
            view! {
                <ProgressBar name="t-SNE" share=Signal::stored(progress.share) />
                <span class="figure">{format!("{share} % of {} words", format::count(progress.n_words.into()))}</span>
                <button type="button" class="chip" on:click=move |_| page.stop_tsne()>"Cancel t-SNE"</button>
            }
        })
    };
    let is_running = move || state.progress.with(Option::is_some);
    let run = move || {
        (!is_running()).then(|| {
            let is_done = page.map.view.with(|view| view.projection.mapping()) == Mapping::Placed;
            view! {
                <button type="button" class="chip" on:click=move |_| page.run_tsne()>
                    {if is_done { "Run again" } else { "Run t-SNE" }}
                </button>
                <span class="soft">"of the most frequent words on the map"</span>
            }
        })
    };
    view! {
        <div class="map-axes map-tsne map-control" role="group" aria-label="t-SNE">
            {perplexity} {words} {run} {running}
            {move || mishap.get().map(|message| view! { <p class="mishap" role="alert">{message}</p> })}
        </div>
    }
}
