"""Guards the forms of authenticator apps: Slack takes them, and a command said again is the one that was typed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.access import AuthenticatorNeeded
from bot.views import codes
from bot.views.blocks import Message, Reader
from bot.views.codes import BELOW, Beginning
from bot.views.forms import Form
from bot.views.pressed import OldButton
from infra.local.slack.blockkit import check_message, check_view

NOW = datetime(2026, 11, 22, 4, 32, 0, 123456, tzinfo=UTC)
READER = Reader("U1", NOW.date(), ZoneInfo("Asia/Kolkata"))
TYPED = {
    "/attendance role <@U0123|meera.iyer> admin": "/attendance role <@U0123> admin",
    "/attendance import & <!channel> <here>": "/attendance import &amp; &lt;!channel&gt; &lt;here&gt;",
    "/attendance  x\n`y`": "/attendance x 'y'",
}
FORMS = [
    codes.set_up("U0123456789", Beginning(NOW), "A" * 32),
    codes.set_up("U0123456789", Beginning(NOW, "F0123456789"), "A" * 32),
    codes.set_up("U0123456789", Beginning(NOW), "A" * 32, picture_failed=True),
    codes.recovery_codes(["abcd-efgh-ijkl-mnop"] * 10, "U0123456789", NOW, "Done."),
    codes.is_set_up(NOW, 1, True, READER),
    codes.is_set_up(NOW, 10, False, READER),
    codes.removed(),
    codes.ask(),
    codes.ask(BELOW),
    *map(codes.first_a_code, (codes.CODES, codes.MOVE, codes.REMOVE)),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_slack_takes_every_form(form: Form) -> None:
    check_view(form.payload)


@pytest.mark.parametrize(("typed", "again"), TYPED.items())
def test_a_command_is_said_again_as_it_was_typed(typed: str, again: str) -> None:
    message = codes.proven(NOW, None, READER, codes.ask(typed).carries)
    check_message(message.payload)
    assert f"`{again}`" in message.text
    assert "<!channel>" not in message.text


@pytest.mark.parametrize("length", [1000, 1001, 40_000])
def test_a_command_too_long_to_keep_is_not_said_in_part(length: int) -> None:
    form = codes.ask("/" + "&" * (length - 1))
    check_view(form.payload)
    message = codes.proven(NOW, None, READER, form.carries)
    check_message(message.payload)
    assert ("Now type it again" in message.text) == (length <= 1000)


@pytest.mark.parametrize(
    "message",
    [codes.reset("U1"), codes.was_reset("U2"), codes.was_reset(None), codes.set_up_first(AuthenticatorNeeded())],
)
def test_slack_takes_every_message(message: Message) -> None:
    check_message(message.payload)
    assert message.text


def test_what_a_set_up_carries_is_read_back() -> None:
    for beginning in (Beginning(NOW), Beginning(NOW, "F0123456789")):
        assert Beginning.read(str(beginning)) == beginning


def test_another_button_is_not_ours() -> None:
    with pytest.raises(OldButton):
        codes.first_a_code("other")
