"""Guards what a student's form is read as: every field that is wrong says so, and a changed record is noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.errors import FieldsWrong
from bot.domain.record import Details, Reading, Record, Typed

TODAY = date(2026, 11, 22)
DETAILS = Details("21CSE061", "Asha Rao", ClassCode("CSE", 2), "asha@c.example", "98470")
RECORD = Record(1, DETAILS, TODAY)


def test_a_form_is_read_into_what_is_kept() -> None:
    typed = Typed(" 21cse061 ", "Asha\u00a0 Rao", "cse 2", "Asha@C.Example", " 98470 ", TODAY)
    reading = Reading(typed, TODAY)
    assert (reading.details, reading.on) == (DETAILS, TODAY)


def test_what_is_kept_reads_as_itself() -> None:
    assert Reading(Typed.again(DETAILS, TODAY), TODAY).details == DETAILS


def test_every_wrong_field_has_its_sentence() -> None:
    reading = Reading(Typed("", "", "", "x", "\ufffd", TODAY + timedelta(days=367)), TODAY)
    with pytest.raises(FieldsWrong) as wrong:
        _ = reading.details
    assert wrong.value.fields.keys() == {"roll", "name", "class", "email", "guardian", "on"}


@pytest.mark.parametrize("days", [0, 366, -366])
def test_a_year_to_either_side_is_a_first_day(days: int) -> None:
    assert not Reading(Typed.again(DETAILS, TODAY + timedelta(days=days)), TODAY).wrong


def test_what_is_left_empty_stays_when_somebody_comes_back() -> None:
    typed = Typed("21CSE061", "Asha", "CSE-3").over(RECORD)
    assert (typed.email, typed.guardian) == ("asha@c.example", "98470")
    assert Typed("21CSE061", "Asha", "CSE-3", "new@c.example").over(RECORD).email == "new@c.example"


@pytest.mark.parametrize(
    "changed",
    [
        replace(RECORD, since=TODAY - timedelta(days=1)),
        replace(RECORD, active=False),
        *(
            replace(RECORD, details=replace(DETAILS, **{field: value}))
            for field, value in (("name", "Asha"), ("email", None), ("class_code", ClassCode("CSE", 3)))
        ),
    ],
)
def test_the_stamp_tells_any_change_of_what_a_form_shows(changed: Record) -> None:
    assert changed.stamp != RECORD.stamp
    assert replace(RECORD, slack_user_id="U1").stamp == RECORD.stamp
