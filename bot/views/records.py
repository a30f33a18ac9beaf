"""What was done to a student's record, said: added, changed, brought back, removed, erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.domain.enrolment import Placed
from bot.domain.period import said
from bot.domain.record import Doomed, Enrolled, Erased, PutBack, Record, Removed, Returning
from bot.views.blocks import Message, Reader, actions, button, confirm, escaped, header, mention, section, unformatted
from bot.views.pressed import read_back
from bot.views.students import ADD, EDIT

UNDO_REMOVAL, ERASE = "studentback", "studenterase"


def saved(enrolled: Enrolled, reader: Reader) -> Message:
    """A student was added, changed or brought back: what was done, and how the record is now."""
    record, code = enrolled.record, str(enrolled.record.details.class_code)
    told = (_done(enrolled, reader), _opened(enrolled), *_dropped(enrolled.placed, reader), _parted(enrolled))
    note = " ".join(filter(None, told))
    line = record_line(record, reader)
    row = actions(button("Add another", ADD, code), button("Edit", EDIT, str(record.student_id)), block_id="saved")
    return Message(f"{note} {line}.", [section(note), section(line), row])


def _done(enrolled: Enrolled, reader: Reader) -> str:
    record = enrolled.record
    name = f"*{unformatted(record.details.name)}*"
    if enrolled.action == "edit":
        changes = "; ".join(_changes(enrolled, reader))
        return f"Saved: {changes}." if changes else "All of it is saved: this is what the record says."
    if enrolled.action == "there":
        return f"{name} is in `{record.details.class_code}` already, just so. Nothing was added."
    where = f"in `{enrolled.placed.after if enrolled.placed else record.details.class_code}`"
    where += f" from {said(record.since, reader.today)} on" if record.since and record.since > reader.today else " now"
    if enrolled.action == "return":
        return f"{name} is back, {where}, with all earlier marks."
    return f"{name} is {where}."


def _changes(enrolled: Enrolled, reader: Reader) -> Iterator[str]:
    """`name Asha → Asha Rao`, `class CSE-2 → CSE-3`, `from Thu 1 Jul 2027`."""
    for what, (old, new) in enrolled.changes.items():
        if what == "from":
            days = [said(date.fromisoformat(day), reader.today) for day in (old, new) if day]
            yield f"from {' → '.join(days)}"
        else:
            yield f"{what} {_or_nothing(old)} → {_or_nothing(new)}"


def _or_nothing(value: str | None) -> str:
    return unformatted(value) if value else "nothing"


def _opened(enrolled: Enrolled) -> str:
    if not enrolled.opens:
        return ""
    code = enrolled.placed.after if enrolled.placed else enrolled.record.details.class_code
    return f"Nobody else is in `{code}`: if that is a slip, press *Edit*."


def _parted(enrolled: Enrolled) -> str:
    if not enrolled.parted:
        return ""
    return (
        f"{mention(enrolled.parted)}, whom the earlier e-mail had linked, is no longer linked to this student. Whoever"
        " has the new one in Slack is, when they next use me."
    )


def _dropped(placed: Placed | None, reader: Reader) -> Iterator[str]:
    """What was planned for after the change, and is not to come any more."""
    if placed:
        stays = {(period.class_code, period.first) for period in placed.steps.became.periods}
        for period in placed.steps.was.periods:
            if period.first > placed.on and (period.class_code, period.first) not in stays:
                yield f"The move to `{period.class_code}` planned for {said(period.first, reader.today)} is off."


def record_line(record: Record, reader: Reader) -> str:
    """`21CSE061 Asha Rao · CSE-2 since Wed 1 Jul · asha@college.example · guardian 98470 12345`."""
    had = record.details
    since = f" since {said(record.since, reader.today)}" if record.since else ""
    if record.since and record.since > reader.today:
        since = f" from {said(record.since, reader.today)}"
    parts = [f"{unformatted(had.roll_no)} *{unformatted(had.name)}*", f"{had.class_code}{since}"]
    parts += [unformatted(had.email or ""), had.guardian_contact and f"guardian {unformatted(had.guardian_contact)}"]
    return " · ".join(filter(None, parts))


def who_changed(by: str | None, reader: Reader) -> str:
    """Why a form was not saved."""
    who = reader.name(by)
    who = "You" if who == "you" else "Somebody" if who == "somebody" else who
    return f"{who} changed this record after the form was opened, so nothing was saved. This is what it says now."


def coming_back(returning: Returning) -> str:
    """Whose the roll number is, and what bringing them back does."""
    had, typed = returning.record.details, returning.typed
    whose = f"{_code(had.roll_no)} is the roll number of *{unformatted(had.name)}*, who was removed from"
    return (
        f"{whose} `{had.class_code}`. Is it the same person? Then bring them back into"
        f" {_code(typed.class_code)} as *{unformatted(typed.name)}*, with all their marks. If it is somebody"
        " else, they need a roll number of their own: nothing was saved."
    )


def removed(gone: Removed, reader: Reader) -> Message:
    """A student was removed: what stays, and how they come back."""
    had = gone.record.details
    again = _code(f"/attendance student add {had.roll_no} {had.name} {had.class_code}")
    told = (
        f"{unformatted(had.roll_no)} *{unformatted(had.name)}* was removed from `{had.class_code}`.",
        *_leaving_later(gone, reader),
        *_dropped(gone.placed, reader),
        _marks(gone.marks),
        f"To bring them back later, add the same roll number again, as in {again}.",
    )
    first = gone.record.since.isoformat() if gone.record.since else ""
    row = actions(button("Undo", UNDO_REMOVAL, f"{gone.record.student_id}.{first}"), block_id="removed")
    return Message(" ".join(told), [section(" ".join(told)), row])


def _code(text: str) -> str:
    """Letter by letter, as something to type."""
    return f"`{escaped(text.replace('`', ''))}`"


def _leaving_later(gone: Removed, reader: Reader) -> Iterator[str]:
    if gone.placed and gone.placed.on > reader.today:
        yield f"They were marked today, so they leave on {said(gone.placed.on, reader.today)}."


@read_back
def read_removed(value: str) -> tuple[int, date | None]:
    """The student who was removed, and the first day in the class they were removed from."""
    student_id, first = value.split(".")
    return int(student_id), date.fromisoformat(first) if first else None


def _marks(marks: int) -> str:
    if not marks:
        return "They had no marks."
    return "Their one mark stays." if marks == 1 else f"Their {marks:,} marks stay."


def back(done: PutBack, reader: Reader) -> Message:
    """A removal was undone."""
    had = done.record.details
    told = [f"*{unformatted(had.name)}* is in `{had.class_code}` again.", f"{record_line(done.record, reader)}."]
    for one in done.planned:
        told.append(f"The move to `{one.class_code}` planned for {said(one.first, reader.today)} is on again.")
    text = " ".join(told)
    return Message(text, [section(text)])


def doomed(one: Doomed, reader: Reader) -> Message:
    """What erasing takes away for good, what stays, and the button that does it."""
    had, marks = one.record.details, f"{one.marks:,} {'mark' if one.marks == 1 else 'marks'}"
    heading = f"Erase {had.roll_no} {had.name}?"
    told = (
        record_line(one.record, reader),
        "*Goes for good*: name, roll number, e-mail, guardian contact, the link to Slack, the place in every list.",
        f"*Stays, without a name*: {marks}, so that what was counted for the class stays right, and the entries of the"
        " audit, which do not show these values any more.",
        "This cannot be undone, not by anybody. For a student who only leaves, type"
        f" {_code(f'/attendance student remove {had.roll_no}')}.",
    )
    asked = confirm("Erase for good?", f"{had.roll_no} {had.name}: nobody can bring this back.", "Erase", "Keep")
    erase = button("Erase for good", ERASE, f"{one.record.student_id}.{one.record.stamp}", "danger", asked)
    blocks = [header(heading), *map(section, told), actions(erase, block_id="erase")]
    return Message(f"{unformatted(heading)} {' '.join(told)}", blocks)


def erased(left: Erased) -> Message:
    """Nothing says any more who it was."""
    marks = f" {left.marks:,} {'mark stays' if left.marks == 1 else 'marks stay'} without a name." if left.marks else ""
    text = f"Erased. The record reads `{left.roll_no}` now, and is in no list.{marks}"
    return Message(text, [section(text)])
