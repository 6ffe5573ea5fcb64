const worker = new Worker("./slices_worker.js", { type: "module" });
worker.onmessage = ({ data }) => (window.outcome = data);
worker.onerror = ({ message }) => (window.outcome = { failure: message ?? "the worker could not be loaded" });
window.ask = (request) => {
  window.outcome = null;
  worker.postMessage(request);
};
