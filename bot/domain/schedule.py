"""A report that comes by itself every week: what it is, and on which days its turns are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.classcode import ClassCode
from bot.domain.day import WEEKDAYS
from bot.domain.period import DateRange
from bot.domain.report import Format, Kind, Wanted

SCHEDULE = "schedule"
"""What a weekly report is in the audit."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Turn:
    """When in a week: `weekday` 0 is Monday, `minute` counts from midnight by the college's clock."""

    weekday: int = 0
    minute: int = 8 * 60

    def __str__(self) -> str:
        """`Monday at 08:00`."""
        return f"{WEEKDAYS[self.weekday]} at {self.clock}"

    @property
    def clock(self) -> str:
        """`08:00`."""
        return f"{self.minute // 60:02}:{self.minute % 60:02}"

    def instant(self, on: date, zone: ZoneInfo) -> datetime:
        """When the turn of that day comes, in UTC.

        Where clocks are put forward over it, as late after midnight as on other days; where they are put back, the
        first of the two.
        """
        return datetime.combine(on, time(self.minute // 60, self.minute % 60), zone).astimezone(UTC)

    def latest(self, now: datetime, zone: ZoneInfo) -> date:
        """The day of the latest turn that has come by now."""
        ahead = now.astimezone(zone).date() + timedelta(days=1)  # where clocks go back over midnight it may have come
        on = ahead - timedelta((ahead.weekday() - self.weekday) % 7)
        while self.instant(on, zone) > now:
            on -= WEEK
        return on


def week_before(on: date) -> DateRange:
    """Monday to Sunday of the week before the one of that day."""
    monday = on - timedelta(on.weekday()) - WEEK
    return DateRange(monday, monday + timedelta(days=6))


@dataclass(frozen=True, slots=True)
class Weekly:
    """What comes every week, and when. `class_code` is `None` for every class."""

    class_code: ClassCode | None
    turn: Turn = Turn()
    kind: Kind = Kind.SUMMARY
    format: Format = Format.XLSX

    @property
    def whom(self) -> str:
        """`CSE-2`, or `all classes`."""
        return str(self.class_code) if self.class_code else "all classes"

    def __str__(self) -> str:
        """`summary of CSE-2`."""
        return f"{self.kind.noun} of {self.whom}"

    @property
    def typed(self) -> str:
        """What somebody would type after `/attendance schedule` to have exactly this."""
        turn = self.turn
        day = WEEKDAYS[turn.weekday][:3].lower()
        return f"{self.class_code or 'all'} weekly {day} {turn.clock} {self.kind} {self.format}"

    def report_of(self, on: date) -> Wanted:
        """The report of the turn of that day."""
        return Wanted(self.class_code, week_before(on), self.kind, self.format)


class State(StrEnum):
    """What becomes of the turns. Of a stopped one nothing is shown any more."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


class Why(StrEnum):
    """Why it paused by itself: it cannot be posted, or whoever set it up may not read it any more."""

    ASKED = ""
    CHANNEL = "channel"
    RIGHTS = "rights"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A weekly report as it is set up. `handled_on` is the day of the last turn that was seen to, by a report or by
    leaving it out; `channel` is a Slack user id where it comes in a direct message. `message` is where the channel was
    told of it last, as a `Posted` reads it; `""` while that is not known."""

    schedule_id: int
    weekly: Weekly
    channel: str
    made_by: str
    made_at: datetime
    handled_on: date
    state: State = State.ACTIVE
    why: Why = Why.ASKED
    message: str = ""

    def due(self, now: datetime, zone: ZoneInfo) -> date | None:
        """The day of the turn that has come and was not seen to; of several, the latest.

        Days are compared, not instants: neither another time zone nor the clocks being changed brings a turn again.
        """
        latest = self.weekly.turn.latest(now, zone)
        return latest if self.state is State.ACTIVE and latest > self.handled_on else None

    def next(self, now: datetime, zone: ZoneInfo) -> date:
        """The day of the turn to come; of one that has come and was not seen to, that one's."""
        turn = self.weekly.turn
        latest = turn.latest(now, zone)
        if latest > self.handled_on:
            return latest
        return latest + WEEK * (1 + (self.handled_on - latest).days // 7)


class How(StrEnum):
    """What became of it: as a channel is told."""

    SET_UP = "Set up"
    CHANGED = "Changed"
    RESUMED = "Resumed"


@dataclass(frozen=True, slots=True)
class Done:
    """A weekly report as it is now, and `was` before, if it was there; `next_on` is the day of its next turn.

    `job_id` is the work that says so in the channel, where that is to be said.
    """

    schedule: Schedule
    was: Schedule | None
    next_on: date
    job_id: int | None = None

    @property
    def is_change(self) -> bool:
        """Whether anything is other than it was."""
        return self.schedule != self.was

    @property
    def how(self) -> How:
        """Brought back after it was stopped, it is set up anew."""
        if self.was is None or self.was.state is State.STOPPED:
            return How.SET_UP
        return How.RESUMED if self.was.weekly == self.schedule.weekly else How.CHANGED


Coming = tuple[Schedule, date]
"""A weekly report and the day of its next turn."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The weekly reports somebody is shown: of the channel they are in, then of others.

    `mine` are the numbers of those they may change.
    """

    here: tuple[Coming, ...]
    elsewhere: tuple[Coming, ...]
    mine: frozenset[int]


def changes(after: Schedule, was: Schedule | None) -> dict[str, Any]:
    """What the audit keeps: from what to what, and which report it is about."""

    def values(one: Schedule | None) -> dict[str, str | None]:
        if one is None or one.state is State.STOPPED:
            return dict.fromkeys(("when", "format", "channel", "set up by", "state"))
        weekly = one.weekly
        return {
            "when": str(weekly.turn),
            "format": weekly.format.value,
            "channel": one.channel,
            "set up by": one.made_by,
            "state": " ".join(filter(None, (one.state.value, one.why.value))),
        }

    before, now = values(was), values(after)
    return {"report": str(after.weekly)} | {
        name: [before[name], now[name]] for name in now if before[name] != now[name]
    }
