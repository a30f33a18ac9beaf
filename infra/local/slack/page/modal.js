// Modals, stacked as the app opens and pushes them; errors stand at their fields.

import { drawBlocks } from "./blocks.js";
import { h, iconButton, spinner } from "./dom.js";
import { closeMenu } from "./menu.js";
import { spoken, textObject } from "./mrkdwn.js";
import * as server from "./server.js";
import { Surface } from "./surface.js";

export class Modals {
  #stack = []; // the view on top is last: {view, surface}
  #person = null;
  #leaving = Promise.resolve(); // the way of the last goodbye to the server: what is done next must not overtake it
  #dialog = h("dialog", { class: "modal", "data-testid": "modal" });

  constructor() {
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#closeAll();
    });
    document.body.append(this.#dialog);
  }

  /** Another person sits down: what the one before had open is no longer on this screen. */
  forget(person) {
    this.#person = person;
    this.#stack = [];
    this.#show();
  }

  opened(view) {
    if (!view.previous_view_id) this.#stack = [];
    this.#stack = this.#stack.filter((one) => one.view.id !== view.id);
    const surface = new Surface(this.#person, { view: view.id }, (body) => this.#act(body));
    this.#stack.push({ view, surface });
    this.#show(true);
  }

  updated(view) {
    const entry = this.#stack.find((one) => one.view.id === view.id);
    if (!entry) return;
    const isSame = JSON.stringify(entry.view) === JSON.stringify(view) && !Object.keys(entry.surface.errors).length;
    if (isSame) return; // what is under the finger is not drawn anew for nothing
    entry.view = view;
    entry.surface.errors = {};
    this.#show();
  }

  closed(view) {
    const left = this.#stack.filter((one) => one.view.id !== view.id);
    if (left.length === this.#stack.length) return;
    this.#stack = left;
    this.#show();
  }

  get #top() {
    return this.#stack.at(-1);
  }

  async #act(body) {
    await this.#leaving;
    const answer = await server.act(this.#person, body);
    if (answer.ok === false) this.#complain(answer.said);
  }

  #complain(words) {
    this.#dialog.querySelector(".modal-trouble")?.replaceChildren(words ?? "We had some trouble connecting. Try again?");
  }

  async #submit() {
    const { view, surface } = this.#top;
    this.#busy(true);
    await Promise.all([surface.settled(), this.#leaving]);
    const answer = await server.submit(this.#person, view.id, surface.values());
    this.#busy(false);
    if (this.#top?.view.id !== view.id) return;
    surface.errors = answer.errors ?? {};
    if (answer.ok === false) return this.#complain(answer.said);
    if (answer.errors) {
      this.#show();
      this.#dialog.querySelector("[aria-invalid]")?.focus({ preventScroll: true });
      this.#dialog.querySelector(".input-wrong")?.scrollIntoView({ block: "nearest" });
    }
  }

  #busy(on) {
    this.#dialog.toggleAttribute("data-busy", on);
    for (const control of this.#dialog.querySelectorAll("footer button")) control.disabled = on;
  }

  #closeTop() {
    const { view } = this.#top;
    this.closed(view);
    this.#leave(view);
  }

  #closeAll() {
    closeMenu({ refocus: false });
    const { view } = this.#top;
    this.#stack = [];
    this.#show();
    this.#leave(view, true);
  }

  #leave(view, all = false) {
    const person = this.#person;
    this.#leaving = this.#leaving.then(() => server.close(person, view.id, all));
  }

  #show(fresh = false) {
    const top = this.#top;
    if (!top) return this.#dialog.close();
    const { view, surface } = top;
    const scrolled = this.#dialog.querySelector(".modal-body")?.scrollTop ?? 0;
    const same = this.#dialog.dataset.view === view.id;
    const body = same && !fresh ? this.#dialog.querySelector(".modal-body") : h("div", { class: "modal-body" });
    this.#dialog.dataset.view = view.id;
    this.#dialog.setAttribute("aria-label", spoken(view.title));
    drawBlocks(body, view.blocks, surface);
    this.#dialog.replaceChildren(this.#form(view, body));
    if (!this.#dialog.open) this.#dialog.showModal();
    if (same && !fresh) body.scrollTop = scrolled;
    else this.#focusFirst(view, body);
  }

  #form(view, body) {
    const deeper = this.#stack.length > 1;
    const hasInput = view.blocks.some((block) => block.type === "input");
    const submit = view.submit || hasInput
      ? h("button", { type: "submit", class: "button primary solid", "data-testid": "modal-submit" }, h("span", null, view.submit ? textObject(view.submit) : "Submit"), spinner())
      : null;
    return h("form", { method: "dialog", novalidate: true, onsubmit: (event) => { event.preventDefault(); this.#submit(); } },
      h("header", null,
        deeper ? iconButton("back", "Back", { onclick: () => this.#closeTop() }) : null,
        h("h2", null, textObject(view.title)),
        iconButton("close", "Close", { onclick: () => this.#closeAll() })),
      h("div", { class: "modal-trouble", role: "alert" }),
      body,
      h("footer", null,
        h("button", { type: "button", class: "button", "data-testid": "modal-close", onclick: () => this.#closeTop() }, view.close ? textObject(view.close) : deeper ? "Back" : "Cancel"),
        submit));
  }

  #focusFirst(view, body) {
    const wanted = view.blocks.map((block) => block.element ?? block.accessory).find((element) => element?.focus_on_load);
    const selector = wanted ? `[data-action-id="${CSS.escape(wanted.action_id)}"]` : "input, textarea, .picker";
    body.querySelector(selector)?.focus();
  }
}
