// Brings up the worker: its code and its wasm, both of the build that this file was asked for with
// (`worker_loader.js?BUILD`). Until the worker speaks for itself (src/bin/worker.rs), strings tell the page of it:
// "arriving" while bytes arrive, so that a slow line is not taken for a dead worker, or "failed: " and the reason.
//
// The first worker (`worker_loader.js?BUILD&first`) fetches no wasm: start.js asked for it before there was a worker, compiles
// it while it arrives and hands it over. That saves two ways to the server and back.
const MOST_SILENT_MS = 500;
const { search } = new URL(import.meta.url);
const [build, isFirst] = search.split("&");

/** Tells the page that bytes arrive. Reads a copy: the response itself goes to the browser's streaming compiler. */
async function tell(response) {
  let toldMs = -MOST_SILENT_MS;
  for (const bytes = response.clone().body.getReader(); !(await bytes.read()).done; ) {
    if (performance.now() - toldMs < MOST_SILENT_MS) continue;
    toldMs = performance.now();
    postMessage("arriving");
  }
}

function fetched() {
  const response = fetch(new URL(`./worker_bg.wasm${build}`, import.meta.url));
  // That the line broke is said below.
  response.then(tell).catch(() => {});
  return response;
}

function handedOver() {
  return new Promise((take) => addEventListener("message", ({ data }) => take(data.module), { once: true }));
}

try {
  const wasm = isFirst ? handedOver() : fetched();
  const { default: init } = await import(`./worker.js${build}`);
  await init({ module_or_path: await wasm });
} catch (error) {
  postMessage(`failed: ${error?.message ?? error}`);
}
