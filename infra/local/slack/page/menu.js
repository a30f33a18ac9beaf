// A list that opens under a control: select menus, overflow menus, the chooser of a person. A sheet on a phone.

import { h, icon } from "./dom.js";

const NARROW = 640;
const GAP = 4;
let open = null;
let serial = 0;

function place(menu, anchor) {
  if (innerWidth < NARROW) return menu.classList.add("menu-sheet");
  const at = anchor.getBoundingClientRect();
  menu.style.minWidth = `${Math.max(at.width, 220)}px`;
  const below = innerHeight - at.bottom - 2 * GAP;
  const above = at.top - 2 * GAP;
  const up = below < Math.min(menu.scrollHeight, 240) && above > below;
  menu.style.maxHeight = `${Math.min(up ? above : below, 360)}px`;
  menu.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - menu.offsetWidth - GAP))}px`;
  if (up) menu.style.bottom = `${innerHeight - at.top + GAP}px`;
  else menu.style.top = `${at.bottom + GAP}px`;
}

export function closeMenu({ refocus = true } = {}) {
  if (!open) return;
  const { menu, shade, anchor, onclose } = open;
  open = null;
  menu.remove();
  shade.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus && anchor.isConnected) anchor.focus();
  onclose?.();
}

/** Closes a menu whose control was replaced meanwhile. */
export function closeOrphanMenu() {
  if (open && !open.anchor.isConnected) closeMenu({ refocus: false });
}

function row(item, at, { prefix, role, picked }) {
  const id = `${prefix}-${at}`;
  return h("li", { id, role, class: "menu-item", "aria-selected": role === "option" ? String(picked.has(item.value)) : null, "data-value": item.value,
    "aria-labelledby": `${id}-words`, "aria-describedby": item.about ? `${id}-about` : null },
    item.picture ?? null,
    h("span", { class: "menu-words" },
      h("span", { id: `${id}-words` }, item.label),
      item.about ? h("span", { id: `${id}-about`, class: "menu-about" }, item.about) : null),
    icon("check"));
}

/**
 * Opens the list. `groups` is [{label, items: [{value, label, about?, picture?}]}]; `picked` a Set of values.
 * `onpick(item)` is called with each choice; with `multi` the list stays open and the rows toggle.
 */
export function openMenu({ anchor, label, groups, picked = new Set(), multi = false, role = "option", empty = "No results", onpick, onclose }) {
  if (open?.anchor === anchor) return closeMenu();
  closeMenu({ refocus: false });
  const prefix = `menu-${++serial}`;
  const count = groups.reduce((total, group) => total + group.items.length, 0);
  const list = h("ul", { id: prefix, role: role === "option" ? "listbox" : "menu", tabindex: "-1", "aria-label": label, "aria-multiselectable": multi || null });
  const filter = count > 8 ? h("input", { class: "menu-filter", type: "text", placeholder: "Search", role: "combobox", "aria-label": `Search ${label}`,
    "aria-controls": prefix, "aria-expanded": "true", autocomplete: "off" }) : null;
  const menu = h("div", { class: "menu", "data-testid": "menu" }, filter, list);
  const shade = h("div", { class: "menu-shade", onclick: () => closeMenu() });
  const holder = filter ?? list;
  let rows = [];
  let active = -1;

  function mark(index, scroll = true) {
    rows[active]?.node.classList.remove("active");
    active = rows.length ? (index + rows.length) % rows.length : -1;
    if (active < 0) return holder.removeAttribute("aria-activedescendant");
    rows[active].node.classList.add("active");
    holder.setAttribute("aria-activedescendant", rows[active].node.id);
    if (scroll) rows[active].node.scrollIntoView({ block: "nearest" });
  }

  function pick({ item, node }) {
    onpick(item);
    if (!multi) return closeMenu();
    node.setAttribute("aria-selected", String(picked.has(item.value)));
  }

  function draw() {
    const wanted = (filter?.value ?? "").trim().toLowerCase();
    rows = [];
    const parts = groups.map((group) => {
      const items = group.items.filter((item) => `${item.label} ${item.about ?? ""}`.toLowerCase().includes(wanted));
      const nodes = items.map((item) => {
        const node = row(item, rows.length, { prefix, role: role === "option" ? "option" : "menuitem", picked });
        const entry = { item, node };
        const index = rows.push(entry) - 1;
        node.addEventListener("click", () => pick(entry));
        node.addEventListener("pointermove", () => active !== index && mark(index, false));
        return node;
      });
      return nodes.length && group.label ? [h("li", { class: "menu-group", role: "presentation" }, group.label), nodes] : nodes;
    });
    list.replaceChildren(...parts.flat(2));
    if (!rows.length) list.append(h("li", { class: "menu-none", role: "presentation" }, empty));
    active = -1;
    mark(Math.max(0, rows.findIndex(({ item }) => picked.has(item.value))));
  }

  function typeahead(letter) {
    const from = rows.slice(active + 1).concat(rows.slice(0, active + 1));
    const next = from.find(({ item }) => item.label.toLowerCase().startsWith(letter));
    if (next) mark(rows.indexOf(next));
  }

  const KEYS = {
    ArrowDown: () => mark(active + 1),
    ArrowUp: () => mark(active - 1),
    Enter: () => rows[active] && pick(rows[active]),
    Escape: () => closeMenu(),
    Tab: () => closeMenu(),
  };
  menu.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (KEYS[event.key]) {
      if (event.key !== "Tab") event.preventDefault();
      KEYS[event.key]();
    } else if (!filter && event.key.length === 1) typeahead(event.key.toLowerCase());
  });
  filter?.addEventListener("input", draw);

  // Inside a modal dialog everything outside of it is inert, so the list is put into the dialog.
  (anchor.closest("dialog") ?? document.body).append(shade, menu);
  open = { menu, shade, anchor, onclose };
  anchor.setAttribute("aria-expanded", "true");
  draw();
  place(menu, anchor);
  holder.focus({ preventScroll: true });
}

addEventListener("resize", () => closeMenu({ refocus: false }));
