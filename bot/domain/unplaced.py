"""Why students can't change class, in the words whoever wanted it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.domain.enrolment import A_DAY, Marked
from bot.domain.errors import Told
from bot.domain.period import said, said_short


class MarkedSince(Told):
    """Students with marks on or after the day they were to change class. `marked`: the last such mark, by id."""

    field = "on"

    def __init__(self, marked: Mapping[int, Marked], names: str, today: date) -> None:
        self.marked = marked
        self.last = max(marked.values(), key=lambda mark: mark.on)
        were = "was" if len(marked) == 1 else "were"
        fact = f"{names} {were} marked in `{self.last.class_code}` on {said(self.last.on, today)}"
        super().__init__(f"{fact}{self.so(today)}")

    @property
    def first_possible(self) -> date:
        """The first day on which none of these marks is in the way."""
        return self.last.on + A_DAY

    def so(self, today: date) -> str:
        """What follows from it."""
        first = self.first_possible
        return (
            ", and a mark stays in the class it was made in. Nothing was changed. The first day possible is"
            f" {said(first, today)}: write `from {said_short(first, first)} {first.year}`."
        )


class MarkedBefore(MarkedSince):
    """Students with marks before the day they were to have come into the class. `marked`: the first such mark."""

    def so(self, today: date) -> str:
        """They were in it that day already."""
        return (
            f", so they were in it by then. Nothing was changed. The last day possible is {said(self.last.on, today)}."
        )


class TooLateToTakeBack(MarkedSince):
    """Students with marks in the class that they would be taken out of again."""

    def so(self, today: date) -> str:
        """There is no way back."""
        return (
            ", so this can't be undone any more. Nothing was changed. One student goes on from there to another class"
            " with `/attendance transfer 21CSE042 CSE-2`."
        )


class MovedSince(Told):
    """Students who changed class again after what is to be taken back."""

    def __init__(self, names: str) -> None:
        super().__init__(
            f"{names} changed class again since, so this can't be undone. Nothing was changed. Undo the later change"
            " first: `/attendance promote` lists what was done lately."
        )


class BeginsTooLate(Told):
    """A first day in a class when the student has left it, or is in none."""

    field = "on"

    def __init__(self, on: date, today: date) -> None:
        super().__init__(
            f"On {said(on, today)} this student is not in that class any more. Nothing was changed. Choose a day"
            " before they leave it, as in `2026-07-01`."
        )
