"""A whole class promoted, sent off or split into sections: shown first, then done exactly as it was shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from bot import access, moving, placing
from bot.auditing import Deed
from bot.domain.classcode import ClassCode
from bot.domain.enrolment import A_DAY, FOREVER, Enrolments, Placement
from bot.domain.errors import Told
from bot.domain.movement import Promotion, Split
from bot.domain.period import said
from bot.domain.promotion import Asked, Done, Kept, Mover, Plan, Preview, Why
from bot.domain.sections import allot
from bot.domain.student import Student, in_roll_order
from bot.services import Services
from bot.store import enrolments, promotions
from bot.store.database import whole_unit

Way = ClassCode | None | Why
"""Where somebody goes (`None`: out of the college), or why nowhere."""


class NobodyThere(Told):
    """A class without students on that day."""

    def __init__(self, class_code: ClassCode, on: date, today: date) -> None:
        super().__init__(
            f"Nobody is in `{class_code}` on {said(on, today)}. Nothing was changed. Check the class, as in `CSE-2`;"
            f" `/attendance students {class_code}` lists it."
        )


@whole_unit
def preview(services: Services, by: str, asked: Asked) -> Plan:
    """What promoting or splitting the class would do. Raises `NotAdmin` and its like, `NobodyThere`, `PartsUnclear`."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        return _plan(tx, asked, services.clock.today())


@whole_unit
def promote(services: Services, deed: Deed, asked: Asked, shown: Preview) -> Done | Plan:
    """Do what was shown. A second press says that it was done; a class that changed since is shown anew.

    Raises `NotAdmin` and its like, `CodeNeeded`, and what `preview` raises.
    """
    on = asked.on or services.clock.today()
    with services.database.begin() as tx:
        access.proven_admin(services, tx, deed.by)
        placing.hold(tx, enrolments.in_class(tx, asked.source, on - A_DAY, on))
        made = promotions.made(tx, deed.by, datetime.fromtimestamp(shown.at / 1_000_000, UTC), str(shown))
        if made:
            return Done(made, repeated=made.made_at != deed.at)  # the same deed: tried again, its answer was lost
        plan = _plan(tx, replace(asked, on=on), services.clock.today())
        if plan.checksum != shown.checksum or not plan.movers:
            return plan
        wanted = [Placement(one.student.student_id, one.after, on, one.last) for one in plan.movers]
        placed = placing.move(tx, wanted, services.clock.today())
        return Done(moving.record(tx, deed, _action(asked), placed, str(shown)), plan.kept)


def _action(asked: Asked) -> str:
    if isinstance(asked, Split):
        return "split"
    return "leave" if asked.target is None else "promote"


def _plan(tx: Connection, asked: Asked, today: date) -> Plan:
    """The plan for the day that was said; else for the first day, from today on, on which all of them can go."""
    plan = _plan_on(tx, asked, asked.on or today, today)
    later = [one.on + A_DAY for one in plan.kept if one.why is Why.MARKED and one.on]
    if not plan.movers and any(one.why is Why.JOINS for one in plan.kept):
        later.append(plan.on + A_DAY)
    return plan if asked.on or not later else _plan_on(tx, asked, max(later), today)


def _plan_on(tx: Connection, asked: Asked, on: date, today: date) -> Plan:
    asked = replace(asked, on=on)
    ids = enrolments.in_class(tx, asked.source, on - A_DAY if _is_from_before(asked) else on, on)
    if not ids:
        raise NobodyThere(asked.source, on, today)
    was, students = enrolments.of(tx, ids), enrolments.students(tx, ids)
    there = {key: replace(one, class_code=_class_of(was[key], on, one)) for key, one in students.items()}
    kept = {key: gone for key, one in there.items() if (gone := _elsewhere(asked, one, was[key], on, today))}
    ways, nobody = _ways(asked, {key: one for key, one in there.items() if key not in kept}, was, on)
    kept |= {key: Kept(there[key], way) for key, way in ways.items() if isinstance(way, Why)}
    movers = {key: _mover(there[key], way, was[key]) for key, way in ways.items() if not isinstance(way, Why)}
    first = placing.first_days(tx, [Placement(key, one.after, on, one.last) for key, one in movers.items()], today)
    going = {key: one for key, one in movers.items() if first[key] == on}
    kept |= {key: Kept(there[key], Why.MARKED, first[key] - A_DAY) for key in movers if key not in going}
    return Plan(
        asked,
        on,
        tuple(going[one.student_id] for one in in_roll_order(there[key] for key in going)),
        tuple(kept[one.student_id] for one in in_roll_order(there[key] for key in kept)),
        _crowd(tx, asked, on, going),
        in_roll_order(there[key] for key in going if any(one.first > on for one in was[key].periods)),
        nobody,
    )


def _mover(student: Student, after: ClassCode | None, was: Enrolments) -> Mover:
    """Who was to leave on a later day still does."""
    return Mover(student, after, FOREVER if after is None else was.periods[-1].last)


def _elsewhere(asked: Asked, student: Student, was: Enrolments, on: date, today: date) -> Kept | None:
    """Whoever left or went elsewhere from that day to today: a day that is past brings nobody back."""
    day = max(on, today)
    left = was.left_between(on, day)
    if left is None and not student.active and not was.go_on_after(day):
        left = day + A_DAY
    if left:
        return Kept(student, Why.LEAVES, left)
    now = was.class_on(day)
    targets = (asked.target_of(student.class_code),) if isinstance(asked, Promotion) else ()
    if now is None or asked.source.covers(now) or now in targets:
        return None
    return Kept(replace(student, class_code=now), Why.MOVES)


def _is_from_before(asked: Asked) -> bool:
    """Whether it is about those in the class the day before: who joins that day may just have been promoted into it."""
    return isinstance(asked, Promotion) and not asked.is_within


def _class_of(was: Enrolments, on: date, student: Student) -> ClassCode:
    return was.class_on(on) or was.class_on(on - A_DAY) or student.class_code


def _ways(
    asked: Asked, there: Mapping[int, Student], was: Mapping[int, Enrolments], on: date
) -> tuple[dict[int, Way], tuple[str, ...]]:
    """Where everybody who is still there goes, or why not; and the rolls typed that are nobody's."""
    if isinstance(asked, Promotion):
        return {key: _promoted(asked, was[key], on) for key in there}, ()
    allotted = allot(asked.parts, in_roll_order(there.values()))
    source = asked.source
    wanted = {key: replace(source, section=section) for key, section in allotted.sections.items()}
    ways: dict[int, Way] = {key: wanted.get(key, Why.UNNAMED) for key in there}
    return {key: Why.THERE if way == there[key].class_code else way for key, way in ways.items()}, allotted.nobody


def _promoted(asked: Promotion, was: Enrolments, on: date) -> Way:
    before, now = was.class_on(on - A_DAY), was.class_on(on)
    if now is None or not asked.source.covers(now):
        return Why.MOVES
    if _is_from_before(asked) and not (before and asked.source.covers(before)):
        return Why.JOINS
    target = asked.target_of(now)
    return Why.THERE if target == now else target


def _crowd(tx: Connection, asked: Asked, on: date, going: Collection[int]) -> int:
    """How many others are in the class that these students come into."""
    if not _is_from_before(asked) or not isinstance(asked, Promotion) or asked.target is None:
        return 0
    others = enrolments.in_year_of(tx, asked.target, on)
    return sum(asked.target.covers(code) for key, code in others.items() if key not in going)
