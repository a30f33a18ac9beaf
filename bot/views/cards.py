"""A roll call once it is saved: the card, a conflict between two teachers, and what was done meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.rollcall import Card, Drawn, Line, RollCall, Sheet, State, Status
from bot.domain.student import roll_labels
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    context,
    escaped,
    option,
    section,
    unformatted,
)
from bot.views.pressed import CHANGE, CORRECT, KEEP, MINE, UNDO, Token, correction_id
from bot.views.rollcalls import labelled, named, title

MOST_MENUS = 44
"""Students with a menu of their own: what is left of Slack's 50 blocks."""
SAID_IN_ORDER = (Status.ABSENT, Status.LATE, Status.EXCUSED, Status.ON_DUTY)


def card(saved: Card, reader: Reader, note: str = "") -> Message:
    """What replaces the roster once it is saved. `note` is a sentence above it, escaped."""
    call = saved.sheet.roll_call
    labels = roll_labels(line.student for line in saved.sheet.lines)
    token = Token(call.seen, saved.sheet.drawn, 0, saved.reason)
    heading = escaped(title(call.held, reader))
    summary = _summary(saved, labels)
    history = _history(saved, reader)
    menus = [_line(line, labels, token) for line in saved.apart[:MOST_MENUS]]
    blocks = [
        *([section(f":warning: {note}")] if note else []),
        section(f"{_mark(call)} *{heading}*: {summary}"),
        *menus,
        *([context(f"{len(saved.apart) - MOST_MENUS} more: press *Change*.")] if len(saved.apart) > MOST_MENUS else []),
        context(history),
        _buttons(saved, token),
    ]
    return Message(" ".join(filter(None, (note, f"{heading}: {summary}", history))), blocks)


def _mark(call: RollCall) -> str:
    return {
        State.TAKEN: ":white_check_mark:",
        State.CANCELLED: ":no_entry_sign:",
        State.OPEN: ":leftwards_arrow_with_hook:",
    }[call.state]


def _summary(saved: Card, labels: Mapping[int, str]) -> str:
    """`57 present, 3 absent: 04 Asha, 11 Dev, 23 Ravi`."""
    call = saved.sheet.roll_call
    if call.state is State.CANCELLED:
        return "class cancelled. It counts for nobody."
    if call.state is State.OPEN:
        return "taken back. No marks are saved; it counts for nobody until you save it again."
    said = [_of_status(saved.apart, status, labels) for status in SAID_IN_ORDER]
    unmarked = f"not marked yet: {named(saved.unmarked, labels)}" if saved.unmarked else ""
    return "; ".join(
        filter(
            None, (f"{saved.counts.get(Status.PRESENT, 0)} present, " + (said[0] or "0 absent"), *said[1:], unmarked)
        )
    )


def _of_status(lines: Sequence[Line], status: Status, labels: Mapping[int, str]) -> str:
    theirs = [line for line in lines if line.status is status]
    return f"{len(theirs)} {status.word}: {named(theirs, labels)}" if theirs else ""


def _history(saved: Card, reader: Reader) -> str:
    call = saved.sheet.roll_call
    verb = "Cancelled" if call.state is State.CANCELLED else "Saved"
    who = f"{verb} by {reader.name(call.taken_by)} at {reader.time(call.taken_at)}." if call.taken_at else ""
    undo = f"Undo until {reader.time(saved.undo_until)}." if saved.undo_until else ""
    why = f"Reason: {unformatted(saved.reason)}." if saved.reason else ""
    return " ".join(filter(None, (who, undo, why))) or "Not saved."


def _line(line: Line, labels: Mapping[int, str], token: Token) -> Block:
    """One student with the menu that corrects their mark."""
    status = line.status or Status.PRESENT
    menu: Block = {
        "type": "static_select",
        "action_id": CORRECT,
        "placeholder": {"type": "plain_text", "text": "Make them…"},
        "options": [option(one.word.capitalize(), one.value) for one in Status if one is not status],
    }
    small = Token(token.seen, Drawn(0, 0), 0, token.reason)
    text = f"{unformatted(labelled(line, labels))}: *{status.word}*"
    return section(text, menu, correction_id(small, line.student.student_id, status))


def _buttons(saved: Card, token: Token) -> Block:
    label = "Change" if saved.sheet.roll_call.state is State.TAKEN else "Mark it"
    row = [button(label, CHANGE, str(token))]
    if saved.undo_until:
        row.append(button("Undo", UNDO, str(token)))
    return actions(*row, block_id="card")


def conflict(sheet: Sheet, differing: Sequence[Line], drawn: Drawn, reason: str, reader: Reader) -> Message:
    """Somebody saved in between: who, when, and the students the two would mark differently."""
    call = sheet.roll_call
    labels = roll_labels(line.student for line in sheet.lines)
    token = str(Token(call.seen, drawn, 0, reason))
    heading = escaped(title(call.held, reader))
    what = _what_happened(call, reader)
    rows = [
        f"{unformatted(labelled(line, labels))}: theirs {_said(line.status)}, yours {line.wanted.word}"
        for line in differing
    ]
    lines = rows if call.state is State.TAKEN else []
    blocks = [
        section(f":warning: *{heading}*: {what} Nothing of theirs was overwritten, and your marks are kept."),
        *([section("\n".join(f"• {row}" for row in lines))] if lines else []),
        actions(button("Keep theirs", KEEP, token), button("Use mine", MINE, token, "primary"), block_id="conflict"),
    ]
    spoken = (
        f"{heading}: {what} Nothing was overwritten. {'; '.join(lines)}{'.' if lines else ''} Keep theirs, or use mine?"
    )
    return Message(spoken, blocks)


def _said(status: Status | None) -> str:
    return status.word if status else "not marked"


def _what_happened(call: RollCall, reader: Reader) -> str:
    if call.state is State.OPEN or call.taken_at is None:
        return "a save was taken back since you opened this roster."
    verb = "recorded this class as cancelled" if call.state is State.CANCELLED else "saved it"
    name = reader.name(call.taken_by)
    return f"{name} {verb} at {reader.time(call.taken_at)}, after you opened this roster."


MOVED = "Somebody changed this meanwhile, so nothing was done. This is how it stands now."
LIST_CHANGED = (
    "The class list changed while you were marking, so nothing was saved yet. Your ticks are kept: check them, and save"
    " again."
)
