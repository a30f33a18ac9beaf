// Select menus of every kind, one or many. Options of the app, or the people and channels of the workspace.

import { avatar, h, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { directory, spoken } from "./mrkdwn.js";

const offered = (option) => ({ value: option.value, label: spoken(option.text), about: spoken(option.description), held: option });

function fromApp(element) {
  if (element.options) return [{ items: element.options.map(offered) }];
  return (element.option_groups ?? []).map((group) => ({ label: spoken(group.label), items: group.options.map(offered) }));
}

function people() {
  const items = [...directory.users.values()].filter(({ deleted }) => !deleted).map(({ id, name, title }) => (
    { value: id, label: name, about: title, held: id, picture: avatar(id, name, "avatar-small") }));
  return [{ items }];
}

function channels() {
  const items = [...directory.channels.values()].filter(({ kind }) => kind === "channel")
    .map(({ id, name }) => ({ value: id, label: `# ${name}`, held: id }));
  return [{ items }];
}

const conversations = () => [{ label: "Channels", items: channels()[0].items }, { label: "People", items: people()[0].items }];

const KINDS = {
  static_select: { groups: fromApp, one: "selected_option", many: "selected_options" },
  external_select: { groups: () => [], one: "selected_option", many: "selected_options" },
  users_select: { groups: people, one: "selected_user", many: "selected_users" },
  channels_select: { groups: channels, one: "selected_channel", many: "selected_channels" },
  conversations_select: { groups: conversations, one: "selected_conversation", many: "selected_conversations" },
};

const valueOf = (held) => (typeof held === "string" ? held : held?.value);
const placeholderOf = (element) => spoken(element.placeholder) || "Select an item";
const EMPTY = { external_select: "The stand-in does not ask the app for options" };

function control(element, label, content, onclick) {
  return h("button",
    { type: "button", class: "picker", role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": label || placeholderOf(element), onclick },
    content, icon("down"));
}

function single(kind) {
  const { groups: groupsOf, one } = KINDS[kind];
  return (element, { block, surface, label }) => {
    const groups = groupsOf(element);
    const items = groups.flatMap((group) => group.items);
    const words = h("span", { class: "picker-words" });
    const anchor = control(element, label, words, show);
    const kept = () => valueOf(surface.state.read(block, element)[one]);

    function redraw() {
      const chosen = items.find((item) => item.value === kept());
      words.textContent = chosen ? chosen.label : placeholderOf(element);
      anchor.classList.toggle("unset", !chosen);
    }
    async function picked(item) {
      words.textContent = item.label;
      anchor.classList.remove("unset");
      surface.change(block, element, { [one]: item.held }, { revert: redraw });
    }
    function show() {
      openMenu({ anchor, label: label || placeholderOf(element), groups, picked: new Set([kept()]), empty: EMPTY[kind], onpick: picked });
    }
    redraw();
    return anchor;
  };
}

function multi(kind) {
  const { groups: groupsOf, many } = KINDS[kind];
  return (element, { block, surface, label }) => {
    const groups = groupsOf(element);
    const items = groups.flatMap((group) => group.items);
    const most = element.max_selected_items ?? Infinity;
    const tokens = h("span", { class: "tokens" });
    const anchor = control(element, label, h("span", { class: "picker-words" }), show);
    const kept = () => new Set(surface.state.read(block, element)[many].map(valueOf));
    const node = h("div", { class: "multi" }, tokens, anchor);

    function redraw() {
      const chosen = kept();
      const shown = items.filter((item) => chosen.has(item.value));
      tokens.replaceChildren(...shown.map((item) => h("span", { class: "token" }, item.label,
        iconButton("close", `Remove ${item.label}`, { onclick: () => set(new Set([...chosen].filter((one) => one !== item.value)), true) }))));
      anchor.firstChild.textContent = shown.length ? `${shown.length} selected` : placeholderOf(element);
      anchor.classList.add("unset");
    }
    function set(values, dispatch) {
      const held = items.filter((item) => values.has(item.value)).map((item) => item.held);
      surface.change(block, element, { [many]: held }, { revert: redraw, dispatch }).then(redraw);
      redraw();
    }
    function show() {
      const before = kept();
      const picked = kept();
      openMenu({ anchor, label: label || placeholderOf(element), groups, picked, multi: true, empty: EMPTY[kind], onpick, onclose });
      function onpick({ value }) {
        if (picked.has(value)) picked.delete(value);
        else if (picked.size < most) picked.add(value);
        set(picked, false);
      }
      function onclose() {
        const same = before.size === picked.size && [...before].every((value) => picked.has(value));
        if (!same) set(picked, true);
      }
    }
    redraw();
    return node;
  };
}

export const PICKERS = Object.fromEntries(
  Object.keys(KINDS).flatMap((kind) => [[kind, single(kind)], [`multi_${kind}`, multi(kind)]]));
