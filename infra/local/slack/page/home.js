// The Home tab of the app: the view it published for this person.

import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { closeOrphanMenu } from "./menu.js";
import { Surface } from "./surface.js";

export class Home {
  #surface = null;
  #shown = null;

  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.trouble = h("div", { class: "modal-trouble", role: "alert" });
    this.body = h("div", { class: "home-body", "data-testid": "home" });
    root.replaceChildren(this.trouble, this.body);
  }

  waiting() {
    this.trouble.replaceChildren();
    if (!this.#shown) this.body.replaceChildren(h("p", { class: "home-empty" }, "Loading…"));
  }

  forget() {
    this.#shown = this.#surface = null;
    this.body.replaceChildren();
  }

  complain(words) {
    this.trouble.replaceChildren(words);
  }

  show(person, view) {
    if (!view) {
      this.#shown = null;
      this.body.replaceChildren(h("p", { class: "home-empty" }, "The app has not published anything here yet."));
      return;
    }
    if (view.id !== this.#shown) this.#surface = new Surface(person, { view: view.id }, this.send);
    this.#shown = view.id;
    drawBlocks(this.body, view.blocks, this.#surface);
    closeOrphanMenu();
  }
}
