"""A list of 20,000 students: showing what it would do, and doing it, each against reading the file alone."""

from __future__ import annotations

import csv
import gc
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter

from bot import applying, importing
from bot.auditing import Deed
from bot.clock import Clock
from bot.domain.imports import OPERATOR, Import, Upload
from bot.formats.listing import Listing
from bot.services import College, Services
from bot.store import tables
from bot.store.database import Database
from bot.store.migrate import upgrade
from tests.bench.figures import Figure, against, interleaved, seconds
from tests.bench.large_college import LETTERS

STUDENTS, FEW = 20_000, 2_000
TIMES = 5
SINCE = date(2026, 7, 1)
TARGET, MORE_MEMORY = 3, 2
TITLES = ("Roll No", "Name", "Class", "Email", "Guardian contact", "Joined")
TOLD = "reading and checking the file alone"
EMPTIED = (tables.audit, tables.enrolment, tables.student, tables.student_import)


def rows(students: int) -> Iterator[tuple[str, ...]]:
    """Classes of sixty, as an office keeps them."""
    yield TITLES
    for number in range(students):
        branch, year = ("CSE", "ECE", "ME", "CIV")[number // 60 % 4], number // 240 % 4 + 1
        code = f"{branch}-{year}-{LETTERS[number // 960 % 26]}"
        contact = (f"student{number}@college.example", f"98450 {number:05}")
        yield f"21{branch}{number:05}", f"Student Number {number}", code, *contact, SINCE.isoformat()


def as_csv(students: int) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows(students))
    return text.getvalue().encode()


def as_xlsx(students: int) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows(students)):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def measure(mysql_url: str) -> Iterator[Figure]:
    """On both databases, from both kinds of file; and the memory it takes."""
    files = {"list.csv": as_csv(STUDENTS), "list.xlsx": as_xlsx(STUDENTS)}
    with tempfile.TemporaryDirectory() as folder:
        for kind, url in (("SQLite", f"sqlite:///{folder}/college.db"), ("MySQL", mysql_url)):
            with office(url) as desk:
                for name, content in files.items():
                    yield from _import(desk, kind, name, content)
    yield _memory()


class Desk:
    """A college without students, and an operator who brings them."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def arrives(self, name: str, content: bytes) -> Import:
        return importing.bring(self.services, Upload(name, len(content), SINCE))

    def checks(self, name: str, content: bytes) -> Import:
        return applying.check(self.services, self.arrives(name, content), content).found

    def applies(self, claimed: Import) -> None:
        deed = Deed(OPERATOR, self.services.clock.now(), "import")
        done = applying.carry_out(self.services, deed, claimed).found
        assert done.outcome.new == STUDENTS, done

    def empties(self) -> None:
        with self.services.database.begin() as tx:
            if tx.dialect.name == "sqlite":  # there the audit is kept by triggers
                for verb in ("update", "delete"):
                    tx.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_no_{verb}")
            for table in EMPTIED:
                tx.execute(table.delete())


@contextmanager
def office(url: str) -> Iterator[Desk]:
    upgrade(url)
    database = Database(url, statement_seconds=60)
    desk = Desk(Services(database, Clock(ZoneInfo("Asia/Kolkata")), None, College()))  # type: ignore[arg-type]
    try:
        yield desk
    finally:
        database.close()


def _import(desk: Desk, kind: str, name: str, content: bytes) -> Iterator[Figure]:
    def reading() -> float:
        gc.collect()
        return seconds(lambda: Listing.read(name, content))

    def checking() -> float:
        desk.empties()
        return seconds(lambda: desk.checks(name, content))

    def carrying_out() -> float:
        claimed = importing.claim_own(desk.services, desk.checks(name, content))
        assert claimed
        return seconds(lambda: desk.applies(claimed))

    alone, checked, applied = interleaved(TIMES, reading, checking, carrying_out, warm_up=1)
    what = f"import of {STUDENTS:,} from {name}, {kind}"
    yield against(f"{what}: dry run", checked, alone, TARGET, TOLD)
    yield against("… apply", applied, alone, TARGET, TOLD)


# The whole of it in a process of its own, which then tells its high-water mark.
ONCE = """
import sys
from pathlib import Path
from tests.bench import imports
imports.STUDENTS, content = int(sys.argv[2]), Path(sys.argv[3]).read_bytes()
with imports.office(sys.argv[1]) as desk:
    desk.applies(imports.importing.claim_own(desk.services, desk.checks("list.csv", content)))
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def _memory() -> Figure:
    """Of reading, checking and applying a whole college against that of a department."""
    many, few = (_peak(students) / 1024 for students in (STUDENTS, FEW))
    what = f"… peak memory of both, {STUDENTS:,} against {FEW:,}"
    return Figure(what, many / few, MORE_MEMORY, f"{many:.0f} MB against {few:.0f} MB")


def _peak(students: int) -> int:
    """In KB."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "list.csv")
        listed.write_bytes(as_csv(students))
        command = [sys.executable, "-c", ONCE, f"sqlite:///{folder}/college.db", str(students), str(listed)]
        surrounding = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(command, env=surrounding, check=True, capture_output=True, text=True)
    return int(done.stdout.split()[-1])
