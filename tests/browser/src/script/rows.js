// Moves the pointer over the map for some frames of the screen, and writes down at each which word the panel is about and
// which neighbors stand under it. Returns one entry for each such pair.
const [panel, nFrames, done] = arguments;
const canvas = document.querySelector('canvas[aria-label="Map of words"]');
const box = canvas.getBoundingClientRect();
const seen = new Map();
let frame = 0;
const look = () => {
  const word = panel.querySelector("h3")?.textContent.trim() ?? "";
  const rows = [...panel.querySelectorAll("li")].slice(0, 5).map((row) => row.textContent.trim());
  if (word !== "" && rows.length > 0) seen.set(JSON.stringify([word, rows]), [word, rows]);
  const x = box.left + box.width * (0.5 + 0.3 * Math.sin(frame * 0.37));
  const y = box.top + box.height * (0.5 + 0.3 * Math.sin(frame * 0.23));
  canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y, bubbles: true, pointerType: "mouse" }));
  frame += 1;
  if (frame < nFrames) requestAnimationFrame(look);
  else done([...seen.values()]);
};
look();
