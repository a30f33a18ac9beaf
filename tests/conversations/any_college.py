"""A college as it comes: people move, leave and come back, days fall out, marks are missing or stand where they should
not. The same for the same number."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.domain.percentage import FULL, HALF, NONE, Counting, Excused
from bot.store.tables import attendance, enrolment, holiday, roll_call, student
from tests.conversations.college import College

CLASSES = (("CSE", 2, "A"), ("CSE", 2, "B"), ("CSE", 2, ""), ("ECE", 3, ""), ("ME", 1, "A"))
NAMES = (
    *("Asha Rao", "=HYPERLINK(1)", "+91 Dev", "-Esha", "@Farid", 'Gita "Gigi" Nair', "Hari, Junior", "<!channel> Indu"),
    *("आशा राव", "தமிழ் செல்வி", "రవి కుమార్", "Zoë Müller", "Kavya & Sons", "Lata Venkataraghavan Subramaniam Iyer"),
)
SUBJECTS = ("DBMS", "OS", "")
PERIODS = ("", "1", "2", "10")
STATUSES = "PPPPPPPPAAALLEEOO"
STUDENTS, DAYS = 36, 24
FOREVER = date(9999, 12, 31)
Class = tuple[str, int, str]


class Chance:
    """Fills a college. `first` to the college's today are the days on which something was held."""

    def __init__(self, college: College, number: int) -> None:
        self.college, self.today, self.random = college, college.today, random.Random(number)
        self.first = self.today - timedelta(days=DAYS - 1)
        self.enrolled: dict[int, list[tuple[Class, date, date]]] = {}

    def counting(self) -> Counting:
        """A college's way to count."""
        threshold = self.random.choice((75, 80, 60, 100))
        return Counting(
            threshold,
            self.random.choice((threshold, threshold - 10, 50)),
            self.random.choice((FULL, HALF, NONE)),
            self.random.choice(tuple(Excused)),
            self.random.choice((None, None, 1, 3)),
        )

    def fills(self) -> None:
        """Everything, in one transaction."""
        with self.college.database.begin() as tx:
            for number in range(STUDENTS):
                periods = self._periods()
                values = self._student(number, periods)
                (student_id,) = tx.execute(insert(student), values).inserted_primary_key  # type: ignore[misc]
                self.enrolled[student_id] = periods
                tx.execute(insert(enrolment), [self._enrolment(student_id, *period) for period in periods])
            tx.execute(insert(holiday), [{"date": day, "name": "Onam"} for day in self._some_days(3)])
            for held in self._roll_calls():
                (roll_call_id,) = tx.execute(insert(roll_call), held).inserted_primary_key  # type: ignore[misc]
                marks = list(self._marks(roll_call_id, held)) if held["state"] == "taken" else []
                if marks:
                    tx.execute(insert(attendance), marks)

    def range(self) -> tuple[date, date]:
        """Days to ask for: within those on which something was held, or beyond them on either side."""
        begin = self.random.choice((self.first - timedelta(days=9), self.first, self.first + timedelta(days=6)))
        end = self.random.choice((self.today, self.today + timedelta(days=12), self.today - timedelta(days=5)))
        return begin, end

    def _periods(self) -> list[tuple[Class, date, date]]:
        """One to three classes one after the other, some with days in none between them."""
        starts = self.first - timedelta(days=self.random.choice((400, 400, 3, -4)))
        found = []
        for left in reversed(range(self.random.choice((1, 1, 1, 2, 2, 3)))):
            code = self.random.choice(CLASSES)
            ends = self.today - timedelta(days=self.random.randrange(-3, DAYS - 2))
            is_last = not left and self.random.random() < 0.8
            ends = FOREVER if is_last else max(starts, ends)
            found.append((code, starts, ends))
            if ends == FOREVER:
                break
            starts = ends + timedelta(days=self.random.choice((1, 1, 1, 5)))
        return found

    def _student(self, number: int, periods: list[tuple[Class, date, date]]) -> dict[str, Any]:
        begun = [period for period in periods if period[1] <= self.today] or periods[:1]
        active = any(ends >= self.today for _, _, ends in periods)
        return {
            "name": NAMES[number % len(NAMES)],
            "roll_no": f"21X{number:03}",
            "active": active,
            "slack_user_id": f"USTUDENT{number:03}" if active else None,
            "erased_at": datetime(2026, 1, 1, tzinfo=UTC) if number in (7, 23) and not active else None,
            **self._code(begun[-1][0]),
        }

    def _enrolment(self, student_id: int, code: Class, starts: date, ends: date) -> dict[str, Any]:
        return {"student_id": student_id, **self._code(code), "starts_on": starts, "ends_on": ends}

    def _code(self, code: Class) -> dict[str, Any]:
        return dict(zip(("branch", "year", "section"), code, strict=True))

    def _some_days(self, count: int) -> list[date]:
        return [self.first + timedelta(days=day) for day in self.random.sample(range(DAYS), count)]

    def _roll_calls(self) -> list[dict[str, Any]]:
        """No two alike; some not saved yet, some of classes that were cancelled."""
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for day in range(DAYS):
            on = self.first + timedelta(days=day)
            for code in CLASSES:
                for _ in range(self.random.choice((0, 0, 1, 1, 2))):
                    state = self.random.choice(("taken", "taken", "taken", "taken", "open", "cancelled"))
                    subject, period = self.random.choice(SUBJECTS), self.random.choice(PERIODS)
                    held = {**self._code(code), "date": on, "subject": subject, "period": period}
                    found[tuple(held.values())] = {**held, "state": state, "version": 1, "taken_by": "UADMIN"}
        return list(found.values())

    def _marks(self, roll_call_id: int, held: dict[str, Any]) -> list[dict[str, Any]]:
        """Of those who sit there, some left out; and now and then of somebody who does not."""
        shared = {name: held[name] for name in ("date", "subject", "branch", "year", "section")}
        return [
            {**shared, "roll_call_id": roll_call_id, "student_id": one, "status": self.random.choice(STATUSES)}
            for one, periods in self.enrolled.items()
            if self.random.random() < (0.93 if self._sits(periods, held) else 0.02)
        ]

    def _sits(self, periods: list[tuple[Class, date, date]], held: dict[str, Any]) -> bool:
        return any(
            code[:2] == (held["branch"], held["year"])
            and held["section"] in ("", code[2])
            and starts <= held["date"] <= ends
            for code, starts, ends in periods
        )
