"""A list of students on its way, as admins see it: the form, the progress, what it would do, and what it did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from bot.domain.errors import quoted
from bot.domain.imports import ERASED_SINCE, KINDS, OPERATOR, Import, Outcome, State
from bot.views import forms
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    confirm,
    context,
    escaped,
    listed,
    paragraphs,
    section,
)
from bot.views.forms import Form
from bot.views.importdetails import details, many
from bot.views.pressed import read_back

BEGIN, LOOK, APPLY, DISCARD = "import", "import_look", "import_apply", "import_discard"
FORM, FILE, SINCE = "import", "file", "since"
TITLE = "Import students"
IN_FORM, IN_MESSAGE = "import_form", "import_message"
"""The block the buttons stand in tells where they were pressed."""
MOST_WAITING = 5

HELP = (
    "The first row names the columns. Needed are *Roll No*, *Name* and *Class* (or *Branch*, *Year* and *Section*);"
    " *Email*, *Guardian contact* and *Joined* if you have them. Other words are understood too: Reg No, USN or PRN,"
    " Student name, Dept, Semester, Parent's mobile, Date of joining. More columns do no harm.\n"
    "```Roll No,Name,Class,Email,Guardian contact,Joined\n"
    "21CSE042,Asha Rao,CSE-2-A,asha@college.edu,98450 12345,2026-07-01```"
)
PROMISE = "You are shown first what the file would do. Nothing changes until you press Apply, and marks never do."
IN_A_MESSAGE = "What comes of it is told in a message from me; or press the button in a moment."
ONLY_HERE = (
    "Slack does not let me write to you, so this stands only here, and the file of all errors nowhere. What waits for"
    " Apply is shown again by `/attendance students import`."
)
WHEN = (
    "New students are in their class from this day. Who changes class does so from today, unless the row has a later"
    " date. A day still to come holds for both."
)


def form(since: date, waiting: Sequence[Import], reader: Reader) -> Form:
    """Where a file is put in; those that wait for somebody's Apply stand above it."""
    shown = [_waiting(one, reader) for one in waiting[:MOST_WAITING]]
    fields = [
        forms.field_of(FILE, "The list, as CSV or .xlsx", forms.file(*KINDS)),
        forms.field_of(SINCE, "In their class since (for rows without a date)", forms.day(since), hint=WHEN),
    ]
    return Form(TITLE, [*shown, section(HELP), *fields, context(PROMISE)], FORM, "Check the file")


def _waiting(one: Import, reader: Reader) -> Block:
    sent = f"{_name(one)}, sent by {reader.name(one.made_by)} at {reader.time(one.made_at)}"
    waits = "is being applied" if one.state is State.APPLYING else "waits for Apply"
    return section(f"{sent}, {waits}: {_counts(one.outcome)}.", button("Look at it", LOOK, str(one.import_id)))


@read_back
def read_id(value: str) -> int:
    """The import a button is about."""
    return int(value)


def progress(found: Import, doing: str = "", done: int = 0, of: int = 0) -> Message:
    """How far the work behind is."""
    verb = "Applying" if found.state is State.APPLYING else "Checking"
    how_far = f" {doing}: {done:,} of {of:,}." if done else f" {doing}: {of:,}." if of else ""
    text = f"{verb} {_name(found)}…{how_far}"
    return Message(text, [section(text)])


def held_up(found: Import) -> Message:
    """Slack, or the database, is away for a moment."""
    text = f"{_name(found)}: something is in the way at the moment. Nothing is lost, I try again shortly."
    return Message(text, [section(text)])


def report(found: Import, reader: Reader, attached: bool | None = None, block_id: str = IN_MESSAGE) -> Message:
    """The import as it stands. `attached`: whether all its errors went out as a file; `None` for not known here."""
    told = lines(found, reader, attached, in_form=block_id == IN_FORM)
    blocks = [block for line in told for block in paragraphs(line, 2)]
    return Message(" ".join(told), [*blocks, *_buttons(found, block_id)])


def shown(found: Import, reader: Reader) -> Form:
    """The same in a modal, and where else it is told."""
    told = report(found, reader, block_id=IN_FORM).blocks
    if found.state in (State.WAITING, State.APPLYING):
        return Form(TITLE, [*told, context(IN_A_MESSAGE)])
    if not found.message and found.state in (State.CHECKED, State.REFUSED):
        return Form(TITLE, [*told, context(ONLY_HERE)])
    return Form(TITLE, told)


