//! The model and its settings.

use leptos::prelude::*;

use super::{phrases, setting_field::SettingField, state::Page};
use crate::protocol::Setting;

/// Every setting, and a restart where the run under way is not of these.
#[component]
pub(super) fn ModelPanel() -> impl IntoView {
    let page = Page::of_context();
    let needs_restart = Memo::new(move |_| {
        page.opened.with(|opened| {
            opened.as_ref().is_some_and(|opened| phrases::needs_restart(&opened.settings, &page.settings.get()))
        })
    });
    view! {
        <section class="panel model" aria-label="Model">
            <h2>"Model"</h2>
            <div class="setting">
                <span>"Method"</span>
                <span class="setting-fact">"Skip-gram"</span>
            </div>
            <div class="setting">
                <span>"Output layer"</span>
                <span class="setting-fact">"Negative sampling"</span>
            </div>
            <SettingField setting=Setting::Dims has_slider=true />
            <SettingField setting=Setting::Window has_slider=true />
            <SettingField setting=Setting::Negatives has_slider=true />
            <SettingField setting=Setting::Epochs has_slider=true />
            <SettingField setting=Setting::MinCount />
            <SettingField setting=Setting::Subsample />
            <SettingField setting=Setting::LearningRate />
            <SettingField setting=Setting::Seed />
            <label class="check" title="Whether The and the are one word.">
                <input
                    type="checkbox"
                    prop:checked=move || page.settings.with(|settings| settings.lowercase)
                    on:change=move |event| {
                        page.settings.update(|settings| settings.lowercase = event_target_checked(&event));
                    }
                />
                "Lower-case all words"
            </label>
            {move || needs_restart.get().then(|| view! {
                <button type="button" class="primary restart" on:click=move |_| page.restart()>"Restart with these settings"</button>
            })}
        </section>
    }
}
