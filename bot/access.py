"""Who is asking, and may they. Asked again, inside the transaction, by every use case."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.classcode import ClassCode
from bot.domain.errors import NotAllowed, Told
from bot.domain.report import Made
from bot.domain.role import Person
from bot.domain.rollcall import Held, RollCall
from bot.services import Services
from bot.store import authenticators, members, reports
from bot.store.database import whole_unit


class NotKnown(NotAllowed):
    """Somebody the college has not added."""

    def __init__(self, admins: tuple[str, ...]) -> None:
        who = "one of the admins" if admins else "your college's office"
        super().__init__(
            f"I don't know you yet, so I can't show you anything. Please ask {who} to add you. If you are a student,"
            " the e-mail of your Slack profile must be the one the college has on your record.",
            ask=admins,
        )


class NotStaff(NotAllowed):
    """A student, or a stranger, asking for what teachers do."""

    def __init__(self) -> None:
        super().__init__(
            "Only teachers and admins can do that. To see your own attendance, type `/attendance me`.",
        )


class ClassNotTaken(NotAllowed):
    """A teacher asking for a class, or a subject, that is not theirs."""

    def __init__(self, person: Person, class_code: ClassCode, subject: str = "") -> None:
        yours = ", ".join(f"`{teaching}`" for teaching in person.teachings)
        mine = f"You take {yours}." if yours else "No class is down as yours yet."
        wanted = f"{class_code} {subject}".rstrip()
        super().__init__(f"`{wanted}` is not a class you take. {mine} An admin can add it.")


class NotAdmin(NotAllowed):
    """A student or a teacher asking for what the office does."""

    def __init__(self, admins: tuple[str, ...]) -> None:
        super().__init__("Only admins can do that. Type `/attendance help` to see what you can do.", ask=admins)


class CodeNeeded(NotAllowed):
    """Something sensitive, and no code from their authenticator app in the last minutes."""

    def __init__(self) -> None:
        super().__init__(
            "This needs a code from your authenticator app: type `/attendance code 123456` with the six digits it"
            " shows, then do this again. A code is good for 15 minutes."
        )


class AuthenticatorNeeded(NotAllowed):
    """Something sensitive in a college that asks for codes, by somebody without an authenticator app."""

    def __init__(self) -> None:
        super().__init__(
            "Your college asks for a code from an authenticator app before this. Set yours up once with"
            " `/attendance mfa`, then do this again."
        )


class RollCallGone(Told):
    """A button of a roll call that is not there."""

    def __init__(self) -> None:
        super().__init__("This roll call is not there any more. Type `/attendance mark` with the class to see it.")


class ReportUnknown(Told):
    """A button of a report that is not there."""

    def __init__(self) -> None:
        super().__init__("This report is not there any more. Ask for a new one, as in `/attendance report CSE-2`.")


class NotYourReport(NotAllowed):
    """A teacher at a report of a class they do not take, or of none: they do not learn which."""

    def __init__(self) -> None:
        super().__init__(
            "This is not a report of a class you take. `/attendance report` shows which you can have; an admin can add"
            " classes to yours."
        )


def person(services: Services, tx: Connection, slack_user_id: str) -> Person:
    """Whoever it is, rights as of now. Raises `RulesChanged` when the services know older rules than the database."""
    college = services.college
    return members.person(tx, slack_user_id, college.admins, college.version)


def known(services: Services, tx: Connection, slack_user_id: str) -> Person:
    """Somebody with a role. Raises `NotKnown`."""
    asking = person(services, tx, slack_user_id)
    _check_known(services, tx, asking)
    return asking


def staff(services: Services, tx: Connection, slack_user_id: str) -> Person:
    """A teacher or an admin. Raises `NotKnown` or `NotStaff`."""
    asking = person(services, tx, slack_user_id)
    _check_staff(services, tx, asking)
    return asking


def admin(services: Services, tx: Connection, slack_user_id: str) -> Person:
    """An admin. Raises `NotKnown` or `NotAdmin`."""
    asking = person(services, tx, slack_user_id)
    _check_known(services, tx, asking)
    if not asking.is_admin:
        raise NotAdmin(admins(services, tx))
    return asking


@whole_unit
def check_admin(services: Services, slack_user_id: str) -> None:
    """The same before anything that was typed is read: nobody else learns what there is to type. Raises as `admin`."""
    with services.database.reading() as tx:
        admin(services, tx, slack_user_id)


def proven_admin(services: Services, tx: Connection, slack_user_id: str) -> Person:
    """An admin about to do something sensitive: where codes are on, one who gave theirs in the last 15 minutes.

    Codes are on for everybody when the college requires them, else for those who set up an authenticator app.
    Raises `NotKnown`, `NotAdmin`, `AuthenticatorNeeded` or `CodeNeeded`.
    """
    asking = admin(services, tx, slack_user_id)
    is_set_up, proven_until = authenticators.proof(tx, slack_user_id)
    if not is_set_up and services.college.mfa_required:
        raise AuthenticatorNeeded
    if is_set_up and (proven_until is None or proven_until <= services.clock.now()):
        raise CodeNeeded
    return asking


def _check_known(services: Services, tx: Connection, asking: Person) -> None:
    if not asking.is_known:
        raise NotKnown(admins(services, tx))


def _check_staff(services: Services, tx: Connection, asking: Person) -> None:
    _check_known(services, tx, asking)
    if not asking.is_staff:
        raise NotStaff


def check_takes(person: Person, held: Held) -> None:
    """Raises `ClassNotTaken` unless they may mark this roll call."""
    if not person.takes(held.class_code, held.subject):
        raise ClassNotTaken(person, held.class_code, held.subject)


def taker(services: Services, tx: Connection, slack_user_id: str, roll_call_id: int) -> tuple[Person, RollCall]:
    """Somebody who may mark this roll call, and it. Raises `NotKnown`, `NotStaff`, `RollCallGone`, `ClassNotTaken`."""
    college = services.college
    asking, call = members.person_at(tx, slack_user_id, college.admins, college.version, roll_call_id)
    _check_staff(services, tx, asking)
    if call is None:
        raise RollCallGone
    check_takes(asking, call.held)
    return asking, call


def report_reader(services: Services, tx: Connection, slack_user_id: str, report_id: int) -> tuple[Person, Made]:
    """Somebody who may read this report, and it: an admin any, a teacher one of a class they take.

    Raises `NotKnown`, `NotStaff`, `ReportUnknown` or `NotYourReport`.
    """
    asking = staff(services, tx, slack_user_id)
    found = reports.find(tx, report_id)
    if found is None and asking.is_admin:
        raise ReportUnknown
    if found is None or not (asking.is_admin or (found.wanted.class_code and asking.knows(found.wanted.class_code))):
        raise NotYourReport
    return asking, found


def admins(services: Services, tx: Connection) -> tuple[str, ...]:
    """Slack user ids of everybody who can add people: from the settings and from the database."""
    return tuple(sorted(services.college.admins | members.admins(tx)))


def others(services: Services, tx: Connection, by: str) -> tuple[str, ...]:
    """The same without whoever asks: whom they can turn to."""
    return tuple(user for user in admins(services, tx) if user != by)


def is_deactivated(tx: Connection, slack_user_id: str) -> bool:
    """Whether the college has put this person's access to rest; nothing they do brings it back."""
    return members.is_deactivated(tx, slack_user_id)
