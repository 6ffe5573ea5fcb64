// The page's own worker, and beside it an ear for one more question: how much memory its wasm has.
let memory;
for (const name of ["instantiate", "instantiateStreaming"]) {
  const plain = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const made = await plain.apply(WebAssembly, args);
    memory = (made.instance ?? made).exports.memory;
    return made;
  };
}
// Before the worker listens, so that it never hears this.
self.addEventListener("message", (event) => {
  if (event.data !== "memory") return;
  event.stopImmediatePropagation();
  self.postMessage({ memoryBytes: memory.buffer.byteLength });
});
const { default: init } = await import("./worker.js");
await init({ module_or_path: "./worker_bg.wasm" });
