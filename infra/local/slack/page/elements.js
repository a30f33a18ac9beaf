// The interactive elements of Block Kit: buttons, checkboxes, radio buttons, overflow menus; the rest from their files.

import { h, icon } from "./dom.js";
import { FIELDS } from "./fields.js";
import { pictureSource } from "./files.js";
import { openMenu } from "./menu.js";
import { spoken, textObject } from "./mrkdwn.js";
import { PICKERS } from "./pickers.js";

let serial = 0;

const safeUrl = (url) => (/^(https?:|mailto:)/i.test(url ?? "") ? url : null);

function button(element, { block, surface }) {
  const url = safeUrl(element.url);
  return h(url ? "a" : "button",
    {
      type: url ? null : "button",
      role: url ? "button" : null,
      class: `button ${element.style ?? ""}`,
      href: url, target: url && "_blank", rel: url && "noopener noreferrer",
      "aria-label": element.accessibility_label ?? null,
      onclick: () => surface.press(block, element, { text: element.text, ...(element.value === undefined ? {} : { value: element.value }) }),
    },
    h("span", { class: "button-words" }, textObject(element.text)));
}

function choice(option, { type, name, checked, onchange }) {
  const id = `choice-${++serial}`;
  const input = h("input", { type, name, value: option.value, checked, onchange, "aria-labelledby": `${id}-text`,
    "aria-describedby": option.description ? `${id}-about` : null });
  const node = h("label", { class: `choice choice-${type}` }, input,
    h("span", { class: "choice-words" },
      h("span", { id: `${id}-text`, class: "choice-text" }, textObject(option.text)),
      option.description ? h("span", { id: `${id}-about`, class: "choice-about" }, textObject(option.description)) : null));
  return { input, node, option };
}

function checkboxes(element, { block, surface, label }) {
  const chosen = () => new Set(surface.state.read(block, element).selected_options.map((option) => option.value));
  const before = chosen();
  const choices = element.options.map((option) =>
    choice(option, { type: "checkbox", checked: before.has(option.value), onchange: changed }));

  function revert() {
    const kept = chosen();
    for (const { input, option } of choices) input.checked = kept.has(option.value);
  }
  function changed() {
    const selected_options = choices.filter(({ input }) => input.checked).map(({ option }) => option);
    surface.change(block, element, { selected_options }, { revert });
  }
  return h("div", { class: "choices", role: "group", "aria-label": label || "Checkboxes" }, choices.map(({ node }) => node));
}

function radioButtons(element, { block, surface, label }) {
  const kept = () => surface.state.read(block, element).selected_option?.value;
  const before = kept();
  const name = `radio-${++serial}`;
  const choices = element.options.map((option) =>
    choice(option, { type: "radio", name, checked: option.value === before, onchange: () => changed(option) }));

  function revert() {
    for (const { input, option } of choices) input.checked = option.value === kept();
  }
  function changed(option) {
    surface.change(block, element, { selected_option: option }, { revert });
  }
  return h("div", { class: "choices", role: "radiogroup", "aria-label": label || "Choices" }, choices.map(({ node }) => node));
}

function overflow(element, { block, surface, label }) {
  const name = label ? `More actions for ${label}` : "More actions";
  const items = element.options.map((option) => (
    { value: option.value, label: spoken(option.text), about: spoken(option.description), option }));
  const anchor = h("button", { type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": name, onclick: show },
    icon("dots"));

  function show() {
    openMenu({ anchor, label: name, role: "menuitem", groups: [{ items }], onpick: ({ option }) => picked(option) });
  }
  function picked(option) {
    if (safeUrl(option.url)) window.open(option.url, "_blank", "noopener");
    surface.press(block, element, { selected_option: option });
  }
  return anchor;
}

function image(element) {
  return h("img", { class: "thumbnail", src: pictureSource(element), alt: element.alt_text ?? "" });
}

const DRAW = { button, workflow_button: button, checkboxes, radio_buttons: radioButtons, overflow, image, ...PICKERS, ...FIELDS };

/** One element as a node. `place` is `{block, surface, label}`; the label names it for screen readers. */
export function drawElement(element, place) {
  const draw = DRAW[element.type];
  if (!draw) return h("span", { class: "undrawn" }, `${element.type} is not drawn here`);
  const node = draw(element, place);
  node.dataset.actionId = element.action_id ?? "";
  node.dataset.element = element.type;
  return node;
}
