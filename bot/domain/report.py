"""A report: what is asked for, the sheets its files are written from, and the facts its message tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.classcode import ClassCode
from bot.domain.day import MONTHS
from bot.domain.errors import Told
from bot.domain.percentage import Counting, Standing, Tally
from bot.domain.period import DateRange


class Kind(StrEnum):
    """What a report tells. The value is what is typed."""

    SUMMARY = "summary"
    """Each student's marks added up."""
    REGISTER = "register"
    """The office's sheet: a row for each student, a column for each roll call, a letter where they meet."""
    SHORTAGE = "shortage"
    """Only those below the threshold, worst first, with what they must attend."""

    @property
    def noun(self) -> str:
        """`shortage list`."""
        return "shortage list" if self is Kind.SHORTAGE else self.value


class Format(StrEnum):
    """What a file is. The value is what is typed, and how its name ends."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for. `class_code` is `None` for every class; `share`: put a link where others see it."""

    class_code: ClassCode | None
    days: DateRange
    kind: Kind = Kind.SUMMARY
    format: Format = Format.XLSX
    share: bool = False

    @property
    def whom(self) -> str:
        """`CSE-2`, or `All classes`."""
        return str(self.class_code) if self.class_code else "All classes"

    @property
    def title(self) -> str:
        """`Shortage list of CSE-2, 16 – 22 Nov 2026`."""
        return f"{self.kind.noun.capitalize()} of {self.class_code or 'all classes'}, {said_days(self.days)}"

    @property
    def typed(self) -> str:
        """What asks for the same again: `/attendance report CSE-2 2026-11-16..2026-11-22 shortage pdf`."""
        first, last = self.days.first.isoformat(), self.days.last.isoformat()
        days = first if first == last else f"{first}..{last}"
        return f"/attendance report {self.class_code or 'all'} {days} {self.kind} {self.format}"

    @property
    def is_many_sheets(self) -> bool:
        """Whether each class has a sheet of its own: CSV and PDF are then a ZIP of files, a workbook has tabs."""
        return self.class_code is None and self.kind is Kind.REGISTER

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        return {
            "class": str(self.class_code) if self.class_code else "",
            "days": [self.days.first.isoformat(), self.days.last.isoformat()],
            "kind": self.kind.value,
            "format": self.format.value,
            "share": self.share,
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Wanted:
        """Back from `as_json`."""
        first, last = map(date.fromisoformat, found["days"])
        code = ClassCode.read(found["class"]) if found["class"] else None
        return cls(code, DateRange(first, last), Kind(found["kind"]), Format(found["format"]), bool(found["share"]))


def said_days(days: DateRange) -> str:
    """`16 – 22 Nov 2026`, `30 Nov – 6 Dec 2026`, `22 Nov 2026`: always with the year, for what is kept."""
    first, last = days.first, days.last
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {end}"
    begin = f"{first.day} {MONTHS[first.month - 1]}"
    return f"{begin} – {end}" if first.year == last.year else f"{begin} {first.year} – {end}"


def file_name(wanted: Wanted, format_: Format) -> str:
    """`CSE-2 summary 2026-11-16 to 2026-11-22.xlsx`; what is many files in one ends in `.csv.zip` or `.pdf.zip`."""
    first, last = wanted.days.first.isoformat(), wanted.days.last.isoformat()
    span = first if first == last else f"{first} to {last}"
    is_zip = wanted.is_many_sheets and format_ is not Format.XLSX
    return f"{wanted.whom} {wanted.kind} {span}.{format_}{'.zip' if is_zip else ''}"


@dataclass(frozen=True, slots=True)
class Column:
    """A taken roll call of a register. `section` is `""` when it was the whole class's."""

    on: date
    period: str = ""
    subject: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One student in a report.

    `class_code` is where they sat last within its days, `tally` and `standing` are over all roll calls that count for
    them on those days, in whatever class: what `/attendance me` says of the same days. `letters` has one of P A L E O
    for each column, `·` where they have no mark, `""` where the roll call was not theirs. `elsewhere` is the part of
    `standing` that comes from other classes than the sheet's; `left` the last day in the sheet's class, for those who
    left it before the report's end; `joined` their first day in it, for those who came after its beginning.
    """

    roll_no: str
    name: str
    class_code: ClassCode
    tally: Tally
    standing: Standing
    letters: tuple[str, ...] = ()
    elsewhere: Standing | None = None
    joined: date | None = None
    left: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of students: a class's, or every class's. `rows` may be read once, `count` is how many there are."""

    name: str
    columns: tuple[Column, ...]
    count: int
    rows: Iterable[Row]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the tables of a file. `made_at` is on the college's wall clock."""

    wanted: Wanted
    counting: Counting
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Bands:
    """How many students are in which band; `none` are those without a counted roll call."""

    eligible: int = 0
    condonable: int = 0
    short: int = 0
    none: int = 0

    @property
    def students(self) -> int:
        return self.eligible + self.condonable + self.short + self.none

    @property
    def below(self) -> int:
        """Those under the threshold."""
        return self.condonable + self.short


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message's table: a class, a section or a subject. Counts only, never names.

    `roll_calls` were taken in it; `counted` and `halves` are the sums over its students, as in a standing.
    """

    name: str
    roll_calls: int
    counted: int
    halves: int
    bands: Bands | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """Some days of the trend: of all roll calls on them, what was counted and credited (in halves)."""

    first: date
    last: date
    counted: int
    halves: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the message of a report tells. Counts only, never names.

    `standing` sums all students up; `unmarked` marks are missing in taken roll calls; `lines` are by `by`: the class,
    the section or the subject.
    """

    bands: Bands
    standing: Standing
    roll_calls: int
    unmarked: int
    by: str
    lines: tuple[Line, ...]
    trend: tuple[Point, ...]

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        one = self.standing
        return {
            "bands": _bands(self.bands),
            "standing": [one.counted, one.halves, one.threshold, one.condonation],
            "roll_calls": self.roll_calls,
            "unmarked": self.unmarked,
            "by": self.by,
            "lines": [[a.name, a.roll_calls, a.counted, a.halves, a.bands and _bands(a.bands)] for a in self.lines],
            "trend": [[p.first.isoformat(), p.last.isoformat(), p.counted, p.halves] for p in self.trend],
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Facts:
        """Back from `as_json`."""
        return cls(
            Bands(*found["bands"]),
            Standing(*found["standing"]),
            found["roll_calls"],
            found["unmarked"],
            found["by"],
            tuple(
                Line(name, roll_calls, counted, halves, Bands(*bands) if bands else None)
                for name, roll_calls, counted, halves, bands in found["lines"]
            ),
            tuple(
                Point(date.fromisoformat(first), date.fromisoformat(last), counted, halves)
                for first, last, counted, halves in found["trend"]
            ),
        )


def _bands(bands: Bands) -> list[int]:
    return [bands.eligible, bands.condonable, bands.short, bands.none]


@dataclass(frozen=True, slots=True)
class Made:
    """A report as it is in the database. `channel` is `""` when it is for whoever asked alone.

    `files` are the keys in storage by format, empty until they are made; `facts` are there as soon as they are.
    `message` is where a link to it was put for everybody, as a `Posted` reads it; `""` while that is not known.
    """

    report_id: int
    asked_by: str
    asked_at: datetime
    wanted: Wanted
    channel: str
    folder: str
    is_gone: bool = False
    made_at: datetime | None = None
    facts: Facts | None = None
    files: Mapping[Format, str] | None = None
    schedule_id: int | None = None
    message: str = ""

    @property
    def place(self) -> str:
        """`reports/2026/11/…`: where its files are in storage; their names come after a slash."""
        return f"reports/{self.asked_at:%Y/%m}/{self.folder}"


class NoBucket(Told):
    """The operator has named no place for files."""

    def __init__(self) -> None:
        super().__init__(
            "Reports can't be made here yet: they need a place for their files. Whoever runs this bot sets"
            " `REPORTS_BUCKET` to the name of an S3 bucket; nothing else is missing."
        )
