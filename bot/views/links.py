"""Slack users tied to students, and parted."""

from __future__ import annotations

from bot.domain.student import Student
from bot.views.blocks import Message, Reader, section, unformatted


def linked(
    student: Student, slack_user_id: str, was_before: bool, reader: Reader, *, is_staff: bool = False
) -> Message:
    """Who is which student now."""
    who = _who(slack_user_id, reader)
    text = f"{who} linked to {_said(student)} already. Nothing was changed."
    if not was_before:
        text = f"{who} linked to {_said(student)} now: `/attendance me` shows them this student's attendance."
    if is_staff:
        text += f" :warning: They are staff as well; if that is a slip, `/attendance unlink {student.roll_no}`."
    return Message(text, [section(text)])


def taken(student: Student, slack_user_id: str, reader: Reader) -> Message:
    """A link that stands in the way."""
    text = (
        f"{_who(slack_user_id, reader)} linked to {_said(student)}, so nothing was changed. To link otherwise, part"
        f" them first with `/attendance unlink {student.roll_no}`, then link again."
    )
    return Message(text, [section(text)])


def unlinked(student: Student, slack_user_id: str, reader: Reader) -> Message:
    """Who was which student."""
    text = (
        f"{_who(slack_user_id, reader)} no longer linked to {_said(student)}. They stay apart until an admin links them"
        " again or the e-mail of the student's record changes."
    )
    return Message(text, [section(text)])


def _who(slack_user_id: str, reader: Reader) -> str:
    name = reader.name(slack_user_id)
    return "You are" if name == "you" else f"{name} is"


def _said(student: Student) -> str:
    return f"*{unformatted(f'{student.roll_no} {student.name}')}* ({student.class_code})"
