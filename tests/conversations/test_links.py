"""Slack users and students: linked by verified e-mail or by an admin, parted by an admin, and then they stay apart."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.store.tables import student
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.lists import listing, sends
from tests.conversations.speaker import Speaker


def linked(college: College) -> dict[str, str]:
    """Slack user ids by roll number."""
    with college.database.reading() as tx:
        rows = tx.execute(select(student).where(student.c.slack_user_id.is_not(None)))
        return {row.roll_no: row.slack_user_id for row in rows}


def deeds(college: College) -> list[tuple[str, str, str, str]]:
    written = [entry for entry in college.audited() if entry.action in ("link", "unlink")]
    return [(entry.actor, entry.source, entry.action, entry.target_id) for entry in written]


@pytest.fixture
def asha(house: House, college: College) -> Speaker:
    """A student whose e-mail the college does not have."""
    return house.speaker("UASHA", "Asha Rao", email="asha@home.example")


@pytest.fixture
def known_asha(house: House, college: College) -> Speaker:
    """A student whose e-mail the college has."""
    college.gives_email("21CSE001", "asha@college.example")
    return house.speaker("UASHA", "Asha Rao", email="asha@college.example")


def test_an_admin_links_somebody_the_e_mail_does_not_find(admin: Speaker, asha: Speaker, college: College) -> None:
    asha.types("/attendance me").sees("I don't know you yet")
    admin.types("/attendance link @Asha Rao 21cse001 because she showed her card")
    admin.sees("@Asha Rao is linked to 21CSE001 Asha (CSE-2) now")
    asha.types("/attendance me").sees("Your attendance")
    (entry,) = college.audited()
    assert (entry.actor, entry.source, entry.action, entry.target) == ("UADMIN", "command", "link", "student")
    assert (entry.changes, entry.reason) == ('{"slack_user_id":[null,"UASHA"]}', "she showed her card")


def test_the_same_link_again_says_so_and_audits_nothing(admin: Speaker, asha: Speaker, college: College) -> None:
    admin.types("/attendance link @Asha Rao 21CSE001").types("/attendance link 21CSE001 @Asha Rao")
    admin.sees("is linked to 21CSE001 Asha (CSE-2) already. Nothing was changed")
    assert len(college.audited()) == 1


def test_whoever_is_linked_already_is_named_on_either_side(
    house: House, admin: Speaker, asha: Speaker, college: College
) -> None:
    house.speaker("UBALA", "Bala")
    admin.types("/attendance link @Asha Rao 21CSE001")
    admin.types("/attendance link @Bala 21CSE001").sees("@Asha Rao is linked to 21CSE001 Asha", "unlink 21CSE001")
    admin.types("/attendance link @Asha Rao 21CSE002").sees("@Asha Rao is linked to 21CSE001 Asha", "so nothing")
    admin.types("/attendance unlink 21CSE001").types("/attendance link @Bala 21CSE001").sees("now")
    assert linked(college) == {"21CSE001": "UBALA"}


def test_a_guest_may_be_a_student(house: House, admin: Speaker, college: College) -> None:
    guest = house.speaker("UG", "Guest", restricted=True)
    admin.types("/attendance link @Guest 21CSE001").sees("is linked to 21CSE001")
    guest.types("/attendance me").sees("Your attendance")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("link", ["Whom do you mean?", "/attendance link @asha 21CSE042"]),
        ("link 21CSE001", ["I find no person in 21CSE001", "Slack's list"]),
        ("link @asha-r 21CSE001", ["@asha-r did not reach me as a person"]),
        ("link @Asha Rao", ["Which student?"]),
        ("link @Asha Rao 21CSE001 21CSE002", ["21CSE001 21CSE002", "one roll number"]),
        ("link @Asha Rao @Office 21CSE001", ["One person at a time"]),
        ("link @Asha Rao 4", ["No student has the roll number 4", "the whole roll number"]),
        ("link @Asha Rao 99XYZ", ["No student has the roll number 99XYZ"]),
        ("link @Asha Rao 21CSE012", ["21CSE012 Lata is in no class any more"]),
        ("link <@UNOBODY> 21CSE001", ["Slack knows nobody"]),
        ("link @Attendance 21CSE001", ["is an app, not a person"]),
        ("unlink", ["Whom?", "/attendance unlink 21CSE042"]),
        ("unlink 99XYZ", ["No student has the roll number 99XYZ"]),
        ("unlink 21CSE001", ["21CSE001 Asha is linked to no Slack account"]),
        ("unlink @Asha Rao", ["is linked to no student"]),
        ("unlink @Asha Rao 21CSE002", ["not linked to each other"]),
        ("unlink @asha-r", ["did not reach me as a person"]),
    ],
)
def test_what_cannot_be_done_is_said_with_an_example(
    house: House, admin: Speaker, asha: Speaker, college: College, typed: str, told: list[str]
) -> None:
    with college.database.begin() as tx:
        tx.execute(update(student).where(student.c.roll_no == "21CSE012").values(active=False))
        tx.execute(update(student).where(student.c.roll_no == "21CSE002").values(slack_user_id="UBALA"))
    admin.types(f"/attendance {typed}").sees(*told)
    assert (linked(college), college.audited()) == ({"21CSE002": "UBALA"}, [])


@pytest.mark.parametrize("account", [{"deleted": True}, {"stranger": True, "team_id": "T9"}, {"team_id": "T9"}])
def test_nobody_without_a_working_account_is_linked(
    house: House, admin: Speaker, college: College, account: dict[str, Any]
) -> None:
    house.workspace.add_user("UX", "Somebody", **account)
    admin.types("/attendance link <@UX> 21CSE001").sees("Somebody", "Nothing was changed")
    assert linked(college) == {}


def test_nobody_is_linked_while_slack_does_not_say_who_they_are(
    house: House, admin: Speaker, asha: Speaker, college: College
) -> None:
    admin.types("/attendance help")
    house.workspace.webapi.breaks("users.info")
    admin.types("/attendance link @Asha Rao 21CSE001").sees("Slack doesn't answer just now")
    assert linked(college) == {}


# Parted stays parted


@pytest.mark.parametrize("named", ["21CSE001", "@Asha Rao", "@Asha Rao 21CSE001"])
def test_an_unlinked_student_is_not_linked_again_by_e_mail(
    house: House, admin: Speaker, known_asha: Speaker, college: College, named: str
) -> None:
    known_asha.types("/attendance me").sees("Your attendance")
    admin.types(f"/attendance unlink {named}").sees("@Asha Rao is no longer linked to 21CSE001 Asha", "stay apart")
    for _ in range(2):
        known_asha.types("/attendance me").sees("I don't know you yet")
        house.clock.passes(minutes=11)
    known_asha.opens_home().sees("I don't know you yet")
    house.workspace.join("UASHA", "Asha Rao", email="asha@college.example")
    assert linked(college) == {}
    number = str(college.number_of("21CSE001"))
    assert deeds(college) == [
        ("UASHA", "command", "link", number),
        ("UADMIN", "command", "unlink", number),
    ]
    assert "asha@college.example" not in "".join(entry.changes for entry in college.audited())


def test_until_an_admin_links_them_again(admin: Speaker, known_asha: Speaker, college: College) -> None:
    known_asha.types("/attendance me")
    admin.types("/attendance unlink 21CSE001").types("/attendance link @Asha Rao 21CSE001").sees("now")
    known_asha.types("/attendance me").sees("Your attendance")


def test_or_the_e_mail_of_the_record_changes(
    house: House, admin: Speaker, known_asha: Speaker, college: College
) -> None:
    known_asha.types("/attendance me")
    admin.types("/attendance unlink 21CSE001")
    college.gives_email("21CSE001", "asha.rao@college.example")
    known_asha.types("/attendance me").sees("I don't know you yet")
    house.workspace.change_profile("UASHA", email="asha.rao@college.example")
    house.clock.passes(minutes=2)
    known_asha.types("/attendance me").sees("Your attendance")


def test_another_person_with_the_e_mail_is_linked_all_the_same(
    house: House, admin: Speaker, known_asha: Speaker, college: College
) -> None:
    known_asha.types("/attendance me")
    admin.types("/attendance unlink 21CSE001")
    again = house.speaker("UASHA2", "Asha, again", email="asha@college.example")
    again.types("/attendance me").sees("Your attendance")
    assert linked(college) == {"21CSE001": "UASHA2"}


# Who may

COMMANDS = ("link", "link <@USELF> 21CSE001", "link <@UASHA> 21CSE001", "unlink", "unlink 21CSE002", "unlink <@UBALA>")


@pytest.fixture(params=["a student", "a teacher", "a teacher of another class", "a stranger"])
def outsider(request: pytest.FixtureRequest, house: House, college: College, asha: Speaker) -> Speaker:
    if request.param == "a student":
        college.gives_email("21CSE003", "chitra@college.example")
        return house.speaker("USELF", "Chitra", email="chitra@college.example")
    if request.param == "a teacher":
        college.employs("USELF", ("CSE-2", "DBMS"))
    if request.param == "a teacher of another class":
        college.employs("USELF", ("ECE-3", "Signals"))
    return house.speaker("USELF", "Somebody")


@pytest.mark.parametrize("typed", COMMANDS)
def test_nobody_else_may_type_it(outsider: Speaker, college: College, typed: str) -> None:
    with college.database.begin() as tx:
        tx.execute(update(student).where(student.c.roll_no == "21CSE002").values(slack_user_id="UBALA"))
    outsider.types(f"/attendance {typed}").does_not_see("Asha", "Bala", "Whom")
    assert "Only admins can do that" in outsider.screen() or "I don't know you yet" in outsider.screen()
    others = {roll: user for roll, user in linked(college).items() if roll != "21CSE003"}
    assert others == {"21CSE002": "UBALA"}
    assert not [entry for entry in college.audited() if entry.actor != "USELF"]


# When the e-mail of a record changes


@pytest.fixture
def known_bala(house: House, college: College) -> Speaker:
    college.gives_email("21CSE002", "bala@college.example")
    return house.speaker("UBALA", "Bala", email="bala@college.example")


def test_a_link_made_by_e_mail_ends_with_it_and_the_right_person_is_linked(
    admin: Speaker, known_asha: Speaker, known_bala: Speaker, college: College
) -> None:
    known_asha.types("/attendance me").sees("Your attendance")
    admin.types("/attendance student edit 21CSE001").fills("E-mail", "office@college.example").presses("Save")
    admin.sees("@Asha Rao, whom the earlier e-mail had linked, is no longer linked to this student")
    known_asha.types("/attendance me").sees("I don't know you yet")
    assert [deed[:3] for deed in deeds(college)] == [("UASHA", "command", "link"), ("UADMIN", "form", "unlink")]
    admin.types("/attendance student edit 21CSE003").fills("E-mail", "asha@college.example").presses("Save")
    admin.does_not_see("no longer linked")
    known_asha.types("/attendance me").sees("Your attendance")
    assert linked(college) == {"21CSE003": "UASHA"}


def test_it_ends_when_a_list_gives_two_each_others_e_mail(
    house: House, admin: Speaker, known_asha: Speaker, known_bala: Speaker, college: College
) -> None:
    known_asha.types("/attendance me").sees("Your attendance")
    known_bala.types("/attendance me").sees("Your attendance")
    rows = ("21CSE001,Asha,CSE-2,bala@college.example,,", "21CSE002,Bala,CSE-2,asha@college.example,,")
    sends(admin, listing(*rows)).sees("2 links to Slack end", "21CSE001 and 21CSE002").presses("Apply").sees(
        "is applied"
    )
    assert linked(college) == {}
    known_asha.types("/attendance me").sees("Your attendance")
    known_bala.types("/attendance me").sees("Your attendance")
    assert linked(college) == {"21CSE001": "UBALA", "21CSE002": "UASHA"}


def test_an_admins_link_stays_whatever_the_e_mail(admin: Speaker, asha: Speaker, college: College) -> None:
    admin.types("/attendance link @Asha Rao 21CSE001")
    admin.types("/attendance student edit 21CSE001").fills("E-mail", "a@college.example").presses("Save")
    admin.sees("Saved: e-mail").does_not_see("no longer linked")
    assert linked(college) == {"21CSE001": "UASHA"}


def test_who_is_staff_and_a_student_is_said(house: House, admin: Speaker, college: College) -> None:
    house.speaker("UMEERA", "Meera Iyer")
    admin.types("/attendance link @Meera Iyer 21CSE001").sees("They are staff as well", "/attendance unlink 21CSE001")
    house.speaker("UBALA", "Bala")
    admin.types("/attendance link @Bala 21CSE002").does_not_see("@Bala is linked to 21CSE002 Bala now. They are staff")
    admin.types("/attendance role @Bala teacher").sees("Linked to the student 21CSE002 Bala as well")
