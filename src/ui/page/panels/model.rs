//! The model and its settings.

use leptos::prelude::*;
use web_sys::HtmlDetailsElement;

mod start;

use self::start::StartFields;
use crate::{
    protocol::{Method, Optimizer, SceneName, Setting},
    ui::{
        page::{
            parts::{
                help::Help,
                setting_field::{AutoMark, SettingField, SettingHelp},
            },
            state::{Page, Session},
        },
        phrases,
    },
};

/// Settings that people change first; the others are folded away.
const FIRST: [Setting; 4] = [Setting::Dims, Setting::Window, Setting::Epochs, Setting::LearningRate];
/// Settings that have a slider.
const WITH_SLIDER: [Setting; 4] = [Setting::Dims, Setting::Window, Setting::Negatives, Setting::Epochs];

/// The method, the settings that matter to it, and what can be done where the run under way is not of these.
#[component]
pub fn ModelPanel() -> impl IntoView {
    let page = Page::of_context();
    let method = Memo::new(move |_| page.run.settings.with(|settings| settings.method));
    let has_choices = Memo::new(move |_| page.run.chosen.with(|chosen| !chosen.is_empty()));
    let fields = move || FIRST.map(|setting| view! { <Field setting /> }).collect_view();
    view! {
        <section class="panel model" aria-label="Model">
            <h2>"Model"</h2>
            {move || (!page.has_run()).then(|| view! { <p class="soft hint">{phrases::NO_TRAINING}</p> })}
            <MethodFields />
            {fields}
            <StartFields method />
            <MoreSettings method />
            <Show when=move || has_choices.get()>
                <p class="suggested">
                    <button type="button" class="chip" on:click=move |_| page.choose_nothing()>"Suggested settings"</button>
                    <Help of="Suggested settings" text="Lets the length of the text choose every setting except the method." />
                </p>
            </Show>
            <Show when=move || page.has_run()><NextRun /></Show>
            <TrainAgain />
        </section>
    }
}

/// A setting with a slider or without.
#[component]
fn Field(setting: Setting) -> impl IntoView {
    view! { <SettingField setting has_slider=WITH_SLIDER.contains(&setting) /> }
}

/// The settings that are seldom changed, folded away until one of them is chosen.
#[component]
fn MoreSettings(method: Memo<Method>) -> impl IntoView {
    let page = Page::of_context();
    let is_more =
        |setting: &Setting| !FIRST.contains(setting) && !matches!(setting, Setting::Start | Setting::BorrowedRate);
    let settings = Memo::new(move |_| {
        let method = method.get();
        Setting::ALL.into_iter().filter(|setting| is_more(setting) && method.uses(*setting)).collect::<Vec<_>>()
    });
    let n_chosen =
        Memo::new(move |_| page.run.chosen.with(|chosen| chosen.iter().filter(|&setting| is_more(setting)).count()));
    let is_open = RwSignal::new(false);
    Effect::new(move |before: Option<usize>| {
        let n_chosen = n_chosen.get();
        if n_chosen > before.unwrap_or(0) {
            is_open.set(true);
        }
        n_chosen
    });
    let fields = move || {
        let numbers = settings.get().into_iter().filter(|&setting| setting != Setting::Harmonic);
        numbers.map(|setting| view! { <Field setting /> }).collect_view()
    };
    let hint = move || settings.with(|settings| phrases::more_settings(settings));
    view! {
        <details class="more" prop:open=is_open on:toggle=move |event| is_open.set(event_target::<HtmlDetailsElement>(&event).open())>
            <summary aria-label="More settings" aria-describedby="more-settings">
                "More settings" " " <span class="soft" id="more-settings">{hint}</span>
            </summary>
            {fields}
            <Show when=move || method.get().uses(Setting::Harmonic)>
                <div class="check-row">
                    <label class="check">
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
                    </label>
                    <SettingHelp setting=Setting::Harmonic />
                    <AutoMark setting=Setting::Harmonic />
                </div>
            </Show>
            <div class="check-row">
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || page.run.settings.with(|settings| settings.lowercase)
                        on:change=move |event| page.choose_case(event_target_checked(&event))
                    />
                    "Lower-case all words"
                </label>
                <Help
                    of="Lower-case all words"
                    text="Makes The and the one word. It takes effect when the text is read again."
                    lesson=Some(SceneName::Vocabulary)
                />
            </div>
        </details>
    }
}

