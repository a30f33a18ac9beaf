"""Slack accounts: a deactivated person has no rights, a guest is never staff; and what knowing it costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.domain.directory import People, Profile
from bot.notify import remembered
from bot.store.tables import member
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker
from tests.soon import seconds


def accounts(college: College) -> dict[str, str]:
    with college.database.reading() as tx:
        return {row.slack_user_id: row.account for row in tx.execute(select(member))}


def changes(college: College) -> list[tuple[str, str, str]]:
    written = [entry for entry in college.audited() if entry.action == "account"]
    assert all(entry.target == "member" for entry in written)
    return [(entry.source, entry.target_id, entry.changes) for entry in written]


def asked(house: House) -> int:
    return house.workspace.webapi.count("users.info")


def in_ten_minutes(house: House) -> None:
    house.clock.passes(minutes=10, seconds=1)


@pytest.fixture
def asha(house: House, college: College) -> Speaker:
    """A student, linked when she first writes."""
    college.gives_email("21CSE001", "asha@college.example")
    return house.speaker("UASHA", "Asha Rao", email="asha@college.example")


# What Slack says holds


def test_a_deactivated_teacher_has_no_rights_and_a_reactivated_one_has_them_back(
    house: House, teacher: Speaker, college: College
) -> None:
    teacher.types("/attendance mark CSE-2").sees("tick who is absent")
    house.workspace.deactivate("UMEERA")
    in_ten_minutes(house)
    teacher.types("/attendance mark CSE-2").sees("I don't know you yet")
    teacher.types("/attendance mark CSE-2 all present").sees("I don't know you yet")
    assert (college.marks(), accounts(college)) == ({}, {"UMEERA": "gone"})
    house.workspace.reactivate("UMEERA")
    house.clock.passes(minutes=1, seconds=1)
    teacher.types("/attendance mark CSE-2 all present").sees("12 present")
    assert changes(college) == [
        ("slack", "UMEERA", '{"account":["full","gone"]}'),
        ("slack", "UMEERA", '{"account":["gone","full"]}'),
    ]


def test_what_is_pressed_and_opened_is_refused_as_well(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra")
    house.workspace.change_profile("UMEERA", deleted=True)
    house.restarts()  # another instance, that has not heard of her
    teacher.opens_home().sees("I don't know you yet")
    forged.press(house, "UMEERA", "go.mark", "mark")
    assert "I don't know you yet" in teacher.last.text
    assert (college.marks(), accounts(college)) == ({}, {"UMEERA": "gone"})


@pytest.mark.parametrize("account", [{"restricted": True}, {"ultra_restricted": True}])
def test_a_teacher_who_becomes_a_guest_is_staff_no_longer(
    house: House, teacher: Speaker, college: College, account: dict[str, Any]
) -> None:
    house.workspace.change_profile("UMEERA", **account)
    teacher.types("/attendance mark CSE-2").sees("I don't know you yet")
    assert accounts(college) == {"UMEERA": "guest"}
    house.workspace.change_profile("UMEERA", restricted=False, ultra_restricted=False)
    house.clock.passes(minutes=1, seconds=1)
    teacher.types("/attendance mark CSE-2").sees("tick who is absent")


@pytest.mark.parametrize("account", [{"stranger": True, "team_id": "T9"}, {"team_id": "T9"}])
def test_somebody_of_another_workspace_has_no_rights(
    house: House, teacher: Speaker, college: College, account: dict[str, Any]
) -> None:
    teacher.types("/attendance help")
    house.workspace.change_profile("UMEERA", **account)
    in_ten_minutes(house)
    forged.press(house, "UMEERA", "go.mark", "mark")
    teacher.sees("I don't know you yet")
    assert accounts(college) == {"UMEERA": "gone"}


def test_a_deactivated_student_sees_nothing_and_sees_it_again_when_reactivated(
    house: House, asha: Speaker, college: College
) -> None:
    asha.types("/attendance me").sees("Your attendance")
    assert accounts(college) == {"UMEERA": "full"}
    house.workspace.deactivate("UASHA")
    in_ten_minutes(house)
    asha.types("/attendance me").sees("I don't know you yet")
    assert accounts(college)["UASHA"] == "gone"
    house.workspace.reactivate("UASHA")
    house.clock.passes(minutes=2)
    asha.types("/attendance me").sees("Your attendance")


def test_a_deactivated_admin_of_the_operator_has_no_rights(house: House, admin: Speaker, college: College) -> None:
    house.workspace.deactivate(ADMIN)
    admin.types("/attendance mark CSE-2 DBMS all present").sees("I don't know you yet")
    assert (accounts(college)[ADMIN], college.marks()) == ("gone", {})


def test_a_guest_is_linked_by_e_mail_as_a_student(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    guest = house.speaker("UASHA", "Asha", email="asha@college.example", restricted=True)
    guest.types("/attendance me").sees("Your attendance")
    in_ten_minutes(house)
    guest.types("/attendance me").sees("Your attendance")
    assert accounts(college)["UASHA"] == "guest"


@pytest.mark.parametrize("account", [{"deleted": True}, {"stranger": True}, {"team_id": "T9"}, {"is_bot": True}])
def test_nobody_else_is_linked_by_e_mail(house: House, college: College, account: dict[str, Any]) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    house.workspace.add_user("UASHA", "Asha", email="asha@college.example", **account)
    forged.press(house, "UASHA", "go.me", "me")
    house.workspace.join("UASHA", "Asha", email="asha@college.example", **account)
    assert (college.audited(), accounts(college)) == ([], {"UMEERA": "full"})


def test_a_stranger_leaves_nothing_behind(house: House, college: College) -> None:
    house.speaker("UX", "Somebody", restricted=True).types("/attendance me").sees("I don't know you yet")
    assert (accounts(college), college.audited()) == ({"UMEERA": "full"}, [])


def test_a_name_is_kept_fresh_and_is_not_worth_an_entry(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance help")
    house.workspace.change_profile("UMEERA", name="Meera Iyer-Nair")
    in_ten_minutes(house)
    teacher.types("/attendance help")
    with college.database.reading() as tx:
        assert tx.scalar(select(member.c.name)) == "Meera Iyer-Nair"
    assert college.audited() == []


# What it costs


@contextmanager
def statements(college: College) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    sent: list[str] = []

    def keep(*args: Any) -> None:
        sent.append(args[2])

    event.listen(college.database.engine, "before_cursor_execute", keep)
    yield sent
    event.remove(college.database.engine, "before_cursor_execute", keep)


def test_slack_is_asked_once_in_ten_minutes_and_in_between_it_costs_nothing(
    house: House, teacher: Speaker, college: College
) -> None:
    with statements(college) as first:
        teacher.types("/attendance mark CSE-2")
    assert (asked(house), house.workspace.webapi.count("auth.test")) == (1, 1)
    with statements(college) as again:
        teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
        teacher.opens_home()
    assert asked(house) == 1
    assert any("member.name" in sent for sent in first)
    assert not any("member.name" in sent for sent in again)
    in_ten_minutes(house)
    teacher.types("/attendance mark CSE-2")
    assert (asked(house), house.workspace.webapi.count("auth.test")) == (2, 1)


def test_a_stranger_costs_one_call_and_whoever_confirms_the_e_mail_does_not_wait_long(
    house: House, college: College
) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    asha = house.speaker("UASHA", "Asha", email="asha@college.example", email_confirmed=False)
    asha.types("/attendance me").sees("I don't know you yet").types("/attendance me")
    assert asked(house) == 1
    house.workspace.change_profile("UASHA", email_confirmed=True)
    house.clock.passes(minutes=1, seconds=1)
    asha.types("/attendance me").sees("Your attendance")
    assert asked(house) == 2


@pytest.mark.usefixtures("hurried")
def test_a_slack_that_hangs_is_waited_for_once_and_what_was_known_holds(
    house: House, teacher: Speaker, asha: Speaker, college: College
) -> None:
    usual = seconds(lambda: asha.types("/attendance me"))
    house.restarts()
    house.workspace.webapi.hangs("users.info", 30)
    waited = seconds(lambda: teacher.types("/attendance mark CSE-2").sees("tick who is absent"))
    assert 1.5 < waited < 2.9 + 5 * usual
    assert seconds(lambda: asha.types("/attendance me").sees("Your attendance")) < 0.5 + 5 * usual
    stranger = house.speaker("UX", "Somebody")
    assert seconds(lambda: stranger.types("/attendance me").sees("I don't know you yet")) < 0.5 + 5 * usual
    house.workspace.webapi.heals()


@pytest.mark.parametrize("word", ["ratelimited", "internal_error", "invalid_auth"])
def test_a_slack_that_refuses_is_left_alone_for_a_while(
    house: House, teacher: Speaker, college: College, word: str
) -> None:
    house.workspace.webapi.fails("users.info", word, retry_after=120)
    for _ in range(3):
        teacher.types("/attendance mark CSE-2").sees("tick who is absent")
    assert asked(house) == 1
    house.clock.passes(seconds=121)
    house.workspace.webapi.heals()
    house.workspace.deactivate("UMEERA")
    teacher.types("/attendance mark CSE-2").sees("I don't know you yet")
    assert asked(house) == 2


def test_while_slack_is_silent_somebody_gone_stays_gone(house: House, teacher: Speaker, college: College) -> None:
    house.workspace.deactivate("UMEERA")
    teacher.types("/attendance mark CSE-2").sees("I don't know you yet")
    house.workspace.reactivate("UMEERA")
    house.workspace.webapi.breaks("users.info")
    in_ten_minutes(house)
    teacher.types("/attendance mark CSE-2").sees("I don't know you yet")


def test_only_so_many_people_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Asked:
        def profile(self, slack_user_id: str) -> Profile:
            asked.append(slack_user_id)
            return Profile(slack_user_id)

        def people(self, cursor: str = "") -> People:
            return People(())

    monkeypatch.setattr(remembered, "MOST", 3)
    directory, now = remembered.Remembered(Asked()), datetime(2026, 11, 22, tzinfo=UTC)
    for user in ("U1", "U2", "U3", "U1", "U4", "U2", "U1"):
        directory.news(user, now)
    assert asked == ["U1", "U2", "U3", "U4", "U1"]  # the one longest ago made room for U4
