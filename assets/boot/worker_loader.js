// Brings up the worker: its code and its wasm at the same time, both of the build that this file was asked for with
// (`worker_loader.js?BUILD`). Until the worker speaks for itself (src/bin/worker.rs), strings tell the page of it:
// "arriving" while bytes arrive, so that a slow line is not taken for a dead worker, or "failed: " and the reason.
const MOST_SILENT_MS = 500;
const { search } = new URL(import.meta.url);

/** Tells the page that bytes arrive. Reads a copy: the response itself goes to the browser's streaming compiler. */
async function tell(response) {
  let toldMs = -MOST_SILENT_MS;
  for (const bytes = response.clone().body.getReader(); !(await bytes.read()).done; ) {
    if (performance.now() - toldMs < MOST_SILENT_MS) continue;
    toldMs = performance.now();
    postMessage("arriving");
  }
}

try {
  // After the page's code, where the host heeds it: the page has to be put together before it can ask for anything.
  const wasm = fetch(new URL(`./worker_bg.wasm${search}`, import.meta.url), { priority: "low" });
  // That the line broke is said below.
  wasm.then(tell).catch(() => {});
  const { default: init } = await import(`./worker.js${search}`);
  await init({ module_or_path: wasm });
} catch (error) {
  postMessage(`failed: ${error?.message ?? error}`);
}
