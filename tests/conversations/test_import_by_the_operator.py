"""`make import`: the same import from a file of the operator's machine, on a terminal and off it."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.import_file import main
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.lists import listing, register, seats, states

FOREVER = date(9999, 12, 31)
NEW = listing("31CSE001,Nila Sen,CSE-1,nila@college.example,,", "21CSE001,Asha Rao,CSE-2,,,")


class Terminal(io.StringIO):
    """Where somebody types the lines it is made with."""

    def isatty(self) -> bool:
        return True


class Operator:
    """Somebody at the machine, with a file."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys
        self.file = folder / "students.csv"
        self.file.write_bytes(NEW)

    def types(self, *arguments: str, says: str | None = None, status: int | str = 0) -> str:
        """What is printed. `says` is typed at the terminal; `status` is the exit status, or the words it ends with."""
        self._monkeypatch.setattr(sys, "stdin", io.StringIO() if says is None else Terminal(says))
        ended: Any = 0
        try:
            main([str(self.file), *arguments])
        except SystemExit as end:
            ended = end.code
        printed = self._capsys.readouterr()
        if isinstance(status, str):
            assert status in str(ended), ended
        else:
            assert ended == status, printed
        return printed.out + printed.err


@pytest.fixture
def operator(
    house: House,
    college: College,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Operator:
    monkeypatch.setenv("DATABASE_URL", house.database_url)
    monkeypatch.setenv("ATTENDANCE_TIMEZONE", "Asia/Kolkata")
    return Operator(tmp_path, monkeypatch, capsys)


def test_off_a_terminal_it_only_shows(operator: Operator, college: College) -> None:
    printed = operator.types()
    assert "students.csv, checked. 2 rows: 1 new, 1 changed, 0 unchanged." in printed
    assert "Nothing was changed. To apply it" in printed
    assert "31CSE001" not in register(college)


@pytest.mark.parametrize("says", ["n\n", "\n", "no\n"])
def test_on_a_terminal_it_asks(operator: Operator, college: College, says: str) -> None:
    assert "Apply it? [y/N]" in operator.types(says=says)
    assert "31CSE001" not in register(college)


@pytest.mark.parametrize("says", ["y\n", "Yes\n"])
def test_and_a_yes_applies_it(operator: Operator, college: College, says: str) -> None:
    printed = operator.types(says=says)
    assert "students.csv is applied: 2 rows: 1 new, 1 changed, 0 unchanged." in printed
    assert "Applied by the operator" in printed
    assert register(college)["31CSE001"][0] == "Nila Sen"
    assert {(one.actor, one.source) for one in college.audited()} == {("operator", "import")}
    assert "nothing to do" in operator.types()
    assert states(college) == ["applied", "dropped"]


def test_apply_asks_nobody_and_since_says_from_when(operator: Operator, college: College) -> None:
    operator.types("--apply", "--since", "2026-07-01")
    assert seats(college, "31CSE001") == [("CSE-1", date(2026, 7, 1), FOREVER)]


def test_errors_are_written_to_a_file_and_nothing_is_applied(operator: Operator, college: College) -> None:
    operator.file.write_bytes(listing("31CSE001,Nila,CSE-1,,,", "31CSE002,Mira,nowhere,,,"))
    printed = operator.types("--apply", status="Nothing was changed.")
    assert "1 error (row 3: I can't read nowhere as a class" in printed
    assert b"31CSE002,Mira,nowhere" in (operator.folder / "students errors.csv").read_bytes()
    assert len(register(college)) == 12


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["--since", "1/7/26"], "write it as in SINCE=2026-07-01"), (["more"], "unrecognized arguments: more")],
)
def test_what_is_typed_wrongly_is_said(operator: Operator, arguments: list[str], sentence: str) -> None:
    assert sentence in operator.types(*arguments, status=2)


def test_a_first_day_far_ahead_is_said(operator: Operator, college: College) -> None:
    operator.types("--apply", "--since", "2062-07-01", status="is more than a year ahead")
    assert states(college) == []


def test_a_file_that_is_not_there_is_said(operator: Operator) -> None:
    operator.file = operator.folder / "studnets.csv"
    assert "there is no file" in operator.types(status=2)


def test_a_file_that_is_no_list_is_said(operator: Operator, college: College) -> None:
    operator.file.write_bytes(b"%PDF-1.7")
    assert "I can't read students.csv: it is a PDF" in operator.types("--apply", status="Nothing was changed.")
    operator.file.write_bytes(b"x" * (10 * 2**20 + 1))
    operator.types("--apply", status="is larger than 10 MB")


def test_a_database_that_is_not_there_is_said(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{operator.folder / 'none.db'}")
    operator.types(status="There is no database at")
    monkeypatch.setenv("DATABASE_URL", "mysql+pymysql://bot:secret@127.0.0.1:1/attendance")
    operator.types(status="mysql+pymysql://bot:***@127.0.0.1:1/attendance can't be used (OperationalError)")
    (operator.folder / "empty.db").write_bytes(b"")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{operator.folder / 'empty.db'}")
    operator.types(status="are its tables made?")


def test_when_the_college_changes_while_somebody_thinks_they_are_asked_anew(
    operator: Operator, college: College, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Terminal):
        """Between the question and the first yes, somebody else gives Asha another name."""

        def readline(self, *size: Any) -> str:
            if self.tell() == 0:
                college.gives_email("21CSE009", "nila@college.example")
            return super().readline(*size)

    monkeypatch.setattr(f"{__name__}.Terminal", Slow)
    printed = operator.types(says="y\ny\n", status="Nothing was changed.")
    assert "nothing was written" in printed
    assert "is already that of 21CSE009" in printed
    assert "31CSE001" not in register(college)


def test_an_operators_file_is_not_offered_in_slack(house: House, operator: Operator, college: College) -> None:
    operator.types()
    admin = house.speaker("UADMIN", "Office").types("/attendance students import")
    admin.sees("The list, as CSV or .xlsx").does_not_see("waits for Apply")
