"""Tying Slack users to students: by verified e-mail or by an admin, never by a roll number somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from bot import access, auditing, naming
from bot.auditing import Deed
from bot.domain.directory import Account, DirectoryAway, Profile
from bot.domain.errors import Told, quoted
from bot.domain.role import Person
from bot.domain.student import Student, normal_roll
from bot.services import Services
from bot.store import audits, links, staff
from bot.store.audits import Entry
from bot.store.database import whole_unit
from bot.store.links import LINK, UNLINK, LastDeed, Record

RECENT = timedelta(minutes=1)
"""How old what Slack says of a stranger may be: who confirms their e-mail should not wait long."""


class NoSuchStudent(Told):
    """A roll number nobody has."""

    def __init__(self, roll: str) -> None:
        super().__init__(
            f"No student has the roll number {quoted(roll)}. Nothing was changed. Write the whole roll number, as in"
            " `21CSE042`; `/attendance students CSE-2` lists a class."
        )


class StudentLeft(Told):
    """A student who was removed."""

    def __init__(self, student: Student) -> None:
        super().__init__(
            f"{quoted(f'{student.roll_no} {student.name}')} is in no class any more, so nothing was changed. Add the"
            f" student again first, with `/attendance students {student.class_code}`."
        )


class NotLinked(Told):
    """A student, or a Slack user, without a link to take away."""

    def __init__(self, student: Student | None) -> None:
        who = f"The student {quoted(f'{student.roll_no} {student.name}')}" if student else "That person"
        what = "no Slack account" if student else "no student"
        super().__init__(f"{who} is linked to {what}. Nothing was changed.")


class LinkedOtherwise(Told):
    """A student and a Slack user who are not linked to each other."""

    def __init__(self) -> None:
        super().__init__(
            "That student and that person are not linked to each other, so nothing was changed. Name one of them, as in"
            " `/attendance unlink 21CSE042`."
        )


@dataclass(frozen=True, slots=True)
class Linked:
    """A student and the Slack user they are linked to; whether that was so before, and whether they are staff too."""

    student: Student
    slack_user_id: str
    was_before: bool = False
    is_staff: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A link that stands in the way of another."""

    link: Linked
    wanted: Linked


def recognise(services: Services, deed: Deed) -> Person:
    """Who is asking; a stranger is looked for, by the verified e-mail of their Slack profile, among the students.

    When Slack does not answer they stay a stranger for this time.
    """
    person, is_settled = _as_recorded(services, deed.by)
    if is_settled:
        return person
    try:
        profile = services.directory.profile(deed.by, services.clock.now(), RECENT)
    except DirectoryAway:
        return person
    return link_by_email(services, deed, profile)


@whole_unit
def _as_recorded(services: Services, slack_user_id: str) -> tuple[Person, bool]:
    """Who they are as far as the college knows, and whether that is all there is to say."""
    with services.database.reading() as tx:
        person = access.person(services, tx, slack_user_id)
        return person, person.is_known or access.is_deactivated(tx, slack_user_id)


@whole_unit
def known(services: Services, slack_user_id: str) -> Person:
    """Whoever asks, if the college knows them. Raises `NotKnown`."""
    with services.database.reading() as tx:
        return access.known(services, tx, slack_user_id)


@whole_unit
def is_known(services: Services, slack_user_id: str) -> bool:
    """Whether the college knows whoever asks."""
    with services.database.reading() as tx:
        return access.person(services, tx, slack_user_id).is_known


@whole_unit
def link_by_email(services: Services, deed: Deed, profile: Profile) -> Person:
    """Link the student whose record has this verified e-mail, unless somebody else is linked to it already."""
    with services.database.begin() as tx:
        link_all(tx, [profile], deed.at, deed.source)
        return access.person(services, tx, profile.slack_user_id)


