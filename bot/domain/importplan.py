"""What a list of students would change: each row held against the student the college has under its roll number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bot.domain.classcode import ClassCode
from bot.domain.enrolment import Placement
from bot.domain.errors import quoted
from bot.domain.firstday import unlikely
from bot.domain.imports import MOST_NAMED, MOST_SHOWN, Outcome, Wrong
from bot.domain.studentrow import StudentRow

Edits = dict[str, tuple[str | None, str]]
"""What a value was and what it becomes, by its name as people say it: `name`, `e-mail`, `guardian contact`."""
Effect = tuple[str, str, str]
"""One thing that is to change: whose roll number, which value, and what it was. What it becomes stands in the file."""


class Known(NamedTuple):
    """A student as the college has them now. `email` is `""` for none."""

    student_id: int
    roll_no: str
    name: str
    email: str
    guardian_contact: str
    class_code: ClassCode
    active: bool


class Match(NamedTuple):
    """A row, and the student it is about. `on` is the first day in its class, `None` for the earliest possible."""

    row: StudentRow
    known: Known
    on: date | None = None

    @property
    def placement(self) -> Placement:
        """Where the student is to sit."""
        return Placement(self.known.student_id, self.row.class_code, self.on)


class Edit(NamedTuple):
    """A row that says something else of a student than the college knows."""

    row: StudentRow
    known: Known
    edits: Edits


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, in the order of the file, and what is wrong and keeps all of it from being done.

    A student may be in `edits` and in one of `moving` and `returning`. `staying` counts those who sit in a section of
    their row's class, and stay there; `present` the active students who are in the file, by the class they sit in.
    `first_days` are those of everybody who moves or returns; `held_back` are marked today, and begin after it.
    `parting` are the roll numbers of those whose link to Slack ends with the e-mail it came from.
    """

    rows: int
    new: tuple[StudentRow, ...] = ()
    edits: tuple[Edit, ...] = ()
    moving: tuple[Match, ...] = ()
    returning: tuple[Match, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    staying: int = 0
    first_days: tuple[date, ...] = ()
    held_back: int = 0
    parting: tuple[str, ...] = ()
    present: Mapping[ClassCode, int] = field(default_factory=dict)

    @property
    def touched(self) -> frozenset[str]:
        """The roll numbers of students the college knows who change in any way."""
        seated = {one.row.roll_no for one in (*self.moving, *self.returning)}
        return frozenset(seated | {one.row.roll_no for one in self.edits})

    @property
    def changed(self) -> int:
        """How many those are."""
        return len(self.touched)

    @property
    def unchanged(self) -> int:
        """Rows without an error that say what the college has already."""
        return self.rows - len(self.new) - self.changed - len({wrong.row_number for wrong in self.wrong})

    @property
    def effects(self) -> frozenset[Effect]:
        """Everything that is to change."""
        return frozenset(
            (
                *((row.roll_no, "new", "") for row in self.new),
                *((edit.row.roll_no, what, old or "") for edit in self.edits for what, (old, _) in edit.edits.items()),
                *((one.row.roll_no, "class", str(one.known.class_code)) for one in self.moving),
                *((one.row.roll_no, "return", "") for one in self.returning),
            )
        )


def compare(rows: Sequence[StudentRow], known: Mapping[str, Known], holders: Mapping[str, Known], today: date) -> Plan:
    """What the rows change. `known` is by roll number; `holders` is who has an e-mail of the file, by the e-mail.

    Whether a move leaves every mark in its class is not asked here: that takes the enrolments.
    """
    by_roll = {row.roll_no: row for row in rows}
    refusals = [_unlikely(row, today) or _taken(row, holders, by_roll) for row in rows]
    good = [row for row, refusal in zip(rows, refusals, strict=True) if not refusal]
    matches = [Match(row, known[row.roll_no]) for row in good if row.roll_no in known]
    elsewhere = [one for one in matches if one.known.active and one.row.class_code != one.known.class_code]
    moving = tuple(one for one in elsewhere if not one.row.class_code.covers(one.known.class_code))
    return Plan(
        len(rows),
        new=tuple(row for row in good if row.roll_no not in known),
        edits=tuple(Edit(row, found, edits) for row, found, _ in matches if (edits := _edits(row, found))),
        moving=moving,
        returning=tuple(one for one in matches if not one.known.active),
        wrong=tuple(Wrong(row.row_number, row.roll_no, why) for row, why in zip(rows, refusals, strict=True) if why),
        staying=len(elsewhere) - len(moving),
        present=Counter(one.class_code for one in known.values() if one.active),
    )


def _edits(row: StudentRow, known: Known) -> Edits:
    """An empty cell, or a column the file does not have, changes nothing."""
    edits: Edits = {}
    if row.name != known.name:
        edits["name"] = (known.name, row.name)
    if row.email and row.email != known.email:
        edits["e-mail"] = (known.email or None, row.email)
    if row.guardian_contact and row.guardian_contact != known.guardian_contact:
        edits["guardian contact"] = (known.guardian_contact or None, row.guardian_contact)
    return edits


def _unlikely(row: StudentRow, today: date) -> str:
    because = unlikely(row.starts_on, today) if row.starts_on else ""
    return f"The date {because} Correct it, or leave it empty." if because else ""


def _taken(row: StudentRow, holders: Mapping[str, Known], by_roll: Mapping[str, StudentRow]) -> str:
    """Why the row's e-mail can't be its student's; `""` when it can."""
    holder = holders.get(row.email) if row.email else None
    if holder is None or holder.roll_no == row.roll_no or _lets_go(holder, by_roll.get(holder.roll_no)):
        return ""
    removed = "" if holder.active else ", who was removed"
    return (
        f"The e-mail {quoted(row.email or '')} is already that of {quoted(holder.roll_no)}{removed}. Give one of them"
        " another e-mail, or leave this cell empty."
    )


def _lets_go(holder: Known, row: StudentRow | None) -> bool:
    """Whether the file gives the student another e-mail: two may swap theirs."""
    return row is not None and bool(row.email) and row.email != holder.email


def summary(plan: Plan, errors: Sequence[Wrong], students: Mapping[ClassCode, int], classes: set[ClassCode]) -> Outcome:
    """The plan in numbers. `errors` and `classes` are the file's; `students` says how many each class has."""
    wrong = sorted((*errors, *plan.wrong), key=lambda one: one.row_number)
    values = [(edit.row.roll_no, what, *pair) for edit in plan.edits for what, pair in edit.edits.items()]
    taking_over = [
        (one.row.roll_no, one.known.name, one.row.name) for one in plan.returning if one.row.name != one.known.name
    ]
    moving = Counter((str(one.known.class_code), str(one.row.class_code)) for one in plan.moving)
    absent = {code: count - plan.present.get(code, 0) for code, count in sorted(students.items())}
    return Outcome(
        rows=plan.rows + len({one.row_number for one in errors}),
        new=len(plan.new),
        changed=plan.changed,
        unchanged=plan.unchanged,
        errors=len({one.row_number for one in wrong}),
        wrong=tuple(wrong[:MOST_SHOWN]),
        joining=_counted(row.class_code for row in plan.new),
        moving=tuple((*pair, count) for pair, count in moving.most_common()),
        beginning=tuple((day.isoformat(), count) for day, count in sorted(Counter(plan.first_days).items())),
        held_back=plan.held_back,
        edits=tuple(Counter(what for _, what, *_ in values).most_common()),
        edited=tuple((roll, what, old or "", new) for roll, what, old, new in values[:MOST_SHOWN]),
        returns=len(plan.returning),
        returning=tuple(one.row.roll_no for one in plan.returning[:MOST_NAMED]),
        takeovers=len(taking_over),
        taking_over=tuple(taking_over[:MOST_SHOWN]),
        partings=len(plan.parting),
        parting=plan.parting[:MOST_NAMED],
        staying=plan.staying,
        absent=tuple((str(code), count) for code, count in absent.items() if count > 0 and _in(code, classes)),
    )


def _counted(classes: Iterable[ClassCode]) -> tuple[tuple[str, int], ...]:
    return tuple((str(code), count) for code, count in sorted(Counter(classes).items()))


def _in(code: ClassCode, classes: set[ClassCode]) -> bool:
    """Whether the class, or the whole class it is a section of, is one of these."""
    return code in classes or ClassCode(code.branch, code.year) in classes
