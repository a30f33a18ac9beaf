"""The college's time: the one place that asks the machine what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def microseconds(instant: datetime) -> int:
    """Since 1970, as drafts are ordered by."""
    return int(instant.timestamp() * 1_000_000)


@dataclass(frozen=True, slots=True)
class Clock:
    """Now, as an instant in UTC, and today, as the college's calendar has it."""

    zone: ZoneInfo

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The date at the college: 00:30 in Kolkata is that day, whatever the server's zone."""
        return self.local(self.now()).date()

    def local(self, instant: datetime) -> datetime:
        """The same instant on the college's wall clock."""
        return instant.astimezone(self.zone)
