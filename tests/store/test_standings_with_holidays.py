"""Guards the standing against holidays: what SQL adds up is what counting the roll calls one by one comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert

from bot.domain.percentage import Counting, Excused, Standing, Tally
from bot.domain.period import DateRange
from bot.domain.rollcall import Status
from bot.store import standings
from bot.store.database import Database
from bot.store.tables import attendance, enrolment, holiday, plan, roll_call, student
from tests.conversations.college import College, MovedClock

FIRST = date(2026, 11, 1)
LENGTH = 20  # days


@dataclass(frozen=True)
class Call:
    """A roll call and the mark of the one student in it, `-` for none."""

    typed: str
    on: date
    subject: str
    state: str
    letter: str


DAYS = st.integers(0, LENGTH - 1).map(lambda number: FIRST + timedelta(number))
CALLS = st.lists(
    st.builds(
        Call,
        st.sampled_from(["CSE-2", "CSE-2-A", "CSE-2-B", "ECE-3"]),
        DAYS,
        st.sampled_from(["", "DBMS"]),
        st.sampled_from(["taken", "taken", "taken", "cancelled", "open"]),
        st.sampled_from("PALEO-"),
    ),
    max_size=25,
    unique_by=lambda call: (call.typed, call.on, call.subject),
)
HOLIDAYS = st.dictionaries(DAYS, st.sampled_from(["Diwali", "Onam"]), max_size=8)
RANGES = st.none() | st.tuples(DAYS, DAYS).map(lambda ends: DateRange(min(ends), max(ends)))


@pytest.fixture
def college(database_url: str) -> Iterator[College]:
    database = Database(database_url)
    yield College(database, MovedClock(ZoneInfo("Asia/Kolkata")))
    database.close()


def arranged(college: College, calls: list[Call], holidays: dict[date, str], moved_on: date) -> int:
    """Asha, in CSE-2-A until she moved to ECE-3 that day; her id."""
    with college.database.begin() as tx:
        for table in (attendance, roll_call, enrolment, student, plan, holiday):
            tx.execute(delete(table))
        if holidays:
            tx.execute(insert(holiday), [{"date": day, "name": name} for day, name in holidays.items()])
    asha = college.admits("Asha", "21CSE001", "CSE-2-A", FIRST - timedelta(30))
    college.leaves(asha, moved_on)
    college.joins(asha, "ECE-3", moved_on)
    for call in calls:
        letters = {asha: call.letter} if call.letter != "-" and call.state == "taken" else {}
        college.held(call.typed, call.on, letters, call.subject, call.state)
    return asha


def counted(calls: list[Call], holidays: dict[date, str], moved_on: date, days: DateRange | None) -> list[Call]:
    """The roll calls that concern her, one by one: taken, of the class she sat in that day, on no holiday."""
    hers = {"CSE-2": False, "CSE-2-A": False, "ECE-3": True}
    return [
        call
        for call in calls
        if call.state == "taken"
        and call.on not in holidays
        and hers.get(call.typed) == (call.on >= moved_on)
        and (days is None or call.on in days)
    ]


def status(letter: str) -> Status | None:
    return None if letter == "-" else Status(letter)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CALLS, HOLIDAYS, DAYS, RANGES)
def test_no_holiday_is_counted_or_held_and_everything_else_is(
    college: College, calls: list[Call], holidays: dict[date, str], moved_on: date, days: DateRange | None
) -> None:
    asha = arranged(college, calls, holidays, moved_on)
    expected = counted(calls, holidays, moved_on, days)
    with college.database.reading() as tx:
        totals = standings.totals(tx, asha, days, Status.EXCUSED)
        entries = standings.entries(tx, asha, days) + standings.entries_elsewhere(tx, asha, days)
    for subject in ("", "DBMS"):
        of_subject = [call for call in expected if call.subject == subject]
        if not of_subject:
            assert subject not in totals
            continue
        assert totals[subject].tally == Tally.of(status(call.letter) for call in of_subject)
        assert totals[subject].held == len(of_subject)
        last = max((call.on for call in of_subject if call.letter not in "-E"), default=None)
        assert totals[subject].last_counted == last
    counting = Counting(excused=Excused.LEFT_OUT)
    whole = sum((one.tally for one in totals.values()), Tally())
    assert Standing.of(whole, counting).counted == sum(not entry.why_not(counting) for entry in entries)
    for entry in entries:
        assert entry.holiday == holidays.get(entry.held.on, "")
        if entry.holiday and entry.state == "taken":
            assert (entry.why_not(counting), entry.letter) == (f"a holiday: {entry.holiday}", "·")


def test_holidays_cost_no_question_more(college: College) -> None:
    asha = arranged(college, [Call("CSE-2", FIRST, "", "taken", "P")], {FIRST: "Diwali"}, FIRST + timedelta(9))
    asked: list[str] = []
    event.listen(college.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with college.database.reading() as tx:
        standings.totals(tx, asha, None, None)
        standings.entries(tx, asha, None)
    assert len(asked) == 2
