"""Which roll call a teacher means: the class and subject they typed, held against those they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot import access
from bot.domain.classcode import ClassCode
from bot.domain.errors import Told, quoted
from bot.domain.request import MarkRequest
from bot.domain.role import Person, Teaching
from bot.domain.rollcall import Held
from bot.domain.words import nearest, same_subject
from bot.store import members, sheets, students


@dataclass(frozen=True, slots=True)
class Choice:
    """The class and subject could be any of these; the rest of the request is settled."""

    options: tuple[Teaching, ...]
    on: date
    period: str = ""
    reason: str = ""


class SubjectNotKnown(Told):
    """Words that are no subject anybody has in that class, nor anything else the bot reads."""

    def __init__(self, typed: str, class_code: ClassCode, known: frozenset[str]) -> None:
        listed = f"Subjects there: {', '.join(sorted(known))}." if known else f"`{class_code}` has no subjects yet."
        super().__init__(
            f"I don't know a subject {quoted(typed)} in `{class_code}`, so nothing was saved.{_guess(typed, known)}"
            f" {listed} To start a new one, write the word subject before it: `/attendance mark {class_code} subject"
            " Physics`."
        )


class SubjectNotTaken(Told):
    """Words that are no subject the teacher takes in that class, nor anything else the bot reads."""

    def __init__(self, typed: str, options: list[Teaching]) -> None:
        yours = ", ".join(f"`{option}`" for option in options)
        super().__init__(
            f"I don't know what {quoted(typed)} means there: you don't take it as a subject, so nothing was saved."
            f"{_guess(typed, [option.subject for option in options])} You take {yours}. Example:"
            f" `/attendance mark {options[0]} absent 4 11`."
        )


def _guess(typed: str, known: Iterable[str]) -> str:
    close = nearest(typed, known)
    return f" Did you mean `{close}`?" if close else ""


def settle(tx: Connection, person: Person, request: MarkRequest) -> Held | Choice:
    """The one roll call a request means for this person, or the classes and subjects it could mean."""
    if request.letter:  # `cse 2 a`: section A where there is one, otherwise a subject
        sections = {code.section for code in students.sections(tx, request.class_code)}
        request = request.settled(sections, _subjects(tx, request.class_code))
    class_code, subject = request.class_code, request.subject
    options = _options(person, class_code)
    if subject:
        options = _in_subject(tx, person, class_code, subject, options, request.new_subject)
    else:
        options = [option for option in options if not option.subject] or options
        if not _own(person, class_code):
            options += [Teaching(class_code, known) for known in _subjects(tx, class_code)]
    if len(options) == 1:
        return Held(options[0].class_code, request.on, options[0].subject, request.period)
    return Choice(tuple(sorted(options)), request.on, request.period, request.reason)


def _own(person: Person, class_code: ClassCode) -> list[Teaching]:
    """What a typed class can mean among the classes they take: it, or the sections of it that are theirs."""
    return [Teaching(class_code, t.subject) for t in person.teachings if t.class_code.covers(class_code)] + [
        t for t in person.teachings if class_code.covers(t.class_code) and class_code != t.class_code
    ]


def _options(person: Person, class_code: ClassCode) -> list[Teaching]:
    options = _own(person, class_code) or ([Teaching(class_code)] if person.is_admin else [])
    if not options:
        raise access.ClassNotTaken(person, class_code)
    return options


def _in_subject(
    tx: Connection, person: Person, class_code: ClassCode, typed: str, options: list[Teaching], is_new: bool
) -> list[Teaching]:
    fitting = [option for option in options if same_subject(option.subject, typed)]
    if fitting:
        return fitting
    whole = [option for option in options if not option.subject]
    if not whole and not person.is_admin:
        raise SubjectNotTaken(typed, options)
    known = _subjects(tx, class_code)
    matching = next((name for name in known if same_subject(name, typed)), typed if is_new else None)
    if matching is None:
        raise SubjectNotKnown(typed, class_code, known)
    return [Teaching(option.class_code, matching) for option in whole or [Teaching(class_code)]]


def _subjects(tx: Connection, class_code: ClassCode) -> frozenset[str]:
    return members.subjects_taught(tx, class_code) | sheets.subjects_held(tx, class_code)
