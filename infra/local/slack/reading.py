"""Messages and views as plain text: what a person would read on the screen, line by line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from infra.local.slack.elements import ANSWERS, Json, elements_of, first_answer, options_of
from infra.local.slack.people import Directory

_LINK = re.compile(r"<((?:https?|mailto|tel):[^|>]+)(?:\|([^>]*))?>")
_USER = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
_CHANNEL = re.compile(r"<#(\w+)(?:\|([^>]*))?>")
_EVERYBODY = re.compile(r"<!(here|channel|everyone)(?:\|[^>]*)?>")
_STYLE = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])")


class Reader:
    """Turns Slack's markup into words; names come from the directory."""

    def __init__(self, people: Directory) -> None:
        self._people = people

    def said(self, text: str) -> str:
        """mrkdwn as it reads: mentions by name, links by label, no markup, entities as characters."""
        text = _USER.sub(lambda found: f"@{self._name(found[1])}", text)
        text = _CHANNEL.sub(lambda found: f"#{found[2] or self._channel(found[1])}", text)
        text = _EVERYBODY.sub(lambda found: f"@{found[1]}", text)
        text = _LINK.sub(lambda found: found[2] or found[1], text)
        return unescaped(_STYLE.sub(r"\2", text))

    def lines(
        self,
        blocks: Sequence[Json],
        state: Mapping[str, Any] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> list[str]:
        """Blocks from top to bottom; ticked boxes by `state` (`state.values`), by what the bot drew without it.

        `errors` are the sentences under fields, by block_id.
        """
        answers, wrong = state or {}, errors or {}
        lines: list[str] = []
        for block in blocks:
            block_id = block.get("block_id", "")
            lines += self._block(block, answers.get(block_id, {}))
            lines += [f"! {wrong[block_id]}"] if block_id in wrong else []
        return lines

    def _name(self, user_id: str) -> str:
        user = self._people.user(user_id)
        return user.name if user else user_id

    def _channel(self, channel_id: str) -> str:
        channel = self._people.channel(channel_id)
        return channel.name if channel else channel_id

    def _text(self, text: Any) -> str:
        if isinstance(text, str):
            return unescaped(text)
        return self.said(text["text"]) if text["type"] == "mrkdwn" else unescaped(text["text"])

    def _block(self, block: Json, answers: Mapping[str, Any]) -> Iterator[str]:
        for name in ("title", "label", "caption", "subtitle", "text", "body", "subtext"):
            if block.get(name):
                yield from self._text(block[name]).splitlines()
        yield from (self._text(field).replace("\n", " ") for field in block.get("fields") or ())
        if "alt_text" in block:
            yield f"[image: {block['alt_text']}]"
        yield from _KINDS.get(block["type"], _nothing)(self, block)
        for element in elements_of(block):
            yield from self._element(element, answers.get(element["action_id"]) or first_answer(element) or {})
        if block.get("hint"):
            yield self._text(block["hint"])

    def _element(self, element: Json, answer: Mapping[str, Any]) -> Iterator[str]:
        kind = element["type"]
        if kind in ("button", "workflow_button", "icon_button"):
            yield f"({self._text(element['text'])})"
        elif kind == "feedback_buttons":
            yield from (f"({self._text(element[name]['text'])})" for name in ("positive_button", "negative_button"))
        elif kind in ("checkboxes", "radio_buttons"):
            yield from self._boxes(element, answer)
        elif options_of(element):
            yield f"<{' / '.join(self._option(option) for option in self._chosen_first(element, answer))}>"
        else:
            given = self._given(answer.get(ANSWERS[kind][0])) if kind in ANSWERS else ""
            yield f"[{given or self._text(element.get('placeholder', ''))}]"

    def _given(self, answer: Any) -> str:
        """What was typed or chosen: files by name, people and channels by theirs, options by their words."""
        if isinstance(answer, list):
            return ", ".join(self._given(one) for one in answer)
        if isinstance(answer, dict):
            return str(answer.get("name") or self._text(answer.get("text", "")))
        return self._name(answer) if isinstance(answer, str) else str(answer or "")

    def _boxes(self, element: Json, answer: Mapping[str, Any]) -> Iterator[str]:
        chosen = answer.get("selected_options") or [answer.get("selected_option") or {}]
        values = {option.get("value") for option in chosen}
        for option in element["options"]:
            yield f"[{'x' if option['value'] in values else ' '}] {self._option(option)}"

    def _chosen_first(self, element: Json, answer: Mapping[str, Any]) -> list[Json]:
        chosen = answer.get("selected_option")
        options = options_of(element)
        return sorted(options, key=lambda option: option != chosen) if chosen else options

    def _option(self, option: Json) -> str:
        description = f": {self._text(option['description'])}" if option.get("description") else ""
        return self._text(option["text"]) + description

    def _context(self, block: Json) -> Iterator[str]:
        parts = (f"[image: {e['alt_text']}]" if e["type"] == "image" else self._text(e) for e in block["elements"])
        yield "  ".join(parts)

    def _rich_text(self, block: Json) -> Iterator[str]:
        for part in block["elements"]:
            rows = part["elements"] if part["type"] == "rich_text_list" else [part]
            for row in rows:
                yield from "".join(self._inline(element) for element in row["elements"]).splitlines()

    def _inline(self, element: Json) -> str:
        match element["type"]:
            case "user":
                return f"@{self._name(element['user_id'])}"
            case "channel":
                return f"#{self._channel(element['channel_id'])}"
            case "emoji":
                return f":{element['name']}:"
            case "broadcast":
                return f"@{element['range']}"
            case "date":
                return str(element.get("fallback") or element["timestamp"])
        return str(element.get("text") or element.get("url") or "")

    def _table(self, block: Json) -> Iterator[str]:
        for row in block["rows"]:
            yield " | ".join(self._cell(cell) for cell in row)

    def _cell(self, cell: Json) -> str:
        if cell["type"] == "rich_text":
            return " ".join(self._rich_text(cell))
        return str(cell.get("text") or cell.get("fallback", {}).get("text") or "")

    def _chart(self, block: Json) -> Iterator[str]:
        chart = block["chart"]
        series = chart.get("series") or [{"name": "", "data": chart.get("segments") or ()}]
        for one in series:
            points = ", ".join(f"{point['label']} {point['value']}" for point in one["data"])
            yield f"{one['name']}: {points}" if one["name"] else points

    def _card_or_container(self, block: Json) -> Iterator[str]:
        inner = block.get("child_blocks") or (block["elements"] if block["type"] == "carousel" else ())
        yield from self.lines(list(inner))


def unescaped(text: str) -> str:
    """The three entities of Slack's markup as the characters people see."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _nothing(reader: Reader, block: Json) -> Iterator[str]:
    return iter(())


_KINDS: dict[str, Callable[[Reader, Json], Iterator[str]]] = {
    "context": Reader._context,
    "rich_text": Reader._rich_text,
    "table": Reader._table,
    "data_table": Reader._table,
    "data_visualization": Reader._chart,
    "container": Reader._card_or_container,
    "carousel": Reader._card_or_container,
}
