//! The tabs of the page and what they show.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::ui::{
    page::state::{Page, Tab},
    tabs,
};

/// A row of tabs: one of them takes the focus, the arrow keys choose another.
#[component]
pub fn TabBar() -> impl IntoView {
    let page = Page::of_context();
    let bar = NodeRef::<html::Div>::new();
    let choose = move |tab: Tab| {
        // A bar that stands at the upper edge hides where the panel begins.
        let is_stuck = page.look.is_phone.get_untracked()
            && bar.get_untracked().is_some_and(|bar| bar.get_bounding_client_rect().top() <= 0.5);
        page.choose_tab(tab);
        if is_stuck {
            request_animation_frame(move || {
                if let Some(panel) = document().get_element_by_id(&tab.panel_id()) {
                    panel.scroll_into_view();
                }
            });
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let tabs = untrack(|| page.look.tabs());
        let chosen = untrack(|| page.look.tab());
        let place = tabs.iter().position(|&tab| tab == chosen).unwrap_or(0);
        let Some(next) = tabs::place_after(&event.key(), place, tabs.len()) else { return };
        event.prevent_default();
        choose(tabs[next]);
        let button = document().get_element_by_id(&tabs[next].button_id());
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            // A button of the page that is shown can always be focused.
            let _ = button.focus();
        }
    };
    let buttons = move || {
        let button = |&tab: &Tab| {
            let is_chosen = Memo::new(move |_| page.look.tab() == tab);
            view! {
                <button
                    type="button"
                    role="tab"
                    id=tab.button_id()
                    aria-selected=move || is_chosen.get().to_string()
                    aria-controls=tab.panel_id()
                    tabindex=move || if is_chosen.get() { "0" } else { "-1" }
                    on:click=move |_| choose(tab)
                >
                    {tab.name()}
                </button>
            }
        };
        page.look.tabs().iter().map(button).collect_view()
    };
    view! { <div class="tabs" role="tablist" aria-label="Panels" node_ref=bar on:keydown=on_key>{buttons}</div> }
}

/// What a tab shows. What is in it stays as it is while another tab is shown. A panel whose tab is not there, such as *Setup*
/// beside the map, is always shown.
#[component]
pub fn TabPanel(
    tab: Tab,
    class: &'static str,
    /// Whether it lies over the page's lower half on a phone.
    #[prop(optional, into)]
    is_sheet: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let page = Page::of_context();
    let has_tab = Memo::new(move |_| page.look.tabs().contains(&tab));
    let is_hidden = Memo::new(move |_| !page.look.shows(tab));
    view! {
        <div
            class=class
            class:has-scene=is_sheet
            id=tab.panel_id()
            role=move || has_tab.get().then_some("tabpanel")
            aria-labelledby=move || has_tab.get().then(|| tab.button_id())
            hidden=is_hidden
        >
            {children()}
        </div>
    }
}

/// Mounts its children when the tab is shown for the first time and their code is here: nobody waits for what is behind a tab that
/// is never chosen.
#[component]
pub fn WhenShown(tab: Tab, children: ChildrenFn) -> impl IntoView {
    let page = Page::of_context();
    let was_shown =
        Memo::new(move |was: Option<&bool>| was == Some(&true) || page.look.shows(tab) && page.look.is_whole.get());
    view! { <Show when=move || was_shown.get()>{children()}</Show> }
}