def link_all(tx: Connection, profiles: Sequence[Profile], at: datetime, source: str) -> int:
    """Link each of these people to the student with their verified e-mail; how many were.

    Never a student or a user who is linked already, a user without rights, an e-mail two of them have, nor those whom
    an admin parted. Whoever calls retries when it raises `Outrun`.
    """
    by_email = _by_email(tx, profiles)
    waiting = {one.student.student_id: one for one in links.unlinked_with(tx, list(by_email))} if by_email else {}
    last = links.last_deeds(tx, list(waiting))
    users = {
        student_id: by_email[record.email]
        for student_id, record in waiting.items()
        if not _were_parted(last.get(student_id), by_email[record.email], record)
    }
    links.tie(tx, users)
    entries = [
        Entry(at, user, source, LINK, "student", str(student_id), {"slack_user_id": [None, user]})
        for student_id, user in users.items()
    ]
    audits.add_all(tx, entries)
    return len(users)


def _by_email(tx: Connection, profiles: Sequence[Profile]) -> dict[str, str]:
    """The users who may be linked, by verified e-mail as records have it."""
    able = {one.slack_user_id: _plain(one.email) for one in profiles if one.email and one.kind.account in LINKABLE}
    if not able:
        return {}
    times = Counter(able.values())
    down = staff.members(tx, list(able))
    barred = links.linked(tx, list(able)) | {user for user, member in down.items() if not member.is_active}
    return {email: user for user, email in able.items() if times[email] == 1 and user not in barred}


LINKABLE = (Account.FULL, Account.GUEST)


def _plain(email: str) -> str:
    return email.strip().lower()


def _were_parted(last: LastDeed | None, slack_user_id: str, record: Record) -> bool:
    return last is not None and last[1:] == (UNLINK, _parting(slack_user_id, record))


def _parting(slack_user_id: str, record: Record) -> dict[str, list[str | None]]:
    """What the audit says of an admin's unlinking; as long as it says so of the same e-mail, they stay apart.

    Of the e-mail it keeps a digest: enough to see that it is another, and nothing that erasing would have to reach.
    """
    digest = sha256(record.email.encode()).hexdigest()[:12]
    return {"slack_user_id": [slack_user_id, None], "email_digest": [digest, digest]}


def link(services: Services, deed: Deed, slack_user_id: str, roll: str) -> Linked | Taken:
    """Link a person to a student, for an admin. `Taken`, with nothing changed, when one of them is linked otherwise.

    Raises `NotAllowed`, `NoSuchStudent`, `StudentLeft`, or one of the sentences of `naming`.
    """
    access.check_admin(services, deed.by)
    naming.somebody(services, slack_user_id)
    return _link(services, deed, slack_user_id, normal_roll(roll))


@whole_unit
def _link(services: Services, deed: Deed, slack_user_id: str, roll: str) -> Linked | Taken:
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        student = _student(tx, roll).student
        wanted = Linked(student, slack_user_id)
        if student.slack_user_id == slack_user_id:
            return Linked(student, slack_user_id, was_before=True)
        if student.slack_user_id:
            return Taken(Linked(student, student.slack_user_id), wanted)
        theirs = links.of_user(tx, slack_user_id)
        if theirs:
            return Taken(Linked(theirs.student, slack_user_id), wanted)
        if not student.active:
            raise StudentLeft(student)
        links.tie(tx, {student.student_id: slack_user_id})
        changes = {"slack_user_id": [None, slack_user_id]}
        auditing.changed(tx, deed, LINK, "student", str(student.student_id), changes)
        return replace(wanted, is_staff=access.person(services, tx, slack_user_id).is_staff)


def _student(tx: Connection, roll: str) -> Record:
    found = links.of_roll(tx, roll)
    if found is None:
        raise NoSuchStudent(roll)
    return found


@whole_unit
def unlink(services: Services, deed: Deed, slack_user_id: str, roll: str) -> Linked:
    """Part a student and a Slack user, named by either; what was linked. By e-mail they are not linked again.

    Raises `NotAllowed`, `NoSuchStudent`, `NotLinked` or `LinkedOtherwise`.
    """
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        record = _student(tx, normal_roll(roll)) if roll else links.of_user(tx, slack_user_id)
        if record is None or record.student.slack_user_id is None:
            raise NotLinked(record.student if record else None)
        was = record.student.slack_user_id
        if slack_user_id not in ("", was):
            raise LinkedOtherwise
        links.untie(tx, [record.student.student_id])
        changes = _parting(was, record)
        auditing.changed(tx, deed, UNLINK, "student", str(record.student.student_id), changes)
        return Linked(record.student, was, was_before=True)
