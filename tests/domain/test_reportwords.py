"""Guards what people type after `/attendance report`: every order and wording they use, and what they are told."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.period import DateRange
from bot.domain.report import Format, Kind, Wanted
from bot.domain.reportwords import read_wanted
from bot.domain.words import Words

TODAY = date(2026, 11, 25)  # a Wednesday
NOVEMBER = DateRange(date(2026, 11, 1), date(2026, 11, 30))
LAST_WEEK = DateRange(date(2026, 11, 16), date(2026, 11, 22))
TERM = DateRange(date(2026, 7, 1), date(2026, 12, 18))
CSE = ClassCode("CSE", 2)


def read(typed: str, term: DateRange | None = None, threshold: int = 75) -> Wanted:
    return read_wanted(Words.read(typed).items, TODAY, term, threshold)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("CSE-2", Wanted(CSE, NOVEMBER)),
        ("cse 2", Wanted(CSE, NOVEMBER)),
        ("cse2 summary", Wanted(CSE, NOVEMBER)),
        ("CSE-2 last week", Wanted(CSE, LAST_WEEK)),
        ("last week cse 2", Wanted(CSE, LAST_WEEK)),
        ("pdf last week register cse-2", Wanted(CSE, LAST_WEEK, Kind.REGISTER, Format.PDF)),
        ("CSE-2 last week register pdf", Wanted(CSE, LAST_WEEK, Kind.REGISTER, Format.PDF)),
        ("CSE-2 excel", Wanted(CSE, NOVEMBER)),
        ("CSE-2 csv share", Wanted(CSE, NOVEMBER, Kind.SUMMARY, Format.CSV, True)),
        ("share cse-2", Wanted(CSE, NOVEMBER, share=True)),
        ("CSE-2 16 Nov - 22 Nov", Wanted(CSE, LAST_WEEK)),
        ("CSE 2 Nov 16 to Nov 22", Wanted(CSE, LAST_WEEK)),
        ("16 nov - 22 nov cse-2", Wanted(CSE, LAST_WEEK)),
        ("1 nov - 12 nov all", Wanted(None, DateRange(date(2026, 11, 1), date(2026, 11, 12)))),
        ("CSE-2 2026-11-16..2026-11-22", Wanted(CSE, LAST_WEEK)),
        ("from 16 nov to 22 nov for CSE-2", Wanted(CSE, LAST_WEEK)),
        ("CSE-2 yesterday", Wanted(CSE, DateRange(date(2026, 11, 24), date(2026, 11, 24)))),
        ("CSE-2 oct", Wanted(CSE, DateRange(date(2026, 10, 1), date(2026, 10, 31)))),
        ("dec 2025 CSE-2", Wanted(CSE, DateRange(date(2025, 12, 1), date(2025, 12, 31)))),
        ("all", Wanted(None, NOVEMBER)),
        ("All classes this month", Wanted(None, NOVEMBER)),
        ("whole college, last week", Wanted(None, LAST_WEEK)),
        ("every class shortage", Wanted(None, NOVEMBER, Kind.SHORTAGE)),
        ("all students of CSE-2", Wanted(CSE, NOVEMBER)),
        ("the report of CSE 2 a for november please", Wanted(ClassCode("CSE", 2, "A"), NOVEMBER)),
        ("attendance register of CSE-2", Wanted(CSE, NOVEMBER, Kind.REGISTER)),
        ("CSE-2 defaulters", Wanted(CSE, NOVEMBER, Kind.SHORTAGE)),
        ("defaulters list cse-2 as pdf", Wanted(CSE, NOVEMBER, Kind.SHORTAGE, Format.PDF)),
        ("CSE-2 short", Wanted(CSE, NOVEMBER, Kind.SHORTAGE)),
        ("CSE-2 below 75", Wanted(CSE, NOVEMBER, Kind.SHORTAGE)),
        ("CSE-2 below 75%", Wanted(CSE, NOVEMBER, Kind.SHORTAGE)),
        ("CSE-2 &lt;75", Wanted(CSE, NOVEMBER, Kind.SHORTAGE)),
        ("below the line cse-2", Wanted(CSE, NOVEMBER, Kind.SHORTAGE)),
        ("AI &amp; DS 2 last week", Wanted(ClassCode("AI&DS", 2), LAST_WEEK)),
    ],
)
def test_it_is_read_however_it_is_typed(typed: str, wanted: Wanted) -> None:
    assert read(typed) == wanted


def test_without_days_it_is_the_term_once_there_is_one() -> None:
    assert read("CSE-2", TERM).days == TERM
    assert read("CSE-2 this term", TERM).days == TERM
    assert read("CSE-2 last week", TERM).days == LAST_WEEK


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "CSE-2 sumary",
            "I can't read `sumary`. Did you mean `summary`? Write it as in `/attendance report CSE-2 last",
        ),
        ("CSE-2 pfd last week", "I can't read `pfd`. Did you mean `pdf`?"),
        ("CSE-2 lst week", "I can't read `lst week`. Did you mean `last week`?"),
        ("CSE-2 last week of wonders", "I can't read `wonders`."),
        ("ECE-3-A whatever", "as in `/attendance report ECE-3-A last week summary pdf`"),
        ("last week", "I can't find a class in `last week`."),
        ("share", "I can't find a class in `share`."),
        ("CSE", "I can't read `CSE`. A report is of a whole class, with branch and year"),
        ("link", "I can't read `link`. Did you mean `/attendance report links`?"),
        ("lniks", "Did you mean `/attendance report links`?"),
        ("linkz", "Did you mean `/attendance report links`?"),
        ("cvs CSE-2", "Did you mean `csv`?"),
        ("CSE-2 regsiter", "Did you mean `register`?"),
        ("CSE-2 shar", "Did you mean `share`?"),
        ("21CSE042", "one student's attendance is in `/attendance student`"),
        ("CSE-2 DBMS", "I can't read `DBMS`. A report is of a whole class in all its subjects: leave the name of one"),
        ("all CSE-2", "I read both `all` and `CSE-2`. Which of the two? Write `all` or `CSE-2` alone."),
        ("CSE-2 last week all classes", "I read both `all classes` and `CSE-2`."),
        ("CSE-2 next week", "`next week` is still to come: there is no attendance of those days yet."),
        ("next month ECE-3", "as in `/attendance report ECE-3 this week`"),
        ("all next monday", "`next monday` is still to come"),
        ("CSE-2 ECE-3", "I read both `CSE-2` and `ECE-3`. Write one class, or `all`."),
        ("CSE-2 summary register", "I read both `summary` and `register`."),
        ("CSE-2 csv pdf", "I read both `csv` and `pdf`."),
        ("CSE-2 below 60", "I can't use `below 60`: the shortage list goes by your college's line of 75 %"),
        ("CSE-2 weekly", "type, in the channel it is for, `/attendance schedule CSE-2 weekly`"),
        ("all every monday 08:00", "`/attendance schedule all weekly`"),
        ("CSE-2 31 Feb", "There is no such day."),
        ("CSE-2 last week 31 Feb", "There is no such day."),
        ("CSE-2 11/12", "It could be two days."),
        ("CSE-2 22 Nov - 1 Nov 2026", "It ends before it begins."),
        ("CSE-2 this term", "The dates of the term are not set yet"),
        ("CSE-2 2024-01-01..2026-11-22", "1 Jan 2024 – 22 Nov 2026 are more than two years"),
    ],
)
def test_what_cannot_be_read_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(Told) as told:
        read(typed)
    assert sentence in told.value.sentence


@pytest.mark.parametrize("typed", ["CSE", "cs", "ECE", "Asha Nair", "Sharma", "DBMS", "CSE-2 OS", "CSE-2 Pooja"])
def test_branches_names_and_subjects_are_no_slips(typed: str) -> None:
    with pytest.raises(Told) as told:
        read(typed)
    assert "Did you mean" not in told.value.sentence


@pytest.mark.parametrize("typed", ["whole class CSE-2", "CSE-2 all students", "entire CSE-2", "everybody in CSE-2"])
def test_everybody_in_a_class_is_that_class(typed: str) -> None:
    assert read(typed).class_code == CSE


def test_two_years_are_not_too_many() -> None:
    assert read("CSE-2 2024-01-01..2025-12-31").days.days == 731


def test_another_line_is_read_where_it_is_the_colleges() -> None:
    assert read("CSE-2 below 80", threshold=80).kind is Kind.SHORTAGE
