//! The worker's client: the page's end of the line. Nobody else on the page knows `postMessage`.

use std::{cell::RefCell, rc::Rc, time::Duration};

use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::{
    protocol::{BUILD, Command, Event},
    wire,
};

/// Trunk's loader of the worker's module; relative, so that it works under any path.
const LOADER: &str = "./worker_loader.js";
/// How long a worker may take to say that it is up.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the client tells the page.
#[derive(Debug)]
pub enum Report {
    /// The worker said something.
    Event(Event),
    /// Page and worker are of different builds: one of them is a stale copy.
    Stale,
    /// The worker is gone or cannot be understood; one sentence says how.
    Dead(String),
}

/// Queues commands until the worker is up, checks that it is of the page's build, and notices when it dies.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    line: RefCell<Line>,
    on_report: Box<dyn Fn(Report)>,
}

enum Line {
    /// No worker: not started, dead or stale.
    Down,
    /// Started; what was sent waits.
    Starting { worker: Connection, queue: Vec<(Command, Option<File>)>, watchdog: Option<TimeoutHandle> },
    /// Up, and of our build.
    Up(Connection),
}

/// A worker and the callbacks that it holds.
struct Connection {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
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
        Self(Rc::new(Inner { line: RefCell::new(Line::Down), on_report: Box::new(on_report) }))
    }

    /// Starts a new worker; an old one is ended.
    pub fn start(&self) {
        self.hang_up();
        match self.connect() {
            Ok(worker) => {
                let client = self.clone();
                let watchdog = set_timeout_with_handle(move || client.give_up_waiting(), PATIENCE).ok();
                *self.0.line.borrow_mut() = Line::Starting { worker, queue: Vec::new(), watchdog };
            }
            Err(error) => self.report(Report::Dead(format!("The worker could not be started: {}.", text_of(&error)))),
        }
    }

    /// Whether there is no worker: none was started, or it is dead or stale.
    pub fn is_down(&self) -> bool {
        matches!(*self.0.line.borrow(), Line::Down)
    }

    /// Sends a command, or queues it until the worker is up. Without a worker it goes nowhere.
    pub fn send(&self, command: Command, file: Option<File>) {
        let failure = match &mut *self.0.line.borrow_mut() {
            Line::Down => None,
            Line::Starting { queue, .. } => {
                queue.push((command, file));
                None
            }
            Line::Up(connection) => connection.post(&command, file.as_ref()).err(),
        };
        if let Some(message) = failure {
            self.die(message);
        }
    }

    fn connect(&self) -> Result<Connection, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(LOADER, &options)?;
        let client = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match wire::from_js::<Event>(&event.data()) {
                Ok(Event::Ready { build }) => client.answer_the_door(&build),
                Ok(event) => client.report(Report::Event(event)),
                Err(error) => client.die(format!("The worker sent what the page does not understand: {error}.")),
            }
        });
        let client = self.clone();
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let reason = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|text| !text.is_empty());
            client.die(match reason {
                Some(reason) => format!("The worker stopped: {}.", reason.trim_end_matches('.')),
                None => "The worker could not be loaded, or stopped without a word.".to_owned(),
            });
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Connection { worker, _on_message: on_message, _on_error: on_error })
    }

    /// The worker is up: send what waited, if it is of our build.
    fn answer_the_door(&self, build: &str) {
        let line = self.0.line.replace(Line::Down);
        let Line::Starting { worker, queue, watchdog } = line else {
            *self.0.line.borrow_mut() = line;
            return;
        };
        if let Some(watchdog) = watchdog {
            watchdog.clear();
        }
        if build != BUILD {
            drop_later(worker);
            return self.report(Report::Stale);
        }
        *self.0.line.borrow_mut() = Line::Up(worker);
        for (command, file) in queue {
            self.send(command, file);
        }
    }

    fn give_up_waiting(&self) {
        let is_waiting = matches!(&*self.0.line.borrow(), Line::Starting { .. });
        if is_waiting {
            self.die(format!("The worker did not start within {} seconds.", PATIENCE.as_secs()));
        }
    }

    fn die(&self, message: String) {
        self.hang_up();
        self.report(Report::Dead(message));
    }

    fn hang_up(&self) {
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
    }

    fn report(&self, report: Report) {
        (self.0.on_report)(report);
    }
}

impl Connection {
    fn post(&self, command: &Command, file: Option<&File>) -> Result<(), String> {
        let (message, transfer) = wire::to_js(command, file);
        self.worker
            .post_message_with_transfer(&message, &transfer)
            .map_err(|error| format!("A command did not reach the worker: {}.", text_of(&error)))
    }
}

/// Ends a worker now, and drops its callbacks once none of them can be running.
fn drop_later(connection: Connection) {
    connection.worker.terminate();
    leptos::prelude::queue_microtask(move || drop(connection));
}

/// What a JavaScript error says of itself.
fn text_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
