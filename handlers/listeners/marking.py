"""Taking attendance: `/attendance mark`, the roster's boxes and buttons, and the card once it is saved."""

from __future__ import annotations

from bot import correcting, drafting, marking, opening
from bot.choosing import Choice
from bot.correcting import Moved
from bot.domain.request import MarkRequest
from bot.domain.rollcall import Card, Held, Status
from bot.marking import Conflict, Press, Redraw
from bot.opening import Roster
from bot.views import answers, cards, rollcalls
from bot.views.blocks import Message, Reader
from bot.views.pressed import (
    CANCEL,
    CHANGE,
    CLOSE,
    CORRECT,
    KEEP,
    MINE,
    OPEN,
    PAGE,
    SAVE,
    TICK,
    UNDO,
    Token,
    read_correction,
    read_group,
    read_held,
    read_state,
)
from handlers.asking import Asking, Command, OnCommand, OnPress, Pressed


def mark(command: Command) -> Message:
    """The roster of a class, the marks typed for it, or the classes there are to mark."""
    if not command.words:
        return answers.due(opening.due_today(command.services, command.by), command.reader)
    request = MarkRequest.read(command.words, today=command.services.clock.today())
    command.about(request.class_code)
    if request.names_marks:
        deed = command.deed("text", request.reason)
        return saved(marking.mark_by_text(command.services, deed, request, command.typed_at), command.reader)
    opened = opening.open_roll_call(command.services, command.by, request)
    if isinstance(opened, Choice):
        holding = Held(request.class_code, opened.on, "", opened.period)
        return rollcalls.choice(opened.options, holding, opened.reason, command.reader)
    return shown(opened, command)


def shown(roster: Roster, asking: Asking, page: int = 0) -> Message:
    """The roster, for whoever asked."""
    return rollcalls.roster(roster.sheet, asking.reader, roster.reason, page)


def saved(outcome: Card | Conflict | Redraw, reader: Reader) -> Message:
    """What a save comes to: the card, or why it was not saved."""
    if isinstance(outcome, Card):
        return cards.card(outcome, reader)
    if isinstance(outcome, Conflict):
        return cards.conflict(outcome.sheet, outcome.differing, outcome.drawn, outcome.reason, reader)
    return rollcalls.roster(outcome.sheet, reader, outcome.reason, note=cards.LIST_CHANGED)


def open_class(press: Pressed) -> Message:
    """The roster of the class on the button."""
    held, reason = read_held(press.value)
    press.about(held.class_code)
    return shown(opening.open_held(press.services, press.by, held, reason), press)


def tick(press: Pressed) -> None:
    """Keep the group's boxes as a draft; the screen has them already."""
    seen, ticks = read_group(press.block_id, press.action.get("selected_options") or [])
    drafting.tick(press.services, press.by, seen, ticks, press.acted_at)


def turn(press: Pressed) -> Message:
    """Another page of a large class, this one's boxes kept."""
    token = Token.read(press.value)
    ticks = read_state(press.values, token.seen)
    drafting.tick(press.services, press.by, token.seen, ticks, press.acted_at)
    deed = press.deed("button", token.reason)
    return shown(opening.reopen(press.services, deed, token.seen.roll_call_id), press, press.number)


def save(press: Pressed) -> Message:
    """Write the day for the whole class."""
    token = Token.read(press.value)
    pressed = Press(token.seen, token.drawn, read_state(press.values, token.seen), press.acted_at)
    return saved(marking.save(press.services, press.deed("button", token.reason), pressed), press.reader)


def close(press: Pressed) -> Message:
    """Put the roster away; nothing is saved, the draft stays."""
    token = Token.read(press.value)
    ticks = read_state(press.values, token.seen)
    closed = drafting.close(press.services, press.deed("button"), token.seen, ticks, press.acted_at)
    return rollcalls.closed(closed.roll_call.held, closed.ticked, press.reader)


def drawn(outcome: Card | Moved, reader: Reader) -> Message:
    """The card, with a word when nothing was done because somebody was faster."""
    if isinstance(outcome, Moved):
        return cards.card(outcome.card, reader, cards.MOVED)
    return cards.card(outcome, reader)


def correct(press: Pressed) -> Message:
    """Give one student another mark."""
    token, student_id, shown = read_correction(press.block_id)
    chosen = Status(press.action["selected_option"]["value"])
    deed = press.deed("button", token.reason)
    return drawn(correcting.correct(press.services, deed, token.seen, student_id, shown, chosen), press.reader)


def cancel(press: Pressed) -> Message:
    """Record that the class was not held."""
    token = Token.read(press.value)
    return drawn(correcting.cancel(press.services, press.deed("button", token.reason), token.seen), press.reader)


def undo(press: Pressed) -> Message:
    """Take the latest change back."""
    token = Token.read(press.value)
    return drawn(correcting.undo(press.services, press.deed("button", token.reason), token.seen), press.reader)


def change(press: Pressed) -> Message:
    """The roster again, with the saved marks."""
    token = Token.read(press.value)
    deed = press.deed("button", token.reason)
    return shown(opening.reopen(press.services, deed, token.seen.roll_call_id), press)


def keep(press: Pressed) -> Message:
    """Leave a conflict as the other teacher saved it."""
    token = Token.read(press.value)
    return cards.card(
        correcting.keep_theirs(press.services, press.deed("button", token.reason), token.seen), press.reader
    )


def use_mine(press: Pressed) -> Message:
    """Save my marks over the other teacher's, as kept when the conflict was shown."""
    token = Token.read(press.value)
    pressed = Press(token.seen, token.drawn, {}, press.acted_at)
    return saved(marking.save(press.services, press.deed("button", token.reason), pressed), press.reader)


COMMANDS: dict[str, OnCommand] = {"mark": mark}
PRESSES: dict[str, OnPress] = {
    OPEN: open_class,
    TICK: tick,
    PAGE: turn,
    SAVE: save,
    CLOSE: close,
    CORRECT: correct,
    CANCEL: cancel,
    UNDO: undo,
    CHANGE: change,
    KEEP: keep,
    MINE: use_mine,
}
