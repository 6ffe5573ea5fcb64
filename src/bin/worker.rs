//! The worker: an engine behind `postMessage`.
//!
//! It works in slices and lets the browser deliver messages between them, so that a question never waits for more than
//! one slice. [`protocol`](embedding_explorer::protocol) defines what it says and hears, [`wire`](embedding_explorer::wire)
//! what a message looks like.

fn main() {
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("This is a part of a web page: run `cargo xtask serve`.");
}

/// Starts the worker. Its loader calls it, once it holds what code that waits is brought by: `main` would run before that.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn begin() {
    host::start();
}

#[cfg(target_arch = "wasm32")]
mod host {
    use std::{
        cell::{Cell, RefCell},
        rc::Rc,
    };

    use embedding_explorer::{
        engine::{Decode, Session},
        protocol::{BUILD, Command, Event, Refusal, StoreCommand},
        rest,
        store::Keeper,
        wire,
    };
    use js_sys::{ArrayBuffer, Uint8Array};
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{DedicatedWorkerGlobalScope, File, MessageChannel, MessageEvent, TextDecodeOptions, TextDecoder};

    /// How long a slice of work may take, in seconds.
    const SLICE_SECS: f64 = 0.010;
    /// Bytes of a file that are read at a time: a slice's worth of tokenizing.
    const PIECE_BYTES: f64 = 256.0 * 1024.0;

    /// How the address of the first worker ends (`assets/boot/start.js`). It does what [`Command::first`] asks before the page
    /// is there.
    const FIRST: &str = "&first";

    /// Files that are being read as one text.
    struct Reading {
        files: Vec<File>,
        /// Which of them.
        place: usize,
        offset: f64,
        /// Whether a piece is on its way.
        is_waiting: bool,
    }

    /// The engine and what it hears through.
    struct Host {
        scope: DedicatedWorkerGlobalScope,
        session: Rc<RefCell<Session>>,
        /// Stores the session in the browser; none until the page has asked for it.
        keeper: RefCell<Option<Rc<Keeper>>>,
        reading: RefCell<Option<Reading>>,
        /// Grows with each file, so that a piece of one that was cancelled is recognized.
        n_files: Cell<u32>,
        /// A message to it is delivered to `on_slice` in turn with the page's, without the 4 ms that `setTimeout` waits.
        slices: MessageChannel,
        is_scheduled: Cell<bool>,
        /// Whether the page has not said anything yet, and its first wish was taken for granted.
        is_ahead: Cell<bool>,
    }

