"""Guards what is left for the subject of `/attendance mark`: quotes, names, sections."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.classcode import ClassCode
from bot.domain.request import MarkRequest
from bot.domain.unclear import (
    CancelledTyped,
    NamesTyped,
)
from bot.domain.words import plain
from tests.domain.typed import CSE2, CSE2A, asked, assert_refused, read


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("cse 2 section a", asked(class_code=CSE2A)),
        ("CSE-2 sec A DBMS", asked(class_code=CSE2A, subject="DBMS")),
        ("cse 2 dbms sec. a absent 4", asked(class_code=CSE2A, subject="dbms", absent=("4",))),
        ("section-a p3 cse 2", asked(class_code=CSE2A, period="3")),
        ("absent 4 sec a cse2 11 absent", asked(class_code=CSE2A, absent=("4", "11"))),
        ("cse-2-a section a", asked(class_code=CSE2A)),
        ("cse 2 section b1", asked(class_code=ClassCode("CSE", 2, "B1"))),
        ("cse 2 c section a", asked(class_code=CSE2A, subject="c")),
        ("CSE-2 SEC p3", asked(subject="SEC", period="3")),
        ("CSE-2 SEC lab", asked(subject="SEC lab")),
    ],
)
def test_a_section_can_be_said_in_words(typed: str, request_: MarkRequest) -> None:
    assert read(typed) == request_
    assert read(typed).settled(["A", "C"]) == request_


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("CSE-2 ML absent 4", asked(subject="ML", absent=("4",))),
        ("CSE-2 ML 2 Nov", asked(subject="ML", on=date(2026, 11, 2))),
        ("CSE-2 ML p3", asked(subject="ML", period="3")),
        ("CSE-2 Medical Electronics", asked(subject="Medical Electronics")),
        ("ml 2 absent 4", asked(class_code=ClassCode("ML", 2), absent=("4",))),
        ("cse 2 AB", asked(subject="AB")),
    ],
)
def test_a_short_word_without_a_roll_after_it_is_no_list(typed: str, request_: MarkRequest) -> None:
    assert read(typed) == request_


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ('CSE-2 "Physics, Lab"', "Physics, Lab"),
        ("“Maths: Algebra” CSE-2", "Maths: Algebra"),
        ('CSE-2 absent 4 "Physics, Lab"', "Physics, Lab"),
        ('"Because; All Present 4" CSE-2', "Because; All Present 4"),
        ('CSE-2 "3 D Modelling 2"', "3 D Modelling 2"),
        ('cse 2 "c"', "c"),
        ('CSE-2 absent 4 "8086 Lab"', "8086 Lab"),
        ("CSE-2 Maths: Algebra", "Maths Algebra"),
        ("CSE-2 'Physics, Lab'", "Physics Lab"),
        ('CSE-2 "Physics', "Physics"),
        ("CSE-2 absent 4 Maths 2", "Maths 2"),
    ],
)
def test_a_subject_in_quotes_is_one_subject(typed: str, subject: str) -> None:
    request = read(typed)
    assert (request.class_code, request.subject, request.letter) == (CSE2, subject, "")
    assert not request.everyone_present


def test_a_new_subject_keeps_the_marks_in_its_quotes() -> None:
    assert read('CSE-2 subject "Maths: Algebra" p3') == asked(subject="Maths: Algebra", new_subject=True, period="3")


def test_rolls_in_quotes_stay_rolls() -> None:
    assert read('CSE-2 absent "4" "11, 12" "21CSE007"') == asked(absent=("4", "11", "12", "21CSE007"))


def test_a_quoted_because_begins_no_reason() -> None:
    assert read('CSE-2 "Because" because “it, rained”') == asked(subject="Because", reason="“it, rained”")


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("CSE-2 absent 4 Dev 11 Kavya", "Nothing was saved: I can't read `4 Dev 11 Kavya`. Write only roll numbers"),
        ("CSE-2 absent 4 Dev, 11", "`4 Dev 11`"),
        ("CSE-2 absent 4 (Dev) 11 (Kavya) p3", "`4 (Dev) 11 (Kavya)`"),
        ("CSE-2 late 4 - Dev, 11 - Kavya", "as in `late 4 11`"),
        ("CSE-2 absent 4 Dev late 7 Gita", "`4 Dev late 7 Gita`"),
        ("CSE-2 DBMS absent 4 Dev", "`4 Dev`"),
        ('CSE-2 "Physics, Lab" absent 4 Dev', "`4 Dev`"),
    ],
)
def test_names_among_rolls_are_refused_in_the_persons_words(typed: str, part: str) -> None:
    assert_refused(typed, NamesTyped, part)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("CSE-2 class cancelled", "CSE-2"),
        ("cancelled cse 2", "CSE-2"),
        ("no class CSE-2", "CSE-2"),
        ("cse 2 section a the class was canceled", "CSE-2-A"),
        ("CSE-2 DBMS yesterday p3 cancel class because of rain", "CSE-2 DBMS yesterday period 3"),
    ],
)
def test_a_cancelled_class_is_sent_to_the_button(typed: str, command: str) -> None:
    assert_refused(typed, CancelledTyped, f"Open it with `/attendance mark {command}` and press *Class cancelled*.")


@pytest.mark.parametrize("typed", ["all p 3", "almost all absent", "absent-4-11", "section", "absent 4 to 20 Nov"])
def test_words_that_are_left_over_stay_a_subject_nobody_has(typed: str) -> None:
    assert read(f"CSE-2 {typed}").subject


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='"“”„‟″«»<>＂'), max_size=30))
def test_any_words_in_quotes_are_the_subject(typed: str) -> None:
    subject = plain(typed).strip(" -·:'\"")
    if any(char.isalpha() for char in subject):
        assert read(f"absent 4 CSE-2 “{typed}” p3") == asked(subject=subject, period="3", absent=("4",))
