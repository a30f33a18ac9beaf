// Builds DOM nodes. Words always become text nodes: nothing a message says is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An element with attributes, `onclick`-style listeners and children (nodes or words). */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

const PATHS = {
  eye: "M1.5 10s3-5.5 8.5-5.5S18.5 10 18.5 10s-3 5.5-8.5 5.5S1.5 10 1.5 10zM10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4l-6 6 6 6",
  down: "M5 8l5 5 5-5",
  send: "M3 3.5l14.5 6.5L3 16.5l2-6.5zM5 10h6",
  dots: "M4 10h.01M10 10h.01M16 10h.01",
  file: "M5 2.5h7l4 4v11H5zM12 2.5v4h4",
  download: "M10 3v9M6 8.5l4 4 4-4M4 16.5h12",
  menu: "M3 5h14M3 10h14M3 15h14",
  check: "M4 10.5l4 4 8-9",
  gear:
    "M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM10 2v2.2M10 15.8V18M2 10h2.2M15.8 10H18" +
    "M4.3 4.3l1.6 1.6M14.1 14.1l1.6 1.6M15.7 4.3l-1.6 1.6M5.9 14.1l-1.6 1.6",
};

/** Puts nodes in place, unless just these are there: what is under the finger is not replaced for nothing. */
export function show(root, ...nodes) {
  const fresh = h(root.tagName, null, ...nodes);
  if (fresh.innerHTML !== root.innerHTML) root.replaceChildren(...fresh.childNodes);
}

export function icon(name) {
  return svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 20 20", "aria-hidden": "true" },
    svg("path", { d: PATHS[name] }));
}

export function spinner() {
  return h("span", { class: "spinner", role: "status", "aria-label": "Working" });
}

export function iconButton(name, label, props) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...props }, icon(name));
}

const COLOURS = ["#1264a3", "#2b8a5f", "#b3541e", "#7a3e9d", "#a8327a", "#3b6ea5", "#8a6d1b", "#c0392b", "#2c7a7b", "#5c5f9a"];

/** The square with initials that stands for a person or the bot. */
export function avatar(id, name, extra = "") {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, "").split(" ").filter(Boolean);
  const initials = words.length > 1 ? words[0][0] + words.at(-1)[0] : (words[0] ?? "?").slice(0, 2);
  const sum = [...id].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 9973, 7);
  return h("span", { class: `avatar ${extra}`, "aria-hidden": "true", style: { background: COLOURS[sum % COLOURS.length] } },
    initials.toUpperCase());
}
