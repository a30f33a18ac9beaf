// Files at Slack: the cards in a conversation, with a link that fetches them, and the pictures in blocks.

import { h, icon } from "./dom.js";
import { directory } from "./mrkdwn.js";
import { fileAddress } from "./server.js";

const UNITS = [["MB", 1024 * 1024], ["KB", 1024]];

export function sizeOf(bytes) {
  const [unit, size] = UNITS.find(([, least]) => bytes >= least) ?? ["bytes", 1];
  return `${unit === "bytes" ? bytes : (bytes / size).toFixed(1).replace(/\.0$/, "")} ${unit}`;
}

/** Where the picture of an image block or element comes from; empty when it has no address a browser may follow. */
export function pictureSource({ image_url: address, slack_file: file }) {
  if (file) return fileAddress(directory.me, file.id ? { file: file.id } : { link: file.url });
  return /^https?:|^data:image\//i.test(address ?? "") ? address : "";
}

function card(file) {
  if (file.mode === "tombstone") return h("div", { class: "file-card file-gone", "data-testid": "file-card" }, "This file was deleted.");
  const address = fileAddress(directory.me, { file: file.id });
  const about = [file.pretty_type, sizeOf(file.size)].filter(Boolean).join(" · ");
  const picture = file.is_picture ? h("img", { class: "file-picture", src: address, alt: file.title, loading: "lazy" }) : null;
  return h("div", { class: "file-card", "data-testid": "file-card" },
    h("a", { class: "file-link", href: address, download: file.name, "aria-label": `Download ${file.title}` },
      h("span", { class: "file-icon", "aria-hidden": "true" }, icon("file")),
      h("span", { class: "file-words" }, h("span", { class: "file-name" }, file.title), h("span", { class: "file-about" }, about)),
      icon("download")),
    picture);
}

/** The files shared with a message, or nothing. */
export function fileCards(files) {
  return files?.length ? h("div", { class: "file-cards" }, files.map(card)) : null;
}
