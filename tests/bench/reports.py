"""Reports of a college of 20,000 students and a term of four million marks: figures, files, and what a worker needs."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import compiling
from bot.clock import Clock
from bot.domain.classcode import ClassCode
from bot.domain.percentage import Counting
from bot.domain.period import DateRange
from bot.domain.report import Format, Head, Kind, Row, Sheet, Wanted
from bot.formats.lettering import LATIN, registered
from bot.formats.report_table import Line, Table
from bot.formats.reports import FORMATS, write_all
from bot.services import College, Services
from bot.store.database import Database
from tests.bench import by_hand, large_college
from tests.bench.figures import Figure, against, interleaved, seconds
from tests.bench.large_college import CSE_2, SHARE, Size
from tests.bench.latency import connect, statement_times

COLLEGE, DEPARTMENT = (Size(max(2, round(classes * SHARE)), 200) for classes in (334, 34))
"""20,040 students with 4 million marks; a tenth of both."""
TIMES, TIMES_OF_FILES = 5, 9
BY_HAND, ALONE = "the same numbers by hand-written SQL", "the library alone, the same cells"
MOST_MEMORY = 150
ADMIN = "U0OFFICE"


@dataclass
class Office:
    """A college, and whoever reports on it."""

    url: str
    today: date
    size: Size

    def __post_init__(self) -> None:
        clock = Clock(ZoneInfo("Asia/Kolkata"))
        self.services = Services(Database(self.url, statement_seconds=60), clock, None, College())  # type: ignore[arg-type]
        self.head_at = clock.local(clock.now())

    @property
    def term(self) -> DateRange:
        return DateRange(large_college.weekdays(self.today, self.size)[0], self.today)

    @property
    def long_term(self) -> DateRange:
        """With the 400 roll calls of CSE-2."""
        return DateRange(date(self.today.year - 1, 1, 1), self.today)

    def wanted(self, code: ClassCode | None, kind: Kind) -> Wanted:
        return Wanted(code, self.long_term if code else self.term, kind)

    def head(self, wanted: Wanted) -> Head:
        return Head(wanted, Counting(), self.head_at, "Office")

    def reads(self, wanted: Wanted) -> list[Row]:
        """All rows of all sheets, and the facts."""
        with compiling.compiled(self.services, wanted) as compiled:
            rows = [row for sheet in compiled.sheets for row in sheet.rows]
            compiled.facts()
        return rows

    def writes(self, wanted: Wanted, format_: Format | None = None) -> int:
        """Into one format, or as the worker does into all; how many bytes."""
        with tempfile.TemporaryDirectory() as folder, compiling.compiled(self.services, wanted) as compiled:
            if format_ is None:
                paths = list(write_all(Path(folder), self.head(wanted), compiled.sheets).values())
            else:
                head = self.head(wanted)
                paths = [_into(Path(folder), head, (Table.of(head, sheet) for sheet in compiled.sheets), format_)]
            compiled.facts()
            return sum(path.stat().st_size for path in paths)


def _into(folder: Path, head: Head, tables: Iterable[Table], format_: Format) -> Path:
    file = FORMATS[format_](folder, head)
    for table in tables:
        file.begin(table)
        for line in table.lines:
            file.row(line)
        file.end()
    file.close()
    return file.path


def measure(new_database: Callable[[], str], environment: dict[str, str], today: date) -> Iterator[Figure]:
    """Fills two databases first, which takes a minute."""
    office, department = (Office(new_database(), today, size) for size in (COLLEGE, DEPARTMENT))
    for one in (department, office):
        large_college.fill(one.url, today, one.size)
    yield from _figures(office)
    yield from _files(office)
    yield from _register(office)
    yield from _whole(office)
    for kind in (Kind.SUMMARY, Kind.SHORTAGE):
        yield _memory(office, department, environment, kind)


def _figures(office: Office) -> Iterator[Figure]:
    """What the database takes, ours and by hand; both read every row into this process."""
    summary, shortage = (office.wanted(None, kind) for kind in (Kind.SUMMARY, Kind.SHORTAGE))
    connection = connect(office.url)
    with statement_times() as spent:

        def timed(act: Callable[[], object]) -> Callable[[], float]:
            def once() -> float:
                spent.clear()
                act()
                return sum(spent)

            return once

        ours, low, least = interleaved(
            TIMES,
            timed(lambda: office.reads(summary)),
            timed(lambda: office.reads(shortage)),
            timed(lambda: by_hand.totals(connection, office.term)),
            warm_up=1,
            of_all=min,
        )
    what = f"summary of all {office.size.students:,}"
    yield against(f"{what}: statements", ours, least, 1.2, BY_HAND)
    yield against(f"shortage of all {office.size.students:,}: statements", low, least, 1.2, BY_HAND)


def _files(office: Office) -> Iterator[Figure]:
    """Each format on its own, of cells that are there already; and what it takes to make the cells of rows."""
    wanted = office.wanted(None, Kind.SUMMARY)
    head, rows = office.head(wanted), office.reads(wanted)
    sheet = Sheet("All classes", (), len(rows), rows)
    lines = list(Table.of(head, sheet).lines)
    (cells,) = interleaved(TIMES_OF_FILES, lambda: seconds(lambda: list(Table.of(head, sheet).lines)), warm_up=1)
    yield Figure("… the cells of its rows, for all formats", cells * 1000, None, "ms", unit="")
    for format_, alone in ((Format.XLSX, xlsx_alone), (Format.CSV, csv_alone), (Format.PDF, pdf_alone)):

        def ours(format_: Format = format_) -> float:
            with tempfile.TemporaryDirectory() as folder:
                table = replace(Table.of(head, sheet), lines=lines)
                return seconds(lambda: _into(Path(folder), head, [table], format_))

        def bare(alone: Callable[[Path, list[Line]], None] = alone) -> float:
            with tempfile.TemporaryDirectory() as folder:
                return seconds(lambda: alone(Path(folder, "report"), lines))

        yield against(f"… as {format_.upper()}", *interleaved(TIMES_OF_FILES, ours, bare, warm_up=1), 1.2, ALONE)


def _register(office: Office) -> Iterator[Figure]:
    """From asking to the bytes, as XLSX alone."""
    wanted = office.wanted(CSE_2, Kind.REGISTER)
    connection = connect(office.url)

    def bare() -> float:
        with tempfile.TemporaryDirectory() as folder:
            return seconds(lambda: xlsx_of_letters(Path(folder, "report"), by_hand.register(connection, wanted.days)))

    ours, least = interleaved(5, lambda: seconds(lambda: office.writes(wanted, Format.XLSX)), bare, warm_up=1)
    yield against("register of 60 x 400 as XLSX", ours, least, 1.5, "hand-written SQL and the library")
    whole = interleaved(5, lambda: seconds(lambda: office.writes(wanted)), warm_up=0)[0]
    yield Figure("… in all three formats", whole * 1000, None, "ms, figures included", unit="")


def _whole(office: Office) -> Iterator[Figure]:
    """What somebody waits for."""
    for kind in (Kind.SUMMARY, Kind.SHORTAGE):
        took = seconds(lambda kind=kind: office.writes(office.wanted(None, kind)))  # type: ignore[misc]
        yield Figure(f"{kind} of all in all three formats", took, None, "seconds, figures included", unit="")


# The libraries alone: each cell once, nothing but what it takes to put it there.


def csv_alone(path: Path, lines: list[Line]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows((*line.naming, *line.texts) for line in lines)


def xlsx_alone(path: Path, lines: list[Line]) -> None:
    """The same cells with a look each, as every cell of a report has one."""
    from xlsxwriter import Workbook

    with Workbook(str(path), {"constant_memory": True}) as book:
        sheet, look = book.add_worksheet(), book.add_format({"num_format": "0"})
        for at, line in enumerate(lines):
            for column, value in enumerate((*line.naming, *line.values)):
                if isinstance(value, str):
                    sheet.write_string(at, column, value, look)
                else:
                    sheet.write_number(at, column, value or 0, look)


def xlsx_of_letters(path: Path, rows: Iterator[tuple[Any, ...]]) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(path), {"constant_memory": True}) as book:
        sheet, look = book.add_worksheet(), book.add_format({"align": "center"})
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(at, column, value, look)


def pdf_alone(path: Path, lines: list[Line]) -> None:
    """Line by line, the cells of a row beside each other with spaces between, forty to a page, in the same font."""
    from reportlab.pdfgen.canvas import Canvas

    font = registered(LATIN)
    canvas = Canvas(str(path), (842, 595), pageCompression=1)
    for first in range(0, len(lines), 40):
        text = canvas.beginText(28, 560)
        text.setFont(font, 7)
        for line in lines[first : first + 40]:
            text.textLine("  ".join((*line.naming, *line.texts)))
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()


# A worker in a process of its own, which then tells its high-water mark.

WORKER = """
import sys
from datetime import date
from bot import reporting
from bot.auditing import Deed
from bot.domain.period import DateRange
from bot.domain.place import Place
from bot.domain.report import Kind, Wanted
from handlers import jobs
from handlers.settings import Settings
services, slack = jobs.prepared(Settings.read())
kind, first, last = sys.argv[1:]
wanted = Wanted(None, DateRange(date.fromisoformat(first), date.fromisoformat(last)), Kind(kind))
asked = reporting.ask(services, Deed("U0OFFICE", services.clock.now(), "command"), wanted, Place("D1", is_direct=True))
jobs.drain(services, slack)
made = reporting.find(services, asked.report_id)
assert made and made.made_at, made
assert jobs.queueing.take(services) is None, "something was not done"
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def _memory(office: Office, department: Office, environment: dict[str, str], kind: Kind) -> Figure:
    """Of everything a worker imports, reads, writes and sends for one report."""
    with storage() as there:
        many, few = (_peak(one, environment | there, kind) / 1024 for one in (office, department))
    students = f"{office.size.students:,} against {department.size.students:,} students"
    detail = f"MB; {few:.0f} MB for a tenth of the students"
    return Figure(f"peak memory of a worker, {kind} of all: {students}", many, MOST_MEMORY, detail, unit="")


