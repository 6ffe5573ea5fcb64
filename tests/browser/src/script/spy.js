// Listens to what page and worker say to each other, from before the page's first line: window.spy holds the times.
window.spy = { hoverMs: [], longTaskMs: [], frameGapMs: [] };
const asked = new Map();
const at = (name) => (window.spy[name] ??= performance.now());
window.Worker = class extends Worker {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", ({ data: { head } }) => {
      if (head.Ready) at("readyMs");
      if (head.Opened) at("openedMs");
      if (head.Opened) window.spy.opened = { ...head.Opened, words: null };
      if (head.Progress?.phase === "Trained") at("trainedMs");
      if (head.Progress?.words_per_second) window.spy.wordsPerSecond = head.Progress.words_per_second;
      // Of the whole run: each report tells the share so far.
      if (head.Progress) window.spy.accuracyCost = head.Progress.accuracy_cost;
      window.spy.nAccuracies = (window.spy.nAccuracies ?? 0) + (head.Progress?.accuracy.length ?? 0);
      if (head.Answer?.slot === "Hover" && asked.has(head.Answer.id)) {
        window.spy.hoverMs.push(performance.now() - asked.get(head.Answer.id));
      }
    });
  }
  postMessage(message, ...rest) {
    // The page says so once it has drawn a frame.
    if (message.head?.FrameShown) at("firstFrameMs");
    if (message.head?.Ask?.slot === "Hover") asked.set(message.head.Ask.id, performance.now());
    super.postMessage(message, ...rest);
  }
};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.spy.longTaskMs.push(entry.duration);
}).observe({ type: "longtask", buffered: true });
let last;
const frame = (now) => {
  if (last !== undefined && window.spy.firstFrameMs && !window.spy.trainedMs) window.spy.frameGapMs.push(now - last);
  last = now;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