/// The text that was open before the table that is: trained on again, from its vectors if they are chosen.
#[component]
fn TrainAgain() -> impl IntoView {
    let page = Page::of_context();
    let name = Memo::new(move |_| page.run.opened.with(|opened| opened.as_ref()?.text_aside.clone()));
    view! {
        {move || name.get().map(|name| view! {
            <button type="button" class="restart primary" on:click=move |_| page.restart()>{format!("Train on {name}")}</button>
        })}
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
            help=phrases::METHOD_HELP
            lesson=SceneName::Window
            names=vec!["Skip-gram", "CBOW", "GloVe"]
            chosen=Signal::derive(move || phrases::method_name(method.get()))
            choose=choose_method
        />
        <Show when=move || matches!(method.get(), Method::SkipGram | Method::Softmax)>
            <Choice
                label="Output"
                help=phrases::OUTPUT_HELP
                lesson=SceneName::Negatives
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
                help=phrases::OPTIMIZER_HELP
                lesson=SceneName::Step
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
    help: &'static str,
    lesson: SceneName,
    names: Vec<&'static str>,
    #[prop(into)] chosen: Signal<&'static str>,
    choose: impl Fn(String) + Copy + 'static,
) -> impl IntoView {
    let id = format!("setting-{}", label.to_ascii_lowercase());
    let options = names.into_iter().map(|name| {
        view! { <option value=name selected=move || chosen.get() == name>{name}</option> }
    });
    view! {
        <div class="setting">
            <span class="setting-name">
                <label for=id.clone()>{label}</label>
                <Help of=label text=help lesson=Some(lesson) />
            </span>
            <select
                id=id
                class="setting-choice"
                prop:value=move || chosen.get()
                on:change=move |event| choose(event_target_value(&event))
            >
                {options.collect_view()}
            </select>
        </div>
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
    // A finished run of which nothing was changed can go on as well.
    let offer = Memo::new(move |_| {
        let epochs = page.run.settings.with(|settings| settings.epochs);
        let can_go_on = is_trained.get() && needs_restart.get().is_none();
        more.get().or_else(|| if can_go_on { phrases::further_epochs(epochs, page.n_tokens()) } else { None })
    });
    // Said in the place of the offer.
    let is_full = Memo::new(move |_| {
        let epochs = page.run.settings.with(|settings| settings.epochs);
        let is_over = offer.get().is_none() && needs_restart.get().is_none() && is_trained.get();
        (is_over && page.has_run() && phrases::further_epochs(epochs, page.n_tokens()).is_none()).then_some(epochs)
    });
    let lengthen = move |more_epochs: u32| {
        if more.get_untracked().is_none() {
            let epochs = page.run.settings.get_untracked().epochs + more_epochs;
            if page.choose(Setting::Epochs, f64::from(epochs)).is_err() {
                return;
            }
        }
        page.extend();
    };
    let say =
        |epochs: u32| if epochs == 1 { "Train 1 more epoch".to_owned() } else { format!("Train {epochs} more epochs") };
    view! {
        {move || offer.get().map(|epochs| view! {
            <button
                type="button"
                class="more-epochs"
                class:primary=move || more.get().is_some()
                on:click=move |_| lengthen(epochs)
            >
                {say(epochs)}
            </button>
        })}
        {move || is_full.get().map(|epochs| view! { <p class="soft hint">{phrases::no_more_epochs(epochs)}</p> })}
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
