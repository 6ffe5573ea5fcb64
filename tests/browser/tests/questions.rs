//! Expressions, groups, neighbors by choice, evidence and evaluation.

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, first_word, wait_until};
use thirtyfour::components::SelectElement;

use crate::trained;

#[test]
fn an_expression_is_answered_and_a_mistake_is_pointed_at() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.press_in("Analogy", "Free expression, expected answer, 3CosMul").await?;
        let expression = page.find_in("Analogy", "textbox", "Expression").await?;
        page.enter(&expression, "king - (man + woman").await?;
        let alert = page.alert_about("parenthesis").await?;
        ensure!(alert.starts_with("Character 8"), "{alert}");
        let selected = page
            .script("return [arguments[0].selectionStart, arguments[0].selectionEnd]", vec![expression.to_json()?])
            .await?;
        assert_eq!(selected.to_string(), "[7,8]", "the mistake is marked");

        page.enter(&expression, "mean(king, prince) - man + woman").await?;
        wait_until("the answers are feminine", async || {
            let answers = words(page, "Analogy", "Answers").await?;
            Ok(answers.first().is_some_and(|word| word == "queen" || word == "princess").then_some(()))
        })
        .await?;
        let expected = page.find_in("Analogy", "textbox", "Expected answer").await?;
        page.enter(&expected, "crown").await?;
        page.wait_for_text("Analogy", "crown is rank ").await?;
        page.enter(&expression, "paris - france + italy").await?;
        page.enter(&expected, "rome").await?;
        choose(page, "Analogy", "Arithmetic", "3CosMul").await?;
        page.wait_for_text("Analogy", "expected, rank 1").await?;
        page.enter(&expression, "2*paris - france").await?;
        ensure!(page.alert_about("3CosMul").await?.contains("each word once"));

        // The three boxes take over again.
        let a = page.find_in("Analogy", "combobox", "a").await?;
        page.enter(&a, "queen").await?;
        wait_until("the expression is gone", async || {
            Ok((expression.prop("value").await?.as_deref() == Some("")).then_some(()))
        })
        .await
    })
}

#[test]
fn the_odd_one_out_and_a_word_that_is_not_there() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let group = page.find_in("Similarity", "combobox", "Group").await?;
        page.enter(&group, "cat dog lion paris").await?;
        page.wait_for_text("Similarity", "Odd one out: paris").await?;
        let other = page.find_in("Similarity", "combobox", "Other group").await?;
        page.enter(&other, "kitten dog").await?;
        page.wait_for_text("Similarity", "Both groups: cos 0.").await?;
        page.enter(&group, "cat dogg lion").await?;
        let alert = page.alert_about("dogg").await?;
        ensure!(alert.contains("dog"), "{alert}");
        page.press("dog").await?;
        page.wait_for_text("Similarity", "Odd one out: ").await
    })
}

#[test]
fn neighbors_are_as_many_as_wanted_and_by_another_measure() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.search("king").await?;
        page.neighbors_of("king").await?;
        choose(page, "Word", "How many neighbors", "20 nearest").await?;
        wait_until(
            "twenty are listed",
            async || Ok((page.items("Word", "Neighbors").await?.len() == 20).then_some(())),
        )
        .await?;
        choose(page, "Word", "Nearest by", "by distance").await?;
        page.wait_for_text("Word", "Length follows frequency").await?;
        choose(page, "Word", "Nearest by", "output vectors").await?;
        wait_until("the caveat is gone", async || {
            Ok((!page.text_of("Word").await?.contains("Length follows")).then_some(()))
        })
        .await
    })
}

#[test]
fn the_text_says_why_two_words_are_near() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.search("king").await?;
        let near = page.neighbors_of("king").await?;
        page.press("In the text").await?;
        wait_until("the sentences are there", async || {
            let found = page.all(None, "region", Some("Sentences")).await?;
            let Some(sentences) = found.first() else { return Ok(None) };
            Ok((sentences.text().await?.matches("king").count() >= 10).then_some(()))
        })
        .await?;
        let dialog = page.dialog("In the text").await?;
        let says = async |text: &str| -> Result<bool> { Ok(dialog.text().await?.contains(text)) };
        ensure!(says("sentences with “king”; subsampling keeps").await?);
        ensure!(says("Most above chance (PMI)").await?);
        page.all(Some(&dialog), "button", Some(&near[0])).await?.pop().context("it is asked why")?.click().await?;
        let both = format!("with both “king” and “{}”", near[0]);
        wait_until("the pair is looked up", async || Ok(says(&both).await?.then_some(()))).await?;
        ensure!(says("words of both than by chance").await?);
        Ok(())
    })
}

