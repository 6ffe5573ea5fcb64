//! The worker's client: the page's end of the line. Nobody else on the page knows `postMessage`.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use js_sys::Array;
use leptos::prelude::{TimeoutHandle, queue_microtask, set_timeout, set_timeout_with_handle};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, File, MessageEvent, Worker};

use crate::{
    protocol::{BUILD, Command, Event},
    ui::page::{boot, clock::now_ms},
    wire,
};

/// What the start script or the loader says instead of "arriving" where the worker cannot start; the reason follows.
const FAILED: &str = "failed: ";
/// How long a worker that is not up may be silent. While its code arrives, the start script says so twice a second.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long the page may listen to what the first worker has said before it lets the browser do something else, in
/// milliseconds.
const TASK_MS: f64 = 4.0;

/// What the client tells the page.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and nearly all are events")]
pub enum Report {
    /// The worker said something.
    Event(Event),
    /// Page and worker are of different builds: one of them is a stale copy.
    Stale,
    /// The worker is gone or cannot be understood; one sentence says how.
    Dead(String),
    /// A command was sent while there was no worker; it went nowhere.
    Unsent,
}

/// Queues commands until the worker is up, checks that it is of the page's build, and notices when it dies.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    line: RefCell<Line>,
    /// The number of the connection in use. It grows whenever one begins or ends, so that what an earlier worker, or the
    /// watchdog over it, still has to say is recognized.
    number: Cell<u32>,
    on_report: Box<dyn Fn(Report)>,
}

enum Line {
    /// No worker: not started, dead or stale.
    Down,
    /// Started; what was sent waits.
    Starting { worker: Connection, queue: Vec<(Command, Vec<File>)>, watchdog: Option<TimeoutHandle> },
    /// Up, and of our build.
    Up(Connection),
}

/// A worker and the callbacks that it holds.
struct Connection {
    worker: Worker,
    on_message: Closure<dyn FnMut(MessageEvent)>,
    on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onmessageerror(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Client {
    /// A client without a worker yet.
    pub fn new(on_report: impl Fn(Report) + 'static) -> Self {
        let (line, number) = (RefCell::new(Line::Down), Cell::new(0));
        Self(Rc::new(Inner { line, number, on_report: Box::new(on_report) }))
    }

    /// Starts a new worker; an old one is ended. The first one was started before the page's code was here.
    pub fn start(&self) {
        let number = self.hang_up();
        let (worker, said) = match boot::early_worker() {
            Some((worker, said)) => (Ok(worker), Some(said)),
            None => (boot::start_worker(), None),
        };
        let worker = match worker {
            Ok(worker) => worker,
            Err(error) => return self.die(format!("The worker could not be started: {}.", text_of(&error))),
        };
        boot::use_worker(&worker);
        let worker = self.connect(worker, number);
        if said.is_none() {
            worker.listen();
        }
        *self.0.line.borrow_mut() = Line::Starting { worker, queue: Vec::new(), watchdog: self.watch(number) };
        if let Some(said) = said {
            self.catch_up(number, said);
        }
    }

    /// Hears what the first worker has said so far and goes on saying, in more than one task where it takes long: they are the
    /// page's first words and map. Once there is nothing left, the line is direct.
    fn catch_up(&self, number: u32, said: Array) {
        let client = self.clone();
        let next = move || {
            let start_ms = now_ms();
            while client.0.number.get() == number {
                let event = said.shift();
                match event.dyn_ref::<MessageEvent>() {
                    Some(message) if message.type_() == "message" => client.hear(number, &message.data()),
                    _ if event.is_undefined() => return client.listen(),
                    _ => client.fall(number, event.unchecked_ref()),
                }
                if now_ms() - start_ms > TASK_MS {
                    return client.catch_up(number, said);
                }
            }
        };
        set_timeout(next, Duration::ZERO);
    }

    /// The line is direct from now on.
    fn listen(&self) {
        match &*self.0.line.borrow() {
            Line::Down => {}
            Line::Starting { worker, .. } | Line::Up(worker) => worker.listen(),
        }
    }

    /// Whether there is no worker: none was started, or it is dead or stale.
    pub fn is_down(&self) -> bool {
        matches!(*self.0.line.borrow(), Line::Down)
    }

    /// Sends a command, or queues it until the worker is up. Without a worker it goes nowhere, and [`Report::Unsent`] says so.
    pub fn send(&self, command: Command, files: Vec<File>) {
        let failure = match &mut *self.0.line.borrow_mut() {
            Line::Down => Some(Report::Unsent),
            Line::Starting { queue, .. } => {
                queue.push((command, files));
                None
            }
            Line::Up(connection) => connection.post(&command, &files).err().map(Report::Dead),
        };
        match failure {
            Some(Report::Dead(message)) => self.die(message),
            Some(report) => self.report(report),
            None => {}
        }
    }

    /// Passes a command on that another worker wrote; to a worker that is not up it goes nowhere.
    pub fn forward(&self, message: &JsValue, transfer: &Array) {
        let sent = match &*self.0.line.borrow() {
            Line::Up(connection) => connection.worker.post_message_with_transfer(message, transfer),
            Line::Down | Line::Starting { .. } => Ok(()),
        };
        if let Err(error) = sent {
            self.die(format!("A command did not reach the worker: {}.", text_of(&error)));
        }
    }

    /// The connection to a worker, which does not listen yet.
    fn connect(&self, worker: Worker, number: u32) -> Connection {
        let client = self.clone();
        let on_message =
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| client.hear(number, &event.data()));
        let client = self.clone();
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event| client.fall(number, &event));
        Connection { worker, on_message, on_error }
    }

