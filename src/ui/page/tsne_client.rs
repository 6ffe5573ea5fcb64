//! t-SNE in a worker of its own: started for one job, ended by termination.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::{
    protocol::{BUILD, TsneJob, TsneMessage, TsneReport},
    ui::page::boot,
    wire,
};

/// The loader of the worker; relative, so that it works under any path.
const LOADER: &str = "./tsne_loader.js";

/// A worker with its job. Dropped, it is terminated.
pub struct TsneClient {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl TsneClient {
    /// Starts a worker; `on_report` hears of its progress, and of its failure as an error: one sentence.
    pub fn start(job: TsneJob, on_report: impl Fn(Result<TsneReport, String>) + 'static) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let url = format!("{LOADER}?{}", boot::build());
        let worker = Worker::new_with_options(&url, &options).map_err(|_| could_not_start(None))?;
        let on_report = Rc::new(on_report);
        let waiting = RefCell::new(Some(job));
        let on_message = {
            let (worker, on_report) = (worker.clone(), Rc::clone(&on_report));
            Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| match read(&message.data()) {
                // It listens from this message on.
                Ok(TsneMessage::Ready { build }) if build == BUILD => {
                    let Some(job) = waiting.borrow_mut().take() else { return };
                    let (message, transfer) = wire::to_js(&job);
                    if worker.post_message_with_transfer(&message, &transfer).is_err() {
                        on_report(Err(could_not_start(None)));
                    }
                }
                Ok(TsneMessage::Ready { .. }) => on_report(Err(stale())),
                Ok(TsneMessage::Report(report)) => on_report(Ok(report)),
                Err(message) => on_report(Err(message)),
            })
        };
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            on_report(Err(could_not_start(event.dyn_ref().map(ErrorEvent::message))));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }
}

impl Drop for TsneClient {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onmessageerror(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// What a message says: of the worker, or, as a string, of its loader, which could not start it.
fn read(message: &JsValue) -> Result<TsneMessage, String> {
    if let Some(reason) = message.as_string() {
        return Err(could_not_start(Some(reason.trim_start_matches("failed: ").to_owned())));
    }
    wire::from_js(message).map_err(|_| stale())
}

fn stale() -> String {
    "t-SNE could not be run: this page was updated. Reload the page.".to_owned()
}

fn could_not_start(reason: Option<String>) -> String {
    let reason = reason.filter(|reason| !reason.is_empty());
    let reason = reason.map_or_else(String::new, |reason| format!(" ({})", reason.trim_end_matches('.')));
    format!(
        "t-SNE could not be run: its worker did not start, or ran out of memory{reason}. Try fewer words, or reload the page."
    )
}
