"""Who changed what: `/attendance audit`, page by page and as a file."""

from __future__ import annotations

from bot import reviewing
from bot.domain.review import Wanted, read_wanted
from bot.views import audits
from bot.views.audits import AUDIT, AUDIT_FILE
from bot.views.blocks import Message
from handlers.asking import Asking, Command, OnCommand, OnPress, OnSubmit, Pressed

AS_FILE = frozenset({"file", "csv"})


def audit(command: Command) -> Message:
    """The newest changes: all, or of a class, a student or a person, on some days; `file` at the end sends them all."""
    words, services = command.words.items, command.services
    as_file = bool(words) and words[-1].lower() in AS_FILE
    wanted = read_wanted(words[: -1 if as_file else None], services.clock.today(), services.college.term)
    if as_file:
        return _file(command, wanted, "command")
    return audits.page(reviewing.page(services, command.by, wanted), command.reader)


def turn(press: Pressed) -> Message:
    """Older entries, or the newest again."""
    wanted = audits.read_value(press.value)
    return audits.page(reviewing.page(press.services, press.by, wanted, press.number or None), press.reader)


def as_file(press: Pressed) -> Message:
    """All of them, as a file in a direct message."""
    return _file(press, audits.read_value(press.value), "button")


def _file(asking: Asking, wanted: Wanted, source: str) -> Message:
    payload = {"by": asking.by, "wanted": audits.as_json(wanted)}
    job_id, is_small = reviewing.ask_for_file(asking.services, asking.deed(source), wanted, "auditing", payload)
    (asking.soon if is_small else asking.behind).append(job_id)
    return audits.file_on_its_way(asking.reader)


COMMANDS: dict[str, OnCommand] = {"audit": audit}
PRESSES: dict[str, OnPress] = {AUDIT: turn, AUDIT_FILE: as_file}
FORMS: dict[str, OnSubmit] = {}
