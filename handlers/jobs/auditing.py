"""The audit as a CSV file, sent to the admin who asked for it."""

from __future__ import annotations

from itertools import islice

from bot import reviewing
from bot.domain.errors import NotAllowed
from bot.formats.csv_out import csv_bytes
from bot.views import auditlines, audits
from bot.views.blocks import Reader
from handlers import file_message
from handlers.jobs import Work

MOST_ROWS = 200_000
"""In one file: what spreadsheet programs open without a wait, and some 30 MB."""


def run(work: Work) -> None:
    """Asked for by somebody who is no admin any more, it is not made."""
    services, by = work.services, str(work.job.payload["by"])
    wanted = audits.from_json(work.job.payload["wanted"])
    clock = services.clock
    try:
        names = reviewing.names(services, by)
        entries = reviewing.everything(services, by, wanted)
        rows = list(islice((row for one in entries for row in auditlines.rows(one, names, clock.zone)), MOST_ROWS))
    except NotAllowed:
        return
    next_one = next(entries, None) if len(rows) == MOST_ROWS else None
    reached = clock.local(next_one.at).date() if next_one else None
    message = audits.file_comes(wanted, len(rows), reached, Reader(by, clock.today(), clock.zone))
    content = csv_bytes(audits.COLUMNS, rows)
    file_message.send(work, by, message, f"audit {clock.today().isoformat()}.csv", content)
