"""What a list of students would change, held against the students, the enrolments and the marks there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from bot import parting, placing
from bot.domain.enrolment import A_DAY, Placed
from bot.domain.errors import quoted
from bot.domain.importplan import Known, Match, Plan, compare
from bot.domain.imports import Wrong
from bot.domain.period import said
from bot.domain.studentrow import StudentRow
from bot.store import listed


def plan(tx: Connection, rows: Sequence[StudentRow], since: date, today: date, *, lock: bool = False) -> Plan:
    """What the rows would change today. With `lock` nobody else changes those students until the transaction ends.

    Only those: whoever marks the others while a whole college is imported does not wait.
    """
    known = listed.with_rolls(tx, [row.roll_no for row in rows])
    holders = listed.with_emails(tx, list(_new_emails(rows, known)))
    drawn = compare(rows, known, holders, today)
    if lock:
        left = {roll_no: one for roll_no, one in known.items() if roll_no not in drawn.touched}
        drawn = compare(rows, left | listed.with_rolls(tx, drawn.touched, lock=True), holders, today)
    drawn = replace(drawn, parting=_parting(tx, drawn))
    return _seated(tx, drawn, since if since > today else None, today)


def _parting(tx: Connection, drawn: Plan) -> tuple[str, ...]:
    """The roll numbers of those whose link to Slack came from the e-mail they lose."""
    rolls = {edit.known.student_id: edit.row.roll_no for edit in drawn.edits if "e-mail" in edit.edits}
    return tuple(rolls[student_id] for student_id in sorted(parting.to_part(tx, rolls)))


def _new_emails(rows: Iterable[StudentRow], known: Mapping[str, Known]) -> Iterator[str]:
    """The e-mails that are not those their students have already."""
    for row in rows:
        found = known.get(row.roll_no)
        if row.email and (found is None or found.email != row.email):
            yield row.email


def _seated(tx: Connection, drawn: Plan, earliest: date | None, today: date) -> Plan:
    """The plan with the day from which everybody who moves or returns is in their class.

    Whoever will sit there by then anyway does not move. A date in the file that would strand a mark is wrong.
    """
    wanted = [one._replace(on=earliest) for one in (*drawn.moving, *drawn.returning)]
    foreseen = placing.preview(tx, [one.placement for one in wanted], today)
    dated = [_dated(one, placed, today) for one, placed in zip(wanted, foreseen, strict=True)]
    stranding = _stranding(tx, [one for one in dated if one.on], today)
    moves = {
        one.known.student_id: one
        for one, placed in zip(dated, foreseen, strict=True)
        if one.known.student_id not in stranding and _changes(one, placed)
    }
    drawn = replace(drawn, wrong=(*drawn.wrong, *stranding.values()))
    return _kept(drawn, moves, {placed.student_id: placed.on for placed in foreseen}, today)


def _kept(drawn: Plan, moves: Mapping[int, Match], earliest: Mapping[int, date], today: date) -> Plan:
    """The plan with only these of those who move or return, and the days they begin, by student the earliest one."""
    moving, returning = (
        tuple(moves[one.known.student_id] for one in matches if one.known.student_id in moves)
        for matches in (drawn.moving, drawn.returning)
    )
    first_days = tuple(one.on or earliest[student_id] for student_id, one in moves.items())
    held_back = sum(one.on is None and earliest[student_id] > today for student_id, one in moves.items())
    return replace(drawn, moving=moving, returning=returning, first_days=first_days, held_back=held_back)


def _dated(one: Match, placed: Placed, today: date) -> Match:
    """With the date of its row, when that is later than what the student is to leave.

    An earlier one says when they joined the college, or the class they leave now.
    """
    begun = [period for period in placed.steps.was.periods if period.first <= today]
    since = date.min if not begun else begun[-1].first if one.known.active else begun[-1].last
    says_when = one.row.starts_on and one.row.starts_on > since
    return one._replace(on=one.row.starts_on) if says_when else one


def _changes(one: Match, placed: Placed) -> bool:
    was = placed.steps.was
    return was.then(one.row.class_code, one.on or placed.on) != was


def _stranding(tx: Connection, dated: Sequence[Match], today: date) -> dict[int, Wrong]:
    """What is wrong with the days that were named, by student."""
    first_days = placing.first_days(tx, [one.placement for one in dated], today)
    wrong = {}
    for row, known, on in dated:
        first = first_days[known.student_id]
        if on and first != on:
            wrong[known.student_id] = Wrong(
                row.row_number,
                row.roll_no,
                f"{quoted(row.roll_no)} was marked in `{known.class_code}` on {said(first - A_DAY, today)}, so the"
                f" first day in `{row.class_code}` can't be {said(on, today)}. Write {said(first, today)} or a later"
                " day, or leave the date empty.",
            )
    return wrong
