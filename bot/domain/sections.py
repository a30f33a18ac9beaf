"""A class split into sections: who was typed for which, and whom that means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.classcode import ClassCode, UnreadableClass
from bot.domain.errors import Told, quoted
from bot.domain.student import Found, Student, find_rolls, normal_roll
from bot.domain.words import plain

SECTION = re.compile(r"(?:(?:section|sec)[ .-]*)?([a-z][a-z0-9]{0,3})", re.IGNORECASE)
RANGE = re.compile(r"(?P<prefix>.*?)(?P<first>[0-9]{1,6})-(?P=prefix)?(?P<last>[0-9]{1,6})")
JOINS = frozenset({"to", "till", "until", "through", "-"})
SAID_BETWEEN = frozenset(
    {"and", "into", "section", "sections", "sec", "sec.", "in", "as", "the", "roll", "rolls", "no"}
)
REST = frozenset({"rest", "others", "other", "remaining", "everyone", "everybody"})
MARKS = re.compile(r"[:;=&+()\[\],]")
MOST_IN_RANGE = 1000
MOST_TYPED = 1000
"""Characters: they travel in a button of 2,000, beside the rest."""
EXAMPLE = "`/attendance split CSE-2 A 1-30 B 31-60`"


class PartsUnclear(Told):
    """Sections and rolls that cannot be read; nothing was changed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} Nothing was changed. Write each section and its rolls, as in {EXAMPLE}.")


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its rolls as typed, ranges too, and whether everybody not named goes there."""

    section: str
    rolls: tuple[str, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Allotted:
    """Who goes into which section, by student id, and numbers within a range that are nobody's."""

    sections: dict[int, str]
    nobody: tuple[str, ...]


def read_parts(items: Sequence[str], source: ClassCode) -> tuple[Part, ...]:
    """`A 1-30 B 31 to 60`, `section A: 1, 2, 5 and B rest`. Raises `PartsUnclear`."""
    if sum(map(len, items)) > MOST_TYPED:
        raise PartsUnclear("That is more than I can keep in one go: write ranges, or split in two steps.")
    rolls: dict[str, list[str]] = {}
    resting: set[str] = set()
    section = ""
    for word in _joined([piece for item in items for piece in MARKS.sub(" ", plain(item)).split()]):
        if found := _section(word, source):
            section = found
            rolls.setdefault(section, [])
        elif word.lower() in SAID_BETWEEN:
            continue
        elif not section or not (word.lower() in REST or any(char.isdigit() for char in word)):
            raise PartsUnclear(f"I don't know what {quoted(word)} means there.")
        elif word.lower() in REST:
            resting.add(section)
        else:
            rolls[section].append(word)
    return _checked(tuple(Part(one, tuple(typed), one in resting) for one, typed in rolls.items()))


def allot(parts: Sequence[Part], students: Sequence[Student]) -> Allotted:
    """Whom the parts mean among these students. Raises `PartsUnclear` naming all that is not clear."""
    nobody: list[str] = []
    sections: dict[int, str] = {}
    for part in parts:
        found, missing = _found(part, students)
        nobody += missing
        for student in found.students:
            if sections.setdefault(student.student_id, part.section) != part.section:
                raise PartsUnclear(f"{quoted(student.roll_no)} is named for two sections.")
    for part in parts:
        if part.rest:
            sections |= {one.student_id: part.section for one in students if one.student_id not in sections}
    return Allotted(sections, tuple(nobody))


def _checked(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    for part in parts:
        if not part.rolls and not part.rest:
            raise PartsUnclear(f"No roll number follows `{part.section}`.")
    if sum(part.rest for part in parts) > 1:
        raise PartsUnclear("The rest can go into one section only.")
    return parts


def _joined(words: Sequence[str]) -> Iterator[str]:
    """The words, with `31 to 60` made one."""
    at = 0
    while at < len(words):
        joins = at + 2 < len(words) and words[at + 1].lower() in JOINS
        if joins and words[at][-1].isdigit() and words[at + 2][-1].isdigit():
            yield f"{words[at]}-{words[at + 2]}"
            at += 3
        else:
            yield words[at]
            at += 1


def _section(word: str, source: ClassCode) -> str:
    """The section a word names, alone or as the whole class (`CSE-2-A`); `""` for any other word."""
    if word.lower() in SAID_BETWEEN | REST | JOINS:
        return ""
    if match := SECTION.fullmatch(word):
        return match[1].upper()
    try:
        code = ClassCode.read(word)
    except UnreadableClass:
        return ""
    same = (code.branch, code.year) == (source.branch, source.year)
    return code.section if same else ""


def _found(part: Part, students: Sequence[Student]) -> tuple[Found, list[str]]:
    """Whom the part names; of a range, only the numbers that are somebody's, and those that are not."""
    known = {normal_roll(student.roll_no) for student in students}
    single = [roll for roll in part.rolls if normal_roll(roll) in known or not RANGE.fullmatch(roll)]
    spanned = [number for roll in part.rolls if roll not in single for number in _numbers(roll)]
    named, ranged = find_rolls(single, students), find_rolls(spanned, students)
    ambiguous = [*named.ambiguous, *ranged.ambiguous]
    if named.unknown or ambiguous:
        unclear = ", ".join(map(quoted, [*named.unknown, *(typed for typed, _ in ambiguous)]))
        raise PartsUnclear(f"I can't tell who {unclear} is in this class.")
    if spanned and not ranged.students:
        raise PartsUnclear(f"Nobody in this class is among {', '.join(map(quoted, set(part.rolls) - set(single)))}.")
    return Found((*named.students, *ranged.students)), list(ranged.unknown)


def _numbers(typed: str) -> list[str]:
    """`21CSE001` to `21CSE030` for `21CSE001-030`; numbers keep their zeros."""
    match = RANGE.fullmatch(typed)
    if match is None:
        return [typed]
    first, last = int(match["first"]), int(match["last"])
    if not first < last < first + MOST_IN_RANGE:
        raise PartsUnclear(f"I can't read {quoted(typed)} as a range: write from the lower to the higher.")
    return [f"{match['prefix']}{number:0{len(match['first'])}d}" for number in range(first, last + 1)]
