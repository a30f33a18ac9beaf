// The page: who is sitting here, which conversation is open, and where each happening of the workspace goes.

import { Composer } from "./composer.js";
import { settings } from "./dialogs.js";
import { avatar, h, iconButton, show } from "./dom.js";
import { Home } from "./home.js";
import { closeMenu } from "./menu.js";
import { Modals } from "./modal.js";
import { directory } from "./mrkdwn.js";
import * as server from "./server.js";
import { choosePerson, drawSidebar } from "./sidebar.js";
import { Timeline } from "./timeline.js";

const $ = (id) => document.getElementById(id);
const SLACKBOT = { id: "USLACKBOT", name: "Slackbot", is_bot: false };
const RETRY = 2000; // ms until a server that was not there is asked again

const page = {
  person: null, users: [], channels: [], commands: [], app: { name: "App" }, stateValues: true,
  channel: null, tab: "messages", unread: new Map(),
  onchoose: (id) => sitDown(id).then(() => composer.focus()),
  onopen: (id) => open(id).then(() => composer.focus()),
  onsettings: () => settings(page.stateValues, (on) => { page.stateValues = on; server.settings(on); }, [...directory.users.values()], server.account),
  onclose: () => drawer(false),
};
const asides = new Map(); // what Slackbot said on this page alone, by person and channel
let line = { stop: () => {} };
let early = null; // what was heard while the messages of a conversation were still on their way
let wasDown = false;
let asideCount = 0;

const timeline = new Timeline($("timeline"), (body) => act(body));
const composer = new Composer($("composer"), (text) => type(text));
const home = new Home($("home"), (body) => act(body));
const modals = new Modals();

const here = (channel = page.channel) => `${page.person}/${channel}`;
const channelOf = (id) => page.channels.find((channel) => channel.id === id);
const isDirect = () => channelOf(page.channel)?.kind === "im";
const placeName = () => (isDirect() ? page.app.name : `#${channelOf(page.channel).name}`);

/** Slackbot says something that only this person sees and that is gone on reload. */
function slackbot(text, { person, channel } = page) {
  const message = { id: `aside-${++asideCount}`, author: SLACKBOT, text, blocks: [], ephemeral: true, at: Date.now() / 1000 };
  const key = `${person}/${channel}`;
  asides.set(key, [...(asides.get(key) ?? []), message]);
  if (key === here()) onScreen(channel, () => timeline.put(message));
}

const plain = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** What was wrong with the app's blocks: Slack keeps that from people, but here it helps whoever works on the bot. */
const refused = ({ problems }) => (problems?.length ? `\n${problems.map((problem) => `• ${plain(problem)}`).join("\n")}` : "");

async function type(text) {
  const from = { person: page.person, channel: page.channel };
  const answer = await server.type(from.person, from.channel, text);
  if (answer.ok === false) slackbot(plain(answer.said || `${text} failed with the error "${answer.error}"`) + refused(answer), from);
  else if (from.channel === page.channel) timeline.toEnd();
}

async function act(body) {
  const from = { person: page.person, channel: page.channel };
  const answer = await server.act(from.person, body);
  if (answer.ok !== false) return;
  const words = answer.said || `That failed with the error "${answer.error}".`;
  if (body.view) home.complain(words);
  else slackbot(`:warning: ${plain(words)}`, from);
}

const HEARD = {
  message: ({ channel, message }) => heard(channel, message, true),
  changed: ({ channel, message }) => heard(channel, message, false),
  deleted: ({ channel, message }) => onScreen(channel, () => timeline.drop(message.id)),
  view_opened: ({ view }) => modals.opened(view),
  view_updated: ({ view }) => (view.type === "home" ? home.show(page.person, view) : modals.updated(view)),
  view_closed: ({ view }) => modals.closed(view),
  home: ({ view }) => home.show(page.person, view),
  read: ({ channel }) => { page.unread.delete(channel); draw(); },
  people: () => peopleChanged(),
  notice: ({ text }) => slackbot(`:warning: ${plain(text)}`),
};

const isOnScreen = (channel) => channel === page.channel && page.tab === "messages";

function onScreen(channel, change) {
  if (!isOnScreen(channel)) return;
  if (early) early.push(change);
  else change();
}

function heard(channel, message, fresh) {
  onScreen(channel, () => timeline.put(message));
  if (!fresh || message.author.id === page.person) return;
  if (isOnScreen(channel)) return server.read(page.person, channel);
  page.unread.set(channel, (page.unread.get(channel) ?? 0) + 1);
  draw();
}

function startOf(channel) {
  const direct = channel.kind === "im";
  const tryIt = h("button", { type: "button", class: "button", "data-testid": "try-it", onclick: () => composer.fill("/attendance") }, "Try it");
  return h("div", { class: "start", "data-testid": "empty-hint" },
    h("h2", null, direct ? page.app.name : `# ${channel.name}`),
    h("p", null, direct ? `This is where ${page.app.name} writes to you. ` : "Nothing has been said here yet. ",
      "Try typing ", h("code", null, "/attendance"), " in the box below and press Enter."),
    tryIt);
}

