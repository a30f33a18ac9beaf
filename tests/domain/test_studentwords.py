"""Guards that a student to be added is read however an office types them, and that a guess is never saved."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Told
from bot.domain.record import Typed
from bot.domain.studentwords import read_student
from bot.domain.words import Words

TODAY = date(2026, 11, 22)


def read(typed: str) -> Typed:
    return read_student(Words.read(typed).items, TODAY)


@pytest.mark.parametrize(
    ("typed", "roll", "name", "class_code"),
    [
        ("21CSE061 Asha Rao CSE-2", "21CSE061", "Asha Rao", "CSE-2"),
        ("CSE-2 21CSE061 Asha Rao", "21CSE061", "Asha Rao", "CSE-2"),
        ("CSE2 Asha Rao 21CSE061", "21CSE061", "Asha Rao", "CSE-2"),
        ("asha rao cse 2 a 21CSE061", "21CSE061", "asha rao", "CSE-2-a"),
        ("21CSE061 Asha A Rao cse 2 a", "21CSE061", "Asha A Rao", "CSE-2-a"),
        ("21CSE061 CSE-2 A Rao", "21CSE061", "A Rao", "CSE-2"),
        ("CSE-2-A 21CSE061 A", "21CSE061", "A", "CSE-2-A"),
        ("A12 Asha CSE-2", "A12", "Asha", "CSE-2"),
        ("21X1 Asha AI & DS 2", "21X1", "Asha", "AI&DS-2"),
        ('"Asha Rao", 42, CSE-2', "42", "Asha Rao", "CSE-2"),
        ("12 May Thomas CSE-2", "12", "May Thomas", "CSE-2"),
        ("21CSE061 Asha", "21CSE061", "Asha", ""),
        ("Asha CSE-2", "", "Asha", "CSE-2"),
        ("", "", "", ""),
    ],
)
def test_roll_name_and_class_in_any_order(typed: str, roll: str, name: str, class_code: str) -> None:
    assert read(typed) == Typed(roll, name, class_code)


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("42 Asha CSE-2 from 1 Jul", date(2026, 7, 1)),
        ("42 Asha from 2027-07-01 CSE-2", date(2027, 7, 1)),
        ("since yesterday 42 Asha CSE-2", date(2026, 11, 21)),
        ("42 From CSE-2", None),
    ],
)
def test_a_first_day_behind_from(typed: str, on: date | None) -> None:
    if on is None:
        with pytest.raises(Told, match="which is no date"):
            read(typed)
    else:
        assert read(typed) == Typed("42", "Asha", "CSE-2", on=on)


@pytest.mark.parametrize("email", ["asha@c.example", "<mailto:asha@c.example|asha@c.example>"])
def test_an_e_mail_wherever_it_stands(email: str) -> None:
    assert read(f"42 {email} Asha CSE-2") == Typed("42", "Asha", "CSE-2", "asha@c.example")


@pytest.mark.parametrize("typed", ["42 Asha CSE-2 43", "42 Asha 98470 CSE-2", "42 Asha CSE-2 2026-07-01"])
def test_a_number_too_many_is_asked_about(typed: str) -> None:
    with pytest.raises(Told, match=r"I don't know what .* Nothing was saved"):
        read(typed)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_told(typed: str) -> None:
    with suppress(Told):
        assert isinstance(read(typed), Typed)
