"""What is asked for with `/attendance schedule`, in any order a person would type it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from bot.domain.classcode import ClassCode, take_class
from bot.domain.day import CASE, WEEKDAYS
from bot.domain.report import Format, Kind
from bot.domain.reportwords import ALL, FORMATS, KINDS, NO_BRANCH, SaidTwice
from bot.domain.reportwords import FILLERS as REPORT_FILLERS
from bot.domain.schedule import Turn, Weekly
from bot.domain.unscheduled import EXAMPLE, HowOften, NoTime, OnlyHere, OnlyWeekly, ScheduleNotRead, WhichReport

T = TypeVar("T")
D = TypeVar("D")

MOST_WORDS = 4
"""In one phrase of those below."""
END = r"[.!?]*$"
EACH = r"(?:(?:every|each|on|weekly|next) )*"
DAY = r"(?P<day>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\.?"
WEEKDAY = rf"{EACH}{DAY}"
WEEKLY = r"weekly|(?:every|each|once a|once every|per|a) week|every 7 days"
BEFORE = r"(?:(?:for|of|about) )?(?:the )?(?:last|previous) week(?:'s)?|(?:the )?week before"
AT = r"(?:(?:at|by|around) |@ ?)?"
HALF = r"(?: ?(?P<half>[ap])\.?m\.?)"
TIME = (
    rf"{AT}(?P<hour>[0-9]{{1,2}})[:.h](?P<minute>[0-9]{{2}}){HALF}?(?: ?(?:h|hrs?|hours?))?",
    rf"{AT}(?P<hour>[0-9]{{1,2}}){HALF}",
    rf"{AT}(?P<hour>[0-9]{{1,2}}) ?(?:h|hrs?|hours?|o'?clock){HALF}?",
    rf"{AT}(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}})(?: ?(?:h|hrs?|hours?))?",
    r"(?:at|@) ?(?P<hour>[0-9]{1,2})",
    rf"{AT}(?:(?P<noon>noon|midday)|(?P<midnight>midnight))",
)
HOUR = r"(?P<hour>[0-9]{1,2})"
"""A number alone, behind a day."""
OTHER = (
    r"daily|(?:every|each) ?days?|every ?day|weekdays?|every (?:weekday|morning|evening|night)|hourly|every hour"
    r"|(?:bi-?|semi-?|fort)?monthly|(?:every|each|once a|per) (?:month|year|term|semester|quarter)|fortnight(?:ly)?"
    r"|bi-?weekly|every (?:other|second|third|fourth|two|three|four|[2-9]) (?:weeks?|months?|days?)"
    r"|(?:once|twice|[2-9] times) (?:a|per) (?:week|month)|yearly|annually|quarterly|termly"
)
PLACE = r"<#[^<>]*>|#\S+"
FILLERS = REPORT_FILLERS | {"every", "each", "at", "on", "by", "here", "time", "of", "s", "it", "o'clock", "and", "to"}
NO_CLASS = NO_BRANCH | FILLERS | {"weekly"}


class Verb(StrEnum):
    """What is to be done about a weekly report."""

    SET_UP = "set up"
    LIST = "list"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


VERBS = {
    **dict.fromkeys(("add", "set", "new", "create", "start", "setup"), Verb.SET_UP),
    **dict.fromkeys(("list", "show", "status", "ls"), Verb.LIST),
    **dict.fromkeys(("pause", "hold", "suspend"), Verb.PAUSE),
    **dict.fromkeys(("resume", "continue", "unpause", "restart"), Verb.RESUME),
    **dict.fromkeys(("stop", "end", "remove", "delete", "cancel", "off"), Verb.STOP),
}


@dataclass(frozen=True, slots=True)
class Named:
    """Which weekly report is meant. `everything`: the one of all classes; neither it nor a class: the only one."""

    class_code: ClassCode | None = None
    everything: bool = False
    kind: Kind | None = None

    @property
    def whom(self) -> str:
        """`CSE-2`, `all classes`, or nothing."""
        return "all classes" if self.everything else str(self.class_code or "")

    def means(self, weekly: Weekly) -> bool:
        """Whether it can be this one."""
        is_any = not self.everything and self.class_code is None
        return self.kind in (None, weekly.kind) and (is_any or self.class_code == weekly.class_code)


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants: `weekly` where it is to be set up, `named` where it is there."""

    verb: Verb
    weekly: Weekly | None = None
    named: Named = Named()


def read_order(words: Sequence[str]) -> Order:
    """What these words ask for; nothing typed is the list. Raises what `unscheduled` has for it."""
    if not words:
        return Order(Verb.LIST)
    for at in (0, len(words) - 1):
        if verb := VERBS.get(words[at].lower().strip(".!?")):
            rest = [*words[:at], *words[at + 1 :]]
            if verb is Verb.SET_UP:
                return Order(verb, read_weekly(rest))
            return Order(verb) if verb is Verb.LIST else Order(verb, named=read_named(rest))
    return Order(Verb.SET_UP, read_weekly(words))


