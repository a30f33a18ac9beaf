"""The weekly report comes: on its day, by the college's clock, once, for the right week, and after any outage."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot import arranging, scheduling
from bot.auditing import Deed
from bot.domain.classcode import ClassCode
from bot.domain.schedule import Turn, Weekly
from bot.services import Services
from bot.store.database import Database
from bot.store.tables import job, schedule
from handlers import jobs
from handlers.jobs import weekly
from handlers.settings import Settings
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, SECRET, TOKEN, House
from tests.conversations.crowd import at_once
from tests.conversations.reported import buttons, cells_about, fetched, link_in
from tests.conversations.speaker import Speaker
from tests.conversations.weeks import ordered, public, schedules, until, wakes


@pytest.fixture(autouse=True)
def _wednesday(house: House, college: College, bucket: str) -> None:
    house.stores_in(bucket)
    until(house, "wednesday", "10:00")


@pytest.fixture
def weekly_summary(teacher: Speaker) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00").sees("Every Monday at 08:00")


def marked(college: College, on: date, letters: str) -> None:
    ids = [college.number_of(f"21CSE{number:03}") for number in range(1, 13)]
    college.held("CSE-2", on, dict(zip(ids, letters, strict=True)), "DBMS")


def monday_of(day: date) -> date:
    return day - timedelta(day.weekday())


@pytest.mark.usefixtures("weekly_summary")
def test_the_report_of_last_week_comes_by_itself(house: House, teacher: Speaker, college: College) -> None:
    monday = monday_of(college.today)
    marked(college, monday - timedelta(days=1), "AAAAAAAAAAAA")  # the week before does not count
    marked(college, monday, "AEPPPPPPPPPP")
    marked(college, monday + timedelta(days=6), "PPPPPPPPPPPP")
    until(house, "monday", "07:59")
    marked(college, college.today, "AAAAAAAAAAAA")  # nor does the day itself
    assert wakes(house) == 0
    house.clock.passes(minutes=1)
    assert wakes(house) == 1
    assert wakes(house) == 0
    _, message = public(house, teacher)
    assert "Summary of CSE-2" in message.text
    assert "11 of 12 students are at 75 % or more; 1 is below" in message.text
    assert "Overall 22/23 = 95.6 %. 2 roll calls" in message.text
    assert "Comes by itself every week" in teacher.screen()
    assert next(iter(buttons(message))) == "Download XLSX"
    assert ordered(college) == [(monday, monday + timedelta(days=6))]


@pytest.mark.usefixtures("weekly_summary")
def test_its_files_are_given_to_who_may_have_them(house: House, teacher: Speaker, college: College) -> None:
    marked(college, monday_of(college.today), "AEPPPPPPPPPP")
    until(house, "monday", "08:00")
    wakes(house)
    teacher.presses("Download CSV").sees("The link works until")
    assert "50" not in cells_about(fetched(link_in(teacher.last)), "21CSE003")
    assert "0.0" in " ".join(cells_about(fetched(link_in(teacher.last)), "21CSE001"))
    house.speaker("USTRANGER").presses("Download CSV").sees("I don't know you yet")


@pytest.mark.usefixtures("weekly_summary")
def test_three_weeks_without_a_worker_bring_one_message_about_the_latest(
    house: House, teacher: Speaker, college: College
) -> None:
    house.clock.passes(days=23)
    assert (wakes(house), wakes(house)) == (1, 0)
    days = monday_of(college.today) - timedelta(days=7)
    assert ordered(college) == [(days, days + timedelta(days=6))]
    assert len(public(house, teacher)) == 2
    until(house, "monday", "08:00")
    assert wakes(house) == 1


@pytest.mark.usefixtures("weekly_summary")
def test_two_workers_who_wake_at_once_post_it_once(house: House, teacher: Speaker, college: College) -> None:
    for week in range(3):
        until(house, "monday", "08:00")
        with another(house) as one, another(house) as other:
            found = at_once(*(lambda services=services: weekly.due(services) for services in (one, other)))
            assert sorted(map(len, found)) == [0, 1]
            at_once(*(lambda services=services: jobs.drain(services, house.slack) for services in (one, other)))
        assert len(public(house, teacher)) == week + 2
    assert len(set(ordered(college))) == len(ordered(college)) == 3


def test_the_same_typed_twice_at_once_is_one_and_announced_once(
    house: House, teacher: Speaker, college: College
) -> None:
    asked, deed = Weekly(ClassCode("CSE", 2)), Deed("UMEERA", house.clock.now(), "command")
    for weekday in range(3):
        asked = replace(asked, turn=Turn(weekday))
        with another(house) as one, another(house) as other:
            at_once(*(partial(arranging.set_up, services, deed, asked, "C1") for services in (one, other)))
        house.works()
        assert (len(schedules(college)), len(public(house, teacher))) == (1, weekday + 1)


@contextmanager
def another(house: House) -> Iterator[Services]:
    """One more worker's way to the same database."""
    database = Database(house.database_url, connections=4)
    yield replace(house.services, database=database)
    database.close()


