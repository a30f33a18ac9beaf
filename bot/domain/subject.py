"""The words of `/attendance mark` that nothing else took: the subject, or a mistake that has to be named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.domain.phrases import NUMBER_LIKE
from bot.domain.unclear import NamesTyped, NumbersAlone, SubjectMissing
from bot.domain.words import plain

AROUND_SUBJECT = " -·:'\""


@dataclass(frozen=True, slots=True)
class Part:
    """One word and where it stands. `after` is the status whose roll stands before it.

    What is `sure` is in quotes or follows the word `subject`.
    """

    at: int
    word: str
    after: str = ""
    sure: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it could be a roll typed without a status."""
        return not self.sure and NUMBER_LIKE.fullmatch(self.word) is not None


class SubjectWords:
    """The words of the subject, as they are found. `keyword` is the word `subject` as typed."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.keyword = ""
        self._letter: Part | None = None

    def __bool__(self) -> bool:
        return bool(self.parts)

    def add(self, at: int, word: str, *, after: str = "", sure: bool = False) -> None:
        self.parts.append(Part(at, word, after, sure))

    def add_letter(self, at: int, letter: str) -> None:
        """A lone letter after the class, which may be its section."""
        self._letter = Part(at, letter)
        self.parts.append(self._letter)

    def forget_letter(self) -> None:
        """The letter is certainly no section."""
        self._letter = None

    @property
    def letter(self) -> str:
        return self._letter.word if self._letter else ""

    def ends_before(self, at: int) -> bool:
        """Whether the word before could go on there, as `Maths` does in `Maths 2`."""
        return bool(self.parts) and self.parts[-1].at == at - 1 and not self.parts[-1].word.endswith('"')

    def text(self, without_letter: bool = False) -> str:
        """The subject in one piece, without quotes or dashes around."""
        words = (part.word.strip('"') for part in self.parts if not (without_letter and part is self._letter))
        return plain(" ".join(words)).strip(AROUND_SUBJECT)

    def check(self, items: Sequence[str]) -> None:
        """Raises NamesTyped, SubjectMissing or NumbersAlone; `items` are all words."""
        self._check_names(items)
        if self.keyword and not self.parts:
            raise SubjectMissing(self.keyword)
        numbers = [part.word for part in self.parts if part.is_number]
        begun_by_one = any(run[0].is_number for run in self._runs())
        if begun_by_one or (len(numbers) > 1 and not self.keyword):
            raise NumbersAlone(" ".join(numbers))

    def _check_names(self, items: Sequence[str]) -> None:
        """`absent 4 Dev 11 Kavya`: a word between rolls, or words after rolls beside a subject elsewhere."""
        runs = [run for run in self._runs() if run != [self._letter]]
        named = [run for run in runs if run[0].after and not any(char.isdigit() for char in run[0].word)]
        if named and (len(runs) > 1 or _holds_rolls(named[0])):
            typed = items[named[0][0].at - 1 : named[-1][-1].at + 1]
            raise NamesTyped(" ".join(typed), named[0][0].after)

    def _runs(self) -> Iterator[list[Part]]:
        """The parts that stand side by side."""
        for _, run in groupby(enumerate(self.parts), lambda numbered: numbered[1].at - numbered[0]):
            yield [part for _, part in run]


def _holds_rolls(run: Sequence[Part]) -> bool:
    """Whether there are numbers, other than one digit at the end, which could be the subject's (`Maths 2`)."""
    numbers = [part for part in run if part.is_number]
    return bool(numbers) and (numbers != [run[-1]] or len(run[-1].word) > 1)
