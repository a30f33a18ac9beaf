// Where a person types: `/` shows the app's commands, Enter sends, the up arrow brings back what was sent before.

import { h, icon } from "./dom.js";

const REMEMBERED = 50;

export class Composer {
  #sent = [];
  #recalled = -1;
  #draft = "";
  #active = 0;
  #underway = 0;

  /** `onsend(text)` returns a promise of the answer. */
  constructor(root, onsend) {
    this.onsend = onsend;
    this.commands = [];
    this.input = h("textarea", { class: "composer-input", rows: 1, "data-testid": "composer", "aria-label": "Message", role: "combobox", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": "completions", spellcheck: "true", oninput: () => this.#typed(), onkeydown: (event) => this.#pressed(event), onblur: () => this.#hide() });
    this.list = h("ul", { id: "completions", class: "completions", role: "listbox", "aria-label": "Commands", hidden: true, "data-testid": "completions" });
    this.button = h("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send", disabled: true }, icon("send"));
    const slash = h("button", { type: "button", class: "icon-button slash", "aria-label": "Type a command", title: "Type a command",
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.fill("/") }, "/");
    this.status = h("div", { class: "composer-status", role: "status", "data-testid": "composer-status" });
    root.replaceChildren(
      h("form", { class: "composer-box", onsubmit: (event) => { event.preventDefault(); this.#send(); } },
        this.list, this.input, h("div", { class: "composer-bar" }, slash, h("span", { class: "composer-hint" }, "Enter sends, Shift + Enter starts a new line"), this.button)),
      this.status);
  }

  /** Puts words into the box, ready to go on. */
  fill(text) {
    this.input.value = text;
    this.input.focus();
    this.input.setSelectionRange(text.length, text.length);
    this.#typed();
  }

  /** Ready to type, where there is a keyboard; on a touch screen it would push the conversation away. */
  focus() {
    if (matchMedia("(hover: hover)").matches) this.input.focus({ preventScroll: true });
  }

  setPlace(words) {
    this.input.placeholder = `Message ${words}`;
    this.input.setAttribute("aria-label", `Message ${words}`);
  }

  get #offers() {
    const { value } = this.input;
    if (!/^\/\S*$/.test(value)) return [];
    return this.commands.filter(({ command }) => command.startsWith(value));
  }

  /** Once the command stands there whole, its hint stays in sight while the words after it are typed. */
  get #hinted() {
    const [name] = this.input.value.split(/\s/, 1);
    return this.input.value.startsWith(`${name} `) ? this.commands.filter(({ command }) => command === name) : [];
  }

  #typed() {
    this.#recalled = -1;
    this.#active = 0;
    this.#grow();
    this.#show();
  }

  #grow() {
    this.button.disabled = this.input.value.trim() === "";
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 160)}px`;
  }

  #show() {
    const offers = this.#offers;
    const rows = offers.length ? offers : this.#hinted;
    this.list.hidden = !rows.length;
    this.input.setAttribute("aria-expanded", String(offers.length > 0));
    this.list.classList.toggle("hint-only", !offers.length);
    this.list.replaceChildren(...rows.map((row, at) => this.#row(row, at, offers.length > 0)));
    if (offers.length) this.input.setAttribute("aria-activedescendant", `completion-${this.#active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #row({ command, usage_hint: hint, description }, at, chosen) {
    return h("li", { id: `completion-${at}`, role: "option", class: `completion${chosen && at === this.#active ? " active" : ""}`, "aria-selected": String(chosen && at === this.#active),
      onpointerdown: (event) => { event.preventDefault(); this.fill(`${command} `); } },
      h("span", { class: "completion-command" }, h("strong", null, command), hint ? ` ${hint}` : ""),
      description ? h("span", { class: "completion-about" }, description) : null);
  }

  #hide() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  #pressed(event) {
    if (event.isComposing) return;
    const offers = this.list.hidden ? [] : this.#offers;
    const keys = {
      Enter: () => !event.shiftKey && (this.#complete(offers, true) || this.#send()),
      Tab: () => !event.shiftKey && this.#complete(offers, false),
      Escape: () => !this.list.hidden && (this.#hide(), true),
      ArrowDown: () => (offers.length > 1 ? this.#move(1, offers) : this.#recall(-1)),
      ArrowUp: () => (offers.length > 1 ? this.#move(-1, offers) : this.#recall(1)),
    };
    if (keys[event.key]?.()) event.preventDefault();
  }

  #move(by, offers) {
    this.#active = (this.#active + by + offers.length) % offers.length;
    this.#show();
    return true;
  }

  /** A command typed in full is sent by Enter, not completed. */
  #complete(offers, onEnter) {
    const offer = offers[this.#active];
    if (!offer || (onEnter && offer.command === this.input.value)) return false;
    this.fill(`${offer.command} `);
    return true;
  }

  #recall(by) {
    const { selectionStart, value } = this.input;
    if (by > 0 && (selectionStart > 0 && this.#recalled < 0 && value !== "")) return false;
    const next = this.#recalled + by;
    if (next < -1 || next >= this.#sent.length) return false;
    if (this.#recalled < 0) this.#draft = value;
    this.#recalled = next;
    this.input.value = next < 0 ? this.#draft : this.#sent[next];
    this.#grow();
    this.#hide();
    return true;
  }

  #send() {
    const text = this.input.value.trim();
    if (!text) return true;
    this.#sent = [text, ...this.#sent.filter((one) => one !== text)].slice(0, REMEMBERED);
    this.input.value = "";
    this.#typed();
    this.#underwayBy(1, text);
    this.onsend(text).finally(() => this.#underwayBy(-1, ""));
    return true;
  }

  #underwayBy(change, text) {
    this.#underway += change;
    const busy = this.#underway > 0;
    this.status.toggleAttribute("data-busy", busy);
    if (text) this.status.textContent = text.startsWith("/") ? `Running ${text}` : "Sending…";
    if (!busy) this.status.textContent = "";
  }
}
