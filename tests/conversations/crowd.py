"""Many people at once: as many instances of the bot as Lambda would start, devices in many hands, and the books."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Barrier, Lock
from typing import Any

from sqlalchemy import select

from bot.services import Services
from bot.store.tables import attendance
from bot.views.pressed import CHANGE, CORRECT, SAVE, TICK, Token, read_correction
from infra.local.slack.delivery import Outcome
from infra.local.slack.elements import Json
from infra.local.slack.messages import Message
from infra.local.slack.server import serve
from tests.conversations.college import College
from tests.conversations.conftest import House

Marks = dict[int, str]


class Crowded(House):
    """Whenever every instance of the bot is busy, one more is started, with one connection of its own, as in Lambda."""

    def __init__(self, database_url: str, **slack: Any) -> None:
        super().__init__(database_url, **slack)
        self.instances: list[Services] = []
        self.devices: list[Device] = []
        self._idle: list[Any] = []
        self._starting = Lock()

    @property
    def handler(self) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
        return self._answer

    @property
    def college(self) -> College:
        if not self.instances:
            self._idle.append(self._start())
        return College(self.instances[0].database, self.clock)

    def device(self, user_id: str, number: int = 0) -> Device:
        """A device of that person, in a channel of its own."""
        channel_id = f"C{user_id}{number}"
        self.workspace.add_user(user_id, user_id)
        self.workspace.add_channel(channel_id, channel_id.lower())
        self.devices.append(Device(self, user_id, channel_id))
        return self.devices[-1]

    @property
    def told(self) -> list[str]:
        """Refusals and apologies on every device: whatever is no roster, card or conflict."""
        shown = [one for it in self.devices for one in self.workspace.messages(it.user_id, it.channel_id)]
        return [message.text for message in shown if kind_of(message) == "told"]

    def _answer(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        try:
            instance = self._idle.pop()
        except IndexError:  # all busy
            instance = self._start()
        try:
            return dict(instance(event, context))
        finally:
            self._idle.append(instance)

    def _start(self) -> Any:
        with self._starting:
            entry = self.another_entry()
            self.services.database.connections = 1
            self.instances.append(self.services)
            return entry


@contextmanager
def crowded(database_url: str, **slack: Any) -> Iterator[Crowded]:
    """The house, open while the block runs."""
    house = Crowded(database_url, **slack)
    with serve(house.workspace):
        try:
            yield house
        finally:
            house.workspace.wait_for_the_bot()
            for instance in house.instances:
                instance.database.close()


@dataclass(frozen=True)
class Answer:
    """What stands on a device after something was done there. `apart` is who is not simply present on the card."""

    kind: str
    text: str
    version: int
    apart: Marks
    outcome: Outcome
    seconds: float

    @property
    def is_settled(self) -> bool:
        """It was saved, or the person was shown why not and what to do: anything but a refusal or an apology."""
        return self.kind in ("card", "conflict", "roster") and self.outcome.ok


@dataclass
class Device:
    """One device: what appears in its channel answers what was done there."""

    house: Crowded
    user_id: str
    channel_id: str

    @property
    def message(self) -> Message:
        return self.house.workspace.messages(self.user_id, self.channel_id)[-1]

    @property
    def ticked(self) -> set[int]:
        """The students ticked on the roster as it was drawn."""
        groups = [block["elements"][0] for block in self._with(SAVE)[0].blocks if block["block_id"].startswith(TICK)]
        return {int(one["value"]) for group in groups for one in group.get("initial_options", ())}

    def types(self, text: str) -> Answer:
        return self._did(lambda: self.house.workspace.type(self.user_id, self.channel_id, text))

    def ticks(self, absent: Iterable[int]) -> Outcome:
        """One tick a group, each with the whole selection of the group; what came of the last."""
        roster, _ = self._with(SAVE)
        for block_id, answer in ticked(roster, absent).items():
            chosen = {"selected_options": answer[TICK]["selected_options"]}
            outcome = self._press(roster.id, block_id, TICK, chosen)
        return outcome

    def saves(self, absent: Iterable[int] | None = None) -> Answer:
        """Presses Save, with these boxes ticked on the screen; `None` leaves them as they are."""
        return self.presses(SAVE, None if absent is None else ticked(self._with(SAVE)[0], absent))

    def presses(self, action_id: str, values: Json | None = None) -> Answer:
        """The button with this id in the newest message that has one."""
        message, block_id = self._with(action_id)
        return self._did(partial(self._press, message.id, block_id, action_id, {}, values), message.id)

    def _with(self, action_id: str) -> tuple[Message, str]:
        for message in reversed(self.house.workspace.messages(self.user_id, self.channel_id)):
            for block in message.blocks:
                if any(element.get("action_id") == action_id for element in block.get("elements", ())):
                    return message, block["block_id"]
        raise AssertionError(f"{self.user_id} has no button {action_id}: {self.message.text}")

    def _press(self, place: str, block_id: str, action_id: str, picked: Json, values: Json | None = None) -> Outcome:
        return self.house.workspace.press(self.user_id, place, block_id, action_id, picked=picked, values=values)

    def _did(self, act: Callable[[], Outcome], place: str = "") -> Answer:
        """What came of it: the message at `place` if it was replaced, otherwise the newest."""
        log, started = self.house.workspace.board.log, time.monotonic()
        before = log.find(place)
        outcome = act()
        seconds, now = time.monotonic() - started, log.find(place)
        return read(self.message if now is None or now is before else now, outcome, seconds)


def ticked(message: Message, absent: Iterable[int]) -> Json:
    """The boxes of a roster as `state.values` has them, with these students ticked."""
    wanted = {str(one) for one in absent}
    groups = [block for block in message.blocks if block["block_id"].startswith(f"{TICK}.")]
    return {
        group["block_id"]: {
            TICK: {
                "type": "checkboxes",
                "selected_options": [one for one in group["elements"][0]["options"] if one["value"] in wanted],
            }
        }
        for group in groups
    }


def kind_of(message: Message) -> str:
    """`card`, `conflict` or `roster`, by the block that only it has; `told` for anything else."""
    blocks = {block.get("block_id") for block in message.blocks}
    return next((kind for kind in ("card", "conflict", "roster") if kind in blocks), "told")


def read(message: Message, outcome: Outcome, seconds: float) -> Answer:
    """What a message says, read from its blocks."""
    blocks = {str(block.get("block_id", "")): block for block in message.blocks}
    kind = kind_of(message)
    version, apart = -1, {}
    if kind == "card":
        (value,) = [one["value"] for one in blocks["card"]["elements"] if one["action_id"] == CHANGE]
        version = Token.read(value).seen.version
        corrections = [read_correction(one) for one in blocks if one.startswith(f"{CORRECT}.")]
        apart = {student_id: status.value for _, student_id, status in corrections}
    return Answer(kind, message.text, version, apart, outcome, seconds)


def history(college: College, roll_call: Any) -> list[Marks]:
    """The marks after each version, from the audit alone; checked against the roll call and the marks in the tables.

    For roll calls that were only ever saved.
    """
    entries = [e for e in college.audited() if (e.target, e.target_id) == ("roll_call", str(roll_call.roll_call_id))]
    pages: list[Marks] = [{}]
    assert [entry.version for entry in entries] == list(range(1, roll_call.version + 1))
    for entry in entries:
        changes = json.loads(entry.changes)["marks"]
        assert [pages[-1].get(int(one)) for one in changes] == [was for was, _ in changes.values()]
        pages.append(pages[-1] | {int(one): became for one, (_, became) in changes.items()})
    assert roll_call.state == ("taken" if entries else "open")
    assert marks_in(college, roll_call) == sorted(pages[-1].items())
    return pages


def marks_in(college: College, roll_call: Any) -> list[tuple[int, str]]:
    """Every row of marks of the roll call, by student."""
    mine = attendance.c.roll_call_id == roll_call.roll_call_id
    with college.database.reading() as tx:
        rows = tx.execute(select(attendance.c.student_id, attendance.c.status).where(mine))
        return sorted((row.student_id, row.status) for row in rows)


def apart(marks: Marks) -> Marks:
    """Those who are not simply present."""
    return {one: mark for one, mark in marks.items() if mark != "P"}


def absent(*students: int) -> Marks:
    return dict.fromkeys(students, "A")


def students_of(college: College) -> list[int]:
    """Asha to Lata, by their ids."""
    return [college.number_of(f"21CSE{number:03}") for number in range(1, 13)]


def chosen(students: list[int], number: int) -> set[int]:
    """Another selection for each number."""
    return {one for bit, one in enumerate(students) if number >> bit & 1}


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """All of them, each on a thread of its own, begun at the same instant; what each gave, in order."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(begin, acts))
