"""Authenticator apps and codes: the forms that set one up, ask for a code, and show what must be written down."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import microseconds
from bot.domain.code import in_fours
from bot.domain.errors import Told
from bot.views import answers
from bot.views.blocks import Block, Message, Reader, actions, button, confirm, context, escaped, mention, section
from bot.views.forms import Form, field_of, text
from bot.views.pressed import read_back

MFA = "mfa"
"""Action ids `mfa.setup`, `mfa.codes` …: what is wanted."""
RESET = "mfa_reset"
SETUP, CODES, MOVE, REMOVE = "setup", "codes", "move", "remove"
ASK, CONFIRM = "code", "mfa_confirm"
RENEW_CODES, MOVE_AWAY, TAKE_AWAY = "mfa_codes", "mfa_move", "mfa_remove"
"""The forms. Those of the second line ask for a code to do what they say."""
CODE = "code"
"""The field of all of them."""
LONGEST_TYPED = 1000
"""Characters of a command that are kept while its code is asked for."""
MENTIONED = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
BELOW = "below"
"""What a form that asks for a code carries when it stands above the form that needs it."""
FEW = 4
EITHER = "Code from your app, or a recovery code"
ASKED_FIRST = {
    CODES: (RENEW_CODES, "New recovery codes", "Make them", "The recovery codes you have end when you get new ones."),
    MOVE: (MOVE_AWAY, "Another phone", "Go on", "The codes of this phone end when you go on. Have the other at hand."),
    REMOVE: (TAKE_AWAY, "Remove", "Remove", "Once your app is removed, no code is asked of you any more."),
}
"""By button: the form's name, title, button and words."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a set-up form carries: since when its secret waits, and the picture it shows, if any."""

    at: datetime
    file_id: str = ""

    def __str__(self) -> str:
        return json.dumps([self.at.isoformat(), self.file_id])

    @classmethod
    @read_back
    def read(cls, carried: str) -> Beginning:
        """Back from the form."""
        at, file_id = json.loads(carried)
        return cls(datetime.fromisoformat(at), str(file_id))


def set_up(slack_user_id: str, beginning: Beginning, key: str, *, picture_failed: bool = False) -> Form:
    """How an app is set up: the picture to scan once there is one, and always the key to type by hand."""
    app = "*1.* Have an authenticator app on your phone: Google or Microsoft Authenticator, Aegis, 1Password, any."
    return Form(
        "Authenticator app",
        [
            section(app),
            *_picture(beginning.file_id, picture_failed),
            section(f"Or type this key into it, as a time-based one: `{in_fours(key)}`"),
            field_of(CODE, "3. The six digits it shows now", text(most=20, placeholder="123456")),
        ],
        name=CONFIRM,
        submit="Confirm",
        carries=str(beginning),
        external_id=form_id(slack_user_id, beginning.at),
    )


def form_id(slack_user_id: str, at: datetime) -> str:
    """By which the picture finds its form."""
    return f"{MFA}.{slack_user_id}.{microseconds(at)}"


def _picture(file_id: str, failed: bool) -> list[Block]:
    if failed:
        return [section("*2.* Add an account in it. Slack does not show the QR code just now, so please type the key.")]
    if not file_id:
        return [section("*2.* Scan the QR code with it. It appears here in a moment.")]
    picture = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "QR code for your authenticator app"}
    return [section("*2.* Scan this QR code with it."), picture]


def recovery_codes(codes: Sequence[str], slack_user_id: str, at: datetime, done: str) -> Form:
    """The recovery codes, this once, after what was done. Has another id than the form before, so that no picture that
    comes late covers them."""
    told = (
        f"{done} *Write these recovery codes down*, or print them, and keep them away from your phone: each gets you in"
        " once when you don't have it. They are not shown again."
    )
    listed = "\n".join(codes)
    other_id = f"{form_id(slack_user_id, at)}.done"
    return Form("Recovery codes", [section(told), section(f"```{listed}```")], close="Done", external_id=other_id)


