"""Who sits in which class, and from when: the only place that changes enrolments and a student's current class.

However somebody is moved, every mark stays inside an enrolment in the class it was made in, and no two enrolments of
a student share a day. For whoever calls: open the transaction, check the right to do it, and write it into the audit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from bot.domain.enrolment import A_DAY, Enrolments, Marked, Placed, Placement, Steps
from bot.domain.unplaced import BeginsTooLate, MarkedBefore, MarkedSince, MovedSince, TooLateToTakeBack
from bot.store import enrolments
from bot.store.enrolments import Seat

__all__ = ["BeginsTooLate", "MarkedBefore", "MarkedSince", "MovedSince", "Placed", "Placement", "TooLateToTakeBack"]

MOST_NAMED = 3


def admit(tx: Connection, placements: Sequence[Placement], today: date) -> tuple[Placed, ...]:
    """Put students into a class who sit in none, now or later: new ones, and those who return. Raises `MarkedSince`."""
    return move(tx, placements, today)


def enter(tx: Connection, student_ids: Collection[int], on: date) -> None:
    """Put students who were added in this transaction into the class of their record, thousands in a statement."""
    enrolments.enter(tx, student_ids, on)


def hold(tx: Connection, student_ids: Collection[int]) -> None:
    """Nobody else moves these students until the end of the transaction: what is read now stays so."""
    enrolments.locked(tx, student_ids)


def move(tx: Connection, placements: Sequence[Placement], today: date) -> tuple[Placed, ...]:
    """Put students into another class from some day on, instead of whatever was planned for them after it.

    Raises `MarkedSince`, with nobody moved, when a day was named on or after which one of them was marked elsewhere.
    """
    seats = enrolments.locked(tx, [one.student_id for one in placements])
    placed = _foreseen(tx, placements, today)
    gone = {one.student_id for one in placements if one.class_code is None and one.on is None}
    _write(tx, {one.student_id: one.steps for one in placed}, seats, today, gone)
    return placed


def release(tx: Connection, student_ids: Collection[int], today: date, on: date | None = None) -> tuple[Placed, ...]:
    """Let students leave: `on` is the first day in no class, else it is today, or the day after their last mark.

    Their record is active until a day that was named, else no longer. Raises `MarkedSince` as `move` does.
    """
    return move(tx, [Placement(student_id, None, on) for student_id in student_ids], today)


def begin_on(tx: Connection, student_id: int, on: date, today: date) -> Placed:
    """Let the class a student is in (or, being in none, will be in next) begin on another day, earlier or later.

    What came before gives way, what is planned after it stays. Raises `MarkedSince`, `MarkedBefore` or `BeginsTooLate`.
    """
    seats = enrolments.locked(tx, [student_id])
    was = enrolments.of(tx, [student_id])[student_id]
    now = was.running(today)
    if now is None or on > now.last:
        raise BeginsTooLate(on, today)
    became = was.begun_on(now, on)
    marks = enrolments.marked_since(tx, [student_id], min(on, now.first))
    stranded = {student_id: was.stranded_by(became, marks.get(student_id, ()))}
    _check(tx, stranded, today, MarkedBefore if on > now.first else MarkedSince)
    placed = Placed(student_id, was.class_on(on), now.class_code, on, Steps(was, became))
    _write(tx, {student_id: placed.steps}, seats, today)
    return placed


def preview(tx: Connection, placements: Sequence[Placement], today: date) -> tuple[Placed, ...]:
    """What `admit` or `move` would do; nothing is written. Raises `MarkedSince` as they do."""
    return _foreseen(tx, placements, today)


def first_days(tx: Connection, placements: Sequence[Placement], today: date) -> dict[int, date]:
    """For each student the first day on which the move strands no mark: the one wanted (or today), or a later one."""
    was, marks = _found(tx, placements, today)
    theirs = {one: (was[one.student_id], marks.get(one.student_id, ())) for one in placements}
    return {one.student_id: _first_day(one, before, made, today) for one, (before, made) in theirs.items()}


def take_back(tx: Connection, placed: Sequence[Placed], today: date) -> tuple[Placed, ...]:
    """Give students the enrolments they had before; whose it was. Whoever calls knows what was taken back already.

    Whose enrolments are not as they were left (they changed class again, perhaps back), or who was erased, stays where
    they are. Raises `MovedSince` when that is everybody, and
    `TooLateToTakeBack`, with nobody moved, when one of the others was marked in the new class.
    """
    seats = enrolments.locked(tx, [one.student_id for one in placed])
    now = enrolments.of(tx, seats)
    erased = enrolments.erased(tx, seats)
    found = {one.student_id: one for one in placed if one.student_id not in erased}
    back = {key: one for key, one in found.items() if now[key] == one.steps.became}
    if not back:
        raise MovedSince(_named(tx, list(seats)))
    steps = {key: Steps(now[key], one.steps.was) for key, one in back.items()}
    marks = enrolments.marked_since(tx, back, min(one.on for one in back.values()))
    stranded = {key: one.was.stranded_by(one.became, marks.get(key, ())) for key, one in steps.items()}
    _check(tx, stranded, today, TooLateToTakeBack)
    _write(tx, steps, {key: seats[key] for key in back}, today)
    return tuple(back.values())


def outdated(tx: Connection, today: date) -> tuple[int, ...]:
    """Students whose record says another class than they sit in today, or is active though they left."""
    return enrolments.outdated(tx, today)


def roll_over(tx: Connection, student_ids: Collection[int], today: date) -> None:
    """Make the records of these students say what their enrolments say of today."""
    seats = enrolments.locked(tx, student_ids)
    now = enrolments.of(tx, seats)
    _seat(tx, now, seats, today, {key for key, seat in seats.items() if not seat.active})


def _foreseen(tx: Connection, placements: Sequence[Placement], today: date) -> tuple[Placed, ...]:
    was, marks = _found(tx, placements, today)
    stranded: dict[int, tuple[Marked, ...]] = {}
    placed = []
    for one in placements:
        before, theirs = was[one.student_id], marks.get(one.student_id, ())
        on = one.on or _first_day(one, before, theirs, today)
        became = before.then(one.class_code, on, one.last)
        stranded[one.student_id] = before.stranded_by(became, theirs)
        placed.append(Placed(one.student_id, before.class_on(on), one.class_code, on, Steps(before, became)))
    _check(tx, stranded, today, MarkedSince)
    return tuple(placed)


def _found(
    tx: Connection, placements: Sequence[Placement], today: date
) -> tuple[dict[int, Enrolments], dict[int, list[Marked]]]:
    """Everybody's enrolments, and the marks that a change of them might strand."""
    was = enrolments.of(tx, [one.student_id for one in placements])
    since = min((one.on or today for one in placements), default=today)
    concerned = [one.student_id for one in placements if was[one.student_id].go_on_after(since - A_DAY)]
    return was, enrolments.marked_since(tx, concerned, since)


