//! What the next run begins with: random vectors, or those that were open before.

use leptos::prelude::*;

use crate::{
    protocol::{Lender, Method, Setting, Start},
    ui::{
        page::{
            parts::{help::Help, setting_field::SettingField},
            state::Page,
        },
        phrases,
    },
};

/// The choice, and how fast borrowed vectors move. Nothing where there are none to choose.
#[component]
pub fn StartFields(method: Memo<Method>) -> impl IntoView {
    let page = Page::of_context();
    let lenders = Memo::new(move |_| {
        page.run.opened.with(|opened| opened.as_ref().map_or([None, None], |opened| opened.lenders.clone()))
    });
    let has_choice = Memo::new(move |_| lenders.with(|lenders| lenders.iter().any(Option::is_some)));
    let can_borrow = Memo::new(move |_| method.get().uses(Setting::Start));
    view! {
        <Show when=move || has_choice.get() && can_borrow.get()><StartChoice lenders /></Show>
        <Show when=move || has_choice.get() && !can_borrow.get()>
            <p class="soft hint">{phrases::GLOVE_STARTS_AT_RANDOM}</p>
        </Show>
    }
}

#[component]
fn StartChoice(lenders: Memo<[Option<Lender>; 2]>) -> impl IntoView {
    let page = Page::of_context();
    let start = Memo::new(move |_| page.run.settings.with(|settings| settings.start));
    let rate = Memo::new(move |_| page.run.settings.with(|settings| settings.borrowed_rate));
    let number = |start: Start| (start as u8).to_string();
    let options = move || {
        let starts = lenders.with(phrases::starts);
        let option = |(of, name): (Start, String)| {
            view! { <option value=number(of) selected=move || start.get() == of>{name}</option> }
        };
        starts.into_iter().map(option).collect_view()
    };
    let choose = move |typed: String| {
        if let Some(&start) = typed.parse().ok().and_then(|place: usize| Start::ALL.get(place)) {
            page.choose_start(start);
        }
    };
    let said = move || {
        lenders.with(|lenders| {
            let lender = phrases::lender_of(lenders, start.get())?;
            Some(phrases::lender(lender, rate.get()))
        })
    };
    let borrows = Memo::new(move |_| start.get() != Start::Random);
    view! {
        <div class="setting">
            <span class="setting-name">
                <label for="setting-start">{Setting::Start.spec().label}</label>
                <Help of=Setting::Start.spec().label text=phrases::START_HELP lesson=phrases::lesson_of_setting(Setting::Start) />
            </span>
            <select
                id="setting-start"
                class="setting-choice"
                prop:value=move || number(start.get())
                on:change=move |event| choose(event_target_value(&event))
            >
                {options}
            </select>
        </div>
        <Show when=move || borrows.get()>
            <SettingField setting=Setting::BorrowedRate has_slider=true />
            <p class="start-rates" role="group" aria-label="Borrowed vectors">
                <Rate name="Freeze" of=0.0 />
                <Rate name="A tenth" of=0.1 />
                <Rate name="Whole rate" of=1.0 />
            </p>
            <p class="soft hint" role="status">{said}</p>
        </Show>
    }
}

/// A button for one rate of borrowed vectors.
#[component]
fn Rate(name: &'static str, of: f64) -> impl IntoView {
    let page = Page::of_context();
    let is_chosen = Memo::new(move |_| page.run.settings.with(|settings| settings.borrowed_rate == of));
    // What is within its range is never refused.
    let choose = move |_| {
        let _ = page.choose(Setting::BorrowedRate, of);
    };
    view! {
        <button type="button" class="chip" aria-pressed=move || is_chosen.get().to_string() on:click=choose>{name}</button>
    }
}
