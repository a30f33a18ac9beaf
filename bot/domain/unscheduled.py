"""Why a weekly report is not set up, found or changed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.day import WEEKDAYS
from bot.domain.errors import NotAllowed, Told, quoted
from bot.domain.schedule import Schedule, Weekly
from bot.domain.words import nearest

EXAMPLE = "`/attendance schedule CSE-2 weekly mon 08:00`"
KNOWN = ("weekly", "every", *(day.lower() for day in WEEKDAYS), "summary", "register", "shortage", "xlsx", "csv", "pdf")
"""What a word that cannot be read may have been meant as."""


class ScheduleNotRead(Told):
    """A word that says nothing of a weekly report."""

    def __init__(self, typed: str) -> None:
        meant = next(filter(None, (_nearest(word) for word in [typed, *typed.split()])), None)
        guess = f" Did you mean `{meant}`?" if meant else ""
        super().__init__(
            f"I can't read {quoted(typed)}.{guess} Write a class or `all`, a day and a time, as in {EXAMPLE}."
        )


class OnlyWeekly(Told):
    """Another rhythm."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't do {quoted(typed)}: a report comes by itself once a week, on one day. Write it as in {EXAMPLE}."
        )


class HowOften(Told):
    """A report, and neither a day nor the word `weekly`."""

    def __init__(self, whom: str) -> None:
        super().__init__(
            f"To have the report of `{whom}` here every week, write `/attendance schedule {whom} weekly`, or with a day"
            f" and a time `/attendance schedule {whom} weekly fri 17:00`. `/attendance schedule` lists what comes."
        )


class WhichReport(Told):
    """A day, a time, and no class."""

    def __init__(self) -> None:
        super().__init__(f"Which class is the report of? Write it, or `all`, as in {EXAMPLE}.")


class NoTime(Told):
    """What looks like a time of day and is none."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't read {quoted(typed)} as a time. Write hours and minutes, as in `08:00` or `4:30 pm`."
        )


class OnlyHere(Told):
    """Another channel than the one it was typed in."""

    def __init__(self) -> None:
        super().__init__(
            "A weekly report comes to the channel it is set up in: type this there, without the channel's name. The"
            f" channel needs me as a member first (`/invite @Attendance`). As in {EXAMPLE}."
        )


class NoSuchClass(Told):
    """A class nobody sits in."""

    def __init__(self, weekly: Weekly) -> None:
        super().__init__(
            f"Nobody sits in `{weekly.whom}`, so there is nothing to report. Write a class with students, as in"
            f" `/attendance schedule CSE-2 weekly`. `/attendance students` lists them."
        )


class ScheduleGone(Told):
    """A button of a weekly report that is not there."""

    def __init__(self) -> None:
        super().__init__("This weekly report is not there any more. `/attendance schedule` lists those there are.")


class NotYours(NotAllowed):
    """Somebody else set it up."""

    def __init__(self, schedule: Schedule, admins: tuple[str, ...]) -> None:
        super().__init__(
            f"Somebody else set up the weekly {schedule.weekly}. They and the admins can change, pause and stop it.",
            ask=tuple(dict.fromkeys((schedule.made_by, *admins))),
        )


class NoneThere(Told):
    """Nothing to pause, resume or stop."""

    def __init__(self, whom: str) -> None:
        of = f" of `{whom}`" if whom else ""
        super().__init__(
            f"No weekly report{of} comes here. To have one, write `/attendance schedule {_word(whom)} weekly`;"
            " `/attendance schedule` lists those there are."
        )


class SeveralThere(Told):
    """More than one that can be meant. `is_here`: all of them come where it was typed."""

    def __init__(self, found: Sequence[Schedule], is_here: bool) -> None:
        names = ", ".join(f"the {one.weekly}" for one in found)
        how = (
            f"Write the class and the kind as well, as in `/attendance schedule stop {_word(found[0].weekly.whom)}"
            f" {found[0].weekly.kind}`."
            if is_here
            else "Write it in the channel it comes to, or press the button beside it in `/attendance schedule`."
        )
        super().__init__(f"There are {len(found)} that can be meant: {names}. {how}")


def _word(whom: str) -> str:
    return {"": "CSE-2", "all classes": "all"}.get(whom, whom)


def _nearest(word: str) -> str | None:
    """Who slips, slips further in: `munday` is no Sunday."""
    return nearest(word, (known for known in KNOWN if known[0] == word[:1].lower())) or nearest(word, KNOWN)
