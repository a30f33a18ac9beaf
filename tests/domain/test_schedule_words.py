"""Guards that a weekly report is read however it is typed, and that what cannot be done is said with an example."""

from __future__ import annotations

from contextlib import suppress
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.report import Format, Kind
from bot.domain.reportwords import SaidTwice
from bot.domain.schedule import Turn, Weekly
from bot.domain.schedulewords import Named, Order, Verb, read_order
from bot.domain.unscheduled import (
    HowOften,
    NoTime,
    OnlyHere,
    OnlyWeekly,
    ScheduleNotRead,
    WhichReport,
)
from bot.domain.words import Words

CSE2, CSE2A = ClassCode("CSE", 2), ClassCode("CSE", 2, "A")
MONDAY_EIGHT = Weekly(CSE2)


def read(typed: str) -> Order:
    return read_order(Words.read(typed).items)


def weekly(typed: str) -> Weekly:
    order = read(typed)
    assert order.verb is Verb.SET_UP
    assert order.weekly is not None
    return order.weekly


def on(day: int, clock: str) -> Turn:
    hour, minute = clock.split(":")
    return Turn(day, int(hour) * 60 + int(minute))


@pytest.mark.parametrize(
    "typed",
    [
        "CSE-2 weekly",
        "weekly cse 2",
        "CSE-2 weekly mon 08:00",
        "CSE-2 mon 08:00",
        "08:00 mon CSE-2",
        "cse2, every monday, 8am",
        "CSE-2 every week on monday at 8:00 a.m.",
        "please send the summary of CSE-2 every Mon. at 8 o'clock",
        "CSE-2 mon 8",
        "mon 8 cse 2",
        "CSE-2 weekly at 8",
        "CSE-2 weekly 0800",
        "CSE-2 weekly 08.00 hrs",
        "CSE-2 mondays 8h",
        "CSE-2 last week's report weekly",
        "add CSE-2 weekly",
        "start CSE-2 weekly",
        "CSE-2 weekly excel summary here",
    ],
)
def test_monday_at_eight_however_it_is_typed(typed: str) -> None:
    assert weekly(typed) == MONDAY_EIGHT


@pytest.mark.parametrize(
    ("typed", "turn"),
    [
        ("fri 17:00", on(4, "17:00")),
        ("friday 5pm", on(4, "17:00")),
        ("FRI 5 PM", on(4, "17:00")),
        ("monday 8.30 pm", on(0, "20:30")),
        ("8.30pm monday", on(0, "20:30")),
        ("every tues at 4:05 p.m.", on(1, "16:05")),
        ("wednesday noon", on(2, "12:00")),
        ("thurs at midnight", on(3, "00:00")),
        ("sat 12am", on(5, "00:00")),
        ("sun 12pm", on(6, "12:00")),
        ("weekly 1730", on(0, "17:30")),
        ("weekly thu", on(3, "08:00")),
        ("sunday 23:59", on(6, "23:59")),
    ],
)
def test_days_and_times(typed: str, turn: Turn) -> None:
    assert weekly(f"CSE-2 {typed}").turn == turn
    assert weekly(f"{typed} CSE-2").turn == turn


@pytest.mark.parametrize(
    ("typed", "class_code", "kind", "format_"),
    [
        ("all weekly", None, Kind.SUMMARY, Format.XLSX),
        ("all classes weekly shortage list pdf", None, Kind.SHORTAGE, Format.PDF),
        ("weekly defaulters of CSE-2 csv", CSE2, Kind.SHORTAGE, Format.CSV),
        ("cse 2 a weekly register excel", CSE2A, Kind.REGISTER, Format.XLSX),
        ("weekly CSE - 2 - A as pdf", CSE2A, Kind.SUMMARY, Format.PDF),
    ],
)
def test_classes_kinds_and_formats(typed: str, class_code: ClassCode | None, kind: Kind, format_: Format) -> None:
    found = weekly(typed)
    assert (found.class_code, found.kind, found.format) == (class_code, kind, format_)


def test_in_any_order() -> None:
    for words in permutations(["CSE-2-A", "weekly", "fri", "5pm", "register", "pdf"]):
        assert weekly(" ".join(words)) == Weekly(CSE2A, on(4, "17:00"), Kind.REGISTER, Format.PDF), words


