//! t-SNE in a worker of its own: started for one job, ended by termination.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::{
    protocol::{TsneJob, TsneReport},
    wire,
};

/// Where the loader is; Trunk puts it beside the page.
const LOADER: &str = "./tsne_loader.js";

/// A worker with its job. Dropped, it is terminated.
pub struct TsneClient {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl TsneClient {
    /// Starts a worker; `on_report` hears of its progress, and of its failure as an error.
    pub fn start(job: TsneJob, on_report: impl Fn(Result<TsneReport, String>) + 'static) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(LOADER, &options).map_err(|_| could_not_start())?;
        let on_report = Rc::new(on_report);
        let waiting = RefCell::new(Some(job));
        let on_message = {
            let (worker, on_report) = (worker.clone(), Rc::clone(&on_report));
            Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
                let Ok(report) = wire::from_js::<TsneReport>(&message.data()) else {
                    return on_report(Err("This page was updated. Reload.".to_owned()));
                };
                // It listens from its first message on.
                let Some(job) = waiting.borrow_mut().take() else { return on_report(Ok(report)) };
                let (message, transfer) = wire::to_js(&job, None);
                if worker.post_message_with_transfer(&message, &transfer).is_err() {
                    on_report(Err(could_not_start()));
                }
            })
        };
        let on_error = Closure::<dyn FnMut(Event)>::new(move |_| on_report(Err(could_not_start())));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }
}

impl Drop for TsneClient {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn could_not_start() -> String {
    "t-SNE could not be run: its worker did not start, or ran out of memory. Try fewer words, or reload the page."
        .to_owned()
}
