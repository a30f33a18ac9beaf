"""Who is staff: admins and teachers, and the classes they take. The last admin stays one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import eq

from sqlalchemy import Connection

from bot import access, auditing, heeding, naming
from bot.auditing import Deed
from bot.domain.appointed import DoesNotTake, LastAdmin, RoleGiven, SetByOperator, Staff, Stopped, Taught
from bot.domain.directory import Profile
from bot.domain.role import Member, Role, Teaching, included
from bot.domain.teach import TeachRequest, Wanted
from bot.domain.whom import RoleRequest, StaffRequest
from bot.domain.words import nearest
from bot.heeding import LONGEST_NAME
from bot.services import Services
from bot.store import links, members, sheets, staff, students
from bot.store.database import whole_unit

A_PAGE = 12
"""Of the staff list: a row is one block of fifty, and a phone shows about three at once."""


@whole_unit
def check(services: Services, by: str) -> None:
    """Whether they may change who is staff. Raises `NotAllowed`."""
    with services.database.reading() as tx:
        access.proven_admin(services, tx, by)


@contextmanager
def _office(services: Services, by: str) -> Iterator[tuple[Connection, frozenset[str]]]:
    """A transaction for an admin, in which nobody else makes or unmakes admins; and the admins whose role counts."""
    with services.database.begin() as tx:
        access.proven_admin(services, tx, by)
        able = staff.lock_admins(tx)
        access.proven_admin(services, tx, by)  # whoever held the lock may have been unmaking them
        yield tx, able


def give_role(services: Services, deed: Deed, wanted: RoleRequest) -> RoleGiven:
    """Make somebody an admin, a teacher, or no longer staff; then what they take is taken away too.

    Raises `NotAllowed`, `LastAdmin`, `SetByOperator`, or one of the sentences of `naming`.
    """
    check(services, deed.by)
    user = wanted.slack_user_id
    profile = Profile(user) if wanted.role is Role.STUDENT else naming.full_member(services, user)
    return _give_role(services, deed, profile, wanted.role)


@whole_unit
def _give_role(services: Services, deed: Deed, profile: Profile, role: Role) -> RoleGiven:
    with _office(services, deed.by) as (tx, able):
        return _given(services, tx, deed, profile, role, able)


def _given(
    services: Services, tx: Connection, deed: Deed, profile: Profile, role: Role, able: frozenset[str]
) -> RoleGiven:
    """The role given, and all that goes with it."""
    user = profile.slack_user_id
    if role is not Role.STUDENT:
        heeding.settle(services, tx, [profile])
    member, is_operators = _member(tx, user), user in services.college.admins
    before = Role.ADMIN if is_operators else member.role if member else None
    if is_operators and role is not Role.ADMIN:
        raise SetByOperator
    if before is Role.ADMIN and role is not Role.ADMIN:
        _check_not_last(services, tx, able - {user})
    held = member.teachings if member else ()
    lost, kept = (held, ()) if role is Role.STUDENT else ((), held)
    is_back = member is not None and not member.is_active and role is not Role.STUDENT
    linked = None if role is Role.STUDENT else links.of_user(tx, user)
    given = RoleGiven(user, before, role, kept, lost, is_back, is_operators, linked.student if linked else None)
    if given.is_change:
        _write(tx, profile, given, member)
        auditing.changed(tx, deed, "role", "member", user, _role_changes(given))
    return given


def _member(tx: Connection, slack_user_id: str) -> Member | None:
    """The member, locked, with what they take."""
    found = staff.members(tx, [slack_user_id], lock=True).get(slack_user_id)
    return found and replace(found, teachings=staff.teachings(tx, [slack_user_id]).get(slack_user_id, ()))


def _check_not_last(services: Services, tx: Connection, others: frozenset[str]) -> None:
    """Raises `LastAdmin` unless one of the others, or one by the operator's setting, can act as admin."""
    if others:
        return
    operators = services.college.admins
    down = staff.members(tx, list(operators)) if operators else {}
    if all(user in down and down[user].cannot_act for user in operators):
        raise LastAdmin


def _write(tx: Connection, profile: Profile, given: RoleGiven, member: Member | None) -> None:
    new = _new(profile, given.after)
    if member is None:
        staff.add(tx, new)
    elif given.is_back or given.before is not given.after:
        role = member.role if given.is_operators else given.after
        is_active = member.is_active or given.is_back
        staff.change(tx, replace(member, role=role, name=new.name or member.name, is_active=is_active))
    staff.drop(tx, profile.slack_user_id, given.lost)


def _new(profile: Profile, role: Role) -> Member:
    return Member(profile.slack_user_id, role, profile.name[:LONGEST_NAME], account=profile.kind.account)


def _role_changes(given: RoleGiven) -> dict[str, list[object]]:
    changes: dict[str, list[object]] = {"role": [given.before, given.after]}
    if given.lost:
        changes["classes"] = [[str(one) for one in given.lost], []]
    return changes | ({"active": [False, True]} if given.is_back else {})


def teach(services: Services, deed: Deed, wanted: TeachRequest, role: Role = Role.TEACHER) -> Taught:
    """Put classes down as somebody's, who becomes a teacher if they were no staff, and an admin if `role` says so.

    Raises `NotAllowed` or one of the sentences of `naming`.
    """
    check(services, deed.by)
    return _teach(services, deed, naming.full_member(services, wanted.slack_user_id), wanted, role)


