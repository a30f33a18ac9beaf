"""How a student stands: `/attendance me`, `/attendance student`, and the why behind them."""

from __future__ import annotations

from bot import standing
from bot.domain.period import read_range
from bot.views import standings
from bot.views.blocks import Message
from bot.views.standings import STANDING, WHY
from handlers.asking import Answer, Command, OnCommand, OnPress, OnSubmit, Pressed

BY_THE_OFFICE = frozenset({"add", "edit", "remove", "erase"})
"""Words after `student` that are deeds, not rolls."""


def me(command: Command) -> Message:
    """The asking student's own standing."""
    college, today = command.services.college, command.services.clock.today()
    days = read_range(command.words.items, today, college.term)
    return standings.report(standing.mine(command.services, command.by, days), command.reader)


def student(command: Command) -> Answer:
    """One student's standing, for those who teach them; `add`, `remove` and their like are the office's."""
    if command.words.first in BY_THE_OFFICE:
        from handlers.listeners import students  # with the rest of the office's, when somebody first asks

        return students.office(command)
    college, today = command.services.college, command.services.clock.today()
    roll, words = (command.words.items[0], command.words.items[1:]) if command.words else ("", ())
    days = read_range(words, today, college.term)
    return standings.report(standing.of_roll(command.services, command.by, roll, days), command.reader)


def again(press: Pressed) -> Message:
    """Back from the why to the standing."""
    student_id, days = standings.read_value(press.value)
    return standings.report(standing.of_student(press.services, press.by, student_id, days), press.reader)


def why(press: Pressed) -> Message:
    """Each roll call, and whether it counted."""
    student_id, days = standings.read_value(press.value)
    return standings.why(standing.why(press.services, press.by, student_id, days, press.number), press.reader)


COMMANDS: dict[str, OnCommand] = {"me": me, "student": student}
PRESSES: dict[str, OnPress] = {STANDING: again, WHY: why}
FORMS: dict[str, OnSubmit] = {}
