// Small dialogs of the client itself: Slack's "are you sure", the settings, and what a workspace admin can do.

import { avatar, h, iconButton } from "./dom.js";
import { spoken, textObject } from "./mrkdwn.js";

function ask(dialog) {
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

/** Shows a confirm object; true when the person went on. */
export async function confirmed({ title, text, confirm, deny, style }) {
  const words = { title: spoken(title) || "Are you sure?", yes: spoken(confirm) || "Yes", no: spoken(deny) || "Cancel" };
  const answer = (value) => () => dialog.close(value);
  const dialog = h("dialog", { class: "dialog", "aria-label": words.title, "data-testid": "confirm" },
    h("header", null, h("h2", null, words.title), iconButton("close", "Close", { onclick: answer("no") })),
    h("div", { class: "dialog-body" }, text ? textObject(text) : ""),
    h("footer", null,
      h("button", { type: "button", class: "button", onclick: answer("no") }, words.no),
      h("button", { type: "button", class: `button ${style === "danger" ? "danger" : "primary"} solid`, onclick: answer("yes"), autofocus: true },
        words.yes)));
  return (await ask(dialog)) === "yes";
}

function account({ id, name, deleted }, turn) {
  const say = (gone) => (gone ? "Let in again" : "Deactivate");
  const button = h("button", { type: "button", class: "button", onclick: switched }, say(deleted));
  async function switched() {
    deleted = !deleted;
    button.textContent = say(deleted);
    await turn(id, deleted);
  }
  return h("li", { class: "account", "data-testid": `account-${id}` }, avatar(id, name, "avatar-small"), h("span", { class: "account-name" }, name), button);
}

/**
 * The gear: `sends` is whether state.values go along for ephemeral messages; `save(on)` sets it. `users` are everybody,
 * `turn(id, deleted)` deactivates an account or lets it in again.
 */
export function settings(sends, save, users, turn) {
  const box = h("input", { type: "checkbox", id: "send-values", checked: sends, onchange: () => save(box.checked) });
  const dialog = h("dialog", { class: "dialog", "aria-label": "Settings", "data-testid": "settings" },
    h("header", null, h("h2", null, "Settings"), iconButton("close", "Close", { onclick: () => dialog.close() })),
    h("div", { class: "dialog-body" },
      h("label", { class: "choice", for: "send-values" }, box,
        h("span", { class: "choice-words" },
          h("span", { class: "choice-text" }, "Send state.values for ephemeral messages"),
          h("span", { class: "choice-about" },
            "Slack does not promise to send what is ticked along with a button pressed in a message only one person sees. " +
            "The bot must work both ways: turn this off to try it without."))),
      h("h3", { class: "accounts-title" }, "Accounts"),
      h("p", { class: "accounts-about" }, "What an admin of the workspace does: nobody can act as a deactivated person, and the app is to treat them as gone."),
      h("ul", { class: "accounts" }, users.map((user) => account(user, turn)))),
    h("footer", null, h("button", { type: "button", class: "button primary solid", onclick: () => dialog.close() }, "Done")));
  return ask(dialog);
}