    /// A message of the worker of a connection: a string of its loader, or an event.
    fn hear(&self, number: u32, message: &JsValue) {
        if self.0.number.get() != number {
            return;
        }
        if let Some(word) = message.as_string() {
            return match word.strip_prefix(FAILED) {
                Some(reason) => self.die(format!("The worker could not be started: {}.", reason.trim_end_matches('.'))),
                None => self.wait_on(number),
            };
        }
        match wire::from_js::<Event>(message) {
            Ok(Event::Ready { build }) => self.answer_the_door(&build),
            Ok(event) => self.report(Report::Event(event)),
            Err(_) if self.is_starting() => self.turn_away(),
            Err(error) => self.die(format!("The worker sent what the page does not understand: {error}.")),
        }
    }

    /// The worker of a connection has stopped, or cannot be read.
    fn fall(&self, number: u32, event: &web_sys::Event) {
        if self.0.number.get() != number {
            return;
        }
        let reason = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|text| !text.is_empty());
        self.die(match reason {
            Some(reason) => format!("The worker stopped: {}.", reason.trim_end_matches('.')),
            None => "The worker could not be loaded, or stopped without a word.".to_owned(),
        });
    }

    fn is_starting(&self) -> bool {
        matches!(*self.0.line.borrow(), Line::Starting { .. })
    }

    /// The worker is up: send what waited, if it is of our build.
    fn answer_the_door(&self, build: &str) {
        if !self.is_starting() {
            return;
        }
        if build != BUILD {
            return self.turn_away();
        }
        let Line::Starting { worker, queue, watchdog } = self.0.line.replace(Line::Down) else { return };
        if let Some(watchdog) = watchdog {
            watchdog.clear();
        }
        *self.0.line.borrow_mut() = Line::Up(worker);
        for (command, files) in queue {
            self.send(command, files);
        }
    }

    /// The worker is of another build.
    fn turn_away(&self) {
        self.hang_up();
        self.report(Report::Stale);
    }

    /// Gives up a connection that stays silent.
    fn watch(&self, number: u32) -> Option<TimeoutHandle> {
        let client = self.clone();
        let give_up = move || {
            if client.0.number.get() == number && client.is_starting() {
                let seconds = PATIENCE.as_secs();
                client.die(format!("The worker did not start, and nothing of it has arrived for {seconds} seconds."));
            }
        };
        set_timeout_with_handle(give_up, PATIENCE).ok()
    }

    /// Bytes of the worker's code have arrived: wait anew.
    fn wait_on(&self, number: u32) {
        if let Line::Starting { watchdog, .. } = &mut *self.0.line.borrow_mut() {
            if let Some(watchdog) = watchdog.take() {
                watchdog.clear();
            }
            *watchdog = self.watch(number);
        }
    }

    fn die(&self, message: String) {
        self.hang_up();
        self.report(Report::Dead(message));
    }

    /// Ends the connection, and returns the number of the next one.
    fn hang_up(&self) -> u32 {
        let number = self.0.number.get().wrapping_add(1);
        self.0.number.set(number);
        match self.0.line.replace(Line::Down) {
            Line::Down => {}
            Line::Starting { worker, watchdog, .. } => {
                if let Some(watchdog) = watchdog {
                    watchdog.clear();
                }
                drop_later(worker);
            }
            Line::Up(worker) => drop_later(worker),
        }
        number
    }

    fn report(&self, report: Report) {
        (self.0.on_report)(report);
    }
}

impl Connection {
    fn listen(&self) {
        self.worker.set_onmessage(Some(self.on_message.as_ref().unchecked_ref()));
        self.worker.set_onmessageerror(Some(self.on_error.as_ref().unchecked_ref()));
        self.worker.set_onerror(Some(self.on_error.as_ref().unchecked_ref()));
    }

    fn post(&self, command: &Command, files: &[File]) -> Result<(), String> {
        let (message, transfer) = wire::to_js_with_files(command, files);
        self.worker
            .post_message_with_transfer(&message, &transfer)
            .map_err(|error| format!("A command did not reach the worker: {}.", text_of(&error)))
    }
}

/// Ends a worker now, and drops its callbacks once none of them can be running.
fn drop_later(connection: Connection) {
    connection.worker.terminate();
    queue_microtask(move || drop(connection));
}

/// What a JavaScript error says of itself.
fn text_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
