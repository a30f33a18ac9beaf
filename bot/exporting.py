"""Giving students what the college keeps on them: everything, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot import access, recording
from bot.auditing import Deed
from bot.domain.errors import NotAllowed
from bot.domain.history import Entry
from bot.domain.owndata import Changed, Marked, OwnData
from bot.domain.rollcall import RollCall, State
from bot.domain.student import Student
from bot.services import Services
from bot.store import jobs, owndata, records
from bot.store.database import whole_unit

SMALL = 400
"""Marks whose file is made while the student waits."""


class NoDataOfYours(NotAllowed):
    """Somebody with a role who is not linked to a student."""

    def __init__(self, admins: tuple[str, ...]) -> None:
        super().__init__(
            "You are not linked to a student record, so there is no data of a student to give you. If you are a"
            " student, the e-mail of your Slack profile must be the one on your record; the office can correct it.",
            ask=admins,
        )


@whole_unit
def ask(services: Services, deed: Deed, kind: str, payload: Mapping[str, Any]) -> tuple[int, bool]:
    """Write down that a student wants their own data: the job, and whether it is small enough to be done at once.

    Raises `NotKnown` or `NoDataOfYours`.
    """
    with services.database.begin() as tx:
        student = _asking(services, tx, deed.by)
        is_small = records.marks(tx, student.student_id) <= SMALL
        return jobs.add(tx, kind, payload, deed.at), is_small


@whole_unit
def own(services: Services, by: str) -> OwnData:
    """Everything on the asking student. Raises `NotKnown` or `NoDataOfYours`."""
    with services.database.reading() as tx:
        student_id = _asking(services, tx, by).student_id
        record = recording.with_id(services, tx, student_id)
        calls = owndata.roll_calls(tx, student_id)
        of_marks = tuple(owndata.of_marks(tx, student_id, [call for call, _ in calls]))
        latest = dict(of_marks)
        marks = tuple(
            _marked(call, entry, latest.get(call.roll_call_id)) for call, entry in calls if call.state is not State.OPEN
        )
        changes = [*owndata.of_record(tx, student_id), *(change for _, change in of_marks)]
        changes.sort(key=lambda change: change.at, reverse=True)
        who = {one.by for one in marks if one.by} | {one.by for one in changes}
        names = owndata.names(tx, who)
        sat = owndata.classes(tx, student_id)
    return OwnData(record, sat, marks, tuple(changes), names, services.college.counting)


def _asking(services: Services, tx: Connection, by: str) -> Student:
    person = access.known(services, tx, by)
    if person.student is None:
        raise NoDataOfYours(access.others(services, tx, by))
    return person.student


def _marked(call: RollCall, entry: Entry, latest: Changed | None) -> Marked:
    """Who made the mark is who changed it last; before there was an audit, who took the roll call."""
    if entry.status is None:
        return Marked(entry, None, None)
    return Marked(entry, latest.by, latest.at) if latest else Marked(entry, call.taken_by, call.taken_at)
