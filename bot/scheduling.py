"""Reports that come by themselves every week, as the worker sees them: which are due, and which cannot come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot import access, auditing, heeding
from bot.auditing import Deed
from bot.domain.schedule import SCHEDULE, Coming, Schedule, State, Why, changes
from bot.services import Services
from bot.store import jobs, reports, schedules
from bot.store.database import whole_unit

TELL = "tell_paused"
"""The work that tells people why a report does not come any more."""
BY_ITSELF = "job"
"""Where a pause comes from that nobody asked for, as the audit calls it."""
CHANNEL_GONE = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_only_channel",
        "team_access_not_granted",
        "user_disabled",
        "user_not_found",
        "cannot_dm_bot",
        "messages_tab_disabled",
    }
)
"""Slack's words for a conversation the bot cannot write to until people change something."""


def due(services: Services, kind: str, payload: Callable[[str, int, datetime], Mapping[str, Any]]) -> list[int]:
    """Have every report made whose turn has come, as work of this kind; the ids of that work.

    Each turn once, however many ask at the same moment; of several turns that were missed, the latest. `payload` is
    given who set it up, the report's number and the instant.
    """
    now, zone, job_ids = services.clock.now(), services.clock.zone, []
    for one in _active(services):
        if on := one.due(now, zone):
            heeding.heed(services, one.made_by)
            job_ids.append(_turned(services, one, on, now, kind, payload))
    return [job_id for job_id in job_ids if job_id is not None]


@whole_unit
def _active(services: Services) -> list[Schedule]:
    with services.database.reading() as tx:
        return schedules.active(tx)


@whole_unit
def _turned(
    services: Services,
    schedule: Schedule,
    on: date,
    now: datetime,
    kind: str,
    payload: Callable[[str, int, datetime], Mapping[str, Any]],
) -> int | None:
    """The work of one turn; `None` when another worker was faster, or the schedule has changed meanwhile."""
    with services.database.begin() as tx:
        owner = access.person(services, tx, schedule.made_by)
        if not schedules.handle(tx, schedule, on):
            return None
        if not owner.may_read(schedule.weekly.class_code):
            return _paused(services, tx, replace(schedule, handled_on=on), Why.RIGHTS)
        wanted = schedule.weekly.report_of(on)
        report_id = reports.add(tx, wanted, schedule.made_by, now, schedule.channel, schedule.schedule_id)
        return jobs.add(tx, kind, payload(schedule.made_by, report_id, now), now)


@whole_unit
def channel_gone(services: Services, schedule_id: int, reason: str) -> int | None:
    """Slack does not let the bot write there, in its own word: nothing comes until somebody resumes it.

    The id of the work that tells whoever set it up; `None` when they were told already, or it was stopped meanwhile.
    """
    with services.database.begin() as tx:
        schedule = schedules.find(tx, schedule_id, lock=True)
        if schedule is None or schedule.state is not State.ACTIVE:
            return None
        return _paused(services, tx, schedule, Why.CHANNEL, reason)


@whole_unit
def not_announced(services: Services, schedule_id: int, reason: str, *, is_new: bool, tell: bool) -> int | None:
    """Slack does not let the bot write there, and it was only just set up: then nothing is kept, else it pauses.

    The id of the work that tells whoever set it up, where `tell`: nobody waits for the answer any more.
    """
    with services.database.begin() as tx:
        schedule = schedules.find(tx, schedule_id, lock=True)
        if schedule is None or schedule.state is not State.ACTIVE:
            return None
        if not is_new:
            return _paused(services, tx, schedule, Why.CHANNEL, reason, tell=tell)
        after = replace(schedule, state=State.STOPPED)
        _write(services, tx, after, schedule, "stop")
        return _tell(services, tx, after, reason) if tell else None


@whole_unit
def announced(services: Services, schedule_id: int, message: str) -> None:
    """Keep where the channel was told of it, so that it can be told there what becomes of it."""
    with services.database.begin() as tx:
        schedules.announced(tx, schedule_id, message)


@whole_unit
def known(services: Services, schedule_id: int) -> Coming | None:
    """The weekly report as it is, and the day of its next turn."""
    with services.database.reading() as tx:
        found = schedules.find(tx, schedule_id)
    return (found, found.next(services.clock.now(), services.clock.zone)) if found else None


@whole_unit
def instead_of(services: Services, unreachable: Sequence[str]) -> tuple[str, ...]:
    """Whom to tell when Slack reaches none of these: the admins."""
    with services.database.reading() as tx:
        return tuple(one for one in access.admins(services, tx) if one not in unreachable)


def _paused(
    services: Services, tx: Connection, schedule: Schedule, why: Why, reason: str = "", *, tell: bool = True
) -> int | None:
    after = replace(schedule, state=State.PAUSED, why=why)
    _write(services, tx, after, schedule, "pause")
    return _tell(services, tx, after, reason) if tell else None


def _write(services: Services, tx: Connection, after: Schedule, was: Schedule, action: str) -> None:
    schedules.change(tx, after)
    deed = Deed(after.made_by, services.clock.now(), BY_ITSELF)
    auditing.changed(tx, deed, action, SCHEDULE, str(after.schedule_id), changes(after, was))


def _tell(services: Services, tx: Connection, schedule: Schedule, reason: str) -> int:
    """Whoever set it up; where the college has ended their access, the admins."""
    owner = schedule.made_by
    who = access.others(services, tx, owner) if access.is_deactivated(tx, owner) else (owner,)
    payload = {"schedule": schedule.schedule_id, "state": schedule.state, "why": schedule.why}
    return jobs.add(tx, TELL, payload | {"reason": reason, "who": who}, services.clock.now())
