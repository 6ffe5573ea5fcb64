// Brings up the worker that reads files of vectors (src/bin/files.rs): its code and its wasm at the same time, both of the
// build that this file was
// asked for with (`files_loader.js?BUILD`). Where that fails, a string tells the page why: "failed: " and the reason.
const { search } = new URL(import.meta.url);

try {
  const wasm = fetch(new URL(`./files_bg.wasm${search}`, import.meta.url));
  // That the line broke is said below.
  wasm.catch(() => {});
  const { default: init } = await import(`./files.js${search}`);
  await init({ module_or_path: wasm });
} catch (error) {
  postMessage(`failed: ${error?.message ?? error}`);
}
