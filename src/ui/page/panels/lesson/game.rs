//! Guess the word: a box for the next guess, and the guesses by how near they are.

use leptos::prelude::*;

use super::elements::Elements;
use crate::ui::{
    page::{parts::word_input::WordInput, state::Page},
    phrases,
};

/// The game. The worker alone knows the word.
#[component]
pub fn Game() -> impl IntoView {
    let page = Page::of_context();
    let lesson = page.lesson;
    let value = RwSignal::new(String::new());
    let commit = move |text: String| {
        page.make_guess(&text);
        value.set(String::new());
    };
    let said =
        move || lesson.shown.with(|shown| shown.as_ref().map_or_else(String::new, |view| phrases::said_of_game(view)));
    let is_over = Memo::new(move |_| {
        lesson.shown.with(|shown| shown.as_ref().is_none_or(|view| phrases::named(view, "secret").is_some()))
    });
    let has_hint = Memo::new(move |_| {
        lesson.shown.with(|shown| shown.as_ref().is_some_and(|view| phrases::named(view, "hint").is_some()))
    });
    view! {
        <p class="lesson-text">
            "One word of this vocabulary is secret, another one each day. Type any words: each is told how near it is. "
            "At rank 1 no other word is nearer."
        </p>
        <div class="lesson-game" hidden=is_over>
            <WordInput
                name="Guess"
                id="lesson-guess"
                placeholder="a word, then Enter"
                value=value
                on_commit=commit
                commits_on_blur=false
            />
            <button type="button" class="chip" disabled=move || !has_hint.get() on:click=move |_| page.take_hint()>"Hint"</button>
            <button type="button" class="chip" on:click=move |_| page.give_up()>"Give up"</button>
        </div>
        <p class="lesson-result" role="status">{said}</p>
        <p>
            <button type="button" class="chip" on:click=move |_| page.begin_game(None)>"Another word"</button>
            <span class="soft hint">" Copy link challenges somebody: with the same vectors, the word is the same."</span>
        </p>
        <Elements />
    }
}
