"""Setting up reports that come by themselves every week; pausing, resuming, stopping and listing them.

Where one is set up, it is written down first, with the work that says so in its channel, in one transaction; only then
does Slack hear of it. The other way round, a bot cut short in between would leave a message about a report that never
comes. This way the work is still in the table: it writes its message once, whoever takes it, and where Slack says that
the bot is not in the channel, it takes the report back. Whoever types the command again meanwhile finds that report.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from bot import access, auditing
from bot.auditing import Deed
from bot.domain.classcode import ClassCode
from bot.domain.report import NoBucket
from bot.domain.role import Person
from bot.domain.schedule import SCHEDULE, Done, Listed, Schedule, State, Weekly, Why, changes
from bot.domain.schedulewords import Named, Verb
from bot.domain.unscheduled import NoneThere, NoSuchClass, NotYours, ScheduleGone, SeveralThere
from bot.services import Services
from bot.store import jobs, postings, schedules, staff
from bot.store.database import whole_unit

ANNOUNCE = "announcing"
"""The work that says in the channel what comes there."""
SAID = "channel"
"""What its message is called among what work wrote to people."""
AFTER = {Verb.PAUSE: State.PAUSED, Verb.RESUME: State.ACTIVE, Verb.STOP: State.STOPPED}


@whole_unit
def check(services: Services, by: str) -> None:
    """Whether weekly reports are any of their business. Raises `NotAllowed`."""
    with services.database.reading() as tx:
        access.staff(services, tx, by)


@whole_unit
def set_up(services: Services, deed: Deed, weekly: Weekly, channel: str) -> Done:
    """Have a report come there every week; where the same one does already, on this day, at this time, in this format.

    Turns that have come already are left out. Raises what a report does: `NotAllowed`, `NoBucket`, `NoSuchClass`; or
    `NotYours`.
    """
    with services.database.begin() as tx:
        person = _check_report(services, tx, deed.by, weekly.class_code)
        if services.storage is None:
            raise NoBucket
        if weekly.class_code and not staff.has_students(tx, weekly.class_code, services.clock.today()):
            raise NoSuchClass(weekly)
        was = schedules.same(tx, weekly, channel)
        if was is None:
            return _begun(services, tx, deed, Schedule(0, weekly, channel, deed.by, deed.at, date.min))
        owner = access.person(services, tx, was.made_by)
        is_free = was.state is State.STOPPED or not owner.may_read(weekly.class_code)
        if not is_free:
            _check_theirs(services, tx, person, was)
        if (was.state, was.weekly) == (State.ACTIVE, weekly):
            return _done(services, was, was)
        after = _changed(services, was, weekly)
        after = replace(after, made_by=deed.by, made_at=deed.at) if is_free else after
        schedules.change(tx, after)
        action = "add" if was.state is State.STOPPED else "edit"
        auditing.changed(tx, deed, action, SCHEDULE, str(was.schedule_id), changes(after, was))
        return _announced(tx, deed, _done(services, after, was))


def _begun(services: Services, tx: Connection, deed: Deed, new: Schedule) -> Done:
    new = replace(new, handled_on=_latest(services, new.weekly))
    new = replace(new, schedule_id=schedules.add(tx, new))
    auditing.changed(tx, deed, "add", SCHEDULE, str(new.schedule_id), changes(new, None))
    return _announced(tx, deed, _done(services, new, None))


def _changed(services: Services, was: Schedule, weekly: Weekly) -> Schedule:
    """Coming as it is wanted now. A turn that is overdue is not left out by another format alone."""
    goes_on = was.state is State.ACTIVE and was.weekly.turn == weekly.turn
    handled_on = was.handled_on if goes_on else _latest(services, weekly)
    return replace(was, weekly=weekly, handled_on=handled_on, state=State.ACTIVE, why=Why.ASKED)


@whole_unit
def turn(services: Services, deed: Deed, verb: Verb, schedule_id: int) -> Done:
    """Pause, resume or stop it. Resumed, it goes on with its next turn; what was left out is not made up for.

    Raises `NotAllowed`, `NotYours` or `ScheduleGone`; resuming also what `set_up` does.
    """
    with services.database.begin() as tx:
        person = access.staff(services, tx, deed.by)
        was = schedules.find(tx, schedule_id, lock=True)
        if was is None:
            raise ScheduleGone
        _check_theirs(services, tx, person, was)
        if verb is Verb.RESUME:
            _check_report(services, tx, deed.by, was.weekly.class_code)
        if was.state is AFTER[verb] or (verb is Verb.PAUSE and was.state is State.STOPPED):
            return _done(services, was, was)
        after = replace(was, state=AFTER[verb], why=Why.ASKED)
        if verb is Verb.RESUME:
            after = _resumed(services, tx, deed, after)
        schedules.change(tx, after)
        auditing.changed(tx, deed, verb.value, SCHEDULE, str(schedule_id), changes(after, was))
        done = _done(services, after, was)
        return _announced(tx, deed, done) if was.why is Why.CHANNEL and verb is Verb.RESUME else done


def _resumed(services: Services, tx: Connection, deed: Deed, after: Schedule) -> Schedule:
    """From its next turn on. Where whoever set it up may not read it any more, it is theirs who resumes it."""
    owner = access.person(services, tx, after.made_by)
    made_by = after.made_by if owner.may_read(after.weekly.class_code) else deed.by
    return replace(after, made_by=made_by, handled_on=max(after.handled_on, _latest(services, after.weekly)))


@whole_unit
def find(services: Services, by: str, named: Named, channel: str) -> int:
    """The number of the weekly report that is meant: one of this channel, else one of theirs wherever it comes.

    Raises `NotAllowed`, `NoneThere` or `SeveralThere`.
    """
    with services.database.reading() as tx:
        person = access.staff(services, tx, by)
        meant = [one for one in schedules.there(tx) if named.means(one.weekly)]
    here = [one for one in meant if one.channel == channel]
    found = here or [one for one in meant if person.is_admin or one.made_by == by]
    if not found:
        raise NoneThere(named.whom)
    if len(found) > 1:
        raise SeveralThere(found, bool(here))
    return found[0].schedule_id


@whole_unit
def listed(services: Services, by: str, channel: str) -> Listed:
    """What comes in this channel; and elsewhere what they set up, for an admin everything. Raises `NotAllowed`."""
    now, zone = services.clock.now(), services.clock.zone
    with services.database.reading() as tx:
        person = access.staff(services, tx, by)
        there = schedules.there(tx)
    mine = frozenset(one.schedule_id for one in there if person.is_admin or one.made_by == by)
    shown = [(one, one.next(now, zone)) for one in there if one.channel == channel or one.schedule_id in mine]
    here = tuple(pair for pair in shown if pair[0].channel == channel)
    return Listed(here, tuple(pair for pair in shown if pair[0].channel != channel), mine)


@whole_unit
def settled(services: Services, done: Done) -> tuple[Schedule, bool]:
    """How it is once that work was tried, and whether the channel was told."""
    with services.database.reading() as tx:
        schedule = schedules.find(tx, done.schedule.schedule_id) or done.schedule
        begun = postings.find(tx, done.job_id, SAID) if done.job_id else None
    return schedule, begun is not None and begun.message is not None


def _check_report(services: Services, tx: Connection, by: str, class_code: ClassCode | None) -> Person:
    """The rights to the report itself: for all classes an admin's, with a code where codes are asked for."""
    if class_code is None:
        return access.proven_admin(services, tx, by)
    person = access.staff(services, tx, by)
    if not person.knows(class_code):
        raise access.ClassNotTaken(person, class_code)
    return person


def _check_theirs(services: Services, tx: Connection, person: Person, schedule: Schedule) -> None:
    if not person.is_admin and schedule.made_by != person.slack_user_id:
        raise NotYours(schedule, access.admins(services, tx))


def _announced(tx: Connection, deed: Deed, done: Done) -> Done:
    """With the work that says so in the channel."""
    payload = {"schedule": done.schedule.schedule_id, "by": deed.by, "how": done.how}
    return replace(done, job_id=jobs.add(tx, ANNOUNCE, payload, deed.at))


def _done(services: Services, schedule: Schedule, was: Schedule | None) -> Done:
    return Done(schedule, was, schedule.next(services.clock.now(), services.clock.zone))


def _latest(services: Services, weekly: Weekly) -> date:
    return weekly.turn.latest(services.clock.now(), services.clock.zone)
