//! A static host for a folder, which hears of every request that would leave it, and which can be as bad as hosts get.
//!
//! Each answer carries a content security policy that allows the origin alone, and wants a report where the page or a
//! worker asks for more: such a request is stopped in the browser, told here, and shown as an error on the console. The
//! browser's own business (updates, clocks) is not under the policy and does not count.

mod answer;
mod folder;

use std::{
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::chromium::PLAIN_NAME;
use folder::Folder;

/// How a host sends what it has.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a quality that a host has or not")]
pub struct Hosting {
    /// The path under which the folder is served, with a slash at both ends: `/`, or `/embedding-explorer/` as on GitHub Pages.
    pub prefix: String,
    /// Whether code and text are compressed, by brotli at its best, for browsers that take that. It is done beforehand.
    pub is_compressed: bool,
    /// What it is sent over, where that is not as quick as this machine.
    pub line: Option<Line>,
    /// How long a browser may use its copy of a file without asking again; without it, never.
    pub max_age: Option<Duration>,
    /// Whether browsers know the host under a name that they do not trust over plain HTTP.
    pub is_plain: bool,
    /// Whether the pages of other hosts may read its files (CORS).
    pub is_shared: bool,
    /// Whether its pages may ask other hosts for files.
    pub asks_others: bool,
    /// Whether its text may hold scripts.
    pub trusts_inline: bool,
}

impl Default for Hosting {
    /// Everything as it is, at once, and never from a cache.
    fn default() -> Self {
        Self {
            prefix: "/".to_owned(),
            is_compressed: false,
            line: None,
            max_age: None,
            is_plain: false,
            is_shared: false,
            asks_others: false,
            trusts_inline: false,
        }
    }
}

/// A line that is slower than this machine. It is made here and not by the browser, whose own slow line leaves out whatever a
/// worker fetches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Of all answers together.
    pub bits_per_second: f64,
    /// How long each request waits before its answer begins.
    pub round_trip: Duration,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// The host does not have it: 404.
    Missing,
    /// It is sent as plain text, which browsers do not run.
    WrongType,
    /// Its answer begins only when the fault is mended.
    Held,
    /// It comes at this rate, in bits per second.
    Slow(f64),
    /// The connection ends in the middle of it.
    Cut,
}

/// A running server. It stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    hosting: Hosting,
    folder: Mutex<Arc<Folder>>,
    /// Parts of file names, and what is wrong with the files that have them.
    faults: Mutex<Vec<(String, Fault)>>,
    /// Parts of file names, and what such files begin with.
    prefaces: Mutex<Vec<(String, String)>>,
    /// Tells those who wait that the faults are others, or that all is over.
    faults_changed: Condvar,
    /// When the line has sent all that was given to it.
    is_free_at: Mutex<Instant>,
    /// Bytes of answers' bodies so far.
    n_sent: AtomicU64,
    asked: Mutex<Vec<String>>,
    left: Mutex<Vec<String>>,
    is_over: AtomicBool,
}

