"""What Slack said of people, remembered for some minutes: asking costs a round trip to Slack before every answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from bot.domain.directory import Account, Directory, DirectoryAway, People, Profile

HOLDS = timedelta(minutes=10)
"""How long what Slack says of a full member holds."""
HOLDS_BRIEFLY = timedelta(minutes=1)
"""The same of anybody else: whoever is let in again should not wait."""
SILENT_FOR = timedelta(seconds=30)
"""How long a Slack that did not answer is left alone, so that not everybody waits for it in vain."""
MOST = 5000
"""People remembered by one process; a few hundred bytes each."""


@dataclass(frozen=True, slots=True)
class Said:
    """What Slack said of somebody, and when."""

    profile: Profile
    at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether there is no need to ask again."""
        full = self.profile.kind.account is Account.FULL
        return now < self.at + (HOLDS if full else HOLDS_BRIEFLY)


class Remembered:
    """A directory that is asked about each person only now and then. Safe to use from several threads."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._said: dict[str, Said] = {}
        self._silent_until: datetime | None = None
        self._lock = Lock()

    def news(self, slack_user_id: str, now: datetime) -> Profile | None:
        """The profile when it is time to ask again; `None` while what was said last holds, and when Slack is silent."""
        said = self._said.get(slack_user_id)
        if said and said.holds(now):
            return None
        try:
            return self._ask(slack_user_id, now)
        except DirectoryAway:
            return None

    def profile(self, slack_user_id: str, now: datetime, at_most: timedelta = timedelta()) -> Profile:
        """The profile, as Slack gave it at most so long ago. Raises `DirectoryAway`."""
        said = self._said.get(slack_user_id)
        return said.profile if said and now <= said.at + at_most else self._ask(slack_user_id, now)

    def forget(self, slack_user_id: str) -> None:
        """What was said of them came to nothing: ask again next time."""
        with self._lock:
            self._said.pop(slack_user_id, None)

    def people(self, cursor: str = "") -> People:
        """A page of everybody, never remembered. Raises `DirectoryAway`."""
        return self._directory.people(cursor)

    def _ask(self, slack_user_id: str, now: datetime) -> Profile:
        if self._silent_until and now < self._silent_until:
            raise DirectoryAway
        try:
            profile = self._directory.profile(slack_user_id)
        except DirectoryAway as away:
            self._silent_until = now + max(SILENT_FOR, timedelta(seconds=away.seconds))
            raise
        with self._lock:
            self._said.pop(slack_user_id, None)  # to the end, as the newest
            self._said[slack_user_id] = Said(profile, now)
            if len(self._said) > MOST:
                del self._said[next(iter(self._said))]
        return profile
