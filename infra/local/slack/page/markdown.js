// The `markdown` block: the common Markdown that Slack translates, drawn directly.

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./mrkdwn.js";

const INLINE = new RegExp(
  [
    "\\\\(?<plain>[\\\\`*_{}\\[\\]()#+.!~>-])",
    "`(?<code>[^`\\n]+)`",
    "!?\\[(?<words>[^\\]\\n]*)\\]\\((?<url>[^)\\s]+)\\)",
    "\\*\\*\\*(?<both>\\S.*?)\\*\\*\\*",
    "(?<mark>\\*\\*|__)(?<bold>\\S.*?)\\k<mark>",
    "~~(?<strike>\\S.*?)~~",
    "\\*(?<italic>[^\\s*][^*\\n]*)\\*",
    "(?<![\\p{L}\\p{N}])_(?<slanted>[^\\s_][^_\\n]*)_(?![\\p{L}\\p{N}])",
  ].join("|"),
  "gu",
);

function drawn({ plain, code, words, url, both, bold, strike, italic, slanted }) {
  if (plain) return plain;
  if (code) return h("code", null, code);
  if (url) return link(url, words || url);
  if (both) return h("strong", null, h("em", null, inline(both)));
  if (bold) return h("strong", null, inline(bold));
  if (strike) return h("s", null, inline(strike));
  return h("em", null, inline(italic ?? slanted));
}

function inline(text) {
  const out = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    out.push(withEmoji(text.slice(at, match.index)), drawn(match.groups));
    at = match.index + match[0].length;
  }
  return [...out, withEmoji(text.slice(at))];
}

const cells = (row) => row.trim().replace(/^\||\|$/g, "").split("|").map((cell) => inline(cell.trim()));

function table(rows) {
  const [head, , ...body] = rows;
  return h("div", { class: "table-scroll" }, h("table", { class: "table" },
    h("thead", null, h("tr", null, cells(head).map((cell) => h("th", { scope: "col" }, cell)))),
    h("tbody", null, body.map((row) => h("tr", null, cells(row).map((cell) => h("td", null, cell)))))));
}

const KINDS = [
  { is: /^\s*\|.*\|\s*$/, draw: (rows) => (/^[\s|:-]+$/.test(rows[1] ?? "") ? table(rows) : rows.map((row) => h("p", null, inline(row)))) },
  { is: /^>\s?/, draw: (rows) => h("blockquote", null, blocks(rows.map((row) => row.replace(/^>\s?/, "")))) },
  { is: /^\s*[-*+] /, draw: (rows) => h("ul", { class: "rich-list" }, rows.map((row) => h("li", null, inline(row.replace(/^\s*[-*+] /, ""))))) },
  { is: /^\s*\d+[.)] /, draw: (rows) => h("ol", { class: "rich-list" }, rows.map((row) => h("li", null, inline(row.replace(/^\s*\d+[.)] /, ""))))) },
  { is: /^#{1,6} /, draw: (rows) => rows.map((row) => h("p", { class: "markdown-heading" }, inline(row.replace(/^#+ /, "")))) },
  { is: /^(-{3,}|\*{3,})$/, draw: () => h("hr") },
];

function paragraph(rows) {
  return h("p", null, rows.flatMap((row, at) => (at ? [h("br"), ...inline(row)] : inline(row))));
}

function blocks(lines) {
  const out = [];
  const kindOf = (row) => KINDS.find((kind) => kind.is.test(row));
  for (let at = 0; at < lines.length; ) {
    if (lines[at].trim() === "") { at++; continue; }
    const kind = kindOf(lines[at]);
    let end = at + 1;
    while (end < lines.length && lines[end].trim() !== "" && kindOf(lines[end]) === kind) end++;
    const rows = lines.slice(at, end);
    out.push(kind ? kind.draw(rows) : paragraph(rows));
    at = end;
  }
  return out;
}

export function markdown(text) {
  const parts = text.split(/^```[^\n]*\n([\s\S]*?)\n?```$/m);
  return h("div", { class: "markdown" }, parts.map((part, index) =>
    index % 2 ? h("pre", { class: "code-block", tabindex: "0" }, part) : blocks(part.split("\n"))));
}
