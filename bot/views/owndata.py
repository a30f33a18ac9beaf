"""A student's own data as the sheets of a workbook, and the messages around it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from bot.domain.owndata import Changed, Marked, OwnData
from bot.domain.rollcall import Held
from bot.domain.tab import Tab
from bot.views.blocks import Message, section

CHANGED = ("When", "Who", "From where", "What", "Class", "Date", "Subject", "Period", "Old", "New")
MARKED = ("Date", "Class", "Subject", "Period", "You were", "Counted", "Why not", "Marked by", "Marked on")
NOTES = (
    "This is everything your college's attendance bot keeps on you.",
    "You: your record. Classes: the classes you sat in. Roll calls: each roll call of your classes, and what you were."
    " Changes: who changed what of your record and your marks.",
    "A person is given by their name, where the bot knows it, and their Slack user id.",
    "The reasons staff gave for changes are not here, as they may name others. You can ask your college's office.",
    "What others can see of it: your teachers your roll number, name and marks; the office all of it.",
)


def on_its_way() -> Message:
    """What is said when a student asked for it."""
    text = (
        "Your data is on its way: an Excel file with your record, your classes, each of your roll calls and every"
        " change of them. You'll find it in your direct messages with me."
    )
    return Message(text, [section(text)], replaces=False)


def comes(data: OwnData) -> Message:
    """The message above the file."""
    marks, changes = len(data.marks), len(data.changes)
    text = (
        f"Everything I keep on you: {marks:,} {'roll call' if marks == 1 else 'roll calls'},"
        f" {changes:,} {'change' if changes == 1 else 'changes'}. Only you get this file."
    )
    return Message(text, [section(text)])


def tabs(data: OwnData, made: datetime, zone: tzinfo) -> tuple[Tab, ...]:
    """The sheets. Times are the college's."""
    classes = tuple((str(one.class_code), one.first, one.last) for one in data.classes)
    return (
        Tab("You", ("What", "Value"), tuple(_you(data, made.astimezone(zone)))),
        Tab("Classes", ("Class", "From", "Until"), classes),
        Tab("Roll calls", MARKED, tuple(_marked(one, data, zone) for one in data.marks)),
        Tab("Changes", CHANGED, tuple(_changed(one, data, zone) for one in data.changes)),
        Tab("About this file", ("Note",), tuple((note,) for note in NOTES)),
    )


def _you(data: OwnData, made: datetime) -> Iterator[tuple[str, object]]:
    had = data.record.details
    yield "Roll number", had.roll_no
    yield "Name", had.name
    yield "Class", str(had.class_code)
    yield "E-mail", had.email
    yield "Guardian contact", had.guardian_contact
    yield "Slack user id", data.record.slack_user_id
    yield "As of", made.replace(tzinfo=None)


def _marked(one: Marked, data: OwnData, zone: tzinfo) -> tuple[object, ...]:
    entry, why_not = one.entry, one.entry.why_not(data.counting)
    said = (entry.said, "no" if why_not else "yes", why_not)
    return (*_held(entry.held), *said, _person(one.by, data), _local(one.at, zone))


def _held(held: Held) -> tuple[object, ...]:
    return held.on, str(held.class_code), held.subject, held.period


def _changed(one: Changed, data: OwnData, zone: tzinfo) -> tuple[object, ...]:
    held = one.held
    where = (str(held.class_code), held.on, held.subject, held.period) if held else ("", None, "", "")
    return (_local(one.at, zone), _person(one.by, data), one.source, one.what, *where, one.old, one.new)


def _person(slack_user_id: str | None, data: OwnData) -> str:
    """`Meera Iyer (U123)`."""
    if not slack_user_id:
        return ""
    name = "you" if slack_user_id == data.record.slack_user_id else data.names.get(slack_user_id)
    return f"{name} ({slack_user_id})" if name else slack_user_id


def _local(instant: datetime | None, zone: tzinfo) -> datetime | None:
    """As a spreadsheet has it: the college's wall clock, without a zone."""
    return instant and instant.astimezone(zone).replace(tzinfo=None, microsecond=0)
