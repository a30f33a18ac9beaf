// Slack's mrkdwn as DOM nodes: *bold*, _italic_, ~strike~, `code`, ```blocks```, > quotes, <links|words>, mentions, emoji.

import { spokenDate } from "./dates.js";
import { h } from "./dom.js";
import { glyph, withEmoji } from "./emoji.js";

/** Who and where the ids in a mention are; filled in by the page once it knows. */
export const directory = { me: null, users: new Map(), channels: new Map() };

const UNESCAPED = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Slack keeps &, < and > as entities wherever they stand, in plain text too, and shows them as the characters. */
export const unescaped = (words) => words.replace(/&(?:amp|lt|gt);/g, (entity) => UNESCAPED[entity]);

const inside = (mark) => `(?:<[^<>\\n]*>|\`[^\`\\n]*\`|[^${mark}\\n])+?`;
const styled = (name, mark) =>
  `(?<![\\p{L}\\p{N}${mark}])${mark}(?=\\S)(?<${name}>${inside(mark)})(?<=\\S)${mark}(?![\\p{L}\\p{N}${mark}])`;

const INLINE = new RegExp(
  [
    "<(?<angle>[^<>\\n]+)>",
    "`(?<code>[^`\\n]+)`",
    styled("bold", "\\*"),
    styled("italic", "_"),
    styled("strike", "~"),
    ":(?<emoji>[a-z0-9_+'-]+):",
    "(?<url>https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"])",
  ].join("|"),
  "gu",
);

const SAFE = /^(https?:|mailto:|tel:)/i;

export function link(address, words) {
  return SAFE.test(address) ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words) : h("span", null, words);
}

export function mention(kind, id, given) {
  if (kind === "user") {
    const name = directory.users.get(id)?.name ?? given ?? id;
    return h("span", { class: `mention${id === directory.me ? " mention-me" : ""}`, "data-user": id }, `@${name}`);
  }
  if (kind === "channel") return h("span", { class: "mention", "data-channel": id }, `#${directory.channels.get(id)?.name ?? given ?? id}`);
  return h("span", { class: `mention${kind === "broadcast" ? " mention-me" : ""}` }, `@${given}`);
}

function command(body, words) {
  const [name, ...parts] = body.split("^");
  if (name === "date") {
    const said = spokenDate(parts[0], parts[1] ?? "", words);
    return parts[2] ? link(parts[2], said) : h("time", { class: "date" }, said);
  }
  if (name === "subteam") return mention("group", parts[0], (words ?? parts[0]).replace(/^@/, ""));
  return mention("broadcast", name, (words ?? name).replace(/^@/, ""));
}

function angled(inner) {
  const bar = inner.indexOf("|");
  const body = bar < 0 ? inner : inner.slice(0, bar);
  const words = bar < 0 ? null : unescaped(inner.slice(bar + 1));
  if (body[0] === "@") return mention("user", body.slice(1), words);
  if (body[0] === "#") return mention("channel", body.slice(1), words);
  if (body[0] === "!") return command(body.slice(1), words);
  if (!SAFE.test(body)) return `<${unescaped(inner)}>`;
  const address = unescaped(body);
  return link(address, withEmoji(words || address.replace(/^mailto:/, "")));
}

function drawn({ angle, code, bold, italic, strike, emoji, url }, whole) {
  if (angle) return angled(angle);
  if (code) return h("code", null, unescaped(code));
  if (bold) return h("strong", null, inline(bold));
  if (italic) return h("em", null, inline(italic));
  if (strike) return h("s", null, inline(strike));
  if (url) return link(unescaped(url), unescaped(url));
  return glyph(emoji) ?? whole;
}

/** One line of mrkdwn as a list of nodes and words. */
export function inline(words) {
  const out = [];
  let at = 0;
  for (const match of words.matchAll(INLINE)) {
    out.push(unescaped(words.slice(at, match.index)), drawn(match.groups, match[0]));
    at = match.index + match[0].length;
  }
  out.push(unescaped(words.slice(at)));
  return out.filter((part) => part !== "");
}

const QUOTE = /^(?:>|&gt;)(?!(?:>|&gt;)) ?/;
const QUOTE_REST = /^(?:>>>|(?:&gt;){3})\s?/;
const BULLET = /^(\s*)[•◦▪] ?/;

function line(words) {
  const bullet = BULLET.exec(words);
  if (!bullet) return words === "" ? h("div", { class: "gap" }) : h("div", { class: "line" }, inline(words));
  return h("div", { class: "line bullet", style: { marginLeft: `${bullet[1].length * 6}px` } }, inline(words.trimStart()));
}

function prose(text) {
  const lines = text.split("\n");
  const out = [];
  for (let at = 0; at < lines.length; at++) {
    if (QUOTE_REST.test(lines[at])) {
      const rest = lines.splice(at).join("\n").replace(QUOTE_REST, "");
      out.push(h("blockquote", null, prose(rest)));
      break;
    }
    const quoted = [];
    while (at < lines.length && QUOTE.test(lines[at])) quoted.push(line(lines[at++].replace(QUOTE, "")));
    if (quoted.length) out.push(h("blockquote", null, quoted));
    if (at < lines.length) out.push(line(lines[at]));
  }
  return out;
}

/** A whole mrkdwn text in a div. */
export function mrkdwn(text) {
  const parts = text.split(/```\n?([\s\S]*?)\n?```\n?/);
  const drawnParts = parts.map((part, index) => {
    if (index % 2) return h("pre", { class: "code-block", tabindex: "0" }, unescaped(part));
    const words = index < parts.length - 1 ? part.replace(/\n$/, "") : part;
    return words.trim() === "" ? [] : prose(words);
  });
  return h("div", { class: "mrkdwn" }, drawnParts);
}

/** A text object (`plain_text` or `mrkdwn`) as one node; `tag` is for the plain kind. */
export function textObject(object, tag = "span") {
  if (object?.type === "mrkdwn") return mrkdwn(object.text);
  const words = unescaped(object?.text ?? "");
  return h(tag, { class: "plain" }, object?.emoji === false ? words : withEmoji(words));
}

export const spoken = (object) => (object ? textObject(object).textContent.trim().replace(/\s+/g, " ") : "");
