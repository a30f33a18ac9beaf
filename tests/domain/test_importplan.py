"""Guards what a list of students is said to change, row by row."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.importplan import Known, Plan, compare, summary
from bot.domain.imports import MOST_NAMED, MOST_SHOWN, Wrong
from bot.domain.studentrow import StudentRow

TODAY = date(2026, 11, 22)
CSE = ClassCode("CSE", 2)
ASHA = Known(1, "1", "Asha", "asha@x.in", "98450", CSE, True)
BALA = Known(2, "2", "Bala", "", "", ClassCode("CSE", 2, "B"), True)
GONE = Known(3, "3", "Gita", "gita@x.in", "", CSE, False)
EVERYBODY = (ASHA, BALA, GONE)


def row(roll: str, name: str = "Nila", typed: str = "CSE-2", **values: object) -> StudentRow:
    return StudentRow(int(roll) + 1, roll, name, ClassCode.read(typed), **values)  # type: ignore[arg-type]


def plan(*rows: StudentRow) -> Plan:
    rolls, emails = {one.roll_no for one in rows}, {one.email for one in rows}
    known = {one.roll_no: one for one in EVERYBODY if one.roll_no in rolls}
    holders = {one.email: one for one in EVERYBODY if one.email in emails}
    return compare(rows, known, holders, TODAY)


@pytest.mark.parametrize(
    ("given", "effects"),
    [
        (row("9"), {("9", "new", "")}),
        (row("1", "Asha"), set()),
        (row("1", "Asha", email="asha@x.in", guardian_contact="98450"), set()),
        (row("1", "Asha Rao"), {("1", "name", "Asha")}),
        (row("1", "Asha", email="a@x.in"), {("1", "e-mail", "asha@x.in")}),
        (row("1", "Asha", email=None, guardian_contact=None), set()),
        (row("1", "Asha", guardian_contact="1"), {("1", "guardian contact", "98450")}),
        (row("2", "Bala", "CSE-2-B", email="b@x.in"), {("2", "e-mail", "")}),
        (row("1", "Asha", "CSE-3"), {("1", "class", "CSE-2")}),
        (row("1", "Asha", "CSE-2-A"), {("1", "class", "CSE-2")}),
        (row("2", "Bala", "CSE-2"), set()),
        (row("2", "Bala", "CSE-2-A"), {("2", "class", "CSE-2-B")}),
        (row("3", "Gita"), {("3", "return", "")}),
        (row("3", "Gita Rao", "CSE-3"), {("3", "return", ""), ("3", "name", "Gita")}),
    ],
)
def test_what_one_row_changes(given: StudentRow, effects: set[tuple[str, str, str]]) -> None:
    drawn = plan(given)
    assert drawn.effects == effects
    assert (drawn.unchanged, drawn.wrong) == (not effects, ())


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        ([row("9", email="asha@x.in")], ["The e-mail `asha@x.in` is already that of `1`."]),
        ([row("9", email="gita@x.in")], ["is already that of `3`, who was removed."]),
        ([row("2", "Bala", email="asha@x.in"), row("1", "Asha")], ["is already that of `1`."]),
        ([row("2", "Bala", email="asha@x.in"), row("1", "Asha", email="asha@x.in")], ["is already that of `1`."]),
        ([row("2", "Bala", email="asha@x.in"), row("1", "Asha", email="new@x.in")], []),
        ([row("2", "Bala", email="gita@x.in"), row("3", "Gita", email="bala@x.in")], []),
        ([row("1", "Asha", email="asha@x.in")], []),
        ([row("9", starts_on=date(2027, 11, 24))], ["`2027-11-24` is more than a year ahead"]),
        ([row("9", starts_on=date(2027, 11, 22))], []),
        ([row("9", starts_on=date(1900, 1, 1))], ["`1900-01-01` is too long ago. Correct it, or leave it empty."]),
    ],
)
def test_what_is_wrong_as_the_college_stands(rows: list[StudentRow], sentences: list[str]) -> None:
    wrong = plan(*rows).wrong
    assert len(wrong) == len(sentences)
    assert all(sentence in one.sentence for one, sentence in zip(wrong, sentences, strict=True))


def test_a_summary_counts_every_row_once_and_names_the_first() -> None:
    rows = [row("1", "Asha Rao", "CSE-3"), row("2", "Bala"), row("3", "Gita"), row("8", typed="ECE-1"), row("9")]
    errors = [Wrong(number, "", f"What is wrong with {number}.") for number in range(40, 55)] + [Wrong(40, "", "More.")]
    outcome = summary(plan(*rows), errors, {CSE: 60, BALA.class_code: 30, ClassCode("ME", 1): 5}, {CSE})
    assert (outcome.rows, outcome.new, outcome.changed, outcome.unchanged, outcome.errors) == (20, 2, 2, 1, 15)
    assert outcome.joining == (("CSE-2", 1), ("ECE-1", 1))
    assert (outcome.moving, outcome.returning, outcome.staying) == ((("CSE-2", "CSE-3", 1),), ("3",), 1)
    assert outcome.absent == (("CSE-2", 59), ("CSE-2-B", 29))
    assert len(outcome.wrong) == MOST_SHOWN <= MOST_NAMED
    assert outcome.wrong[:2] == (errors[0], errors[-1])
