"""Tying a Slack user to a student: by verified e-mail, never by a roll number somebody types."""

from __future__ import annotations

from bot import access, auditing
from bot.auditing import Deed
from bot.domain.directory import DirectoryAway, Profile
from bot.domain.role import Person
from bot.services import Services
from bot.store import students
from bot.store.database import whole_unit


def recognise(services: Services, deed: Deed) -> Person:
    """Who is asking; a stranger is looked for, by the verified e-mail of their Slack profile, among the students.

    When Slack does not answer they stay a stranger for this time.
    """
    person, is_settled = _as_recorded(services, deed.by)
    if is_settled:
        return person
    try:
        profile = services.directory.profile(deed.by)
    except DirectoryAway:
        return person
    return link_by_email(services, deed, profile) if profile else person


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
        person = access.person(services, tx, profile.slack_user_id)
        if person.student or not profile.email or not profile.active:
            return person
        student = students.with_email(tx, profile.email.strip().lower())
        if student is None or not students.link(tx, student.student_id, profile.slack_user_id):
            return person
        changes = {"slack_user_id": [None, profile.slack_user_id]}
        auditing.changed(tx, deed, "link", "student", str(student.student_id), changes)
        return access.person(services, tx, profile.slack_user_id)
