"""The rolls named in `/attendance mark`, by status."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.student import normal_roll
from bot.domain.unclear import NamedTwice, NobodyNamed


class NamedRolls:
    """Lists of rolls as typed. `listing` is the status whose list is being read, `""` for none."""

    def __init__(self) -> None:
        self.by_status: dict[str, list[str]] = {}
        self.listing = ""

    def begin(self, status: str) -> None:
        self.listing = status
        self.by_status.setdefault(status, [])

    def end(self) -> None:
        self.listing = ""

    def add(self, rolls: Iterable[str]) -> None:
        self.by_status[self.listing] += rolls

    @property
    def begun(self) -> str:
        """The status being read, once a roll stands in its list."""
        return self.listing if self.by_status.get(self.listing) else ""

    def check(self) -> None:
        """Raises NobodyNamed for an empty list, NamedTwice for a roll in two."""
        for status, rolls in self.by_status.items():
            if not rolls:
                raise NobodyNamed(status)
        listed: dict[str, str] = {}
        for status, rolls in self.by_status.items():
            for roll in rolls:
                if listed.setdefault(_same(roll), status) != status:
                    raise NamedTwice(roll, listed[_same(roll)], status)

    def of(self, status: str) -> tuple[str, ...]:
        """The rolls of that list, each once."""
        return tuple({_same(roll): roll for roll in reversed(self.by_status.get(status, []))}.values())[::-1]


def _same(roll: str) -> str:
    """Equal for `4` and `04`."""
    normal = normal_roll(roll)
    return normal.lstrip("0") or "0" if normal.isdigit() else normal
