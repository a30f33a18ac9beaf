"""Two admins at one student: one wins, the other is told, nothing is half done; and a deed run twice is done once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert

from bot import enrolling, removing
from bot.auditing import Deed
from bot.domain.record import Enrolled, Erased, Removed, Typed
from bot.store.tables import enrolment, member, student
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.crowd import Crowded, at_once, crowded
from tests.conversations.test_students_who_may import filled

HEAD = "UHEAD"


@pytest.fixture
def office(database_url: str) -> Iterator[Crowded]:
    """A college with two admins, and as many instances of the bot as are needed."""
    with crowded(database_url) as house:
        house.college.admits_class("CSE-2")
        with house.college.database.begin() as tx:
            tx.execute(insert(member), {"slack_user_id": HEAD, "role": "admin"})
        for user_id in (ADMIN, HEAD):
            house.workspace.add_user(user_id, user_id)
        yield house


def sent(house: House, name: str, fields: dict[str, Any], carries: str = "") -> list[str]:
    """The same form, sent by both admins at the same moment; what each was answered."""
    answers = at_once(*(partial(forged.submit, house, who, name, fields, carries) for who in (ADMIN, HEAD)))
    return sorted(json.dumps(answer, ensure_ascii=False) for answer in answers)


@pytest.mark.parametrize("_", range(5))
def test_the_same_student_is_added_once_and_the_other_told(office: Crowded, _: int) -> None:
    answers = " ".join(sent(office, "studentadd", filled()))
    assert answers.count("*Zoya* is in `CSE-2` now") == 1
    assert answers.count("*Zoya* is in `CSE-2` already, just so") == 1
    assert (office.college.count(student), office.college.count(enrolment)) == (13, 13)
    assert [entry.action for entry in office.college.audited()] == ["add"]


def test_the_same_roll_number_is_added_once_and_told_at_the_field(office: Crowded) -> None:
    adds = [
        partial(forged.submit, office, who, "studentadd", filled(name=name))
        for who, name in ((ADMIN, "Zoya"), (HEAD, "Zara"))
    ]
    refused, saved = sorted(json.dumps(answer, ensure_ascii=False) for answer in at_once(*adds))
    assert json.loads(refused)["errors"].keys() == {"roll"}
    assert "21CSE061' is the roll number of Z" in refused
    assert "is in `CSE-2` now" in saved
    assert (office.college.count(student), office.college.count(enrolment)) == (13, 13)
    assert [entry.action for entry in office.college.audited()] == ["add"]


def test_the_same_e_mail_is_one_students(office: Crowded) -> None:
    def add(who: str, roll: str) -> Any:
        return forged.submit(office, who, "studentadd", filled(roll=roll, email="z@college.example"))

    answers = at_once(partial(add, ADMIN, "21CSE061"), partial(add, HEAD, "21CSE062"))
    answers = sorted(map(json.dumps, answers))
    assert json.loads(answers[0])["errors"].keys() == {"email"}
    assert office.college.count(student) == 13


def test_one_of_two_edits_is_saved_and_the_other_shown_it(office: Crowded) -> None:
    dev = office.college.number_of("21CSE004")
    record = enrolling.look_up(office.services, ADMIN, dev)
    edits = [
        partial(forged.submit, office, who, "studentedit", filled(roll="21CSE004", name=name), f"{dev}.{record.stamp}")
        for who, name in ((ADMIN, "Dev Anand"), (HEAD, "Dev Arora"))
    ]
    answers = [json.dumps(answer, ensure_ascii=False) for answer in at_once(*edits)]
    assert sum("Saved: name Dev → Dev A" in answer for answer in answers) == 1
    assert sum("so nothing was saved" in answer for answer in answers) == 1
    assert [entry.action for entry in office.college.audited()] == ["edit"]


def test_a_student_is_brought_back_once(office: Crowded) -> None:
    dev = office.college.number_of("21CSE004")
    removing.remove(office.services, Deed(ADMIN, office.clock.now(), "form"), dev)
    carries = json.dumps([dev, "21CSE004", "Dev", "CSE-2", "", "", ""])
    answers = sent(office, "studentreturn", {}, carries)
    assert sum("*Dev* is back" in answer for answer in answers) == 1
    assert sum("is in `CSE-2` already" in answer for answer in answers) == 1
    assert [entry.action for entry in office.college.audited()] == ["remove", "return"]


def test_a_deed_whose_commit_was_answered_by_nobody_is_done_once(house: House, college: College) -> None:
    services, dev = house.services, college.number_of("21CSE004")

    def deed() -> Deed:
        return Deed(ADMIN, house.clock.now(), "form")

    once = deed()
    for _ in range(2):
        assert isinstance(enrolling.add(services, once, Typed("21CSE061", "Zoya", "CSE-2")), Enrolled)
    record, once = enrolling.look_up(services, ADMIN, dev), deed()
    for _ in range(2):
        outcome = enrolling.edit(services, once, dev, record.stamp, Typed("21CSE004", "Dev Anand", "CSE-2"))
        assert isinstance(outcome, Enrolled)
    once = deed()
    for _ in range(2):
        assert isinstance(removing.remove(services, once, dev), Removed)
    once = deed()
    for _ in range(2):
        assert enrolling.bring_back(services, once, dev, Typed("21CSE004", "Dev", "CSE-2")).record.active
    record, once = enrolling.look_up(services, ADMIN, dev), deed()
    for _ in range(2):
        assert isinstance(removing.erase(services, once, dev, record.stamp), Erased)
    assert [entry.action for entry in college.audited()] == ["add", "edit", "remove", "return", "erase"]
