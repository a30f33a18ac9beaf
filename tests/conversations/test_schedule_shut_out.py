"""A weekly report that cannot be posted: nothing is kept that never works, and whoever set it up is told, once."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import jobs
from handlers.jobs import weekly
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker
from tests.conversations.weeks import ordered, public, schedules, told, until, waiting, wakes


@pytest.fixture(autouse=True)
def _wednesday(house: House, college: College, bucket: str) -> None:
    house.stores_in(bucket)
    until(house, "wednesday", "10:00")


def invite(house: House, *, bot_in: bool, **channel: Any) -> None:
    house.workspace.add_channel("C1", "staff-room", bot_in=bot_in, **channel)


@pytest.mark.parametrize("private", [False, True])
def test_a_channel_without_the_bot_gets_none_and_the_person_is_told_how(
    house: House, teacher: Speaker, college: College, private: bool
) -> None:
    invite(house, bot_in=False, private=private)
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00").sees(
        "Nothing was set up: I can't write in #staff-room. Type /invite @Attendance there",
        "Then type this again: /attendance schedule CSE-2 weekly mon 08:00",
        "only visible to you",
    )
    assert [row.state for row in schedules(college)] == ["stopped"]
    house.works()
    house.clock.passes(days=14)
    assert (wakes(house), told(house, "UMEERA"), public(house, teacher)) == (0, [], [])
    teacher.types("/attendance schedule").sees("No report comes by itself here")
    invite(house, bot_in=True, private=private)
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00").sees("Every Monday at 08:00", "Set up by")
    assert [row.state for row in schedules(college)] == ["active"]


@pytest.mark.parametrize("reason", ["not_in_channel", "channel_not_found", "is_archived", "restricted_action"])
def test_when_the_bot_is_put_out_the_one_who_set_it_up_is_told_once(
    house: House, teacher: Speaker, admin: Speaker, college: College, reason: str
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00")
    until(house, "monday", "08:00")
    if reason == "not_in_channel":
        invite(house, bot_in=False)
    else:
        house.workspace.webapi.fails("chat.postMessage", reason, times=1)
    assert wakes(house) == 1
    (message,) = told(house, "UMEERA")
    assert "could not be posted in <#C1>, and is paused" in message
    assert ("is archived" in message) is (reason == "is_archived")
    assert ("/invite @Attendance" in message) is reason.endswith(("in_channel", "not_found"))
    assert (schedules(college)[0].state, schedules(college)[0].why) == ("paused", "channel")
    until(house, "monday", "08:00")
    assert (wakes(house), len(told(house, "UMEERA")), told(house, "UADMIN")) == (0, 1, [])
    teacher.types("/attendance schedule").sees("paused, because I can't write there")
    admin.types("/attendance audit").sees("The bot · paused the weekly summary of CSE-2")


def test_it_is_resumed_from_the_direct_message_once_the_bot_is_back(
    house: House, teacher: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00")
    until(house, "monday", "08:00")
    invite(house, bot_in=False)
    wakes(house)
    mine = teacher.in_dm().presses("Resume").sees("stays paused", "/invite @Attendance")
    assert schedules(college)[0].why == "channel"
    house.works()
    assert sum("could not be posted" in message for message in told(house, "UMEERA")) == 1
    invite(house, bot_in=True)
    mine.presses("Resume")
    assert "Resumed by you: the weekly summary of CSE-2 comes in #staff-room" in mine.screen()
    assert "Resumed by" in public(house, teacher)[-1].text
    assert wakes(house) == 0
    until(house, "monday", "08:00")
    assert (wakes(house), len(ordered(college))) == (1, 2)


def test_typed_again_in_the_channel_it_goes_on(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00")
    until(house, "monday", "08:00")
    invite(house, bot_in=False)
    wakes(house)
    invite(house, bot_in=True)
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00").sees("Every Monday at 08:00", "Resumed by")
    assert (schedules(college)[0].state, schedules(college)[0].why) == ("active", "")


def test_the_admins_are_told_where_slack_does_not_reach_who_set_it_up(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    teacher.types("/attendance schedule CSE-2 weekly mon 08:00")
    until(house, "monday", "08:00")
    house.workspace.webapi.fails("chat.postMessage", "not_in_channel", times=1)
    wakes_only(house)
    house.workspace.webapi.fails("chat.postMessage", "user_disabled", times=1)
    house.works()
    (message,) = told(house, "UADMIN")
    assert "<@UMEERA> set up" in message
    assert told(house, "UMEERA") == []


def wakes_only(house: House) -> None:
    """Makes the report, and not yet what comes of it."""
    weekly.due(house.services)
    assert jobs.do(house.services, house.slack)


def test_a_slow_slack_loses_nothing_and_says_nothing_twice(house: House, teacher: Speaker, college: College) -> None:
    house.workspace.webapi.breaks("chat.postMessage", times=1, done=True)
    teacher.types("/attendance schedule CSE-2 weekly").sees("Slack is slow just now")
    house.clock.passes(minutes=5)
    house.works()
    assert (len(public(house, teacher)), schedules(college)[0].state) == (1, "active")


def test_a_slack_that_takes_nothing_is_told_later(house: House, teacher: Speaker, college: College) -> None:
    house.workspace.webapi.fails("chat.postMessage", "ratelimited", times=1)
    teacher.types("/attendance schedule CSE-2 weekly").sees("Slack is slow just now")
    assert public(house, teacher) == []
    house.clock.passes(minutes=5)
    house.works()
    assert len(public(house, teacher)) == 1


def test_a_bot_that_is_not_in_the_channel_and_cut_short_tells_it_from_behind(
    house: House, teacher: Speaker, college: College
) -> None:
    house.workspace.webapi.fails("chat.postMessage", "ratelimited", times=1)
    teacher.types("/attendance schedule CSE-2 weekly").sees("Slack is slow just now")
    invite(house, bot_in=False)
    house.clock.passes(minutes=5)
    house.works()
    (message,) = told(house, "UMEERA")
    assert "Nothing was set up" in message
    assert schedules(college)[0].state == "stopped"
    assert waiting(college, "announcing") == 0
