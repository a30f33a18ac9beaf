"""Authenticator apps: `/attendance mfa`, its buttons and forms; and the codes sensitive acts ask for."""

from __future__ import annotations

from bot import access, resetting, verifying
from bot.domain.errors import Told, quoted
from bot.domain.words import mentioned_user
from bot.verifying import Begun
from bot.views import codes
from bot.views.codes import ASK, BELOW, CODE, CONFIRM, MFA, MOVE_AWAY, RENEW_CODES, RESET, SETUP, TAKE_AWAY, Beginning
from bot.views.forms import Form
from handlers.asking import Answer, Asking, Command, OnCommand, OnPress, OnSubmit, Pressed, Submitted


class NotAPerson(Told):
    """Words after `mfa` that name nobody."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't read {quoted(typed)} after `mfa`. Type `/attendance mfa` alone for your own authenticator app, or"
            " `/attendance mfa reset @name` for an admin who lost theirs."
        )


def mfa(command: Command) -> Answer:
    """One's own app; or `reset @user`, somebody else's."""
    words = command.words
    if not words:
        return _own(command, "command")
    user = mentioned_user(words.items[1]) if words.first == "reset" and len(words) > 1 else None
    if user is None or len(words) > 2:
        access.check_admin(command.services, command.by)
        raise NotAPerson(" ".join(words))
    resetting.check(command.services, command.by, user)
    return codes.ask_reset(user)


def reset(press: Pressed) -> Answer:
    """Somebody's app is taken away, and they are told."""
    press.soon.append(resetting.reset(press.services, press.deed("button"), press.value))
    return codes.reset(press.value)


def code(command: Command) -> Answer:
    """A code, typed; or the form for one."""
    if not command.words:
        verifying.check_set_up(command.services, command.by)
        return codes.ask()
    proven = verifying.prove(command.services, command.deed("command"), " ".join(command.words))
    return codes.proven(proven.until, proven.codes_left, command.reader)


def press(press: Pressed) -> Answer:
    """A button that sets an app up, or asks for a code to do something with it."""
    if press.value == SETUP:
        return _own(press, "button")
    verifying.check_set_up(press.services, press.by)
    return codes.first_a_code(press.value)


def _own(asking: Asking, source: str) -> Form:
    own = verifying.set_up(asking.services, asking.deed(source))
    if isinstance(own, Begun):
        return _begun(asking, own)
    return codes.is_set_up(own.since, own.codes_left, own.removable, asking.reader)


def _begun(asking: Asking, own: Begun) -> Form:
    asking.behind.extend(filter(None, [own.picture]))
    return codes.set_up(own.slack_user_id, Beginning(own.at), own.key)


def confirm(form: Submitted) -> Form:
    """The six digits of a new app. Its picture leaves Slack with the answer, not a quarter of an hour later."""
    beginning, deed = Beginning.read(form.carries), form.deed("form")
    recovery = verifying.confirm(form.services, deed, beginning.at, form.filled.text(CODE))
    if beginning.file_id:
        form.soon.append(verifying.forget_file(form.services, beginning.file_id))
    return codes.recovery_codes(recovery, form.by, deed.at, "Your authenticator app is set up.")


def asked(form: Submitted) -> Form | None:
    """A code that was asked for. Back to the form below, or what to do again."""
    proven = verifying.prove(form.services, form.deed("form"), form.filled.text(CODE))
    if form.carries == BELOW and proven.codes_left is None:
        return None
    message = codes.proven(proven.until, proven.codes_left, form.reader, form.carries.removeprefix(BELOW))
    return Form("Code accepted", message.blocks)


def renew_codes(form: Submitted) -> Form:
    """New recovery codes."""
    deed = form.deed("form")
    recovery = verifying.renew_codes(form.services, deed, form.filled.text(CODE))
    return codes.recovery_codes(recovery, form.by, deed.at, "Your earlier recovery codes are worth nothing now.")


def move(form: Submitted) -> Form:
    """Another phone."""
    return _begun(form, verifying.move(form.services, form.deed("form"), form.filled.text(CODE)))


def remove(form: Submitted) -> Form:
    """No app any more."""
    verifying.remove(form.services, form.deed("form"), form.filled.text(CODE))
    return codes.removed()


COMMANDS: dict[str, OnCommand] = {"mfa": mfa, "code": code}
PRESSES: dict[str, OnPress] = {MFA: press, RESET: reset}
FORMS: dict[str, OnSubmit] = {
    ASK: asked,
    CONFIRM: confirm,
    RENEW_CODES: renew_codes,
    MOVE_AWAY: move,
    TAKE_AWAY: remove,
}
