"""Guards the figures of reports: every row and every fact is what the rows of the tables come to, added up by hand.

The colleges are made by chance, and read so few students at a time that there are many parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot import compiling, standing, tabulating
from bot.domain.classcode import ClassCode
from bot.domain.directory import Profile
from bot.domain.percentage import Counting, Standing, Tally
from bot.domain.period import DateRange
from bot.domain.report import Bands, Column, Facts, Kind, Row, Sheet, Wanted
from bot.services import College as Rules
from bot.services import Services
from bot.store import standings
from bot.store.database import Database
from tests.conversations.any_college import Chance
from tests.conversations.by_hand import Books, Class, class_of, covers, said
from tests.conversations.college import College, MovedClock

ADMIN = "UADMIN"
CODES: tuple[Class | None, ...] = (("CSE", 2, ""), ("CSE", 2, "B"), ("ECE", 3, ""), None)
COLLEGES = range(4)
Read = tuple[list[tuple[Sheet, list[Row]]], Facts]


class Nobody:
    def profile(self, slack_user_id: str) -> Profile | None:
        return None


@dataclass
class Office:
    """A college of chance, its books, and reports on it."""

    services: Services
    books: Books
    today: date

    def wanted(self, code: Class | None, kind: Kind) -> Wanted:
        return Wanted(ClassCode(*code) if code else None, DateRange(self.books.first, self.books.last), kind)

    def reads(self, code: Class | None, kind: Kind) -> Read:
        """All of a report, in the order it comes."""
        with compiling.compiled(self.services, self.wanted(code, kind)) as compiled:
            sheets = [(sheet, list(sheet.rows)) for sheet in compiled.sheets]
            return sheets, compiled.facts()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(params=COLLEGES, ids="college {}".format)
def office(request: pytest.FixtureRequest, database: Database, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name, value in {"A_PART": 7, "A_PAGE": 3, "CLASSES": 2}.items():
        monkeypatch.setattr(tabulating, name, value)
    return an_office(database, request.param)


def an_office(database: Database, number: int) -> Office:
    college = College(database, MovedClock(ZoneInfo("Asia/Kolkata")))
    chance = Chance(college, number)
    chance.fills()
    counting = chance.counting()
    services = Services(database, college.clock, Nobody(), Rules(counting, frozenset({ADMIN})))  # type: ignore[arg-type]
    return Office(services, Books(database, counting, *chance.range(), college.today), college.today)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("code", CODES, ids=str)
def test_every_row_is_what_the_tables_come_to(office: Office, code: Class | None, kind: Kind) -> None:
    sheets, _ = office.reads(code, kind)
    codes = [code]
    if code is None and kind is Kind.REGISTER:
        codes = sorted({(*office.books.last_class(one)[:2], "") for one in office.books.in_class(None)})
    assert [sheet.name for sheet, _ in sheets] == [said(one) if one else "All classes" for one in codes]
    for (sheet, rows), of in zip(sheets, codes, strict=True):
        calls = columns(office.books, of, kind)
        assert sheet.columns == tuple(column(call, of) for call in calls)
        assert sheet.count == len(rows)
        assert rows == expected(office, code, of, kind, calls)


def expected(office: Office, code: Class | None, sheet: Class | None, kind: Kind, calls: list[Any]) -> list[Row]:
    """`code` is the class of the report, `sheet` that of the sheet."""
    books = office.books
    people = books.in_class(sheet)
    if code is None and sheet:
        people = [one for one in books.in_class(None) if covers(sheet, books.last_class(one))]
    rows = [row(books, one, sheet, calls) for one in people]
    if kind is Kind.SHORTAGE:
        there = {books.students[one].roll_no for one in books.sits_in(code, min(books.last, office.today))}
        below = [one for one in rows if one.standing.band in ("condonable", "short") and one.roll_no in there]
        return sorted(below, key=lambda row: (share(row), -missing(row), row.roll_no))
    return sorted(rows, key=lambda row: (row.class_code if sheet is None else ClassCode("", 0), row.roll_no))


def row(books: Books, student_id: int, sheet: Class | None, calls: list[Any]) -> Row:
    found, here = books.figures(student_id), books.enrolled(student_id)
    here = [one for one in here if sheet is None or covers(sheet, class_of(one))]
    begun, ended = here[0].starts_on, here[-1].ends_on
    counting = books.counting
    return Row(
        books.students[student_id].roll_no,
        books.students[student_id].name,
        ClassCode(*books.last_class(student_id)),
        Tally(*found.times),
        Standing(found.counted, int(found.attended * 2), counting.threshold, counting.condonation),
        tuple(books.letter(student_id, call) for call in calls),
        elsewhere(books, student_id, sheet) if sheet else None,
        begun if begun > books.first else None,
        ended if ended < books.now else None,
    )


def elsewhere(books: Books, student_id: int, sheet: Class) -> Standing | None:
    """What is left of the whole when what counted in the class is taken away."""
    inside = [call for call in books.theirs(student_id) if call in books.columns(sheet)]
    whole, part = books.figures(student_id), books.figures(student_id, inside)
    if whole.counted == part.counted:
        return None
    halves = int((whole.attended - part.attended) * 2)
    return Standing(whole.counted - part.counted, halves, books.counting.threshold, books.counting.condonation)


def columns(books: Books, sheet: Class | None, kind: Kind) -> list[Any]:
    if sheet is None or kind is not Kind.REGISTER:
        return []
    found = books.columns(sheet)
    return sorted(found, key=lambda call: (call.date, int(call.period or 0), call.subject, call.section))


def column(call: Any, sheet: Class | None) -> Column:
    return Column(call.date, call.period, call.subject, "" if sheet and sheet[2] else call.section)


def share(row: Row) -> Fraction:
    return Fraction(row.standing.halves, row.standing.counted)


def missing(row: Row) -> int:
    return 2 * row.standing.counted - row.standing.halves


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("code", CODES, ids=str)
def test_every_fact_is_what_the_tables_come_to(office: Office, code: Class | None, kind: Kind) -> None:
    _, facts = office.reads(code, kind)
    books, people = office.books, office.books.in_class(code)
    figures = {one: books.figures(one) for one in people}
    assert (facts.standing.counted, facts.standing.halves) == added(figures.values())
    assert facts.standing.threshold == books.counting.threshold
    assert facts.bands == bands(figures.values())
    assert facts.unmarked == sum(one.times[5] for one in figures.values())
    assert facts.roll_calls == len(books.held if code is None else books.columns(code))
    assert facts.by == {None: "class", ("CSE", 2, ""): "section"}.get(code, "subject")
    found = [(one.name, one.roll_calls, one.counted, one.halves, one.bands) for one in facts.lines]
    assert found == (by_subject(books, code, people) if facts.by == "subject" else by_class(books, code, people))


def by_class(books: Books, code: Class | None, people: list[int]) -> list[tuple[Any, ...]]:
    """By the class they sat in last, of those the report is of."""
    groups: dict[Class, list[int]] = {}
    for one in people:
        sat = [class_of(row) for row in books.enrolled(one) if code is None or covers(code, class_of(row))]
        groups.setdefault(sat[-1], []).append(one)
    return [
        (said(group), held_for(books, group), *added(figures), bands(figures))
        for group, some in sorted(groups.items())
        for figures in [[books.figures(one) for one in some]]
    ]


def held_for(books: Books, code: Class) -> int:
    return sum(covers(class_of(call), code) for call in books.held)


def by_subject(books: Books, code: Class | None, people: list[int]) -> list[tuple[Any, ...]]:
    found = []
    calls = books.columns(code) if code else []
    for subject in sorted({call.subject for call in calls}):
        some = [call for call in calls if call.subject == subject]
        figures = [books.figures(one, [call for call in books.theirs(one) if call in some]) for one in people]
        found.append((subject, len(some), *added(figures), None))
    return found


def added(figures: Any) -> tuple[int, int]:
    figures = list(figures)
    return sum(one.counted for one in figures), int(sum(one.attended for one in figures) * 2)


def bands(figures: Any) -> Bands:
    found = Counter(one.band for one in figures)
    return Bands(found["eligible"], found["condonable"], found["short"], found["no classes yet"])


@pytest.mark.parametrize("code", CODES, ids=str)
def test_the_trend_has_every_day_once(office: Office, code: Class | None) -> None:
    books, people = office.books, office.books.in_class(code)
    calls = books.held if code is None else books.columns(code)
    books.counting = replace(books.counting, on_duty_cap=None)
    for kind in Kind:
        _, facts = office.reads(code, kind)
        assert len(facts.trend) <= 20
        for day in {call.date for call in calls}:
            assert sum(point.first <= day <= point.last for point in facts.trend) == 1
        for point in facts.trend:
            assert books.first <= point.first <= point.last <= books.last
            some = [call for call in calls if point.first <= call.date <= point.last]
            assert some
            figures = [books.figures(one, [call for call in books.theirs(one) if call in some]) for one in people]
            assert (point.counted, point.halves) == added(figures)


@pytest.mark.parametrize("kind", Kind)
def test_every_student_is_told_the_same_about_themselves(office: Office, kind: Kind) -> None:
    days = DateRange(office.books.first, office.books.last)
    ids = {row.roll_no: key for key, row in office.books.students.items()}
    seen: Counter[str] = Counter()
    for code in CODES:
        for _, rows in office.reads(code, kind)[0]:
            for row in rows:
                report = standing.of_student(office.services, ADMIN, ids[row.roll_no], days)
                assert (row.standing, row.tally.unmarked) == (report.overall, report.unmarked)
                with office.services.database.reading() as tx:
                    totals = standings.totals(tx, ids[row.roll_no], days, None)
                assert row.tally == sum((one.tally for one in totals.values()), Tally())
                seen[row.roll_no] += 1
    if kind is not Kind.SHORTAGE:
        assert set(seen) == {office.books.students[one].roll_no for one in office.books.in_class(None)}


def test_what_is_asked_does_not_grow_with_the_students(database: Database) -> None:
    """A hundred students cost as many questions as one."""
    office = an_office(database, 1)
    assert len(asked_by(office, Kind.SUMMARY)) <= 12
    assert len(asked_by(office, Kind.REGISTER)) <= 7 + 5 * 3


def asked_by(office: Office, kind: Kind) -> list[str]:
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(office.services.database.engine, "before_cursor_execute", note)
    office.reads(None, kind)
    event.remove(office.services.database.engine, "before_cursor_execute", note)
    return asked


def test_the_worst_come_first_whatever_their_roll_numbers(database: Database) -> None:
    college = College(database, MovedClock(ZoneInfo("Asia/Kolkata")))
    letters = {"21CSE10": "APP", "21CSE9": "APP", "21CSE2": "AAA", "21CSE1": "PPP", "21CSE30": "AP"}
    ids = {roll_no: college.admits(f"Name {roll_no}", roll_no, "CSE-2") for roll_no in letters}
    ids["21CSE4"] = college.admits("Twice as many", "21CSE4", "ECE-2")
    letters["21CSE4"] = "AAPPPP"
    for at in range(6):
        on = college.today - timedelta(days=at + 1)
        for typed in ("CSE-2", "ECE-2"):
            some = {
                ids[roll_no]: text[at]
                for roll_no, text in letters.items()
                if at < len(text) and (roll_no == "21CSE4") == (typed == "ECE-2")
            }
            college.held(typed, on, some)
    services = Services(database, college.clock, Nobody(), Rules(Counting()))  # type: ignore[arg-type]
    wanted = Wanted(None, DateRange(college.today - timedelta(days=9), college.today), Kind.SHORTAGE)
    with compiling.compiled(services, wanted) as compiled:
        (sheet,) = compiled.sheets
    assert [row.roll_no for row in sheet.rows] == ["21CSE2", "21CSE30", "21CSE4", "21CSE9", "21CSE10"]
