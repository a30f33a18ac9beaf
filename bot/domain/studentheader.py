"""Where the list of students begins in a table, and which column holds what, however the office calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.domain.errors import Told, quoted
from bot.domain.table import Row, Table
from bot.domain.words import plain

TITLE_ROWS = 20  # the header is looked for among so many rows that are not empty
LEAST_KNOWN = 2  # columns, or a row is no header
LONGEST_TITLE = 80  # characters; no column is called that
MOST_NAMED = 12  # columns worth repeating to somebody
EXAMPLE = "`Roll No, Name, Class, Email, Guardian contact, Joined`"


class Field(Enum):
    """What a column holds. The value is what people call it, each form as `_key` gives it."""

    ROLL = (
        "roll rollno rollnum rollnumber rollid regno regnum regnumber registrationno registrationnumber registrationid "
        "registerno registernumber regdno registeredno usn universityseatno universityseatnumber prn prnno enrolmentno "
        "enrolmentnumber enrolmentid enrollmentno enrollmentnumber enrollmentid enrolno enrollno admissionno admno "
        "admissionnumber studentid studentno studentnumber studentcode hallticketno hallticketnumber htno matricno "
        "matriculationno matriculationnumber"
    )
    NAME = "name fullname studentname studentsname nameofstudent nameofthestudent studentfullname"
    FIRST_NAME = "firstname givenname forename"
    MIDDLE_NAME = "middlename secondname"
    LAST_NAME = "lastname surname familyname"
    CLASS = "class classcode classname classsection classsec classandsection classandsec studentclass"
    BRANCH = "branch branchcode dept deptcode department departmentcode stream programme program discipline"
    YEAR = "year yr yearofstudy studyyear standard std"
    SEMESTER = "semester sem semesterno semno"
    SECTION = "section sec division div"
    EMAIL = "email emailid emailaddress emailaddr mail mailid mailaddress"
    GUARDIAN = "guardiancontact"
    STARTS = (
        "joined joinedon joindate joiningdate dateofjoining doj admissiondate dateofadmission admittedon doa from "
        "fromdate startdate startson startsfrom startingfrom enrolledfrom enrolledon enrolmentdate enrollmentdate "
        "dateofenrolment dateofenrollment"
    )


FIELDS = {key: field for field in Field for key in field.value.split()}
# Somebody's own number may not stand for a guardian's, so a bare `Mobile` is none of ours.
WHO = r"(?:(?:guardian|parent|father|mother)s?(?:or|and)?)+"
BY = r"(?:contact|phone|mobile|cell|telephone|tel|whatsapp|email|mail){1,2}(?:no|nos|num|number|id|address|details)?"
GUARDIAN = re.compile(f"{WHO}{BY}|{BY}of{WHO}")
WHOSE = ("student", "students", "candidate", "current", "present")  # of `Student ID`, `Current year`
OF_PLACE = ("college", "university", "institute", "official")  # of `College e-mail`, but not of `College name`
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
NAMES = (Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME)


class HeaderMissing(Told):
    """Nothing among the first rows names two columns of a list of students."""

    def __init__(self, first: Sequence[str]) -> None:
        super().__init__(
            f"I can't find the row that names the columns. The first row reads {_listed(first)}. Put a row like "
            f"{EXAMPLE} above the students."
        )


class ColumnMissing(Told):
    """The header lacks what every student needs. `missing` is in words: `the roll number`."""

    def __init__(self, missing: Sequence[str], row: int, found: Sequence[str]) -> None:
        super().__init__(
            f"I found no column for {' and '.join(missing)}. Row {row} names the columns {_listed(found)}. Name them "
            f"as in {EXAMPLE}."
        )


class ColumnTwice(Told):
    """Two columns that mean one thing, and may differ."""

    def __init__(self, one: str, other: str, row: int) -> None:
        super().__init__(
            f"The columns {quoted(one)} and {quoted(other)} in row {row} mean the same to me. Keep the one to use and "
            f"rename or delete the other, as in {EXAMPLE}."
        )


@dataclass(frozen=True, slots=True)
class Header:
    """The row that names the columns. `columns` counts from 0; `ignored` are the titles of columns nobody reads."""

    row: Row
    columns: dict[Field, int]
    ignored: tuple[str, ...]

    @classmethod
    def find(cls, table: Table) -> Header:
        """The row with the most known columns among the first rows, the first of several.

        Raises HeaderMissing, ColumnMissing or ColumnTwice.
        """
        start = table.rows[:TITLE_ROWS]
        row = max(start, key=lambda row: len(known_columns(row.cells)), default=None)
        if row is None or len(known_columns(row.cells)) < LEAST_KNOWN:
            raise HeaderMissing(start[0].cells if start else ())
        columns = _columns(row)
        _check(row, columns)
        needed = _needed(row, columns)
        ignored = tuple(title for at, title in enumerate(row.cells) if title and at not in needed.values())
        return cls(row, needed, ignored)

    def title(self, field: Field) -> str:
        """What the file calls the column; empty when it has none."""
        return self.row.cells[self.columns[field]] if field in self.columns else ""

    def repeated_by(self, row: Row) -> bool:
        """Whether the row names the columns again, as at the top of each printed page or under merged titles."""
        at = self.columns[Field.ROLL]
        return at < len(row.cells) and row.cells[at] == self.row.cells[at]


def known_columns(cells: Sequence[str]) -> frozenset[Field]:
    """The different things the cells name, as the titles of columns do."""
    return frozenset(field for cell in cells if (field := field_of(cell)))


def begins_list(rows: Sequence[Row]) -> bool:
    """Whether one of the first rows names the columns of a list of students."""
    found = (known_columns(row.cells) for row in rows[:TITLE_ROWS])
    return any(Field.ROLL in fields and len(fields) >= LEAST_KNOWN for fields in found)


def field_of(title: str) -> Field | None:
    """What a column of that title holds: in any case, with dots, underscores, spaces or a remark in brackets.

    `Branch / Dept` is one thing said twice; `Class / Year` is none of ours.
    """
    if not title or len(title) > LONGEST_TITLE:
        return None
    text = plain(title).casefold().replace("'", "")
    text = IN_BRACKETS.sub(" ", text)
    found = _field(text)
    if found is None and re.search(r"[/&]", text):
        parts = {_field(part) for part in re.split(r"[/&]", text)}
        found = parts.pop() if len(parts) == 1 else None
    return found


def _field(text: str) -> Field | None:
    words = re.findall(r"[^\W_]+", text)
    key = "".join(words)
    if key in FIELDS:
        return FIELDS[key]
    if GUARDIAN.fullmatch(key):
        return Field.GUARDIAN
    rest = FIELDS.get("".join(words[1:]))
    allowed = words[:1] and (words[0] in WHOSE or (words[0] in OF_PLACE and rest in (Field.ROLL, Field.EMAIL)))
    return rest if allowed else None


def _columns(row: Row) -> dict[Field, int]:
    columns: dict[Field, int] = {}
    for at, title in enumerate(row.cells):
        field = field_of(title)
        if field in columns:
            raise ColumnTwice(row.cells[columns[field]], title, row.number)
        if field is not None:
            columns[field] = at
    return columns


def _check(row: Row, columns: dict[Field, int]) -> None:
    named = Field.NAME in columns or Field.FIRST_NAME in columns
    in_year = Field.BRANCH in columns and (Field.YEAR in columns or Field.SEMESTER in columns)
    missing = [
        words
        for words, there in (
            ("the roll number", Field.ROLL in columns),
            ("the name", named),
            ("the class (or for branch and year)", Field.CLASS in columns or in_year),
        )
        if not there
    ]
    if missing:
        raise ColumnMissing(missing, row.number, [title for title in row.cells if title])


def _needed(row: Row, columns: dict[Field, int]) -> dict[Field, int]:
    """The columns that are read: a name or its parts, a year or the semester."""
    needed = dict(columns)
    if Field.YEAR in needed:
        needed.pop(Field.SEMESTER, None)
    if Field.NAME in needed:
        given = plain(row.cells[needed[Field.NAME]]).casefold() == "name" and Field.FIRST_NAME not in needed
        for part in NAMES:
            if not (given and part is Field.LAST_NAME):  # beside a surname, a bare `Name` is what goes before it
                needed.pop(part, None)
    return needed


def _listed(titles: Sequence[str]) -> str:
    named = [quoted(title) for title in titles if title]
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return (", ".join(named[:MOST_NAMED]) or "nothing") + more
