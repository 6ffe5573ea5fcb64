//! The harness itself, on a page of its own: a test that finds nothing wrong proves nothing before this holds.

use anyhow::Result;
use browser_tests::{Chromium, Looks, Scratch, Site, Spot, Touch, Wasm, drive, drive_as, wait_until};

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
        assert!(!page.has_button("Unspoken").await?, "what is hidden from screen readers is not there");
        assert!(!page.has_button("!").await?, "a label takes the place of the content");
        assert!(page.has_button("Made up").await? && !page.has_button("No button").await?, "a role is what it is");
        assert!(page.all(None, "img", Some("Map of words")).await?.is_empty(), "a wrong role finds nothing");
        assert!(page.all(None, "region", Some("Say it")).await?.is_empty());
        assert!((page.progress().await? - 0.25).abs() < 1e-9);
        page.wait_for_session("paused").await
    })
}

#[test]
fn behind_a_dialog_there_is_nothing() -> Result<()> {
    drive(&fixture(), async |page| {
        assert!(page.all(None, "dialog", None).await?.is_empty(), "it is closed");
        page.press("Open a dialog").await?;
        page.dialog("A dialog").await?;
        assert!(!page.has_button("Say it").await?);
        page.press("Close").await?;
        page.wait_for_no_dialog().await?;
        assert!(page.has_button("Say it").await?);
        Ok(())
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
fn the_pixels_of_the_map_are_read() -> Result<()> {
    drive(&fixture(), async |page| {
        let cloud = page.wait_for_cloud("a square is painted", |_| true).await?;
        // A square of 100 pixels, 100 right of and below the middle; its deviation is its side over the root of twelve.
        assert!((cloud.center[0] - 100.0).abs() < 1.0 && (cloud.center[1] - 100.0).abs() < 1.0, "{cloud:?}");
        assert!(cloud.spread.iter().all(|spread| (spread - 28.9).abs() < 0.5) && cloud.at_edges == 0.0, "{cloud:?}");
        assert_eq!(page.n_overlaid().await?, 10_000);
        assert_eq!(page.said_in("Word").await?, Vec::<String>::new());
        Ok(())
    })
}

#[test]
fn what_sticks_out_is_found() -> Result<()> {
    drive(&fixture(), async |page| {
        page.keeps_its_shape("nothing is odd").await?;
        let widen = "document.querySelector('h2').style.cssText = 'width: 3000px'";
        page.script(widen, Vec::new()).await?;
        let out = page.sticking_out().await?;
        assert!(out.iter().any(|sentence| sentence.contains("h2. “Corpus” sticks out of section")), "{out:?}");
        assert!(out.iter().any(|sentence| sentence.contains("the page scrolls")), "{out:?}");
        Ok(())
    })
}

#[test]
fn a_worker_is_killed_and_counted() -> Result<()> {
    drive(&fixture(), async |page| {
        page.wait_for_session("paused").await?;
        assert_eq!((page.n_workers().await?, page.n_living_workers().await?), (1, 1));
        page.kill_worker().await?;
        assert_eq!(page.alert_about("worker").await?, "The worker says: Uncaught RuntimeError: unreachable");
        assert_eq!((page.n_workers().await?, page.n_living_workers().await?), (1, 0));
        assert!(page.kill_worker().await.is_err(), "there is no other");
        Ok(())
    })
}

#[test]
fn fingers_touch_scroll_and_are_taken_away() -> Result<()> {
    drive_as(Looks::PHONE, &fixture(), async |page| {
        let touched = async |kind: &str| {
            wait_until(kind, async || {
                Ok((page.main_attribute("data-touch").await?.as_deref() == Some(kind)).then_some(()))
            })
            .await
        };
        page.touch_map(Touch::Start, Spot::CENTER).await?;
        touched("touchstart").await?;
        page.touch(Touch::Cancel, &[]).await?;
        touched("touchcancel").await?;
        page.swipe([300.0, 700.0], [300.0, 200.0]).await?;
        wait_until("the page scrolls", async || {
            Ok((page.script("return scrollY > 100", Vec::new()).await? == true).then_some(()))
        })
        .await
    })
}

#[test]
fn a_tab_is_hidden_and_comes_back() -> Result<()> {
    drive(&fixture(), async |page| {
        page.go_elsewhere().await?;
        assert_eq!(page.script("return document.hidden", Vec::new()).await?, true);
        page.come_back().await?;
        page.press("Say it").await?;
        page.alert_about("typed").await.map(drop)
    })
}

#[test]
fn the_clipboard_is_as_the_test_wants_it() -> Result<()> {
    let write = "return navigator.clipboard.writeText('words').then(() => 'written', () => 'denied')";
    drive(&fixture(), async |page| {
        page.grant_clipboard().await?;
        assert_eq!(page.script(write, Vec::new()).await?, "written");
        page.deny_clipboard().await?;
        assert_eq!(page.script(write, Vec::new()).await?, "denied");
        Ok(())
    })?;
    drive(&fixture().on_plain_http(), async |page| {
        assert_eq!(page.script("return navigator.clipboard === undefined", Vec::new()).await?, true);
        Ok(())
    })
}

#[test]
fn a_browser_may_lack_simd_or_all_of_web_assembly() -> Result<()> {
    for (wasm, seen) in [(Wasm::Whole, "true"), (Wasm::NoSimd, "false"), (Wasm::Absent, "null")] {
        drive_as(Looks { wasm, ..Looks::default() }, &fixture(), async |page| {
            let script = "if (typeof WebAssembly === 'undefined') return null;
                const counting = [1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
                return WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, ...counting]));";
            assert_eq!(page.script(script, Vec::new()).await?.to_string(), seen, "{wasm:?}");
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
#[cfg(target_os = "linux")]
fn a_start_that_fails_leaves_no_browser_behind() -> Result<()> {
    /// Browsers of this process, by their profiles.
    fn n_browsers() -> usize {
        let ours = format!("explorer-browser-{}-", std::process::id());
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let lines = processes.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
        lines
            .map(|line| String::from_utf8_lossy(&line).into_owned())
            .filter(|line| line.contains(&ours) && line.contains("--user-data-dir") && !line.contains("--type="))
            .filter(|line| !line.starts_with("/bin/sh") && !line.contains("crashpad"))
            .count()
    }
    // Within another visit: no other test starts a browser meanwhile.
    drive(&fixture(), async |_| {
        let before = n_browsers();
        assert!(before >= 1, "the browser of this visit is seen");
        let too_wide = Looks { width: u32::MAX, ..Looks::default() };
        assert!(Chromium::start(too_wide).await.is_err());
        wait_until("that browser has gone", async || Ok((n_browsers() == before).then_some(()))).await
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
    let looks = Looks { width: 500, height: 700, is_motion_reduced: true, is_dark: true, scale: 2, ..Looks::default() };
    drive_as(looks, &fixture(), async |page| {
        for query in [
            "(prefers-reduced-motion: reduce)",
            "(prefers-color-scheme: dark)",
            "(width: 500px)",
            "(resolution: 2dppx)",
        ] {
            let matches = page.script("return matchMedia(arguments[0]).matches", vec![query.into()]).await?;
            assert_eq!(matches, true, "{query}");
        }
        Ok(())
    })
}
