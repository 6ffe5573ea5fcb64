// Moves, zooms or hovers, a little at each frame of the screen; window.strokes holds how long the frames took.
//
// Panning ends 118 pixels to the right of where it began; zooming ends four times as near.
//
// A frame's interval is the time to the next one; its work is the time from its beginning until the main thread is free
// again, painting included.
const [kind, frames] = arguments;
const canvas = document.querySelector('canvas[aria-label="Map of words"]');
const box = canvas.getBoundingClientRect();
const seen = (window.strokes = { intervalMs: [], workMs: [], isDone: false });
const free = new MessageChannel();
let began;
free.port1.onmessage = () => seen.workMs.push(performance.now() - began);
const pointer = (type, x, y) =>
  canvas.dispatchEvent(
    new PointerEvent(type, { clientX: box.left + x, clientY: box.top + y, bubbles: true, pointerId: 1, pointerType: "mouse" }),
  );
const middle = [box.width / 2, box.height / 2];
const acts = {
  pan: (step) => {
    if (step === 0) pointer("pointerdown", ...middle);
    pointer("pointermove", middle[0] + 120 * Math.sin(step / 9), middle[1] + 90 * Math.sin(step / 7));
    if (step === frames - 1) pointer("pointerup", ...middle);
  },
  zoom: (step) => {
    const deltaY = step % 60 < 30 ? -40 : 40;
    const at = { clientX: box.left + middle[0] + 60, clientY: box.top + middle[1] - 40 };
    canvas.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY, bubbles: true, cancelable: true }));
  },
  hover: (step) =>
    pointer("pointermove", box.width * (0.5 + 0.22 * Math.sin(step * 0.37)), box.height * (0.5 + 0.22 * Math.sin(step * 0.23))),
};
let step = 0;
let last;
const frame = (now) => {
  began = performance.now();
  if (last !== undefined && step <= frames) seen.intervalMs.push(now - last);
  last = now;
  if (step < frames) {
    acts[kind](step);
    free.port2.postMessage(null);
    step += 1;
    requestAnimationFrame(frame);
  } else if (step === frames) {
    // Last strokes that are not measured. Zooming in has stopped at a hundred times the fitted scale, so that zooming out by as
    // many strokes went beyond it, to a quarter: as many as bring it to four times that, where it stays.
    if (kind === "zoom") for (let last = 0; last < 14; last += 1) acts.zoom(last);
    step += 1;
    requestAnimationFrame(() => requestAnimationFrame(frame));
  } else {
    seen.isDone = true;
  }
};
requestAnimationFrame(frame);
