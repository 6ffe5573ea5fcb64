//! A menu of things worth trying, or of where to take them from.

use leptos::{html, prelude::*};

/// `label` is its accessible name, `prompt` what it reads; `on_choose` gets the place of what was chosen. There is no menu where there is
/// nothing to choose between.
#[component]
pub fn ExampleMenu(
    label: &'static str,
    #[prop(default = "Examples")] prompt: &'static str,
    #[prop(into)] names: Signal<Vec<String>>,
    on_choose: impl Fn(usize) + Copy + Send + 'static,
) -> impl IntoView {
    let menu = NodeRef::<html::Select>::new();
    let choose = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            on_choose(place);
        }
        // What was chosen is shown where it went; the menu is ready for another choice.
        if let Some(menu) = menu.get_untracked() {
            menu.set_value("");
        }
    };
    let options = move || {
        let names = names.get().into_iter().enumerate();
        names.map(|(place, name)| view! { <option value=place.to_string()>{name}</option> }).collect_view()
    };
    move || {
        names.with(|names| names.len() > 1).then(|| {
            view! {
                <select class="example-menu" aria-label=label node_ref=menu on:change=choose>
                    <option value="">{prompt}</option>
                    {options}
                </select>
            }
        })
    }
}
