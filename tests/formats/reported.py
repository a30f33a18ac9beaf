"""Reports as colleges ask for them, with students whose names are hard on files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.domain.classcode import ClassCode
from bot.domain.percentage import Counting, Standing, Tally
from bot.domain.period import DateRange
from bot.domain.report import Column, Format, Head, Kind, Row, Sheet, Wanted
from bot.formats.reports import write_all

CSE_2 = ClassCode("CSE", 2)
COUNTING = Counting(late=1)  # half, so that there are halves
DAYS = DateRange(date(2026, 11, 1), date(2026, 11, 22))
ATTACKS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+91 98450 12345",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.com")',
    "http://example.com",
    "internal:Sheet1!A1",
    "0042",
    "1e5",
    "TRUE",
    "2026-11-01",
    "{=1}",
    "_x0041_",
    "<r><t>x</t></r>",
    "<b>&amp;</b>",
]
"""Names that a program might take for something else. Each is one line, without spaces around."""
CHARS = 120


def head(kind: Kind, code: ClassCode | None = CSE_2, by: str = "Dr. Meera Iyer", counting: Counting = COUNTING) -> Head:
    return Head(Wanted(code, DAYS, kind), counting, datetime(2026, 11, 22, 18, 30), by)


def row(number: int, name: str = "Asha Rao", tally: Tally | None = None, **more: object) -> Row:
    """A student of CSE-2-A, with an all but perfect record unless the tally says otherwise."""
    counts = tally or Tally(present=40, absent=3, late=1, excused=2, on_duty=4, unmarked=5)
    standing = Standing.of(counts, COUNTING)
    return Row(f"21CSE{number:03}", name, ClassCode("CSE", 2, "A"), counts, standing, **more)  # type: ignore[arg-type]


def marked(number: int, letters: Sequence[str], name: str = "Asha Rao", **more: object) -> Row:
    """A student of a register, with what those letters come to."""
    counts = Tally(*(letters.count(letter) for letter in "PALEO·"))
    return row(number, name, counts, letters=tuple(letters), **more)


def columns(count: int, **more: str) -> tuple[Column, ...]:
    """Three a day, from the first of November on."""
    first = date(2026, 11, 1)
    return tuple(Column(first + timedelta(at // 3), str(at % 3 + 1), "DBMS", **more) for at in range(count))


def sheet(rows: Iterable[Row], calls: tuple[Column, ...] = (), name: str = "CSE-2") -> Sheet:
    """Its rows can be read once."""
    found = list(rows)
    return Sheet(name, calls, len(found), iter(found))


def written(folder: Path, head: Head, *sheets: Sheet) -> dict[Format, Path]:
    """The files, in a folder of their own in which nothing else is left."""
    own = folder / f"report{len(list(folder.iterdir()))}"
    own.mkdir()
    paths = write_all(own, head, iter(sheets))
    assert sorted(own.iterdir()) == sorted(paths.values())
    return paths
