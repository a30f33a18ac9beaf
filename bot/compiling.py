"""The figures of a report, read in one snapshot: the rows of its files, then the facts of its message.

What a student has here is what `/attendance me` says of the same days. Whoever calls checks the right to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection

from bot.domain.classcode import ClassCode
from bot.domain.errors import RulesChanged, Told
from bot.domain.period import DateRange, said, said_range
from bot.domain.report import Kind, Wanted
from bot.services import Services
from bot.store import colleges, figures, students
from bot.tabulating import Compiled, NotReadYet, Registers, Span, Totals

__all__ = ["Compiled", "NoSuchClass", "NobodyThen", "NotReadYet", "StillToCome", "check", "compiled"]


class StillToCome(Told):
    """A report of days none of which has begun."""

    def __init__(self, days: DateRange, today: date) -> None:
        super().__init__(
            f"{said_range(days, today)} is still to come, so there is nothing to report yet. Name days that have"
            " begun, as in `/attendance report CSE-2 this week`."
        )


class NoSuchClass(Told):
    """A report of a class that never was. `sections` are those of the same branch and year."""

    def __init__(self, class_code: ClassCode, sections: Iterable[ClassCode]) -> None:
        self.class_code, self.sections = class_code, tuple(sorted(sections))
        known = ", ".join(f"`{code}`" for code in self.sections)
        there = f" Its branch and year has {known}." if known else ""
        super().__init__(
            f"There is no class `{class_code}` here.{there} Check how it is written, as in"
            " `/attendance report CSE-2 this month`."
        )


class NobodyThen(Told):
    """A report of days on which nobody was in the class, or in any (`None`)."""

    def __init__(self, class_code: ClassCode | None, days: DateRange, today: date) -> None:
        where = f"`{class_code}`" if class_code else "any class"
        when = f"on {said(days.first, today)}" if days.days == 1 else f"from {said_range(days, today)}"
        example = f"`/attendance report {class_code or 'all'} last month`"
        super().__init__(f"No students were in {where} {when}. Name days on which there were some, as in {example}.")


def check(services: Services, tx: Connection, wanted: Wanted) -> None:
    """That there is somebody to report on. The right to the report is checked by whoever calls, and before this.

    Raises `StillToCome`, `NoSuchClass` or `NobodyThen`.
    """
    today, code = services.clock.today(), wanted.class_code
    if wanted.days.first > today:
        raise StillToCome(wanted.days, today)
    if code and not figures.is_class(tx, code):
        raise NoSuchClass(code, students.sections(tx, code))
    if not figures.has_students(tx, code, _begun(wanted.days, today)):
        raise NobodyThen(code, wanted.days, today)


@contextmanager
def compiled(services: Services, wanted: Wanted) -> Iterator[Compiled]:
    """The report as everything is at this moment, whatever is saved while it is read. It reads the marks of a hundred
    students at a time, or has those of 500 added up, so memory does not grow with the college.

    The right to the report is checked by whoever calls. Raises `RulesChanged` when the college counts otherwise by
    now than these services know.
    """
    with services.database.snapshot() as tx:
        rules = colleges.recorded(tx)
        if rules.version != services.college.version:
            raise RulesChanged
        off = frozenset(day for day in rules.holidays if day in wanted.days)
        span = Span(wanted.days, _begun(wanted.days, services.clock.today()), off)
        is_marked = wanted.class_code or wanted.kind is Kind.REGISTER
        yield (Registers if is_marked else Totals)(tx, wanted, span, services.college.counting)


def _begun(days: DateRange, today: date) -> DateRange:
    """The days up to today: who only comes into a class later is not in it."""
    return DateRange(days.first, max(days.first, min(days.last, today)))