@whole_unit
def _teach(services: Services, deed: Deed, profile: Profile, wanted: TeachRequest, role: Role) -> Taught:
    user = profile.slack_user_id
    with _office(services, deed.by) as (tx, able):
        given = _given(services, tx, deed, profile, _at_least(services, tx, user, role), able)
        settled = [_settled(tx, one) for one in wanted.wanted]
        added = tuple(dict.fromkeys(one for one, _ in settled if not included(one, given.teachings)))
        if added:
            _put_down(tx, deed, profile, added)
        today = services.clock.today()
        codes = dict.fromkeys(one.class_code for one in added)
        return Taught(
            user,
            replace(given, teachings=tuple(sorted({*given.teachings, *added}))),
            added,
            tuple(one for one, _ in settled if one not in added),
            tuple(code for code in codes if not staff.has_students(tx, code, today)),
            tuple((one.subject, close) for one, close in settled if close and one in added),
        )


def _at_least(services: Services, tx: Connection, slack_user_id: str, role: Role) -> Role:
    """Whoever is an admin stays one."""
    member = staff.members(tx, [slack_user_id]).get(slack_user_id)
    is_admin = slack_user_id in services.college.admins or (member is not None and member.role is Role.ADMIN)
    return Role.ADMIN if is_admin else role


def _put_down(tx: Connection, deed: Deed, profile: Profile, added: Sequence[Teaching]) -> None:
    user = profile.slack_user_id
    if not staff.members(tx, [user], lock=True):  # an admin by the operator's setting alone, who may change it
        staff.add(tx, _new(profile, Role.TEACHER))
    staff.take(tx, user, added)
    auditing.changed(tx, deed, "teach", "member", user, {"classes": [[], [str(one) for one in added]]})


def _settled(tx: Connection, wanted: Wanted) -> tuple[Teaching, str]:
    """The class and subject as the college knows them; and, for a new subject, the one there it may be meant for."""
    code = wanted.class_code
    sections = {one.section for one in students.sections(tx, code)}
    known = members.subjects_taught(tx, code) | sheets.subjects_held(tx, code)
    teaching = wanted.settled(sections, known)
    is_new = teaching.subject and teaching.subject not in known
    return teaching, (nearest(teaching.subject, known) or "") if is_new else ""


@whole_unit
def stop(services: Services, deed: Deed, wanted: TeachRequest) -> Stopped:
    """Take classes from somebody: each in its subject, without one in all they take there, sections included.

    Raises `NotAllowed` or `DoesNotTake`.
    """
    with _office(services, deed.by) as (tx, _):
        settled = [_settled(tx, one)[0] for one in wanted.wanted]
        return _stop(tx, deed, wanted.slack_user_id, settled, _ends)


@whole_unit
def stop_just(services: Services, deed: Deed, slack_user_id: str, one: Teaching) -> Stopped:
    """Take exactly this from somebody, whatever else they take in the class. Raises `NotAllowed` or `DoesNotTake`."""
    with _office(services, deed.by) as (tx, _):
        return _stop(tx, deed, slack_user_id, [one], eq)


def _stop(tx: Connection, deed: Deed, user: str, named: Sequence[Teaching], ends: Callable[..., bool]) -> Stopped:
    member = _member(tx, user)
    held = member.teachings if member else ()
    missing = [one for one in named if not any(ends(one, taken) for taken in held)]
    if missing:
        raise DoesNotTake(member, missing)
    stopped = tuple(taken for taken in held if any(ends(one, taken) for one in named))
    staff.drop(tx, user, stopped)
    changes = {"classes": [[str(one) for one in stopped], []]}
    auditing.changed(tx, deed, "stop teaching", "member", user, changes)
    return Stopped(user, stopped, tuple(one for one in held if one not in stopped))


def _ends(wanted: Teaching, taken: Teaching) -> bool:
    if wanted.subject:
        return wanted == taken
    return wanted.class_code.covers(taken.class_code)


@whole_unit
def listed(services: Services, by: str, wanted: StaffRequest, page: int = 0) -> Staff:
    """The staff, admins first, by name: all of it, those of a class, or one person. Raises `NotAllowed`."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        operators = services.college.admins
        down = {one.slack_user_id: one for one in staff.staff(tx)}
        down |= staff.members(tx, list(operators - down.keys())) if operators else {}
        for user in operators:
            down[user] = replace(down.get(user, Member(user, Role.ADMIN)), role=Role.ADMIN)
        people = _chosen(tx, list(down.values()), wanted)
        pages = max(1, -(-len(people) // A_PAGE))
        at = min(max(page, 0), pages - 1)
        shown = people[at * A_PAGE : (at + 1) * A_PAGE]
        taught = staff.teachings(tx, [one.slack_user_id for one in shown])
        shown = [replace(one, teachings=taught.get(one.slack_user_id, ())) for one in shown]
        return Staff(tuple(shown), at, pages, len(people), operators, wanted)


def _chosen(tx: Connection, people: list[Member], wanted: StaffRequest) -> list[Member]:
    if wanted.slack_user_id:
        people = [one for one in people if one.slack_user_id == wanted.slack_user_id]
    if wanted.class_code:
        takers = staff.takers(tx, wanted.class_code)
        people = [one for one in people if one.slack_user_id in takers]
    return sorted(people, key=lambda one: (one.role is not Role.ADMIN, one.name.casefold(), one.slack_user_id))
