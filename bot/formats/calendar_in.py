"""A calendar file (iCalendar, .ics) to the holidays in it.

Read by `icalendar`, which knows best what calendar programs really write (BSD; 90 ms to import, so only when a file
comes), and repeated by `dateutil`, which it needs itself. An entry that makes no sense is left out and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.holiday import Found, LeftOut, each_day, holiday_name
from bot.domain.holidayfile import (
    MOST_ENTRIES,
    BrokenCalendar,
    EmptyCalendar,
    NotACalendar,
    OversizedCalendar,
    check_size,
)
from bot.domain.period import DateRange

START, END = "BEGIN:VCALENDAR", "END:VCALENDAR"
REPEATED = frozenset({"YEARLY", "MONTHLY", "WEEKLY", "DAILY"})  # what comes every hour is no holiday
MOST_TIMES = 50_000  # of one entry, from its first: a day each since 1900
NO_NAME = "Holiday"
DAY = timedelta(days=1)
SENSELESS = (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError)
"""What the libraries raise over values that make no sense."""

Span = tuple[datetime, datetime]
"""From when until when, on the clock of the entry's own zone."""


def holidays_in(name: str, content: bytes, zone: ZoneInfo, window: DateRange) -> Found:
    """The days without classes that the file names within the window, and what else it holds.

    An entry makes a day a holiday when it covers all of it: as its own date is written, or else by the college's
    clock. Where several fall on one day all their names are kept. Raises a CalendarRefused.
    """
    check_size(name, len(content))
    events = _events(name, content)
    if not events:
        raise EmptyCalendar(name)
    moved = _moved(events)
    names: dict[date, dict[str, None]] = defaultdict(dict)
    left_out = LeftOut()
    for event in events:
        days, why_not = _days(event, moved, zone, window)
        left_out = replace(left_out, **{why_not: getattr(left_out, why_not) + 1}) if why_not else left_out
        for day in days:
            names[day][_name(event)] = None
    return Found({day: holiday_name("; ".join(names[day])) for day in sorted(names)}, window, left_out)


def _events(name: str, content: bytes) -> list[Any]:
    text = _text(content)
    letters = text.upper()
    if not letters.lstrip().startswith(START):
        raise NotACalendar(name, content)
    if letters.count("BEGIN:VEVENT") > MOST_ENTRIES:
        raise OversizedCalendar(name, f"more than {MOST_ENTRIES:,} entries")
    if letters.count(START) > letters.count(END):
        raise BrokenCalendar(name)
    from icalendar import Calendar

    try:
        return [event for one in Calendar.from_ical(text, multiple=True) for event in one.walk("VEVENT")]
    except SENSELESS as error:
        raise BrokenCalendar(name) from error


def _text(content: bytes) -> str:
    """UTF-8, as the format demands; UTF-16 and the Western letters of older programs are understood as well."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")


def _name(event: Any) -> str:
    return holiday_name(str(next(iter(_each(event.get("SUMMARY"))), ""))) or NO_NAME


def _moved(events: list[Any]) -> dict[str, list[date]]:
    """By the id of a repeated entry, the times of it that have an entry of their own."""
    moved: dict[str, list[date]] = defaultdict(list)
    for event in events:
        if "RECURRENCE-ID" in event:
            with suppress(*SENSELESS):
                moved[str(event.get("UID"))].append(event["RECURRENCE-ID"].dt)
    return moved


def _days(event: Any, moved: dict[str, list[date]], zone: ZoneInfo, window: DateRange) -> tuple[set[date], str]:
    """The days in the window that the entry makes holidays, and, where there are none, why not: a name of LeftOut's."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return set(), "cancelled"
    if str(event.get("DESCRIPTION", "")).startswith("Observance"):  # as Google marks days that are none
        return set(), "observances"
    try:
        spans = list(_spans(event, moved.get(str(event.get("UID")), []), window))
        covered = [_covered(span, event["DTSTART"].dt, zone) for span in spans]
    except SENSELESS:
        return set(), "unreadable"
    whole = [days for days in covered if days]
    found = {day for days in whole for day in _within(days, window)}
    return found, "" if found else "part" if covered and not whole else "outside"


def _within(days: DateRange, window: DateRange) -> Iterator[date]:
    first, last = max(days.first, window.first), min(days.last, window.last)
    return iter(each_day(DateRange(first, last))) if first <= last else iter(())


def _spans(event: Any, moved: list[date], window: DateRange) -> Iterator[Span]:
    """When the entry takes place, every time of it that could touch the window."""
    start, end = _first_span(event)
    if not ("RRULE" in event or "RDATE" in event) or "RECURRENCE-ID" in event:
        yield start, end
        return
    until = datetime.combine(window.last + 2 * DAY, time())
    for when in islice(_repeated(event, start, moved, until), MOST_TIMES):
        if when > until:
            return
        if (when + (end - start)).date() >= window.first - DAY:
            yield when, when + (end - start)


def _first_span(event: Any) -> Span:
    """An all-day entry without an end, or that ends as it begins, is of one day."""
    first = event["DTSTART"].dt
    start, zone = _local(first, None), getattr(first, "tzinfo", None)
    if "DTEND" in event:
        end = _local(event["DTEND"].dt, zone)
    else:
        end = start + event["DURATION"].dt if "DURATION" in event else start
    return start, max(end, start + (timedelta() if isinstance(first, datetime) else DAY))


def _local(when: date, zone: tzinfo | None) -> datetime:
    """On the clock of that zone, without it; a day at its midnight."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time())
    return (when.astimezone(zone) if zone and when.tzinfo else when).replace(tzinfo=None)


def _repeated(event: Any, start: datetime, moved: list[date], until: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrule, rruleset, rrulestr

    zone = getattr(event["DTSTART"].dt, "tzinfo", None)
    times = rruleset()
    times.rdate(start)
    for rule in _each(event.get("RRULE")):
        if str(rule["FREQ"][0]).upper() not in REPEATED:
            raise ValueError("repeated by the hour")
        last = min([until, *(_last(one, event["DTSTART"].dt) for one in rule.pop("UNTIL", []))])
        written = rrulestr(rule.to_ical().decode(), dtstart=start)
        if not isinstance(written, rrule):
            raise ValueError("several rules in one")
        times.rrule(written if "COUNT" in rule else written.replace(until=last))
    for more in _each(event.get("RDATE")):
        for one in more.dts:
            times.rdate(_local(one.dt, zone))
    for less in _each(event.get("EXDATE")):
        for one in less.dts:
            times.exdate(_local(one.dt, zone))
    for one in moved:
        times.exdate(_local(one, zone))
    return iter(times)


def _last(until: date, first: date) -> datetime:
    """The latest beginning that UNTIL allows: of a day, all of it."""
    if isinstance(until, datetime) and isinstance(first, datetime):
        return _local(until, first.tzinfo)
    return datetime.combine(until, time.max)


def _each(value: Any) -> list[Any]:
    """A property that may be there once, several times or not."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _covered(span: Span, first: date, zone: ZoneInfo) -> DateRange | None:
    """The whole days of a span: those from midnight to midnight of its own clock, else of the college's."""
    start, end = span
    if start.time() != time() or end.time() != time() or start == end:
        theirs = getattr(first, "tzinfo", None)
        if theirs:
            start, end = (_local(one.replace(tzinfo=theirs), zone) for one in span)
    day = start.date() if start.time() == time() else start.date() + DAY
    return DateRange(day, end.date() - DAY) if day < end.date() else None
