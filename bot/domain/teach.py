"""Who is to take which classes in which subjects: the words of `/attendance teach`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.classcode import ClassCode, take_class
from bot.domain.errors import Told, quoted
from bot.domain.request import LONGEST_SUBJECT, reason_apart
from bot.domain.role import Teaching
from bot.domain.subject import AROUND_SUBJECT
from bot.domain.unclear import TooLong
from bot.domain.whom import checked, people_apart, person_apart
from bot.domain.words import Words, plain, same_subject

EXAMPLE = "/attendance teach @meera CSE-2 DBMS"
STOP_EXAMPLE = "/attendance teach @meera stop CSE-2 DBMS"
STOP = frozenset({"stop", "stops", "remove", "drop", "end"})
BEFORE = frozenset({"at", "class", "for", "in", "of", "takes", "teaches", "the", "to"})
"""Said before a class or a subject."""
SUBJECT = frozenset({"new", "subject"})
WRITTEN_CLASS = re.compile(r"[^\W\d_]+-[0-9]{1,2}(?:-\w{1,4})?")


class ClassToTeachMissing(Told):
    """A person and no class."""

    def __init__(self, typed: str, stops: bool) -> None:
        found = f"I can't find a class in {quoted(typed)}." if typed else "Which class?"
        example = STOP_EXAMPLE if stops else EXAMPLE
        super().__init__(
            f"{found} Nothing was changed. Write branch and year, then the subject, as in `{example}`. Leave the"
            " subject out for the whole class."
        )


class FurtherClass(Told):
    """What looks like a class where a subject goes on."""

    def __init__(self, typed: str, subject: str) -> None:
        self.subject = subject
        super().__init__(
            f"I read {quoted(subject)} as one subject, and there is a class in it. Nothing was changed. Put a comma"
            f" before each further class, as in `{EXAMPLE}, {typed.upper()} Signals`; a subject that looks like a class"
            " goes in quotes."
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A class and a subject as typed. The subject's first word may be the section: `settled` knows."""

    class_code: ClassCode
    subject: str = ""

    def settled(self, sections: Collection[str], subjects: Iterable[str]) -> Teaching:
        """The same with a section the class has read as one, and the subject spelled as it is known there."""
        first, _, rest = self.subject.partition(" ")
        code, subject = self.class_code, self.subject
        if not code.section and first.upper() in sections:
            code, subject = ClassCode(code.branch, code.year, first.upper()), rest
        return Teaching(code, next((known for known in sorted(subjects) if same_subject(known, subject)), subject))


@dataclass(frozen=True, slots=True)
class TeachRequest:
    """Somebody is to take these classes, or to take them no longer."""

    slack_user_id: str
    wanted: tuple[Wanted, ...]
    stops: bool = False
    reason: str = ""

    @classmethod
    def read(cls, words: Words) -> TeachRequest:
        """The words after `teach`: a person and classes with their subjects, commas between; `stop` takes them away.

        A part without a class is another subject of the class before it. Raises a `Told`.
        """
        head, reason = reason_apart(words)
        user, _ = person_apart(head, EXAMPLE)
        parts = [others for part in head.parts if (others := people_apart(part, EXAMPLE)[1])]
        stops = _take_stop(parts)
        wanted = wanted_in(part for part in parts if part)
        if not wanted:
            raise ClassToTeachMissing(" ".join(" ".join(part) for part in parts), stops)
        return cls(user, wanted, stops, checked(reason))


def _take_stop(parts: Sequence[list[str]]) -> bool:
    """Whether it says to stop, which is taken out: at the start in any word, at the end of a subject only as `stop`."""
    if not parts:
        return False
    first, last = parts[0], parts[-1]
    if [word.lower() for word in first[:2]] == ["no", "longer"]:
        del first[:2]
    elif first[0].lower() in STOP:
        del first[0]
    elif last[-1].lower() == "stop":
        del last[-1]
    else:
        return False
    return True


def wanted_in(parts: Iterable[Sequence[str]]) -> tuple[Wanted, ...]:
    """What the parts between commas say, each once. Nothing when the first has no class. Raises a `Told`."""
    found: dict[Wanted, None] = {}
    code: ClassCode | None = None
    for part in parts:
        named, rest = _class_in(part)
        code = named or code
        if code is None:
            return ()
        found[Wanted(code, subject_in(rest))] = None
    return tuple(found)


def _class_in(words: Sequence[str]) -> tuple[ClassCode | None, list[str]]:
    """The first class, wherever it stands, and the other words."""
    for at in range(len(words)):
        code, after = take_class(words[at:])
        if code:
            before = list(words[:at])
            while before and before[-1].lower() in BEFORE:
                before.pop()
            return code, [*before, *after]
    return None, list(words)


def subject_in(words: Sequence[str]) -> str:
    """The subject these words are, `""` for none. Raises `TooLong` or `FurtherClass`."""
    left = list(words)
    while left and left[0].lower() in BEFORE | SUBJECT:
        left.pop(0)
    subject = plain(" ".join(word.strip('"') for word in left)).strip(AROUND_SUBJECT)
    further = next((word for word in left if WRITTEN_CLASS.fullmatch(word)), "")
    if further:
        raise FurtherClass(further, subject)
    if len(subject.encode("utf-16-le")) > 2 * LONGEST_SUBJECT:
        raise TooLong("subject", subject, LONGEST_SUBJECT)
    return subject
