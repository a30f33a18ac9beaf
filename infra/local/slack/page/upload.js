// The file field of a modal: files are uploaded as they are chosen, and shown by name until the form is sent.

import { h, iconButton } from "./dom.js";
import { sizeOf } from "./files.js";
import { directory } from "./mrkdwn.js";
import { upload } from "./server.js";

const MOST_FILES = 10;
const MOST_BYTES = 10 * 1024 * 1024;

const kindOf = (name) => (name.includes(".") ? name.split(".").at(-1).toLowerCase() : "");

/** Why Slack does not take these files besides those already there; empty when it does. */
function refusal(element, chosen, there) {
  const most = element.max_files ?? MOST_FILES;
  const kinds = element.filetypes?.map((kind) => kind.toLowerCase());
  if (chosen.length + there > most) return `You can upload at most ${most} file${most > 1 ? "s" : ""} here.`;
  const wrong = chosen.find(({ name }) => kinds && !kinds.includes(kindOf(name)));
  if (wrong) return `${wrong.name} is not of a type accepted here: ${kinds.join(", ")}.`;
  const large = chosen.find(({ size }) => size > MOST_BYTES);
  return large ? `${large.name} is larger than 10 MB.` : "";
}

export function fileInput(element, { block, surface, label }) {
  const most = element.max_files ?? MOST_FILES;
  const kept = () => surface.state.read(block, element).files;
  const input = h("input", { type: "file", class: "file-choose", "aria-label": label || "File", multiple: most > 1,
    accept: element.filetypes?.map((kind) => `.${kind}`).join(",") ?? null, onchange: () => surface.waitFor(take([...input.files])) });
  const button = h("span", { class: "button file-button", "aria-hidden": "true" }, most > 1 ? "Choose files" : "Choose a file");
  const list = h("ul", { class: "file-names" });
  const note = h("div", { class: "file-note", role: "status" });
  const node = h("div", { class: "file" }, list, h("label", { class: "file-label" }, input, button), note);

  function say(words, wrong = false) {
    note.textContent = words;
    note.classList.toggle("input-error", wrong);
  }
  function keep(files) {
    surface.change(block, element, { files });
    redraw();
  }
  function redraw() {
    const files = kept();
    list.replaceChildren(...files.map((file) => h("li", { class: "token", "data-testid": "file-chosen" },
      h("span", { class: "file-chosen" }, `${file.name} (${sizeOf(file.size)})`),
      iconButton("close", `Remove ${file.name}`, { onclick: () => keep(kept().filter(({ id }) => id !== file.id)) }))));
    list.hidden = !files.length;
    node.classList.toggle("file-full", files.length >= most);
  }
  async function take(chosen) {
    input.value = "";
    const wrong = refusal(element, chosen, kept().length);
    if (wrong || !chosen.length) return say(wrong, true);
    say(`Uploading ${chosen.map(({ name }) => name).join(", ")}…`);
    const answers = await Promise.all(chosen.map((file) => upload(directory.me, file)));
    const files = answers.map(({ file }) => file).filter(Boolean);
    say(files.length < answers.length ? "That file could not be uploaded." : "", true);
    keep([...kept(), ...files]);
  }
  redraw();
  return node;
}
