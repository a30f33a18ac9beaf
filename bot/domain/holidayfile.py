"""A calendar file somebody uploaded for its holidays: how much of one is read, and why a file can be none."""

from __future__ import annotations

from bot.domain.errors import Told, quoted

FILE = "file"
"""The field of the form."""
MOST_BYTES = 1_000_000
"""A year of holidays is 20 KB, those of a country over fifteen years 200 KB. What is larger is somebody's diary."""
MOST_ENTRIES = 2000
"""Two thousand are read in a second, of the three that Slack gives."""

HOW_TO = (
    "In Google Calendar: Settings, the calendar of the holidays, “Export calendar”; unpack the file, upload the .ics."
)
"""The hint below the field, as plain text: what is said at the field does not repeat it."""


class CalendarRefused(Told):
    """A file that is no calendar, or not one of ours to read. `because` goes on after its name."""

    field = FILE

    def __init__(self, name: str, because: str, instead: str = "Choose an .ics file.") -> None:
        super().__init__(f"I can't read {quoted(name)}: {because} {instead}")


class NoCalendar(CalendarRefused):
    """No file where one is needed."""

    def __init__(self) -> None:
        Told.__init__(self, "Choose a calendar file: its name ends in .ics.")


class NotACalendar(CalendarRefused):
    """A web page, a picture, a table: anything that does not begin as calendars do."""

    def __init__(self, name: str, content: bytes) -> None:
        start = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        kind = "is a web page" if start.startswith((b"<!doctype", b"<html", b"<head")) else "is no calendar"
        kind = "is a ZIP file" if start.startswith(b"pk\x03\x04") else kind
        super().__init__(name, f"it {'is empty' if not start else kind}.")


class OversizedCalendar(CalendarRefused):
    """More bytes or entries than a calendar of holidays has. `what` says of what there is too much."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name, f"it has {what}.", "Export the calendar that holds the holidays, and no other.")


class BrokenCalendar(CalendarRefused):
    """A calendar that breaks off or has lines no calendar has."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "it begins like a calendar, but is damaged or breaks off.", "Export it once more.")


class EmptyCalendar(CalendarRefused):
    """A calendar without entries."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "it is a calendar without any entry.", "Export the calendar that holds the holidays.")


def check_size(name: str, size: int) -> None:
    """Raises OversizedCalendar for more bytes than are read."""
    if size > MOST_BYTES:
        raise OversizedCalendar(name, f"{size / 1_000_000:.1f} MB, and more than {MOST_BYTES // 1_000_000} MB")
