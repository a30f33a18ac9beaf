"""The numbers of a report computed another way: from the rows as they are in the tables, one by one, in fractions."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from bot.domain.percentage import Counting
from bot.store.database import Database
from bot.store.tables import attendance, enrolment, holiday, roll_call, student

Class = tuple[str, int, str]
WORTH = {"P": Fraction(1), "A": Fraction(0), "O": Fraction(1)}
EXCUSED_WORTH = {"present": Fraction(1), "absent": Fraction(0)}


@dataclass(frozen=True)
class Figures:
    """What a student was, in the order a report says it: P A L E O, not marked; and what comes of it."""

    times: tuple[int, int, int, int, int, int]
    counted: int
    attended: Fraction
    counting: Counting

    @property
    def share(self) -> Fraction | None:
        """Of 1; `None` without anything counted."""
        return self.attended / self.counted if self.counted else None

    @property
    def percent(self) -> str:
        """`76.6`, cut off."""
        if self.share is None:
            return ""
        tenths = math.floor(self.share * 1000)
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def fraction(self) -> str:
        """`45.5/60`."""
        whole = self.attended.denominator == 1
        return f"{self.attended if whole else float(self.attended)}/{self.counted}"

    @property
    def said(self) -> str:
        """`46/60 = 76.6 %`."""
        return f"{self.fraction} = {self.percent} %" if self.counted else "no classes yet"

    @property
    def band(self) -> str:
        if self.share is None:
            return "no classes yet"
        if self.share * 100 >= self.counting.threshold:
            return "eligible"
        return "condonable" if self.share * 100 >= self.counting.condonation else "short"

    @property
    def must_attend(self) -> int | str:
        """Tried out, one roll call after the other."""
        attended, counted = self.attended, self.counted
        if self.counting.threshold == 100:
            return "out of reach" if attended < counted else 0
        more = 0
        while (attended + more) * 100 < self.counting.threshold * (counted + more):
            more += 1
        return more


class Books:
    """All rows of a college, and what a report of these days says. Nobody sits anywhere before that day has come."""

    def __init__(self, database: Database, counting: Counting, first: date, last: date, today: date) -> None:
        with database.reading() as tx:
            self.students = {row.student_id: row for row in tx.execute(select(student)) if row.erased_at is None}
            self.enrolments = list(tx.execute(select(enrolment)))
            off = {row.date for row in tx.execute(select(holiday))}
            self.marks = {(row.roll_call_id, row.student_id): row.status for row in tx.execute(select(attendance))}
            taken = [row for row in tx.execute(select(roll_call)) if row.state == "taken"]
        self.counting, self.first, self.last, self.now = counting, first, last, min(last, today)
        self.held = [row for row in taken if row.date not in off and first <= row.date <= last]

    def enrolled(self, student_id: int) -> list[Any]:
        """Their enrolments that have some of the days, oldest first."""
        mine = [
            row
            for row in self.enrolments
            if row.student_id == student_id and row.starts_on <= self.now and row.ends_on >= self.first
        ]
        return sorted(mine, key=lambda row: row.starts_on)

    def last_class(self, student_id: int) -> Class:
        """Where they sat last within the days."""
        return class_of(self.enrolled(student_id)[-1])

    def in_class(self, code: Class | None) -> list[int]:
        """Who sat in it, or in a section of it, on some of the days; `None` for any class."""
        return [
            one
            for one in self.students
            if any(code is None or covers(code, class_of(row)) for row in self.enrolled(one))
        ]

    def sits_in(self, code: Class | None, on: date) -> list[int]:
        """Who sits there that day."""
        return [
            one
            for one in self.students
            if any(
                row.starts_on <= on <= row.ends_on and (code is None or covers(code, class_of(row)))
                for row in self.enrolments
                if row.student_id == one
            )
        ]

    def theirs(self, student_id: int) -> list[Any]:
        """The roll calls that were theirs."""
        mine = self.enrolled(student_id)
        return [
            call
            for call in self.held
            if any(covers(class_of(call), class_of(row)) and row.starts_on <= call.date <= row.ends_on for row in mine)
        ]

    def figures(self, student_id: int, calls: list[Any] | None = None) -> Figures:
        """Over these roll calls, or over all of theirs."""
        calls = self.theirs(student_id) if calls is None else calls
        seen = Counter(self.marks.get((call.roll_call_id, student_id), "") for call in calls)
        worth = WORTH | {"L": Fraction(self.counting.late, 2)}
        if self.counting.excused.value in EXCUSED_WORTH:
            worth["E"] = EXCUSED_WORTH[self.counting.excused.value]
        cap = self.counting.on_duty_cap
        credit = {status: seen[status] for status in worth}
        if cap is not None:
            credit["O"] = min(cap, credit["O"])
        return Figures(
            tuple(seen[status] for status in ("P", "A", "L", "E", "O", "")),  # type: ignore[arg-type]
            sum(seen[status] for status in worth),
            sum((worth[status] * times for status, times in credit.items()), Fraction(0)),
            self.counting,
        )

    def columns(self, code: Class) -> list[Any]:
        """The roll calls of a register of that class."""
        return [call for call in self.held if covers(code, class_of(call)) or covers(class_of(call), code)]

    def letter(self, student_id: int, call: Any) -> str:
        """`""` where it was not theirs."""
        if call not in self.theirs(student_id):
            return ""
        return self.marks.get((call.roll_call_id, student_id), "·")

    def outside(self, student_id: int, code: Class) -> Figures:
        """What of it all comes from roll calls of other classes."""
        columns, mine = self.columns(code), self.theirs(student_id)
        whole, here = self.figures(student_id), self.figures(student_id, [call for call in mine if call in columns])
        return replace(here, counted=whole.counted - here.counted, attended=whole.attended - here.attended)


def class_of(row: Any) -> Class:
    return row.branch, row.year, row.section


def covers(whole: Class, part: Class) -> bool:
    """The same class, or a section of it."""
    return whole[:2] == part[:2] and whole[2] in ("", part[2])


def said(code: Class) -> str:
    """`CSE-2-A`."""
    return "-".join(map(str, filter(None, code)))
