//! The model and its settings.

use leptos::prelude::*;

use crate::{
    protocol::{Method, Optimizer, Setting},
    ui::{
        page::{
            parts::setting_field::{AutoMark, SettingField},
            state::{Page, Session},
        },
        phrases,
    },
};

/// Settings that have a slider.
const WITH_SLIDER: [Setting; 4] = [Setting::Dims, Setting::Window, Setting::Negatives, Setting::Epochs];

/// The method, the settings that matter to it, and what can be done where the run under way is not of these.
#[component]
pub fn ModelPanel() -> impl IntoView {
    let page = Page::of_context();
    let method = Memo::new(move |_| page.run.settings.with(|settings| settings.method));
    let has_choices = Memo::new(move |_| page.run.chosen.with(|chosen| !chosen.is_empty()));
    let fields = move || {
        let method = method.get();
        Setting::ALL
            .into_iter()
            .filter(|&setting| method.uses(setting) && setting != Setting::Harmonic)
            .map(|setting| view! { <SettingField setting has_slider=WITH_SLIDER.contains(&setting) /> })
            .collect_view()
    };
    view! {
        <section class="panel model" aria-label="Model">
            <h2>"Model"</h2>
            <MethodFields />
            {fields}
            <Show when=move || method.get().uses(Setting::Harmonic)>
                <label class="check" title=Setting::Harmonic.spec().help>
                    <input
                        type="checkbox"
                        aria-label=Setting::Harmonic.spec().label
                        prop:checked=move || page.run.settings.with(|settings| settings.harmonic)
                        on:change=move |event| {
                            // Either is within the range.
                            let _ = page.choose(Setting::Harmonic, f64::from(u8::from(event_target_checked(&event))));
                        }
                    />
                    {Setting::Harmonic.spec().label}
                    <AutoMark setting=Setting::Harmonic />
                </label>
            </Show>
            <label class="check" title="Whether The and the are one word.">
                <input
                    type="checkbox"
                    prop:checked=move || page.run.settings.with(|settings| settings.lowercase)
                    on:change=move |event| {
                        page.choose_case(event_target_checked(&event));
                    }
                />
                "Lower-case all words"
            </label>
            <Show when=move || has_choices.get()>
                <button
                    type="button"
                    class="chip"
                    title="Let the length of the text choose every setting but the method."
                    on:click=move |_| page.choose_nothing()
                >
                    "Suggested settings"
                </button>
            </Show>
            <NextRun />
        </section>
    }
}

/// Method, output layer and optimizer: which model it is.
#[component]
fn MethodFields() -> impl IntoView {
    let page = Page::of_context();
    let method = Memo::new(move |_| page.run.settings.with(|settings| settings.method));
    let optimizer = Memo::new(move |_| page.run.settings.with(|settings| settings.optimizer));
    let choose_method = move |name: String| {
        let methods = [Method::SkipGram, Method::Cbow, Method::Glove];
        if let Some(method) = methods.into_iter().find(|&method| phrases::method_name(method) == name) {
            page.choose_method(method, optimizer.get_untracked());
        }
    };
    let choose_output = move |name: String| {
        let method = if name == FULL_SOFTMAX { Method::Softmax } else { Method::SkipGram };
        page.choose_method(method, optimizer.get_untracked());
    };
    let choose_optimizer = move |name: String| {
        let optimizers = [Optimizer::Sgd, Optimizer::Adam];
        if let Some(optimizer) = optimizers.into_iter().find(|&one| phrases::optimizer_name(one) == name) {
            page.choose_method(method.get_untracked(), optimizer);
        }
    };
    view! {
        <Choice
            label="Method"
            names=vec!["Skip-gram", "CBOW", "GloVe"]
            chosen=Signal::derive(move || phrases::method_name(method.get()))
            choose=choose_method
        />
        <Show when=move || matches!(method.get(), Method::SkipGram | Method::Softmax)>
            <Choice
                label="Output"
                names=vec![NEGATIVE_SAMPLING, FULL_SOFTMAX]
                chosen=Signal::derive(move || {
                    if method.get() == Method::Softmax { FULL_SOFTMAX } else { NEGATIVE_SAMPLING }
                })
                choose=choose_output
            />
        </Show>
        <Show when=move || method.get() == Method::Softmax>
            <Choice
                label="Optimizer"
                names=vec!["SGD", "Adam"]
                chosen=Signal::derive(move || phrases::optimizer_name(optimizer.get()))
                choose=choose_optimizer
            />
        </Show>
    }
}

const NEGATIVE_SAMPLING: &str = "Negative sampling";
const FULL_SOFTMAX: &str = "Full softmax";

/// One of a few, by name.
#[component]
fn Choice(
    label: &'static str,
    names: Vec<&'static str>,
    #[prop(into)] chosen: Signal<&'static str>,
    choose: impl Fn(String) + Copy + 'static,
) -> impl IntoView {
    let options = names.into_iter().map(|name| {
        view! { <option value=name selected=move || chosen.get() == name>{name}</option> }
    });
    view! {
        <label class="setting">
            <span>{label}</span>
            <select
                class="setting-choice"
                prop:value=move || chosen.get()
                on:change=move |event| choose(event_target_value(&event))
            >
                {options.collect_view()}
            </select>
        </label>
    }
}

/// What can be done where the settings of the panel are not those of the run: lengthen it, or begin another.
#[component]
fn NextRun() -> impl IntoView {
    let page = Page::of_context();
    let of_settings = move |decide: fn(&crate::protocol::Settings, &crate::protocol::Settings) -> Option<u32>| {
        Memo::new(move |_| {
            page.run.opened.with(|opened| {
                opened.as_ref().and_then(|opened| page.run.settings.with(|wanted| decide(&opened.settings, wanted)))
            })
        })
    };
    let more = of_settings(phrases::more_epochs);
    let needs_restart = of_settings(|old, wanted| phrases::needs_restart(old, wanted).then_some(1));
    let is_trained = Memo::new(move |_| page.session.get() == Session::Trained);
    // A finished run that nothing was changed of can go on as well: half as long again.
    let offer = move || {
        let epochs = page.run.settings.with(|settings| settings.epochs);
        more.get().or_else(|| (is_trained.get() && needs_restart.get().is_none()).then_some(epochs.div_ceil(2)))
    };
    let lengthen = move |more_epochs: u32| {
        if more.get_untracked().is_none() {
            let epochs = page.run.settings.get_untracked().epochs + more_epochs;
            let most = Setting::Epochs.spec().max;
            if page.choose(Setting::Epochs, f64::from(epochs).min(most)).is_err() {
                return;
            }
        }
        page.extend();
    };
    let say =
        |epochs: u32| if epochs == 1 { "Train 1 more epoch".to_owned() } else { format!("Train {epochs} more epochs") };
    view! {
        {move || offer().map(|epochs| view! {
            <button
                type="button"
                class="more-epochs"
                class:primary=move || more.get().is_some()
                on:click=move |_| lengthen(epochs)
            >
                {say(epochs)}
            </button>
        })}
        {move || needs_restart.get().is_some().then(|| view! {
            <button
                type="button"
                class="restart"
                class:primary=move || more.get().is_none()
                on:click=move |_| page.restart()
            >
                "Restart with these settings"
            </button>
        })}
    }
}
