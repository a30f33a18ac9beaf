"""Members as the office has them down: their roles, Slack accounts, and the classes they take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.classcode import ClassCode
from bot.domain.directory import Account
from bot.domain.role import Member, Role, Teaching
from bot.store.database import Outrun
from bot.store.rows import class_of, class_values
from bot.store.tables import enrolment, member, teaching
from bot.store.upsert import Upsert

_ACCOUNT = Upsert(member, lambda new: [("name", new.name), ("account", new.account)])
_MEMBER = select(member.c.slack_user_id, member.c.role, member.c.name, member.c.active, member.c.account)


def members(tx: Connection, slack_user_ids: Collection[str], *, lock: bool = False) -> dict[str, Member]:
    """Those of these users who are down, by id, without what they take; nobody else changes a locked one meanwhile."""
    query = _MEMBER.where(member.c.slack_user_id.in_(slack_user_ids)).order_by(member.c.slack_user_id)
    return {one.slack_user_id: one for one in _members(tx, query.with_for_update() if lock else query)}


def lock_admins(tx: Connection) -> frozenset[str]:
    """The admins whose role counts. Nobody else makes or unmakes one of them until this transaction ends."""
    query = _MEMBER.where(member.c.role == Role.ADMIN).order_by(member.c.slack_user_id).with_for_update()
    return frozenset(one.slack_user_id for one in _members(tx, query) if one.is_able)


def staff(tx: Connection) -> list[Member]:
    """Everybody down as staff, without what they take."""
    takes = member.c.slack_user_id.in_(select(teaching.c.slack_user_id))
    return list(_members(tx, _MEMBER.where(or_(member.c.role != Role.STUDENT, takes))))


def _members(tx: Connection, query: Select[Any]) -> Iterable[Member]:
    for row in tx.execute(query):
        yield Member(row.slack_user_id, Role(row.role), row.name, bool(row.active), Account(row.account))


def add(tx: Connection, new: Member) -> None:
    """A member who was not down before. Raises `Outrun` when somebody else was faster."""
    values = {"slack_user_id": new.slack_user_id, "role": new.role, "name": new.name, "account": new.account}
    try:
        tx.execute(insert(member), values)
    except IntegrityError as error:
        raise Outrun from error


def change(tx: Connection, new: Member) -> None:
    """Another role, name or access, and the same account and classes."""
    values = {"role": new.role, "name": new.name, "active": new.is_active}
    tx.execute(update(member).where(member.c.slack_user_id == new.slack_user_id).values(values))


def settle_accounts(tx: Connection, changed: Iterable[Member]) -> None:
    """Write down their names and accounts, and who was not down before."""
    rows = [
        {"slack_user_id": one.slack_user_id, "role": one.role, "name": one.name, "account": one.account}
        for one in changed
    ]
    _ACCOUNT.write(tx, rows)


def teachings(tx: Connection, slack_user_ids: Collection[str]) -> dict[str, tuple[Teaching, ...]]:
    """What each of them takes, sorted; nothing for others."""
    found: dict[str, list[Teaching]] = defaultdict(list)
    for row in tx.execute(select(teaching).where(teaching.c.slack_user_id.in_(slack_user_ids))):
        found[row.slack_user_id].append(Teaching(class_of(row), row.subject))
    return {slack_user_id: tuple(sorted(taken)) for slack_user_id, taken in found.items()}


def take(tx: Connection, slack_user_id: str, taken: Iterable[Teaching]) -> None:
    """Put these down as theirs. Whoever calls has locked the member."""
    rows = [class_values(one.class_code) | {"slack_user_id": slack_user_id, "subject": one.subject} for one in taken]
    if rows:
        tx.execute(insert(teaching), rows)


def drop(tx: Connection, slack_user_id: str, dropped: Iterable[Teaching]) -> None:
    """These are not theirs any more."""
    for one in dropped:
        tx.execute(delete(teaching).where(teaching.c.slack_user_id == slack_user_id, *_is(one)))


def _is(one: Teaching) -> tuple[ColumnElement[bool], ...]:
    values = class_values(one.class_code) | {"subject": one.subject}
    return tuple(teaching.c[name] == value for name, value in values.items())


def takers(tx: Connection, class_code: ClassCode) -> frozenset[str]:
    """Who takes this class, a section of it, or the class it is a section of, in whatever subject."""
    rows = tx.execute(
        select(teaching).where(teaching.c.branch == class_code.branch, teaching.c.year == class_code.year)
    )
    return frozenset(row.slack_user_id for row in rows if class_code.shares(class_of(row)))


def has_students(tx: Connection, class_code: ClassCode, today: date) -> bool:
    """Whether somebody sits in the class, or in a section of it, today or later."""
    is_class = and_(enrolment.c.branch == class_code.branch, enrolment.c.year == class_code.year)
    section = [enrolment.c.section == class_code.section] if class_code.section else []
    query = select(enrolment.c.enrolment_id).where(is_class, *section, enrolment.c.ends_on >= today)
    return tx.execute(query.limit(1)).first() is not None
