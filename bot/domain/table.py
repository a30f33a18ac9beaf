"""A table somebody uploaded: rows of text as their file shows them, and why a file can be none."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import Told, quoted

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024  # bytes; real workbooks unpack to eight or ten times their size
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MOST_CELLS = 1_000_000  # that are not empty
MOST_IN_CELL = 2_000  # characters

SAVE_AS = "In Excel or Google Sheets, save the list as .xlsx or as CSV UTF-8, and upload that."


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty. `number` is what stands beside it in a spreadsheet program, counted from 1.

    `cells` are without white space around, and end with the last that is not empty.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds. `sheet` is the worksheet's name, `""` for a CSV file.

    Dates of a workbook read `2026-07-01`, numbers without exponent or `.0` up to 15 digits, which is all Excel keeps
    of them. `notes` are sentences about what the reader had to decide, `days` the texts of cells that are dates to the
    program: where a roll number was typed, that has changed it.
    """

    rows: tuple[Row, ...]
    sheet: str = ""
    notes: tuple[str, ...] = ()
    days: frozenset[str] = frozenset()


class UnreadableFile(Told):
    """A file that is no table, or not one of ours to read."""

    def __init__(self, name: str, because: str, instead: str = SAVE_AS) -> None:
        super().__init__(f"I can't read {quoted(name)}: {because} {instead}")


class EmptyFile(UnreadableFile):
    """Nothing in it at all."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "it is empty.")


class OversizedFile(UnreadableFile):
    """More bytes, rows, columns or text than is read. `what` says of what there is too much."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name, f"it {what}.", "Keep only the list of students, or upload it in parts.")


class AnotherKind(UnreadableFile):
    """A PDF, a picture, an older workbook. `kind` goes on after `it is`."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name, f"it is {kind}.")


class LockedFile(UnreadableFile):
    """A workbook that only opens with a password."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "it is protected by a password.", "Save it without the password, and upload that.")


class DamagedFile(UnreadableFile):
    """A workbook that breaks off or contradicts itself. Also what an attack on the reader looks like."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "it begins like an Excel workbook, but is damaged.")


class UnknownLetters(UnreadableFile):
    """Text of which nobody can tell the letters. `because` is the reason in words."""

    def __init__(self, name: str, because: str) -> None:
        super().__init__(name, because, "Save it as CSV UTF-8 or as .xlsx, and upload that.")


class BrokenQuotes(UnreadableFile):
    """A quotation mark that would swallow what follows it."""

    def __init__(self, name: str, row: int) -> None:
        super().__init__(
            name,
            f"in row {row} a cell begins with a quotation mark that does not end it.",
            'Take the mark out, or close it as in `"Rao, Asha"`.',
        )
