// Speaks with the worker as the page does, but never says that it has drawn a frame: so there is one, and then no more.
const worker = new Worker("./train_worker.js", { type: "module" });
window.heard = [];
worker.onmessage = ({ data }) => {
  if (data.memoryBytes) window.memoryBytes = data.memoryBytes;
  else window.heard.push(crossing.bytesOf(data));
};
worker.onerror = ({ message }) => (window.failure = message ?? "it could not be loaded");
window.say = (text, file) => worker.postMessage(crossing.messageOf(crossing.fromText(text), file));
window.open_file = async (text, url) => window.say(text, new File([await (await fetch(url)).blob()], url));
window.hear_from = (at) => window.heard.slice(at).map(crossing.toText);
window.ask_memory = () => worker.postMessage("memory");