async function open(channelId, tab = "messages") {
  const channel = channelOf(channelId) ?? page.channels[0];
  Object.assign(page, { channel: channel.id, tab: channel.kind === "im" ? tab : "messages" });
  if (page.tab === "messages") page.unread.delete(channel.id), server.read(page.person, channel.id);
  drawer(false);
  draw();
  remember();
  early = null;
  if (page.tab === "home") return showHome();
  const at = here();
  const heardMeanwhile = (early = []);
  const { messages = [] } = await server.messages(page.person, channel.id);
  if (early !== heardMeanwhile) return;
  early = null;
  timeline.open({ person: page.person, channel: channel.id, start: startOf(channel), messages: [...messages, ...(asides.get(at) ?? [])] });
  for (const change of heardMeanwhile) change();
}

async function showHome() {
  home.waiting();
  const { person } = page;
  const answer = await server.home(person);
  if (person !== page.person || page.tab !== "home") return;
  if (answer.ok === false) home.complain(answer.said ?? "The app did not answer.");
  if ("view" in answer) home.show(person, answer.view);
}

function tab(name, label) {
  const chosen = page.tab === name;
  return h("button", { type: "button", role: "tab", "aria-selected": String(chosen), "aria-controls": name === "home" ? "home" : "timeline", class: "tab", "data-testid": `tab-${name}`, onclick: () => open(page.channel, name) }, label);
}

function draw() {
  const { name } = page.users.find(({ id }) => id === page.person);
  const onHome = page.tab === "home";
  const me = h("button", { type: "button", class: "me", "aria-label": `You are ${name}. Change person`, "aria-haspopup": "listbox", "aria-expanded": "false", "data-testid": "you-are-small", onclick: () => choosePerson(me, page) }, avatar(page.person, name));
  drawSidebar($("sidebar"), page);
  show($("place"),
    iconButton("menu", page.unread.size ? "Show channels and people, something is unread" : "Show channels and people",
      { class: "icon-button only-narrow", "data-testid": "open-drawer", "data-unread": page.unread.size > 0, onclick: () => drawer(true) }),
    h("h2", { "data-testid": "place-name" }, placeName(), isDirect() ? h("span", { class: "app-badge" }, "APP") : null),
    me);
  $("tabs").hidden = !isDirect();
  show($("tabs"), tab("home", "Home"), tab("messages", "Messages"));
  $("home").hidden = !onHome;
  $("timeline").hidden = $("composer").hidden = onHome;
  composer.setPlace(placeName());
  document.title = `${placeName()} · ${name}`;
}

function drawer(shown) {
  document.body.classList.toggle("drawer-open", shown);
  if (shown) $("sidebar").querySelector("button").focus();
}

/** The address says who and where, so that two windows can be two people. */
function remember() {
  history.replaceState(null, "", `#${page.person}/${page.channel}${page.tab === "home" ? "/home" : ""}`);
  localStorage.setItem("person", page.person);
}

const wanted = () => {
  const [person, channel, shown] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { person: person || localStorage.getItem("person"), channel, tab: shown };
};

async function sitDown(person, place = {}) {
  const state = await server.state(person);
  know(state);
  const found = state.users && (page.users.find(({ id }) => id === person) ?? page.users[0]);
  if (!found) return lineDown(true), setTimeout(() => sitDown(person, place), RETRY);
  if (found.id !== person) return sitDown(found.id, place);
  Object.assign(page, { person, channels: state.channels, commands: state.commands, app: state.app, stateValues: state.state_values });
  page.unread = new Map(state.channels.filter(({ unread }) => unread).map(({ id, unread }) => [id, unread]));
  Object.assign(directory, { me: person, channels: new Map(state.channels.map((channel) => [channel.id, channel])) });
  composer.commands = state.commands;
  modals.forget(person);
  home.forget();
  line.stop();
  line = server.listen(person, { onevent: (event) => HEARD[event.type]?.(event), onstatus: (up) => lineDown(!up) });
  await line.opened;
  const same = place.channel ?? (isDirectOf(page.channel) ? `D${person}` : page.channel);
  await open(same, place.tab ?? page.tab);
}

/** Everybody has a name, but nobody can be somebody deactivated. */
function know({ users }) {
  if (!users) return;
  page.users = users.filter(({ deleted }) => !deleted);
  directory.users = new Map(users.map((user) => [user.id, user]));
}

async function peopleChanged() {
  know(await server.state(page.person));
  if (page.users.some(({ id }) => id === page.person)) draw();
  else await sitDown(page.users[0]?.id);
}

const isDirectOf = (channelId) => channelId?.startsWith("D");

/** After a break in the line the conversation is read again: what happened meanwhile was not told. */
function lineDown(down) {
  $("line-down").hidden = !down;
  if (!down && wasDown && page.person) open(page.channel, page.tab);
  wasDown = down;
}

function greet() {
  $("banner").hidden = localStorage.getItem("greeted") === "yes";
  $("banner-close").addEventListener("click", () => {
    $("banner").hidden = true;
    localStorage.setItem("greeted", "yes");
  });
}

async function start() {
  greet();
  const { person, ...place } = wanted();
  const first = person ?? (await server.state()).users?.[0]?.id;
  if (first) await server.reloaded(first);
  await sitDown(first, place);
  composer.focus();
  $("shade").addEventListener("click", () => drawer(false));
  addEventListener("keydown", (event) => event.key === "Escape" && drawer(false));
  addEventListener("hashchange", () => {
    const next = wanted();
    closeMenu({ refocus: false });
    if (next.person !== page.person) sitDown(next.person, next);
    else open(next.channel, next.tab);
  });
}

start();
