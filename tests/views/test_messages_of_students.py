"""Guards the office's views of students: whatever a record holds, Slack takes the message or form, and pings nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.classlist import Classes, ClassList, ClassSize, Listed
from bot.domain.enrolment import Enrolment, Enrolments, Placed, Steps
from bot.domain.record import Details, Doomed, Enrolled, Erased, Overtaken, PutBack, Record, Removed, Returning, Typed
from bot.domain.student import Student
from bot.views import records, studentforms, students
from bot.views.blocks import Message
from bot.views.forms import Form
from infra.local.slack.blockkit import check_message, check_view
from tests.views.test_every_message import NAMES, NASTY, READER, TODAY, assert_slack_takes

CLASS = ClassCode("ABCDEFGHIJ", 12, "WXYZ")
NUMBER = 2**40


def record_of(name: str) -> Record:
    details = Details("&" * 32, name[:120], CLASS, "&" * 240 + "@x.example", NASTY + "&" * 100)
    return Record(NUMBER, details, TODAY, "U123456789", active=True)


def assert_slack_takes_form(form: Form) -> None:
    """What stands in a field is shown letter by letter; the rest is text like any other."""
    check_view(form.payload)
    assert_slack_takes(Message("x", [block for block in form.blocks if block["type"] != "input"]))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("may_change", [True, False])
def test_a_full_page_of_a_class(name: str, may_change: bool) -> None:
    one = Listed(Student(NUMBER, "&" * 32, name, CLASS), TODAY, "&" * 254, NASTY * 2)
    shown = ClassList(CLASS, (one,) * 20, 1, 50, 10, 0, may_change)
    assert_slack_takes(students.class_list(shown, READER))


@pytest.mark.parametrize("total", [0, 1, 20, 400])
def test_a_page_of_the_classes(total: int) -> None:
    shown = tuple(ClassSize(ClassCode("X", n % 12 + 1), 1200, 3) for n in range(min(20, total)))
    assert_slack_takes(students.classes(Classes(shown, 0, total, 20_000, may_change=True)))
    assert_slack_takes(students.classes(Classes(shown, 0, total, 20_000, may_change=False)))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_the_forms(name: str) -> None:
    record = record_of(name)
    assert_slack_takes_form(studentforms.add(CLASS, TODAY, "1"))
    assert_slack_takes_form(studentforms.add(None, TODAY, "1"))
    assert_slack_takes_form(studentforms.edit(replace(record, since=None)))
    assert_slack_takes_form(studentforms.overtaken(Overtaken(record, "U2"), READER))
    returning = Returning(record, Typed.again(record.details, TODAY))
    assert_slack_takes_form(studentforms.bring_back(returning))
    check_message(studentforms.bring_back_by_button(returning).payload)  # its value holds what was typed, unseen
    assert studentforms.read_returning(studentforms.bring_back(returning).carries) == (NUMBER, returning.typed)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("action", ["add", "edit", "return"])
@pytest.mark.parametrize("since", [TODAY, TODAY + timedelta(days=90)])
def test_what_was_done(name: str, action: str, since: date) -> None:
    record = replace(record_of(name), since=since)
    was = Enrolments((Enrolment(ClassCode("A", 1), date(2026, 1, 1)), Enrolment(ClassCode("B", 2), date(2028, 1, 1))))
    placed = Placed(NUMBER, ClassCode("A", 1), CLASS, since, Steps(was, was.then(CLASS, since)))
    changes = {"name": ("<!channel>", name), "class": (None, str(CLASS)), "from": (None, since.isoformat())}
    message = records.saved(Enrolled(record, action, changes, placed, opens=True), READER)
    assert_slack_takes(message)
    assert "The move to `B-2` planned for Sat 1 Jan 2028 is off." in str(message.blocks)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("marks", [0, 1, 2000])
def test_who_leaves(name: str, marks: int) -> None:
    record = record_of(name)
    was = Enrolments((Enrolment(CLASS, date(2026, 1, 1)), Enrolment(ClassCode("B", 2), date(2028, 1, 1))))
    leaving = TODAY + timedelta(days=1)
    placed = Placed(NUMBER, CLASS, None, leaving, Steps(was, was.then(None, leaving)))
    message = records.removed(Removed(record, marks, placed), READER)
    assert_slack_takes(message)
    assert "The move to `B-2` planned for Sat 1 Jan 2028 is off." in str(message.blocks)
    assert_slack_takes(records.removed(Removed(record, marks), READER))
    assert_slack_takes(records.back(PutBack(record, was.periods), READER))
    assert_slack_takes(records.doomed(Doomed(record, marks), READER))
    assert_slack_takes(records.erased(Erased("erased-17", marks)))
