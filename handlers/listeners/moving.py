"""Changing classes: `/attendance transfer`, `promote` and `split`, their preview, and Undo."""

from __future__ import annotations

from bot import access, moving, promoting
from bot.clock import microseconds
from bot.domain.movement import read_promotion, read_split, read_transfer
from bot.domain.promotion import Asked, Plan
from bot.views import moving as cards
from bot.views import promoting as previews
from bot.views.blocks import Message
from bot.views.moving import TAKE_BACK
from bot.views.promoting import LEAVE_IT, PROMOTE
from handlers.asking import Asking, Command, OnCommand, OnPress, OnSubmit, Pressed


def transfer(command: Command) -> Message:
    """One student into another class, at once."""
    access.check_admin(command.services, command.by)
    asked = read_transfer(command.words, command.services.clock.today())
    command.about(asked.target)
    done = moving.transfer(command.services, command.deed("command", asked.reason), asked)
    return cards.transferred(done, command.reader)


def promote(command: Command) -> Message:
    """What promoting a class would do; alone, what was moved lately."""
    if not command.words:
        return cards.lately(moving.lately(command.services, command.by), command.reader)
    access.check_admin(command.services, command.by)
    return _shown(command, read_promotion(command.words, command.services.clock.today()))


def split(command: Command) -> Message:
    """What splitting a class into sections would do."""
    access.check_admin(command.services, command.by)
    return _shown(command, read_split(command.words, command.services.clock.today()))


def _shown(command: Command, asked: Asked) -> Message:
    command.about(asked.source)
    return _preview(command, promoting.preview(command.services, command.by, asked))


def _preview(asking: Asking, plan: Plan, note: str = "") -> Message:
    return previews.preview(plan, asking.reader, microseconds(asking.services.clock.now()), note)


def do(press: Pressed) -> Message:
    """Do what the preview showed; or show it anew, when the class has changed since."""
    asked, shown = previews.read_value(press.value)
    press.about(asked.source)
    outcome = promoting.promote(press.services, press.deed("button", asked.reason), asked, shown)
    if isinstance(outcome, Plan):
        return _preview(press, outcome, previews.CHANGED)
    return cards.done(outcome, press.reader)


def leave_it(_press: Pressed) -> Message:
    """Put the preview away."""
    return previews.left_alone()


def take_back(press: Pressed) -> Message:
    """Undo a transfer, a promotion or a split."""
    promotion_id = cards.read_value(press.value)
    return cards.undone(moving.undo(press.services, press.deed("button"), promotion_id), press.reader)


COMMANDS: dict[str, OnCommand] = {"transfer": transfer, "promote": promote, "split": split}
PRESSES: dict[str, OnPress] = {PROMOTE: do, LEAVE_IT: leave_it, TAKE_BACK: take_back}
FORMS: dict[str, OnSubmit] = {}
