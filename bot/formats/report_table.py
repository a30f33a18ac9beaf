"""What stands in the tables of a report, whatever its format: the columns, the cells and the lines above them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain, islice

from bot.domain.day import MONTHS, said_short
from bot.domain.errors import JOINERS
from bot.domain.percentage import HALF, NONE, Counting, Excused
from bot.domain.report import Column, Head, Kind, Row, Sheet, said_days
from bot.domain.rollcall import WORDS

UNMARKED = "·"
NO_CHARACTERS = "\ufffe\uffff"
"""What no XML may hold, beside controls."""
MOST_AHEAD = 1000
"""Rows of a class that are looked at before the first is written, for the columns that only some classes need."""


class Cell(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    WORD = "word"  # one of few, worth a colour
    COUNT = "count"
    HALVES = "halves"  # of a roll call: 45.5
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `chars` is how wide it is, in characters."""

    title: str
    cell: Cell
    chars: int


NAMING = (Field("Roll no", Cell.TEXT, 14), Field("Name", Cell.TEXT, 30), Field("Class", Cell.TEXT, 11))
"""In front of the roll calls of a register, and of everything else."""
FIGURES = (
    Field("Present", Cell.COUNT, 8),
    Field("Absent", Cell.COUNT, 8),
    Field("Late", Cell.COUNT, 8),
    Field("Excused", Cell.COUNT, 8),
    Field("On duty", Cell.COUNT, 8),
    Field("Not marked", Cell.COUNT, 8),
    Field("Counted", Cell.COUNT, 8),
    Field("Attended", Cell.HALVES, 9),
    Field("%", Cell.PERCENT, 8),
    Field("Band", Cell.WORD, 15),
)
MUST_ATTEND = Field("Must attend", Cell.COUNT, 9)
ELSEWHERE = Field("In other classes", Cell.TEXT, 10)
REMARK = Field("Remark", Cell.TEXT, 24)
OUT_OF_REACH = "out of reach"

Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A student in a table: `values` below the `figures` as a spreadsheet counts with them, `texts` as they are read.

    A percentage is a fraction of 1 among the values and has one decimal among the texts, exact in both.
    """

    naming: tuple[str, str, str]
    letters: tuple[str, ...]
    values: tuple[Value, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it is written: `columns` are its roll calls, between `NAMING` and `figures`.

    `notes` stand above it, below the title; `has_class` is whether anybody's class is not the title's: on paper the
    column takes space. `lines` may be read once.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    nobody: str
    columns: tuple[Column, ...]
    has_class: bool
    figures: tuple[Field, ...]
    count: int
    lines: Iterable[Line]

    @classmethod
    def of(cls, head: Head, sheet: Sheet) -> Table:
        """Reads some rows ahead. `lines` raises ValueError when there are not as many rows as the sheet says."""
        rows = iter(sheet.rows)
        ahead = tuple(islice(rows, MOST_AHEAD + 1)) if sheet.count <= MOST_AHEAD else None
        figures = (*_figures(head), *(one for one in (ELSEWHERE, REMARK) if _needed(one, head, ahead)))
        return cls(
            name=one_line(sheet.name),
            title=title(head, sheet),
            notes=notes(head, sheet),
            nobody=nobody(head),
            columns=tuple(Column(one.on, one.period, one_line(one.subject), one.section) for one in sheet.columns),
            has_class=ahead is None or any(str(row.class_code) != sheet.name for row in ahead),
            figures=figures,
            count=sheet.count,
            lines=_lines(head, figures, sheet.count, chain(ahead or (), rows)),
        )


def _figures(head: Head) -> tuple[Field, ...]:
    return (*FIGURES, MUST_ATTEND) if head.wanted.kind is Kind.SHORTAGE else FIGURES


def _needed(field: Field, head: Head, ahead: tuple[Row, ...] | None) -> bool:
    """Whether some row has something in this column; where nobody can look ahead, whether one could."""
    if field is ELSEWHERE:
        if head.wanted.class_code is None and head.wanted.kind is not Kind.REGISTER:
            return False  # each row stands for all of a student's classes
        return ahead is None or any(row.elsewhere and row.elsewhere.counted for row in ahead)
    return ahead is None or any(row.joined or row.left for row in ahead)


def _lines(head: Head, figures: tuple[Field, ...], count: int, rows: Iterable[Row]) -> Iterator[Line]:
    met = 0
    for row in rows:
        met += 1
        yield _line(head, figures, row)
    if met != count:
        raise ValueError(f"a sheet of {count} rows has {met}")


def _line(head: Head, figures: tuple[Field, ...], row: Row) -> Line:
    tally, standing = row.tally, row.standing
    counts = (
        tally.present,
        tally.absent,
        tally.late,
        tally.excused,
        tally.on_duty,
        tally.unmarked,
        standing.counted,
    )
    halves, tenths, band = standing.halves, standing.tenths, standing.band.value
    attended = halves / 2 if halves % 2 else halves // 2
    values: tuple[Value, ...] = (*counts, attended, None if tenths is None else tenths / 1000, band)
    percent = "" if tenths is None else f"{tenths // 10}.{tenths % 10}"
    texts = (*map(str, counts), str(attended), percent, band)
    for field in figures[len(FIGURES) :]:
        value = _more(field, head, row)
        values, texts = (*values, value), (*texts, str(value))
    return Line((one_line(row.roll_no), one_line(row.name), str(row.class_code)), row.letters, values, texts)


def _more(field: Field, head: Head, row: Row) -> int | str:
    """What stands behind the figures that every report has."""
    if field is MUST_ATTEND:
        needed = row.standing.must_attend
        return OUT_OF_REACH if needed is None else needed
    if field is ELSEWHERE:
        other = row.elsewhere
        return " of ".join(other.fraction.split("/")) if other and other.counted else ""  # 3/4 reads as a date
    until = head.wanted.days.last
    came = f"from {said_short(row.joined, until)}" if row.joined else ""
    went = f"until {said_short(row.left, until)}" if row.left else ""
    return f"{came} {went}".strip()


def title(head: Head, sheet: Sheet) -> str:
    """`Register of CSE-2, 16 – 22 Nov 2026`, of the sheet's class where each class has one."""
    if not head.wanted.is_many_sheets:
        return one_line(head.wanted.title)
    return f"{head.wanted.kind.value.capitalize()} of {one_line(sheet.name)}, {said_days(head.wanted.days)}"


