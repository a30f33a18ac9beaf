"""Reports: who may ask for which, making their files, and putting them where their links lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot import access, compiling, heeding
from bot.auditing import Deed
from bot.domain.classcode import ClassCode
from bot.domain.directory import DirectoryAway
from bot.domain.errors import NotAllowed, Told
from bot.domain.misreported import ClassUnknown, like_class
from bot.domain.place import Place
from bot.domain.report import Facts, Format, Head, Kind, Made, NoBucket, Wanted, file_name
from bot.domain.role import Person
from bot.services import Services
from bot.store import classlists, jobs, postings, reports, staff
from bot.store.database import Outrun, whole_unit

KIND = "reporting"
"""Of the job."""
ANSWERED_WITHIN = timedelta(minutes=30)
"""How long Slack takes answers to one request."""
POSTED = ("channel", "asker")
"""What the job calls the messages that hold a report."""
AGAIN = "again"
"""What is written down of a job whose message is posted once more, so that it is once."""


class EverythingIsForAdmins(NotAllowed):
    """A teacher asking for every class."""

    def __init__(self, person: Person) -> None:
        yours = ", ".join(dict.fromkeys(f"`{teaching.class_code}`" for teaching in person.teachings))
        mine = (
            f"You take {yours}: write one, as in " if yours else "No class is down as yours yet. Then write it, as in "
        )
        first = person.teachings[0].class_code if person.teachings else "CSE-2"
        super().__init__(f"Only admins get a report of all classes. {mine}`/attendance report {first}`.")


class SharingIsForAdmins(NotAllowed):
    """A teacher with the word `share`."""

    def __init__(self) -> None:
        super().__init__(
            "Only admins can put a link to a file where others see it. Leave the word `share` out: you get a link of"
            " your own, and every teacher of the class gets one from the buttons of the report."
        )


class PostedAgain(Told):
    """A second press of the button that posts a report after all."""

    def __init__(self) -> None:
        super().__init__("This report is being posted already: the button was pressed before.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A report on its way. `channel` is where it is to appear, `""` for a direct message."""

    wanted: Wanted
    channel: str
    report_id: int
    job_id: int


@dataclass(frozen=True, slots=True)
class Offered:
    """The classes somebody can have reports of, by name, and whether of all of them together."""

    classes: tuple[ClassCode, ...]
    everything: bool


@whole_unit
def offered(services: Services, by: str) -> Offered:
    """What there is to ask for: a teacher's own classes, everything for an admin. Raises `NotKnown` or `NotStaff`."""
    with services.database.reading() as tx:
        person = access.staff(services, tx, by)
        if not person.is_admin:
            return Offered(tuple(sorted({one.class_code for one in person.teachings})), False)
        return Offered(tuple(size.class_code for size in classlists.sizes(tx, services.clock.today())), True)


@whole_unit
def check_may_ask(services: Services, by: str) -> None:
    """Before anything that was typed is read: nobody else learns what there is to type. Raises as `offered` does."""
    with services.database.reading() as tx:
        access.staff(services, tx, by)


@whole_unit
def ask(services: Services, deed: Deed, wanted: Wanted, place: Place) -> Asked:
    """Write down that somebody wants a report where they are, and the work that makes it.

    Raises what `access.staff` does, `ClassNotTaken`, `EverythingIsForAdmins`, `SharingIsForAdmins`, of the whole
    college what `access.proven_admin` does, `NoBucket`, and what `compiling.check` does.
    """
    with services.database.begin() as tx:
        person = access.staff(services, tx, deed.by)
        _check_may(person, wanted)
        if wanted.class_code is None:
            access.proven_admin(services, tx, deed.by)
        return _asked(services, tx, person, deed, wanted, place, "" if place.is_direct else place.channel)


@whole_unit
def ask_for_shortage(services: Services, deed: Deed, report_id: int, place: Place) -> Asked:
    """Write down that somebody wants the shortage list of a report's class and days for themselves.

    Raises what `access.report_reader` does, of the whole college `access.proven_admin` too, `NoBucket`, and what
    `compiling.check` does.
    """
    with services.database.begin() as tx:
        person, report = access.report_reader(services, tx, deed.by, report_id)
        if report.wanted.class_code is None:
            access.proven_admin(services, tx, deed.by)
        wanted = replace(report.wanted, kind=Kind.SHORTAGE, share=False)
        return _asked(services, tx, person, deed, wanted, place, "")


@whole_unit
def ask_to_post(services: Services, deed: Deed, report_id: int, lost_job_id: int, place: Place) -> Asked:
    """Write down that a report is to be posted in its channel after all: nobody knew whether that job had done it.

    Raises `PostedAgain` for all presses but the first, `NotAdmin` for others than whoever asked, and what
    `access.report_reader` does.
    """
    with services.database.begin() as tx:
        _, report = access.report_reader(services, tx, deed.by, report_id)
        if report.asked_by != deed.by:
            access.admin(services, tx, deed.by)
        lost = [postings.find(tx, lost_job_id, what) for what in POSTED]
        if not any(one and one.message is None for one in lost) or postings.find(tx, lost_job_id, AGAIN):
            raise PostedAgain
        try:
            postings.begin(tx, lost_job_id, AGAIN, deed.at)
        except IntegrityError as error:  # the same button at the same moment
            raise Outrun from error
        told = payload(deed.by, report_id, deed.at + ANSWERED_WITHIN, place) | {"hands": False}
        return Asked(report.wanted, report.channel, report_id, jobs.add(tx, KIND, told, deed.at))