@pytest.mark.parametrize(
    ("typed", "refusal", "said"),
    [
        ("CSE-2 daily", OnlyWeekly, "`daily`"),
        ("CSE-2 every day", OnlyWeekly, "`every day`"),
        ("all monthly", OnlyWeekly, "`monthly`"),
        ("CSE-2 every other week", OnlyWeekly, "`every other week`"),
        ("CSE-2 twice a week", OnlyWeekly, "`twice a week`"),
        ("CSE-2 fortnightly mon", OnlyWeekly, "`fortnightly`"),
        ("CSE-2", HowOften, "/attendance schedule CSE-2 weekly"),
        ("CSE-2 08:00", HowOften, "/attendance schedule CSE-2 weekly"),
        ("all", HowOften, "/attendance schedule all weekly"),
        ("weekly mon 08:00", WhichReport, "Which class"),
        ("CSE-2 weekly 25:00", NoTime, "`25:00`"),
        ("CSE-2 weekly 8:75", NoTime, "`8:75`"),
        ("CSE-2 weekly 13pm", NoTime, "`13pm`"),
        ("CSE-2 weekly munday", ScheduleNotRead, "Did you mean `monday`?"),
        ("CSE-2 weekly share", ScheduleNotRead, "`share`"),
        ("CSE-2 weekly 2026-11-23", ScheduleNotRead, "`2026-11-23`"),
        ("nonsense weekly", ScheduleNotRead, "`nonsense`"),
        ("CSE-2 weekly mon thu", SaidTwice, "`thu`"),
        ("CSE-2 weekly 8am 9am", SaidTwice, "`9am`"),
        ("CSE-2 weekly pdf csv", SaidTwice, "`csv`"),
        ("CSE-2 ECE-3 weekly", SaidTwice, "`ECE-3`"),
        ("CSE-2 weekly in <#C1|staff-room>", OnlyHere, "/invite @Attendance"),
    ],
)
def test_what_cannot_be_done_is_said_with_an_example(typed: str, refusal: type[Told], said: str) -> None:
    with pytest.raises(refusal) as refused:
        read(typed)
    assert said in refused.value.sentence
    assert "/attendance schedule" in refused.value.sentence or refusal in (NoTime, SaidTwice)


@pytest.mark.parametrize(
    ("typed", "verb", "named"),
    [
        ("", Verb.LIST, Named()),
        ("list", Verb.LIST, Named()),
        ("stop CSE-2", Verb.STOP, Named(CSE2)),
        ("CSE-2 stop", Verb.STOP, Named(CSE2)),
        ("Cancel the weekly report of cse 2", Verb.STOP, Named(CSE2)),
        ("pause all", Verb.PAUSE, Named(everything=True)),
        ("pause all classes shortage", Verb.PAUSE, Named(everything=True, kind=Kind.SHORTAGE)),
        ("resume CSE-2-A register", Verb.RESUME, Named(CSE2A, kind=Kind.REGISTER)),
        ("stop CSE-2 weekly mon 08:00 summary xlsx", Verb.STOP, Named(CSE2, kind=Kind.SUMMARY)),
        ("stop", Verb.STOP, Named()),
    ],
)
def test_what_is_to_be_done_about_one_that_is_there(typed: str, verb: Verb, named: Named) -> None:
    assert read(typed) == Order(verb, named=named)


def test_which_one_is_meant() -> None:
    of_all = Weekly(None)
    assert Named(CSE2).means(MONDAY_EIGHT)
    assert not Named(CSE2A).means(MONDAY_EIGHT)
    assert not Named(CSE2, kind=Kind.REGISTER).means(MONDAY_EIGHT)
    assert Named(everything=True).means(of_all)
    assert not Named(everything=True).means(MONDAY_EIGHT)
    assert Named().means(of_all)
    assert Named().means(MONDAY_EIGHT)


@given(
    st.builds(
        Weekly,
        st.none() | st.builds(ClassCode, st.sampled_from(["CSE", "ECE", "AI&DS"]), st.integers(1, 12)),
        st.builds(Turn, st.integers(0, 6), st.integers(0, 24 * 60 - 1)),
        st.sampled_from(Kind),
        st.sampled_from(Format),
    )
)
def test_what_it_says_to_type_is_read_as_itself(one: Weekly) -> None:
    assert weekly(one.typed) == one


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    with suppress(Told):
        read(typed)
