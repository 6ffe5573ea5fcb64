window.begin = (options) => {
  const worker = new Worker("./kernel_worker.js", { type: "module" });
  worker.onmessage = ({ data }) => (data.isReady ? worker.postMessage(options) : (window.outcome = data));
  worker.onerror = ({ message }) => (window.outcome = { failure: message ?? "the worker could not be loaded" });
};
