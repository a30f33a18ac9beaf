"""What a teacher asks for with `/attendance mark`, in any order a person would type it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.classcode import ClassCode
from bot.domain.reading import Reading
from bot.domain.unclear import ClassMissing, TooLong
from bot.domain.words import Words, mentioned_user, nearest, plain

__all__ = ["MarkRequest", "Words", "mentioned_user", "nearest"]

REASON = re.compile(r"(?:^|(?<=[\s,]))(?:because|reason)\b[\s:,=-]*", re.IGNORECASE)
AROUND_SUBJECT = " -·:'\""
LONGEST_SUBJECT = 60
LONGEST_REASON = 120  # it travels in a `block_id` of 255 characters, beside the rest


@dataclass(frozen=True, slots=True)
class MarkRequest:
    """One roll call somebody wants to see or make.

    `subject` is `""` for none, `period` `""` or `"1"` to `"20"`. `absent`, `late`, `excused` and `on_duty` are rolls as
    typed, not yet looked up, none in two of them. `letter` is a lone letter typed right after the class (`cse 2 a`): it
    may be the section or the subject, and is part of `subject` until `settled` says otherwise.
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
    reason: str = ""
    letter: str = ""
    subject_without_letter: str = ""

    @classmethod
    def read(cls, words: Words, today: date) -> MarkRequest:
        """Reads the words after `mark`; the date is today when none is typed.

        Of two texts that could be the class the first is. Raises a Told: ClassMissing, UnreadableDate, or one of the
        other errors of `unclear`.
        """
        head, reason = _reason_apart(words)
        reading = Reading(head.items, today, glued=False)
        if reading.class_code is None:
            reading = Reading(head.items, today, glued=True)
        code = reading.class_code
        if code is None:
            raise ClassMissing(head.typed)
        reading.check()
        at = reading.letter_at
        letter = "" if at is None else reading.subject[at]
        without = "" if at is None else _subject(reading.subject[:at] + reading.subject[at + 1 :])
        request = cls(
            class_code=code,
            on=reading.on or today,
            subject=_subject(reading.subject),
            new_subject=bool(reading.subject_typed),
            period=reading.period,
            absent=reading.named("absent"),
            late=reading.named("late"),
            excused=reading.named("excused"),
            on_duty=reading.named("on duty"),
            everyone_present=reading.everyone_present,
            reason=reason,
            letter=letter,
            subject_without_letter=without,
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
        return self.everyone_present or any((self.absent, self.late, self.excused, self.on_duty))

    def settled(self, sections: Collection[str], subjects: Collection[str] = ()) -> MarkRequest:
        """The same request with a lone letter after the class read as its section, when the class has that section.

        Not when the subject as typed is one of `subjects`. Sections and subjects compare in any case.
        """
        section = plain(self.letter).upper()
        is_subject = self.subject.upper() in {plain(subject).upper() for subject in subjects}
        if not section or is_subject or section not in {known.upper() for known in sections}:
            return self
        return replace(
            self,
            class_code=replace(self.class_code, section=section),
            subject=self.subject_without_letter,
            letter="",
        )


def _reason_apart(words: Words) -> tuple[Words, str]:
    """The words before `because` or `reason`, and everything after it as typed."""
    match = REASON.search(words.typed)
    return (words.upto(match.start()), words.typed[match.end() :].strip()) if match else (words, "")


def _subject(words: Iterable[str]) -> str:
    """The subject's words in one piece, without quotes or dashes around."""
    return plain(" ".join(words)).strip(AROUND_SUBJECT)
