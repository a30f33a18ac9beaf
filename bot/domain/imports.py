"""A list of students on its way into the college: the file, how far it got, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from bot.domain.errors import quoted

MOST_BYTES = 10 * 1024 * 1024
SMALL, SMALL_UNPACKED, FEW_ROWS = 64 * 1024, 512 * 1024, 1000
"""Bytes of a file that is checked and applied while somebody waits for the answer, bytes of what is in it, and rows.
A row may be ten bytes, and a workbook unpack to a hundred times its size: each limit has its own file to stop."""
KINDS = ("csv", "xlsx", "xls", "tsv", "txt")
"""What the form takes; the first two are read, the others so that a wrong file is told what to do instead."""

OPERATOR = "operator"
"""Who imports at the machine itself, beside the database, and is asked for no role."""

ERASED_SINCE = (
    "A student of this list was erased after it was checked, so it was thrown away and nothing of it was changed. Send"
    " the list again, without them, if the others are still to be brought in."
)
"""Why a list that waited for its Apply is not applied."""

MOST_SHOWN = 10  # errors told in the message itself; all of them are in the file
MOST_NAMED = 20  # rolls and columns named one by one


class State(Enum):
    """How far it got. `REFUSED`: it has errors. `DROPPED`: nothing will come of it."""

    WAITING = "waiting"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody sent. `since` is the day students are in their class from when their row has no date.

    `file_id` and `url` are Slack's, `""` for a file of the operator's machine; `size` is in bytes.
    """

    name: str
    size: int
    since: date
    file_id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with one row."""

    row_number: int
    roll: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file would do, or did. `wrong`, `returning` and `parting` are the first few; `errors`, `returns` and
    `partings` (links to Slack that end with the e-mail they came from) count them all. So do `takeovers` those of
    `taking_over`, who return to the record of somebody of another name: roll number, name of the record, name in the
    file. `edited` are the first values that change: roll number, which, old (`""` for none), new.

    Classes are as text. `joining` and `absent` count by class (absent: of these classes, but not in the file), `moving`
    by class left and class entered; `beginning` counts those who move or return by their first day, in ISO text, and
    `held_back` those who were marked today, and begin after it. `edits` count the values that change; `staying` sit in
    a section of the class their row names. `why` is a sentence: it was not checked, or not applied. `decided_by` is who
    had it applied.
    """

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: int = 0
    wrong: tuple[Wrong, ...] = ()
    joining: tuple[tuple[str, int], ...] = ()
    moving: tuple[tuple[str, str, int], ...] = ()
    beginning: tuple[tuple[str, int], ...] = ()
    held_back: int = 0
    edits: tuple[tuple[str, int], ...] = ()
    edited: tuple[tuple[str, str, str, str], ...] = ()
    returns: int = 0
    returning: tuple[str, ...] = ()
    takeovers: int = 0
    taking_over: tuple[tuple[str, str, str], ...] = ()
    partings: int = 0
    parting: tuple[str, ...] = ()
    staying: int = 0
    absent: tuple[tuple[str, int], ...] = ()
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    why: str = ""
    decided_by: str = ""

    @property
    def does_nothing(self) -> bool:
        """Whether the college has all of it already."""
        return not (self.new or self.changed or self.errors or self.why)

    def without(self, roll: str, email: str | None) -> Outcome:
        """With nothing any more that names the student of that roll number and e-mail; the numbers stay."""
        said = (quoted(roll), quoted(email or roll))
        return replace(
            self,
            wrong=tuple(one for one in self.wrong if one.roll != roll and not any(by in one.sentence for by in said)),
            edited=tuple(one for one in self.edited if one[0] != roll and (email or roll) not in one),
            returning=tuple(one for one in self.returning if one != roll),
            taking_over=tuple(one for one in self.taking_over if one[0] != roll),
            parting=tuple(one for one in self.parting if one != roll),
        )


@dataclass(frozen=True, slots=True)
class Import:
    """One file, and how far it got. `message` is where its progress is shown: channel and ts, `""` for nowhere."""

    import_id: int
    made_by: str
    made_at: datetime
    state: State
    upload: Upload
    message: str = ""
    outcome: Outcome = Outcome()

    @property
    def is_small(self) -> bool:
        """Whether it may be done within the request, as far as is known of it by now."""
        return self.upload.size <= SMALL and self.outcome.rows <= FEW_ROWS
