"""The bot's own links to files: `/attendance report links`, and the buttons that end one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot import sharing
from bot.domain.report import Made, file_name
from bot.notify.slack import NotDelivered, Posted
from bot.views import reports, sharedlinks
from bot.views.blocks import Message
from bot.views.reportbuttons import REVOKE
from handlers.asking import Asking, OnCommand, OnPress, OnSubmit, Pressed


def links(asking: Asking) -> Message:
    """Those that work."""
    return sharedlinks.listing(sharing.links(asking.services, asking.by), asking.reader)


def revoke(press: Pressed) -> Message:
    """A link ends. What showed it is drawn without it: the list, or the report in its channel."""
    made = sharing.revoke(press.services, press.deed("button"), sharedlinks.read_link(press.value))
    if sharedlinks.is_in_list(str(press.action["action_id"])):
        posted = Posted.read(made.message)
        if posted:
            _draw_again(press, made, lambda message: press.slack.change(posted, message.payload))
        return links(press)
    answer = {"replace_original": True}
    _draw_again(press, made, lambda message: press.slack.answer(press.place.answer_to, answer | message.payload))
    return sharedlinks.revoked(file_name(made.wanted, made.wanted.format))


def _draw_again(press: Pressed, made: Made, send: Callable[[Message], None]) -> None:
    """Others see that message, so it stays theirs. If Slack does not take it, the link it shows leads nowhere."""
    if made.facts is None:
        return
    others = replace(press.reader, slack_user_id="")
    for plain in (False, True):  # a Slack without tables and charts takes it in words
        message = reports.report(made, others, plain=plain)
        try:
            send(message)
        except NotDelivered as error:
            press.activity.failed(error)
        else:
            return


COMMANDS: dict[str, OnCommand] = {}
PRESSES: dict[str, OnPress] = {REVOKE: revoke}
FORMS: dict[str, OnSubmit] = {}
