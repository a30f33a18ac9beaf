"""Students change class: one transferred, what was done taken back, and what was planned begun when its day comes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot import access, auditing, placing
from bot.auditing import Deed
from bot.domain.classcode import ClassCode
from bot.domain.enrolment import Placed, Placement
from bot.domain.errors import Told, quoted
from bot.domain.movement import TRANSFER, Transfer
from bot.domain.promotion import Promoted, Transferred, Undone
from bot.domain.student import Student, in_roll_order, normal_roll
from bot.services import Services
from bot.store import enrolments, promotions, students
from bot.store.database import whole_unit

MOVE = "move"
MOST_LISTED = 10
MOST_AT_ONCE = 500
"""Students whose records are brought up to date in one transaction: teachers who mark them wait for it."""


class NoSuchRoll(Told):
    """A roll number nobody has."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't find a student {quoted(typed)}. Nothing was changed. Write the full roll number, as in"
            f" `{TRANSFER}`."
        )


class NotInThatClass(Told):
    """A student said to be in a class they are not in."""

    def __init__(self, student: Student, said: ClassCode) -> None:
        super().__init__(
            f"{student.roll_no} {student.name} is in `{student.class_code}`, not in `{said}`. Nothing was changed."
            f" Leave out the class they come from, as in `{TRANSFER}`."
        )


class PromotionGone(Told):
    """An Undo of something that is not there."""

    def __init__(self) -> None:
        super().__init__("I can't find what this would undo. Nothing was changed.")


@whole_unit
def transfer(services: Services, deed: Deed, asked: Transfer) -> Transferred:
    """Put one student into another class, now or on the day that was said.

    Raises `NotAdmin` and its like, `NoSuchRoll`, `NotInThatClass`, or `MarkedSince` when the day said is too early.
    """
    today = services.clock.today()
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        student = students.by_roll(tx, normal_roll(asked.roll))
        if student is None:
            raise NoSuchRoll(asked.roll)
        if asked.source and not asked.source.covers(student.class_code):
            raise NotInThatClass(student, asked.source)
        (placed,) = placing.move(tx, [Placement(student.student_id, asked.target, asked.on)], today)
        promoted = record(tx, deed, MOVE, [placed]) if placed.changed else promotions.made(tx, deed.by, deed.at, "")
        others = enrolments.in_year_of(tx, asked.target, placed.on)
    others.pop(student.student_id, None)
    mates = sum(asked.target.covers(code) for code in others.values())
    sections = () if asked.target.section else tuple(sorted({code.section for code in others.values()} - {""}))
    return Transferred(student, promoted.placed[0] if promoted else placed, promoted, mates, sections)


@whole_unit
def undo(services: Services, deed: Deed, promotion_id: int) -> Undone:
    """Take back what was done, for everybody who was not moved again since; twice does no harm.

    Raises `NotAdmin` and its like, `PromotionGone`, `TooLateToTakeBack` or `MovedSince`.
    """
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        promoted = promotions.locked(tx, promotion_id)
        if promoted is None:
            raise PromotionGone
        if promoted.action != MOVE:
            access.proven_admin(services, tx, deed.by)
        named = enrolments.students(tx, [one.student_id for one in promoted.placed])
        if promoted.undone_at:
            return Undone(promoted, in_roll_order(named.values()), (), repeated=promoted.undone_at != deed.at)
        back = placing.take_back(tx, promoted.placed, services.clock.today())
        promotions.undone(tx, promotion_id, deed.at)
        _audit(tx, deed, "undo", promotion_id, back, taken_back=True)
        erased = enrolments.erased(tx, named)
    there = {one.student_id for one in back}
    moved = [student for key, student in named.items() if key not in there | erased]
    return Undone(promoted, in_roll_order(named[key] for key in there), in_roll_order(moved))


@whole_unit
def lately(services: Services, by: str) -> tuple[tuple[Promoted, Student | None], ...]:
    """What was done lately and not undone, newest first; with the student, where it was only one (and not erased)."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        made = promotions.latest(tx, MOST_LISTED)
        alone = [one.placed[0].student_id for one in made if len(one.placed) == 1]
        single, erased = enrolments.students(tx, alone), enrolments.erased(tx, alone)
    kept = (one for one in made if len(one.placed) > 1 or one.placed[0].student_id not in erased)
    return tuple((one, single[one.placed[0].student_id] if len(one.placed) == 1 else None) for one in kept)


def record(tx: Connection, deed: Deed, action: str, placed: Sequence[Placed], preview: str = "") -> Promoted:
    """Write down what was done, so that it is in the audit and can be undone."""
    promotion_id = promotions.add(tx, deed.by, deed.at, action, preview, placed)
    _audit(tx, deed, action, promotion_id, placed)
    return Promoted(promotion_id, action, deed.by, deed.at, None, preview, tuple(placed))


def _audit(
    tx: Connection, deed: Deed, action: str, promotion_id: int, placed: Sequence[Placed], *, taken_back: bool = False
) -> None:
    """An entry for each student; and one for the whole, where it is more than one student's transfer."""
    each = {str(one.student_id): _turned(_changes(one), taken_back) for one in placed}
    auditing.all_changed(tx, deed, action, "student", each)
    if len(placed) > 1:
        whole: dict[str, list[Any]] = {
            "class": [_listed({one.before for one in placed}), _listed({one.after for one in placed})],
            "from": [None, min(one.on for one in placed).isoformat()],
            "students": [None, len(placed)],
        }
        auditing.changed(tx, deed, action, "promotion", str(promotion_id), _turned(whole, taken_back))


def _changes(placed: Placed) -> dict[str, list[Any]]:
    """What the audit says of one student."""
    changes: dict[str, list[Any]] = {
        "class": [_listed({placed.before}), _listed({placed.after})],
        "from": [None, placed.on.isoformat()],
    }
    planned = ", ".join(f"{one.class_code} from {one.first.isoformat()}" for one in placed.dropped)
    return changes | ({"planned": [planned, None]} if planned else {})


def _turned(changes: dict[str, list[Any]], taken_back: bool) -> dict[str, Any]:
    return {name: pair[::-1] if taken_back else pair for name, pair in changes.items()}


def _listed(classes: Collection[ClassCode | None]) -> str | None:
    return ", ".join(sorted(str(one) for one in classes if one)) or None


def begin_day(services: Services) -> int:
    """Make every student's record say what their enrolments say of today; how many were outdated.

    Nothing is audited: the enrolments were, when they were made. Twice, or late, does no harm.
    """
    today = services.clock.today()
    student_ids = _outdated(services, today)
    for start in range(0, len(student_ids), MOST_AT_ONCE):
        _begin(services, student_ids[start : start + MOST_AT_ONCE], today)
    return len(student_ids)


@whole_unit
def _outdated(services: Services, today: date) -> tuple[int, ...]:
    with services.database.reading() as tx:
        return placing.outdated(tx, today)


@whole_unit
def _begin(services: Services, student_ids: Sequence[int], today: date) -> None:
    with services.database.begin() as tx:
        placing.roll_over(tx, student_ids, today)
