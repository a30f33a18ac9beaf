"""Importing is the office's: at the command, the form, the file and every button, from everybody else's side of it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from bot.store.tables import job, member, student_import
from bot.views.imports import APPLY, BEGIN, DISCARD, IN_FORM, IN_MESSAGE, LOOK
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.lists import checks, large, listing, register, sends, states
from tests.conversations.phone import Phone, requires_codes, sets_up
from tests.conversations.speaker import Speaker
from tests.conversations.test_import_files import values

NEW = listing("31CSE001,Nila Sen,CSE-1,nila@college.example,,")
WHO = {
    "stranger": ("USTRANGER", "I don't know you yet"),
    "deactivated": ("UGONE", "I don't know you yet"),
    "student": ("UASHA", "Only admins can do that"),
    "teacher": ("UMEERA", "Only admins can do that"),
}


@pytest.fixture(params=WHO)
def outsider(house: House, college: College, request: pytest.FixtureRequest) -> tuple[Speaker, str]:
    """Somebody who is no admin, and what they are told."""
    college.gives_email("21CSE001", "asha@college.example")
    college.employs("UGONE", role="admin", active=False)
    user_id, sentence = WHO[request.param]
    email = {"email": "asha@college.example"} if request.param == "student" else {}
    speaker = house.speaker(user_id, request.param.title(), **email)
    return speaker.types("/attendance"), sentence


@pytest.fixture
def waiting(house: House, college: College) -> str:
    """The id of an admin's import that waits for its Apply."""
    checks(house, NEW).sees("(Apply)")
    with college.database.reading() as tx:
        return str(tx.scalar(select(student_import.c.import_id)))


def test_the_command_is_refused(outsider: tuple[Speaker, str], college: College) -> None:
    speaker, sentence = outsider
    speaker.types("/attendance students import").sees(sentence).does_not_see("Roll No")
    assert speaker.workspace.modal(speaker.user_id) is None


def test_the_button_that_opens_the_form_is_refused(house: House, outsider: tuple[Speaker, str]) -> None:
    speaker, sentence = outsider
    forged.press(house, speaker.user_id, BEGIN)
    speaker.sees(sentence)
    assert house.workspace.modal(speaker.user_id) is None


@pytest.mark.parametrize("whose", ["own", "the admin's"])
def test_the_form_is_refused_whoever_uploaded_the_file(
    house: House, outsider: tuple[Speaker, str], college: College, whose: str
) -> None:
    speaker, sentence = outsider
    file = house.workspace.upload(speaker.user_id if whose == "own" else ADMIN, "students.csv", NEW)
    answer = forged.submit(house, speaker.user_id, "import", values(file))
    assert sentence in json.dumps(answer)
    assert college.count(student_import) == college.count(job) == 0


@pytest.mark.parametrize("block_id", [IN_FORM, IN_MESSAGE])
@pytest.mark.parametrize("action_id", [LOOK, APPLY, DISCARD])
def test_every_button_of_an_admins_import_is_refused(
    house: House, waiting: str, outsider: tuple[Speaker, str], college: College, action_id: str, block_id: str
) -> None:
    speaker, sentence = outsider
    before = register(college), states(college), college.audited()
    forged.press(house, speaker.user_id, action_id, waiting, block_id)
    speaker.sees(sentence).does_not_see("Nila", "students.csv", "1 new")
    house.works()
    assert (register(college), states(college), college.audited()) == before


def test_a_file_another_admin_uploaded_is_not_taken(house: House, admin: Speaker, college: College) -> None:
    college.employs("UHEAD", role="admin")
    file = house.workspace.upload(ADMIN, "students.csv", NEW)
    house.speaker("UHEAD", "Head")
    assert "uploaded by somebody else" in json.dumps(forged.submit(house, "UHEAD", "import", values(file)))
    assert college.count(student_import) == 0


@pytest.fixture
def head(house: House, college: College) -> Speaker:
    """An admin whom others can demote."""
    college.employs("UHEAD", role="admin")
    return house.speaker("UHEAD", "Head")


def demote(college: College) -> None:
    with college.database.begin() as tx:
        tx.execute(update(member).where(member.c.slack_user_id == "UHEAD").values(role="teacher"))


def test_for_an_admin_demoted_before_the_work_nothing_is_checked(house: House, head: Speaker, college: College) -> None:
    sends(head, large(1500)).closes(everything=True)
    demote(college)
    house.works()
    head.in_dm().sees("Nothing was done: whoever asked for it is no admin any more.").does_not_see("1,500")
    assert states(college) == ["refused"]


def test_for_an_admin_demoted_between_apply_and_the_work_nothing_is_applied(
    house: House, head: Speaker, college: College
) -> None:
    sends(head, large(1500))
    house.works()
    head.presses("See the result").presses("Apply").closes(everything=True)
    demote(college)
    house.works()
    head.in_dm().sees("Nothing was done: whoever asked for it is no admin any more.")
    assert (len(register(college)), states(college)) == (12, ["checked"])
    house.speaker(ADMIN, "Office").types("/attendance students import").presses("Look at it").presses("Apply")
    house.works()
    assert len(register(college)) == 1512


@pytest.fixture
def phone(house: House, admin: Speaker, college: College) -> Phone:
    """The office's phone, when codes are required and the last one is not good any more."""
    phone, _ = sets_up(house, admin)
    requires_codes(college)
    house.clock.passes(minutes=16)
    return phone


def test_where_codes_are_on_the_command_asks_for_one(admin: Speaker, phone: Phone, college: College) -> None:
    admin.types("/attendance students import").sees("needs a code").does_not_see("Roll No")


def test_where_codes_are_on_the_form_and_apply_ask_for_one(
    house: House, admin: Speaker, phone: Phone, college: College
) -> None:
    admin.types(f"/attendance code {phone.code}").types("/attendance students import")
    house.clock.passes(minutes=16)
    admin.uploads("The list", "students.csv", NEW).presses("Check the file").sees("needs a code")
    assert states(college) == []
    admin.fills("Code from your app", phone.code).presses("Confirm")
    admin.presses("Check the file").sees("1 row: 1 new")
    house.clock.passes(minutes=16)
    dm = admin.closes(everything=True).in_dm().presses("Apply")
    admin.sees("needs a code")
    assert (states(college), "31CSE001" in register(college)) == (["checked"], False)
    admin.fills("Code from your app", phone.code).presses("Confirm").closes(everything=True)
    dm.presses("Apply").sees("is applied")
