//! What this page is, what it does and after whom, and which build of it this is.

use leptos::prelude::*;

use crate::{
    protocol::BUILD,
    ui::{
        page::{
            dialogs::sheet::Sheet,
            state::{Dialog, Page},
            store_bar::StoredList,
        },
        phrases,
    },
};

/// Digits of the build's id that tell two builds apart.
const N_BUILD_DIGITS: usize = 8;

/// A work that a method comes from: who and when, its title, where it can be read, and what here is after it.
struct Paper {
    authors: &'static str,
    title: &'static str,
    url: &'static str,
    about: &'static str,
}

const PAPERS: [Paper; 7] = [
    Paper {
        authors: "Mikolov, Chen, Corrado and Dean 2013",
        title: "Efficient Estimation of Word Representations in Vector Space",
        url: "https://arxiv.org/abs/1301.3781",
        about: "skip-gram, CBOW, and arithmetic on words",
    },
    Paper {
        authors: "Mikolov, Sutskever, Chen, Corrado and Dean 2013",
        title: "Distributed Representations of Words and Phrases and their Compositionality",
        url: "https://arxiv.org/abs/1310.4546",
        about: "negative sampling, and subsampling of frequent words",
    },
    Paper {
        authors: "Pennington, Socher and Manning 2014",
        title: "GloVe: Global Vectors for Word Representation",
        url: "https://aclanthology.org/D14-1162/",
        about: "GloVe",
    },
    Paper {
        authors: "Levy, Goldberg and Dagan 2015",
        title: "Improving Distributional Similarity with Lessons Learned from Word Embeddings",
        url: "https://aclanthology.org/Q15-1016/",
        about: "harmonic windows, and what the settings are worth",
    },
    Paper {
        authors: "Ji, Satish, Li and Dubey 2016",
        title: "Parallelizing Word2Vec in Shared and Distributed Memory",
        url: "https://arxiv.org/abs/1604.04661",
        about: "negatives shared by the context words of a center",
    },
    Paper {
        authors: "van der Maaten and Hinton 2008",
        title: "Visualizing Data using t-SNE",
        url: "https://www.jmlr.org/papers/v9/vandermaaten08a.html",
        about: "the map by t-SNE",
    },
    Paper {
        authors: "Lee and Verleysen 2009",
        title: "Quality assessment of dimensionality reduction: Rank-based criteria",
        url: "https://doi.org/10.1016/j.neucom.2008.12.017",
        about: "recall: how many of the nearest words stay nearest on the map",
    },
];

/// A dialog over the page.
#[component]
pub fn AboutSheet() -> impl IntoView {
    let page = Page::of_context();
    let is_open = Signal::derive(move || page.look.dialog.get() == Some(Dialog::About));
    Effect::new(move |_| {
        if is_open.get() {
            page.list_stored();
        }
    });
    let close = move || page.show_dialog(Dialog::About, false);
    view! { <Sheet title="About Embedding Explorer" is_open=is_open on_close=close><About /></Sheet> }
}

#[component]
fn About() -> impl IntoView {
    let page = Page::of_context();
    let papers = PAPERS.into_iter().map(|Paper { authors, title, url, about }| {
        view! { <li>{authors} ", " {link(url, title)} ": " {about} "."</li> }
    });
    let papers = papers.collect_view();
    let location = window().location();
    let source = phrases::repository(
        env!("CARGO_PKG_REPOSITORY"),
        &location.hostname().unwrap_or_default(),
        &location.pathname().unwrap_or_default(),
    );
    let source = match source {
        Some(url) => link(url.clone(), url).into_any(),
        None => "where this copy of the page was built; its README says how.".into_any(),
    };
    let checksum = move || {
        let checksum = page.run.progress.with(|progress| progress.as_ref().and_then(|p| p.checksum.clone()));
        match checksum {
            Some(checksum) => view! { <code>{checksum}</code> }.into_any(),
            None => "known at the end of the run".into_any(),
        }
    };
    view! {
        <div class="about">
            <p>
                "This page turns text into a map of meaning: it learns a vector for each word from the words around it, and shows \
                 which words came out alike. Everything happens in your browser, and nothing you open leaves your machine."
            </p>
            <h3>"Method"</h3>
            <p>
                "Words that stand in the same contexts get similar vectors. The map shows these vectors along their principal \
                 components, along axes made of words, or by t-SNE; figures come from the vectors themselves. It follows:"
            </p>
            <ul class="papers">{papers}</ul>
            <h3>"This page"</h3>
            <dl>
                <dt>"Source"</dt>
                <dd>{source}</dd>
                <dt>"Licence"</dt>
                <dd>
                    {link("https://opensource.org/license/mit", "MIT")} " or "
                    {link("https://www.apache.org/licenses/LICENSE-2.0", "Apache 2.0")} ", as you prefer"
                </dd>
                <dt>"Keyboard"</dt>
                <dd>
                    "Everything works without a mouse. "
                    <button type="button" class="chip" on:click=move |_| page.show_keys(true)>"List the keys"</button>
                </dd>
                <dt>"Stored"</dt>
                <dd>
                    "So that a reload loses nothing, this browser stores what you train: nobody else sees it."
                    {move || (!page.has_run()).then(|| format!(" {}", phrases::NOT_STORED))}
                    <StoredList />
                </dd>
                <dt>"Version"</dt>
                <dd class="figure">{env!("CARGO_PKG_VERSION")} ", build " <code>{BUILD.get(..N_BUILD_DIGITS).unwrap_or(BUILD)}</code></dd>
                <dt>"Checksum"</dt>
                <dd>{checksum} " of the vectors that are shown: the same text, settings and seed give the same"</dd>
            </dl>
        </div>
    }
}

/// A link that leaves the page, in a tab of its own: the model would be lost.
fn link(url: impl Into<String>, name: impl Into<String>) -> impl IntoView {
    view! { <a href=url.into() target="_blank" rel="noopener">{name.into()}</a> }
}
