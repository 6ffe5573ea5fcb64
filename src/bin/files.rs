//! The worker that reads files of vectors, and archives of texts: it is started when such a file is first opened, and terminated
//! once what was in it is handed over, or given up. [`wire`](embedding_explorer::wire) carries its messages.

fn main() {
    #[cfg(target_arch = "wasm32")]
    host::start();
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("This is a part of a web page: run `cargo xtask serve`.");
}

#[cfg(target_arch = "wasm32")]
mod host {
    use std::{cell::RefCell, rc::Rc};

    use embedding_explorer::{
        formats::{ArchivedTexts, Bundle, FormatError, Loaded, Need, ReadOptions, TextArchive, holds_vectors, is_zip},
        protocol::{BUILD, Command, FilesCommand, FilesMessage, FilesProgress, NgramsHead, TableHead, TablePart},
        wire,
    };
    use js_sys::{Array, ArrayBuffer, Uint8Array};
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

    /// Bytes of a file that are read at a time.
    const PIECE_BYTES: f64 = 1024.0 * 1024.0;
    /// Bytes that tell what a file is.
    const HEAD_BYTES: f64 = 256.0 * 1024.0;
    /// Numbers of a part of the table: 2 MB, which the engine takes in about 3 ms.
    const NUMBERS_PER_PART: usize = 500_000;
    /// Bytes of the words of a part.
    const LETTERS_PER_PART: usize = 256 << 10;
    /// Memory that a table may take here: 4 GiB less what code, a piece and a part take.
    const MOST_BYTES: u64 = 3_700_000_000;
    /// Memory that the texts of an archive may take.
    const MOST_TEXT_BYTES: u64 = 1 << 30;
    /// Numbers that are joined in one call.
    const OPERATIONS_PER_CALL: usize = 2_000_000;
    /// Milliseconds between two reports.
    const REPORT_MS: f64 = 100.0;

    /// What this worker has.
    #[derive(Default)]
    struct Host {
        bundle: Option<Bundle>,
        /// Names of the files that were read.
        names: Vec<String>,
        n_bytes: f64,
        table: Option<Table>,
    }

    /// A table that is handed over.
    struct Table {
        loaded: Loaded,
        n_words_given: usize,
        n_rows_given: usize,
    }