def errors_name(found: Import) -> str:
    """What the file of errors is called."""
    return f"{PurePath(found.upload.name).stem[:80] or 'students'} errors.csv"


def lines(found: Import, reader: Reader, attached: bool | None, *, in_form: bool = False) -> list[str]:
    """What there is to say, a paragraph each; the first is the headline."""
    outcome, name = found.outcome, _name(found)
    match found.state:
        case State.WAITING:
            return [f"Checking {name}…"]
        case State.APPLYING:
            return [f"Applying {name}… {_counts(outcome)}."]
        case State.DROPPED if outcome.why == ERASED_SINCE:
            return [f"{name}: {ERASED_SINCE}"]
        case State.DROPPED if outcome.rows and outcome.does_nothing:
            text = f"{name}: nothing to do. The college has all of it already: {_counts(outcome)}."
            return [text, *details(found, reader)]
        case State.DROPPED:
            return [f"{name} was discarded. Nothing was changed."]
        case State.REFUSED if not outcome.rows:
            return [f"Nothing was changed. {escaped(outcome.why)}"]
        case State.APPLIED:
            return [f"{name} is applied: {_counts(outcome)}.", *details(found, reader), _by(outcome, reader)]
    why = [escaped(outcome.why)] if outcome.why else []
    return [*why, f"{name}, checked. {_counts(outcome)}.", *_wrong(found, attached, in_form), *details(found, reader)]


def _by(outcome: Outcome, reader: Reader) -> str:
    who = "the operator" if outcome.decided_by == OPERATOR else reader.name(outcome.decided_by)
    return f"Applied by {who}. The audit has every change."


def _counts(outcome: Outcome) -> str:
    """`1,240 rows: 1,180 new, 52 changed, 5 unchanged, 3 errors (row 17: …)`."""
    counts = [f"{outcome.new:,} new", f"{outcome.changed:,} changed", f"{outcome.unchanged:,} unchanged"]
    if outcome.errors:
        first = "".join(f" (row {one.row_number}: {_sentence(one.sentence)})" for one in outcome.wrong[:1])
        counts.append(f"{many(outcome.errors, 'error')}{first}")
    return f"{many(outcome.rows, 'row')}: {', '.join(counts)}"


def _wrong(found: Import, attached: bool | None, in_form: bool) -> list[str]:
    """The first errors, where the rest is, and what to do."""
    outcome, name = found.outcome, escaped(quoted(errors_name(found)))
    if not outcome.errors:
        return []
    more = [f"• Row {one.row_number}: {escaped(one.sentence)}" for one in outcome.wrong[1:]]
    where = {
        True: f"All errors are in the file {name}, which I sent with this message, each beside its row.",
        False: "I could not send you all errors as a file: Slack did not take it.",
        None: f"All errors are in the file {name}, in our direct messages below what I wrote about this list."
        if in_form and found.message
        else "",
    }[attached]
    todo = "Nothing can be applied while there are errors: correct these rows, and send the file again."
    return [*(["\n".join(more)] if more else []), f"{todo} {where}".rstrip()]


def _buttons(found: Import, block_id: str) -> list[Block]:
    value = str(found.import_id)
    match found.state:
        case State.CHECKED:
            apply = button("Apply", APPLY, value, "primary", _confirm(found))
            return [actions(apply, button("Discard", DISCARD, value), block_id=block_id)]
        case State.REFUSED:
            return [actions(button("Send the file again", BEGIN, "again"), block_id=block_id)]
        case State.WAITING | State.APPLYING if block_id == IN_FORM:
            return [actions(button("See the result", LOOK, value), block_id=block_id)]
    return []


def _confirm(found: Import) -> Block:
    outcome = found.outcome
    moving = sum(count for _, _, count in outcome.moving)
    counted = ((moving, "to another class"), (outcome.returns, "back after their removal"))
    of_them = listed([f"{count:,} {what}" for count, what in counted if count])
    question = (
        f"{many(outcome.new, 'student')} will be added and {outcome.changed:,} changed"
        f"{f' ({of_them})' if of_them else ''}. Marks stay as they are."
    )
    return confirm("Apply this list?", question, "Apply", "Not yet")


def _name(found: Import) -> str:
    return escaped(quoted(found.upload.name))


def _sentence(told: str) -> str:
    return escaped(told.rstrip("."))
