"""Guards students by the thousand: the quick ways to read and write them give what the plain ways do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.domain.classcode import ClassCode
from bot.domain.importplan import Edit
from bot.domain.studentrow import StudentRow
from bot.store import audits, bulk, enrolments, listed, newcomers
from bot.store.audits import Entry
from bot.store.database import Database, Outrun
from bot.store.tables import audit, enrolment, student

NAMES = ('Asha "the\\first" Rao', "தமிழ்ச்செல்வி", "D'Souza", "👩🏽‍🎓", "a/b\\n", "José")
ON = date(2026, 7, 1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def row(number: int, name: str = "Asha", **values: str) -> StudentRow:
    return StudentRow(number, f"R{number:05}", name, ClassCode("CSE", 1 + number % 4, "A" * (number % 2)), **values)


def test_few_and_many_are_found_alike(database: Database) -> None:
    rows = [row(number, email=f"s{number}@x.in") for number in range(0, 4000, 2)]
    with database.begin() as tx:
        listed.add(tx, rows)
        everybody = {one.roll_no for one in rows}
        wanted = {f"R{number:05}" for number in range(500, 2500)}
        for some in (wanted, set(list(wanted)[:700]), {"R00000"}, {"R00001"}, set()):
            for lock in (False, True):
                found = listed.with_rolls(tx, some, lock=lock)
                assert set(found) == some & everybody
            assert set(listed.ids(tx, some)) == some & everybody
        emails = {f"s{number}@x.in" for number in range(500, 2500)}
        assert emails & {one.email for one in rows} <= set(listed.with_emails(tx, emails))
    known = found_first(database)
    assert (known.name, known.email, known.class_code, known.active) == ("Asha", "s0@x.in", ClassCode("CSE", 1), True)


def found_first(database: Database) -> listed.Known:
    with database.reading() as tx:
        return listed.with_rolls(tx, ["R00000"])["R00000"]


@pytest.mark.parametrize("gaps", [(), (3,), (1, 2, 5, 9), tuple(range(0, 400, 2))])
def test_stretches_of_ids_are_exactly_those_ids(database: Database, gaps: tuple[int, ...]) -> None:
    with database.begin() as tx:
        listed.add(tx, [row(number) for number in range(400)])
        ids = sorted(listed.ids(tx, [f"R{number:05}" for number in range(400)]).values())
        wanted = {one for place, one in enumerate(ids) if place not in gaps}
        conditions = list(bulk.one_of(student.c.student_id, wanted))
        found = [key for condition in conditions for key in tx.scalars(select(student.c.student_id).where(condition))]
        assert sorted(found) == sorted(wanted)


def test_newcomers_are_noted_as_anybody_is(database: Database) -> None:
    rows = [row(number, name, email=f"{number}@x.in") for number, name in enumerate(NAMES)]
    rows += [row(90, guardian_contact='"\\'), row(91)]
    deed = Entry(datetime(2026, 7, 2, 4, 5, 6, 789, tzinfo=UTC), "U1", "import", "add", "student", "", {}, None, "why")
    with database.begin() as tx:
        listed.add(tx, rows)
        ids = listed.ids(tx, [one.roll_no for one in rows])
        enrolments.enter(tx, ids.values(), ON)
        newcomers.note(tx, deed, ids.values(), ON)
        audits.add(tx, deed)
        *noted, plain = tx.execute(select(audit).order_by(audit.c.audit_id))
        seats = {one.student_id: one for one in tx.execute(select(enrolment))}
    assert {(*one[1:6], one.version, one.reason) for one in noted} == {(*plain[1:6], plain.version, plain.reason)}
    by_id = {one.target_id: json.loads(one.changes) for one in noted}
    for one in rows:
        told = {"roll": one.roll_no, "name": one.name, "class": str(one.class_code), "from": ON.isoformat()}
        more = {"e-mail": one.email, "guardian contact": one.guardian_contact}
        told |= {what: value for what, value in more.items() if value}
        assert by_id[str(ids[one.roll_no])] == {what: [None, value] for what, value in told.items()}
        seat = seats[ids[one.roll_no]]
        assert (seat.starts_on, seat.ends_on, seat.branch, seat.section) == (
            ON,
            date.max,
            "CSE",
            one.class_code.section,
        )


def test_who_was_added_meanwhile_is_no_error_of_the_database(database: Database) -> None:
    with database.begin() as tx:
        listed.add(tx, [row(1, email="a@x.in")])
        with pytest.raises(Outrun):
            listed.add(tx, [row(1)])
        with pytest.raises(Outrun):
            listed.add(tx, [row(2, email="a@x.in")])


def test_an_edit_writes_what_differs_and_leaves_the_rest(database: Database) -> None:
    with database.begin() as tx:
        listed.add(tx, [row(1, email="a@x.in", guardian_contact="1"), row(2, email="b@x.in")])
        before = listed.with_rolls(tx, ["R00001", "R00002"])
        tx.execute(student.update().where(student.c.roll_no == "R00001").values(slack_user_id="U1"))
        one = row(1, "Asha Rao", guardian_contact="2")
        listed.edit(tx, [Edit(one, before["R00001"], {"name": ("Asha", "Asha Rao"), "guardian contact": ("1", "2")})])
        after = listed.with_rolls(tx, ["R00001", "R00002"])
        assert after["R00001"] == before["R00001"]._replace(name="Asha Rao", guardian_contact="2")
        assert after["R00002"] == before["R00002"]
        assert tx.scalar(select(student.c.slack_user_id).where(student.c.roll_no == "R00001")) == "U1"
        listed.forget_emails(tx, [after["R00001"].student_id])
        assert listed.with_rolls(tx, ["R00001"])["R00001"].email == ""