#[test]
fn questions_are_asked_and_a_broken_file_names_its_line() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        ensure!(page.text_of("Loss").await?.contains("Analogies"), "the curve of a sample has its figure");
        page.press_in("Evaluation", "Ask the built-in analogies").await?;
        page.wait_for_text("Evaluation", "% of 1,490 analogies").await?;
        ensure!(page.text_of("Evaluation").await?.contains("capital-of-country"));

        let give = async |name: &str, text: &str| {
            page.give_file("Evaluation", "Questions file", &scratch.file(name, text)?).await
        };
        give("lost.txt", "king\nqueen\n").await?;
        let alert = page.alert_about("lost.txt").await?;
        ensure!(alert.contains("Line 1"), "{alert}");
        ensure!(page.text_of("Evaluation").await?.contains("1,490 analogies"), "nothing is lost");
        give("broken.txt", ": a\nking queen man woman\nking queen\n").await?;
        page.wait_for_text("Evaluation", "broken.txt was read as analogies").await?;
        page.wait_for_text("Evaluation", "1 line was left out").await?;
        give("raters.csv", "cat,dog,9,1\ncat,king,1,9\nking,queen,8,2\n").await?;
        page.wait_for_text("Evaluation", "Choose the column of the scores").await?;
        give("pairs.csv", "cat,dog,9\ncat,king,1\nking,queen,8\ncat,klingon,3\n").await?;
        page.wait_for_text("Evaluation", "3 of 4 pairs known (pairs.csv").await?;
        ensure!(page.text_of("Evaluation").await?.contains("Spearman "));
        give("mine.txt", ": royal\nking queen man woman\nking queen man klingon\n").await?;
        page.wait_for_text("Evaluation", "1 other has a word that is not in the vocabulary").await
    })
}

#[test]
fn nothing_asked_is_no_mistake_and_a_wrong_word_is_mended() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let group = page.find_in("Similarity", "combobox", "Group").await?;
        page.enter(&group, "cat dog lion paris").await?;
        page.wait_for_text("Similarity", "Odd one out: paris").await?;
        page.enter(&group, "").await?;
        page.wait_for_text("Similarity", "Type a few words to find the odd one out").await?;

        page.press_in("Analogy", "Free expression, expected answer, 3CosMul").await?;
        let expression = page.find_in("Analogy", "textbox", "Expression").await?;
        page.enter(&expression, "kingg - man + woman").await?;
        page.alert_about("kingg").await?;
        page.find_in("Analogy", "button", "king").await?.click().await?;
        wait_until("the expression is mended and answered", async || {
            let is_mended = expression.prop("value").await?.as_deref() == Some("king - man + woman");
            Ok((is_mended && !page.items("Analogy", "Answers").await?.is_empty()).then_some(()))
        })
        .await?;
        page.enter(&expression, "").await?;
        let a = page.find_in("Analogy", "combobox", "a").await?;
        page.enter(&a, "").await?;
        page.wait_for_text("Analogy", "Three words make a question").await?;

        page.give_file("Evaluation", "Questions file", &scratch.file("nothing.txt", "")?).await?;
        page.alert_about("nothing.txt").await?;
        Ok(())
    })
}

#[test]
fn neighbors_are_copied_as_words_and_as_a_table() -> Result<()> {
    drive(&Site::built(), async |page| {
        page.grant_clipboard().await?;
        trained(page).await?;
        page.search("king").await?;
        let near = page.neighbors_of("king").await?;
        let copied = async |button: &str| -> Result<String> {
            page.press(button).await?;
            let copied = page.script("return navigator.clipboard.readText()", Vec::new()).await?;
            Ok(copied.as_str().unwrap_or_default().to_owned())
        };
        let words = copied("Copy").await?;
        ensure!(words.lines().eq(near.iter().map(String::as_str)), "{words}");
        let table = copied("Copy as TSV").await?;
        ensure!(table.lines().count() == near.len(), "{table}");
        for (line, word) in table.lines().zip(&near) {
            let (copied, cosine) = line.split_once('\t').unwrap_or_default();
            ensure!(copied == word && cosine.parse::<f64>().is_ok_and(|cosine| cosine.abs() <= 1.0), "{line}");
        }
        Ok(())
    })
}

#[test]
fn a_dropped_file_is_asked_and_a_long_one_given_up() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let name = page.text_of("Corpus").await?;
        drop_analogies(page, "mine.txt", 1).await?;
        page.wait_for_text("Evaluation", "1 analogies (mine.txt").await?;
        ensure!(page.text_of("Corpus").await? == name, "it is no text to train on");

        drop_analogies(page, "long.txt", 500_000).await?;
        let bar = page.find("progressbar", "Evaluation").await?;
        ensure!(bar.attr("aria-valuenow").await?.is_some_and(|share| share != "100"));
        page.find_in("Evaluation", "button", "Cancel").await?.click().await?;
        wait_until("nothing is under way", async || {
            Ok(page.all(None, "progressbar", Some("Evaluation")).await?.is_empty().then_some(()))
        })
        .await?;
        // What was given up does not come back, and others can be asked.
        page.press_in("Evaluation", "Ask the built-in analogies").await?;
        page.wait_for_text("Evaluation", "% of 1,490 analogies").await
    })
}

/// Drops a file of this many analogies on the panel of the evaluation.
async fn drop_analogies(page: &Page, name: &str, n: u32) -> Result<()> {
    let panel = page.region("Evaluation").await?;
    let script = "const [panel, name, n] = arguments;
        const text = ': royal\\n' + 'king queen man woman\\n'.repeat(n);
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        for (const kind of ['dragenter', 'dragover', 'drop'])
            panel.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));";
    page.script(script, vec![panel.to_json()?, name.into(), n.into()]).await?;
    Ok(())
}

async fn choose(page: &Page, region: &str, name: &str, option: &str) -> Result<()> {
    let menu = page.find_in(region, "combobox", name).await?;
    Ok(SelectElement::new(&menu).await?.select_by_exact_text(option).await?)
}

async fn words(page: &Page, region: &str, list: &str) -> Result<Vec<String>> {
    Ok(page.items(region, list).await?.iter().map(|item| first_word(item)).collect())
}
