"""Taking attendance: `/attendance mark`, the roster's boxes and buttons, and the card once it is saved."""

from __future__ import annotations

from bot import correcting, drafting, marking, opening
from bot.auditing import Deed
from bot.choosing import Choice
from bot.correcting import Moved
from bot.disputing import Conflict
from bot.domain.request import MarkRequest
from bot.domain.rollcall import Card, Held
from bot.marking import Press, Redraw
from bot.opening import Roster
from bot.views import answers, cards, conflicts, rollcalls
from bot.views.blocks import Message
from bot.views.pressed import (
    CANCEL,
    CHANGE,
    CHOOSE,
    CLOSE,
    CORRECT,
    KEEP,
    MINE,
    MORE,
    OPEN,
    PAGE,
    SAVE,
    TICK,
    UNDO,
    Token,
    chosen_status,
    read_correction,
    read_group,
    read_held,
    read_state,
)
from handlers.asking import Asking, Command, OnCommand, OnPress, OnSubmit, Pressed

Outcome = Roster | Choice | Card | Moved | Conflict | Redraw


def mark(command: Command) -> Message:
    """The roster of a class, the marks typed for it, or the classes there are to mark."""
    if not command.words:
        return answers.due(opening.due_today(command.services, command.by), command.reader)
    request = MarkRequest.read(command.words, today=command.services.clock.today())
    if request.names_marks:
        deed = command.deed("text", request.reason)
        return shown(marking.mark_by_text(command.services, deed, request, command.typed_at), command)
    return shown(opening.open_roll_call(command.services, command.by, request), command)


def shown(outcome: Outcome, asking: Asking, page: int = 0) -> Message:
    """What opening, saving or correcting a roll call comes to, for whoever asked; noted in the activity log."""
    reader = asking.reader
    match outcome:
        case Choice(options, on, period, reason):
            return rollcalls.choice(options, Held(options[0].class_code, on, "", period), reason, reader)
        case Moved(saved):
            asking.about(saved.sheet.roll_call.held.class_code)
            return cards.card(saved, reader, cards.MOVED)
    asking.about(outcome.sheet.roll_call.held.class_code)
    match outcome:
        case Card():
            return cards.card(outcome, reader, page=page)
        case Conflict(sheet, differing, drawn, made, reason):
            return conflicts.conflict(sheet, differing, made, reader, drawn, reason)
        case Redraw(sheet, reason):
            return rollcalls.roster(sheet, reader, reason, note=conflicts.LIST_CHANGED)
        case Roster(sheet, reason):
            return rollcalls.roster(sheet, reader, reason, page)


def open_class(press: Pressed) -> Message:
    """The roster of the class on the button."""
    held, reason = read_held(press.value)
    return shown(opening.open_held(press.services, press.by, held, reason), press)


def choose(press: Pressed) -> Message:
    """The class on the button, in whatever subject the person takes it."""
    held, reason = read_held(press.value)
    request = MarkRequest(held.class_code, held.on, reason=reason)
    return shown(opening.open_roll_call(press.services, press.by, request), press)


def tick(press: Pressed) -> None:
    """Keep the group's boxes as a draft; the screen has them already."""
    seen, ticks = read_group(press.block_id, press.action.get("selected_options") or [])
    press.about(drafting.tick(press.services, press.by, seen, ticks, press.acted_at).held.class_code)


def _carried(press: Pressed) -> tuple[Token, Deed]:
    """What the button knows, and the deed it is pressed for."""
    token = Token.read(press.value)
    return token, press.deed("button", token.reason)


def turn(press: Pressed) -> Message:
    """Another page of a large class, this one's boxes kept."""
    token, deed = _carried(press)
    return shown(marking.turn(press.services, deed, _pressed(press, token)), press, press.number)


def save(press: Pressed) -> Message:
    """Write the day for the whole class."""
    token, deed = _carried(press)
    return shown(marking.save(press.services, deed, _pressed(press, token)), press)


def _pressed(press: Pressed, token: Token) -> Press:
    return Press(token.seen, token.drawn, read_state(press.values, token.seen), press.acted_at)


def close(press: Pressed) -> Message:
    """Put the roster away; nothing is saved, the draft stays."""
    token = Token.read(press.value)
    ticks = read_state(press.values, token.seen)
    closed = drafting.close(press.services, press.by, token.seen, ticks, press.acted_at)
    press.about(closed.roll_call.held.class_code)
    return rollcalls.closed(closed.roll_call.held, closed.ticked, press.reader, token.reason)


def correct(press: Pressed) -> Message:
    """Give one student another mark."""
    token, student_id, was = read_correction(press.block_id)
    deed, now = press.deed("button", token.reason), chosen_status(press.action)
    return shown(correcting.correct(press.services, deed, token.seen, student_id, was, now), press, token.page)


def cancel(press: Pressed) -> Message:
    """Record that the class was not held."""
    token, deed = _carried(press)
    return shown(correcting.cancel(press.services, deed, token.seen), press)


def undo(press: Pressed) -> Message:
    """Take the latest change back."""
    token, deed = _carried(press)
    return shown(correcting.undo(press.services, deed, token.seen), press)


def change(press: Pressed) -> Message:
    """The roster again, with the saved marks."""
    token, deed = _carried(press)
    return shown(opening.reopen(press.services, deed, token.seen.roll_call_id), press)


def more(press: Pressed) -> Message:
    """The next students of a card that has more than fit."""
    token, deed = _carried(press)
    return shown(correcting.look(press.services, deed, token.seen), press, press.number)


def keep(press: Pressed) -> Message:
    """Leave a conflict as the other teacher saved it."""
    token, deed = _carried(press)
    return shown(correcting.keep_theirs(press.services, deed, token.seen), press)


def use_mine(press: Pressed) -> Message:
    """Save my marks over the other teacher's, as kept when the conflict was shown."""
    token, deed = _carried(press)
    pressed = Press(token.seen, token.drawn, {}, press.acted_at)
    return shown(marking.save(press.services, deed, pressed), press)


COMMANDS: dict[str, OnCommand] = {"mark": mark}
PRESSES: dict[str, OnPress] = {
    OPEN: open_class,
    CHOOSE: choose,
    TICK: tick,
    PAGE: turn,
    SAVE: save,
    CLOSE: close,
    CORRECT: correct,
    CANCEL: cancel,
    UNDO: undo,
    CHANGE: change,
    MORE: more,
    KEEP: keep,
    MINE: use_mine,
}
FORMS: dict[str, OnSubmit] = {}
