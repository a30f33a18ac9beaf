"""The days the college is closed: listed, added one by one, from a calendar file or by country, and taken out.

They change what counts, so they have one version with the rules (see `configuring`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot import access, auditing
from bot.auditing import Deed
from bot.configuring import may_change, rules_of
from bot.domain.country import Place
from bot.domain.holiday import Altered, Days, Found, Proposed, each_day, read_holiday, window
from bot.domain.period import DateRange
from bot.services import Services
from bot.store import colleges, holidays
from bot.store.database import whole_unit

Fetch = Callable[[], bytes]
"""Gets the bytes of a file, once it is sure that it is wanted."""


@whole_unit
def listed(services: Services, by: str) -> Days:
    """The holidays, for an admin to see. Raises `NotAllowed`."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
    return services.college.holidays


@whole_unit
def check(services: Services, by: str) -> None:
    """Raises `NotAllowed` unless they may change the holidays: asked before anything is shown, fetched or read."""
    with services.database.reading() as tx:
        may_change(services, tx, by)


def propose_file(services: Services, by: str, name: str, fetch: Fetch) -> Proposed:
    """What adding the holidays of a calendar file would do. Raises `NotAllowed` or why the file is refused."""
    check(services, by)
    return _propose(services, by, _in_file(services, name, fetch()))


def add_file(services: Services, deed: Deed, name: str, fetch: Fetch) -> Altered:
    """Add the holidays of a calendar file that are none yet. Raises `NotAllowed` or why the file is refused."""
    check(services, deed.by)
    return _add(services, deed, _in_file(services, name, fetch()).days)


def _in_file(services: Services, name: str, content: bytes) -> Found:
    from bot.formats.calendar_in import holidays_in

    return holidays_in(name, content, services.clock.zone, window(services.college.term, services.clock.today()))


def propose_country(services: Services, by: str, country: str, region: str, days: DateRange) -> tuple[Proposed, Place]:
    """What adding the holidays of a country would do. Raises `NotAllowed`, `UnknownCountry` or `UnknownRegion`."""
    from bot.formats.countries import find_place, holidays_of

    check(services, by)
    place = find_place(country, region)
    return _propose(services, by, holidays_of(place, days)), place


def add_country(services: Services, deed: Deed, place: Place, days: DateRange) -> Altered:
    """Add the holidays of a place that are none yet. Raises `NotAllowed`."""
    from bot.formats.countries import holidays_of

    check(services, deed.by)
    return _add(services, deed, holidays_of(place, days).days)


@whole_unit
def _propose(services: Services, by: str, found: Found) -> Proposed:
    """Nothing is written."""
    with services.database.reading() as tx:
        may_change(services, tx, by)
        fresh = _fresh(services.college.holidays, found.days)
        return Proposed(fresh, len(found.days) - len(fresh), holidays.taken_on(tx, fresh), found)


def add_one(services: Services, deed: Deed, first: date | None, last: date | None, name: str) -> Altered:
    """Make the days a holiday by this name, whatever they were called. Raises `NotAllowed` or `FieldsWrong`."""
    check(services, deed.by)
    return _add(services, deed, read_holiday(first, last, name), rename=True)


@whole_unit
def _add(services: Services, deed: Deed, days: Days, rename: bool = False) -> Altered:
    """Make these days holidays; those that are keep their name, or are renamed. Twice adds nothing more."""
    with services.database.begin() as tx:
        may_change(services, tx, deed.by)
        now = services.college.holidays
        fresh = _fresh(now, days)
        renamed = {day: name for day, name in days.items() if rename and now.get(day, name) != name}
        put = fresh | renamed
        if put:
            _next_version(services, tx)
            holidays.put(tx, put)
            _audit(tx, deed, "add", {day: (None, name) for day, name in fresh.items()})
            _audit(tx, deed, "edit", {day: (now[day], name) for day, name in renamed.items()})
        return Altered(put, {**now, **put}, holidays.taken_on(tx, fresh))


@whole_unit
def remove(services: Services, deed: Deed, days: DateRange) -> Altered:
    """Make these days ordinary ones: what was marked on them counts again. Raises `NotAllowed`."""
    with services.database.begin() as tx:
        may_change(services, tx, deed.by)
        now = services.college.holidays
        gone = {day: now[day] for day in each_day(days) if day in now}
        if gone:
            _next_version(services, tx)
            holidays.take_out(tx, gone)
            _audit(tx, deed, "remove", {day: (name, None) for day, name in gone.items()})
        kept = {day: name for day, name in now.items() if day not in gone}
        return Altered(gone, kept, holidays.taken_on(tx, gone))


def _fresh(now: Days, days: Days) -> dict[date, str]:
    return {day: name for day, name in days.items() if day not in now}


def _next_version(services: Services, tx: Connection) -> None:
    colleges.record(tx, rules_of(services), services.college.version)


def _audit(tx: Connection, deed: Deed, action: str, names: Mapping[date, tuple[str | None, str | None]]) -> None:
    """An entry a day: what it was called, and what it is called now."""
    changes: dict[str, dict[str, Any]] = {day.isoformat(): {"name": list(one)} for day, one in names.items()}
    auditing.all_changed(tx, deed, action, "holiday", changes)
