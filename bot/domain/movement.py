"""What the office types to move students: `transfer` one, `promote` a class, `split` it into sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.classcode import ClassCode, take_class
from bot.domain.day import WEEKDAY, UnreadableDate, date_at, date_in_front, said_short, with_year
from bot.domain.errors import Told, quoted
from bot.domain.request import LONGEST_REASON, Words, reason_apart
from bot.domain.sections import Part, read_parts
from bot.domain.unclear import TooLong
from bot.domain.words import plain

FROM = frozenset({"from", "on", "since", "starting", "effective", "wef", "w.e.f", "w.e.f."})
BETWEEN = frozenset({"to", "into", "in", "the", "class", "student", "students", "roll", "->", "and"})
LEFT = frozenset({"out", "leave", "leaves", "left", "passed", "pass", "graduate", "graduates", "graduated", "alumni"})
ARROW = re.compile(r"-+>|=+>|→")
BEHIND = timedelta(days=60)
"""How far back a day without its year may lie: `20 Nov` in November is that one, `1 Jul` is the next."""
AHEAD = timedelta(days=800)
LAST_YEAR = 12

TRANSFER = "/attendance transfer 21CSE042 CSE-3-A from 1 Dec"
PROMOTE = "/attendance promote CSE-2 CSE-3 from 1 Jul"
SPLIT = "/attendance split CSE-2 A 1-30 B 31-60 from 1 Dec"


class NotReadAsMove(Told):
    """Words left over, or something missing."""

    def __init__(self, what: str, example: str) -> None:
        super().__init__(f"{what} Nothing was changed. Write it as in `{example}`.")


class DayTooFar(Told):
    """A day years ahead: most likely a slip."""

    def __init__(self, on: date, example: str) -> None:
        day = f"{said_short(on, on)} {on.year}"
        super().__init__(
            f"{quoted(day)} is more than two years ahead. Nothing was changed. Check the year, as in `{example}`."
        )


@dataclass(frozen=True, slots=True)
class Transfer:
    """One student to another class. `source` is the class they were said to be in, if it was said."""

    roll: str
    target: ClassCode
    on: date | None = None
    source: ClassCode | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Promotion:
    """A class to another, or (`target` is `None`) out of the college. Sections are kept when `target` has none."""

    source: ClassCode
    target: ClassCode | None
    on: date | None = None
    reason: str = ""

    def target_of(self, class_code: ClassCode) -> ClassCode | None:
        """Where somebody of that class goes."""
        if self.target is None or self.target.section or self.is_within:
            return self.target
        return ClassCode(self.target.branch, self.target.year, class_code.section)

    @property
    def is_within(self) -> bool:
        """Whether it is a matter of sections: branch and year stay."""
        return self.target is not None and _same_year(self.source, self.target)


@dataclass(frozen=True, slots=True)
class Split:
    """A class into sections, each with its rolls as typed."""

    source: ClassCode
    parts: tuple[Part, ...]
    on: date | None = None
    reason: str = ""


def read_transfer(words: Words, today: date) -> Transfer:
    """Reads the words after `transfer`, student or class first.

    Raises `NotReadAsMove`, `UnreadableDate`, `DayTooFar` or `TooLong`.
    """
    items, reason = _items(words)
    items = _roll_first(_without(items, BETWEEN), today)
    if not items:
        raise NotReadAsMove("Which student, and to which class?", TRANSFER)
    roll, items = items[0], items[1:]
    first, rest = _class(_without(items, BETWEEN | FROM), today)
    if first is None:
        raise NotReadAsMove(f"To which class does {quoted(roll)} go?", TRANSFER)
    second, after = _class(_without(rest, BETWEEN), today)
    source, target = (first, second) if second else (None, first)
    on = _day(after if second else rest, today, TRANSFER)
    return Transfer(roll, target, on, source, reason)


def read_promotion(words: Words, today: date) -> Promotion:
    """Reads the words after `promote`; without a second class it is the next year of the first.

    Raises `NotReadAsMove`, `UnreadableDate`, `DayTooFar` or `TooLong`.
    """
    items, reason = _items(words)
    source, rest = _class(_without(items, BETWEEN | FROM), today)
    if source is None:
        raise NotReadAsMove("Which class?" if not items else f"I find no class in {_typed(items)}.", PROMOTE)
    after = _without(rest, LEFT | BETWEEN)
    if any(word.lower() in LEFT for word in rest[: len(rest) - len(after)]):
        return Promotion(source, None, _day(after, today, PROMOTE), reason)
    target, rest = _class(_without(rest, BETWEEN), today)
    promotion = Promotion(source, target or _next_year(source), _day(rest, today, PROMOTE), reason)
    if promotion.target == source:
        raise NotReadAsMove(f"`{source}` is the same class twice.", PROMOTE)
    return promotion


def read_split(words: Words, today: date) -> Split:
    """Reads the words after `split`. Raises what `read_parts` does, `NotReadAsMove`, `UnreadableDate` and the like."""
    items, reason = _items(words)
    source, rest = _class(_without(items, BETWEEN), today, letter=False)
    if source is None:
        raise NotReadAsMove("Which class?" if not items else f"I find no class in {_typed(items)}.", SPLIT)
    at = next((at for at in range(len(rest)) if _begins_day(rest, at, today)), len(rest))
    parts = read_parts(rest[:at], source)
    if not parts:
        raise NotReadAsMove(f"Into which sections does `{source}` go, and who into which?", SPLIT)
    return Split(source, parts, _day(rest[at:], today, SPLIT), reason)


def _items(words: Words) -> tuple[list[str], str]:
    head, reason = reason_apart(words)
    if len(reason) > LONGEST_REASON:
        raise TooLong("reason", reason, LONGEST_REASON)
    return [piece for item in head.items for piece in ARROW.sub(" -> ", item).split()], reason


def _without(items: Sequence[str], said: frozenset[str]) -> list[str]:
    """The words after those that only lead up to them."""
    kept = next((at for at, word in enumerate(items) if word.lower() not in said), len(items))
    return list(items[kept:])


def _class(items: Sequence[str], today: date, letter: bool = True) -> tuple[ClassCode | None, list[str]]:
    """The class in front and what follows; a `letter` in a word of its own is its section. `Dec 1` is a day."""
    if not items or items[0].lower() in FROM or date_at(items, 0, today)[0]:
        return None, list(items)
    found, rest = take_class(items)
    if found and letter and not found.section and rest and len(rest[0]) == 1 and rest[0].isalpha():
        return ClassCode(found.branch, found.year, rest[0].upper()), rest[1:]
    return found, rest


def _roll_first(items: list[str], today: date) -> list[str]:
    """`21CSE042 CSE-3-A` for `CSE-3-A 21CSE042`."""
    target, rest = _class(items, today)
    rest = _without(rest, BETWEEN)
    if target is None or not rest or rest[0].lower() in FROM or date_at(rest, 0, today)[0]:
        return items
    return items if _class(rest, today)[0] else [rest[0], str(target), *rest[1:]]


def _next_year(source: ClassCode) -> ClassCode:
    if source.year == LAST_YEAR:
        raise NotReadAsMove(f"To which class does `{source}` go?", PROMOTE)
    return ClassCode(source.branch, source.year + 1)


def _same_year(one: ClassCode, other: ClassCode) -> bool:
    return (one.branch, one.year) == (other.branch, other.year)


def _begins_day(items: Sequence[str], at: int, today: date) -> bool:
    """Whether a day is said from there on; numbers alone are rolls."""
    if items[at].lower() in FROM:
        return True
    is_number = items[at].isdigit()
    return not is_number and not re.fullmatch(r"[0-9]+-[0-9]+", items[at]) and date_at(items, at, today)[0] is not None


def _day(items: Sequence[str], today: date, example: str) -> date | None:
    """The day all these words say; `None` for none. One without its year, or a weekday, is one to come."""
    said = _without(items, FROM)
    if not said:
        if items:
            raise NotReadAsMove(f"No day follows {quoted(items[-1])}.", example)
        return None
    day, taken = date_at(said, 0, today)
    if day is None and said != list(items):
        raise UnreadableDate(" ".join(said))
    if day is None or taken < len(said):
        raise NotReadAsMove(f"I don't know what {_typed(said[taken:])} means here.", example)
    day = _to_come(plain(" ".join(said)), day, today)
    if day > today + AHEAD:
        raise DayTooFar(day, example)
    return day


def _to_come(typed: str, day: date, today: date) -> date:
    weekday = WEEKDAY.fullmatch(typed)
    if weekday and not weekday["last"] and day < today:
        return day + timedelta(days=7)
    if today - day <= BEHIND or with_year(typed, day.year) == typed:
        return day
    return date_in_front(with_year(typed, day.year + 1), today)[0] or day


def _typed(items: Sequence[str]) -> str:
    return quoted(" ".join(items))