def _first_day(one: Placement, before: Enrolments, marks: Iterable[Marked], today: date) -> date:
    wanted = one.on or today
    stranded = before.stranded_by(before.then(one.class_code, wanted, one.last), marks)
    return max((mark.on + A_DAY for mark in stranded), default=wanted)


def _check(tx: Connection, stranded: Mapping[int, Sequence[Marked]], today: date, refusal: type[MarkedSince]) -> None:
    """Raises `refusal` when a mark would be in no class of its student any more."""
    which = min if refusal is MarkedBefore else max
    marked = {key: which(marks, key=_day) for key, marks in stranded.items() if marks}
    if marked:
        raise refusal(marked, _named(tx, list(marked)), today)


def _day(mark: Marked) -> date:
    return mark.on


def _write(
    tx: Connection,
    steps: Mapping[int, Steps],
    seats: Mapping[int, Seat],
    today: date,
    gone: Collection[int] = (),
) -> None:
    enrolments.replace(tx, {key: one for key, one in steps.items() if one.was != one.became})
    _seat(tx, {key: one.became for key, one in steps.items()}, seats, today, gone)


def _seat(
    tx: Connection, now: Mapping[int, Enrolments], seats: Mapping[int, Seat], today: date, gone: Collection[int]
) -> None:
    """Bring the records up to date. Who leaves when today is over is still active, unless they are `gone`."""
    together: dict[Seat, list[int]] = defaultdict(list)
    for key, found in now.items():
        is_here = found.class_on(today) is not None and key not in gone
        there = Seat(found.current(today) or seats[key].class_code, found.go_on_after(today) or is_here)
        if there != seats[key]:
            together[there].append(key)
    for there, student_ids in together.items():
        enrolments.seat(tx, student_ids, there)


def _named(tx: Connection, student_ids: Sequence[int]) -> str:
    """`21CSE042 Asha Rao`, `… and 21CSE043 Dev`, at most three and how many more."""
    found = enrolments.students(tx, student_ids[:MOST_NAMED])
    told = [f"{found[one].roll_no} {found[one].name}" for one in student_ids[:MOST_NAMED]]
    more = len(student_ids) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")
