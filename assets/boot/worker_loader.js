// Brings up the worker of the build that this file was asked for with (`worker_loader.js?BUILD`), with the wasm that start.js
// compiles and hands over. Where that fails, a string tells the page: "failed: " and the reason.
//
// The worker's code comes in two parts (`cargo xtask split`). The rest, which the first map does not need, is asked for once the page
// speaks: then the page's own code has arrived, and the line is free. What needs the rest sooner waits for it.
const [build] = new URL(import.meta.url).search.split("&");
const rest = new URL(`./worker_rest.wasm${build}`, import.meta.url);
/** What the first part exports. */
let first;

/** Whether all of the code is here: a build for development is in one piece, without this flag. */
const isWhole = () => first["rest:here"]?.value !== 0;

/** To the worker's code: brings the rest and returns when it is here; at once where nothing is missing. */
globalThis.loadRest = () => {
  if (isWhole()) return;
  const request = new XMLHttpRequest();
  request.open("GET", rest, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`A part of the worker's code did not arrive (the host answers ${request.status})`);
  new WebAssembly.Instance(new WebAssembly.Module(request.response), { first });
};

/** To the worker's code: asks for the rest, once, and answers when it is here or did not come: then whatever needs it asks again. */
let arriving;
globalThis.restArrives = () => (arriving ??= fetchRest().catch(() => {}));

async function fetchRest() {
  if (isWhole()) return;
  const module = await WebAssembly.compileStreaming(fetch(rest));
  if (!isWhole()) await WebAssembly.instantiate(module, { first });
}

try {
  // First of all, so that it is not missed.
  const handedOver = new Promise((take) => addEventListener("message", ({ data }) => take(data.module), { once: true }));
  const worker = await import(`./worker.js${build}`);
  first = await worker.default({ module_or_path: await handedOver });
  worker.begin();
  addEventListener("message", restArrives, { once: true });
} catch (error) {
  postMessage(`failed: ${error?.message ?? error}`);
}