@whole_unit
def find(services: Services, report_id: int) -> Made | None:
    """The report as it is, for the work that makes it."""
    with services.database.reading() as tx:
        return reports.find(tx, report_id)


@whole_unit
def check_still_may(services: Services, by: str, report: Made) -> None:
    """Whether they may still have it, when it is made. Raises as `ask` does, except for codes: the one they gave when
    they asked may be too old by now."""
    heeding.heed(services, by)
    with services.database.reading() as tx:
        person, _ = access.report_reader(services, tx, by, report.report_id)
        _check_may(person, report.wanted)


def make(services: Services, report: Made) -> Made:
    """The report with its files in storage; as it is when they are there. Made twice, they take each other's place.

    Raises `NoBucket`, or `NotStored` of the storage.
    """
    from bot.formats.reports import content_type, write_all

    if report.made_at is not None:
        return report
    if services.storage is None:
        raise NoBucket
    with TemporaryDirectory(prefix="report") as folder:
        with compiling.compiled(services, report.wanted) as compiled:
            paths = write_all(Path(folder), _head(services, report), compiled.sheets)
            facts = compiled.facts()
        files = {format_: _key(report, format_) for format_ in paths}
        for format_, path in paths.items():
            services.storage.put(files[format_], path, content_type(report.wanted, format_))
    return _made(services, report, facts, files)


@whole_unit
def _made(services: Services, report: Made, facts: Facts, files: Mapping[Format, str]) -> Made:
    at = services.clock.now()
    with services.database.begin() as tx:
        reports.made(tx, report.report_id, at, facts, files)
    return replace(report, made_at=at, facts=facts, files=files)


@whole_unit
def posted(services: Services, report_id: int, message: str) -> None:
    """Keep where a link to it was put for everybody, so that it can be taken away there once it is revoked."""
    with services.database.begin() as tx:
        reports.posted(tx, report_id, message)


def _asked(
    services: Services, tx: Connection, person: Person, deed: Deed, wanted: Wanted, place: Place, channel: str
) -> Asked:
    if services.storage is None:
        raise NoBucket
    _check(services, tx, person, wanted)
    report_id = reports.add(tx, wanted, deed.by, deed.at, channel)
    told = payload(deed.by, report_id, deed.at + ANSWERED_WITHIN, place)
    return Asked(wanted, channel, report_id, jobs.add(tx, KIND, told, deed.at))


def _check(services: Services, tx: Connection, person: Person, wanted: Wanted) -> None:
    """As `compiling.check`, and of a class that is not there, which of those they may have are like it."""
    try:
        compiling.check(services, tx, wanted)
    except compiling.NoSuchClass as missing:
        sizes = classlists.sizes(tx, services.clock.today())
        like = like_class(missing.class_code, [one.class_code for one in sizes if person.knows(one.class_code)])
        if missing.sections or not like:
            raise
        raise ClassUnknown(missing.class_code, like) from missing


def payload(by: str, report_id: int, answer_until: datetime, place: Place) -> dict[str, Any]:
    """What the work is told."""
    return {
        "by": by,
        "report": report_id,
        "answer_to": place.answer_to,
        "answer_until": answer_until.isoformat(),
        "address": place.address,
    }


def _check_may(person: Person, wanted: Wanted) -> None:
    if wanted.class_code is None and not person.is_admin:
        raise EverythingIsForAdmins(person)
    if wanted.class_code and not person.knows(wanted.class_code):
        raise access.ClassNotTaken(person, wanted.class_code)
    if wanted.share and not person.is_admin:
        raise SharingIsForAdmins


def _key(report: Made, format_: Format) -> str:
    return f"{report.place}/{file_name(report.wanted, format_)}"


def _head(services: Services, report: Made) -> Head:
    now = services.clock.local(services.clock.now())
    return Head(report.wanted, services.college.counting, now, _name(services, report.asked_by))


def _name(services: Services, slack_user_id: str) -> str:
    """What somebody is called, as the college has them down or as Slack says; `""` when neither does."""
    known = _on_staff(services, slack_user_id)
    if known:
        return known
    try:
        return services.directory.profile(slack_user_id, services.clock.now(), at_most=timedelta(days=1)).name
    except DirectoryAway:
        return ""


@whole_unit
def _on_staff(services: Services, slack_user_id: str) -> str:
    with services.database.reading() as tx:
        member = staff.members(tx, [slack_user_id]).get(slack_user_id)
    return member.name if member else ""