def is_set_up(since: datetime, codes_left: int, removable: bool, reader: Reader) -> Form:
    """An app that counts, and what can be done about it."""
    buttons = [
        button("New recovery codes", f"{MFA}.{CODES}", CODES),
        button("Move to another phone", f"{MFA}.{MOVE}", MOVE),
    ]
    if removable:
        buttons.append(button("Remove", f"{MFA}.{REMOVE}", REMOVE, "danger"))
    required = "" if removable else " Your college requires an app of every admin."
    note = f"Each of these asks for a code first.{required}"
    told = f"Your authenticator app counts since {reader.time(since)}; {_left(codes_left)}."
    return Form("Authenticator app", [section(told), actions(*buttons, block_id=MFA), context(note)])


@read_back
def first_a_code(wanted: str) -> Form:
    """What is asked before the recovery codes are renewed, the app is moved or removed. `wanted`: of the buttons."""
    name, title, submit, told = ASKED_FIRST[wanted]
    return Form(title, [section(told), field_of(CODE, EITHER, text(most=40))], name=name, submit=submit)


def removed() -> Form:
    """It is gone."""
    return Form("Removed", [section("Your authenticator app is removed. `/attendance mfa` sets one up again.")])


def ask(again: str = "") -> Form:
    """A code is needed first. `again`: the command to type again after it; or `BELOW`, the form below to send again."""
    now = "send the form below again" if again == BELOW else "do again what you were about to do"
    told = f"This needs a code from your authenticator app. One is good for 15 minutes. After it, {now}."
    return Form(
        "Code needed",
        [section(told), field_of(CODE, EITHER, text(most=40, placeholder="123456"))],
        name=ASK,
        submit="Confirm",
        carries=again if len(again) <= LONGEST_TYPED else "",
        on_top=True,
    )


def proven(until: datetime, codes_left: int | None, reader: Reader, typed: str = "") -> Message:
    """The code was right: until when no other is asked for, and what to do now."""
    used = "" if codes_left is None else f" You used a recovery code; {_left(codes_left)}."
    few = " Get new ones with `/attendance mfa`." if codes_left is not None and codes_left < FEW else ""
    again = f" Now type it again:\n`{_as_typed(typed)}`" if typed else " Now do again what you were about to do."
    told = f"The code is right. No other is asked for until {reader.time(until)}.{used}{few}{again}"
    return Message(told, [section(told)])


def _left(codes: int) -> str:
    return "1 recovery code is left" if codes == 1 else f"{codes or 'no'} recovery codes are left"


def _as_typed(typed: str) -> str:
    """A command as its writer can copy it: people as mentions, everything else letter by letter."""
    parts = MENTIONED.split(" ".join(typed.replace("`", "'").split()))
    return "".join(mention(part) if index % 2 else escaped(part) for index, part in enumerate(parts))


def set_up_first(refusal: Told) -> Message:
    """A code is asked of somebody without an app: the way to one."""
    told = answers.told(refusal)
    return Message(
        told.text,
        [*told.blocks, actions(button("Set it up now", f"{MFA}.{SETUP}", SETUP), block_id=MFA)],
        replaces=False,
    )


def ask_reset(slack_user_id: str) -> Message:
    """Before somebody's app is taken away: whose, and the button that does it."""
    told = (
        f"Reset the authenticator app of {mention(slack_user_id)}? Its codes and their recovery codes end, and until"
        " they set up a new one, no code is asked of them where your college requires none. Do it only when you know"
        " that it is they who ask: see them, or call them."
    )
    sure = confirm("Reset their app?", "Its codes end at once, and they are told who did it.", "Reset it", "Leave it")
    row = actions(button("Reset", RESET, slack_user_id, "danger", sure), block_id=RESET)
    return Message(told, [section(told), row])


def reset(slack_user_id: str) -> Message:
    """What the admin is told who reset somebody's app."""
    told = (
        f"The authenticator app of {mention(slack_user_id)} is reset, and I tell them so. Its codes and recovery codes"
        " are worth nothing now. They set up a new app with `/attendance mfa`."
    )
    return Message(told, [section(told)])


def was_reset(by: str | None) -> Message:
    """What somebody is told whose app was reset, by an admin, or without one by the operator."""
    who = mention(by) if by else "the operator of the server"
    told = (
        f"Your authenticator app for attendance was reset by {who}: its codes and your recovery codes are worth nothing"
        " now. Set up a new one with `/attendance mfa`. If you didn't ask for this, tell another admin."
    )
    return Message(told, [section(told)])
