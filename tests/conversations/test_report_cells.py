"""Every cell of every report is what the rows of the college come to, added up by hand, and what students are told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bot import compiling, configuring
from bot.domain.classcode import ClassCode
from bot.domain.day import MONTHS
from bot.domain.period import DateRange
from bot.domain.report import Bands, Facts, Format, Head, Kind, Wanted
from bot.domain.rules import Rules
from bot.formats.reports import write_all
from bot.services import Services
from bot.store import colleges
from tests.conversations.any_college import Chance
from tests.conversations.by_hand import Books, Class, Figures, class_of, covers, said
from tests.conversations.conftest import ADMIN, House
from tests.conversations.opened import Opened, parts, read_csv, read_pdf, read_xlsx
from tests.conversations.reported import fetched, link_in
from tests.conversations.speaker import Speaker

FIGURES = ("Present", "Absent", "Late", "Excused", "On duty", "Not marked", "Counted", "Attended", "%", "Band")
MUST, ELSEWHERE, REMARK = "Must attend", "In other classes", "Remark"
RISKY = ("=", "+", "-", "@")
CSE, CSE_B, EVERYTHING = ("CSE", 2, ""), ("CSE", 2, "B"), None


@dataclass
class Office:
    """A college full of chance, its books, and the services that report on it."""

    house: House
    services: Services
    books: Books

    def wanted(self, code: Class | None, kind: Kind, format_: Format = Format.XLSX) -> Wanted:
        class_code = ClassCode(*code) if code else None
        return Wanted(class_code, DateRange(self.books.first, self.books.last), kind, format_)

    def makes(self, wanted: Wanted, folder: Path) -> tuple[dict[Format, bytes], Facts]:
        """The files and the facts, as the worker makes them."""
        clock = self.services.clock
        head = Head(wanted, self.services.college.counting, clock.local(clock.now()), "Office")
        folder.mkdir()
        with compiling.compiled(self.services, wanted) as compiled:
            paths = write_all(folder, head, compiled.sheets)
            return {one: path.read_bytes() for one, path in paths.items()}, compiled.facts()


@pytest.fixture(params=range(3), ids="college {}".format)
def office(request: pytest.FixtureRequest, house: House) -> Office:
    college = house.college
    chance = Chance(college, request.param)
    chance.fills()
    counting = chance.counting()
    with college.database.begin() as tx:
        colleges.record(tx, Rules(house.clock.zone, counting), 0)
    services = configuring.current(house.services)
    return Office(house, services, Books(college.database, counting, *chance.range(), college.today))


# What must stand there


@dataclass(frozen=True)
class Line:
    """A student in a sheet, and what a spreadsheet and a person read in its cells."""

    naming: tuple[str, str, str]
    letters: tuple[str, ...]
    figures: Figures
    elsewhere: str
    remark: str

    def cells(self, titles: tuple[str, ...], written: Callable[[Any], Any]) -> tuple[Any, ...]:
        """`written` is how the format writes a number or a text."""
        found = self.figures
        attended = int(found.attended) if found.attended.denominator == 1 else float(found.attended)
        share = None if found.share is None else Fraction(int(found.share * 1000), 1000)
        values = (*found.times, found.counted, attended, share, found.band)
        more = {MUST: found.must_attend, ELSEWHERE: self.elsewhere, REMARK: self.remark}
        optional = [more[title] for title in titles if title in more]
        return (*self.naming, *self.letters, *map(written, (*values, *optional)))


@dataclass(frozen=True)
class Expected:
    """A sheet. Optional columns stand only where some line has something in them."""

    columns: tuple[Any, ...]
    lines: tuple[Line, ...]
    kind: Kind
    sheet: Class | None

    @property
    def figures(self) -> tuple[str, ...]:
        """The titles behind the roll calls."""
        wanted = {
            MUST: self.kind is Kind.SHORTAGE,
            ELSEWHERE: any(line.elsewhere for line in self.lines),
            REMARK: any(line.remark for line in self.lines),
        }
        return (*FIGURES, *(title for title, is_there in wanted.items() if is_there))

    def titles(self, say: Callable[[Any, str], str]) -> tuple[str, ...]:
        """All of them. A roll call's has its section, unless the sheet is a section's."""
        of_section = bool(self.sheet and self.sheet[2])
        columns = (say(call, "" if of_section else call.section) for call in self.columns)
        return ("Roll no", "Name", "Class", *columns, *self.figures)


def expected(office: Office, kind: Kind, code: Class | None, sheet: Class | None) -> Expected:
    """`sheet` is the class of the tab, `code` that of the report."""
    books = office.books
    columns = books.columns(sheet) if kind is Kind.REGISTER and sheet else []
    columns.sort(key=lambda call: (call.date, int(call.period or 0), call.subject, call.section))
    if kind is Kind.SHORTAGE:
        there = books.sits_in(code, books.now)
        people = [one for one in there if books.figures(one).band in ("condonable", "short")]
    elif code is None and sheet:
        people = [one for one in books.in_class(None) if covers(sheet, books.last_class(one))]
    else:
        people = books.in_class(sheet)
    lines = [line(books, one, columns, sheet) for one in people]
    return Expected(tuple(columns), tuple(sorted(lines, key=order(kind, sheet))), kind, sheet)


def order(kind: Kind, sheet: Class | None) -> Callable[[Line], Any]:
    """Worst first, of those alike who missed most; else by roll number, in a list of all classes class by class."""
    if kind is Kind.SHORTAGE:
        return lambda line: (line.figures.share, -line.figures.counted, line.naming[0])
    return lambda line: (line.naming[2] if sheet is None else "", line.naming[0])


def line(books: Books, student_id: int, columns: list[Any], sheet: Class | None) -> Line:
    student, figures = books.students[student_id], books.figures(student_id)
    naming = (student.roll_no, student.name, said(books.last_class(student_id)))
    letters = tuple(books.letter(student_id, call) for call in columns)
    outside = books.outside(student_id, sheet) if sheet else None
    elsewhere = outside.fraction.replace("/", " of ") if outside and outside.counted else ""
    here = [row for row in books.enrolled(student_id) if sheet is None or covers(sheet, class_of(row))]
    begun, ended = min(row.starts_on for row in here), max(row.ends_on for row in here)
    came = f"from {short(begun)}" if begun > books.first else ""
    went = f"until {short(ended)}" if ended < books.now else ""
    return Line(naming, letters, figures, elsewhere, f"{came} {went}".strip())


def short(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]}"


# What stands there


def as_text(value: Any) -> str:
    """As people read it: a share is a percentage, cut off."""
    if isinstance(value, Fraction):
        return f"{int(value * 1000) // 10}.{int(value * 1000) % 10}"
    return "" if value is None else str(value)


def as_number(value: Any) -> Any:
    """As a spreadsheet reads it: 1.0 is written as 1 there."""
    if isinstance(value, Fraction):
        return float(value) if value.denominator > 1 else int(value)
    return value


def check_csv(found: Opened, wanted: Expected) -> None:
    assert found.titles == wanted.titles(title)
    for row, one in zip(found.rows, wanted.lines, strict=True):
        name = f"'{one.naming[1]}" if one.naming[1].startswith(RISKY) else one.naming[1]
        assert row == replace(one, naming=(one.naming[0], name, one.naming[2])).cells(wanted.figures, as_text)


def check_xlsx(found: Opened, wanted: Expected) -> None:
    assert found.titles == wanted.titles(title)
    for row, one in zip(found.rows, wanted.lines, strict=True):
        cells = one.cells(wanted.figures, as_number)
        assert tuple(cell or None if isinstance(cell, str) else cell for cell in row) == tuple(
            cell or None if isinstance(cell, str) else cell for cell in cells
        )
        assert [type(cell) for cell in row if cell] == [type(cell) for cell in cells if cell]


def check_pdf(found: Opened, wanted: Expected, name: str) -> None:
    """The class is left out where it is everybody's, and is the table's name."""
    shown = slice(2, 2 if all(one.naming[2] == name for one in wanted.lines) else 3)
    titles = wanted.titles(printed)
    assert found.titles == (*titles[:2], *titles[shown], *titles[3:])
    for row, one in zip(found.rows, wanted.lines, strict=True):
        cells = one.cells(wanted.figures, as_text)
        assert row == (*cells[:2], *cells[shown], *cells[3:])


def check_facts(facts: Facts, books: Books, code: Class | None) -> None:
    """Of everybody, whatever is in the files."""
    figures = [books.figures(one) for one in books.in_class(code)]
    bands = Counter(one.band for one in figures)
    counted, attended = sum(one.counted for one in figures), sum((one.attended for one in figures), Fraction(0))
    calls = books.columns(code) if code else books.held
    assert facts.bands == Bands(*(bands[name] for name in ("eligible", "condonable", "short", "no classes yet")))
    assert (facts.standing.counted, facts.standing.halves) == (counted, 2 * attended)
    assert (facts.roll_calls, facts.unmarked) == (len(calls), sum(one.times[-1] for one in figures))


def title(call: Any, section: str) -> str:
    """`2026-11-22 P3 DBMS (A)`."""
    said = (f"{call.date}", call.period and f"P{call.period}", call.subject, section and f"({section})")
    return " ".join(filter(None, said))


def printed(call: Any, section: str) -> str:
    """The same from top to bottom in a narrow column."""
    said = (f"{call.date:%d}", MONTHS[call.date.month - 1], call.period and f"P{call.period}", section, call.subject)
    return " ".join(filter(None, said))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("code", [CSE, CSE_B, EVERYTHING], ids=["class", "section", "all"])
def test_every_cell_is_what_the_rows_come_to(office: Office, tmp_path: Path, code: Class | None, kind: Kind) -> None:
    files, facts = office.makes(office.wanted(code, kind), tmp_path / "made")
    check_facts(facts, office.books, code)
    tabs = read_xlsx(files[Format.XLSX])
    tables = {read: parts(files[one]) for one, read in ((Format.CSV, read_csv), (Format.PDF, read_pdf))}
    if code is None and kind is Kind.REGISTER:
        sheets: list[Class | None] = [("CSE", 2, ""), ("ECE", 3, ""), ("ME", 1, "")]
    else:
        sheets = [code]
    assert [len(tabs), *(len(found) for found in tables.values())] == [len(sheets)] * 3
    for number, sheet in enumerate(sheets):
        wanted = expected(office, kind, code, sheet)
        assert wanted.lines or kind is Kind.SHORTAGE
        check_xlsx(list(tabs.values())[number], wanted)
        check_csv(read_csv(list(tables[read_csv].values())[number]), wanted)
        check_pdf(read_pdf(list(tables[read_pdf].values())[number]), wanted, said(sheet) if sheet else "")


def test_what_students_and_the_office_are_told_is_what_stands_in_the_files(office: Office, tmp_path: Path) -> None:
    house, books = office.house, office.books
    files, _ = office.makes(office.wanted(EVERYTHING, Kind.SUMMARY), tmp_path / "made")
    table = read_csv(files[Format.CSV])
    rows = {row[0]: dict(zip(table.titles, row, strict=True)) for row in table.rows}
    days = f"{books.first}..{books.last}"
    admin = house.speaker(ADMIN, "Office")
    for student_id in books.in_class(None):
        student = books.students[student_id]
        row = rows[student.roll_no]
        filed = f"{row['Attended']}/{row['Counted']} = {row['%']} %" if row["Counted"] != "0" else "no classes yet"
        assert filed == books.figures(student_id).said
        assert told(admin.types(f"/attendance student {student.roll_no} {days}")) == filed
        if student.slack_user_id:
            assert told(house.speaker(student.slack_user_id).types(f"/attendance me {days}")) == filed


def told(speaker: Speaker) -> str:
    """The overall figure of the days asked for."""
    found = re.search(r"These days\*?: (.*?)\.(?=\s|$)", speaker.last.text)
    assert found, speaker.screen()
    return found[1]


@pytest.mark.parametrize(("code", "kind"), [(CSE, Kind.REGISTER), (EVERYTHING, Kind.SHORTAGE)])
def test_so_are_the_files_behind_the_links(office: Office, bucket: str, code: Class | None, kind: Kind) -> None:
    house, books = office.house, office.books
    house.stores_in(bucket)
    admin = house.speaker(ADMIN, "Office").in_dm()
    asked = f"/attendance report {said(code) if code else 'all'} {books.first}..{books.last} {kind} csv"
    admin.types(asked).sees("Preparing")
    house.works()
    check_csv(read_csv(fetched(link_in(admin.last))), expected(office, kind, code, code))
