"""Carrying out what a list of students changes, and writing it down: who is new, edited, moved or back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot import auditing, parting, placing
from bot.auditing import Deed
from bot.domain.enrolment import Placed
from bot.domain.importplan import Plan
from bot.domain.imports import Import
from bot.domain.studentrow import StudentRow
from bot.store import listed, newcomers
from bot.store.audits import Entry

PART = 1000
"""New students between two words about the progress."""

Progress = Callable[[str, int, int], None]
Changes = dict[str, list[str | None]]


def enlist(tx: Connection, deed: Deed, found: Import, plan: Plan, today: date, progress: Progress) -> None:
    """Write all of the plan, whose students are locked. Raises `Outrun` when somebody else wrote the same meanwhile."""
    if not plan.effects:
        return
    listed.forget_emails(tx, list(_given_away(plan)))
    _add(tx, deed, plan.new, found.upload.since, progress)
    progress("Changing students", 0, plan.changed)
    listed.edit(tx, plan.edits)
    parting.part(tx, deed, [one.known.student_id for one in plan.edits if "e-mail" in one.edits])
    placed = placing.move(tx, [one.placement for one in (*plan.moving, *plan.returning)], today)
    _note_changes(tx, deed, plan, placed)
    told = {"new": len(plan.new), "changed": plan.changed, "unchanged": plan.unchanged}
    changes = {"file": [None, found.upload.name], **{what: [None, count] for what, count in told.items()}}
    auditing.changed(tx, deed, "import", "import", str(found.import_id), changes)


def _given_away(plan: Plan) -> Iterator[int]:
    """Students whose e-mail becomes somebody else's: two may swap theirs."""
    wanted = {row.email for row in plan.new} | {edit.row.email for edit in plan.edits if "e-mail" in edit.edits}
    return (edit.known.student_id for edit in plan.edits if "e-mail" in edit.edits and edit.known.email in wanted)


def _add(tx: Connection, deed: Deed, rows: Sequence[StudentRow], since: date, progress: Progress) -> None:
    """All by roll number first: two who import the same at once then wait for each other, and never in a circle."""
    in_order = sorted(rows, key=lambda row: row.roll_no)
    for start in range(0, len(in_order), PART):
        progress("Adding students", start, len(rows))
        listed.add(tx, in_order[start : start + PART])
    ids = listed.ids(tx, [row.roll_no for row in rows])
    by_day: dict[date, list[int]] = defaultdict(list)
    for row in rows:
        by_day[row.starts_on or since].append(ids[row.roll_no])
    added = Entry(deed.at, deed.by, deed.source, "add", "student", "", {}, None, deed.reason)
    for day, student_ids in by_day.items():
        placing.enter(tx, student_ids, day)
        newcomers.note(tx, added, student_ids, day)


def _note_changes(tx: Connection, deed: Deed, plan: Plan, placed: Iterable[Placed]) -> None:
    """One entry for each student, however much of theirs changed."""
    changes: dict[int, Changes] = defaultdict(dict)
    for _, known, edits in plan.edits:
        changes[known.student_id] = {what: list(pair) for what, pair in edits.items()}
    for one in placed:
        before = str(one.before) if one.before else None
        changes[one.student_id] |= {"class": [before, str(one.after)], "from": [None, one.on.isoformat()]}
    moved, back = ({one.known.student_id for one in some} for some in (plan.moving, plan.returning))
    by_action: dict[str, dict[str, Any]] = defaultdict(dict)
    for student_id, change in changes.items():
        action = "return" if student_id in back else "move" if student_id in moved else "edit"
        by_action[action][str(student_id)] = change
    for action, noted in by_action.items():
        auditing.all_changed(tx, deed, action, "student", noted)
