"""Links to the files of reports: to one person for some minutes, or in a channel for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.report import Format, Wanted, file_name

SHARED_LINK = "shared link"
"""What a link for everybody is in the audit."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file on its way to one person: where it is, until when, and what it is called there."""

    report_id: int
    format: Format
    name: str
    url: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Shared:
    """The bot's own address of a file, for a message that others see."""

    url: str
    link_id: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A shared link that works, and what came of it: how often it was followed, and when last."""

    link_id: int
    report_id: int
    wanted: Wanted
    format: Format
    made_by: str
    made_at: datetime
    expires_at: datetime
    opened: int = 0
    opened_at: datetime | None = None

    @property
    def name(self) -> str:
        """The file's."""
        return file_name(self.wanted, self.format)
