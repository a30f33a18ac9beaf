"""Why the words after `/attendance report` ask for nothing there is, and what they may have been meant as."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told, quoted
from bot.domain.period import DateRange
from bot.domain.report import said_days
from bot.domain.words import LONGEST_COMPARED, nearest

LINKS = "links"
"""The word that lists what was shared."""
KNOWN = (
    *("summary", "register", "shortage", "defaulters", "xlsx", "excel", "csv", "pdf", "share", "all", "all classes"),
    LINKS,
    *("today", "yesterday", "this week", "last week", "this month", "last month", "this term"),
)
"""What a word that cannot be read may have been meant as."""
ALIKE, ALIKE_IF_SHORT, FEW_LETTERS = 0.8, 0.85, 3
"""How much of a word must be one of those, from 0 to 1; more of a word of few letters."""
MOST_LIKE = 3
"""Of the classes that may have been meant."""
MOST_TYPED = 30
"""Words; the longest report anybody needs has some ten."""


class ReportNotRead(Told):
    """Words that name no class, no days, and nothing else a report has."""

    def __init__(self, typed: str, class_code: ClassCode | None) -> None:
        meant = next(filter(None, map(_meant, [typed, *typed.split()])), None)
        super().__init__(f"I can't read {quoted(typed)}. {_hint(meant, class_code)}")


class DaysToCome(Told):
    """Days that have not begun, in words."""

    def __init__(self, typed: str, class_code: ClassCode | None) -> None:
        super().__init__(
            f"{quoted(typed)} is still to come: there is no attendance of those days yet. Name days that have begun, as"
            f" in `/attendance report {class_code or 'CSE-2'} this week`."
        )


class ClassUnknown(Told):
    """A class that never was, written like one that is. `like` are those."""

    def __init__(self, class_code: ClassCode, like: Sequence[ClassCode]) -> None:
        names = " or ".join(f"`{one}`" for one in like)
        super().__init__(
            f"There is no class `{class_code}` here. Did you mean {names}? Write it as in"
            f" `/attendance report {like[0]} this month`."
        )


class WhichClass(Told):
    """A report of nothing in particular."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't find a class in {quoted(typed)}. Write branch and year, as in `/attendance report CSE-2 last"
            " week`, or `all`. `/attendance report` alone offers your classes."
        )


class OtherLine(Told):
    """A shortage list below another percentage than the college's."""

    def __init__(self, typed: str, threshold: int) -> None:
        super().__init__(
            f"I can't use {quoted(typed)}: the shortage list goes by your college's line of {threshold} %, as in"
            f" `/attendance report CSE-2 shortage`. An admin can change the line in `/attendance settings`."
        )


class EveryWeek(Told):
    """A report that is to come by itself."""

    def __init__(self, whom: str) -> None:
        super().__init__(
            "A report comes by itself every week once you type, in the channel it is for, `/attendance schedule"
            f" {whom} weekly`. For one report now, write the days instead, as in `/attendance report {whom} last week`."
        )


class TooManyWords(Told):
    """More than anybody types: reading them would take longer than Slack waits."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"That is more than I can read: {quoted(typed)}. Write the class and, if you like, the days, what it is to"
            " be and the format, as in `/attendance report CSE-2 last week register pdf`."
        )


class TooManyDays(Told):
    """More than two years."""

    def __init__(self, days: DateRange) -> None:
        super().__init__(
            f"{said_days(days)} are more than two years, which is the most in one report. Write fewer days, as in"
            " `this term` or `2026-06-01..2026-11-30`."
        )


def like_class(code: ClassCode, there: Sequence[ClassCode]) -> list[ClassCode]:
    """The classes of the same branch, or else the one written most like it."""
    whole = sorted({replace(one, section="") for one in there})
    same = [one for one in whole if one.branch == code.branch]
    close = nearest(str(code), map(str, [*whole, *there]))
    return same[:MOST_LIKE] or ([ClassCode.read(close)] if close else [])


def _hint(meant: str | None, class_code: ClassCode | None) -> str:
    """What to type instead. `meant` is the word it may have been."""
    if meant == LINKS:
        return "Did you mean `/attendance report links`? It shows admins the links that were shared."
    example = f"Write it as in `/attendance report {class_code or 'CSE-2'} last week summary pdf`."
    if meant:
        return f"Did you mean `{meant}`? {example}"
    if class_code:
        return (
            f"A report is of a whole class in all its subjects: leave the name of one subject or student out. {example}"
        )
    return (
        "A report is of a whole class, with branch and year; one student's attendance is in `/attendance student`."
        f" {example}"
    )


def _meant(typed: str) -> str | None:
    """The word they slipped in, if it is very like one: a branch or a name is no slip (`CSE` is not `csv`)."""
    word = typed.lower().strip(".!?")[:LONGEST_COMPARED]
    swapped = (known for known in KNOWN if sorted(known) == sorted(word))
    close = difflib.get_close_matches(word, KNOWN, n=1, cutoff=ALIKE if len(word) > FEW_LETTERS else ALIKE_IF_SHORT)
    return next(swapped, close[0] if close else None)