    /// Says that it is up, and waits for files.
    pub(super) fn start() {
        console_error_panic_hook::set_once();
        let host = Rc::new(RefCell::new(Host::default()));
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            hear(&host, &message.data());
        });
        scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        say(&FilesMessage::Ready { build: BUILD.to_owned() });
    }

    fn hear(host: &Rc<RefCell<Host>>, message: &JsValue) {
        match wire::from_js(message).expect("the page sends commands, and none to a worker of another build") {
            FilesCommand::Read { most_rows, is_sure } => {
                let (host, files) = (Rc::clone(host), wire::files_of(message));
                // The page sends the next files only once it has heard what became of these.
                spawn_local(async move { read(&host, files, most_rows, is_sure).await });
            }
            FilesCommand::Next { open_id } => {
                if let Some(part) = host.borrow_mut().table.as_mut().and_then(Table::next_part) {
                    let command = Command::TakePart { open_id, part };
                    let (message, transfer) = wire::to_js_with_command(&FilesMessage::Part, &command);
                    scope().post_message_with_transfer(&message, &transfer).expect("fresh buffers can be transferred");
                }
            }
        }
    }

    /// Reads files, and tells what came of them.
    async fn read(host: &RefCell<Host>, files: Vec<File>, most_rows: Option<u64>, is_sure: bool) {
        if !is_sure && !any_holds_vectors(&files).await {
            return hand_over_texts(files).await;
        }
        let options = ReadOptions { most_rows, most_bytes: Some(MOST_BYTES), entry: None };
        let mut bundle = host.borrow_mut().bundle.take().unwrap_or_else(|| Bundle::new(&options));
        let (n_before, bytes_before) = (host.borrow().names.len(), host.borrow().n_bytes);
        let mut trouble = None;
        for file in &files {
            match read_file(&mut bundle, file).await {
                Ok(n_bytes) => {
                    host.borrow_mut().names.push(file.name());
                    host.borrow_mut().n_bytes += n_bytes;
                }
                Err(error) => trouble = Some(error),
            }
        }
        let needs = bundle.needs();
        if !needs.is_empty() || (trouble.is_some() && host.borrow().names.is_empty()) {
            return wait_or_fail(host, bundle, &needs, trouble);
        }
        loop {
            match bundle.advance(OPERATIONS_PER_CALL) {
                Ok(true) => break,
                Ok(false) => {}
                // Words that do not fit were dropped: the vectors wait for others.
                Err(error) => {
                    let needs = bundle.needs();
                    let mut host_now = host.borrow_mut();
                    host_now.names.truncate(n_before.max(1));
                    host_now.n_bytes = if n_before > 0 { bytes_before } else { host_now.n_bytes };
                    drop(host_now);
                    return wait_or_fail(host, bundle, &needs, Some(Trouble::of(&error)));
                }
            }
        }
        match bundle.finish() {
            Ok(loaded) => hand_over(host, loaded, trouble),
            Err(error) => fail(Trouble::of(&error)),
        }
    }

    /// Hands over the texts of archives, in the place of these, where there are some.
    async fn hand_over_texts(files: Vec<File>) {
        let (is_alone, mut all, mut are_in_order) = (files.len() == 1, Vec::new(), files.len() == 1);
        let mut n_archives = 0;
        for file in files {
            match texts_of(&file).await {
                Ok(Some(texts)) => {
                    n_archives += 1;
                    are_in_order &= texts.are_in_order;
                    all.extend(texts.files.into_iter().filter_map(|(name, bytes)| file_of(&name, &bytes)));
                }
                Err(trouble) if is_alone => return fail(trouble),
                // Of several files, the reader of texts says that this one is none.
                Ok(None) | Err(_) => all.push(file),
            }
        }
        if n_archives == 0 {
            return say(&FilesMessage::NoVectors);
        }
        let (message, transfer) = wire::to_js_with_files(&FilesMessage::Texts { are_in_order }, &all);
        scope().post_message_with_transfer(&message, &transfer).expect("fresh buffers can be transferred");
    }

    /// The texts of an archive; none where the file is no archive of texts.
    async fn texts_of(file: &File) -> Result<Option<ArchivedTexts>, Trouble> {
        let size = file.size();
        let unread = |reason: String| {
            let message = format!("“{}” could not be read ({reason}): choose it again, or another one.", file.name());
            Trouble { message, try_rows: None }
        };
        if !is_zip(&piece_of(file, 0.0, 4.0).await.map_err(unread)?) {
            return Ok(None);
        }
        let mut archive = TextArchive::new(MOST_TEXT_BYTES);
        let (mut offset, mut last_ms) = (0.0, now_ms());
        while offset < size {
            let bytes = piece_of(file, offset, PIECE_BYTES).await.map_err(unread)?;
            offset += bytes.len() as f64;
            archive.push(&bytes).map_err(|error| Trouble::of(&error))?;
            if now_ms() - last_ms >= REPORT_MS {
                last_ms = now_ms();
                let (name, bytes_done, bytes_total) = (file.name(), offset as u64, size as u64);
                say(&FilesMessage::Reading(FilesProgress {
                    name,
                    bytes_done,
                    bytes_total,
                    ..FilesProgress::default()
                }));
            }
        }
        archive.finish().map_err(|error| Trouble::of(&error))
    }

    fn file_of(name: &str, bytes: &[u8]) -> Option<File> {
        File::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)), name).ok()
    }

    /// Says what is missing, or, where nothing is there to go on with, why.
    fn wait_or_fail(host: &RefCell<Host>, bundle: Bundle, needs: &[Need], trouble: Option<Trouble>) {
        match trouble {
            Some(trouble) if needs.is_empty() || trouble.try_rows.is_some() => fail(trouble),
            trouble => {
                let mut host = host.borrow_mut();
                host.bundle = Some(bundle);
                say(&FilesMessage::Needs {
                    what: what_is_there(needs),
                    needs: needs.iter().map(ToString::to_string).collect(),
                    trouble: trouble.map(|trouble| trouble.message),
                });
            }
        }
    }

    fn what_is_there(needs: &[Need]) -> String {
        match needs.first() {
            Some(Need::Words { n_rows }) => format!("This is an array of {n_rows} vectors."),
            Some(Need::Vectors { n_words }) => format!("This is a list of {n_words} words."),
            Some(Need::File { .. }) => "This is a model whose arrays lie in files of their own.".to_owned(),
            None => String::new(),
        }
    }

    fn hand_over(host: &RefCell<Host>, loaded: Loaded, trouble: Option<Trouble>) {
        let mut host = host.borrow_mut();
        let mut notes: Vec<String> = loaded.notes.iter().map(ToString::to_string).collect();
        notes.extend(trouble.map(|trouble| trouble.message));
        let ngrams = loaded.subwords.as_ref().map(|subwords| NgramsHead {
            n_rows: subwords.n_rows(),
            n_buckets: subwords.n_buckets(),
            min_n: subwords.lengths().0 as u32,
            max_n: subwords.lengths().1 as u32,
        });
        let head = TableHead {
            name: host.names.join(" + "),
            format: loaded.format.to_string(),
            n_bytes: host.n_bytes as u64,
            n_rows: loaded.words.len() as u64,
            dims: loaded.matrix.dims() as u32,
            n_letter_bytes: loaded.words.iter().map(|word| word.len() as u64).sum(),
            has_counts: loaded.counts.is_some(),
            ngrams,
            notes,
        };
        host.table = Some(Table { loaded, n_words_given: 0, n_rows_given: 0 });
        say(&FilesMessage::Table(head));
    }

    impl Table {
        /// The next words, after the last one the next rows, and then those of n-grams; none after the last row.
        fn next_part(&mut self) -> Option<TablePart> {
            let Self { loaded, n_words_given, n_rows_given } = self;
            let n_words = loaded.words.len();
            if *n_words_given < n_words {
                let (start, mut n_letters) = (*n_words_given, 0);
                while *n_words_given < n_words && n_letters < LETTERS_PER_PART {
                    n_letters += loaded.words[*n_words_given].len();
                    *n_words_given += 1;
                }
                let words = loaded.words[start..*n_words_given].iter_mut().map(std::mem::take).collect();
                let counts = loaded.counts.as_ref().map(|counts| counts[start..*n_words_given].to_vec());
                return Some(TablePart::Words { words, counts: counts.unwrap_or_default().into() });
            }
            let n_rows = (NUMBERS_PER_PART / loaded.matrix.dims()).max(1).min(n_words - *n_rows_given);
            let rows = *n_rows_given as u32..(*n_rows_given + n_rows) as u32;
            *n_rows_given += n_rows;
            let mut values = Vec::with_capacity(n_rows * loaded.matrix.dims());
            rows.for_each(|row| values.extend_from_slice(loaded.matrix.vector(row)));
            if n_rows > 0 {
                return Some(TablePart::Rows(values.into()));
            }
            let rows = loaded.subwords.as_mut()?.take_rows(NUMBERS_PER_PART)?;
            Some(TablePart::Ngrams(rows.into()))
        }
    }

    /// Why a file is of no use.
    struct Trouble {
        message: String,
        try_rows: Option<u64>,
    }

    impl Trouble {
        fn of(error: &FormatError) -> Self {
            let try_rows = if let FormatError::TooLarge { n_rows, .. } = error { Some(*n_rows) } else { None };
            Self { message: error.to_string(), try_rows }
        }
    }

    fn fail(trouble: Trouble) {
        let Trouble { message, try_rows } = trouble;
        say(&FilesMessage::Failed { message, try_rows });
    }

    async fn any_holds_vectors(files: &[File]) -> bool {
        for file in files {
            if let Ok(head) = piece_of(file, 0.0, HEAD_BYTES).await
                && holds_vectors(&head)
            {
                return true;
            }
        }
        false
    }

    /// Reads one file to its end, or as far as it is wanted; the bytes that were read.
    async fn read_file(bundle: &mut Bundle, file: &File) -> Result<f64, Trouble> {
        let size = file.size();
        bundle.begin(&file.name(), Some(size as u64));
        let start_ms = now_ms();
        // The first piece is reported at once.
        let (mut offset, mut last_ms) = (0.0, start_ms - REPORT_MS);
        let mut progress = FilesProgress { name: file.name(), bytes_total: size as u64, ..FilesProgress::default() };
        say(&FilesMessage::Reading(progress.clone()));
        let mut next = (size > 0.0).then(|| promise_of(file, 0.0, PIECE_BYTES));
        'file: while let Some(piece) = next.take() {
            let bytes = bytes_of(piece).await.map_err(|reason| {
                bundle.cancel();
                let message =
                    format!("“{}” could not be read ({reason}): choose it again, or another one.", file.name());
                Trouble { message, try_rows: None }
            })?;
            offset += bytes.len() as f64;
            // The next piece comes while this one is read.
            next = (offset < size).then(|| promise_of(file, offset, PIECE_BYTES));
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let pushed = bundle.push(rest).map_err(|error| Trouble::of(&error))?;
                rest = &rest[pushed.n_taken..];
                (progress.n_rows, progress.said_rows) = (pushed.n_rows, pushed.said_rows);
                if pushed.is_enough {
                    break 'file;
                }
            }
            let now = now_ms();
            if now - last_ms >= REPORT_MS {
                last_ms = now;
                progress.bytes_done = offset as u64;
                progress.bytes_per_second = Some(offset / (now - start_ms).max(1.0) * 1000.0);
                say(&FilesMessage::Reading(progress.clone()));
            }
        }
        progress.bytes_done = offset as u64;
        say(&FilesMessage::Reading(progress));
        bundle.end().map_err(|error| Trouble::of(&error))?;
        Ok(offset)
    }

    fn promise_of(file: &File, offset: f64, n_bytes: f64) -> Result<js_sys::Promise, JsValue> {
        let end = (offset + n_bytes).min(file.size());
        Ok(file.slice_with_f64_and_f64(offset, end)?.array_buffer())
    }

    async fn piece_of(file: &File, offset: f64, n_bytes: f64) -> Result<Vec<u8>, String> {
        bytes_of(promise_of(file, offset, n_bytes)).await
    }

    async fn bytes_of(piece: Result<js_sys::Promise, JsValue>) -> Result<Vec<u8>, String> {
        let buffer = match piece {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        let buffer = buffer.map_err(|error| {
            let reason = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
            reason.unwrap_or_else(|| "the browser gave no reason".to_owned())
        })?;
        Ok(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec())
    }

    fn say(message: &FilesMessage) {
        let (message, transfer) = wire::to_js(message);
        scope().post_message_with_transfer(&message, &transfer).expect("fresh buffers can be transferred");
    }

    fn scope() -> DedicatedWorkerGlobalScope {
        js_sys::global().unchecked_into()
    }

    fn now_ms() -> f64 {
        scope().performance().map_or(0.0, |performance| performance.now())
    }
}
