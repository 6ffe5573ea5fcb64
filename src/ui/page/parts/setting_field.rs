//! One setting: a number that can be typed, and for some a slider under it.

use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

use crate::{
    protocol::Setting,
    ui::{
        page::{parts::help::Help, state::Page},
        phrases, slider,
    },
};

/// A setting by its name. A value that is not allowed is refused in place, with the reason; nothing changes.
#[component]
pub fn SettingField(setting: Setting, #[prop(default = false)] has_slider: bool) -> impl IntoView {
    let page = Page::of_context();
    let spec = setting.spec();
    // What it may be depends on the text that is open.
    let range = Memo::new(move |_| setting.spec_for(page.n_tokens()));
    let id = format!("setting-{}", spec.key);
    let error_id = format!("{id}-error");
    let value = Memo::new(move |_| page.run.settings.with(|settings| settings.get(setting)));
    let number_box = NodeRef::<html::Input>::new();
    // What the box holds, if it is a number at all.
    let typed = move || {
        let text = number_box.get_untracked().map(|number_box| number_box.value());
        text.and_then(|text| text.trim().parse::<f64>().ok()).unwrap_or(f64::NAN)
    };
    let error = RwSignal::new(None::<String>);
    // The box is the reader's while they type; it is written only when the setting has changed elsewhere.
    Effect::new(move |_| {
        let value = value.get();
        if let Some(number_box) = number_box.get()
            && typed() != value
        {
            number_box.set_value(&value.to_string());
            error.set(None);
        }
    });

    let accept = move |wanted: f64| {
        let refused = page.choose(setting, wanted).err();
        let n_words = page.run.opened.with_untracked(|opened| opened.as_ref().map_or(0, |opened| opened.words.len()));
        error.set(refused.map(|reason| phrases::refused_value(&reason, n_words)));
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            accept(typed());
        }
    };
    let position = move || slider::position(&range.get(), value.get());
    let track = has_slider.then(|| {
        view! {
            <input
                class="slider"
                type="range"
                aria-hidden="true"
                tabindex="-1"
                min="0"
                max="1"
                step="any"
                style=move || format!("--share: {}", position())
                prop:value=move || position().to_string()
                on:input=move |event| {
                    if let Ok(position) = event_target_value(&event).parse() {
                        accept(slider::value(&range.get_untracked(), position));
                    }
                }
            />
        }
    });
    view! {
        <div class="setting" class:has-slider=has_slider>
            <span class="setting-name">
                <label for=id.clone()>{spec.label}</label>
                <SettingHelp setting=setting />
                <AutoMark setting=setting />
            </span>
            <input
                id=id
                class="setting-value figure"
                type="number"
                min=spec.min.to_string()
                max=move || range.get().max.to_string()
                step={ if spec.step > 0.0 { spec.step.to_string() } else { "any".to_owned() } }
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| error_id.clone())
                node_ref=number_box
                on:change=move |_| accept(typed())
                on:keydown=on_key
            />
            {track}
            {
                let error_id = format!("setting-{}-error", spec.key);
                move || error.get().map(|reason| view! { <p class="mishap" role="alert" id=error_id.clone()>{reason}</p> })
            }
        </div>
    }
}

/// What a setting means, behind a "?".
#[component]
pub fn SettingHelp(setting: Setting) -> impl IntoView {
    let spec = setting.spec();
    let is_automatic = is_automatic(setting);
    let text = Signal::derive(move || phrases::setting_help(&spec, is_automatic.get()));
    view! { <Help of=spec.label text=text lesson=phrases::lesson_of_setting(setting) /> }
}

/// Marks a setting that the length of the text has chosen.
#[component]
pub fn AutoMark(setting: Setting) -> impl IntoView {
    let page = Page::of_context();
    let is_automatic = is_automatic(setting);
    let is_advised = move || setting == Setting::MinCount && page.run.advised.with(Option::is_some);
    let mark = move || if is_advised() { "this text" } else { "auto" };
    view! { {move || is_automatic.get().then(|| view! { <span class="setting-auto">{mark}</span> })} }
}

/// Whether the length of the text chooses a setting. The seed is nobody's choice but the reader's.
fn is_automatic(setting: Setting) -> Memo<bool> {
    let page = Page::of_context();
    Memo::new(move |_| setting != Setting::Seed && page.run.chosen.with(|chosen| !chosen.contains(&setting)))
}
