//! The model and its settings.

use leptos::prelude::*;

use super::{phrases, setting_field::SettingField, state::Page};
use crate::protocol::{Command, Setting};

/// Every setting, and a restart where the run under way is not of these.
#[component]
pub(super) fn ModelPanel() -> impl IntoView {
    let page = Page::of_context();
    let needs_restart = Memo::new(move |_| {
        page.opened.with(|opened| {
            opened.as_ref().is_some_and(|opened| phrases::needs_restart(&opened.settings, &page.settings.get()))
        })
    });
    let restart = move |_| page.send(Command::Restart { settings: page.settings.get_untracked() });
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
            {move || needs_restart.get().then(|| view! {
                <button type="button" class="primary restart" on:click=restart>"Restart with these settings"</button>
            })}
        </section>
    }
}
