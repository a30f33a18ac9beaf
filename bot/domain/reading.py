"""The words of `/attendance mark`, told apart: which are the class, the date, the period, rolls, the subject.

One walk from left to right; at each word the first reader that knows what begins there takes what belongs to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain import phrases
from bot.domain.ahead import AHEAD, Ahead, Guess
from bot.domain.classcode import ClassCode
from bot.domain.named import NamedRolls
from bot.domain.student import HYPHENATED
from bot.domain.subject import SubjectWords
from bot.domain.unclear import CancelledTyped, PresentNamed, SaidTwice

GUESSES = (Guess(), Guess(glued_class=True), Guess(glued_class=True, ml_class=True))  # until a class is found


class Reading:
    """What the words have been found to say."""

    def __init__(self, items: Sequence[str], today: date, guess: Guess) -> None:
        self.ahead = Ahead.of(items, today, guess)
        self.items = self.ahead.items
        self.at = 0
        self.class_code: ClassCode | None = None
        self.section = ""
        self.on: date | None = None
        self.period = ""
        self.subject = SubjectWords()
        self.rolls = NamedRolls()
        # As typed, "" for not said:
        self.on_typed = self.section_typed = self.everyone_present = self.everyone_absent = self.cancelled = ""
        self._walk()

    def _walk(self) -> None:
        readers = (
            self._polite,
            self._quoted,
            self._cancelled,
            self._everyone,
            self._list,
            self._subject_word,
            self._section,
            self._said_before,
            self._period,
            self._date,
            self._class,
            self._rolls_before_status,
            self._roll,
        )
        while self.at < len(self.items):
            self.at += next((taken for reader in readers if (taken := reader())), 0) or self._other()
        self._set_section()

    def _typed(self, taken: int) -> str:
        return self.ahead.typed(self.at, taken)

    def _polite(self) -> int:
        return self.ahead.takes(phrases.POLITE, self.at)

    def _quoted(self) -> int:
        """A subject in quotes; a quoted roll of a list is left to that."""
        item = self.items[self.at]
        if not self.ahead.is_quoted(self.at) or (self.rolls.listing and item[1].isdigit() and " " not in item):
            return 0
        self.subject.add(self.at, item, sure=True)
        self.rolls.end()
        return 1

    def _cancelled(self) -> int:
        taken = self.ahead.takes(phrases.CANCELLED, self.at)
        if taken:
            self.cancelled = self._typed(taken)
            self.rolls.end()
        return taken

    def _everyone(self) -> int:
        """`all present`, `absent all`; and phrases that change nothing: `late none`, `others present`, `mark`."""
        taken = self._everyone_but() or self._everyone_is()
        if taken:
            return taken
        if self.ahead.takes(phrases.PRESENT, self.at):
            raise PresentNamed(self._typed(AHEAD))
        outside_subject = self.rolls.listing or not self.subject
        return int(bool(outside_subject) and self.items[self.at].lower() == "mark")

    def _everyone_but(self) -> int:
        if self.ahead.takes(phrases.ALL_ABSENT_BUT, self.at):
            raise PresentNamed(self._typed(AHEAD))
        taken = self.ahead.takes(phrases.ALL_PRESENT_BUT, self.at)
        if taken:
            self.everyone_present = self._typed(taken)
            self.rolls.begin("absent")
        return taken

    def _everyone_is(self) -> int:
        present = self.ahead.takes(phrases.ALL_PRESENT, self.at)
        absent = self.ahead.takes(phrases.ALL_ABSENT, self.at)
        self.everyone_present = self._typed(present) or self.everyone_present
        self.everyone_absent = self._typed(absent) or self.everyone_absent
        taken = (
            present
            or absent
            or self.ahead.takes(phrases.EMPTY_LIST, self.at)
            or self.ahead.takes(phrases.OTHERS_PRESENT, self.at)
        )
        if taken:
            self.rolls.end()
        return taken

    def _list(self) -> int:
        """A status that rolls follow."""
        status, taken = self.ahead.status(self.at)
        if taken:
            self.rolls.begin(status)
        return taken

    def _subject_word(self) -> int:
        """`subject`, and the word after it whatever it looks like, unless rolls are to follow that."""
        taken = self.ahead.takes(phrases.SUBJECT, self.at)
        if not taken:
            return 0
        self.subject.keyword = self._typed(taken)
        self.rolls.end()
        named = self.at + taken
        if named == len(self.items) or self.ahead.status(named)[1]:
            return taken
        self.subject.add(named, self.items[named], sure=True)
        return taken + 1

    def _section(self) -> int:
        match = phrases.SECTION.match(self.ahead.text(self.at))
        if match is None:
            return 0
        taken, section = len(match.group().split()), match[1].upper()
        if self.section not in ("", section):
            raise SaidTwice(self.section_typed, self._typed(taken), "section A")
        self.section, self.section_typed = section, self._typed(taken)
        self.rolls.end()
        return taken

    def _said_before(self) -> int:
        """`on`, `for`, `class` and the like before what they introduce."""
        word, after = self.items[self.at].lower(), self.at + 1
        if word not in phrases.BEFORE or after == len(self.items):
            return 0
        if self.ahead.date(after)[1] or (word in ("for", "in") and not self.subject):
            if self.rolls.begun:
                self.rolls.end()
            return 1
        return int(bool(self._class_at(after)[1] or self.ahead.period(after, bool(self.rolls.listing))[1]))

    def _period(self) -> int:
        period, taken = self.ahead.period(self.at, bool(self.rolls.listing))
        if taken:
            if self.period not in ("", period):
                raise SaidTwice(f"period {self.period}", self._typed(taken), "period 3")
            self.period = period
            self.rolls.end()
        return taken

    def _date(self) -> int:
        if self.rolls.listing and HYPHENATED.fullmatch(self.items[self.at]):
            return 0  # `22-11` among rolls
        day, taken = self.ahead.date(self.at)
        if taken:
            if self.on not in (None, day):
                raise SaidTwice(self.on_typed, self._typed(taken), "20 Nov")
            self.on, self.on_typed = day, self._typed(taken)
            self.rolls.end()
        return taken

    def _class_at(self, at: int) -> tuple[ClassCode | None, int]:
        """The class that begins at that word, unless one was found already, and how many words it takes."""
        return (None, 0) if self.class_code else self.ahead.class_code(at, bool(self.rolls.listing))

    def _class(self) -> int:
        code, taken = self._class_at(self.at)
        if code is None:
            return 0
        self.class_code = code
        self.rolls.end()
        after = self.at + taken
        if after == len(self.items) or code.section or self.ahead.period(after)[1]:
            return taken
        letter = self.items[after]
        if len(letter) > 1 or not letter.isalpha():
            return taken
        self.subject.add_letter(after, letter)
        return taken + 1

    def _rolls_before_status(self) -> int:
        """`4 11 absent`, not straight after a word of the subject: in `Maths 2 absent` the 2 may belong to that."""
        if self.rolls.listing or self.subject.ends_before(self.at):
            return 0
        found = self.ahead.rolls_before_status(self.at)
        for status, rolls, _ in found:
            self.rolls.begin(status)
            self.rolls.add(rolls)
        self.rolls.end()
        return found[-1][2] - self.at if found else 0

    def _roll(self) -> int:
        """A roll number of the list being read, or a word between two."""
        if not self.rolls.listing:
            return 0
        rolls, taken = self.ahead.rolls(self.at)
        self.rolls.add(rolls)
        return taken

    def _other(self) -> int:
        """A word of the subject, unless it is a dash before that."""
        after, word = self.rolls.begun, self.items[self.at]
        self.rolls.end()
        if self.subject or any(char.isalnum() for char in word):
            self.subject.add(self.at, word, after=after)
        return 1

    def _set_section(self) -> None:
        """The section typed apart from the class belongs to it."""
        if self.class_code is None or not self.section:
            return
        whole = replace(self.class_code, section=self.section)
        if self.class_code.section not in ("", self.section):
            raise SaidTwice(str(self.class_code), self.section_typed, str(whole))
        self.class_code = whole
        self.subject.forget_letter()

    def check(self) -> None:
        """Raises a Told when a list is empty, a roll stands in two, or words contradict or belong to nothing."""
        if self.cancelled:
            period = self.period and f"period {self.period}"
            said = (str(self.class_code), self.subject.text(), self.on_typed, period)
            raise CancelledTyped(" ".join(filter(None, said)))
        if self.everyone_absent and self.everyone_present:
            raise SaidTwice(self.everyone_present, self.everyone_absent, "all present")
        if self.everyone_absent and "absent" in self.rolls.by_status:
            raise SaidTwice(self.everyone_absent, " ".join(("absent", *self.rolls.of("absent"))), "absent 4 11")
        self.subject.check(self.items)
        self.rolls.check()
