"""The demo college: worth looking at on the first day, and the same every time."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.clock import Clock
from bot.domain.percentage import Band, Counting, Standing, Tally
from bot.domain.rollcall import State, Status
from bot.store.database import Database
from bot.store.tables import attendance, roll_call, student
from infra.local import college
from infra.local.college_history import COURSES, DBMS, OS, past
from infra.local.college_people import (
    BORDERLINE,
    COMFORTABLE,
    CSE_2,
    ECE_3_A,
    ECE_3_B,
    LATE_JOINER,
    LINKED,
    ON_SLACK,
    SCI_1,
    SHORT,
    STUDENTS,
)

ANY_WEEK = [date(2026, 11, 16) + timedelta(days=days) for days in range(7)]


def overall(roll_no: str, today: date) -> Standing:
    statuses = [held.marks.get(roll_no) for held in past(today) if held.state is State.TAKEN]
    return Standing.of(Tally.of(statuses), Counting())


def test_the_classes_have_the_size_they_should() -> None:
    sizes = Counter(one.class_code for one in STUDENTS)
    assert sizes == {CSE_2: 60, ECE_3_A: 30, ECE_3_B: 30, SCI_1: 120}
    assert len({one.roll_no for one in STUDENTS}) == len({one.name for one in STUDENTS}) == len(STUDENTS)


@pytest.mark.parametrize("today", ANY_WEEK)
def test_three_students_are_worth_being_on_whatever_day_one_looks(today: date) -> None:
    assert overall(COMFORTABLE, today).text == "27/28 = 96.4 %"
    assert overall(BORDERLINE, today).text == "22/29 = 75.8 %"
    assert overall(SHORT, today).band is Band.SHORT


@pytest.mark.parametrize("today", ANY_WEEK)
def test_the_history_ends_yesterday_and_leaves_weekends_free(today: date) -> None:
    days = {held.on for held in past(today)}
    assert len(days) == 15
    assert max(days) < today
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}


def test_the_history_has_every_band_every_status_a_cancelled_class_and_a_late_joiner() -> None:
    history = list(past(ANY_WEEK[4]))
    bands = Counter(overall(one.roll_no, ANY_WEEK[4]).band for one in STUDENTS if one.class_code == CSE_2)
    assert min(bands[band] for band in (Band.ELIGIBLE, Band.CONDONABLE, Band.SHORT)) >= 5
    assert {status for held in history for status in held.marks.values()} == set(Status)
    assert [held.course for held in history if held.state is State.CANCELLED] == [OS]
    assert sum(LATE_JOINER in held.marks for held in history if held.course is DBMS) == 5


def test_seeding_fills_an_empty_database_once(database_url: str) -> None:
    database, clock = Database(database_url), Clock(ZoneInfo("Asia/Kolkata"))
    assert college.seed(database, clock)
    assert not college.seed(database, clock)
    with database.reading() as tx:
        assert tx.scalar(select(func.count()).select_from(student)) == len(STUDENTS)
        assert tx.scalar(select(func.count()).select_from(roll_call)) == 15 * len(COURSES)
        marked = tx.scalar(select(func.count()).select_from(attendance))
    database.close()
    assert marked == sum(len(held.marks) for held in past(clock.today()))


def test_some_on_slack_are_linked_and_some_are_not_yet() -> None:
    assert len(LINKED) == 3
    assert len(ON_SLACK) == len({user.user_id for user in ON_SLACK}) == 10
