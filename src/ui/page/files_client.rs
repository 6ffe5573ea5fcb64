//! The worker that reads files of vectors, as the page has it: started when it is needed, ended by termination.

use std::{cell::RefCell, rc::Rc};

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{ErrorEvent, Event, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::{
    protocol::{BUILD, FilesCommand, FilesMessage},
    ui::page::boot,
    wire,
};

/// The loader of the worker; relative, so that it works under any path.
const LOADER: &str = "./files_loader.js";

/// A command for the engine as the worker wrote it, and what to transfer with it.
pub type ForEngine = (JsValue, Array);

/// What the worker says, and what lies beside it: a command for the engine, and files.
pub type Said = (FilesMessage, Option<ForEngine>, Vec<File>);

/// Commands with their files.
type Waiting = Vec<(FilesCommand, Vec<File>)>;

/// A worker that reads files. Dropped, it is terminated.
pub struct FilesClient {
    worker: Worker,
    /// What waits until the worker is up; none once it is.
    waiting: Rc<RefCell<Option<Waiting>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl FilesClient {
    /// Starts a worker; `on_message` hears what it says, and of its failure as an error: one sentence.
    pub fn start(on_message: impl Fn(Result<Said, String>) + 'static) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let url = format!("{LOADER}?{}", boot::build());
        let worker = Worker::new_with_options(&url, &options).map_err(|_| could_not_start(None))?;
        let tell = Rc::new(on_message);
        let waiting = Rc::new(RefCell::new(Some(Waiting::new())));
        let on_message = {
            let (worker, tell, waiting) = (worker.clone(), Rc::clone(&tell), Rc::clone(&waiting));
            Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| match read(&message.data()) {
                // It listens from this message on.
                Ok(FilesMessage::Ready { build }) if build == BUILD => {
                    for (command, files) in waiting.take().into_iter().flatten() {
                        if post(&worker, &command, &files).is_err() {
                            tell(Err(could_not_start(None)));
                        }
                    }
                }
                Ok(FilesMessage::Ready { .. }) => tell(Err(stale())),
                Ok(said) => {
                    let message = message.data();
                    tell(Ok((said, wire::command_of(&message), wire::files_of(&message))));
                }
                Err(message) => tell(Err(message)),
            })
        };
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            tell(Err(could_not_start(event.dyn_ref().map(ErrorEvent::message))));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, waiting, _on_message: on_message, _on_error: on_error })
    }

    /// Sends a command, or keeps it until the worker is up.
    pub fn send(&self, command: FilesCommand, files: Vec<File>) {
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push((command, files)),
            // A worker that cannot be reached has said so as an error.
            None => drop(post(&self.worker, &command, &files)),
        }
    }
}

impl Drop for FilesClient {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onmessageerror(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn post(worker: &Worker, command: &FilesCommand, files: &[File]) -> Result<(), JsValue> {
    let (message, transfer) = wire::to_js_with_files(command, files);
    worker.post_message_with_transfer(&message, &transfer)
}

/// What a message says: of the worker, or, as a string, of its loader, which could not start it.
fn read(message: &JsValue) -> Result<FilesMessage, String> {
    if let Some(reason) = message.as_string() {
        return Err(could_not_start(Some(reason.trim_start_matches("failed: ").to_owned())));
    }
    wire::from_js(message).map_err(|_| stale())
}

fn stale() -> String {
    "The file could not be opened: this page was updated. Reload the page.".to_owned()
}

fn could_not_start(reason: Option<String>) -> String {
    let reason = reason.filter(|reason| !reason.is_empty());
    let reason = reason.map_or_else(String::new, |reason| format!(" ({})", reason.trim_end_matches('.')));
    format!(
        "The file could not be opened: the worker that reads vectors did not start, or ran out of memory{reason}. Keep fewer \
         of its rows, or reload the page."
    )
}
