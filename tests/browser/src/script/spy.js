// Listens to what page and worker say to each other, from before the page's first line. It understands nothing of it:
// src/spy.rs reads it afterwards, so that listening costs next to nothing.

/** Longer messages are maps, and now and then a vocabulary: of each kind the last one is enough. */
const LONG_BYTES = 1 << 16;
window.spy = { messages: [], long: {}, longTasks: [], frameMs: [] };
const hear = (isOfPage, message) => {
  // Until the worker is up, its loader speaks in strings and is given a module.
  if (typeof message === "string" || message.module) return;
  // What the page sends is handed over, and empty afterwards.
  const bytes = isOfPage ? crossing.bytesOf(message).slice() : crossing.bytesOf(message);
  const heard = { atMs: performance.now(), isOfPage, bytes };
  if (bytes.length <= LONG_BYTES) window.spy.messages.push(heard);
  else window.spy.long[bytes[0]] = heard;
};
window.Worker = class extends Worker {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", ({ data }) => hear(false, data));
  }
  postMessage(message, ...rest) {
    hear(true, message);
    super.postMessage(message, ...rest);
  }
};
window.spy.take = () => {
  const all = [...window.spy.messages, ...Object.values(window.spy.long)];
  const messages = all.map(({ bytes, ...heard }) => ({ ...heard, text: crossing.toText(bytes) }));
  return { messages, longTasks: window.spy.longTasks, frameMs: window.spy.frameMs };
};
window.spy.forget = () => {
  for (const seen of [window.spy.messages, window.spy.longTasks, window.spy.frameMs]) seen.length = 0;
  window.spy.long = {};
};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.spy.longTasks.push([entry.startTime, entry.duration]);
}).observe({ type: "longtask", buffered: true });
const frame = (now) => {
  window.spy.frameMs.push(now);
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
