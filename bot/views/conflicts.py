"""Two people at one roll call: who changed it, when, and the students the two would mark differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.rollcall import Drawn, Line, Made, Sheet, State, Status
from bot.domain.student import roll_labels
from bot.views.blocks import Message, Reader, actions, button, escaped, paragraphs, section, unformatted
from bot.views.pressed import KEEP, MINE, Token
from bot.views.rollcalls import labelled, title

DID = {
    "save": "saved it",
    "correct": "corrected a mark in it",
    "cancel": "recorded this class as cancelled",
    "undo": "took a change back",
}
LIST_CHANGED = (
    "The class list changed while you were marking, so nothing was saved yet. Your ticks are kept: check them, and save"
    " again."
)


def conflict(
    sheet: Sheet, differing: Sequence[Line], made: Made | None, reader: Reader, drawn: Drawn, reason: str
) -> Message:
    """Nothing was overwritten: keep theirs, or use mine."""
    call = sheet.roll_call
    labels = roll_labels(line.student for line in sheet.lines)
    token = str(Token(call.seen, drawn, 0, reason))
    heading = escaped(title(call.held, reader))
    what = _what_happened(made, reader)
    rows = _rows(call.state, differing, labels)
    blocks = [
        section(f":warning: *{heading}*: {what} Nothing of theirs was overwritten, and your marks are kept."),
        *paragraphs("\n".join(f"• {row}" for row in rows), most=40),
        actions(button("Keep theirs", KEEP, token), button("Use mine", MINE, token, "primary"), block_id="conflict"),
    ]
    spoken = f"{heading}: {what} Nothing was overwritten. {'; '.join(rows)}. Keep theirs, or use mine?"
    return Message(spoken, blocks)


def _rows(state: State, differing: Sequence[Line], labels: Mapping[int, str]) -> list[str]:
    """Student by student; where theirs has no marks at all, only who of mine is not simply present."""
    if state is State.TAKEN:
        return [f"{_who(line, labels)}: theirs {_said(line.status)}, yours {line.wanted.word}" for line in differing]
    apart = [f"{_who(line, labels)}: yours {line.wanted.word}" for line in differing if line.wanted != Status.PRESENT]
    present = sum(line.wanted is Status.PRESENT for line in differing)
    return [f"theirs has no marks; yours has {present} present", *apart]


def _who(line: Line, labels: Mapping[int, str]) -> str:
    return unformatted(labelled(line, labels))


def _said(status: Status | None) -> str:
    return status.word if status else "not marked"


def _what_happened(made: Made | None, reader: Reader) -> str:
    if made is None:
        return "it was changed since you opened it."
    return f"{reader.name(made.by)} {DID[made.action]} at {reader.time(made.at)}, after you opened it."
