"""A student's own data, as a file: `/attendance export-me`."""

from __future__ import annotations

from bot import exporting
from bot.views import owndata
from bot.views.blocks import Message
from handlers.asking import Command, OnCommand, OnPress, OnSubmit


def export_me(command: Command) -> Message:
    """The file comes in a direct message."""
    deed = command.deed("command")
    job_id, is_small = exporting.ask(command.services, deed, "exporting", {"by": command.by})
    (command.soon if is_small else command.behind).append(job_id)
    return owndata.on_its_way()


COMMANDS: dict[str, OnCommand] = {"export-me": export_me}
PRESSES: dict[str, OnPress] = {}
FORMS: dict[str, OnSubmit] = {}
