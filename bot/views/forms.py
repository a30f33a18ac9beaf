"""Modals: forms somebody fills in, and what they filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.views.blocks import Block, Message, plain
from bot.views.pressed import read_back

LONGEST_TITLE = 24
LONGEST_LABEL = 2000
FIELD, EDITION = "field", "."
"""The `action_id` of every field; the `block_id` is its name and, behind a dot, the form's edition if it has one."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a modal shows. Without `submit` it has nothing to send, and is only closed.

    `name` finds the listener its fields are sent to; `carries` comes back with them. `on_top`: shown above the modal
    it was asked for in, not in its place. Where a form takes the place of another, Slack keeps what stands in the
    fields both have; of another `edition` they are new fields, and show what they begin with. `instead` is said where
    Slack does not open the form.
    """

    title: str
    blocks: list[Block] = field(default_factory=list)
    name: str = "shown"
    submit: str = ""
    close: str = "Close"
    carries: str = ""
    on_top: bool = False
    edition: str = ""
    instead: Message | None = None
    external_id: str = ""
    """By which work that runs later finds it; no two open modals may have the same."""

    @property
    def payload(self) -> Block:
        """What Slack is sent."""
        sent: Block = {
            "type": "modal",
            "callback_id": self.name,
            "title": plain(self.title, LONGEST_TITLE),
            "close": plain(self.close, LONGEST_TITLE),
            "private_metadata": self.carries,
            "blocks": [self._of_this_edition(block) for block in self.blocks],
        }
        sent |= {"external_id": self.external_id} if self.external_id else {}
        return sent | ({"submit": plain(self.submit, LONGEST_TITLE)} if self.submit else {})

    def _of_this_edition(self, block: Block) -> Block:
        is_new = bool(self.edition) and block["type"] == "input"
        return block | {"block_id": f"{block['block_id']}{EDITION}{self.edition}"} if is_new else block


def showing(message: Message, title: str = "Attendance") -> Form:
    """A message where only a modal can be shown."""
    return Form(title, message.blocks, on_top=True)


def field_of(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """A field with its label; `element` is what it is filled in with."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, LONGEST_LABEL),
        "element": {**element, "action_id": FIELD},
        "optional": optional,
    }
    return block | ({"hint": plain(hint, LONGEST_LABEL)} if hint else {})


def text(initial: str = "", *, most: int = 3000, multiline: bool = False, placeholder: str = "") -> Block:
    """A line of text, or several."""
    element: Block = {"type": "plain_text_input", "max_length": most, "multiline": multiline}
    element |= {"initial_value": initial} if initial else {}
    return element | ({"placeholder": plain(placeholder, 150)} if placeholder else {})


def number(initial: int | None, least: int, most: int) -> Block:
    """A whole number."""
    element: Block = {"type": "number_input", "is_decimal_allowed": False}
    element |= {"min_value": str(least), "max_value": str(most)}
    return element | ({} if initial is None else {"initial_value": str(initial)})


def day(initial: date | None = None) -> Block:
    """A day, from a calendar."""
    return {"type": "datepicker"} | ({"initial_date": initial.isoformat()} if initial else {})


def choice(options: Sequence[Block], initial: str = "") -> Block:
    """One of at most 100 options."""
    chosen = [one for one in options if one["value"] == initial]
    return {"type": "static_select", "options": list(options)} | ({"initial_option": chosen[0]} if chosen else {})


def person(initial: str = "") -> Block:
    """Somebody in Slack, from its list."""
    return {"type": "users_select"} | ({"initial_user": initial} if initial else {})


def file(*kinds: str) -> Block:
    """One file of these kinds (`csv`, `xlsx`), or of any."""
    return {"type": "file_input", "max_files": 1} | ({"filetypes": list(kinds)} if kinds else {})


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file somebody put into a form: Slack's id and address of it, its name, its size in bytes.

    `by` is who uploaded it, `mode` how Slack keeps it (`hosted`, `external`), `""` where Slack leaves them out.
    """

    file_id: str
    name: str
    size: int
    url: str
    by: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a form's fields, by name. Reading one of another shape raises `OldButton`."""

    values: Mapping[str, Any]

    @read_back
    def text(self, name: str) -> str:
        """A line of text, without white space around; `""` when left empty."""
        return str(self._in(name).get("value") or "").strip()

    @read_back
    def number(self, name: str) -> int | None:
        """A whole number."""
        typed = self.text(name)
        return int(typed) if typed else None

    @read_back
    def day(self, name: str) -> date | None:
        """A day."""
        chosen = self._in(name).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    @read_back
    def chosen(self, name: str) -> str:
        """The value of the option chosen; `""` for none."""
        return str((self._in(name).get("selected_option") or {}).get("value", ""))

    @read_back
    def ticked(self, name: str) -> frozenset[str]:
        """The values of the boxes that are ticked."""
        return frozenset(str(one["value"]) for one in self._in(name).get("selected_options") or ())

    @read_back
    def user(self, name: str) -> str:
        """The Slack user id chosen; `""` for nobody."""
        return str(self._in(name).get("selected_user") or "")

    @read_back
    def file(self, name: str) -> FileSent | None:
        """The file put there."""
        sent = self._in(name).get("files") or ()
        return _file(sent[0]) if sent else None

    def _in(self, name: str) -> Mapping[str, Any]:
        block_id = next((one for one in self.values if name_of(one) == name), name)
        found: Mapping[str, Any] = (self.values.get(block_id) or {}).get(FIELD) or {}
        return found


def name_of(block_id: str) -> str:
    """The name of the field in this block."""
    return block_id.partition(EDITION)[0]


def _file(sent: Mapping[str, Any]) -> FileSent:
    url = sent.get("url_private_download") or sent.get("url_private") or ""
    name, size = str(sent.get("name") or "file"), int(sent.get("size") or 0)
    mode = "external" if sent.get("is_external") else str(sent.get("mode") or "")
    return FileSent(str(sent["id"]), name, size, str(url), str(sent.get("user") or ""), mode)
