"""What was changed, as the audit is read back: which entries somebody asks for, and what each says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from bot.domain.classcode import ClassCode, take_class
from bot.domain.day import UnreadableDate, date_at
from bot.domain.errors import Told
from bot.domain.period import DateRange, UnreadableRange, read_range
from bot.domain.rollcall import Held
from bot.domain.student import Student
from bot.domain.words import mentioned_user

SLACK_USER = "Slack user"
"""An alteration whose old and new value are Slack user ids."""
TOGETHER = (frozenset({"student", "promotion"}), frozenset({"holiday"}))
"""Kinds of things many of which are changed in one deed."""
ERASED = "erased"
"""What is read in the place of a value that is not shown any more."""
ERASED_ROLL = re.compile(r"erased-[0-9]+", re.IGNORECASE)
"""What an erased student is called in the place of a roll number, which reads like a class."""
LINK = "link"
"""A deed of nobody in particular, where students are found by their e-mail."""
LIKE_A_ROLL = re.compile(r"[0-9]+\W[0-9]+")
"""One word that could be a day without its year, and is a roll number when it is none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: about a class, or a student (`roll` as it was typed), or by and about a Slack user; or all."""

    class_code: ClassCode | None = None
    roll: str = ""
    slack_user_id: str = ""
    days: DateRange | None = None


@dataclass(frozen=True, slots=True)
class Alteration:
    """One value that changed. `student` is whose, for a mark; `what` names the value otherwise. `""` is nothing."""

    what: str
    old: str
    new: str
    student: Student | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One entry of the audit, ready to be read: who did what to what, when, from where and why.

    What it is about is a roll call, a student, or anything else by its kind and id. No `actor`: who did it is erased.
    """

    audit_id: int
    at: datetime
    actor: str
    source: str
    action: str
    target: str
    target_id: str
    alterations: tuple[Alteration, ...]
    held: Held | None = None
    student: Student | None = None
    reason: str = ""

    @property
    def deed(self) -> tuple[object, ...]:
        """The same for all entries of one deed that changed many things; of any other entry, its own."""
        kinds = kinds_with(self.target)
        actor = "" if self.action == LINK else self.actor
        return (self.at, actor, self.action, self.source, kinds) if kinds else (self.audit_id,)


def kinds_with(target: str) -> frozenset[str]:
    """The kinds of things that are changed together with one of this kind; none for what is changed alone."""
    return next((kinds for kinds in TOGETHER if target in kinds), frozenset())


@dataclass(frozen=True, slots=True)
class Line:
    """One deed: the entries read of it, newest first, how many more there are, and the id of the last of them all."""

    entries: tuple[Reviewed, ...]
    unread: int
    last: int


def in_lines(entries: Iterable[Reviewed]) -> list[Line]:
    """Entries that follow each other and are of one deed, in one line."""
    runs = (tuple(run) for _, run in groupby(entries, key=lambda one: one.deed))
    return [Line(run, 0, run[-1].audit_id) for run in runs]


@dataclass(frozen=True, slots=True)
class Page:
    """Some deeds, newest first. `newer`: whether there are any above; `older`: the entry to go on before, if any."""

    wanted: Wanted
    lines: tuple[Line, ...]
    newer: bool
    older: int | None


class AuditNotRead(Told):
    """Words after `audit` that name nothing it can be about."""

    def __init__(self, unreadable: Told) -> None:
        super().__init__(
            f"{unreadable.sentence} The audit is about a class, a roll number or a person, as in `/attendance audit"
            " CSE-2`, `/attendance audit 21CSE042 this month` or `/attendance audit @meera`."
        )


def read_wanted(words: Sequence[str], today: date, term: DateRange | None) -> Wanted:
    """The entries these words ask for: `CSE-2 this week`, `21CSE042`, `@meera 1 Nov - 5 Nov`. Raises `AuditNotRead`."""
    try:
        return Wanted(days=read_range(words, today, term))
    except UnreadableRange:
        _check_is_no_day(words, today)
    try:
        if user := mentioned_user(words[0]):
            return Wanted(slack_user_id=user, days=read_range(words[1:], today, term))
        class_code, rest = take_class(words)
        if class_code is None or ERASED_ROLL.fullmatch(words[0]):
            return Wanted(roll=words[0], days=read_range(words[1:], today, term))
        if rest and len(rest[0]) == 1 and rest[0].isalpha() and not class_code.section:  # `cse 2 a`
            class_code, rest = ClassCode(class_code.branch, class_code.year, rest[0].upper()), rest[1:]
        return Wanted(class_code, days=read_range(rest, today, term))
    except UnreadableRange as unreadable:
        raise AuditNotRead(unreadable) from None


def _check_is_no_day(words: Sequence[str], today: date) -> None:
    """A roll number is not meant where a day is that does not exist: `31 Feb`, `2026-02-31`. Raises `AuditNotRead`."""
    if len(words) == 1 and LIKE_A_ROLL.fullmatch(words[0]):
        return
    try:
        date_at(words, 0, today)
    except UnreadableDate as unreadable:
        raise AuditNotRead(unreadable) from None