def read_weekly(words: Sequence[str]) -> Weekly:
    """The report to set up; Monday at 08:00, the summary, as a workbook, where nothing else is said."""
    said = _Said.read(words)
    if not said.weekly and not said.weekdays:
        raise HowOften(str(said.class_code or "all"))
    if said.class_code is None and not said.everything:
        raise WhichReport
    usual = Turn()
    turn = Turn(_one(said.weekdays, usual.weekday), _one(said.times, usual.minute))
    return Weekly(said.class_code, turn, _one(said.kinds, Kind.SUMMARY), _one(said.formats, Format.XLSX))


def read_named(words: Sequence[str]) -> Named:
    """The report that is there already. Its day, time and format may be said too; they tell nothing more."""
    said = _Said.read(words)
    return Named(said.class_code, bool(said.everything) and said.class_code is None, _one(said.kinds, None))


def _one(found: Mapping[T, str], otherwise: D) -> T | D:
    if len(found) > 1:
        first, second, *_ = found.values()
        raise SaidTwice(first, second, f"Write one of them, as in {EXAMPLE}.")
    return next(iter(found), otherwise)


@dataclass
class _Said:
    """What was found among the words: values, each with how it was typed."""

    weekdays: dict[int, str] = field(default_factory=dict)
    times: dict[int, str] = field(default_factory=dict)
    kinds: dict[Kind, str] = field(default_factory=dict)
    formats: dict[Format, str] = field(default_factory=dict)
    weekly: str = ""
    everything: str = ""
    class_code: ClassCode | None = None

    @classmethod
    def read(cls, words: Sequence[str]) -> _Said:
        """All words, or a refusal of those that say nothing of a weekly report."""
        said, at, behind_day = cls(), 0, False
        rest: list[str] = []
        while at < len(words):
            phrases = ((n, " ".join(words[at : at + n])) for n in range(min(MOST_WORDS, len(words) - at), 0, -1))
            taken = next((n for n, typed in phrases if said._takes(typed, behind_day)), 0)
            behind_day = bool(taken) and _is(WEEKDAY, words[at + taken - 1]) is not None
            rest += words[at : at + 1] if not taken else []
            at += taken or 1
        said._take_class(rest)
        return said

    def _takes(self, typed: str, behind_day: bool) -> bool:
        """Whether the words are one phrase, which is then noted. `behind_day`: a number alone is an hour."""
        if _is(OTHER, typed):
            raise OnlyWeekly(typed)
        if _is(PLACE, typed):
            raise OnlyHere
        if _is(WEEKLY, typed):
            self.weekly = typed
        elif match := _is(WEEKDAY, typed):
            self.weekdays.setdefault(_weekday(match), typed)
        elif match := _first((*TIME, HOUR) if behind_day else TIME, typed):
            self.times.setdefault(_minute(match, typed), typed)
        elif kind := next((kind for kind, pattern in KINDS if _is(pattern, typed)), None):
            self.kinds.setdefault(kind, typed)
        elif format_ := next((one for one, pattern in FORMATS if _is(pattern, typed)), None):
            self.formats.setdefault(format_, typed)
        elif _is(ALL, typed):
            self.everything = typed
        else:
            return _is(BEFORE, typed) is not None
        return True

    def _take_class(self, words: list[str]) -> None:
        """The class among the words that are in no phrase; whatever else is there cannot be read."""
        for at, word in enumerate(words):
            if word.lower() in NO_CLASS:
                continue
            code, after = take_class(words[at:])
            if code is None:
                continue
            if after and len(after[0]) == 1 and after[0].isalpha() and not code.section:  # `cse 2 a`
                code, after = ClassCode(code.branch, code.year, after[0].upper()), after[1:]
            self.class_code, words = code, [*words[:at], *after]
            break
        unread = [word for word in words if word.lower().strip(".!?") not in FILLERS]
        if unread and self.class_code and (another := take_class(unread)[0]):
            raise SaidTwice(str(self.class_code), str(another), "Write one class, or `all`.")
        if unread:
            raise ScheduleNotRead(" ".join(unread))


def _is(pattern: str, typed: str) -> re.Match[str] | None:
    return re.match(rf"(?:{pattern}){END}", typed, CASE)


def _first(patterns: Sequence[str], typed: str) -> re.Match[str] | None:
    return next(filter(None, (_is(pattern, typed) for pattern in patterns)), None)


def _weekday(match: re.Match[str]) -> int:
    return next(at for at, name in enumerate(WEEKDAYS) if name[:3].lower() == match["day"][:3].lower())


def _minute(match: re.Match[str], typed: str) -> int:
    """Of the day. Raises `NoTime`."""
    found = match.groupdict()
    if found.get("noon") or found.get("midnight"):
        return 12 * 60 if found.get("noon") else 0
    hour, minute, half = int(found["hour"]), int(found.get("minute") or 0), (found.get("half") or "").lower()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise NoTime(typed)
    return (hour % 12 + (12 if half == "p" else 0) if half else hour) * 60 + minute
