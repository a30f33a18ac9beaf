// Small dialogs of the client itself: Slack's "are you sure" and the settings.

import { h, iconButton } from "./dom.js";
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

/** The gear: `sends` is whether state.values go along for ephemeral messages; `save(on)` sets it. */
export function settings(sends, save) {
  const box = h("input", { type: "checkbox", id: "send-values", checked: sends, onchange: () => save(box.checked) });
  const dialog = h("dialog", { class: "dialog", "aria-label": "Settings", "data-testid": "settings" },
    h("header", null, h("h2", null, "Settings"), iconButton("close", "Close", { onclick: () => dialog.close() })),
    h("div", { class: "dialog-body" },
      h("label", { class: "choice", for: "send-values" }, box,
        h("span", { class: "choice-words" },
          h("span", { class: "choice-text" }, "Send state.values for ephemeral messages"),
          h("span", { class: "choice-about" },
            "Slack does not promise to send what is ticked along with a button pressed in a message only one person sees. " +
            "The bot must work both ways: turn this off to try it without.")))),
    h("footer", null, h("button", { type: "button", class: "button primary solid", onclick: () => dialog.close() }, "Done")));
  return ask(dialog);
}
