"""Weeks going by: what moves the clock to a turn of a weekly report, and what the worker then does."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from bot import configuring
from bot.domain.report import Wanted
from bot.store.tables import job, report, schedule
from handlers.jobs import weekly
from infra.local.slack.messages import Message
from infra.local.slack.people import BOT_USER_ID
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def until(house: House, day: str, clock: str) -> None:
    """The clock moves on to the next such moment at the college."""
    now = house.clock.local(house.clock.now())
    hour, minute = map(int, clock.split(":"))
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    then += timedelta((DAYS.index(day) - now.weekday()) % 7)
    if then <= now:
        then += timedelta(days=7)
    house.clock.passes(seconds=(then - now).total_seconds())


def wakes(house: House) -> int:
    """What the worker does each minute; how many reports it found due."""
    house.services = configuring.current(house.services)
    found = weekly.due(house.services)
    house.works()
    return len(found)


def schedules(college: College) -> list[Any]:
    with college.database.reading() as tx:
        return list(tx.execute(select(schedule).order_by(schedule.c.schedule_id)))


def ordered(college: College) -> list[tuple[date, date]]:
    """The first and last day of every report that was ordered by itself."""
    with college.database.reading() as tx:
        rows = tx.execute(select(report).where(report.c.schedule_id.is_not(None)).order_by(report.c.report_id)).all()
    days = [Wanted.from_json(json.loads(row.wanted)).days for row in rows]
    return [(one.first, one.last) for one in days]


def waiting(college: College, kind: str) -> int:
    with college.database.reading() as tx:
        return len(tx.execute(select(job.c.job_id).where(job.c.kind == kind, job.c.state != "done")).all())


def public(house: House, speaker: Speaker, channel: str = "C1") -> list[Message]:
    """What everybody in the channel sees of the bot."""
    messages = house.workspace.messages(speaker.user_id, channel)
    return [one for one in messages if not one.ephemeral and one.author == BOT_USER_ID]


def told(house: House, user_id: str) -> list[str]:
    """The direct messages of the bot to somebody."""
    channel = house.workspace.channel(user_id).id
    return [one.text for one in house.workspace.messages(user_id, channel) if one.author == BOT_USER_ID]
