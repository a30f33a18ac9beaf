"""What Slack knows of the people in the workspace, and the way to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a user. `email` is `None` unless Slack has verified it."""

    slack_user_id: str
    name: str
    email: str | None
    active: bool


class Directory(Protocol):
    """Who is who in the Slack workspace."""

    def profile(self, slack_user_id: str) -> Profile | None:
        """The user's profile, `None` for an id Slack does not know. Raises `DirectoryAway` when Slack is silent."""
        ...


class DirectoryAway(Exception):
    """Slack could not be asked who somebody is."""
