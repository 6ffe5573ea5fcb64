//! A static host for a folder, which hears of every request that would leave it.
//!
//! Each answer carries a content security policy that allows the origin alone, and wants a report where the page or a
//! worker asks for more: such a request is stopped in the browser, told here, and shown as an error on the console. The
//! browser's own business (updates, clocks) is not under the policy and does not count.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// The origin and what the page makes itself; trunk's start script is inline, and wasm is compiled.
const POLICY: &str = "default-src 'self' blob: data:; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; \
                      style-src 'self' 'unsafe-inline'; report-uri /left";

/// A line that is slower than this machine. It is made here and not by the browser, whose own slow line leaves out whatever a
/// worker fetches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Of all answers together.
    pub bits_per_second: f64,
    /// How long each request waits before its answer begins.
    pub round_trip: Duration,
}

/// Bytes that the line takes at a time: small enough that two answers share it.
const PIECE: usize = 4096;

/// Extensions of what gets smaller.
const COMPRESSED: [&str; 5] = ["css", "html", "js", "txt", "wasm"];

/// A running server. It stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    /// Files as a host on the network sends them, compressed by brotli beforehand; empty where they are sent as they are.
    compressed: BTreeMap<PathBuf, Vec<u8>>,
    line: Option<Line>,
    /// When the line has sent all that was given to it.
    is_free_at: Mutex<Instant>,
    /// Bytes of answers' bodies so far.
    n_sent: AtomicU64,
    /// The path under which the folder is served: `/`, or `/embedding-explorer/` as on GitHub Pages.
    prefix: String,
    left: Mutex<Vec<String>>,
    is_over: AtomicBool,
}

impl Server {
    /// Serves `folder` under `prefix`, which begins and ends with a slash, on a free port of this machine.
    pub fn start(folder: impl Into<PathBuf>, prefix: &str) -> io::Result<Self> {
        Self::start_with(folder.into(), prefix, BTreeMap::new(), None)
    }

    /// The same, with code and text compressed by brotli at its best, for browsers that take that. Compresses all of it first,
    /// so that nobody waits for it later. `line`: what it is sent over, where that is not as quick as this machine.
    pub fn start_compressed(folder: impl Into<PathBuf>, prefix: &str, line: Option<Line>) -> io::Result<Self> {
        let folder = folder.into();
        let mut compressed = BTreeMap::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if extension.is_some_and(|extension| COMPRESSED.contains(&extension)) {
                let mut bytes = Vec::new();
                brotli::CompressorWriter::new(&mut bytes, 1 << 16, 11, 22).write_all(&fs::read(&path)?)?;
                compressed.insert(path, bytes);
            }
        }
        Self::start_with(folder, prefix, compressed, line)
    }

    fn start_with(
        folder: PathBuf,
        prefix: &str,
        compressed: BTreeMap<PathBuf, Vec<u8>>,
        line: Option<Line>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            folder,
            compressed,
            line,
            is_free_at: Mutex::new(Instant::now()),
            n_sent: AtomicU64::new(0),
            prefix: prefix.to_owned(),
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

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.shared.prefix)
    }

    /// Bytes of answers so far, headers left out.
    pub fn n_sent(&self) -> u64 {
        self.shared.n_sent.load(Ordering::Relaxed)
    }

    /// The addresses outside of the origin that page and workers asked for so far.
    pub fn requests_that_left(&self) -> Vec<String> {
        self.shared.left.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Release);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    /// Reads one request and answers it.
    fn answer(&self, stream: TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(stream);
        let mut first = String::new();
        reader.read_line(&mut first)?;
        let (mut n_bytes, mut takes_brotli) = (0, false);
        let mut header = String::new();
        while reader.read_line(&mut header)? > 2 {
            let length = header.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
            n_bytes = length.and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(n_bytes);
            let encodings = header.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("accept-encoding"));
            takes_brotli |= encodings.is_some_and(|(_, value)| value.split(',').any(|name| name.trim() == "br"));
            header.clear();
        }
        let mut words = first.split_whitespace();
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Ok(());
        };
        if (method, target) == ("POST", "/left") {
            let mut report = Vec::new();
            reader.by_ref().take(n_bytes).read_to_end(&mut report)?;
            self.left.lock().unwrap_or_else(PoisonError::into_inner).push(blocked_in(&report));
        }
        let mut stream = reader.into_inner();
        let path = self.file_of(target);
        if let Some((path, bytes)) = path.as_ref().and_then(|path| self.compressed.get_key_value(path))
            && takes_brotli
        {
            return self.respond(&mut stream, "200 OK", media_type(path), "Content-Encoding: br\r\n", bytes);
        }
        match path.and_then(|path| Some((fs::read(&path).ok()?, media_type(&path)))) {
            Some((bytes, media_type)) => self.respond(&mut stream, "200 OK", media_type, "", &bytes),
            None => self.respond(&mut stream, "404 Not Found", "text/plain", "", b"There is no such file."),
        }
    }

    /// `header`: whole lines, or nothing.
    fn respond(
        &self,
        stream: &mut TcpStream,
        status: &str,
        media_type: &str,
        header: &str,
        body: &[u8],
    ) -> io::Result<()> {
        let n_bytes = body.len();
        if let Some(line) = self.line {
            thread::sleep(line.round_trip);
        }
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {n_bytes}\r\n{header}\
             Cache-Control: no-store\r\nContent-Security-Policy: {POLICY}\r\nConnection: close\r\n\r\n"
        )?;
        for piece in body.chunks(PIECE) {
            if let Some(line) = self.line {
                let end = {
                    let mut is_free_at = self.is_free_at.lock().unwrap_or_else(PoisonError::into_inner);
                    let seconds = 8.0 * piece.len() as f64 / line.bits_per_second;
                    *is_free_at = (*is_free_at).max(Instant::now()) + Duration::from_secs_f64(seconds);
                    *is_free_at
                };
                thread::sleep(end.saturating_duration_since(Instant::now()));
            }
            stream.write_all(piece)?;
            self.n_sent.fetch_add(piece.len() as u64, Ordering::Relaxed);
        }
        Ok(())
    }

    /// The file that a target such as `/embedding-explorer/a.js?v=1` names; nothing outside of the folder.
    fn file_of(&self, target: &str) -> Option<PathBuf> {
        let path = target.split(['?', '#']).next()?.strip_prefix(&self.prefix)?;
        let relative = Path::new(if path.is_empty() { "index.html" } else { path });
        relative.components().all(|part| matches!(part, Component::Normal(_))).then(|| self.folder.join(relative))
    }
}

