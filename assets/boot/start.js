// The page's first script, in the head: it runs before anything is painted. It
// - sets light or dark: the reader's own choice, else the system's;
// - asks for the page's wasm and starts the worker, whose code crosses the line together with it;
// - runs the page's code as soon as the frame in index.html has been painted;
// - says in one sentence why the page cannot start or go on, and what to do about it.
// src/ui/page/boot.rs is the page's side of it. An old browser must be able to read this file: it uses nothing newer than
// `import()`.
(() => {
  /** Where this script runs so soon after the navigation, the line is quick. */
  const QUICK_MS = 300;
  /** While bytes arrive, the page hears of them at least this often. */
  const MOST_SILENT_MS = 500;
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
  const wasm = link("link[rel=page-wasm]");
  const build = (/-([0-9a-f]+)\.js$/.exec(code) || [])[1] || "";
  root.dataset.build = build;

  // The page's code comes in two parts (`cargo xtask split`): what the first map needs, and the rest.
  const restOfPage = `./page_rest.wasm?${build}`;
  /** What the first part exports, once it runs. */
  let first = null;
  let rest = null;

  let early = [];
  const boot = {
    /** The worker in use: started here or by the page. */
    worker: null,
    /** To the page, once: the worker that was started here, and what it says until the page listens to it. */
    handOver: () => {
      const events = early;
      early = null;
      return boot.worker && events ? [boot.worker, events] : null;
    },
    /** To the page: another worker; throws where there can be none. */
    startWorker: () => startWorker(),
    /** To the page: asks for the rest of its code, and answers when it is here. */
    rest: () => rest || (rest = running.then(fetchRest)),
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

  /** The first paint, or right now where nobody sees one. */
  const painted = new Promise((done) => {
    if (document.hidden) done();
    requestAnimationFrame(() => setTimeout(done));
    document.addEventListener("visibilitychange", done, { once: true });
  });
  // On a quick line the frame is painted before the long downloads begin, which would delay it; on a slow one nothing waits.
  const soon = performance.now() < QUICK_MS ? painted : Promise.resolve();
  const response = soon.then(() => fetch(wasm));
  // Whoever waits for it below says what became of it.
  response.catch(() => {});
  soon.then(startFirst);

  const running = Promise.all([import(code), painted]).then(([page]) =>
    page.default({ module_or_path: response }).then((exports) => {
      first = exports;
      page.begin();
    }),
  );
  running.catch((error) => {
    console.error(error);
    onTrap(error);
    const reason = reasonOf(error);
    if (error instanceof WebAssembly.CompileError) {
      boot.fail(`This browser does not run the page's code (${reason}). Reload the page, or open it in another browser.`, true);
    } else {
      boot.fail(`A part of this page did not arrive (${reason}). Check the connection and reload the page.`, true);
    }
  });

  /** Starts the first worker, unless the page is at its end already, and keeps what it says. */
  function startFirst() {
    if (root.dataset.failed !== undefined) return;
    const events = early;
    try {
      const worker = startWorker("&first");
      worker.onmessage = worker.onmessageerror = worker.onerror = (event) => events.push(event);
      boot.worker = worker;
    } catch (_) {
      // The page tries again, and says why it fails.
    }
  }

  /**
   * Starts a worker, and hands over its wasm, which is asked for at once and compiled while it arrives: a worker that fetches its
   * own asks two ways to the host and back later.
   */
  function startWorker(mark) {
    const worker = new Worker(`./worker_loader.js?${build}${mark || ""}`, { type: "module" });
    // As if the worker said it: until it is up, it speaks in strings.
    const say = (data) => worker.dispatchEvent(new MessageEvent("message", { data }));
    fetch(`./worker_bg.wasm?${build}`)
      .then((response) => {
        if (!response.ok) throw new Error(`the host answers ${response.status}`);
        tell(response.clone(), say);
        return compile(response);
      })
      .then((module) => worker.postMessage({ module }))
      .catch((error) => say(`failed: ${reasonOf(error)}`));
    return worker;
  }

  /** Whether all of the page's code is here: a build for development is in one piece, without this flag. */
  function isWhole() {
    const flag = first["rest:here"];
    return !flag || flag.value !== 0;
  }

  function fetchRest() {
    if (isWhole()) return undefined;
    return fetch(restOfPage)
      .then((response) => {
        if (!response.ok) throw new Error(`the host answers ${response.status}`);
        return compile(response);
      })
      .then((module) => isWhole() || WebAssembly.instantiate(module, { first }));
  }

  /**
   * To the page's code: brings the rest and returns when it is here, whatever else stands still. The page asks for it in time
   * (`boot.rest`), so this is the second try of a line that broke, and the way out for what nobody thought of.
   */
  window.loadRest = () => {
    if (isWhole()) return;
    try {
      const request = new XMLHttpRequest();
      request.open("GET", restOfPage, false);
      // A page may not ask for bytes while it stands still. In this encoding each letter is a byte.
      request.overrideMimeType("text/plain; charset=x-user-defined");
      request.send();
      if (request.status !== 200) throw new Error(`the host answers ${request.status}`);
      const bytes = Uint8Array.from(request.response, (letter) => letter.charCodeAt(0));
      new WebAssembly.Instance(new WebAssembly.Module(bytes), { first });
    } catch (error) {
      boot.fail(`A part of this page did not arrive (${reasonOf(error)}). Check the connection and reload the page.`, true);
      throw error;
    }
  };

  /** Compiles while bytes arrive, or afterwards where the host does not say that they are wasm. */
  function compile(response) {
    const copy = response.clone();
    return WebAssembly.compileStreaming(response).catch((error) => {
      if (!(error instanceof TypeError)) throw error;
      return copy.arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
    });
  }

  /**
   * Says "arriving" while bytes arrive, so that a slow line is not taken for a dead worker. It reads a copy: the response itself
   * goes to the browser's streaming compiler.
   */
  function tell(response, say) {
    const bytes = response.body.getReader();
    let toldMs = 0;
    const read = ({ done }) => {
      if (done) return undefined;
      if (performance.now() - toldMs > MOST_SILENT_MS) {
        toldMs = performance.now();
        say("arriving");
      }
      return bytes.read().then(read);
    };
    // Whoever compiles the bytes says that the line broke.
    bytes.read().then(read).catch(() => {});
  }

  function reasonOf(error) {
    return String((error && error.message) || error).replace(/\.$/, "");
  }
})();
