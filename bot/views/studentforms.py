"""The forms to add, change and bring back a student."""

from __future__ import annotations

import json
from datetime import date

from bot.domain.classcode import ClassCode
from bot.domain.record import CLASS, EMAIL, GUARDIAN, NAME, ON, ROLL, Overtaken, Record, Returning, Typed
from bot.views import forms
from bot.views.blocks import Block, Message, Reader, actions, button, confirm, context, section
from bot.views.forms import Filled, Form, field_of
from bot.views.pressed import read_back
from bot.views.records import coming_back, who_changed
from bot.views.students import ADD, EDIT

REMOVE, RETURN = "studentremove", "studentreturn"
"""Action ids. The forms are named `studentadd`, `studentedit` and `studentreturn`."""
BEHIND = "A list you opened before shows this when you open it again."
MOST = 300
"""Characters a field takes: more than are kept, so that too many are refused in our words."""
CLASS_HINT = "Branch and year, and the section if there is one: CSE-2 or CSE-2-A."
EMAIL_HINT = "The one of their Slack profile: it links them to their account."
GUARDIAN_HINT = "A telephone number or an e-mail."
DAY_HINT = "For another class, its first day. Left as it is, that is today."


def add(class_code: ClassCode | None, today: date, edition: str) -> Form:
    """An empty form for a student of that class; another `edition` is empty in the place of an earlier one too."""
    empty = Typed("", "", str(class_code or ""), on=today)
    return Form("Add a student", _fields(empty, "In the class from"), ADD, "Add", edition=edition)


def edit(record: Record, note: str = "") -> Form:
    """The record as it is, with a button to remove the student. `note` is a sentence above it, escaped."""
    shown = Typed.again(record.details, record.since)
    above = [section(f":warning: {note}")] if note else []
    blocks = [*above, *_fields(shown, "In the class since", DAY_HINT), _remove(record)]
    carries = f"{record.student_id}.{record.stamp}"
    return Form("Edit a student", blocks, EDIT, "Save", carries=carries, edition=record.stamp)


def _fields(shown: Typed, since: str, hint: str = "") -> list[Block]:
    def line(initial: str, example: str = "") -> Block:
        return forms.text(initial, most=MOST, placeholder=example)

    return [
        field_of(ROLL, "Roll number", line(shown.roll, "21CSE061")),
        field_of(NAME, "Name", line(shown.name, "Asha Rao")),
        field_of(CLASS, "Class", line(shown.class_code, "CSE-2"), hint=CLASS_HINT),
        field_of(EMAIL, "E-mail", line(shown.email), hint=EMAIL_HINT, optional=True),
        field_of(GUARDIAN, "Guardian contact", line(shown.guardian), hint=GUARDIAN_HINT, optional=True),
        field_of(ON, since, forms.day(shown.on), hint=hint, optional=True),
    ]


def _remove(record: Record) -> Block:
    had = record.details
    question = f"{had.roll_no} {had.name} leaves {had.class_code}. All marks stay, and you can undo this."
    asked = confirm("Remove this student?", question, "Remove", "Keep")
    return actions(button("Remove", REMOVE, str(record.student_id), "danger", asked), block_id="remove")


def read(filled: Filled) -> Typed:
    """What stands in the fields."""
    roll, name, class_code, email, guardian = (filled.text(one) for one in (ROLL, NAME, CLASS, EMAIL, GUARDIAN))
    return Typed(roll, name, class_code, email, guardian, filled.day(ON))


@read_back
def read_carried(carried: str) -> tuple[int, str]:
    """The student a form or button is about, and the stamp of what it showed."""
    student_id, stamp = carried.split(".")
    return int(student_id), stamp


@read_back
def read_number(value: str) -> int:
    """The student a button is about."""
    return int(value)


def overtaken(now: Overtaken, reader: Reader) -> Form:
    """The form as somebody else's change leaves it, in the place of the one that was drawn before."""
    return edit(now.record, who_changed(now.by, reader))


def done(title: str, told: Message, carries: str = "") -> Form:
    """What a form did, in its place. Slack does not let the bot reach the list it was opened from."""
    return Form(title, [*told.blocks, context(BEHIND)], carries=carries)


def bring_back(returning: Returning) -> Form:
    """The question in the place of the form, when the roll number is that of a student who was removed."""
    text = coming_back(returning)
    return Form("Bring them back?", [section(text)], RETURN, "Bring back", carries=_value(returning))


def bring_back_by_button(returning: Returning) -> Message:
    """The same question as a message."""
    text = coming_back(returning)
    row = actions(button("Bring back", RETURN, _value(returning), "primary"), block_id="return")
    return Message(text, [section(text), row])


def _value(returning: Returning) -> str:
    typed = returning.typed
    first = typed.on.isoformat() if typed.on else ""
    parts = [typed.roll, typed.name, typed.class_code, typed.email, typed.guardian, first]
    return json.dumps([returning.record.student_id, *parts], separators=(",", ":"), ensure_ascii=False)


@read_back
def read_returning(value: str) -> tuple[int, Typed]:
    """The student to bring back, and what was typed of them."""
    student_id, roll, name, class_code, email, guardian, first = json.loads(value)
    return int(student_id), Typed(roll, name, class_code, email, guardian, date.fromisoformat(first) if first else None)
