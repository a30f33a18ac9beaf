// One message or view as a place where a person acts: what they filled in, and the way of each act to the server.

import { confirmed } from "./dialogs.js";
import { InputState } from "./values.js";

const states = new Map();

/** The kept input state of a message or view of one person; the same object however often it is drawn again. */
function stateOf(key) {
  if (!states.has(key)) states.set(key, new InputState());
  return states.get(key);
}

export class Surface {
  #last = Promise.resolve();

  /** `send(body)` posts one act and tells the person when it failed; `ids` is `{message, channel}` or `{view}`. */
  constructor(person, ids, send) {
    this.ids = ids;
    this.state = stateOf(`${person}/${ids.view ?? ids.message}`);
    this.send = send;
    this.blocks = [];
    this.errors = {};
    this.underway = new Map();
    this.root = null;
  }

  /** Blocks without a block_id get one, so that values have a place to be kept. */
  take(blocks) {
    this.blocks = (blocks ?? []).map((block, at) => (block.block_id ? block : { ...block, block_id: `unnamed-${at}` }));
  }

  values() {
    return this.state.collect(this.blocks);
  }

  /** Remembers a new value and, where the element says so, tells the app. `revert` undoes the drawing of it. */
  async change(block, element, held, { revert = () => {}, dispatch = true } = {}) {
    if (dispatch && element.confirm && this.#dispatches(block) && !(await confirmed(element.confirm))) return revert();
    this.state.write(block, element, held);
    if (dispatch && this.#dispatches(block)) await this.#act(block, element, held);
  }

  /** A press: a button or an overflow option, which hold no value. */
  async press(block, element, detail) {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    await this.#act(block, element, detail);
  }

  /** Something this surface has to wait for before it is sent, an upload say. */
  waitFor(promise) {
    this.#last = Promise.all([this.#last, promise]);
  }

  /** Once every act has gone out and every upload has come through. */
  settled() {
    return this.#last;
  }

  /** Shows in the drawn blocks which controls wait for the app. */
  showUnderway() {
    if (!this.root) return;
    this.root.toggleAttribute("data-busy", this.underway.size > 0);
    for (const control of this.root.querySelectorAll("[data-action-id]")) {
      const { blockId } = control.closest("[data-block-id]").dataset;
      const busy = this.underway.has(`${blockId}\n${control.dataset.actionId}`);
      control.classList.toggle("underway", busy);
      if (control.matches("button.button")) control.disabled = busy;
      if (busy) control.setAttribute("aria-busy", "true");
      else control.removeAttribute("aria-busy");
    }
  }

  #dispatches(block) {
    return block.type !== "input" || block.dispatch_action === true;
  }

  /** Acts on one surface go out one after the other, so that they arrive in the order they were done. */
  #act(block, element, detail) {
    const { block_id } = block;
    const body = { ...this.ids, block_id, action: { type: element.type, action_id: element.action_id, ...detail }, values: this.values() };
    const key = `${block_id}\n${element.action_id}`;
    this.underway.set(key, (this.underway.get(key) ?? 0) + 1);
    this.showUnderway();
    this.#last = this.#last.then(() => this.send(body)).finally(() => {
      const left = this.underway.get(key) - 1;
      if (left) this.underway.set(key, left);
      else this.underway.delete(key);
      this.showUnderway();
    });
    return this.#last;
  }
}
