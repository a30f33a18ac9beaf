"""What Slack knows of the people in the workspace, and the way to ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol


class Account(StrEnum):
    """What a Slack account is worth to the college: `GONE` has no rights at all, `GUEST` is never staff."""

    FULL = "full"
    GUEST = "guest"
    GONE = "gone"


class Kind(Enum):
    """Whose account it is, as far as Slack says."""

    MEMBER = "member"
    GUEST = "guest"
    DEACTIVATED = "deactivated"
    FOREIGN = "foreign"
    """Of another workspace, met in a shared channel."""
    BOT = "bot"
    UNKNOWN = "unknown"
    """Nobody Slack knows, or shows the bot."""

    @property
    def account(self) -> Account:
        """What is written down of it."""
        return _ACCOUNTS.get(self, Account.GONE)


_ACCOUNTS = {Kind.MEMBER: Account.FULL, Kind.GUEST: Account.GUEST}


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a user. `email` is `None` unless Slack has verified it."""

    slack_user_id: str
    name: str = ""
    email: str | None = None
    kind: Kind = Kind.MEMBER


@dataclass(frozen=True, slots=True)
class People:
    """Some of the people in the workspace. `cursor` asks for the next; `""` after the last."""

    profiles: tuple[Profile, ...]
    cursor: str = ""


class Directory(Protocol):
    """Who is who in the Slack workspace."""

    def profile(self, slack_user_id: str) -> Profile:
        """The user's profile; `Kind.UNKNOWN` for an id Slack does not know. Raises `DirectoryAway`."""
        ...

    def people(self, cursor: str = "") -> People:
        """Everybody there ever was, page by page. Raises `DirectoryAway`."""
        ...


class DirectoryAway(Exception):
    """Slack did not say who somebody is. `reason` is its own word for why.

    `seconds` is how long it wants to be left alone, 0 when it did not say.
    """

    def __init__(self, reason: str = "silent", seconds: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.seconds = reason, seconds
