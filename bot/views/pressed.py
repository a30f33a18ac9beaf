"""The ids and values that travel in buttons, boxes and menus, and how a press is read back."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ParamSpec, TypeVar

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.rollcall import Drawn, Held, Seen, Status

MOST_TICKS = 10
"""Slack refuses an eleventh checkbox in one group."""

TICK, SAVE, CANCEL, CLOSE, PAGE = "tick", "save", "cancel", "close", "page"
CHANGE, UNDO, CORRECT, KEEP, MINE, MORE = "change", "undo", "correct", "keep", "mine", "more"
OPEN, CHOOSE = "open", "choose"

P = ParamSpec("P")
T = TypeVar("T")


class OldButton(Told):
    """A press of something this version of the bot does not draw."""

    def __init__(self) -> None:
        super().__init__("This button is from an older message. Please type the command again, as in `/attendance`.")


def read_back(reader: Callable[P, T]) -> Callable[P, T]:
    """What a press carries is read; anything of another shape raises `OldButton`."""

    @functools.wraps(reader)
    def read(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return reader(*args, **kwargs)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise OldButton from error

    return read


@dataclass(frozen=True, slots=True)
class Token:
    """What a button of a roster or card knows: the roll call it showed, who was on it, and why it is marked late."""

    seen: Seen
    drawn: Drawn = field(default=Drawn(0, 0))
    page: int = 0
    reason: str = ""

    def __str__(self) -> str:
        numbers = (self.seen.roll_call_id, self.seen.version, self.drawn.newest, self.drawn.checksum, self.page)
        return f"{'.'.join(map(str, numbers))}.{self.reason}"

    @classmethod
    @read_back
    def read(cls, value: str) -> Token:
        """Back from a button's value."""
        *numbers, reason = value.split(".", 5)
        roll_call_id, version, newest, total, page = map(int, numbers)
        return cls(Seen(roll_call_id, version), Drawn(newest, total), page, reason)


def group_id(seen: Seen, student_ids: list[int]) -> str:
    """The `block_id` of a group of boxes: which roll call and version, and whose boxes. At most 255 characters."""
    return f"{TICK}.{seen.roll_call_id}.{seen.version}.{'-'.join(map(str, student_ids))}"


@read_back
def read_group(block_id: str, selected: list[dict[str, Any]]) -> tuple[Seen, dict[int, bool]]:
    """The roll call a group belongs to, and for each of its students whether the box is ticked."""
    _, roll_call_id, version, students = block_id.split(".")
    ticked = {int(chosen["value"]) for chosen in selected}
    return Seen(int(roll_call_id), int(version)), {int(one): int(one) in ticked for one in students.split("-")}


@read_back
def read_state(values: Mapping[str, Any], seen: Seen) -> dict[int, bool]:
    """The boxes as the screen had them, where Slack says so: every group of this roll call and version."""
    ticks: dict[int, bool] = {}
    for block_id, block in values.items():
        if block_id.startswith(f"{TICK}.{seen.roll_call_id}.{seen.version}."):
            ticks |= read_group(block_id, block[TICK].get("selected_options") or [])[1]
    return ticks


def correction_id(token: Token, student_id: int, shown: Status) -> str:
    """The `block_id` of a student's line on a card: who, and the mark the card showed."""
    return f"{CORRECT}.{student_id}.{shown.value}.{token}"


@read_back
def read_correction(block_id: str) -> tuple[Token, int, Status]:
    """Back from a line's `block_id`."""
    _, student_id, shown, token = block_id.split(".", 3)
    return Token.read(token), int(student_id), Status(shown)


def held_value(held: Held, reason: str = "") -> str:
    """A roll call that may not be begun yet, as a button's value."""
    code = held.class_code
    parts = [code.branch, code.year, code.section, held.on.isoformat(), held.subject, held.period, reason]
    return json.dumps(parts, separators=(",", ":"), ensure_ascii=False)


@read_back
def read_held(value: str) -> tuple[Held, str]:
    """The roll call and the reason, back from a button's value."""
    branch, year, section, on, subject, period, reason = json.loads(value)
    return Held(ClassCode(branch, year, section), date.fromisoformat(on), subject, period), reason


@read_back
def number(action_id: str) -> int:
    """The number behind an action's id: 2 in `page.2`."""
    return int(action_id.partition(".")[2])


def number_in(value: str) -> int:
    """An id a button carries. Raises `ValueError` for what no database takes for one."""
    if not 0 < (found := int(value)) < 2**63:
        raise ValueError
    return found


@read_back
def chosen_status(action: Mapping[str, Any]) -> Status:
    """The mark chosen in a student's menu."""
    return Status(action["selected_option"]["value"])


@read_back
def instant(action_ts: str) -> int:
    """Slack's `1548426417.840180` in microseconds."""
    seconds, _, fraction = action_ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction[:6].ljust(6, "0") or 0)
