"""What a teacher asks for with `/attendance mark`, in any order a person would type it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.classcode import ClassCode
from bot.domain.reading import GUESSES, Reading
from bot.domain.unclear import ClassMissing, TooLong
from bot.domain.words import QUOTED, Words, mentioned_user, nearest, plain, same_subject

__all__ = ["MarkRequest", "Words", "mentioned_user", "nearest", "same_subject"]

REASON = re.compile(rf"(?:^|(?<=[\s,]))(?:{QUOTED}|(?P<said>(?:because|reason)\b[\s:,=-]*))", re.IGNORECASE)
LONGEST_SUBJECT = 60
LONGEST_REASON = 120  # it travels in a `block_id` of 255 characters, beside the rest


@dataclass(frozen=True, slots=True)
class MarkRequest:
    """One roll call somebody wants to see or make.

    `subject` is `""` for none, `period` `""` or `"1"` to `"20"`. `absent`, `late`, `excused` and `on_duty` are rolls as
    typed, not yet looked up, none in two of them; `4-7` stays as it is for `find_rolls`. Whoever is in none of them is
    present, or with `everyone_absent` absent; `absent` is empty then. `letter` is a lone letter typed right after the
    class (`cse 2 a`): it may be the section or the subject, and is part of `subject` until `settled` says otherwise.
    """

    class_code: ClassCode
    on: date
    subject: str = ""
    new_subject: bool = False
    period: str = ""
    absent: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    on_duty: tuple[str, ...] = ()
    everyone_present: bool = False
    everyone_absent: bool = False
    reason: str = ""
    letter: str = ""
    subject_without_letter: str = ""

    @classmethod
    def read(cls, words: Words, today: date) -> MarkRequest:
        """Reads the words after `mark`; the date is today when none is typed.

        Of two texts that could be the class the first is. Raises a Told: ClassMissing, UnreadableDate, or one of the
        other errors of `unclear`.
        """
        head, reason = reason_apart(words)
        readings = (Reading(head.items, today, guess) for guess in GUESSES)
        reading = next((reading for reading in readings if reading.class_code), None)
        if reading is None or reading.class_code is None:
            raise ClassMissing(head.typed)
        reading.check()
        letter = reading.subject.letter
        request = cls(
            class_code=reading.class_code,
            on=reading.on or today,
            subject=reading.subject.text(),
            new_subject=bool(reading.subject.keyword),
            period=reading.period,
            absent=reading.rolls.of("absent"),
            late=reading.rolls.of("late"),
            excused=reading.rolls.of("excused"),
            on_duty=reading.rolls.of("on duty"),
            everyone_present=bool(reading.everyone_present),
            everyone_absent=bool(reading.everyone_absent),
            reason=reason,
            letter=letter,
            subject_without_letter=reading.subject.text(without_letter=True) if letter else "",
        )
        request._check_lengths()
        return request.settled([letter]) if letter and request.new_subject else request

    def _check_lengths(self) -> None:
        for what, typed, most in (
            ("subject", self.subject, LONGEST_SUBJECT),
            ("reason", self.reason, LONGEST_REASON),
        ):
            if len(typed.encode("utf-16-le")) > 2 * most:  # as JavaScript counts, where an emoji is two
                raise TooLong(what, typed, most)

    @property
    def names_marks(self) -> bool:
        """Whether the text itself says who was what, so that no roster is needed."""
        return (
            self.everyone_present or self.everyone_absent or any((self.absent, self.late, self.excused, self.on_duty))
        )

    def settled(self, sections: Collection[str], subjects: Collection[str] = ()) -> MarkRequest:
        """The same request with a lone letter after the class read as its section, when the class has that section.

        Not when the subject as typed is one of `subjects`. Sections and subjects compare in any case.
        """
        section = plain(self.letter).upper()
        is_subject = any(same_subject(self.subject, subject) for subject in subjects)
        if not section or is_subject or section not in {known.upper() for known in sections}:
            return self
        return replace(
            self,
            class_code=replace(self.class_code, section=section),
            subject=self.subject_without_letter,
            letter="",
        )


def reason_apart(words: Words) -> tuple[Words, str]:
    """The words before `because` or `reason`, and everything after it as typed."""
    match = next((match for match in REASON.finditer(words.typed) if match["said"]), None)
    return (words.upto(match.start()), words.typed[match.end() :].strip()) if match else (words, "")
