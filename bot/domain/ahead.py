"""What can begin at one word of `/attendance mark`: a period, a date, a class, a status, rolls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import phrases
from bot.domain.classcode import ClassCode, take_class
from bot.domain.day import UnreadableDate, date_at
from bot.domain.student import span
from bot.domain.unclear import LAST_PERIOD, UnclearSpan, UnreadablePeriod
from bot.domain.words import plain

AHEAD = 7  # words looked at together; the longest class is as many
AROUND_ROLL = ".#()[]'\""


@dataclass(frozen=True, slots=True)
class Guess:
    """What words that can be two things are taken for."""

    glued_class: bool = False  # in `absent 4 CSE2`, CSE2 is the class
    ml_class: bool = False  # in `ml 2 absent 4`, ML-2 is the class


@dataclass(frozen=True, slots=True)
class Ahead:
    """The words, quoted ones in one piece with their quotes. `at` counts them from 0; so does every answer."""

    items: tuple[str, ...]
    today: date
    guess: Guess

    @classmethod
    def of(cls, items: Sequence[str], today: date, guess: Guess) -> Ahead:
        """The words, with what is glued together in two (`absent4`) and what is quoted without a letter in many."""
        return cls(tuple(piece for item in items for piece in _pieces(item)), today, guess)

    def text(self, at: int) -> str:
        return plain(" ".join(self.items[at : at + AHEAD]))

    def typed(self, at: int, taken: int) -> str:
        return " ".join(self.items[at : at + taken])

    def takes(self, pattern: re.Pattern[str], at: int) -> int:
        """How many words from there the pattern takes."""
        match = pattern.match(self.text(at))
        return len(match.group().split()) if match else 0

    def is_quoted(self, at: int) -> bool:
        return _is_quoted(self.items[at])

    def period(self, at: int, listing: bool = False) -> tuple[str, int]:
        """The period that begins there, `"3"`, and how many words it takes; ("", 0) for none."""
        text = self.text(at)
        match = phrases.NUMBERED.match(text) or phrases.ORDINAL.match(text)
        if match is None:
            return "", 0
        number = next(filter(None, match.groups())).lstrip("0")
        if number not in map(str, range(1, LAST_PERIOD + 1)):
            if listing and match.group()[0] in "pP" and match.group()[1].isdigit():
                return "", 0  # P45 among rolls is a roll number
            raise UnreadablePeriod(match.group())
        return number, len(match.group().split())

    def date(self, at: int) -> tuple[date | None, int]:
        """The date that begins there and how many words it takes; (None, 0) for none."""
        return date_at(self.items, at, self.today)

    def class_code(self, at: int, listing: bool = False) -> tuple[ClassCode | None, int]:
        """The class that begins there, and how many words it takes."""
        if self.items[at].lower() in phrases.NO_BRANCH:
            return None, 0
        code, rest = take_class(self.items[at : at + AHEAD])
        taken = len(self.items[at : at + AHEAD]) - len(rest)
        if taken == 2 and self._is_date(at + 1):
            return None, 0  # `DBMS 2 Nov` is not class DBMS-2
        if taken == 1 and listing and not self.guess.glued_class and self.items[at].isalnum():
            return None, 0
        return code, taken

    def _is_date(self, at: int) -> bool:
        try:
            return self.date(at)[1] > 0
        except UnreadableDate:  # `2 Nov 20`, where the 2 may well be a year and `Nov 20` the date
            return False

    def status(self, at: int) -> tuple[str, int]:
        """The status that rolls follow, and how many words it takes; ("", 0) for none."""
        for status, pattern in phrases.LISTS:
            if taken := self.takes(pattern, at):
                return status, taken
        maybe = phrases.MAYBE_LISTS if self.guess.ml_class else (*phrases.MAYBE_LISTS, phrases.ML)
        for status, pattern in maybe:
            if (taken := self.takes(pattern, at)) and self._roll_follows(at + taken):
                return status, taken
        return "", 0

    def status_behind(self, at: int) -> tuple[str, int]:
        """The status whose rolls stand before it, and how many words it takes; ("", 0) for none."""
        taken = ((status, self.takes(pattern, at)) for status, pattern in phrases.LISTS_BEHIND)
        return next((found for found in taken if found[1]), ("", 0))

    def _roll_follows(self, at: int) -> bool:
        while at < len(self.items) and self._is_between(at):
            at += 1
        begins_so = at < len(self.items) and self.items[at].lstrip(AROUND_ROLL)[:1].isdigit()
        return begins_so and not (self.period(at)[1] or self.date(at)[1])

    def _is_between(self, at: int) -> bool:
        """A word said between rolls, or only a mark."""
        word = plain(self.items[at]).lower()
        return word in phrases.BETWEEN_ROLLS or not any(char.isalnum() for char in word)

    def _is_number(self, at: int) -> bool:
        if at >= len(self.items) or self.is_quoted(at):
            return False
        number = phrases.NUMBER_LIKE.fullmatch(plain(self.items[at]).strip(AROUND_ROLL))
        return number is not None and not self.date(at)[1]

    def rolls(self, at: int) -> tuple[tuple[str, ...], int]:
        """The rolls that begin there, and how many words they take: one word, or three (`4 to 7`).

        A word between two is taken too. ((), 0) for any other word. Raises UnclearSpan.
        """
        word = plain(self.items[at])
        if self._is_between(at):
            return (), 1
        if not any(char.isdigit() for char in word):
            return (), 0
        if self._joined(at + 1) and self._is_number(at) and self._is_number(at + 2):
            return self._span(at), 3
        return tuple(filter(None, (piece.strip(AROUND_ROLL) for piece in re.split("[&+]", word)))), 1

    def _joined(self, at: int) -> bool:
        return at < len(self.items) and (self.items[at].lower() in phrases.SPAN_WORDS or self.items[at] == "-")

    def _span(self, at: int) -> tuple[str, ...]:
        first, last = (plain(self.items[end]).strip(AROUND_ROLL) for end in (at, at + 2))
        longer = self._joined(at + 3) and self._is_number(at + 4)
        numbers = () if longer else span(f"{first}-{last}")
        if not numbers:
            raise UnclearSpan(self.typed(at, 5 if longer else 3))
        return numbers

    def rolls_before_status(self, at: int) -> list[tuple[str, tuple[str, ...], int]]:
        """`4 11 absent 7 late`: each status with its rolls, and the word after it.

        None unless every number there stands before a status, as a number after the last could be its list.
        """
        found = []
        while numbers := self._numbers(at):
            status, taken = self.status_behind(at + numbers[1])
            if not status:
                return []
            at += numbers[1] + taken
            found.append((status, numbers[0], at))
        return found

    def _numbers(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """The numbers side by side from there, and how many words they take."""
        rolls: list[str] = []
        end = at
        while end < len(self.items) and (self._is_between(end) or self._is_number(end)):
            more, taken = self.rolls(end)
            rolls += more
            end += taken
        return (tuple(rolls), end - at) if rolls else None


def _is_quoted(item: str) -> bool:
    return len(item) > 2 and item[0] == item[-1] == '"'


def _pieces(item: str) -> Iterator[str]:
    if _is_quoted(item):
        if any(char.isalpha() for char in item):
            yield item
            return
        item = item.strip('"')
    for piece in filter(None, re.split(r"[:;,\s]", item)):
        glued = phrases.GLUED.fullmatch(piece)
        yield from glued.groups() if glued else (piece,)