def _peak(office: Office, environment: dict[str, str], kind: Kind) -> int:
    """In KB."""
    surrounding = {**os.environ, **environment, "DATABASE_URL": office.url, "ATTENDANCE_ADMINS": ADMIN}
    surrounding |= {"PYTHONPATH": str(Path(__file__).parents[2])}
    days = office.term.first.isoformat(), office.term.last.isoformat()
    command = [sys.executable, "-c", WORKER, kind.value, *days]
    done = subprocess.run(command, env=surrounding, check=True, stdout=subprocess.PIPE, text=True)
    return int(done.stdout.split()[-1])


S3 = """
import time
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(*server.get_host_and_port(), flush=True)
time.sleep(10**6)
"""


@contextmanager
def storage() -> Iterator[dict[str, str]]:
    """An S3 in a process of its own while the block runs; the environment that leads there."""
    import boto3

    command = [sys.executable, "-c", S3]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            host, port = process.stdout.readline().split()
            address, region = f"http://{host}:{port}", "ap-south-1"
            keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
            client = boto3.client("s3", endpoint_url=address, region_name=region, **keys)
            client.create_bucket(Bucket="reports", CreateBucketConfiguration={"LocationConstraint": region})
            names = {"AWS_ENDPOINT_URL": address, "AWS_REGION": region, "AWS_DEFAULT_REGION": region}
            yield {**names, **{name.upper(): value for name, value in keys.items()}, "REPORTS_BUCKET": "reports"}
        finally:
            process.kill()
