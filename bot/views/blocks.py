"""The few Block Kit shapes every view is made of, and the escaping Slack asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Block = dict[str, Any]

EMOJI = re.compile(r":[a-z_]+: ")
LONGEST_TEXT = 40_000
LONGEST_SECTION = 3000
LONGEST_OPTION = 75
LONGEST_HEADER = 150


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody is shown. `text` says all of it, escaped mrkdwn. `replaces`: takes the pressed one's place."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    replaces: bool = True

    @property
    def payload(self) -> Block:
        """What Slack is sent."""
        return {"text": shortened(unmarked(self.text), LONGEST_TEXT), "blocks": self.blocks}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a message, and what day and time it is for the college. `holiday` is today's name, if it is one."""

    slack_user_id: str
    today: date
    zone: ZoneInfo
    holiday: str = ""

    def name(self, slack_user_id: str | None) -> str:
        """`you`, or a mention that Slack shows as the name."""
        if slack_user_id is None:
            return "somebody"
        return "you" if slack_user_id == self.slack_user_id else mention(slack_user_id)

    def time(self, instant: datetime) -> str:
        """`10:02`, or `Mon 23 Nov 10:02` when it is not today."""
        local = instant.astimezone(self.zone)
        return f"{local:%H:%M}" if local.date() == self.today else f"{local:%a} {local.day} {local:%b %H:%M}"


def escaped(text: str) -> str:
    """Names, subjects and reasons as Slack shows them letter by letter: nobody is pinged, nothing is a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int) -> str:
    """The escaped text in at most so many characters, never ending inside an entity."""
    whole = escaped(text)
    if units(whole) <= most:
        return whole
    kept, left = "", most - 1
    for character in map(escaped, text):
        left -= units(character)
        if left < 0:
            break
        kept += character
    return kept.rstrip() + "…"


def units(text: str) -> int:
    """The length as JavaScript counts it, where an emoji is two: the stricter of the two ways Slack may count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def unformatted(text: str) -> str:
    """Escaped, and with Slack's own marks made harmless, for names inside formatted text."""
    return escaped(text.translate(_LOOKALIKES))


_LOOKALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "'"})


def unmarked(markdown: str) -> str:
    """The same words for the ear: without stars, backticks and emoji names."""
    return EMOJI.sub("", markdown.replace("*", "").replace("`", ""))


def mention(slack_user_id: str) -> str:
    """Slack shows it as the person's name."""
    return f"<@{slack_user_id}>"


def plain(text: str, most: int = LONGEST_OPTION) -> Block:
    """A text object without formatting."""
    return {"type": "plain_text", "text": cut(text, most)}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, LONGEST_HEADER)}


def section(markdown: str, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """A paragraph of escaped mrkdwn, with at most one element beside it."""
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": shortened(markdown)}}
    if accessory:
        block["accessory"] = accessory
    if block_id:
        block["block_id"] = block_id
    return block


def paragraphs(markdown: str, most: int = 10) -> list[Block]:
    """As many paragraphs as it takes, at most so many, broken between lines or names; none for an empty text."""
    blocks: list[Block] = []
    while units(markdown) > LONGEST_SECTION and len(blocks) < most - 1:
        part = _front(markdown, LONGEST_SECTION)
        end = max(part.rfind("\n"), part.rfind(", ") + 1) or part.rfind(" ")
        blocks.append(section(part[:end].rstrip()))
        markdown = markdown[end:].lstrip()
    return [*blocks, section(markdown)] if markdown else blocks


def shortened(markdown: str, most: int = LONGEST_SECTION) -> str:
    """At most so many characters, cut where a word ends, and where a name in a list does when one is near."""
    if units(markdown) <= most:
        return markdown
    kept = _front(markdown, most - 2)
    item = max(kept.rfind(", "), kept.rfind("\n"))
    end = item if item > len(kept) - 200 else kept.rfind(" ")
    return kept[: end if end > 0 else None] + " …"


def _front(text: str, most: int) -> str:
    """As much of the text as is at most so many `units`."""
    return text[:most] if text.isascii() else text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def context(markdown: str) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": shortened(markdown)}]}


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """A row of buttons or menus."""
    block: Block = {"type": "actions", "elements": list(elements)}
    if block_id:
        block["block_id"] = block_id
    return block


def button(label: str, action_id: str, value: str, style: str | None = None, confirm: Block | None = None) -> Block:
    """A button; `style` is `primary` or `danger`."""
    made: Block = {"type": "button", "text": plain(label), "action_id": action_id, "value": value}
    if style:
        made["style"] = style
    if confirm:
        made["confirm"] = confirm
    return made


def confirm(title: str, question: str, yes: str, no: str) -> Block:
    """What Slack asks before a button acts."""
    return {
        "title": plain(title, 100),
        "text": plain(question, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(label: str, value: str) -> Block:
    """One choice of a menu or group of boxes."""
    return {"text": plain(label), "value": value}


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
