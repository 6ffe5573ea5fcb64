// Brings up the worker of the build that this file was asked for with (`worker_loader.js?BUILD`), with the wasm that start.js
// compiles and hands over. Where that fails, a string tells the page: "failed: " and the reason.
try {
  // First of all, so that it is not missed.
  const handedOver = new Promise((take) => addEventListener("message", ({ data }) => take(data.module), { once: true }));
  const [build] = new URL(import.meta.url).search.split("&");
  const { default: init } = await import(`./worker.js${build}`);
  await init({ module_or_path: await handedOver });
} catch (error) {
  postMessage(`failed: ${error?.message ?? error}`);
}
