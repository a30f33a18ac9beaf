"""The nightly settling with Slack's directory: accounts, names and links of everybody, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update

from bot import queueing, syncing
from bot.domain.directory import People, Profile
from bot.domain.job import Job
from bot.store.tables import job, member, student
from handlers import jobs
from handlers.jobs import people
from handlers.settings import Settings
from infra.local.slack.people import User
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker


def night(house: House) -> None:
    """The clock orders it, the worker does it."""
    assert house.handler
    syncing.begin(house.services)
    house.works()


def linked(college: College) -> dict[str, str]:
    with college.database.reading() as tx:
        rows = tx.execute(select(student).where(student.c.slack_user_id.is_not(None)))
        return {row.roll_no: row.slack_user_id for row in rows}


def members(college: College) -> dict[str, tuple[str, str]]:
    with college.database.reading() as tx:
        return {row.slack_user_id: (row.account, row.name) for row in tx.execute(select(member))}


def deeds(college: College) -> list[tuple[str, str, str, str]]:
    return [(entry.actor, entry.source, entry.action, entry.target) for entry in college.audited()]


def test_students_are_linked_by_verified_e_mail_before_they_ever_write(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    college.gives_email("21CSE002", "bala@college.example")
    college.gives_email("21CSE003", "chitra@college.example")
    house.workspace.add_user("UASHA", "Asha", email="Asha@College.example")
    house.workspace.add_user("UBALA", "Bala", email="bala@college.example", restricted=True)
    house.workspace.add_user("UCHITRA", "Chitra", email="chitra@college.example", email_confirmed=False)
    night(house)
    assert linked(college) == {"21CSE001": "UASHA", "21CSE002": "UBALA"}
    assert sorted(deeds(college)) == [
        ("UASHA", "job", "link", "student"),
        ("UBALA", "job", "link", "student"),
        ("UBALA", "slack", "account", "member"),
    ]
    assert members(college)["UBALA"] == ("guest", "")


def test_the_same_night_again_changes_nothing(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    house.workspace.add_user("UASHA", "Asha", email="asha@college.example")
    house.workspace.add_user("UMEERA", "Meera Iyer", restricted=True)
    night(house)
    before = (linked(college), members(college), deeds(college))
    night(house)
    syncing.begin(house.services)
    night(house)
    assert (linked(college), members(college), deeds(college)) == before


def test_accounts_and_names_of_members_are_settled(house: House, college: College) -> None:
    college.employs("UARJUN", ("CSE-2", "OS"))
    house.workspace.add_user("UMEERA", "Meera Iyer", deleted=True)
    house.workspace.add_user("UARJUN", "Arjun Rao")
    night(house)
    assert members(college) == {"UMEERA": ("gone", "Meera Iyer"), "UARJUN": ("full", "Arjun Rao")}
    house.workspace.add_user("UMEERA", "Meera Nair")
    night(house)
    assert members(college)["UMEERA"] == ("full", "Meera Nair")
    assert deeds(college) == [("UMEERA", "slack", "account", "member")] * 2


@pytest.mark.parametrize(
    "account",
    [{"deleted": True}, {"is_bot": True}, {"stranger": True}, {"team_id": "T9"}, {"email_confirmed": False}],
)
def test_nobody_who_may_not_be_is_linked(house: House, college: College, account: dict[str, Any]) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    house.workspace.add_user("UASHA", "Asha", email="asha@college.example", **account)
    night(house)
    assert (linked(college), college.audited()) == ({}, [])


def test_a_link_is_never_taken_from_anybody(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    college.gives_email("21CSE002", "bala@college.example")
    with college.database.begin() as tx:
        tx.execute(update(student).where(student.c.roll_no == "21CSE001").values(slack_user_id="UOTHER"))
        tx.execute(update(student).where(student.c.roll_no == "21CSE003").values(slack_user_id="UBALA"))
    house.workspace.add_user("UASHA", "Asha", email="asha@college.example")
    house.workspace.add_user("UBALA", "Bala", email="bala@college.example")
    night(house)
    assert (linked(college), college.audited()) == ({"21CSE001": "UOTHER", "21CSE003": "UBALA"}, [])


def test_an_e_mail_that_two_have_links_neither(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    for user in ("UONE", "UTWO"):
        house.workspace.add_user(user, user, email="asha@college.example")
    night(house)
    assert linked(college) == {}


def test_a_student_who_left_and_a_member_whose_access_ended_are_not_linked(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    college.gives_email("21CSE002", "old@college.example")
    college.employs("UOLD", role="student", active=False)
    with college.database.begin() as tx:
        tx.execute(update(student).where(student.c.roll_no == "21CSE001").values(active=False))
    house.workspace.add_user("UASHA", "Asha", email="asha@college.example")
    house.workspace.add_user("UOLD", "Old", email="old@college.example")
    night(house)
    assert linked(college) == {}


def test_whom_an_admin_parted_the_night_does_not_link(house: House, admin: Speaker, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    house.workspace.add_user("UASHA", "Asha", email="asha@college.example")
    night(house)
    admin.types("/attendance unlink 21CSE001").sees("no longer linked")
    night(house)
    assert linked(college) == {}


# Pages


@pytest.fixture
def many(house: House, college: College) -> int:
    """More people than fit on two pages, the students among them the last."""
    for number in range(430):
        house.workspace.people.add_user(User(f"UX{number:03}", f"X{number}", f"x{number}"))
    college.gives_email("21CSE001", "asha@college.example")
    house.workspace.add_user("UASHA", "Asha", email="asha@college.example")
    return 3


def test_everybody_is_asked_for_two_hundred_at_a_time(house: House, college: College, many: int) -> None:
    night(house)
    asked = house.workspace.webapi.asked("users.list")
    assert [str(one["limit"]) for one in asked] == ["200"] * many
    assert linked(college) == {"21CSE001": "UASHA"}


def test_a_page_that_fails_is_tried_again_and_nothing_is_lost(house: House, college: College, many: int) -> None:
    college.gives_email("21CSE002", "x5@college.example")
    house.workspace.change_profile("UX005", email="x5@college.example")
    assert house.handler
    syncing.begin(house.services)
    assert jobs.do(house.services, house.slack)
    house.workspace.webapi.breaks("users.list", times=2)
    house.works()
    assert linked(college) == {"21CSE002": "UX005"}
    for _ in range(2):
        house.clock.passes(minutes=1)
        house.works()
    assert linked(college) == {"21CSE001": "UASHA", "21CSE002": "UX005"}
    assert house.workspace.webapi.count("users.list") == many + 2


def test_slack_is_waited_for_as_long_as_it_says(
    house: House, college: College, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(people.time, "sleep", waits.append)
    house.workspace.webapi.fails("users.list", "ratelimited", retry_after=7, times=2)
    night(house)
    assert (waits, linked(college)) == ([7, 7], {"21CSE001": "UASHA"})


def test_when_it_asks_for_too_much_the_next_try_is_later(
    house: House, college: College, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people.time, "sleep", lambda _: pytest.fail("nobody sleeps for an hour"))
    house.workspace.webapi.fails("users.list", "ratelimited", retry_after=3600, times=1)
    night(house)
    assert linked(college) == {}
    house.clock.passes(minutes=1)
    house.works()
    assert linked(college) == {"21CSE001": "UASHA"}


def test_the_clock_orders_it_once_a_night(house: House, college: College) -> None:
    read = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": "secret", "DATABASE_URL": house.database_url}
    assert "sync" in jobs.SCHEDULES
    jobs.run("sync", Settings.read(read))
    with college.database.reading() as tx:
        assert tx.scalars(select(job.c.kind)).all() == ["people"]


# Size


@contextmanager
def statements(college: College) -> Iterator[list[str]]:
    sent: list[str] = []

    def keep(*args: Any) -> None:
        sent.append(args[2])

    event.listen(college.database.engine, "before_cursor_execute", keep)
    yield sent
    event.remove(college.database.engine, "before_cursor_execute", keep)


def taken(house: House) -> Job:
    """An order for a page, claimed."""
    claimed = queueing.take(house.services, syncing.begin(house.services))
    assert claimed
    return claimed


def test_a_page_costs_as_many_statements_whoever_is_on_it(house: House, college: College) -> None:
    with college.database.begin() as tx:
        rows = [
            {"roll_no": f"R{n}", "name": f"S{n}", "branch": "X", "year": 1, "email": f"s{n}@college.example"}
            for n in range(200)
        ]
        tx.execute(insert(student), rows)
    few = People((Profile("U0", "S0", "s0@college.example"), Profile("U1", "S1", "s1@college.example")))
    all_ = People(tuple(Profile(f"U{n}", f"S{n}", f"s{n}@college.example") for n in range(200)))
    ordered = [taken(house), taken(house)]
    with statements(college) as for_two:
        syncing.take_in(house.services, few, ordered[0])
    assert len(linked(college)) == 2
    with statements(college) as for_many:
        syncing.take_in(house.services, all_, ordered[1])
    assert len(for_many) <= len(for_two) + 2  # the links go a hundred a statement
    assert college.count(student) == 212
    assert len(linked(college)) == 200
