"""The buttons that give a report's file to whoever presses them, if they may have it."""

from __future__ import annotations

from bot import handing
from bot.domain.report import Format
from bot.views import reportlinks
from bot.views.blocks import Message
from bot.views.reportbuttons import DOWNLOAD, FRESH, OPEN
from handlers.asking import OnCommand, OnPress, OnSubmit, Pressed


def download(press: Pressed) -> Message:
    """One of the files of a report."""
    return _hand(press, *reportlinks.read_download(str(press.action["action_id"]), press.value))


def fresh(press: Pressed) -> Message:
    """The same file once more: the link before may be too old."""
    return _hand(press, *reportlinks.read_fresh(press.value))


def opened(_press: Pressed) -> None:
    """The browser has it; Slack only tells."""


def _hand(press: Pressed, report_id: int, format_: Format) -> Message:
    return reportlinks.handed(handing.hand(press.services, press.by, report_id, format_), press.reader)


COMMANDS: dict[str, OnCommand] = {}
PRESSES: dict[str, OnPress] = {DOWNLOAD: download, FRESH: fresh, OPEN: opened}
FORMS: dict[str, OnSubmit] = {}
