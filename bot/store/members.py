"""Who a Slack user is: their role, the classes they take, the student they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.domain.classcode import ClassCode
from bot.domain.directory import Account
from bot.domain.errors import RulesChanged
from bot.domain.role import Person, Teaching
from bot.domain.rollcall import RollCall
from bot.domain.student import Student
from bot.store.rows import ROLL_CALL, class_of, roll_call_of
from bot.store.tables import college, member, roll_call, student, teaching

_asked = select(bindparam("slack_user_id").label("slack_user_id"), bindparam("wanted", 0).label("wanted")).subquery(
    "asked"
)
_COLUMNS = (
    member.c.role,
    member.c.active.label("member_active"),
    member.c.account,
    teaching.c.subject,
    teaching.c.branch,
    teaching.c.year,
    teaching.c.section,
    student.c.student_id,
    student.c.roll_no,
    student.c.name,
    student.c.branch.label("student_branch"),
    student.c.year.label("student_year"),
    student.c.section.label("student_section"),
    student.c.active.label("student_active"),
    select(college.c.version).scalar_subquery().label("rules_version"),
)
_RIGHTS = (
    _asked.outerjoin(member, member.c.slack_user_id == _asked.c.slack_user_id)
    .outerjoin(teaching, teaching.c.slack_user_id == member.c.slack_user_id)
    .outerjoin(student, student.c.slack_user_id == _asked.c.slack_user_id)
)
_PERSON = select(*_COLUMNS).select_from(_RIGHTS)
_PERSON_AT = select(*_COLUMNS, *ROLL_CALL).select_from(
    _RIGHTS.outerjoin(roll_call, roll_call.c.roll_call_id == _asked.c.wanted)
)


def person(tx: Connection, slack_user_id: str, always_admins: frozenset[str], version: int) -> Person:
    """The person with everything their rights depend on, in one round trip; unknown people have no rights.

    Raises `RulesChanged` unless the college's rules are of this version.
    """
    rows = tx.execute(_PERSON, {"slack_user_id": slack_user_id}).all()
    return _person(rows, slack_user_id, always_admins, version)


def person_at(
    tx: Connection, slack_user_id: str, always_admins: frozenset[str], version: int, roll_call_id: int
) -> tuple[Person, RollCall | None]:
    """The person, and the roll call they want something of, still in one round trip. Raises `RulesChanged`."""
    rows = tx.execute(_PERSON_AT, {"slack_user_id": slack_user_id, "wanted": roll_call_id}).all()
    call = None if rows[0].roll_call_id is None else roll_call_of(rows[0])
    return _person(rows, slack_user_id, always_admins, version), call


def _person(rows: Sequence[Any], slack_user_id: str, always_admins: frozenset[str], version: int) -> Person:
    first = rows[0]
    if (first.rules_version or 0) != version:
        raise RulesChanged
    if first.member_active == 0 or first.account == Account.GONE:
        return Person(slack_user_id)
    linked = None
    if first.student_id is not None and first.student_active:
        class_code = ClassCode(first.student_branch, first.student_year, first.student_section)
        linked = Student(first.student_id, first.roll_no, first.name, class_code, slack_user_id)
    is_guest = first.account == Account.GUEST  # may be a student; staff are full members of the workspace
    teachings = {Teaching(ClassCode(r.branch, r.year, r.section), r.subject) for r in rows if r.branch is not None}
    return Person(
        slack_user_id,
        is_admin=(first.role == "admin" and not is_guest) or slack_user_id in always_admins,
        is_teacher=(first.role == "teacher" or bool(teachings)) and not is_guest,
        teachings=() if is_guest else tuple(sorted(teachings)),
        student=linked,
    )


def subjects_taught(tx: Connection, class_code: ClassCode) -> frozenset[str]:
    """The subjects somebody teaches to this class, a section of it, or the class it is a section of."""
    rows = tx.execute(
        select(teaching.c.branch, teaching.c.year, teaching.c.section, teaching.c.subject).where(
            teaching.c.branch == class_code.branch, teaching.c.year == class_code.year, teaching.c.subject != ""
        )
    )
    return frozenset(row.subject for row in rows if class_code.shares(class_of(row)))


def admins(tx: Connection) -> frozenset[str]:
    """Slack user ids of the active admins the database knows."""
    able = (member.c.role == "admin", member.c.active.is_(True), member.c.account == Account.FULL)
    return frozenset(tx.scalars(select(member.c.slack_user_id).where(*able)))


def is_deactivated(tx: Connection, slack_user_id: str) -> bool:
    """Whether there is such a member and they are not active."""
    query = select(member.c.active, member.c.account).where(member.c.slack_user_id == slack_user_id)
    found = tx.execute(query).one_or_none()
    return found is not None and (not found.active or found.account == Account.GONE)
