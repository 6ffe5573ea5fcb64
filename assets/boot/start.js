// The page's first script, in the head: it runs before anything is painted. It
// - sets light or dark: the reader's own choice, else the system's;
// - starts the worker, so that its code crosses the line together with the page's;
// - runs the page's code as soon as the frame in index.html has been painted;
// - says in one sentence why the page cannot start or go on, and what to do about it.
// src/ui/page/boot.rs is the page's side of it. An old browser must be able to read this file: it uses nothing newer than
// `import()`.
(() => {
  const root = document.documentElement;
  root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  try {
    // src/ui/page/theme.rs writes it.
    const theme = localStorage.getItem("theme");
    if (theme) root.dataset.theme = theme;
  } catch (_) {
    // Without storage nothing was chosen.
  }

  // Trunk writes both links (Trunk.toml) and gives the page's code a name with a hash in it. That hash is the key to
  // everything else the page fetches, so that no cache mixes two builds.
  const link = (selector) => (document.querySelector(selector) || {}).href;
  const code = link("link[rel=modulepreload]");
  const wasm = link("link[rel=preload][as=fetch]");
  const build = (/-([0-9a-f]+)\.js$/.exec(code) || [])[1] || "";
  root.dataset.build = build;

  let early = [];
  const boot = {
    /** The worker in use: started here or by the page. */
    worker: null,
    /** To the page, once: the worker that was started here, and what it has said so far. */
    handOver: () => {
      const events = early;
      early = null;
      return boot.worker && events ? [boot.worker, events] : null;
    },
    /** The end: shows a sentence in place of the header and stops what runs. The first call counts. */
    fail: (sentence, canReload) => {
      if (root.dataset.failed) return;
      root.dataset.failed = "";
      if (boot.worker) boot.worker.terminate();
      if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => show(sentence, canReload));
      else show(sentence, canReload);
    },
  };
  window.boot = boot;

  function show(sentence, canReload) {
    const main = document.querySelector("main");
    if (main) main.dataset.session = "failed";
    // Nothing in it works any more.
    const page = document.getElementById("page");
    if (page) page.inert = true;
    const alert = document.createElement("div");
    alert.className = "alert last-word";
    alert.setAttribute("role", "alert");
    alert.appendChild(document.createElement("p")).textContent = sentence;
    if (canReload) {
      const reload = alert.appendChild(document.createElement("button"));
      reload.type = "button";
      reload.className = "primary";
      reload.textContent = "Reload";
      reload.onclick = () => location.reload();
    }
    document.body.prepend(alert);
  }

  // A function that counts the bits of sixteen bytes at once.
  const simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  if (typeof WebAssembly !== "object") {
    boot.fail("This page needs WebAssembly, and this browser has none or has it switched off. Switch it on, or open the page in another browser.");
    return;
  }
  if (!WebAssembly.validate(new Uint8Array(simd))) {
    boot.fail("This browser is too old for this page: it lacks WebAssembly SIMD. Open the page in Chrome 91, Firefox 114, Safari 16.4 or a later version.");
    return;
  }

  // A trap in the page's code that no panic has announced, such as a stack that is full.
  const onTrap = (error) => {
    if (error instanceof WebAssembly.RuntimeError) boot.fail(`This page stopped: ${reasonOf(error)}. Reload the page.`, true);
  };
  addEventListener("error", (event) => onTrap(event.error));
  addEventListener("unhandledrejection", (event) => onTrap(event.reason));

  try {
    boot.worker = new Worker(`./worker_loader.js?${build}`, { type: "module" });
    boot.worker.onmessage = boot.worker.onmessageerror = boot.worker.onerror = (event) => early.push(event);
  } catch (_) {
    // The page tries again, and says why it fails.
  }

  /** The first paint, or right now where nobody sees one. */
  const painted = new Promise((done) => {
    if (document.hidden) done();
    requestAnimationFrame(() => setTimeout(done));
    document.addEventListener("visibilitychange", done, { once: true });
  });
  Promise.all([import(code), painted])
    .then(([page]) => page.default({ module_or_path: wasm }))
    .catch((error) => {
      console.error(error);
      onTrap(error);
      const reason = reasonOf(error);
      if (error instanceof WebAssembly.CompileError) {
        boot.fail(`This browser does not run the page's code (${reason}). Reload the page, or open it in another browser.`, true);
      } else {
        boot.fail(`A part of this page did not arrive (${reason}). Check the connection and reload the page.`, true);
      }
    });

  function reasonOf(error) {
    return String((error && error.message) || error).replace(/\.$/, "");
  }
})();
