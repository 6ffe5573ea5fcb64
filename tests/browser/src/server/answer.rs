//! One request and its answer.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    sync::{Arc, PoisonError, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

use embedding_explorer::fnv::Fnv1a;

use super::{Fault, Shared, folder::Body, locked};

/// The origin and what the page makes itself; wasm is compiled.
const POLICY: &str = "default-src 'self' blob: data:; script-src 'self' 'wasm-unsafe-eval'; \
                      style-src 'self' 'unsafe-inline'; report-uri /left";

/// Comes before it where pages may ask others.
const OTHERS: &str = "connect-src *; ";

/// Likewise, where the page's text may hold scripts.
const INLINE: &str = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; ";

/// Bytes that a line takes at a time: small enough that two answers share it.
const PIECE: usize = 4096;

/// What a browser asks for.
#[derive(Debug, Default)]
struct Request {
    method: String,
    target: String,
    n_bytes: u64,
    takes_brotli: bool,
    /// The tag of the copy that it has.
    tag: Option<String>,
}

impl Request {
    /// Reads up to the end of the headers; none where the browser has hung up.
    fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Ok(None);
        };
        let mut request = Self { method, target, ..Self::default() };
        loop {
            line.clear();
            if reader.read_line(&mut line)? <= 2 {
                return Ok(Some(request));
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => request.n_bytes = value.parse().unwrap_or(0),
                "accept-encoding" => request.takes_brotli = value.split(',').any(|name| name.trim() == "br"),
                "if-none-match" => request.tag = Some(value.to_owned()),
                _ => {}
            }
        }
    }
}

/// The first lines of an answer.
struct Head<'a> {
    status: &'a str,
    media_type: &'a str,
    /// More lines, each with its end.
    more: String,
}

impl Shared {
    /// Reads one request and answers it.
    pub(super) fn answer(&self, stream: TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(stream);
        let Some(request) = Request::read(&mut reader)? else { return Ok(()) };
        if (request.method.as_str(), request.target.as_str()) == ("POST", "/left") {
            let mut report = Vec::new();
            reader.by_ref().take(request.n_bytes).read_to_end(&mut report)?;
            locked(&self.left).push(blocked_in(&report));
        }
        locked(&self.asked).push(request.target.clone());
        let mut stream = reader.into_inner();
        let fault = self.wait_for_fault(&request.target);
        let folder = Arc::clone(&locked(&self.folder));
        let file = folder.file_of(&request.target, &self.hosting.prefix).filter(|_| fault != Some(Fault::Missing));
        let Some(mut body) = file.and_then(|file| folder.body(&file, request.takes_brotli)) else {
            let head = Head {
                status: "404 Not Found",
                media_type: "text/plain",
                more: "Cache-Control: no-store\r\n".to_owned(),
            };
            return self.respond(&mut stream, &head, b"There is no such file.", None);
        };
        for (part, script) in locked(&self.prefaces).iter().filter(|_| !body.is_compressed) {
            if name_in(&request.target).contains(part.as_str()) {
                body.bytes.splice(0..0, script.bytes());
            }
        }
        let (head, tag) = self.head_of(&body, fault);
        if request.tag == Some(tag) {
            return self.respond(&mut stream, &Head { status: "304 Not Modified", ..head }, b"", None);
        }
        self.respond(&mut stream, &head, &body.bytes, fault)
    }

    /// The head of a file's answer, and its tag.
    fn head_of(&self, body: &Body, fault: Option<Fault>) -> (Head<'static>, String) {
        let tag = format!("\"{:016x}\"", Fnv1a::hash(&body.bytes));
        let age =
            self.hosting.max_age.map_or_else(|| "no-store".to_owned(), |age| format!("max-age={}", age.as_secs()));
        let mut more = format!("Cache-Control: {age}\r\nETag: {tag}\r\n");
        if body.is_compressed {
            more.push_str("Content-Encoding: br\r\n");
        }
        let is_wrong = fault == Some(Fault::WrongType);
        if is_wrong {
            // Or browsers look into it to find out what it is.
            more.push_str("X-Content-Type-Options: nosniff\r\n");
        }
        let media_type = if is_wrong { "text/plain" } else { body.media_type };
        (Head { status: "200 OK", media_type, more }, tag)
    }

    /// What is wrong with a file, once it is not held any more.
    fn wait_for_fault(&self, target: &str) -> Option<Fault> {
        let name = name_in(target);
        let mut faults = locked(&self.faults);
        loop {
            let fault = faults.iter().rev().find(|(part, _)| name.contains(part.as_str())).map(|(_, fault)| *fault);
            if fault != Some(Fault::Held) || self.is_over.load(Ordering::Acquire) {
                return fault;
            }
            faults = self.faults_changed.wait(faults).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn respond(&self, stream: &mut TcpStream, head: &Head<'_>, body: &[u8], fault: Option<Fault>) -> io::Result<()> {
        let Head { status, media_type, more } = head;
        let sharing = if self.hosting.is_shared { "Access-Control-Allow-Origin: *\r\n" } else { "" };
        let others = if self.hosting.asks_others { OTHERS } else { "" };
        let inline = if self.hosting.trusts_inline { INLINE } else { "" };
        let n_bytes = body.len();
        if let Some(line) = self.hosting.line {
            thread::sleep(line.round_trip);
        }
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {n_bytes}\r\n{more}{sharing}\
             Content-Security-Policy: {others}{inline}{POLICY}\r\nConnection: close\r\n\r\n"
        )?;
        let body = if fault == Some(Fault::Cut) { &body[..n_bytes / 2] } else { body };
        // Small pieces, or a slow file would come in lumps.
        let piece = if matches!(fault, Some(Fault::Slow(_))) { PIECE / 8 } else { PIECE };
        for piece in body.chunks(piece) {
            let n_bits = 8.0 * piece.len() as f64;
            if let Some(line) = self.hosting.line {
                let end = {
                    let mut is_free_at = locked(&self.is_free_at);
                    let seconds = n_bits / line.bits_per_second;
                    *is_free_at = (*is_free_at).max(Instant::now()) + Duration::from_secs_f64(seconds);
                    *is_free_at
                };
                thread::sleep(end.saturating_duration_since(Instant::now()));
            }
            if let Some(Fault::Slow(bits_per_second)) = fault {
                thread::sleep(Duration::from_secs_f64(n_bits / bits_per_second));
            }
            stream.write_all(piece)?;
            self.n_sent.fetch_add(piece.len() as u64, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// The name of the file that a target names.
fn name_in(target: &str) -> &str {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or("index.html")
}

/// The address that a report of the browser is about.
fn blocked_in(report: &[u8]) -> String {
    let report: serde_json::Value = serde_json::from_slice(report).unwrap_or_default();
    report["csp-report"]["blocked-uri"].as_str().unwrap_or("a report that cannot be read").to_owned()
}
