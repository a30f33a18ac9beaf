// The table block, and the data_table block with its sorting and pages.

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { unescaped } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const PAGE_SIZE = 5; // rows per page of a data_table that does not say

function content(cell) {
  if (cell.type === "rich_text") return richText(cell);
  const words = cell.text ?? (cell.value === undefined ? "" : String(cell.value));
  return withEmoji(unescaped(words));
}

const isNumber = (cell) => cell.type === "raw_number";

export function table({ rows, column_settings: settings = [] }) {
  const looks = (at) => ({ align: settings[at]?.align ?? "left", wrap: settings[at]?.is_wrapped ? "wrapped" : "unwrapped" });
  const cells = (row, tag) => row.map((cell, at) => h(tag, { scope: tag === "th" ? "col" : null, class: `align-${looks(at).align} ${looks(at).wrap}` }, content(cell)));
  const [head, ...body] = rows;
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", { class: "table" },
      h("thead", null, h("tr", null, cells(head, "th"))),
      h("tbody", null, body.map((row) => h("tr", null, cells(row, "td"))))));
}

function compared(column, direction) {
  const key = (row) => (isNumber(row[column]) ? row[column].value : h("span", null, content(row[column])).textContent);
  return (one, other) => {
    const [a, b] = [key(one), key(other)];
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
    return direction === "ascending" ? order : -order;
  };
}

export function dataTable({ rows: [head, ...body], caption, page_size: size = PAGE_SIZE, row_header_column_index: named = 0 }) {
  const root = h("div", { class: "data-table" });
  const pages = Math.max(1, Math.ceil(body.length / size));
  let page = 0;
  let sorted = { column: null, direction: null };

  function sort(column) {
    const direction = sorted.column === column && sorted.direction === "ascending" ? "descending" : "ascending";
    sorted = { column, direction };
    page = 0;
    draw();
    root.querySelectorAll("th button")[column].focus();
  }
  function turn(by) {
    page += by;
    draw();
  }
  function heading(cell, column) {
    const direction = sorted.column === column ? sorted.direction : null;
    const arrow = { ascending: " ↑", descending: " ↓" }[direction] ?? "";
    const number = body.length && isNumber(body[0][column]);
    return h("th", { scope: "col", "aria-sort": direction ?? "none", class: number ? "align-right" : "" },
      h("button", { type: "button", class: "sort", onclick: () => sort(column) }, content(cell), h("span", { "aria-hidden": "true" }, arrow)));
  }
  function bodyRow(row) {
    return h("tr", null, row.map((cell, at) =>
      h(at === named ? "th" : "td", { scope: at === named ? "row" : null, class: isNumber(cell) ? "align-right" : "" }, content(cell))));
  }
  function pager() {
    const first = page * size;
    return h("div", { class: "pager" },
      h("span", null, `${first + 1}–${Math.min(first + size, body.length)} of ${body.length}`),
      h("button", { type: "button", class: "button", disabled: page === 0, onclick: () => turn(-1) }, "Previous"),
      h("button", { type: "button", class: "button", disabled: page === pages - 1, onclick: () => turn(1) }, "Next"));
  }
  function draw() {
    const ordered = sorted.direction ? [...body].sort(compared(sorted.column, sorted.direction)) : body;
    root.replaceChildren(
      h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": caption },
        h("table", { class: "table" },
          h("caption", null, caption),
          h("thead", null, h("tr", null, head.map(heading))),
          h("tbody", null, ordered.slice(page * size, (page + 1) * size).map(bodyRow)))),
      ...(pages > 1 ? [pager()] : []));
  }
  draw();
  return root;
}