impl Server {
    /// Serves `folder` on a free port of this machine.
    pub fn start(folder: impl Into<PathBuf>, hosting: Hosting) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            folder: Mutex::new(Arc::new(Folder::read(folder.into(), hosting.is_compressed)?)),
            hosting,
            faults: Mutex::default(),
            prefaces: Mutex::default(),
            faults_changed: Condvar::new(),
            is_free_at: Mutex::new(Instant::now()),
            n_sent: AtomicU64::new(0),
            asked: Mutex::default(),
            left: Mutex::default(),
            is_over: AtomicBool::new(false),
        });
        let of_thread = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if of_thread.is_over.load(Ordering::Acquire) {
                    break;
                }
                let of_request = Arc::clone(&of_thread);
                // A browser that hangs up early is no concern of the test.
                thread::spawn(move || stream.and_then(|stream| of_request.answer(stream)));
            }
        });
        Ok(Self { address, shared })
    }

    /// Serves another folder from now on, as after a deploy.
    pub fn swap(&self, folder: impl Into<PathBuf>) -> io::Result<()> {
        let folder = Folder::read(folder.into(), self.shared.hosting.is_compressed)?;
        *locked(&self.shared.folder) = Arc::new(folder);
        Ok(())
    }

    /// From now on, something is wrong with the files whose names contain `part`.
    pub fn spoil(&self, part: &str, fault: Fault) {
        locked(&self.shared.faults).push((part.to_owned(), fault));
        self.shared.faults_changed.notify_all();
    }

    /// From now on, the files whose names contain `part` begin with a script of the test's, unless they are compressed.
    pub fn preface(&self, part: &str, script: &str) {
        locked(&self.shared.prefaces).push((part.to_owned(), format!("{script}\n")));
    }

    /// Nothing is wrong with any file from now on. What was held is sent.
    pub fn mend(&self) {
        locked(&self.shared.faults).clear();
        self.shared.faults_changed.notify_all();
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        let Hosting { prefix, is_plain, .. } = &self.shared.hosting;
        if *is_plain {
            return format!("http://{PLAIN_NAME}:{}{prefix}", self.address.port());
        }
        format!("http://{}{prefix}", self.address)
    }

    /// Bytes of answers so far, headers left out.
    pub fn n_sent(&self) -> u64 {
        self.shared.n_sent.load(Ordering::Relaxed)
    }

    /// What was asked for so far, such as `/a.js?v=1`, in the order of the requests.
    pub fn asked(&self) -> Vec<String> {
        locked(&self.shared.asked).clone()
    }

    /// The addresses outside of the origin that page and workers asked for so far.
    pub fn requests_that_left(&self) -> Vec<String> {
        locked(&self.shared.left).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Release);
        self.mend();
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
    }
}