@pytest.mark.usefixtures("weekly_summary")
def test_what_was_left_out_in_a_pause_is_not_made_up_for(house: House, teacher: Speaker, college: College) -> None:
    teacher.presses("Pause")
    until(house, "monday", "08:00")
    assert wakes(house) == 0
    until(house, "tuesday", "12:00")
    teacher.presses("Resume").sees("Resumed by")
    assert wakes(house) == 0
    until(house, "monday", "08:00")
    assert wakes(house) == 1
    teacher.types("/attendance schedule stop CSE-2")
    until(house, "monday", "08:00")
    assert wakes(house) == 0


@pytest.mark.usefixtures("weekly_summary")
def test_an_overdue_one_that_is_typed_again_still_comes(house: House, teacher: Speaker, college: College) -> None:
    until(house, "monday", "08:00")
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00 pdf").sees("Changed by")
    assert wakes(house) == 1


@pytest.mark.usefixtures("weekly_summary")
def test_another_time_zone_brings_nothing_twice(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    until(house, "monday", "08:00")
    assert wakes(house) == 1
    admin.types("/attendance settings zone New_York").sees("America/New_York")
    house.clock = replace(house.clock, zone=ZoneInfo("America/New_York"))
    house.restarts()
    now = house.clock.local(house.clock.now())
    assert now.weekday() == 6
    until(house, "monday", "08:00")
    assert wakes(house) == 0
    until(house, "monday", "08:00")
    assert wakes(house) == 1
    assert len(ordered(college)) == 2


def test_each_of_many_comes_once(house: House, admin: Speaker, college: College) -> None:
    for number in range(1, 6):
        college.admits(f"S{number}", f"22ME{number}", f"ME-{number}")
        admin.types(f"/attendance schedule ME-{number} weekly")
    admin.types("/attendance schedule all weekly register pdf")
    until(house, "monday", "08:00")
    assert (wakes(house), wakes(house)) == (6, 0)
    assert len(ordered(college)) == 6
    assert len(public(house, admin)) == 12


@pytest.mark.usefixtures("weekly_summary")
def test_a_worker_that_ends_in_the_middle_loses_no_turn(house: House, college: College) -> None:
    until(house, "monday", "08:00")

    def end(*_: object) -> dict[str, object]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scheduling.due(house.services, "reporting", end)
    assert (ordered(college), college.count(job)) == ([], 1)
    assert wakes(house) == 1


def test_a_class_that_is_empty_by_then_says_so(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly")
    for number in range(1, 13):
        college.leaves(college.number_of(f"21CSE{number:03}"), college.today)
    house.clock.passes(days=14)
    assert wakes(house) == 1
    assert len(public(house, teacher)) == 2


def test_the_worker_on_lambda_finds_what_is_due(house: House, teacher: Speaker, college: College) -> None:
    """Through its own settings and clock: what was handled is put back by a week."""
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00")
    put_back(college)
    read = Settings.read(
        {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{house.workspace.public_url}/api/",
            "DATABASE_URL": house.database_url,
            "ATTENDANCE_ADMINS": ADMIN,
            "ATTENDANCE_TIMEZONE": "Asia/Kolkata",
            "REPORTS_BUCKET": house.bucket,
            "AWS_ENDPOINT_URL": os.environ.get("AWS_ENDPOINT_URL", ""),
        }
    )
    jobs.run("weekly", read)
    assert (len(ordered(college)), len(public(house, teacher))) == (1, 1)
    jobs.run("work", read)
    assert (len(ordered(college)), len(public(house, teacher))) == (1, 2)
    put_back(college)
    jobs.run("work", read)
    assert (len(ordered(college)), len(public(house, teacher))) == (2, 3)


def put_back(college: College) -> None:
    with college.database.begin() as tx:
        tx.execute(schedule.update().values(handled_on=schedules(college)[0].handled_on - timedelta(days=14)))