    /// Starts the worker: it listens from the moment it says that it is ready.
    pub(super) fn start() {
        console_error_panic_hook::set_once();
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let host = Rc::new(Host {
            scope,
            session: Rc::new(RefCell::new(Session::new().with_decoders(decoder))),
            keeper: RefCell::new(None),
            reading: RefCell::new(None),
            n_files: Cell::new(0),
            slices: MessageChannel::new().expect("every browser that runs wasm has MessageChannel"),
            is_scheduled: Cell::new(false),
            is_ahead: Cell::new(false),
        });
        let on_slice = {
            let host = Rc::clone(&host);
            Closure::<dyn FnMut(MessageEvent)>::new(move |_| host.slice())
        };
        host.slices.port1().set_onmessage(Some(on_slice.as_ref().unchecked_ref()));
        on_slice.forget();
        let on_message = {
            let host = Rc::clone(&host);
            Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| host.hear(&message.data()))
        };
        host.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        host.say(vec![Event::Ready { build: BUILD.to_owned() }]);
        if host.scope.location().search().ends_with(FIRST) {
            host.is_ahead.set(true);
            let events = host.session.borrow_mut().handle(Command::first(), now_secs());
            host.say(events);
            host.schedule();
        }
    }

    impl Host {
        /// Takes a message of the page.
        fn hear(self: &Rc<Self>, message: &JsValue) {
            let was_ahead = self.is_ahead.replace(false);
            match wire::from_js::<Command>(message) {
                // What the page asks for has been begun.
                Ok(command) if was_ahead && command == Command::first() => {}
                Ok(Command::Store(command)) => {
                    if matches!(command, StoreCommand::Continue { .. }) {
                        // Its bytes come from the store.
                        self.n_files.update(|n| n + 1);
                        *self.reading.borrow_mut() = None;
                    }
                    // Nobody waits for the store, and training shall not wait for its code.
                    let host = Rc::clone(self);
                    spawn_local(async move {
                        rest::arrives().await;
                        host.keeper().hear(command);
                    });
                }
                Ok(command) => {
                    let files = wire::files_of(message);
                    if !files.is_empty() {
                        // Better now than within a slice.
                        rest::load();
                    }
                    let events = self.session.borrow_mut().handle(command, now_secs());
                    // A refused opening leaves the file that is being read alone.
                    let is_refused = events.iter().any(|event| matches!(event, Event::Refused(_)));
                    if !files.is_empty() && !is_refused {
                        self.n_files.update(|n| n + 1);
                        *self.reading.borrow_mut() = Some(Reading { files, place: 0, offset: 0.0, is_waiting: false });
                    }
                    self.say(events);
                }
                Err(error) => {
                    let message = format!("{error}. Reload the page.");
                    self.say(vec![Event::Refused(Refusal::new(message))]);
                }
            }
            self.schedule();
        }

        fn keeper(self: &Rc<Self>) -> Rc<Keeper> {
            let (saying, waking) = (Rc::clone(self), Rc::clone(self));
            let new =
                || Keeper::new(Rc::clone(&self.session), move |e| saying.say(e), move || waking.schedule(), now_secs);
            Rc::clone(self.keeper.borrow_mut().get_or_insert_with(new))
        }

        /// Works for one slice, and asks for the next.
        fn slice(self: &Rc<Self>) {
            self.is_scheduled.set(false);
            let events = self.session.borrow_mut().work(&now_secs, SLICE_SECS);
            // A run that nobody sees yet waits with its first map: its vectors shall be seen to move.
            let waits = self.is_ahead.get() && events.iter().any(|event| matches!(event, Event::Frame(_)));
            self.say(events);
            self.read_on();
            if !waits && !self.session.borrow().is_idle() {
                self.schedule();
            }
        }

        fn schedule(&self) {
            if !self.is_scheduled.replace(true) {
                self.slices.port2().post_message(&JsValue::NULL).expect("null can be posted");
            }
        }

        /// Asks for the next piece of the file that is being read, unless it is on its way.
        fn read_on(self: &Rc<Self>) {
            if !self.session.borrow().is_fed() {
                *self.reading.borrow_mut() = None;
                return;
            }
            if !self.session.borrow().wants_bytes() {
                return;
            }
            let mut reading = self.reading.borrow_mut();
            let Some(reading) = reading.as_mut().filter(|reading| !reading.is_waiting) else { return };
            let file = &reading.files[reading.place];
            // The session hears of files only where there are several.
            let begins = (reading.files.len() > 1 && reading.offset == 0.0).then(|| file.name());
            let end = (reading.offset + PIECE_BYTES).min(file.size());
            let piece = file.slice_with_f64_and_f64(reading.offset, end);
            reading.is_waiting = true;
            reading.offset = end;
            let is_over = end >= file.size();
            let is_last = is_over && reading.place + 1 == reading.files.len();
            if is_over && !is_last {
                reading.place += 1;
                reading.offset = 0.0;
            }
            let file_number = self.n_files.get();
            let host = Rc::clone(self);
            spawn_local(async move {
                let bytes = match piece {
                    Ok(piece) => JsFuture::from(piece.array_buffer()).await,
                    Err(error) => Err(error),
                };
                // Another file, or a cancelled one, while this piece was on its way.
                if host.n_files.get() == file_number {
                    host.take_piece(bytes, begins.as_deref(), is_last);
                }
            });
        }

        /// Gives the session a piece of a file. `begins`: its name, where it is the first piece of one of several.
        fn take_piece(self: &Rc<Self>, bytes: Result<JsValue, JsValue>, begins: Option<&str>, is_last: bool) {
            if let Some(reading) = self.reading.borrow_mut().as_mut() {
                reading.is_waiting = false;
            }
            let mut session = self.session.borrow_mut();
            let mut events = begins.map(|name| session.next_file(name)).unwrap_or_default();
            events.extend(match bytes {
                Ok(buffer) => {
                    let bytes = Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec();
                    session.feed(&bytes, now_secs())
                }
                Err(error) => {
                    let reason = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
                    session.file_failed(&reason.unwrap_or_else(|| "the browser gave no reason".to_owned()))
                }
            });
            if is_last {
                session.end_of_file();
            }
            drop(session);
            self.say(events);
            self.schedule();
        }

        /// Sends events to the page.
        fn say(&self, events: Vec<Event>) {
            for event in events {
                let (message, transfer) = wire::to_js(&event);
                self.scope.post_message_with_transfer(&message, &transfer).expect("fresh buffers can be transferred");
            }
        }
    }

    /// The browser's own decoder of an encoding.
    fn decoder(name: &'static str) -> Option<Decode> {
        let decoder = TextDecoder::new_with_label(name).ok()?;
        let options = TextDecodeOptions::new();
        Some(Box::new(move |bytes, is_last, text| {
            options.set_stream(!is_last);
            // It fails only where it is told to.
            if let Ok(decoded) = decoder.decode_with_js_u8_array_and_options(&Uint8Array::from(bytes), &options) {
                text.push_str(&decoded);
            }
        }))
    }

    fn now_secs() -> f64 {
        thread_local! {
            static PERFORMANCE: Option<web_sys::Performance> =
                js_sys::global().unchecked_into::<DedicatedWorkerGlobalScope>().performance();
        }
        PERFORMANCE.with(|performance| performance.as_ref().map_or(0.0, |p| p.now() / 1000.0))
    }
}
