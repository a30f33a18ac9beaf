// The messages of one conversation: who, when, and the blocks; kept in order and redrawn one by one.

import { drawBlocks, drawText } from "./blocks.js";
import { clockTime, dayKey, dayLine } from "./dates.js";
import { avatar, h, icon } from "./dom.js";
import { fileCards } from "./files.js";
import { closeOrphanMenu } from "./menu.js";
import { Surface } from "./surface.js";

const TOGETHER = 300; // seconds within which messages of one person stand under one name
const NEAR = 80; // pixels from the end that still count as being at the end

const moment = (message) => new Date(message.at * 1000);

function head(message) {
  const at = moment(message);
  return h("div", { class: "message-head" },
    h("span", { class: "author" }, message.author.name),
    message.author.is_bot ? h("span", { class: "app-badge" }, "APP") : null,
    h("time", { class: "time", datetime: at.toISOString(), title: at.toLocaleString() }, clockTime(at)));
}

function follows(before, message) {
  return before && before.author.id === message.author.id && !before.ephemeral && !message.ephemeral &&
    message.at - before.at < TOGETHER && dayKey(moment(before)) === dayKey(moment(message));
}

export class Timeline {
  #entries = new Map(); // by message id: {message, node, body, surface}
  #following = true; // whether the newest message stays in sight as what is above it grows

  /** `send(body)` posts an act; `root` is the scrolling list. */
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.list = h("div", { class: "messages", role: "log", "aria-label": "Messages", "aria-live": "polite" });
    root.replaceChildren(this.list);
    root.addEventListener("scroll", () => (this.#following = this.#atEnd()), { passive: true });
    root.addEventListener("load", () => this.#following && this.toEnd(), { capture: true }); // a picture has come
  }

  /** Shows a conversation from its start. `start` is the node above the first message. */
  open({ person, channel, start, messages }) {
    Object.assign(this, { person, channel, start });
    this.#entries.clear();
    for (const message of messages) this.#take(message);
    this.#arrange();
    this.toEnd();
  }

  /** Adds a message or redraws the one with its id. */
  put(message) {
    const atEnd = this.#atEnd();
    this.#take(message);
    this.#arrange();
    closeOrphanMenu();
    if (atEnd) this.toEnd();
  }

  drop(id) {
    this.#entries.get(id)?.node.remove();
    this.#entries.delete(id);
    this.#arrange();
    closeOrphanMenu();
  }

  toEnd() {
    this.#following = true;
    this.root.scrollTop = this.root.scrollHeight;
  }

  #atEnd() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < NEAR;
  }

  #take(message) {
    const known = this.#entries.get(message.id);
    const entry = known ?? this.#made(message);
    entry.message = message;
    if (message.blocks?.length) drawBlocks(entry.body, message.blocks, entry.surface);
    else drawText(entry.body, message.text);
    entry.body.append(...[fileCards(message.files)].filter(Boolean));
    if (message.edited) entry.body.append(h("span", { class: "edited" }, "(edited)"));
    this.#entries.set(message.id, entry);
  }

  #made(message) {
    const surface = new Surface(this.person, { channel: this.channel, message: message.id }, this.send);
    const body = h("div", { class: "message-body", "data-testid": "message-body" });
    const node = h("article", {
      class: `message${message.ephemeral ? " ephemeral" : ""}`,
      "data-testid": "message", "data-id": message.id, "data-author": message.author.id, "data-ephemeral": String(Boolean(message.ephemeral)),
      "aria-label": `${message.author.name}, ${clockTime(moment(message))}${message.ephemeral ? ", only visible to you" : ""}`,
    });
    return { message, node, body, surface };
  }

  /** Dates between the days, one name above messages that belong together. */
  #arrange() {
    const entries = [...this.#entries.values()].sort((one, other) => one.message.at - other.message.at || one.message.id.localeCompare(other.message.id));
    const wanted = [this.start];
    let before = null;
    for (const { message, node, body } of entries) {
      const day = dayKey(moment(message));
      if (!before || dayKey(moment(before)) !== day) wanted.push(this.#dayLine(day, moment(message)));
      this.#dress(node, body, message, Boolean(follows(before, message)));
      wanted.push(node);
      before = message;
    }
    this.start.hidden = entries.length > 0;
    this.#reconcile(wanted);
  }

  #dayLine(day, date) {
    const known = this.list.querySelector(`[data-day="${day}"]`);
    return known ?? h("div", { class: "day", "data-day": day, role: "separator" }, h("span", null, dayLine(date)));
  }

  #dress(node, body, message, together) {
    const look = `${together}`;
    if (node.dataset.together === look) return;
    node.dataset.together = look;
    const side = together
      ? h("time", { class: "time side-time" }, clockTime(moment(message)).replace(/ [AP]M$/, ""))
      : avatar(message.author.id, message.author.name, message.author.is_bot ? "avatar-app" : "");
    node.replaceChildren(...[
      message.ephemeral && h("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
      message.thread && message.thread !== message.id && h("div", { class: "only-you" }, "In a thread"),
      h("div", { class: "message-side" }, side),
      h("div", { class: "message-main" }, together ? null : head(message), body),
    ].filter(Boolean));
  }

  /** Moves only what is out of place, so that an unchanged message keeps focus and scroll. */
  #reconcile(wanted) {
    const keep = new Set(wanted);
    for (const node of [...this.list.children]) if (!keep.has(node)) node.remove();
    wanted.forEach((node, at) => {
      if (this.list.children[at] !== node) this.list.insertBefore(node, this.list.children[at] ?? null);
    });
  }
}
