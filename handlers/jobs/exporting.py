"""A student's own data as a workbook, sent to the student who asked for it."""

from __future__ import annotations

from bot import exporting
from bot.domain.errors import NotAllowed
from bot.formats.workbook_out import workbook_bytes
from bot.views import owndata
from handlers import file_message
from handlers.jobs import Work


def run(work: Work) -> None:
    """Asked for by somebody who is no student any more, it is not made."""
    services, by = work.services, str(work.job.payload["by"])
    try:
        data = exporting.own(services, by)
    except NotAllowed:
        return
    clock = services.clock
    content = workbook_bytes(owndata.tabs(data, clock.now(), clock.zone))
    file_message.send(work, by, owndata.comes(data), f"attendance {clock.today().isoformat()}.xlsx", content)
