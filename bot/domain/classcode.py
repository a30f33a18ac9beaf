"""A class: branch, year and optional section, read however it is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import Told, quoted
from bot.domain.words import plain

LONGEST_BRANCH = 10
BRANCH = r"(?P<branch>[^\W\d_]+(?: ?& ?[^\W\d_]+)*)"
YEAR = r"[ _/-]*0?(?P<year>1[0-2]|[1-9])"
SECTION = r"(?P<section>[^\W\d_][^\W_]{0,3})"
WRITTEN = re.compile(rf"{BRANCH}{YEAR}(?:[ _/-]*{SECTION})?")
# Several words: a section needs a visible join, and is one letter when spaces stand around that (`CSE - 2 - DBMS`).
IN_WORDS = re.compile(rf"{BRANCH}{YEAR}(?:[_/-]?{SECTION}|(?: [_/-] ?|[_/-] )(?P<lone>[^\W\d_]))?")
MOST_WORDS = 7  # `AI & DS - 2 - A`


class UnreadableClass(Told):
    def __init__(self, typed: str) -> None:
        super().__init__(f"I can't read {quoted(typed)} as a class. Write branch and year, as in `CSE-2`.")


@dataclass(frozen=True, slots=True, order=True)
class ClassCode:
    """`CSE-2` or `CSE-2-A`. Without a section it means all sections of that branch and year.

    `branch` is upper case, 1 to 10 characters; `year` is 1 to 12; `section` is `""` or 1 to 4 characters.
    """

    branch: str
    year: int
    section: str = ""

    @classmethod
    def read(cls, typed: str) -> ClassCode:
        """The class a text names, in any case, with space, hyphen, underscore, slash or nothing between the parts.

        Raises UnreadableClass.
        """
        found = _match(WRITTEN, typed)
        if found is None:
            raise UnreadableClass(typed)
        return found

    def __str__(self) -> str:
        return "-".join(filter(None, (self.branch, str(self.year), self.section)))

    def covers(self, other: ClassCode) -> bool:
        """Whether every student of `other` belongs to this class: `CSE-2` covers `CSE-2-A`, not the reverse."""
        return (self.branch, self.year) == (other.branch, other.year) and self.section in ("", other.section)

    def shares(self, other: ClassCode) -> bool:
        """Whether students of one may sit in the other: one covers the other."""
        return self.covers(other) or other.covers(self)


def take_class(words: Sequence[str]) -> tuple[ClassCode | None, list[str]]:
    """The class at the front of the words and the words after it; (None, all words) when none stands there.

    A section in a word of its own is not taken (`cse 2 a` gives CSE-2 and `a`): a subject may be one letter too, and
    only the class's real sections can tell.
    """
    for taken in range(min(MOST_WORDS, len(words)), 0, -1):
        found = _match(IN_WORDS, " ".join(words[:taken]))
        if found is not None:
            return found, list(words[taken:])
    return None, list(words)


def _match(pattern: re.Pattern[str], typed: str) -> ClassCode | None:
    match = pattern.fullmatch(plain(typed).upper())
    if match is None:
        return None
    parts = match.groupdict()
    branch = parts["branch"].replace(" ", "")
    section = parts["section"] or parts.get("lone") or ""
    if len(branch) > LONGEST_BRANCH or not (branch.replace("&", "") + section[:1]).isalpha():
        return None
    return ClassCode(branch, int(parts["year"]), section)
