//! The worker that lays words out by t-SNE: it takes one job, reports now and then, and is terminated by whoever started
//! it. [`wire`](embedding_explorer::wire) carries its messages.

fn main() {
    #[cfg(target_arch = "wasm32")]
    host::start();
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("This is a part of a web page: run `cargo xtask serve`.");
}

#[cfg(target_arch = "wasm32")]
mod host {
    use embedding_explorer::{
        protocol::{BUILD, TsneJob, TsneMessage, TsneReport},
        space::tsne,
        wire,
    };
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    /// Milliseconds between two reports: a map that moves, and most of the time for the work.
    const REPORT_MS: f64 = 60.0;

    /// Says that it is up, and waits for its job.
    pub(super) fn start() {
        console_error_panic_hook::set_once();
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| work(&message.data()));
        scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        say(&TsneMessage::Ready { build: BUILD.to_owned() });
    }

    fn work(message: &JsValue) {
        let job = wire::from_js(message).expect("the page sends a job, and none to a worker of another build");
        let TsneJob { dims, perplexity, epochs, values, first } = job;
        let mut last_ms = now_ms();
        let positions = tsne(&values, dims as usize, &first, perplexity, epochs as usize, |epoch, positions| {
            let now = now_ms();
            if now - last_ms >= REPORT_MS {
                last_ms = now;
                let epoch = (epoch as u32 + 1).min(epochs - 1);
                say(&TsneMessage::Report(TsneReport { epoch, epochs, positions: positions.to_vec().into() }));
            }
        });
        say(&TsneMessage::Report(TsneReport { epoch: epochs, epochs, positions: positions.into() }));
    }

    fn say(message: &TsneMessage) {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let (message, transfer) = wire::to_js(message);
        scope.post_message_with_transfer(&message, &transfer).expect("fresh buffers can be transferred");
    }

    fn now_ms() -> f64 {
        js_sys::global().unchecked_into::<DedicatedWorkerGlobalScope>().performance().map_or(0.0, |p| p.now())
    }
}
