"""The words of `/attendance mark`, told apart: which are the class, the date, the period, rolls, the subject.

One walk from left to right; at each word the first reader that knows what begins there takes what belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.domain.classcode import ClassCode, take_class
from bot.domain.day import CASE, END, UnreadableDate, date_at
from bot.domain.student import normal_roll
from bot.domain.unclear import (
    LAST_PERIOD,
    NamedTwice,
    NobodyNamed,
    NumbersAlone,
    PresentNamed,
    SaidTwice,
    SubjectMissing,
    UnreadablePeriod,
)
from bot.domain.words import plain

AHEAD = 7  # words looked at together; the longest class is as many
NOBODY = r"(?:none|nobody|no one|no-one|nil)"
EVERYONE = re.compile(
    rf"(?:(?:all|everyone|everybody) (?:are |is )?present|{NOBODY} (?:is |are )?absent|no absentees?"
    rf"|absent {NOBODY}|present all){END}",
    CASE,
)
EMPTY_LIST = re.compile(rf"(?:late|excused|on[ -]duty|od) {NOBODY}{END}", CASE)
OTHERS = re.compile(rf"(?:the )?(?:rest|others|remaining|everyone else)(?: all| are)? present{END}", CASE)
LISTS = (
    ("absent", re.compile(rf"(?:absent(?:ees?)?|except(?: for)?){END}", CASE)),
    ("late", re.compile(rf"late{END}", CASE)),
    ("excused", re.compile(rf"excused?{END}", CASE)),
    ("on duty", re.compile(rf"(?:on[ -]?duty|od){END}", CASE)),
)
SUBJECT = re.compile(rf"(?:new )?subject{END}", CASE)
PRESENT = re.compile(rf"present{END}", CASE)
NUMBERED = re.compile(rf"(?:(?:period|hour|hr)(?: no\.?| number)?[ .#-]?([0-9]+)|p[ .-]?([1-9][0-9]?)){END}", CASE)
ORDINAL = re.compile(rf"([0-9]+)(?:st|nd|rd|th) (?:period|hour|hr){END}", CASE)
BETWEEN_ROLLS = frozenset(
    {"and", "&", "+", "roll", "rolls", "no", "no.", "nos", "nos.", "number", "numbers", "are", "is"}
)
BEFORE = frozenset({"on", "for", "at", "in", "of", "the", "class"})  # said before a class, date or period
NO_BRANCH = BETWEEN_ROLLS | BEFORE - {"class"} | {"from", "to", "last", "this"}
NUMBER_LIKE = re.compile(r"[0-9](?:.*[0-9])?")


class Reading:
    """What the words have been found to say. `rolls` holds, by status, the rolls as typed.

    A class in one piece among rolls (`absent 4 CSE2`) could be a roll number, so it is one when `glued` is False.
    """

    def __init__(self, items: Sequence[str], today: date, glued: bool) -> None:
        self.items = [piece for item in items for piece in re.split("[:;]", item) if piece]
        self.today = today
        self.glued = glued
        self.at = 0
        self.class_code: ClassCode | None = None
        self.on: date | None = None
        self.on_typed = ""
        self.period = ""
        self.everyone_present = False
        self.subject: list[str] = []
        self.subject_typed = ""  # the word `subject` as typed
        self.letter_at: int | None = None  # where in `subject` a lone letter after the class stands
        self.rolls: dict[str, list[str]] = {}
        self.listing = ""  # the status whose rolls are being read
        self._walk()

    def _walk(self) -> None:
        readers = (
            self._everyone,
            self._list,
            self._subject_word,
            self._said_before,
            self._period,
            self._date,
            self._class,
            self._roll,
        )
        while self.at < len(self.items):
            self.at += next((taken for reader in readers if (taken := reader())), 0) or self._other()

    def _ahead(self, at: int) -> str:
        return plain(" ".join(self.items[at : at + AHEAD]))

    def _begins(self, pattern: re.Pattern[str]) -> int:
        """How many words from here the pattern takes."""
        match = pattern.match(self._ahead(self.at))
        return len(match.group().split()) if match else 0

    def _typed(self, taken: int) -> str:
        return " ".join(self.items[self.at : self.at + taken])

    def _everyone(self) -> int:
        """`all present`, `absent none`; and phrases that change nothing: `late none`, `others present`, `mark`."""
        taken = self._begins(EVERYONE)
        self.everyone_present |= bool(taken)
        taken = taken or self._begins(EMPTY_LIST) or self._begins(OTHERS)
        if taken:
            self.listing = ""
        elif self._begins(PRESENT):
            raise PresentNamed(self._typed(AHEAD))
        outside_subject = self.listing or not self.subject
        return taken or int(bool(outside_subject) and self.items[self.at].lower() == "mark")

    def _list(self) -> int:
        """A status that rolls follow."""
        for status, pattern in LISTS:
            if taken := self._begins(pattern):
                self.listing = status
                self.rolls.setdefault(status, [])
                return taken
        return 0

    def _subject_word(self) -> int:
        """`subject`, and the word after it whatever it looks like, unless rolls are to follow that."""
        taken = self._begins(SUBJECT)
        if not taken:
            return 0
        self.subject_typed, self.listing = self._typed(taken), ""
        named = self.at + taken
        if named == len(self.items) or any(pattern.match(self._ahead(named)) for _, pattern in LISTS):
            return taken
        self.subject.append(self.items[named])
        return taken + 1

    def _said_before(self) -> int:
        """`on`, `for`, `class` and the like before what they introduce."""
        word = self.items[self.at].lower()
        if word not in BEFORE or self.at + 1 == len(self.items):
            return 0
        if word == "for" and not self.subject:
            return 1
        after = self.at + 1
        code, _ = self._class_at(after)
        return int(bool(code or self._period_at(after)[1] or date_at(self.items, after, self.today)[1]))

    def _period_at(self, at: int) -> tuple[str, int]:
        """The period that begins at that word, `"3"`, and how many words it takes; ("", 0) for none."""
        ahead = self._ahead(at)
        match = NUMBERED.match(ahead) or ORDINAL.match(ahead)
        if match is None:
            return "", 0
        number = next(filter(None, match.groups())).lstrip("0")
        if number not in map(str, range(1, LAST_PERIOD + 1)):
            if self.listing and match.group()[0] in "pP" and match.group()[1].isdigit():
                return "", 0  # P45 among rolls is a roll number
            raise UnreadablePeriod(match.group())
        return number, len(match.group().split())

    def _period(self) -> int:
        period, taken = self._period_at(self.at)
        if taken:
            if self.period not in ("", period):
                raise SaidTwice(f"period {self.period}", self._typed(taken), "period 3")
            self.period, self.listing = period, ""
        return taken

    def _date(self) -> int:
        day, taken = date_at(self.items, self.at, self.today)
        if taken:
            if self.on not in (None, day):
                raise SaidTwice(self.on_typed, self._typed(taken), "20 Nov")
            self.on, self.on_typed, self.listing = day, self._typed(taken), ""
        return taken

    def _class_at(self, at: int) -> tuple[ClassCode | None, int]:
        """The class that begins at that word, unless one was found already, and how many words it takes."""
        if self.class_code or self.items[at].lower() in NO_BRANCH:
            return None, 0
        code, rest = take_class(self.items[at : at + AHEAD])
        taken = len(self.items[at : at + AHEAD]) - len(rest)
        if taken == 2 and self._is_date(at + 1):
            return None, 0  # `DBMS 2 Nov` is not class DBMS-2
        if taken == 1 and self.listing and not self.glued and self.items[at].isalnum():
            return None, 0
        return code, taken

    def _is_date(self, at: int) -> bool:
        try:
            return date_at(self.items, at, self.today)[1] > 0
        except UnreadableDate:  # `2 Nov 20`, where the 2 may well be a year and `Nov 20` the date
            return False

    def _class(self) -> int:
        code, taken = self._class_at(self.at)
        if code is None:
            return 0
        self.class_code, self.listing = code, ""
        after = self.at + taken
        if after == len(self.items) or code.section or self._period_at(after)[1]:
            return taken
        letter = self.items[after]
        if len(letter) > 1 or not letter.isalpha():
            return taken
        self.letter_at = len(self.subject)
        self.subject.append(letter)
        return taken + 1

    def _roll(self) -> int:
        """A roll number of the list being read, or a word between two."""
        word = plain(self.items[self.at])
        if not self.listing:
            return 0
        if word.lower() in BETWEEN_ROLLS or not any(char.isalnum() for char in word):
            return 1
        if not any(char.isdigit() for char in word):
            return 0
        self.rolls[self.listing] += filter(None, (piece.strip(".#()[]'\"") for piece in re.split("[&+]", word)))
        return 1

    def _other(self) -> int:
        """A word of the subject, unless it is a dash before that."""
        self.listing = ""
        word = self.items[self.at]
        if self.subject or any(char.isalnum() for char in word):
            self.subject.append(word)
        return 1

    def check(self) -> None:
        """Raises a Told when a list is empty, a roll stands in two, or numbers belong to nothing."""
        for status, rolls in self.rolls.items():
            if not rolls:
                raise NobodyNamed(status)
        listed: dict[str, str] = {}
        for status, rolls in self.rolls.items():
            for roll in rolls:
                if listed.setdefault(_same(roll), status) != status:
                    raise NamedTwice(roll, listed[_same(roll)], status)
        if self.subject_typed and not self.subject:
            raise SubjectMissing(self.subject_typed)
        numbers = [word for word in self.subject if NUMBER_LIKE.fullmatch(word)]
        if not self.subject_typed and numbers and (len(numbers) > 1 or self.subject[0] in numbers):
            raise NumbersAlone(" ".join(numbers))

    def named(self, status: str) -> tuple[str, ...]:
        """The rolls of that list, each once."""
        return tuple({_same(roll): roll for roll in reversed(self.rolls.get(status, []))}.values())[::-1]


def _same(roll: str) -> str:
    """Equal for `4` and `04`."""
    normal = normal_roll(roll)
    return normal.lstrip("0") or "0" if normal.isdigit() else normal