/// The address that a report of the browser is about.
fn blocked_in(report: &[u8]) -> String {
    let report: serde_json::Value = serde_json::from_slice(report).unwrap_or_default();
    report["csp-report"]["blocked-uri"].as_str().unwrap_or("a report that cannot be read").to_owned()
}

/// By the file's extension, as static hosts do it.
fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "webmanifest") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

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
        let server = Server::start(folder.path(), "/deep/").expect("a port is free");
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
        let line = Line { bits_per_second: 1e4, round_trip: Duration::from_millis(10) };
        let server = Server::start_compressed(folder.path(), "/", Some(line)).expect("a port is free");
        let start = Instant::now();
        let mut stream = TcpStream::connect(server.address()).expect("the server listens");
        write!(stream, "GET /a.js HTTP/1.1\r\nAccept-Encoding: gzip, br\r\n\r\n").expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers");
        assert!(answer.len() < 1000 && String::from_utf8_lossy(&answer).contains("Content-Encoding: br\r\n"));
        assert!(start.elapsed().as_secs_f64() >= 0.01 + 8.0 * server.n_sent() as f64 / 1e4, "the line is slow");
        let quick = Server::start_compressed(folder.path(), "/", None).expect("a port is free");
        assert!(ask(&quick, "GET /a.js").len() > 10_000, "for others it is as it is");
    }

    #[test]
    fn writes_down_what_would_leave() {
        let server = Server::start("no-folder", "/").expect("a port is free");
        let report = r#"{"csp-report":{"blocked-uri":"https://example.org/font.woff"}}"#;
        let mut stream = TcpStream::connect(server.address()).expect("the server listens");
        write!(stream, "POST /left HTTP/1.1\r\ncontent-length: {}\r\n\r\n{report}", report.len()).expect("it reads");
        stream.read_to_string(&mut String::new()).expect("it answers");
        assert_eq!(server.requests_that_left(), ["https://example.org/font.woff"]);
    }
}
