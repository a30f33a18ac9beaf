"""`make import`: a list of students from a file of this machine, by the same way as one sent in Slack."""

from __future__ import annotations

import argparse
import html
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot import applying, configuring, importing
from bot.applying import Settled
from bot.auditing import Deed
from bot.domain.imports import MOST_BYTES, OPERATOR, Import, State, Upload
from bot.importing import UnlikelyFirstDay
from bot.services import Services
from bot.store.database import Outrun
from bot.views import imports
from bot.views.blocks import Reader, unmarked
from handlers import settings
from handlers.jobs import STATEMENT_SECONDS
from handlers.progress_line import ProgressLine
from handlers.settings import BadSettings, Settings

TRIES, PAUSE = 5, 2.0
"""How often somebody else who imports is waited for, and seconds between."""
USAGE = "make import FILE=students.csv [SINCE=2026-07-01] [APPLY=1]"
SHOWN_ONLY = "Nothing was changed. To apply it, run it on a terminal and say y, or with APPLY=1."


class NotImported(Exception):
    """Why not, and what to do about it, in a sentence."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Exit status 0: it is applied, there is nothing to do, or it was only to be shown. 1: something is wrong with the
    file, or in the way. 2: the command was typed wrongly. It is never half applied."""
    asked = _asked(arguments)
    try:
        with _services() as services:
            _run(services, asked.file, asked.since or importing.first_day(services), asked.apply)
    except (BadSettings, UnlikelyFirstDay, NotImported) as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Nothing was changed.")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make import", usage=USAGE, description=__doc__)
    parser.add_argument("file", type=_file)
    parser.add_argument("--since", type=_day)
    parser.add_argument("--apply", action="store_true")
    return parser.parse_args(arguments)


def _file(typed: str) -> Path:
    path = Path(typed)
    if not typed:
        raise argparse.ArgumentTypeError("name the file, as in FILE=students.csv")
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {typed!r} here; name one, as in FILE=students.csv")
    return path


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(f"SINCE={typed} is no day; write it as in SINCE=2026-07-01") from None


@contextmanager
def _services() -> Iterator[Services]:
    """The college's, under its rules as they are. Raises `NotImported` when its database can't be used."""
    read = Settings.read(for_database=True)
    url = make_url(read.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise NotImported(f"There is no database at {url.database}. Set DATABASE_URL to the college's.")
    services = settings.services(read, settings.slack(read), STATEMENT_SECONDS)
    try:
        yield configuring.current(services)
    except SQLAlchemyError as error:
        raise NotImported(
            f"The database at {url.render_as_string(hide_password=True)} can't be used ({type(error).__name__})."
            " Nothing was changed. Is DATABASE_URL right, is the server running, and are its tables made?"
        ) from error
    finally:
        services.database.close()


def _run(services: Services, file: Path, since: date, unasked: bool) -> None:
    content = _content(file)
    brought = importing.bring(services, Upload(file.name, len(content), since))
    with ProgressLine() as progress:
        settled = applying.check(services, brought, content, progress.heard)
    _tell(services, settled, file)
    while settled.found.state is State.CHECKED:
        if not (unasked or _agreed()):
            _say(SHOWN_ONLY)
            return
        settled = _applied(services, settled.found)
        _tell(services, settled, file)
    if settled.found.state is State.REFUSED:
        raise NotImported("Nothing was changed.")


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise NotImported(f"{file} is larger than {MOST_BYTES // 2**20} MB. Keep only the list of students.")
        return file.read_bytes()
    except OSError as error:
        raise NotImported(f"{file} can't be read: {error.strerror}.") from error


def _agreed() -> bool:
    """Whether somebody at a terminal says so."""
    return sys.stdin.isatty() and input("Apply it? [y/N] ").strip().lower() in ("y", "yes")


def _applied(services: Services, checked: Import) -> Settled:
    """Applied, or checked anew when the college changed meanwhile."""
    claimed = importing.claim_own(services, checked)
    if claimed is None:
        raise NotImported("It waited too long and was given up. Run it again.")
    try:
        with ProgressLine() as progress:
            return _carried_out(services, claimed, progress)
    except BaseException:
        with suppress(SQLAlchemyError):
            applying.give_back(services, claimed, "")
        raise


def _carried_out(services: Services, claimed: Import, progress: ProgressLine) -> Settled:
    for _ in range(TRIES):
        try:
            deed = Deed(OPERATOR, services.clock.now(), "import")
            return applying.carry_out(services, deed, claimed, progress.heard)
        except Outrun:
            time.sleep(PAUSE)
    raise NotImported("Somebody else is importing the same students. Nothing was changed; try again in a minute.")


def _tell(services: Services, settled: Settled, file: Path) -> None:
    """What it would do or did, and where the errors are."""
    reader = Reader(OPERATOR, services.clock.today(), services.clock.zone)
    for line in imports.lines(settled.found, reader, None):
        _say(html.unescape(unmarked(line)))
    if settled.errors:
        errors = file.with_name(imports.errors_name(settled.found))
        errors.write_bytes(settled.errors)
        _say(f"All errors, each beside its row: {errors}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
