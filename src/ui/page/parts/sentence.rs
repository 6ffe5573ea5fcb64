//! A sentence that names words of the text.

use leptos::prelude::*;

use crate::ui::phrases::{self, Part};

/// The sentence with each word that it quotes set apart, so that a word that runs from right to left does not turn what stands
/// around it.
pub fn sentence(text: &str) -> impl IntoView + use<> {
    let part = |part: Part<'_>| match part {
        Part::Plain(text) => text.to_owned().into_any(),
        Part::Word(word) => view! { <bdi>{word.to_owned()}</bdi> }.into_any(),
    };
    phrases::parts(text).into_iter().map(part).collect_view()
}
