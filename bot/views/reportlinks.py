"""A file handed to one person: the link, and the way to a fresh one."""

from __future__ import annotations

from bot.domain.filelink import Handed
from bot.domain.report import Format
from bot.views.blocks import Block, Message, Reader, actions, button, plain, section, unformatted
from bot.views.pressed import number_in, read_back
from bot.views.reportbuttons import FRESH, OPEN


def handed(file: Handed, reader: Reader) -> Message:
    """Only for whoever asked: where their file is, and until when. Never in place of what was pressed."""
    text = f"Your file: *{unformatted(file.name)}*. The link works until {reader.time(file.until)}, for whoever has it."
    buttons = [opens("Open the file", file.url, "file", "primary"), _fresh(file)]
    return Message(text, [section(text), actions(*buttons)], replaces=False)


def opens(label: str, url: str, which: str, style: str | None = None) -> Block:
    """A button that opens an address; `which` tells it from others in the same row."""
    made: Block = {"type": "button", "text": plain(label), "action_id": f"{OPEN}.{which}", "url": url}
    return made | ({"style": style} if style else {})


def _fresh(file: Handed) -> Block:
    return button("Get a fresh link", FRESH, f"{file.report_id} {file.format.value}")


@read_back
def read_download(action_id: str, value: str) -> tuple[int, Format]:
    """The report and the format behind a Download button: `report_file.csv` with the value `17`."""
    return number_in(value), Format(action_id.partition(".")[2])


@read_back
def read_fresh(value: str) -> tuple[int, Format]:
    """Back from `17 csv`."""
    report_id, format_ = value.split()
    return number_in(report_id), Format(format_)
