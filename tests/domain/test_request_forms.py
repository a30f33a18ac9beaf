"""Guards the ways teachers name days and students in `/attendance mark`, and that none of them is guessed at."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.day import UnreadableDate
from bot.domain.errors import Told
from bot.domain.request import MarkRequest
from bot.domain.unclear import (
    ClassMissing,
    NamedTwice,
    NobodyNamed,
    NumbersAlone,
    PresentNamed,
    SaidTwice,
    UnclearSpan,
)
from tests.domain.typed import CSE2A, TODAY, YESTERDAY, asked, assert_refused, read


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("yday", YESTERDAY),
        ("Tdy", TODAY),
        ("tmrw", date(2026, 11, 26)),
        ("tmr", date(2026, 11, 26)),
        ("22-11", date(2026, 11, 22)),
        ("on 22-11", date(2026, 11, 22)),
        ("22/11", date(2026, 11, 22)),
    ],
)
def test_a_day_can_be_typed_short(typed: str, on: date) -> None:
    assert read(f"CSE-2 {typed} absent 4") == asked(on=on, absent=("4",))


@pytest.mark.parametrize(
    "typed",
    [
        "all except 4 11",
        "all present except 4 11",
        "all present but 4, 11",
        "all p except 4 11",
        "all are here but for 4 and 11",
        "everyone except 4 11",
        "everyone is present except rolls 4 & 11",
        "all but 4 11",
        "all students except for 4 11",
        "present all except 4 11",
    ],
)
def test_everybody_but_some_means_those_are_absent(typed: str) -> None:
    assert read(f"CSE-2 {typed}") == asked(everyone_present=True, absent=("4", "11"))
    assert read(f"{typed} CSE2 p3") == asked(everyone_present=True, absent=("4", "11"), period="3")


@pytest.mark.parametrize(
    "typed", ["all here", "everyone here", "all p", "all are here", "all students present", "all present!", "no absent"]
)
def test_everybody_here_is_said_shortly(typed: str) -> None:
    assert read(f"CSE-2 {typed} p3") == asked(everyone_present=True, period="3")
    assert read(f"{typed} CSE-2 late 7") == asked(everyone_present=True, late=("7",))


@pytest.mark.parametrize(
    "typed",
    [
        "absent all",
        "all absent",
        "everyone is absent",
        "absent: everybody",
        "all ab",
        "all students absent",
        "nobody present",
    ],
)
def test_everybody_absent_can_be_said(typed: str) -> None:
    assert read(f"CSE-2 {typed}") == asked(everyone_absent=True)
    assert read(f"{typed} od 5 CSE-2") == asked(everyone_absent=True, on_duty=("5",))
    assert read(f"CSE-2 {typed}").names_marks


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("CSE-2 4 11 absent", asked(absent=("4", "11"))),
        ("4, 11 absent CSE2", asked(absent=("4", "11"))),
        ("cse 2 4 absent", asked(absent=("4",))),
        ("CSE-2 rolls 4 and 11 are absent", asked(absent=("4", "11"))),
        ("CSE-2 DBMS p3 4 11 absent rest present", asked(subject="DBMS", period="3", absent=("4", "11"))),
        ('CSE-2 "DBMS" 4 11 absent', asked(subject="DBMS", absent=("4", "11"))),
        ("CSE-2 4 11 absent DBMS", asked(subject="DBMS", absent=("4", "11"))),
        (
            "CSE-2 4 11 absent 7 late 9 on leave 5 od",
            asked(absent=("4", "11"), late=("7",), excused=("9",), on_duty=("5",)),
        ),
        ("CSE-2 4 absent late 7", asked(absent=("4",), late=("7",))),
        ("CSE-2 4 absent 2 Nov", asked(absent=("4",), on=date(2026, 11, 2))),
        ("CSE-2 21CSE004 absent", asked(absent=("21CSE004",))),
        ("CSE-2 4 to 6 ab", asked(absent=("4", "5", "6"))),
    ],
)
def test_rolls_may_stand_before_what_they_are(typed: str, request_: MarkRequest) -> None:
    assert read(typed) == request_


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("absent4", asked(absent=("4",))),
        ("late7 absent-4", asked(absent=("4",), late=("7",))),
        ("absent4,11 od5", asked(absent=("4", "11"), on_duty=("5",))),
        ("abs 4 11", asked(absent=("4", "11"))),
        ("abs4", asked(absent=("4",))),
        ("ab 4", asked(absent=("4",))),
        ("absent from 4 to 7", asked(absent=("4", "5", "6", "7"))),
        ("absent 4 - 6, 11", asked(absent=("4", "5", "6", "11"))),
        ("absent 4-7", asked(absent=("4-7",))),
        ("absent 21-CSE-004", asked(absent=("21-CSE-004",))),
        ("absent 4 22-11", asked(absent=("4", "22-11"))),
        ("absent 4 - 20 Nov", asked(absent=("4",), on=date(2026, 11, 20))),
        ("od 5", asked(on_duty=("5",))),
        ("absent 4 11 thanks", asked(absent=("4", "11"))),
        ("pls mark absent 4 please 11 thank you!", asked(absent=("4", "11"))),
        ("absent 4 11 in DBMS", asked(subject="DBMS", absent=("4", "11"))),
    ],
)
def test_lists_read_however_they_are_typed(typed: str, request_: MarkRequest) -> None:
    assert read(f"CSE-2 {typed}") == request_
    assert read(f"{typed} CSE-2") == request_


@pytest.mark.parametrize(
    "typed", ["leave 7", "on leave 7", "medical 7", "ml 7", "sick 7", "sick leave 7", "on medical leave 7", "sick7"]
)
def test_leave_of_any_kind_is_excused(typed: str) -> None:
    assert read(f"CSE-2 absent 4 {typed}") == asked(absent=("4",), excused=("7",))
    assert read(f"{typed} CSE-2 yday") == asked(on=YESTERDAY, excused=("7",))


@pytest.mark.parametrize(
    ("typed", "error", "part"),
    [
        ("CSE-2-B section a", SaidTwice, "I read both `CSE-2-B` and `section a`."),
        ("CSE-2 section a section b", SaidTwice, "`section b`"),
        ("CSE-2 all present all absent", SaidTwice, "I read both `all present` and `all absent`."),
        ("CSE-2 absent all absent 4", SaidTwice, "I read both `absent all` and `absent 4`."),
        ("CSE-2 all absent today except 4", SaidTwice, "`all absent`"),
        ("CSE-2 all absent except 4", PresentNamed, "I can't use `all absent except 4`"),
        ("CSE-2 absent all but 4", PresentNamed, "name only who is not present"),
        ("CSE-2 all absent 4 11", NumbersAlone, "`4 11`"),
        ("CSE-2 absent all 4", NumbersAlone, "`4`"),
        ("CSE-2 Maths all absent 2", NumbersAlone, "`2`"),
        ("CSE-2 all except", NobodyNamed, "`absent`"),
        ("CSE-2 4 absent 7", NumbersAlone, "I can't tell what `4` is for."),
        ("CSE-2 DBMS 4 11 absent", NumbersAlone, "`4 11`"),
        ("CSE-2 Maths 2 absent", NobodyNamed, "`absent`"),
        ("CSE-2 subject Maths 2 absent", NobodyNamed, "`absent`"),
        ("CSE-2 late 7 4 11 absent", NobodyNamed, "`absent`"),
        ("CSE-2 11-22", NumbersAlone, "`11-22`"),
        ("cse 2 a 4 11", NumbersAlone, "`4 11`"),
        ("CSE-2 subject DBMS absent 4 p3 23", NumbersAlone, "`23`"),
        ("CSE-2 absent 4 for 7", NumbersAlone, "`7`"),
        ("CSE-2 absent 7 to 4", UnclearSpan, "I can't read `7 to 4` as roll numbers."),
        ("CSE-2 absent 4 - 7 - 11", UnclearSpan, "`4 - 7 - 11`"),
        ("CSE-2 absent 1 to 61", UnclearSpan, "at most 60"),
        ("CSE-2 absent 21CSE004 to 21CSE007", UnclearSpan, "`21CSE004 to 21CSE007`"),
        ("CSE-2 4 to 7 absent late 5", NamedTwice, "`5` stands under both"),
        ("CSE-2 4 11/12 absent", UnreadableDate, "`11 Dec` or `12 Nov`"),
        ("cancelled", ClassMissing, "`cancelled`"),
        ("leave 7", ClassMissing, "`leave 7`"),
    ],
)
def test_what_could_be_meant_otherwise_is_refused(typed: str, error: type[Told], part: str) -> None:
    assert_refused(typed, error, part)


ROLLS = st.lists(st.integers(1, 999).map(str), min_size=1, max_size=5, unique=True)


@given(ROLLS, st.sampled_from(["absent", "late", "excused", "on duty", "od", "abs", "on leave", "sick"]))
def test_rolls_mean_the_same_before_and_after_their_status(rolls: list[str], status: str) -> None:
    listed = " ".join(rolls)
    assert read(f"CSE-2 {listed} {status} p3") == read(f"CSE-2 {status} {listed} p3")


@given(st.integers(1, 999), st.integers(1, 59))
def test_from_one_roll_to_another_is_every_roll_between(first: int, more: int) -> None:
    last = min(first + more, 999)
    if first < last:
        every = tuple(map(str, range(first, last + 1)))
        assert read(f"CSE-2 late {first} to {last}") == asked(late=every)


PIECES = st.permutations(
    [["cse 2"], ["section A"], ['"Physics, Lab"'], ["yday"], ["p3"], ["absent4 11"], ["sick 7"], ["od 5 to 6"], ["pls"]]
)


@settings(max_examples=50)
@given(PIECES)
def test_every_order_of_these_pieces_is_the_same_roll_call(pieces: list[list[str]]) -> None:
    assert read(" ".join(word for piece in pieces for word in piece)) == asked(
        class_code=CSE2A,
        subject="Physics, Lab",
        on=YESTERDAY,
        period="3",
        absent=("4", "11"),
        excused=("7",),
        on_duty=("5", "6"),
    )


TYPED = (
    "cse 2 CSE-2 section sec a absent4 late7 abs ab ml sick leave on all everyone here p but except 4 to 7 4-7 - 22-11 "
    '"x y" " cancelled no class please thanks tmr yday subject for Dev 11 0 present absent late od'
)


@settings(max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(TYPED.split()), st.text(max_size=4)), max_size=14))
def test_any_of_these_words_are_a_roll_call_or_are_refused(words: list[str]) -> None:
    try:
        request = read("CSE-2 " + " ".join(words))
    except Told:
        return
    rolls = [roll for listed in (request.absent, request.late, request.excused, request.on_duty) for roll in listed]
    assert len(rolls) == len(set(rolls))
    assert not (request.everyone_absent and (request.everyone_present or request.absent))


def test_a_very_long_text_is_still_read_or_refused_quickly() -> None:
    for text in (
        '"' * 4000,
        '"a ' * 2000,
        '"4" ' * 2000,
        "4 - " * 2000,
        "4 absent " * 1000,
        "all but " * 1000,
        "4 " * 4000,
    ):
        with pytest.raises(Told):
            read(text)
