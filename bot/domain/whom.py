"""Whom an admin means, and as what: the words of `/attendance role`, `link`, `unlink` and `staff`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told, quoted
from bot.domain.request import reason_apart
from bot.domain.role import Role
from bot.domain.unclear import SaidTwice, TooLong
from bot.domain.words import Words, mentioned_user, nearest

ROLES = {
    "admin": Role.ADMIN,
    "admins": Role.ADMIN,
    "administrator": Role.ADMIN,
    "teacher": Role.TEACHER,
    "teachers": Role.TEACHER,
    "lecturer": Role.TEACHER,
    "professor": Role.TEACHER,
    "faculty": Role.TEACHER,
    "student": Role.STUDENT,
    "students": Role.STUDENT,
}
SMALL = frozenset({"a", "an", "as", "be", "is", "of", "please", "the", "to", "with"})
LONGEST_REASON = 200


class NobodyMeant(Told):
    """No person in the words."""

    def __init__(self, typed: str, example: str) -> None:
        found = f"I find no person in {quoted(typed)}." if typed else "Whom do you mean?"
        super().__init__(f"{found} Type `@` and choose the person from Slack's list, as in `{example}`.")


class NotAPerson(Told):
    """A name typed after `@` that Slack made no person of, or a group, or a channel."""

    def __init__(self, typed: str, example: str) -> None:
        super().__init__(
            f"{quoted(typed)} did not reach me as a person. Type `@` and choose the person from Slack's list, as in"
            f" `{example}`."
        )


class SeveralPeople(Told):
    """More than one person."""

    def __init__(self, example: str) -> None:
        super().__init__(f"One person at a time, please, as in `{example}`. Nothing was changed.")


class RoleMissing(Told):
    """A person and no role."""

    def __init__(self) -> None:
        super().__init__(
            f"Which role? Write `admin`, `teacher` or `student` after the person, as in `{ROLE_EXAMPLE}`. Student means"
            " no longer staff."
        )


class UnreadableRole(Told):
    """Words that are no role."""

    def __init__(self, typed: str) -> None:
        close = nearest(typed, [role.value for role in Role])
        guess = f" Did you mean `{close}`?" if close else ""
        super().__init__(
            f"I can't read {quoted(typed)} as a role, so nothing was changed.{guess} Write `admin`, `teacher` or"
            f" `student`, as in `{ROLE_EXAMPLE}`."
        )


class RollMissing(Told):
    """A person and no roll number."""

    def __init__(self) -> None:
        super().__init__(f"Which student? Write the whole roll number after the person, as in `{LINK_EXAMPLE}`.")


class SeveralRolls(Told):
    """More words than one roll number."""

    def __init__(self, typed: str, example: str) -> None:
        super().__init__(f"I can't read {quoted(typed)} as one roll number. Write it whole, as in `{example}`.")


class NothingToUnlink(Told):
    """`unlink` and nothing after it."""

    def __init__(self) -> None:
        super().__init__(f"Whom? Write the person or the roll number, as in `{UNLINK_EXAMPLE}`.")


ROLE_EXAMPLE = "/attendance role @meera teacher"
LINK_EXAMPLE = "/attendance link @asha 21CSE042"
UNLINK_EXAMPLE = "/attendance unlink 21CSE042"
STAFF_EXAMPLE = "/attendance staff CSE-2"


def people_apart(words: Iterable[str], example: str) -> tuple[str, list[str]]:
    """The one person among the words, `""` for nobody, and the other words. Raises `NotAPerson` or `SeveralPeople`."""
    people: dict[str, None] = {}
    others = []
    for word in words:
        user = mentioned_user(word)
        if user:
            people[user] = None
        elif word.startswith(("@", "<")):
            raise NotAPerson(word, example)
        else:
            others.append(word)
    if len(people) > 1:
        raise SeveralPeople(example)
    return next(iter(people), ""), others


def person_apart(words: Iterable[str], example: str) -> tuple[str, list[str]]:
    """The same where somebody must be named. Raises `NobodyMeant` too."""
    user, others = people_apart(words, example)
    if not user:
        raise NobodyMeant(" ".join(others), example)
    return user, others


def checked(reason: str) -> str:
    """The reason somebody gave. Raises `TooLong`."""
    if len(reason) > LONGEST_REASON:
        raise TooLong("reason", reason, LONGEST_REASON)
    return reason


def _without_small(words: Iterable[str]) -> list[str]:
    return [word for word in words if word.lower() not in SMALL]


@dataclass(frozen=True, slots=True)
class RoleRequest:
    """Somebody is to be an admin, a teacher, or no longer staff."""

    slack_user_id: str
    role: Role
    reason: str = ""

    @classmethod
    def read(cls, words: Words) -> RoleRequest:
        """The words after `role`, in any order. Raises a `Told`."""
        head, reason = reason_apart(words)
        user, others = person_apart(head, ROLE_EXAMPLE)
        typed = [word for word in _without_small(others) if word.lower() != "role"]
        unread = [word for word in typed if word.lower() not in ROLES]
        if unread:
            raise UnreadableRole(" ".join(unread))
        if not typed:
            raise RoleMissing
        roles = {ROLES[word.lower()]: word for word in typed}
        if len(roles) > 1:
            first, second, *_ = roles.values()
            raise SaidTwice(first, second, ROLE_EXAMPLE)
        return cls(user, next(iter(roles)), checked(reason))


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """Somebody is a student, or is not: `slack_user_id` and `roll` as typed, one of them `""` in an unlinking."""

    slack_user_id: str
    roll: str
    reason: str = ""

    @classmethod
    def read(cls, words: Words) -> LinkRequest:
        """The words after `link`, in any order. Raises a `Told`."""
        head, reason = reason_apart(words)
        user, others = person_apart(head, LINK_EXAMPLE)
        roll = _roll(others, LINK_EXAMPLE)
        if not roll:
            raise RollMissing
        return cls(user, roll, checked(reason))

    @classmethod
    def read_unlink(cls, words: Words) -> LinkRequest:
        """The words after `unlink`: the person, the roll number or both. Raises a `Told`."""
        head, reason = reason_apart(words)
        user, others = people_apart(head, UNLINK_EXAMPLE)
        roll = _roll([word for word in others if word.lower() != "from"], UNLINK_EXAMPLE)
        if not user and not roll:
            raise NothingToUnlink
        return cls(user, roll, checked(reason))


def _roll(words: Iterable[str], example: str) -> str:
    """The one roll number, as typed; `""` for none."""
    rolls = [word for word in _without_small(words) if word.lower() not in ("roll", "no", "no.", "number")]
    if len(rolls) > 1:
        raise SeveralRolls(" ".join(rolls), example)
    return rolls[0] if rolls else ""


@dataclass(frozen=True, slots=True)
class StaffRequest:
    """Whom of the staff somebody wants to see: everybody, those of a class, or one person."""

    class_code: ClassCode | None = None
    slack_user_id: str = ""

    @classmethod
    def read(cls, words: Words) -> StaffRequest:
        """The words after `staff`. Raises a `Told`."""
        user, others = people_apart(words, "/attendance staff @meera")
        return cls(ClassCode.read(" ".join(others)) if others else None, user)
