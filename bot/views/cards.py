"""A roll call once it is saved: the card, with a menu for each student who is not simply present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.rollcall import Card, Drawn, Line, State, Status
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
    paragraphs,
    section,
    unformatted,
)
from bot.views.pressed import CHANGE, CORRECT, MORE, UNDO, Token, correction_id
from bot.views.rollcalls import labelled, named, title

MOST_MENUS = 35
"""Students with a menu on one page of a card: what a long summary leaves of Slack's 50 blocks."""
SAID_IN_ORDER = (Status.ABSENT, Status.LATE, Status.EXCUSED, Status.ON_DUTY)
MARKS = {
    State.TAKEN: ":white_check_mark:",
    State.CANCELLED: ":no_entry_sign:",
    State.OPEN: ":leftwards_arrow_with_hook:",
}
MOVED = "Somebody changed this meanwhile, so nothing was done. This is how it stands now."


def card(saved: Card, reader: Reader, note: str = "", page: int = 0) -> Message:
    """What replaces the roster once it is saved. `note` is a sentence above it, escaped."""
    call = saved.sheet.roll_call
    labels = roll_labels(line.student for line in saved.sheet.lines)
    token = Token(call.seen, saved.sheet.drawn, page, saved.reason)
    heading = escaped(title(call.held, reader))
    summary = _summary(saved, labels)
    history = _history(saved, reader)
    shown = saved.apart[page * MOST_MENUS : (page + 1) * MOST_MENUS]
    blocks = [
        *([section(f":warning: {note}")] if note else []),
        *paragraphs(f"{MARKS[call.state]} *{heading}*: {summary}"),
        *(_line(line, labels, token) for line in shown),
        context(history),
        _buttons(saved, token),
    ]
    return Message(" ".join(filter(None, (note, f"{heading}: {summary.rstrip('.')}.", history))), blocks)


def _summary(saved: Card, labels: Mapping[int, str]) -> str:
    """`57 present, 3 absent: 04 Asha, 11 Dev, 23 Ravi`."""
    call = saved.sheet.roll_call
    if call.state is State.CANCELLED:
        return "class cancelled. It counts for nobody."
    if call.state is State.OPEN:
        return "taken back. No marks are saved; it counts for nobody until you save it again."
    absent, *others = (_of_status(saved.apart, status, labels) for status in SAID_IN_ORDER)
    present = f"{saved.counts.get(Status.PRESENT, 0)} present, {absent or '0 absent'}"
    unmarked = f"not marked yet: {named(saved.unmarked, labels)}" if saved.unmarked else ""
    return "; ".join(filter(None, (present, *others, unmarked)))


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
    small = Token(token.seen, Drawn(0, 0), token.page, token.reason)
    text = f"{unformatted(labelled(line, labels))}: *{status.word}*"
    return section(text, menu, correction_id(small, line.student.student_id, status))


def _buttons(saved: Card, token: Token) -> Block:
    label = "Change" if saved.sheet.roll_call.state is State.TAKEN else "Mark it"
    row = [button(label, CHANGE, str(token))]
    if saved.undo_until:
        row.append(button("Undo", UNDO, str(token)))
    turned = {"More students": token.page + 1, "Back": token.page - 1}
    last = max(0, len(saved.apart) - 1) // MOST_MENUS
    row += [button(text, f"{MORE}.{to}", str(token)) for text, to in turned.items() if 0 <= to <= last]
    return actions(*row, block_id="card")
