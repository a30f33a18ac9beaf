"""The office's students: forms sent twice, lists behind them, nobody named, and people named by their account."""

from __future__ import annotations

import json

import pytest

from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker
from tests.conversations.test_students_who_may import filled


def sent_again(house: House, **fields: str) -> str:
    """The form that is open, sent once more as it is filled in: Slack's answer was late and somebody pressed again."""
    view = house.workspace.modal(ADMIN)
    assert view is not None
    values = filled(**fields)
    if "on" in fields:
        values["on"] = {"field": {"type": "datepicker", "selected_date": fields["on"]}}
    name, carries = view.body["callback_id"], view.body["private_metadata"]
    answers = [forged.submit(house, ADMIN, name, values, carries) for _ in range(2)]
    return json.dumps(answers[1], ensure_ascii=False)


@pytest.mark.parametrize("class_code", ["CSE-2", "ECE-3"])
def test_an_edit_sent_twice_is_saved_once_and_says_so(
    house: House, admin: Speaker, college: College, class_code: str
) -> None:
    admin.types("/attendance student edit 21CSE002")
    fields = {"roll": "21CSE002", "name": "Bala Kumar", "class": class_code, "on": "2020-01-01"}
    assert "All of it is saved" in sent_again(house, **fields)
    assert [entry.action for entry in college.audited()] == ["edit"]


def test_a_student_added_twice_is_there_already(house: House, admin: Speaker, college: College) -> None:
    admin.types("/attendance student add")
    assert "is in `CSE-2` already, just so" in sent_again(house)
    admin.closes().types("/attendance student add 21CSE062 Mani CSE-2")
    admin.types("/attendance student add 21CSE062 Mani CSE-2")
    admin.sees("Mani is in CSE-2 already, just so. Nothing was added")
    admin.types("/attendance student add 21CSE062 Manik CSE-2").sees("is the roll number of Mani in CSE-2")
    assert [entry.action for entry in college.audited()] == ["add", "add"]


def test_after_a_form_it_is_said_what_the_list_behind_it_shows(admin: Speaker, college: College) -> None:
    admin.types("/attendance students CSE-2").sees("12 students. Nobody of them is on Slack yet")
    admin.presses("Edit", beside="Bala").fills("Name", "Bala Kumar").presses("Save")
    admin.sees("A list you opened before shows this when you open it again")


def test_without_a_roll_number_it_is_asked_for(admin: Speaker, college: College) -> None:
    for does in ("edit", "remove", "erase"):
        admin.types(f"/attendance student {does}").sees("Which student?", f"/attendance student {does} 21CSE042")


def test_a_person_may_stand_where_a_roll_number_belongs(house: House, admin: Speaker, college: College) -> None:
    house.speaker("UBALA", "Bala")
    for typed in ("student", "student edit", "student remove", "student erase"):
        admin.types(f"/attendance {typed} @Bala").sees("linked to", "the", "roll number").does_not_see(
            "UBALA", "you take"
        )
    admin.types("/attendance link @Bala 21CSE002").types("/attendance student @Bala").sees(
        "Attendance of 21CSE002 Bala"
    )
    admin.types("/attendance student edit @Bala").sees("Edit a student", "Bala").closes()
    admin.types("/attendance student remove @Bala").sees("21CSE002 Bala was removed")
    admin.types("/attendance student 21CSE002").sees("In no class any more").does_not_see("Attend the next", "can miss")
