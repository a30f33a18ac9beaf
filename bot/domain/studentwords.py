"""The words after `/attendance student add`: roll number, name and class, e-mail and first day, in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.domain.classcode import ClassCode, take_class
from bot.domain.errors import Told, quoted
from bot.domain.period import date_at
from bot.domain.record import Typed

EXAMPLE = "`/attendance student add 21CSE061 Asha Rao CSE-2 asha@college.example from 1 Jul`"
DIGIT = re.compile(r"\d")
MAILTO = re.compile(r"<mailto:([^|<>]+)(?:\|[^<>]*)?>")
SINCE = frozenset({"from", "since"})


class WordsLeft(Told):
    """A word with a digit that is neither the roll number nor of the class or the date."""

    def __init__(self, left: Sequence[str]) -> None:
        super().__init__(
            f"I don't know what {', '.join(map(quoted, left))} is. Nothing was saved. Write roll number, name and"
            f" class, as in {EXAMPLE}."
        )


class DayMissing(Told):
    """`from`, and no date after it."""

    def __init__(self, after: Sequence[str]) -> None:
        what = quoted(" ".join(after)) if after else "nothing"
        super().__init__(f"After `from` I read {what}, which is no date. Nothing was saved. Write it as in {EXAMPLE}.")


def read_student(words: Sequence[str], today: date) -> Typed:
    """Who is to be added. The class is the last that stands there, the roll the first other word with a digit.

    What is missing is empty. Raises `WordsLeft`, `DayMissing` or `UnreadableDate`.
    """
    on, rest = _take_first_day(words, today)
    email, rest = _take_email(rest)
    class_code, rest = _take_class(rest)
    roll = next((word for word in rest if DIGIT.search(word)), "")
    name = [word.strip('"') for word in rest if word is not roll]
    if left := [word for word in name if DIGIT.search(word)]:
        raise WordsLeft(left)
    return Typed(roll, " ".join(name), class_code, email, "", on)


def _take_first_day(words: Sequence[str], today: date) -> tuple[date | None, list[str]]:
    for at, word in enumerate(words):
        if word.lower() in SINCE:
            day, taken = date_at(words, at + 1, today)
            if day is None:
                raise DayMissing(words[at + 1 : at + 3])
            return day, [*words[:at], *words[at + 1 + taken :]]
    return None, list(words)


def _take_email(words: Sequence[str]) -> tuple[str, list[str]]:
    """Slack may have made a link of it."""
    plain = [MAILTO.sub(r"\1", word) for word in words]
    found = next((word for word in plain if "@" in word), "")
    return found, [word for word in plain if word is not found]


def _take_class(words: Sequence[str]) -> tuple[str, list[str]]:
    """The class that ends last, as long as it goes; a letter right after it that no name follows is its section."""
    found: tuple[int, int, ClassCode] | None = None
    for at in range(len(words)):
        class_code, rest = take_class(words[at:])
        end = len(words) - len(rest)
        if class_code and (found is None or end > found[1]):
            found = (at, end, class_code)
    if found is None:
        return "", list(words)
    at, end, class_code = found
    before, after = list(words[:at]), list(words[end:])
    named = [word for word in after if not DIGIT.search(word)]
    if before and named and not class_code.section and named == after[:1] and len(named[0]) == 1 and named[0].isalpha():
        return f"{class_code}-{named[0]}", [*before, *after[1:]]
    return str(class_code), [*before, *after]
