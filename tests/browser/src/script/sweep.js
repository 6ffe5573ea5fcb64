// Moves the pointer to and fro over the middle of the map, a little at each frame of the screen, until training is done.
const canvas = document.querySelector('canvas[aria-label="Map of words"]');
const box = canvas.getBoundingClientRect();
let step = 0;
const move = () => {
  const x = box.left + box.width * (0.5 + 0.25 * Math.sin(step * 0.37));
  const y = box.top + box.height * (0.5 + 0.25 * Math.sin(step * 0.23));
  canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y, bubbles: true, pointerType: "mouse" }));
  step += 1;
  if (document.querySelector("main").dataset.session !== "trained") requestAnimationFrame(move);
};
move();
