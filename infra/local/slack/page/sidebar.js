// The left side: who you are, the channels, and the app.

import { avatar, h, iconButton, show } from "./dom.js";
import { openMenu } from "./menu.js";

/** Opens the list of people under `anchor`; `onchoose(id)` hears which one. */
export function choosePerson(anchor, { users, person, onchoose }) {
  const items = users.map(({ id, name, title }) => ({ value: id, label: name, about: title, picture: avatar(id, name, "avatar-small") }));
  openMenu({ anchor, label: "You are", groups: [{ label: "You are", items }], picked: new Set([person]), onpick: ({ value }) => onchoose(value) });
}

function you(page) {
  const { id, name, title } = page.users.find((user) => user.id === page.person);
  const button = h("button", { type: "button", class: "you", "data-testid": "you-are", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": `You are ${name}${title ? `, ${title}` : ""}. Change person`,
    onclick: () => choosePerson(button, page) },
    avatar(id, name),
    h("span", { class: "you-words" }, h("span", { class: "you-name" }, name), title ? h("span", { class: "you-title" }, title) : null),
    h("span", { class: "you-change", "aria-hidden": "true" }, "Change"));
  return h("section", { class: "sidebar-section" }, h("h2", null, "You are"), button);
}

function conversation(page, channel, picture, name) {
  const here = channel.id === page.channel;
  const unread = page.unread.get(channel.id) ?? 0;
  return h("button", { type: "button", class: `conversation${unread ? " unread" : ""}`, "aria-current": here ? "page" : null, "data-testid": `channel-${channel.id}`, "data-channel-name": name,
    onclick: () => page.onopen(channel.id) },
    picture, h("span", { class: "conversation-name" }, name),
    unread ? h("span", { class: "badge", "aria-label": `${unread} new` }, String(unread)) : null);
}

export function drawSidebar(root, page) {
  const channels = page.channels.filter(({ kind }) => kind !== "im");
  const direct = page.channels.filter(({ kind }) => kind === "im");
  const sign = (hidden) => h("span", { class: "channel-sign", "aria-hidden": "true" }, hidden ? "🔒" : "#");
  show(root,
    h("div", { class: "workspace" }, h("h1", null, "Your college"), iconButton("gear", "Settings", { "data-testid": "settings-button", onclick: page.onsettings }),
      iconButton("close", "Close the list", { class: "icon-button only-narrow", onclick: page.onclose })),
    you(page),
    h("section", { class: "sidebar-section" }, h("h2", null, "Channels"), channels.map((channel) => conversation(page, channel, sign(channel.private), channel.name))),
    h("section", { class: "sidebar-section" }, h("h2", null, "Apps"),
      direct.map((channel) => conversation(page, channel, avatar("app", page.app.name, "avatar-small avatar-app"), page.app.name))));
}
