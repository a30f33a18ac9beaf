"""Students' records are the office's: at every command, button and form, from everybody else's point of view."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.store.tables import enrolment, member, student
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.forged import no_admin
from tests.conversations.speaker import Speaker

WHO = {
    "stranger": "I don't know you yet",
    "deactivated": "I don't know you yet",
    "student": "Only admins can do that",
    "teacher": "Only admins can do that",
}
COMMANDS = (
    "student add",
    "student add 21CSE061 Zoya CSE-2",
    "student add 21CSE003 Zoya CSE-2",
    "student add nonsense 1 2 3",
    "student edit 21CSE004",
    "student edit 99XYZ999",
    "student remove 21CSE004",
    "student remove 99XYZ999",
    "student erase 21CSE004",
    "students add 21CSE061 Zoya CSE-2",
    "students erase 21CSE004",
)


@pytest.fixture(params=WHO)
def outsider(house: House, college: College, request: pytest.FixtureRequest) -> tuple[Speaker, str]:
    """Somebody who is no admin, and what they are told."""
    return no_admin(house, college, request.param), WHO[request.param]


def everything(college: College) -> tuple[list[Any], ...]:
    """All there is of students, to see that nothing changed."""
    with college.database.reading() as tx:
        tables = (select(student).order_by(student.c.student_id), select(enrolment).order_by(enrolment.c.enrolment_id))
        return (*([tuple(row) for row in tx.execute(query)] for query in tables), college.audited())


def filled(**fields: str) -> dict[str, dict[str, Any]]:
    values = {"roll": "21CSE061", "name": "Zoya", "class": "CSE-2", "email": "", "guardian": ""} | fields
    return {name: {"field": {"type": "plain_text_input", "value": value}} for name, value in values.items()}


@pytest.mark.parametrize("typed", COMMANDS)
def test_no_command_is_for_anybody_else(college: College, outsider: tuple[Speaker, str], typed: str) -> None:
    speaker, told = outsider
    before = everything(college)
    speaker.types(f"/attendance {typed}").sees(told).does_not_see("Dev", "Chitra", "No student has")
    assert everything(college) == before


@pytest.mark.parametrize("action_id", ["studentadd", "studentedit", "studentremove", "studentreturn", "studentback"])
def test_no_button_is_for_anybody_else(
    house: House, college: College, outsider: tuple[Speaker, str], action_id: str
) -> None:
    speaker, told = outsider
    dev, before = college.number_of("21CSE004"), everything(college)
    again = json.dumps([dev, "21CSE004", "Dev", "CSE-2", "", "", ""])
    value = {"studentadd": "CSE-2", "studentreturn": again, "studentback": f"{dev}."}.get(action_id, str(dev))
    forged.press(house, speaker.user_id, action_id, value)
    speaker.sees(told).does_not_see("Dev")
    assert everything(college) == before


def test_the_admins_own_buttons_pressed_by_somebody_else_do_nothing(
    house: House, admin: Speaker, college: College, outsider: tuple[Speaker, str]
) -> None:
    speaker, told = outsider
    admin.types("/attendance student erase 21CSE004")
    (erase,) = [block["elements"][0] for block in admin.last.blocks if block["type"] == "actions"]
    before = everything(college)
    forged.press(house, speaker.user_id, erase["action_id"], erase["value"])
    speaker.sees(told).does_not_see("Dev", "Erased")
    assert everything(college) == before


@pytest.mark.parametrize("name", ["studentadd", "studentedit", "studentreturn"])
def test_no_form_is_for_anybody_else(house: House, college: College, outsider: tuple[Speaker, str], name: str) -> None:
    speaker, told = outsider
    dev, before = college.number_of("21CSE004"), everything(college)
    carries = {
        "studentedit": f"{dev}.0123456789abcdef",
        "studentreturn": json.dumps([dev, "21CSE004", "Dev", "CSE-2", "", "", ""]),
    }
    for fields in (filled(), filled(roll="21CSE003"), filled(roll="")):
        answer = json.dumps(forged.submit(house, speaker.user_id, name, fields, carries.get(name, "")))
        assert told in answer.encode().decode("unicode_escape")
        assert not any(word in answer for word in ("Dev", "Chitra", "errors"))
    assert everything(college) == before


@pytest.mark.parametrize("typed", ["students", "students CSE-2", "students BCA-1", "students add"])
def test_students_and_strangers_see_no_list(college: College, outsider: tuple[Speaker, str], typed: str) -> None:
    speaker, _ = outsider
    if speaker.user_id != "UMEERA":
        speaker.types(f"/attendance {typed}").does_not_see("Dev", "12 students", "Nobody is in")


@pytest.mark.parametrize("value", ["CSE-2", "all"])
def test_no_page_of_a_list_is_for_them(
    house: House, college: College, outsider: tuple[Speaker, str], value: str
) -> None:
    speaker, _ = outsider
    if speaker.user_id != "UMEERA":
        forged.press(house, speaker.user_id, "students.0", value)
        speaker.does_not_see("Dev", "12 students")


@pytest.mark.parametrize("typed", ["ECE-3", "BCA-1", "CSE"])
def test_a_teacher_of_another_class_sees_no_list_of_it(
    house: House, teacher: Speaker, college: College, typed: str
) -> None:
    college.admits("Mani", "22ECE001", "ECE-3")
    teacher.types(f"/attendance students {typed}").does_not_see("Mani", "1 student", "Nobody is in")
    forged.press(house, "UMEERA", "students.0", "ECE-3")
    teacher.sees("ECE-3 is not a class you take").does_not_see("Mani")


def test_a_teacher_of_a_section_does_not_list_the_class(house: House, college: College) -> None:
    college.admits("Mani", "22ECE001", "ECE-3-A")
    college.admits("Nila", "22ECE002", "ECE-3-B")
    college.employs("USEC", ("ECE-3-A", "Signals"))
    teacher = house.speaker("USEC", "Sec")
    teacher.types("/attendance students ECE-3").sees("not a class you take").does_not_see("Nila")
    teacher.types("/attendance students").sees("1 student in 1 class", "ECE-3-A").does_not_see("ECE-3-B")


def test_an_admin_who_is_one_no_more_is_refused_at_the_open_form(
    house: House, admin: Speaker, college: College
) -> None:
    college.employs("UHEAD", role="admin")
    head = house.speaker("UHEAD", "Head").types("/attendance student edit 21CSE004")
    with college.database.begin() as tx:
        tx.execute(update(member).where(member.c.slack_user_id == "UHEAD").values(role="teacher"))
    head.fills("Name", "Nobody").presses("Save").sees("Only admins can do that")
    assert college.audited() == []


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        ("studentedit", "x"),
        ("studentremove", ""),
        ("studenterase", "4"),
        ("studentreturn", "[]"),
        ("studentreturn", "nonsense"),
        ("studentadd", "nonsense"),
        ("studentback", "nonsense"),
        ("students.0", "nonsense"),
        ("students.x", "CSE-2"),
    ],
)
def test_a_button_of_another_shape_is_said_to_be_old(
    house: House, admin: Speaker, college: College, action_id: str, value: str
) -> None:
    forged.press(house, ADMIN, action_id, value)
    admin.does_not_see("Sorry")
    assert college.audited() == []


@pytest.mark.parametrize("carries", ["", "x", "1", "999999.0123456789abcdef"])
def test_a_form_of_another_shape_changes_nothing(house: House, admin: Speaker, college: College, carries: str) -> None:
    answer = json.dumps(forged.submit(house, ADMIN, "studentedit", filled(), carries))
    assert "Sorry" not in answer
    assert college.audited() == []
