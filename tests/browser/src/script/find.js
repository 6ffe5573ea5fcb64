// Returns the visible elements in `scope` that have this role and, where one is given, this accessible name.
//
// The parts of WAI-ARIA and of the accessible name computation that a page like ours uses; `aria-hidden` and unrendered
// elements are not there, as for a screen reader.
const [scope, role, wanted] = arguments;

const SELECTORS = {
  alert: "[role=alert]",
  button: "button, summary, input[type=button], input[type=submit], [role=button]",
  checkbox: "input[type=checkbox], [role=checkbox], [role=switch]",
  combobox: "select, [role=combobox]",
  file: "input[type=file]",
  heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
  img: "canvas, img, svg, [role=img], [role=application], [role=figure]",
  link: "a[href], [role=link]",
  list: "ul, ol, [role=list], [role=listbox]",
  listitem: "li, [role=listitem], [role=option]",
  option: "option, [role=option], [role=menuitem]",
  progressbar: "progress, [role=progressbar]",
  region: "section, aside, [role=region], [role=complementary]",
  searchbox: "input[type=search], [role=searchbox], [role=search] input",
  slider: "input[type=range], [role=slider]",
  table: "table, [role=table]",
  setting: "input[type=number], input[type=range], input[type=text], input:not([type]), [role=slider], [role=spinbutton]",
  textbox: "input[type=text], input:not([type]), input[type=search], textarea, [role=textbox], [role=combobox]",
};

const trimmed = (text) => (text ?? "").replace(/\s+/g, " ").trim();

function contentOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  if (node.hasAttribute("aria-label")) return node.getAttribute("aria-label");
  const separator = getComputedStyle(node).display.startsWith("inline") ? "" : " ";
  return separator + [...node.childNodes].map(contentOf).join("") + separator;
}

function nameOf(element) {
  const ids = trimmed(element.getAttribute("aria-labelledby"));
  if (ids) {
    const labels = ids.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    if (labels.length > 0) return trimmed(labels.map(contentOf).join(" "));
  }
  if (trimmed(element.getAttribute("aria-label"))) return trimmed(element.getAttribute("aria-label"));
  if (element.labels?.length > 0) {
    const own = (label) => [...label.childNodes].filter((node) => !node.contains(element)).map(contentOf).join("");
    return trimmed([...element.labels].map(own).join(" "));
  }
  if (element.matches("button, summary, a, li, option, h1, h2, h3, h4, h5, h6, [role]:not([role=list])")) {
    const content = trimmed(contentOf(element));
    if (content) return content;
  }
  return trimmed(element.getAttribute("alt") || element.getAttribute("title") || element.getAttribute("placeholder"));
}

function isThere(element) {
  // A file input is often hidden from the eye behind its label, and still works.
  if (element.type === "file") return true;
  if (element.closest("[aria-hidden=true], [hidden], [inert]")) return false;
  return element.checkVisibility({ visibilityProperty: true });
}

const candidates = [...(scope ?? document).querySelectorAll(SELECTORS[role] ?? `[role=${role}]`)];
return candidates.filter((element) => isThere(element) && (wanted === null || nameOf(element) === wanted));