def notes(head: Head, sheet: Sheet) -> tuple[str, ...]:
    """When and by whom it was made, how it was counted, what the letters mean."""
    at = head.made_at
    made = f"Made on {at.day} {MONTHS[at.month - 1]} {at.year} at {at:%H:%M}"
    by = one_line(head.made_by)
    found = [f"{made} by {by}." if by else f"{made}.", counted_by(head.counting)]
    if head.wanted.kind is Kind.SHORTAGE:
        found.append(f"Must attend: how many roll calls in a row bring a student back to {head.counting.threshold} %.")
    if head.wanted.kind is Kind.REGISTER:
        found.append(LEGEND if sheet.columns else "No roll call was taken on these days.")
    return tuple(found)


LEGEND = f"{', '.join(f'{status} {word}' for status, word in WORDS.items())}, {UNMARKED} not marked."
EXCUSED = {
    Excused.LEFT_OUT: "is left out",
    Excused.PRESENT: "counts as present",
    Excused.ABSENT: "counts as absent",
}


def counted_by(counting: Counting) -> str:
    """`Eligible from 75 %, condonable from 65 %, short below. Late counts in full, excused is left out.`"""
    lower = counting.condonation
    condonable = f"condonable from {lower} %, " if lower < counting.threshold else ""
    late = "not at all" if counting.late == NONE else "as half" if counting.late == HALF else "in full"
    cap = counting.on_duty_cap
    capped = "" if cap is None else f", on duty at most {cap} {'time' if cap == 1 else 'times'}"
    return (
        f"Eligible from {counting.threshold} %, {condonable}short below. "
        f"Late counts {late}, excused {EXCUSED[counting.excused]}{capped}."
    )


def nobody(head: Head) -> str:
    """What stands in a table without students."""
    if head.wanted.kind is Kind.SHORTAGE:
        return f"Nobody is below {head.counting.threshold} % on these days."
    return "No students."


def roll_call(column: Column) -> str:
    """A roll call in one line, as a file without any other header names it: `2026-11-22 P3 DBMS (A)`."""
    section = f"({column.section})" if column.section else ""
    return " ".join(filter(None, (column.on.isoformat(), period(column), column.subject, section)))


def period(column: Column) -> str:
    """`P3`, or `""`."""
    return f"P{column.period}" if column.period else ""


def one_line(text: str) -> str:
    """Without line breaks, controls, and marks that turn the text around them; what Indic scripts need stays."""
    if text.isprintable():
        return text.strip()
    kept = (" " if char.isspace() else char for char in text if char.isspace() or _is_visible(char))
    return " ".join("".join(kept).split())


def _is_visible(char: str) -> bool:
    return char in JOINERS or (unicodedata.category(char) not in ("Cc", "Cf", "Cs") and char not in NO_CHARACTERS)