/// What a thread that has panicked has left is as good as before: each lock guards one value.
fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;
    use crate::Scratch;

    fn ask(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address()).expect("the server listens");
        write!(stream, "{request} HTTP/1.1\r\nHost: here\r\n\r\n").expect("the server reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the server answers");
        answer
    }

    #[test]
    fn serves_a_folder_under_a_sub_path() {
        let folder = Scratch::new().expect("writable");
        folder.file("index.html", "<p>hello").expect("writable");
        folder.file("a.wasm", "\0asm").expect("writable");
        let server = Server::start(folder.path(), Hosting { prefix: "/deep/".to_owned(), ..Hosting::default() })
            .expect("a port is free");
        assert!(ask(&server, "GET /deep/").ends_with("\r\n\r\n<p>hello"));
        assert!(ask(&server, "GET /deep/a.wasm?v=1").contains("Content-Type: application/wasm\r\n"));
        for nothing in ["GET /", "GET /a.wasm", "GET /deep/b.wasm", "GET /deep/../index.html", "GET /deep//etc/hosts"] {
            assert!(ask(&server, nothing).starts_with("HTTP/1.1 404"), "{nothing}");
        }
        assert_eq!(server.requests_that_left(), Vec::<String>::new());
    }

    #[test]
    fn compresses_for_browsers_that_take_it() {
        let folder = Scratch::new().expect("writable");
        folder.file("a.js", "let a = 1;".repeat(1000)).expect("writable");
        let compressed = Hosting { is_compressed: true, ..Hosting::default() };
        let line = Line { bits_per_second: 1e4, round_trip: Duration::from_millis(10) };
        let server =
            Server::start(folder.path(), Hosting { line: Some(line), ..compressed.clone() }).expect("a port is free");
        let start = Instant::now();
        let mut stream = TcpStream::connect(server.address()).expect("the server listens");
        write!(stream, "GET /a.js HTTP/1.1\r\nAccept-Encoding: gzip, br\r\n\r\n").expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers");
        assert!(answer.len() < 1000 && String::from_utf8_lossy(&answer).contains("Content-Encoding: br\r\n"));
        assert!(start.elapsed().as_secs_f64() >= 0.01 + 8.0 * server.n_sent() as f64 / 1e4, "the line is slow");
        let quick = Server::start(folder.path(), compressed).expect("a port is free");
        assert!(ask(&quick, "GET /a.js").len() > 10_000, "for others it is as it is");
    }

    #[test]
    fn writes_down_what_would_leave() {
        let server = Server::start("no-folder", Hosting::default()).expect("a port is free");
        let report = r#"{"csp-report":{"blocked-uri":"https://example.org/font.woff"}}"#;
        let mut stream = TcpStream::connect(server.address()).expect("the server listens");
        write!(stream, "POST /left HTTP/1.1\r\ncontent-length: {}\r\n\r\n{report}", report.len()).expect("it reads");
        stream.read_to_string(&mut String::new()).expect("it answers");
        assert_eq!(server.requests_that_left(), ["https://example.org/font.woff"]);
    }

    #[test]
    fn a_copy_may_be_kept_and_is_asked_about_by_its_tag() {
        let [old, new] = [Scratch::new().expect("writable"), Scratch::new().expect("writable")];
        old.file("a.js", "let a = 1;").expect("writable");
        new.file("a.js", "let a = 2;").expect("writable");
        let hosting = Hosting { max_age: Some(Duration::from_mins(10)), ..Hosting::default() };
        let server = Server::start(old.path(), hosting).expect("a port is free");
        let answer = ask(&server, "GET /a.js");
        assert!(answer.contains("Cache-Control: max-age=600\r\n"), "{answer}");
        let tag = answer.lines().find_map(|line| line.strip_prefix("ETag: ")).expect("it is tagged").to_owned();
        let again = format!("GET /a.js HTTP/1.1\r\nIf-None-Match: {tag}\r\nX: ");
        assert!(ask(&server, &again).starts_with("HTTP/1.1 304"), "it is as it was");
        server.swap(new.path()).expect("it can be read");
        let answer = ask(&server, &again);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("let a = 2;"), "{answer}");
        assert_eq!(server.asked(), ["/a.js"; 3]);
    }

    #[test]
    fn files_are_spoiled_by_name_and_mended() {
        let folder = Scratch::new().expect("writable");
        for name in ["a.js", "b.js"] {
            folder.file(name, "let x = 1;".repeat(100)).expect("writable");
        }
        let server = Server::start(folder.path(), Hosting::default()).expect("a port is free");
        let says = |fault: Fault, sign: fn(&str) -> bool| {
            server.spoil("a.", fault);
            let [spoiled, sound] = ["GET /a.js", "GET /b.js"].map(|file| ask(&server, file));
            server.mend();
            assert!(sign(&spoiled), "{fault:?}: {spoiled}");
            assert!(sound.len() > 1000 && sound.contains("text/javascript"), "{fault:?}: {sound}");
        };
        says(Fault::Missing, |answer| answer.starts_with("HTTP/1.1 404"));
        says(Fault::WrongType, |answer| answer.contains("Content-Type: text/plain"));
        says(Fault::Cut, |answer| {
            answer.contains("Content-Length: 1000") && answer.ends_with("let x = 1;") && answer.len() < 1000
        });
        let start = Instant::now();
        says(Fault::Slow(80_000.0), |answer| answer.len() > 1000);
        assert!(start.elapsed() >= Duration::from_millis(100), "a thousand bytes at 80 kbit/s");
        server.spoil("a.", Fault::Held);
        let n_asked = || server.asked().iter().filter(|file| *file == "/a.js").count();
        let n_asked_before = n_asked();
        thread::scope(|scope| {
            let held = scope.spawn(|| ask(&server, "GET /a.js"));
            assert!(ask(&server, "GET /b.js").len() > 1000);
            while n_asked() == n_asked_before && !held.is_finished() {
                thread::yield_now();
            }
            assert!(!held.is_finished(), "it waits");
            server.mend();
            assert!(held.join().expect("it is asked").len() > 1000);
        });
    }
}
