//! Words that are long, run from right to left, look like markup, or are no letters: everything keeps its shape.

use anyhow::{Context, Result, ensure};
use browser_tests::{Looks, Page, Scratch, Site, drive_as, wait_until};
use thirtyfour::components::SelectElement;

use crate::{trained, trained_on, wait_for_word};

const HEBREW: &str = "שלום";

/// A word of a hundred letters, as long as the page takes.
fn long(letter: char) -> String {
    letter.to_string().repeat(100)
}

/// A text whose most frequent words are odd.
fn text() -> String {
    let (first, second) = (long('w'), long('m'));
    let lines = [
        format!("{first} {second} drinks milk in the kitchen"),
        format!("{HEBREW} עולם טוב מאוד היום כאן ביתי {HEBREW}"),
        "مرحبا بالعالم الجميل هذا اليوم مرحبا".to_owned(),
        "<b>bold</b> <script>document.title = 'taken'</script> &amp; <img src=x onerror=alert(1)> bold".to_owned(),
        "cafe\u{301} nai\u{308}ve re\u{301}sume\u{301} e\u{301}\u{323}\u{302}\u{31b}te\u{301} cafe\u{301}".to_owned(),
        "family 👨‍👩‍👧‍👦 smiles 🙂 at the flag 🇳🇱 of the family".to_owned(),
        format!("{} {} {second} sleeps", long('i'), long('o')),
    ];
    lines.map(|line| line + ".\n").concat().repeat(150)
}

/// Opens the text and does something with it, on a desktop and on a phone.
#[track_caller]
fn with_odd_words(person: &impl AsyncFn(&Page) -> Result<()>) -> Result<()> {
    let scratch = Scratch::new()?;
    let file = scratch.file("odd.txt", text())?;
    for looks in [Looks::default(), Looks::PHONE] {
        drive_as(looks, &Site::built(), async |page| {
            trained(page).await?;
            page.open_file(&file).await?;
            trained_on(page, "odd.txt").await?;
            person(page).await?;
            let title = page.driver().title().await?;
            ensure!(title == "Embedding Explorer", "a word was taken for a script: {title}");
            Ok(())
        })?;
    }
    Ok(())
}

async fn color_by(page: &Page, choice: &str) -> Result<()> {
    let colors = page.find_in("Map", "combobox", "Color by").await?;
    Ok(SelectElement::new(&colors).await?.select_by_exact_text(choice).await?)
}

#[test]
fn in_the_map_its_legend_and_its_caption() -> Result<()> {
    with_odd_words(&async |page| {
        page.keeps_its_shape("the map at rest").await?;
        color_by(page, "cluster").await?;
        wait_until("clusters are named", async || {
            Ok(page.items("Map", "Colors").await?.iter().any(|group| group.contains(", ")).then_some(()))
        })
        .await?;
        page.keeps_its_shape("colored by cluster").await?;
        page.press("Axes").await?;
        let axis = page.find_in("Map", "textbox", "Axis upwards").await?;
        page.enter(&axis, &format!("{} - {}", long('w'), long('m'))).await?;
        page.wait_for_text("Map", &long('w')).await.or_else(|_| anyhow::Ok(()))?;
        page.keeps_its_shape("on axes of long words").await
    })
}

#[test]
fn in_the_lists_of_words() -> Result<()> {
    with_odd_words(&async |page| {
        for word in [long('w'), HEBREW.to_owned(), "bold".to_owned(), "café".to_owned()] {
            page.search(&word).await?;
            // A combining mark may be shown composed.
            if word != "café" {
                wait_for_word(page, &word).await?;
            }
            wait_until("neighbors are listed", async || {
                Ok((!page.items("Word", "Neighbors").await?.is_empty()).then_some(()))
            })
            .await?;
            page.keeps_its_shape(&format!("{word} is pinned")).await?;
        }
        for (name, word) in [("a", long('w')), ("b", long('m')), ("c", long('i'))] {
            let text_box = page.find_in("Analogy", "combobox", name).await?;
            page.enter(&text_box, &word).await?;
        }
        wait_until("the analogy is answered", async || {
            Ok((!page.items("Analogy", "Answers").await?.is_empty()).then_some(()))
        })
        .await?;
        page.keeps_its_shape("an analogy of long words").await
    })
}

#[test]
fn in_the_heatmap() -> Result<()> {
    with_odd_words(&async |page| {
        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
        page.enter(&words, &[long('w'), long('m'), HEBREW.to_owned(), "bold".to_owned()].join(" ")).await?;
        let region = page.region("Heatmap").await?;
        wait_until("the heatmap is of four words", async || {
            let charts = page.things(Some(&region), "application").await?;
            Ok(charts.iter().any(|chart| chart.name.contains(" 4 words")).then_some(()))
        })
        .await?;
        page.keeps_its_shape("a heatmap of long words").await
    })
}

#[test]
fn in_the_dialogs() -> Result<()> {
    with_odd_words(&async |page| {
        page.press("View").await?;
        page.press("List the words").await?;
        page.find("region", "Table of words").await?;
        page.keeps_its_shape("the table of words").await?;
        page.press("Close").await?;
        page.wait_for_no_dialog().await?;
        for word in [long('w'), "bold".to_owned()] {
            page.search(&word).await?;
            wait_for_word(page, &word).await?;
            page.press_in("Word", "In the text").await?;
            let sentences = page.find("region", "Sentences").await?;
            ensure!(sentences.text().await?.contains(&word));
            page.keeps_its_shape(&format!("{word} in the text")).await?;
            page.press("Close").await?;
            page.wait_for_no_dialog().await?;
        }
        Ok(())
    })
}

#[test]
fn right_to_left_words_stand_the_right_way_round() -> Result<()> {
    with_odd_words(&async |page| {
        page.search(HEBREW).await?;
        wait_for_word(page, HEBREW).await?;
        page.press_in("Word", "In the text").await?;
        let table = page.find("region", "Sentences").await?;
        // What comes before a Hebrew word stands to the right of it.
        let script = "const row = arguments[0].querySelector('tbody tr:last-child');
            const [before, word, after] = [...row.cells].map((cell) => cell.getBoundingClientRect().left);
            return [before > word, word > after, row.cells[0].textContent, row.cells[2].textContent];";
        let order = page.script(script, vec![table.to_json()?]).await?;
        let is_right = order[0] == true && order[1] == true;
        ensure!(is_right, "the columns run from left to right: {order}");
        order[2].as_str().context("a text").map(drop)
    })
}

#[test]
fn a_word_that_is_not_there_is_told_within_its_panel() -> Result<()> {
    with_odd_words(&async |page| {
        for (name, word) in [("b", "bold".to_owned()), ("c", "café".to_owned()), ("a", long('z'))] {
            let text_box = page.find_in("Analogy", "combobox", name).await?;
            page.enter(&text_box, &word).await?;
        }
        page.alert_about(&long('z')).await?;
        page.keeps_its_shape("a long word is not in the text").await
    })
}
