"""What can be unclear in the words of `/attendance mark`, and what the person is told then."""

from __future__ import annotations

from bot.domain.errors import Told, quoted
from bot.domain.student import MOST_IN_SPAN

LAST_PERIOD = 20


class NobodyNamed(Told):
    """A status with no roll number after it."""

    def __init__(self, status: str) -> None:
        none = " When everybody is present, write `all present`." if status == "absent" else ""
        super().__init__(f"No roll number follows `{status}`. Write who, as in `{status} 4 11`.{none}")


class NamedTwice(Told):
    """One roll under two statuses."""

    def __init__(self, roll: str, first: str, second: str) -> None:
        super().__init__(
            f"{quoted(roll)} stands under both `{first}` and `{second}`. Name each student once, as in "
            f"`{first} 4 {second} 7`."
        )


class NamesTyped(Told):
    """Names, or other words, between roll numbers."""

    def __init__(self, typed: str, status: str) -> None:
        super().__init__(
            f"Nothing was saved: I can't read {quoted(typed)}. Write only roll numbers, without names, as in "
            f"`{status} 4 11`."
        )


class UnclearSpan(Told):
    """Rolls from one to another that are no range of numbers."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't read {quoted(typed)} as roll numbers. Write from the lower to the higher, at most "
            f"{MOST_IN_SPAN}, as in `absent 4 to 7`, or write each one, as in `absent 4 5 6 7`."
        )


class CancelledTyped(Told):
    """`cancelled`, which is recorded with a button. `roll_call` is the class, and what else was typed of it."""

    def __init__(self, roll_call: str) -> None:
        command = quoted(f"/attendance mark {roll_call}")
        super().__init__(
            f"Nothing was saved: a cancelled class is recorded on its roster. Open it with {command} and press "
            "*Class cancelled*."
        )


class PresentNamed(Told):
    """Rolls of those present, where absentees are expected."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't use {quoted(typed)}: name only who is not present, as in `absent 4 11`; the others are marked "
            "present. When nobody is absent, write `all present`."
        )


class NumbersAlone(Told):
    """Numbers that follow no status."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"I can't tell what {quoted(typed)} is for. For roll numbers, write as in `absent 4 11`.")


class UnreadablePeriod(Told):
    """A period that no day has."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't read {quoted(typed)} as a period. They go from 1 to {LAST_PERIOD}, as in `period 3`."
        )


class SaidTwice(Told):
    """Two things of which a roll call has one: dates, periods, sections, or everybody present and absent."""

    def __init__(self, first: str, second: str, example: str) -> None:
        super().__init__(f"I read both {quoted(first)} and {quoted(second)}. Write one of them, as in `{example}`.")


class SubjectMissing(Told):
    """The word `subject` and nothing after it."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"No subject follows {quoted(typed)}. Write its name, as in `subject DBMS`.")


class ClassMissing(Told):
    """No class anywhere in the words."""

    def __init__(self, typed: str) -> None:
        found = f"I can't find a class in {quoted(typed)}." if typed.strip() else "Which class?"
        super().__init__(f"{found} Write branch and year, as in `/attendance mark CSE-2 absent 4 11`.")


class TooLong(Told):
    """A subject or reason longer than what is kept of it."""

    def __init__(self, what: str, typed: str, most: int) -> None:
        super().__init__(f"The {what} {quoted(typed)} is too long; please say it in at most {most} characters.")
