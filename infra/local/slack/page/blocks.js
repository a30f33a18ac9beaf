// Block Kit as DOM nodes. Ours, because the known renderers (slack-blocks-to-jsx and its like) draw but do not act,
// and need React, a bundler and a download; this page must work offline with nothing but Python on the machine.

import { chart } from "./charts.js";
import { h } from "./dom.js";
import { drawElement } from "./elements.js";
import { pictureSource } from "./files.js";
import { markdown } from "./markdown.js";
import { mrkdwn, spoken, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";

const WIDE = new Set(["checkboxes", "radio_buttons", "plain_text_input"]);

function section(block, surface) {
  const words = block.text ? h("div", { class: "section-text" }, textObject(block.text)) : null;
  const fields = block.fields ? h("div", { class: "section-fields" }, block.fields.map((field) => h("div", { class: "section-field" }, textObject(field)))) : null;
  const { accessory } = block;
  const label = spoken(block.text) || spoken(block.fields?.[0]);
  const side = accessory && h("div", { class: `accessory accessory-${accessory.type}` }, drawElement(accessory, { block, surface, label }));
  return h("div", { class: "section" }, h("div", { class: "section-words" }, words, fields), side);
}

function actions(block, surface) {
  return h("div", { class: "actions" }, block.elements.map((element) =>
    h("div", { class: WIDE.has(element.type) ? "action action-wide" : "action" },
      drawElement(element, { block, surface, label: spoken(element.placeholder) }))));
}

function context(block) {
  return h("div", { class: "context" }, block.elements.map((element) =>
    element.type === "image" ? h("img", { class: "context-image", src: pictureSource(element), alt: element.alt_text }) : textObject(element)));
}

function image(block) {
  const title = block.title ? h("figcaption", null, textObject(block.title)) : null;
  return h("figure", null, title, h("img", { src: pictureSource(block), alt: block.alt_text ?? "", loading: "lazy" }));
}

function input(block, surface) {
  const label = spoken(block.label);
  const error = surface.errors[block.block_id];
  const control = drawElement(block.element, { block, surface, label });
  const errorId = `error-${block.block_id}`;
  if (error) {
    const holder = control.matches("input, textarea, button, [role]") ? control : (control.querySelector("input, button") ?? control);
    holder.setAttribute("aria-invalid", "true");
    holder.setAttribute("aria-describedby", errorId);
  }
  return h("div", { class: `input${error ? " input-wrong" : ""}` },
    h("div", { class: "input-label" }, textObject(block.label), block.optional ? h("span", { class: "input-optional" }, " (optional)") : null),
    control,
    error ? h("div", { class: "input-error", id: errorId, role: "alert", "data-testid": "field-error" }, error) : null,
    block.hint ? h("div", { class: "input-hint" }, textObject(block.hint)) : null);
}

function alert(block) {
  return h("div", { class: `alert alert-${block.level ?? block.style ?? "default"}`, role: "note" }, textObject(block.text));
}

const DRAW = {
  section,
  actions,
  context,
  image,
  input,
  alert,
  header: (block) => h("h3", { class: "header" }, textObject(block.text)),
  divider: () => h("hr"),
  markdown: (block) => markdown(block.text),
  rich_text: (block) => richText(block),
  table: (block) => table(block),
  data_table: (block) => dataTable(block),
  data_visualization: (block) => chart(block),
};

function drawBlock(block, surface) {
  const draw = DRAW[block.type];
  const body = draw ? draw(block, surface) : h("div", { class: "undrawn" }, `A block of the type ${block.type} is not drawn here.`);
  return h("div", { class: `block block-${block.type}`, "data-block-id": block.block_id, "data-block-type": block.type }, body);
}

const marked = (node) => {
  const place = node?.closest?.("[data-block-id]");
  const control = node?.closest?.("[data-action-id]");
  return control && { block: place.dataset.blockId, action: control.dataset.actionId, value: node.value, kind: node.type };
};

function refocus(root, was) {
  const at = (name, value) => `[data-${name}="${CSS.escape(value)}"]`;
  const control = root.querySelector(`${at("block-id", was.block)} ${at("action-id", was.action)}`);
  const choice = [...(control?.querySelectorAll("input") ?? [])].find((one) => one.type === was.kind && one.value === was.value);
  (choice ?? control)?.focus({ preventScroll: true });
}

/** Draws a message's or view's blocks into `root`, keeping the keyboard where it was. */
export function drawBlocks(root, blocks, surface) {
  const was = root.contains(document.activeElement) ? marked(document.activeElement) : null;
  surface.take(blocks);
  surface.root = root;
  root.replaceChildren(...surface.blocks.map((block) => drawBlock(block, surface)));
  surface.showUnderway();
  if (was) refocus(root, was);
}

/** A message without blocks. */
export const drawText = (root, text) => root.replaceChildren(mrkdwn(text));
