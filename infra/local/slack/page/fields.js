// Inputs a person writes into: text, numbers, dates and times; files from their own file.

import { h } from "./dom.js";
import { spoken } from "./mrkdwn.js";
import { fileInput } from "./upload.js";

const SETTLED = 400; // ms without a key before on_character_entered is told to the app

function dispatchesOn(element, moment) {
  return (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(moment);
}

function writing(attributes) {
  return (element, { block, surface, label }) => {
    const kept = surface.state.read(block, element).value;
    const multiline = element.multiline === true;
    let settling;
    const say = (dispatch) => surface.change(block, element, { value: node.value === "" ? null : node.value }, { dispatch });
    const node = h(multiline ? "textarea" : "input", {
      class: "field", "aria-label": label || spoken(element.placeholder) || "Text", placeholder: spoken(element.placeholder) || null,
      minlength: element.min_length ?? null, maxlength: element.max_length ?? null, autocomplete: "off",
      ...(multiline ? { rows: 4 } : attributes(element)),
      oninput: typed, onkeydown: pressed,
    });
    node.value = kept ?? "";

    function typed() {
      say(false);
      clearTimeout(settling);
      if (dispatchesOn(element, "on_character_entered")) settling = setTimeout(() => say(true), SETTLED);
    }
    function pressed(event) {
      if (event.key !== "Enter" || event.isComposing || (multiline && !event.metaKey && !event.ctrlKey)) return;
      const dispatches = block.type !== "input" || block.dispatch_action;
      if (!dispatches || !dispatchesOn(element, "on_enter_pressed")) return;
      event.preventDefault();
      event.stopPropagation();
      say(true);
    }
    return node;
  };
}

/** `key` is the name of the value; `into` and `from` translate between the browser's words and Slack's. */
function moment(type, key, { into = (value) => value, from = (value) => value } = {}) {
  return (element, { block, surface, label }) => {
    const read = () => into(surface.state.read(block, element)[key]) ?? "";
    const node = h("input", { type, class: `field field-${type}`, "aria-label": label || spoken(element.placeholder) || "Date", onchange: changed });
    node.value = read();
    function changed() {
      surface.change(block, element, { [key]: node.value ? from(node.value) : null }, { revert: () => (node.value = read()) });
    }
    return node;
  };
}

function localMoment(epoch) {
  if (!epoch) return "";
  const date = new Date(epoch * 1000);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function richText(element, place) {
  const written = (held) => held?.elements?.flatMap((part) => part.elements ?? []).map((part) => part.text ?? "").join("") ?? "";
  const { block, surface, label } = place;
  const node = h("textarea", { class: "field", rows: 4, "aria-label": label || "Text", placeholder: spoken(element.placeholder) || null, oninput: typed });
  node.value = written(surface.state.read(block, element).rich_text_value);
  function typed() {
    const elements = [{ type: "rich_text_section", elements: [{ type: "text", text: node.value }] }];
    surface.change(block, element, { rich_text_value: node.value ? { type: "rich_text", elements } : null }, { dispatch: false });
  }
  return node;
}

const numeric = (element) => ({ type: "number", inputmode: "decimal", step: element.is_decimal_allowed ? "any" : "1",
  min: element.min_value ?? null, max: element.max_value ?? null });

export const FIELDS = {
  plain_text_input: writing(() => ({ type: "text" })),
  email_text_input: writing(() => ({ type: "email" })),
  url_text_input: writing(() => ({ type: "url" })),
  number_input: writing(numeric),
  datepicker: moment("date", "selected_date"),
  timepicker: moment("time", "selected_time"),
  datetimepicker: moment("datetime-local", "selected_date_time", { into: localMoment, from: (value) => Math.floor(new Date(value) / 1000) }),
  file_input: fileInput,
  rich_text_input: richText,
};
