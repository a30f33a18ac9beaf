// rich_text blocks: sections, lists, quotes and preformatted text.

import { spokenDate } from "./dates.js";
import { h } from "./dom.js";
import { glyph } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";

const LEAVES = {
  text: ({ text }) => text,
  link: ({ url, text }) => link(url, text ?? url),
  emoji: ({ name }) => glyph(name) ?? `:${name}:`,
  user: ({ user_id }) => mention("user", user_id),
  channel: ({ channel_id }) => mention("channel", channel_id),
  usergroup: ({ usergroup_id }) => mention("group", usergroup_id, usergroup_id),
  broadcast: ({ range }) => mention("broadcast", range, range),
  date: ({ timestamp, format, fallback }) => h("time", { class: "date" }, spokenDate(timestamp, format, fallback)),
  color: ({ value }) => h("span", null, h("span", { class: "swatch", style: { background: value } }), value),
};

const STYLES = { code: "code", strike: "s", italic: "em", bold: "strong" };

function leaf(element) {
  const node = LEAVES[element.type]?.(element) ?? "";
  return Object.entries(STYLES).reduce((inner, [style, tag]) => (element.style?.[style] ? h(tag, null, inner) : inner), node);
}

const leaves = (part) => part.elements.map(leaf);

function list(part) {
  const ordered = part.style === "ordered";
  return h(ordered ? "ol" : "ul", { class: `rich-list indent-${part.indent ?? 0}`, start: ordered ? (part.offset ?? 0) + 1 : null },
    part.elements.map((item) => h("li", null, leaves(item))));
}

const PARTS = {
  rich_text_section: (part) => h("div", { class: "rich-section" }, leaves(part)),
  rich_text_list: list,
  rich_text_quote: (part) => h("blockquote", null, h("div", { class: "rich-section" }, leaves(part))),
  rich_text_preformatted: (part) => h("pre", { class: "code-block", tabindex: "0" }, leaves(part)),
};

export function richText(block) {
  return h("div", { class: "rich-text" }, block.elements.map((part) => PARTS[part.type]?.(part) ?? null));
}
