//! The harness itself, on a page of its own: a test that finds nothing wrong proves nothing before this holds.

use anyhow::Result;
use browser_tests::{Looks, Scratch, Site, Spot, drive, drive_as, wait_until};

fn fixture() -> Site {
    Site::fixture("harness")
}

#[test]
fn things_are_found_by_role_and_name() -> Result<()> {
    drive(&fixture(), async |page| {
        let paste = page.find_in("Corpus", "textbox", "Paste text").await?;
        page.fill(&paste, "old").await?;
        page.fill(&paste, "new").await?;
        page.press("Say it").await?;
        assert_eq!(page.alert_about("typed").await?, "You typed new.");
        assert!(!page.has_button("Hidden").await?, "what cannot be seen is not there");
        assert!(!page.has_button("!").await?, "a label takes the place of the content");
        assert!((page.progress().await? - 0.25).abs() < 1e-9);
        page.wait_for_session("paused").await
    })
}

#[test]
fn files_are_given_to_a_hidden_input() -> Result<()> {
    let scratch = Scratch::new()?;
    let path = scratch.file("hello.txt", "good day")?;
    drive(&fixture(), async |page| {
        page.open_file(&path).await?;
        assert_eq!(page.alert_about("hello").await?, "hello.txt says good day");
        Ok(())
    })
}

#[test]
fn the_pointer_reaches_the_map() -> Result<()> {
    drive(&fixture(), async |page| {
        assert_eq!(page.word_shown().await?, None);
        page.point_at(Spot { right: 50, down: 0 }).await?;
        assert_eq!(page.word_shown().await?, None);
        let (spot, word) = page.hover_any_word().await?;
        assert!(spot.right > 90, "{spot:?}");
        assert_eq!(word, "right");
        page.search("left").await?;
        assert_eq!(page.neighbors_of("left").await?, ["one", "two"]);
        page.turn_wheel(Spot::CENTER, -120.0).await?;
        page.click_at(Spot::CENTER).await?;
        page.press_on_map(thirtyfour::Key::Right).await?;
        for (name, value) in [("data-wheel", "-120"), ("data-clicked", "yes"), ("data-key", "ArrowRight")] {
            wait_until(&format!("{name} is {value}"), async || {
                Ok((page.main_attribute(name).await?.as_deref() == Some(value)).then_some(()))
            })
            .await?;
        }
        Ok(())
    })
}

#[test]
fn errors_on_the_console_fail_a_test() {
    let outcome = drive(&fixture(), async |page| page.press("Complain").await);
    let error = outcome.expect_err("the page complained").to_string();
    assert!(error.contains("a complaint"), "{error}");
}

#[test]
fn requests_that_leave_fail_a_test_even_from_a_worker() {
    let outcome = drive(&fixture(), async |page| {
        page.press("Leave").await?;
        page.wait_for_session("trained").await?;
        wait_until("both requests are reported", async || {
            let mut left = page.server().requests_that_left();
            left.sort();
            Ok((left == ["http://elsewhere.invalid/from-a-worker", "https://elsewhere.invalid/in-secret"])
                .then_some(()))
        })
        .await?;
        let errors = page.console_errors().await?;
        assert!(errors.iter().any(|error| error.contains("a complaint of a worker")), "{errors:?}");
        Ok(())
    });
    let error = outcome.expect_err("the page called elsewhere").to_string();
    assert!(error.contains("elsewhere.invalid"), "{error}");
}

#[test]
fn the_user_is_as_asked() -> Result<()> {
    let looks = Looks { width: 500, height: 700, is_motion_reduced: true, is_dark: true };
    drive_as(looks, &fixture(), async |page| {
        for query in ["(prefers-reduced-motion: reduce)", "(prefers-color-scheme: dark)", "(width: 500px)"] {
            let matches = page.script("return matchMedia(arguments[0]).matches", vec![query.into()]).await?;
            assert_eq!(matches, true, "{query}");
        }
        Ok(())
    })
}
