//! One test: a site, a browser, what a person does, and what must hold after it.

use std::{
    any::Any,
    env, fs,
    future::poll_fn,
    io,
    panic::{self, AssertUnwindSafe, Location},
    path::{Path, PathBuf},
    pin::pin,
    sync::{Mutex, PoisonError},
    task::Poll,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::{
    Chromium, Fault, Hosting, Line, Looks, Page, Server,
    faults::{FULL_STORE, GATE, NO_STORE, WORKERS},
};

/// What to open.
#[derive(Debug, Clone)]
pub struct Site {
    folder: PathBuf,
    hosting: Hosting,
    /// Parts of file names, and what is wrong with the files that have them.
    faults: Vec<(&'static str, Fault)>,
    /// Parts of file names, and what is run before the scripts that have them.
    prefaces: Vec<(&'static str, &'static str)>,
}

impl Site {
    /// The release build in `dist/`, at the root of its host.
    pub fn built() -> Self {
        let dist = env::var_os("EXPLORER_DIST").map_or_else(|| package().join("../../dist"), PathBuf::from);
        Self::folder(dist)
    }

    /// The release build where GitHub Pages would put it.
    pub fn built_in_sub_path() -> Self {
        let built = Self::built();
        Self { hosting: Hosting { prefix: "/embedding-explorer/".to_owned(), ..built.hosting }, ..built }
    }

    /// A folder that a test has made.
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), hosting: Hosting::default(), faults: Vec::new(), prefaces: Vec::new() }
    }

    /// One of the folders in `fixtures/`.
    pub fn fixture(name: &str) -> Self {
        Self::folder(package().join("fixtures").join(name))
    }

    /// The same, sent compressed over a slow line.
    #[must_use]
    pub fn over(self, line: Line) -> Self {
        Self { hosting: Hosting { line: Some(line), is_compressed: true, ..self.hosting }, ..self }
    }

    /// The same, which a browser may take from its cache for so long without asking; GitHub Pages says ten minutes.
    #[must_use]
    pub fn cached_for(self, max_age: Duration) -> Self {
        Self { hosting: Hosting { max_age: Some(max_age), ..self.hosting }, ..self }
    }

    /// The same, by a name that browsers do not trust over plain HTTP, as on a local network.
    #[must_use]
    pub fn on_plain_http(self) -> Self {
        Self { hosting: Hosting { is_plain: true, ..self.hosting }, ..self }
    }

    /// The same, whose page may ask other hosts for files.
    #[must_use]
    pub fn asking_others(self) -> Self {
        Self { hosting: Hosting { asks_others: true, ..self.hosting }, ..self }
    }

    /// The same, whose page may run scripts of its own text, as the builds of earlier revisions do.
    #[must_use]
    pub fn trusting_inline_scripts(self) -> Self {
        Self { hosting: Hosting { trusts_inline: true, ..self.hosting }, ..self }
    }

    /// The same, where something is wrong from the beginning with the files whose names contain `part`.
    #[must_use]
    pub fn spoiled(mut self, part: &'static str, fault: Fault) -> Self {
        self.faults.push((part, fault));
        self
    }

    /// The same, where the worker reads a few megabytes of a file and no more until [`Page::open_gate`]: reading takes as long
    /// as the test wants, whatever the machine.
    #[must_use]
    pub fn gated(mut self) -> Self {
        self.prefaces.extend([("worker_loader", GATE), ("files_loader", GATE)]);
        self
    }

    /// The same, whose worker has no `IndexedDB`, as in some private windows.
    #[must_use]
    pub fn without_store(mut self) -> Self {
        self.prefaces.push(("worker_loader", NO_STORE));
        self
    }

    /// The same, where the browser has no room for what its worker would store.
    #[must_use]
    pub fn with_full_store(mut self) -> Self {
        self.prefaces.push(("worker_loader", FULL_STORE));
        self
    }

    /// Where its files are.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    fn serve(&self) -> io::Result<Server> {
        let server = Server::start(&self.folder, self.hosting.clone())?;
        for (part, fault) in &self.faults {
            server.spoil(part, *fault);
        }
        for (part, script) in &self.prefaces {
            server.preface(part, script);
        }
        Ok(server)
    }
}

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Opens a site on a desktop and does there what a person would do. See [`drive_as`].
#[track_caller]
pub fn drive(site: &Site, person: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    drive_as(Looks::default(), site, person)
}

/// Opens a site in a browser of its own and does there what a person would do.
///
/// Fails where `person` fails or panics (then a picture of the page is left in the folder that `EXPLORER_SCREENSHOTS`
/// names), where the console shows an error that `person` has not asked for, or where a request has left the origin. One
/// browser runs at a time.
#[track_caller]
pub fn drive_as(looks: Looks, site: &Site, person: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let caller = Location::caller();
    ensure!(
        site.folder.join("index.html").is_file(),
        "{} has no index.html; `cargo xtask test browser` builds the page first",
        site.folder.display()
    );
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        let server = site.serve()?;
        let chromium = Chromium::start(looks).await?;
        let page = Page::new(chromium, server);
        let outcome = caught(visit(&page, person)).await;
        if !matches!(outcome, Ok(Ok(()))) {
            keep_picture(&page, caller).await;
        }
        let (chromium, server) = page.into_parts();
        chromium.quit().await?;
        drop(server);
        anyhow::Ok(outcome)
    })?;
    outcome.unwrap_or_else(|payload| panic::resume_unwind(payload))
}

async fn visit(page: &Page, person: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WORKERS })).await?;
    page.driver().goto(page.server().url()).await?;
    person(page).await?;
    let errors = page.console_errors().await?;
    ensure!(errors.is_empty(), "the console shows errors: {errors:#?}");
    let left = page.server().requests_that_left();
    ensure!(left.is_empty(), "requests left the origin: {left:#?}");
    Ok(())
}

/// Runs a future to its end, even where that is a panic.
async fn caught<T>(future: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let mut future = pin!(future);
    poll_fn(|context| match panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Err(payload) => Poll::Ready(Err(payload)),
    })
    .await
}

/// Saves a picture of the page and the console's errors for whoever looks into the failure.
async fn keep_picture(page: &Page, caller: &Location<'_>) {
    let folder = env::var_os("EXPLORER_SCREENSHOTS").map_or_else(|| env::temp_dir().join("explorer"), PathBuf::from);
    let stem = PathBuf::from(caller.file()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let path = folder.join(format!("{stem}-line-{}.png", caller.line()));
    let kept = async {
        fs::create_dir_all(&folder)?;
        page.driver().screenshot(&path).await.context("no picture could be taken")
    };
    match kept.await {
        Ok(()) => eprintln!("what the page looked like: {}", path.display()),
        Err(error) => eprintln!("{}: {error:#}", path.display()),
    }
    for error in page.console_errors().await.unwrap_or_default() {
        eprintln!("on the console: {error}");
    }
}
