"""Guards what is read from the words after `/attendance mark`: in any order, with nothing guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.period import UnreadableDate
from bot.domain.request import MarkRequest
from bot.domain.unclear import (
    ClassMissing,
    NamedTwice,
    NobodyNamed,
    NumbersAlone,
    PresentNamed,
    SaidTwice,
    SubjectMissing,
    UnreadablePeriod,
)
from tests.domain.typed import asked, read

FULL = asked(subject="DBMS", on=date(2026, 11, 24), period="3", absent=("4", "11"))


@pytest.mark.parametrize(
    "typed",
    [
        "CSE-2 DBMS yesterday p3 absent 4 11",
        "cse 2 DBMS yesterday period 3 absent 4, 11",
        "absent 4 11 yesterday CSE-2 DBMS p3",
        "p3 absent 4 and 11 CSE2 DBMS yesterday",
        "DBMS CSE-2 P3 24 Nov absent rolls 4 & 11",
        "absent 4 11 24 Nov 3rd period cse 2 DBMS",
        "yesterday hour 3 DBMS cse 2 absent: 4; 11.",
        "CSE-2 - DBMS on 24 Nov, period-3: absent nos. 4&amp;11",
        "mark class CSE-2 for DBMS on tue for period 3 absent 4 absent 11 others present",
        "CSE-2 “DBMS” Tue 24 Nov hr 3 absentees 4 11 mark",
        "ＣＳＥ-２ DBMS yesterday p3 absent ４ 11",
    ],
)
def test_a_roll_call_reads_in_any_order(typed: str) -> None:
    assert read(typed) == FULL


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("CSE-2", asked()),
        ("CSE-2-A", asked(class_code=ClassCode("CSE", 2, "A"))),
        ("yesterday CSE 2 absent 4", asked(on=date(2026, 11, 24), absent=("4",))),
        ("absent 4 20 Nov CSE-2", asked(on=date(2026, 11, 20), absent=("4",))),
        ("cse 2 Nov 20 absent 4", asked(on=date(2026, 11, 20), absent=("4",))),
        ("DBMS 2 Nov CSE-2", asked(on=date(2026, 11, 2), subject="DBMS")),
        ("CSE-2 absent 21CSE004 late 7", asked(absent=("21CSE004",), late=("7",))),
        ("absent CS4 CS11 CSE-2", asked(absent=("CS4", "CS11"))),
        ("CSE-2 absent P45 P46", asked(absent=("P45", "P46"))),
        ("CSE-2 absent 4 4 04 11", asked(absent=("4", "11"))),
        ("CSE-2 Maths 2", asked(subject="Maths 2")),
        ("CSE-2 M3 absent 4", asked(subject="M3", absent=("4",))),
        ("CSE-2 Signals &amp; Systems", asked(subject="Signals & Systems")),
        ("CSE-2 Theory of Computation on mon", asked(subject="Theory of Computation", on=date(2026, 11, 23))),
        (
            "CSE-2 absent 4 late 7 excused 9 on duty 5 od 6",
            asked(absent=("4",), late=("7",), excused=("9",), on_duty=("5", "6")),
        ),
        ("CSE-2 absent 4 on-duty 5", asked(absent=("4",), on_duty=("5",))),
        ("CSE-2 absent none late 7", asked(everyone_present=True, late=("7",))),
        ("CSE-2 absent 4 late none", asked(absent=("4",))),
        ("CSE-2 all present except 4 11", asked(everyone_present=True, absent=("4", "11"))),
        ("CSE-2 absent 4 because of rain, &amp; a strike", asked(absent=("4",), reason="of rain, & a strike")),
        ("CSE-2 reason: “late bus” absent 4", asked(reason="“late bus” absent 4")),
        ("CSE-2 Logical Reasoning", asked(subject="Logical Reasoning")),
        (
            "CSE-2 subject Operating  Systems absent 4",
            asked(subject="Operating Systems", new_subject=True, absent=("4",)),
        ),
        ("new subject M3 CSE-2 p3", asked(subject="M3", new_subject=True, period="3")),
        ("subject Maths 3 cse 2", asked(subject="Maths 3", new_subject=True)),
        ("CSE-2 tomorrow", asked(on=date(2026, 11, 26))),
        ("CSE-2 p3 3rd hour today", asked(period="3")),
    ],
)
def test_a_roll_call_reads_as_a_person_means_it(typed: str, request_: MarkRequest) -> None:
    assert read(typed) == request_


@pytest.mark.parametrize(
    "typed",
    [
        "all present",
        "everyone present",
        "present all",
        "nobody absent",
        "none absent",
        "absent none",
        "absent nobody",
        "no one absent",
        "No absentees",
        "everybody is present",
    ],
)
def test_everyone_present_can_be_said_in_many_ways(typed: str) -> None:
    assert read(f"CSE-2 {typed} p3") == asked(everyone_present=True, period="3")
    assert read(f"{typed} CSE-2").names_marks


@pytest.mark.parametrize(
    ("typed", "error", "part"),
    [
        ("", ClassMissing, "Which class? Write branch and year, as in `/attendance mark CSE-2 absent 4 11`."),
        ("absent 4 11", ClassMissing, "I can't find a class in `absent 4 11`."),
        ("cse 2 nov", ClassMissing, "`cse 2 nov`"),
        ("CSE-2 absent", NobodyNamed, "No roll number follows `absent`."),
        ("CSE-2 absent Asha", NobodyNamed, "as in `absent 4 11`"),
        ("CSE-2 absent late 7", NobodyNamed, "`absent`"),
        ("CSE-2 all present except", NobodyNamed, "`absent`"),
        ("CSE-2 od", NobodyNamed, "as in `on duty 4 11`"),
        ("CSE-2 absent 4 late 04", NamedTwice, "`04` stands under both `absent` and `late`."),
        ("CSE-2 absent 21cse004 od 21CSE004", NamedTwice, "`21CSE004` stands under both `absent` and `on duty`."),
        ("CSE-2 4 11 23", NumbersAlone, "I can't tell what `4 11 23` is for."),
        ("CSE-2 DBMS 4 11", NumbersAlone, "`4 11`"),
        ("absent 4 CSE-2 23", NumbersAlone, "`23`"),
        ("CSE-2 absent 4 yesterday 23", NumbersAlone, "`23`"),
        ("CSE-2 absent 4 p3 23", NumbersAlone, "`23`"),
        ("CSE-2 present 4 11", PresentNamed, "name only who is not present"),
        ("CSE-2 period 25", UnreadablePeriod, "I can't read `period 25` as a period."),
        ("CSE-2 p21", UnreadablePeriod, "1 to 20"),
        ("CSE-2 p3 p4", SaidTwice, "I read both `period 3` and `p4`."),
        ("CSE-2 today 20 Nov", SaidTwice, "I read both `today` and `20 Nov`."),
        ("CSE-2 absent 4 11/12", UnreadableDate, "`11 Dec` or `12 Nov`"),
        ("CSE-2 absent 4 11 Nov 20", UnreadableDate, "It could be more than one day."),
        ("CSE-2 31 Feb", UnreadableDate, "There is no such day."),
        ("CSE-2 subject", SubjectMissing, "No subject follows `subject`."),
        ("CSE-2 subject absent 4", SubjectMissing, "as in `subject DBMS`"),
    ],
)
def test_what_is_unclear_is_refused_in_words_and_nothing_is_guessed(typed: str, error: type[Told], part: str) -> None:
    with pytest.raises(error) as refused:
        read(typed)
    assert part in refused.value.sentence


def test_only_text_that_says_who_was_what_names_marks() -> None:
    assert not read("CSE-2 DBMS yesterday p3").names_marks
    for typed in ("absent 4", "late 4", "excused 4", "od 4", "all present"):
        assert read(f"CSE-2 {typed}").names_marks


@pytest.mark.parametrize(
    ("typed", "sections", "subjects", "said", "subject"),
    [
        ("cse 2 a", ["A", "B"], [], "CSE-2-A", ""),
        ("cse 2 a dbms absent 4", ["A", "B"], ["DBMS"], "CSE-2-A", "dbms"),
        ("dbms cse 2 a", ["A", "B"], ["DBMS"], "CSE-2-A", "dbms"),
        ("cse 2 c", ["A", "B"], [], "CSE-2", "c"),
        ("cse 2 c", ["A", "C"], ["C"], "CSE-2", "c"),
        ("cse 2 c lab", ["A", "C"], ["C lab"], "CSE-2", "c lab"),
        ("cse-2-a c", ["A", "C"], [], "CSE-2-A", "c"),
        ("cse 2 dbms a", ["A"], [], "CSE-2", "dbms a"),
        ("cse 2", ["A"], [], "CSE-2", ""),
        ("cse 2 a subject dbms", [], [], "CSE-2-A", "dbms"),
    ],
)
def test_a_letter_after_the_class_is_settled_by_its_real_sections(
    typed: str, sections: list[str], subjects: list[str], said: str, subject: str
) -> None:
    settled = read(typed).settled(sections, subjects)
    assert (str(settled.class_code), settled.subject) == (said, subject)
    assert settled.settled(sections, subjects) == settled


PIECES = st.permutations(
    [["CSE-2"], ["DBMS"], ["20", "Nov"], ["p3"], ["absent", "4", "11"], ["late", "21CSE007"], ["od", "5", "and", "6"]]
)


@given(PIECES)
def test_every_order_of_the_pieces_is_the_same_roll_call(pieces: list[list[str]]) -> None:
    assert read(" ".join(word for piece in pieces for word in piece)) == asked(
        subject="DBMS",
        on=date(2026, 11, 20),
        period="3",
        absent=("4", "11"),
        late=("21CSE007",),
        on_duty=("5", "6"),
    )


TYPED = (
    "cse 2 CSE-2 a absent late excused on duty od all present none nobody 4 11 20 Nov 2026 p3 period hour subject mark "
    "because for class today last mon 11/12 31 DBMS & - <@U1|x y> 21CSE004 and no except"
)
VOCABULARY = st.sampled_from(TYPED.split())


@settings(max_examples=300)
@given(st.lists(st.one_of(VOCABULARY, st.text(max_size=6)), max_size=12))
def test_any_words_are_a_roll_call_or_are_refused(words: list[str]) -> None:
    try:
        request = read(" ".join(words))
    except Told:
        return
    lists = (request.absent, request.late, request.excused, request.on_duty)
    rolls = [roll for listed in lists for roll in listed]
    assert len(rolls) == len(set(rolls))
    assert request.period in ("", *map(str, range(1, 21)))


def test_a_very_long_text_is_read_or_refused_quickly() -> None:
    for text in ("absent " + "4 " * 4000, "cse " * 2000, "<@" * 4000, "1" * 8000, "&" * 8000, "20 Nov " * 1000):
        with pytest.raises(Told):
            read(text)
