// What sticks out sideways: of the page, or of the part of the page that it stands in. Returns what it is and by how much.
const SLACK_PX = 1.5;
const found = [];
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth) found.push(`the page scrolls by ${root.scrollWidth - root.clientWidth} px`);
const clips = (element) => getComputedStyle(element).overflowX !== "visible";
const isPart = (element) => element.matches("section, dialog, header, main, [role=group], [role=alert], .map-control");
const say = (element) => `${element.tagName.toLowerCase()}.${element.className} “${element.textContent.trim().slice(0, 24)}”`;
const modal = [...document.querySelectorAll("dialog")].find((dialog) => dialog.open);
for (const element of (modal ?? document.body).querySelectorAll("*")) {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest("svg svg, option")) continue;
  const box = element.getBoundingClientRect();
  // What is for screen readers alone is a pixel large.
  if (box.width <= 1 || box.height <= 1) continue;
  for (let part = element.parentElement; part; part = part.parentElement) {
    if (part.getBoundingClientRect().width <= 1) break;
    if (clips(part) || isPart(part) || part === document.body) {
      // What a part clips or scrolls is not outside of it.
      if (clips(part)) break;
      const of = part.getBoundingClientRect();
      const by = Math.max(box.right - of.right, of.left - box.left);
      if (by > SLACK_PX) found.push(`${say(element)} sticks out of ${say(part)} by ${by.toFixed(0)} px`);
      break;
    }
  }
}
return found;
