"""Calendar files as programs really write them: which days they make holidays, and what is left out."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.holiday import Found, LeftOut
from bot.domain.holidayfile import (
    MOST_BYTES,
    BrokenCalendar,
    CalendarRefused,
    EmptyCalendar,
    NotACalendar,
    OversizedCalendar,
)
from bot.domain.period import DateRange
from bot.formats.calendar_in import holidays_in

KOLKATA = ZoneInfo("Asia/Kolkata")
WINDOW = DateRange(date(2025, 7, 1), date(2028, 6, 30))
NOV_8 = "2026-11-08"


def event(*lines: str, summary: str = "Diwali") -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:1", f"SUMMARY:{summary}", *lines, "END:VEVENT", ""])


def file(*events: str, head: str = "VERSION:2.0") -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", head, "".join(events) + "END:VCALENDAR", ""])


def read(*events: str, zone: ZoneInfo = KOLKATA) -> Found:
    return holidays_in("a.ics", file(*events).encode(), zone, WINDOW)


def days(found: Found) -> list[str]:
    return [day.isoformat() for day in found.days]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;VALUE=DATE:20261108", "DTEND;VALUE=DATE:20261109"),
        ("DTSTART;VALUE=DATE:20261108",),
        ("DTSTART;VALUE=DATE:20261108", "DTEND;VALUE=DATE:20261108"),
        ("DTSTART;VALUE=DATE:20261108", "DURATION:P1D"),
        ("DTSTART:20261108",),
        ("DTSTART;TZID=Asia/Kolkata:20261108T000000", "DTEND;TZID=Asia/Kolkata:20261109T000000"),
        ("DTSTART;TZID=India Standard Time:20261108T000000", "DURATION:P1D"),
        ("DTSTART;TZID=America/New_York:20261108T000000", "DTEND;TZID=America/New_York:20261109T000000"),
        ("DTSTART:20261108T000000Z", "DTEND:20261109T000000Z"),
        ("DTSTART:20261107T183000Z", "DTEND:20261108T183000Z"),
        ("DTSTART:20261108T000000", "DTEND:20261109T000000"),
        ("DTSTART;TZID=Asia/Kolkata:20261107T180000", "DTEND;TZID=Asia/Kolkata:20261109T090000"),
    ],
)
def test_a_day_is_a_day_however_its_program_writes_it(lines: tuple[str, ...]) -> None:
    assert dict(read(event(*lines)).days) == {date(2026, 11, 8): "Diwali"}


def test_an_entry_of_several_days_is_all_of_them() -> None:
    found = read(event("DTSTART;VALUE=DATE:20261108", "DTEND;VALUE=DATE:20261112"))
    assert days(found) == ["2026-11-08", "2026-11-09", "2026-11-10", "2026-11-11"]


def test_a_long_entry_ends_with_the_window() -> None:
    found = read(event("DTSTART;VALUE=DATE:20200101", "DTEND;VALUE=DATE:20300101"))
    assert (days(found)[0], days(found)[-1], len(found.days)) == ("2025-07-01", "2028-06-30", WINDOW.days)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("RRULE:FREQ=YEARLY", ["2025-11-08", "2026-11-08", "2027-11-08"]),
        ("RRULE:FREQ=YEARLY;UNTIL=20261108", ["2025-11-08", "2026-11-08"]),
        ("RRULE:FREQ=YEARLY;UNTIL=20261108T000000Z", ["2025-11-08", "2026-11-08"]),
        ("RRULE:FREQ=YEARLY;COUNT=8", ["2025-11-08", "2026-11-08"]),  # since 2019
        ("RRULE:FREQ=YEARLY;INTERVAL=2", ["2025-11-08", "2027-11-08"]),
        ("RRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20261108", ["2025-11-08", "2027-11-08"]),
        (
            "RRULE:FREQ=YEARLY;UNTIL=20251231\r\nRDATE;VALUE=DATE:20260301,20260302",
            ["2025-11-08", "2026-03-01", "2026-03-02"],
        ),
        ("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", ["2025-11-27", "2026-11-26", "2027-11-25"]),
    ],
)
def test_what_comes_every_year_comes_in_the_window(rule: str, expected: list[str]) -> None:
    start = "20191108" if "BYDAY" not in rule else "20191128"
    assert days(read(event(f"DTSTART;VALUE=DATE:{start}", rule))) == expected


def test_a_repeated_entry_with_a_clock_keeps_to_it() -> None:
    found = read(
        event(
            "DTSTART;TZID=Asia/Kolkata:20251108T000000",
            "DTEND;TZID=Asia/Kolkata:20251109T000000",
            "RRULE:FREQ=YEARLY;UNTIL=20261107T183000Z",
        )
    )
    assert days(found) == ["2025-11-08", "2026-11-08"]


def test_one_time_of_a_repeated_entry_moves_alone() -> None:
    yearly = event("DTSTART;VALUE=DATE:20251108", "RRULE:FREQ=YEARLY;COUNT=3")
    moved = event("RECURRENCE-ID;VALUE=DATE:20261108", "DTSTART;VALUE=DATE:20261110", summary="Diwali, observed")
    found = read(yearly, moved)
    assert dict(found.days) == {
        date(2025, 11, 8): "Diwali",
        date(2026, 11, 10): "Diwali, observed",
        date(2027, 11, 8): "Diwali",
    }


def test_one_time_of_a_repeated_entry_is_called_off_alone() -> None:
    yearly = event("DTSTART;VALUE=DATE:20251108", "RRULE:FREQ=YEARLY;COUNT=3")
    gone = event("RECURRENCE-ID;VALUE=DATE:20261108", "DTSTART;VALUE=DATE:20261108", "STATUS:CANCELLED")
    assert days(read(yearly, gone)) == ["2025-11-08", "2027-11-08"]


@pytest.mark.parametrize(
    ("lines", "left_out"),
    [
        (("DTSTART;VALUE=DATE:20261108", "STATUS:CANCELLED"), LeftOut(cancelled=1)),
        (("DTSTART;VALUE=DATE:20261108", "DESCRIPTION:Observance\\nTo hide observances"), LeftOut(observances=1)),
        (("DTSTART;VALUE=DATE:20361108",), LeftOut(outside=1)),
        (("DTSTART;VALUE=DATE:20101108", "RRULE:FREQ=YEARLY;COUNT=3"), LeftOut(outside=1)),
        (("DTSTART:20261108T090000Z", "DTEND:20261108T100000Z"), LeftOut(part=1)),
        (("DTSTART:20261108T090000Z",), LeftOut(part=1)),
        (("DTSTART;TZID=Asia/Kolkata:20261108T000000", "DTEND;TZID=Asia/Kolkata:20261108T000000"), LeftOut(part=1)),
        (("DTSTART;TZID=Asia/Kolkata:20261107T120000", "DTEND;TZID=Asia/Kolkata:20261108T120000"), LeftOut(part=1)),
        ((), LeftOut(unreadable=1)),
        (("DTSTART;VALUE=DATE:2026-11-08",), LeftOut(unreadable=1)),
        (("DTSTART;VALUE=DATE:20261308",), LeftOut(unreadable=1)),
        (("DTSTART;VALUE=DATE:20261108", "RRULE:FREQ=SECONDLY"), LeftOut(unreadable=1)),
        (("DTSTART;VALUE=DATE:20261108", "RRULE:FREQ=SOMETIMES"), LeftOut(unreadable=1)),
        (("DTSTART;VALUE=DATE:20261108", "DURATION:P99999999999D"), LeftOut(unreadable=1)),
    ],
)
def test_what_is_no_day_off_is_left_out_and_counted(lines: tuple[str, ...], left_out: LeftOut) -> None:
    found = read(event(*lines), event("DTSTART;VALUE=DATE:20270126", summary="Republic Day"))
    assert dict(found.days) == {date(2027, 1, 26): "Republic Day"}
    assert found.left_out == left_out


def test_two_holidays_on_one_day_are_both_named() -> None:
    one, other = (event("DTSTART;VALUE=DATE:20260826", summary=name) for name in ("Onam", "Milad"))
    assert dict(read(one, other, one).days) == {date(2026, 8, 26): "Onam; Milad"}


def test_names_are_unfolded_unescaped_and_cut() -> None:
    folded = "Gandhi\\, Mahatma\\; his\r\n  birthday"
    assert list(read(event("DTSTART;VALUE=DATE:20261002", summary=folded)).days.values()) == [
        "Gandhi, Mahatma; his birthday"
    ]
    (name,) = read(event("DTSTART;VALUE=DATE:20261002", summary="x" * 500)).days.values()
    assert len(name) == 120
    (name,) = read(event("DTSTART;VALUE=DATE:20261002", summary="")).days.values()
    assert name == "Holiday"


@pytest.mark.parametrize(
    "content",
    [
        file(event("DTSTART;VALUE=DATE:20261108", summary="தீபாவளி")).encode(),
        b"\xef\xbb\xbf" + file(event("DTSTART;VALUE=DATE:20261108", summary="தீபாவளி")).encode(),
        file(event("DTSTART;VALUE=DATE:20261108", summary="தீபாவளி")).encode("utf-16"),
        file(event("DTSTART;VALUE=DATE:20261108", summary="தீபாவளி")).replace("\r\n", "\n").encode(),
        ("\r\n" + file(event("DTSTART;VALUE=DATE:20261108", summary="தீபாவளி"))).encode(),
    ],
)
def test_the_letters_are_read_whichever_program_wrote_them(content: bytes) -> None:
    assert dict(holidays_in("a.ics", content, KOLKATA, WINDOW).days) == {date(2026, 11, 8): "தீபாவளி"}


def test_western_letters_of_an_old_program_are_read() -> None:
    content = file(event("DTSTART;VALUE=DATE:20261225", summary="Noël")).encode("windows-1252")
    assert list(holidays_in("a.ics", content, KOLKATA, WINDOW).days.values()) == ["Noël"]


def test_a_file_of_several_calendars_is_all_of_them() -> None:
    content = file(event("DTSTART;VALUE=DATE:20261108")) + file(event("DTSTART;VALUE=DATE:20261225"))
    assert days(holidays_in("a.ics", content.encode(), KOLKATA, WINDOW)) == [NOV_8, "2026-12-25"]


@pytest.mark.parametrize(
    ("content", "refusal", "because"),
    [
        (b"", NotACalendar, "it is empty"),
        (b"\n\n<!DOCTYPE html><title>Sign in</title>", NotACalendar, "it is a web page"),
        (b"\xef\xbb\xbf<html>", NotACalendar, "it is a web page"),
        (b"PK\x03\x04", NotACalendar, "it is a ZIP file"),
        (b"\x89PNG\r\n", NotACalendar, "it is no calendar"),
        (b"roll,name\n", NotACalendar, "it is no calendar"),
        (file().encode(), EmptyCalendar, "without any entry"),
        (b"BEGIN:VCALENDAR", BrokenCalendar, "damaged or breaks off"),
        (file(event("DTSTART;VALUE=DATE:20261108")).encode()[:-20], BrokenCalendar, "damaged or breaks off"),
        (b"BEGIN:VCALENDAR\nnothing\nEND:VCALENDAR", BrokenCalendar, "damaged or breaks off"),
        (b"BEGIN:VCALENDAR" + b" " * MOST_BYTES, OversizedCalendar, "1.0 MB"),
        (file(event() * 2001).encode(), OversizedCalendar, "more than 2,000 entries"),
    ],
)
def test_what_is_no_calendar_says_what_it_is(content: bytes, refusal: type[CalendarRefused], because: str) -> None:
    with pytest.raises(refusal, match=because) as refused:
        holidays_in("my.ics", content, KOLKATA, WINDOW)
    assert "`my.ics`" in refused.value.sentence
    assert refused.value.field == "file"


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_are_a_bug(content: bytes) -> None:
    for whole in (content, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + content + b"\nEND:VEVENT\nEND:VCALENDAR"):
        with suppress(CalendarRefused):
            holidays_in("a.ics", whole, KOLKATA, WINDOW)


LINES = """
DTSTART;VALUE=DATE:20261108 | DTSTART:20261108T000000Z | DTSTART:00010101 | DTSTART:99991231
DTSTART;TZID=Mars/Base:20261108T000000 | DTEND:20261109 | DTEND:20261101T000000 | DURATION:-P1D
RRULE:FREQ= | RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20270101 | RRULE:FREQ=WEEKLY;BYDAY=XX | RRULE:FREQ=DAILY;COUNT=5
RDATE;VALUE=PERIOD:20261108T000000Z/P1D | EXDATE:x | RECURRENCE-ID:20261108 | RECURRENCE-ID:x
SUMMARY:a | SUMMARY:b | STATUS: | BEGIN:VALARM
"""
LINE = st.sampled_from([line.strip() for row in LINES.strip().split("\n") for line in row.split("|")])


@given(st.lists(st.lists(LINE, max_size=6), min_size=1, max_size=3))
def test_no_lines_of_a_calendar_are_a_bug(events: list[list[str]]) -> None:
    try:
        found = read(*(event(*lines) for lines in events))
    except CalendarRefused:
        return
    assert all(day in WINDOW for day in found.days)


def test_a_country_of_fifteen_years_is_read_in_a_breath() -> None:
    """Slack gives three seconds in all."""
    entries = [
        event(f"DTSTART;VALUE=DATE:{date(2015, 1, 1) + timedelta(days=5 * number):%Y%m%d}", "RRULE:FREQ=YEARLY;COUNT=2")
        for number in range(1000)
    ]
    begun = process_time()
    assert len(read(*entries).days) > 200
    assert process_time() - begun < 3
