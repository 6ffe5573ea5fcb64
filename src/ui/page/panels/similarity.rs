//! How alike words are: the odd one out of a group, and two groups compared.

use leptos::prelude::*;

use crate::{
    chart::format,
    protocol::Slot,
    ui::page::{
        parts::{unknown_word::UnknownWord, word_input::WordInput},
        state::{GroupsAnswer, Page, Reply},
    },
};

/// Pairs are listed for groups of at most this many words; the heatmap shows more.
const MOST_LISTED: usize = 8;

/// Two boxes, and what the vectors say of the words in them.
#[component]
pub fn GroupsPanel() -> impl IntoView {
    let page = Page::of_context();
    let boxes: [RwSignal<String>; 2] = std::array::from_fn(|_| RwSignal::new(String::new()));
    Effect::new(move |_| {
        for (text, words) in boxes.iter().zip(page.similarity.groups.get()) {
            text.set(words);
        }
    });
    let commit = move |_: String| {
        page.choose_groups(boxes.map(|text| text.get_untracked()));
    };
    let reply = move || match page.similarity.reply.get() {
        Reply::Nothing => {
            view! { <p class="soft hint">"Type a few words to find the odd one out, such as cat dog lion paris."</p> }
                .into_any()
        }
        Reply::Refused(message) => view! { <p class="mishap" role="alert">{message}</p> }.into_any(),
        Reply::Unknown(unknown) => {
            let on_pick = move |(wrong, right): (String, String)| page.mend_groups(&wrong, &right);
            view! { <UnknownWord unknown=unknown on_pick=on_pick /> }.into_any()
        }
        Reply::Good(answer) => view! { <Likeness answer=answer /> }.into_any(),
    };
    view! {
        <section class="panel groups" aria-label="Similarity">
            <h2>"Similarity"</h2>
            <WordInput name="Group" id="group" value=boxes[0] is_list=true on_commit=commit />
            <WordInput name="Other group" id="other-group" placeholder="and another group" value=boxes[1] is_list=true on_commit=commit />
            <div class="groups-reply" class:is-late=move || page.line.is_waiting(Slot::Groups)>{reply}</div>
        </section>
    }
}

#[component]
fn Likeness(answer: GroupsAnswer) -> impl IntoView {
    let GroupsAnswer { words, to_mean, cosines, similarity } = answer;
    let n = words.len();
    let odd = (0..n).min_by(|&a, &b| to_mean[a].total_cmp(&to_mean[b])).filter(|_| n > 2);
    let odd = odd.map(|odd| {
        let (word, cosine) = (words[odd].clone(), format::cosine(to_mean[odd].into()));
        view! { <p>"Odd one out: " <strong><bdi>{word}</bdi></strong> <span class="figure">{format!(" · cos {cosine} to the mean")}</span></p> }
    });
    let both = similarity.map(|cosine| {
        let cosine = format::cosine(cosine.into());
        view! { <p>"Both groups: " <strong class="figure">{format!("cos {cosine}")}</strong></p> }
    });
    let pairs = (1..n.min(MOST_LISTED)).flat_map(|row| (0..row).map(move |column| (row, column)));
    let pairs: Vec<_> = pairs
        .map(|(row, column)| {
            let cosine = format::cosine(cosines[row * n + column].into());
            view! {
                <tr>
                    <th scope="row"><bdi>{words[column].clone()}</bdi></th>
                    <th scope="row"><bdi>{words[row].clone()}</bdi></th>
                    <td>{cosine}</td>
                </tr>
            }
        })
        .collect();
    let page = Page::of_context();
    let typed = untrack(|| page.similarity.groups.get().map(|group| page.words_of(&group)).concat());
    let composed =
        untrack(|| page.composed_among(&typed)).map(|said| view! { <p class="notice" role="status">{said}</p> });
    view! {
        {composed}
        {odd}
        {both}
        <table class="figure pairs" aria-label="Pairs"><tbody>{pairs}</tbody></table>
    }
}
