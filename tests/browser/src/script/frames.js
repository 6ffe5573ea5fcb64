// Writes down the longest time between two animation frames, in milliseconds.
window.longestFrameMs = 0;
let last = performance.now();
requestAnimationFrame(function watch(now) {
  window.longestFrameMs = Math.max(window.longestFrameMs, now - last);
  last = now;
  requestAnimationFrame(watch);
});
