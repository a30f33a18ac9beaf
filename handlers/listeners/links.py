"""Tying Slack users to students by hand: `/attendance link` and `/attendance unlink`."""

from __future__ import annotations

from bot import access, linking
from bot.domain.whom import LinkRequest
from bot.linking import Taken
from bot.views import links
from bot.views.blocks import Message
from handlers.asking import Command, OnCommand, OnPress, OnSubmit


def link(command: Command) -> Message:
    """A person becomes a student; what stands in the way is named."""
    access.check_admin(command.services, command.by)
    request = LinkRequest.read(command.words)
    deed = command.deed("command", request.reason)
    done = linking.link(command.services, deed, request.slack_user_id, request.roll)
    if isinstance(done, Taken):
        return links.taken(done.link.student, done.link.slack_user_id, command.reader)
    return links.linked(done.student, done.slack_user_id, done.was_before, command.reader, is_staff=done.is_staff)


def unlink(command: Command) -> Message:
    """A person and a student are parted."""
    access.check_admin(command.services, command.by)
    request = LinkRequest.read_unlink(command.words)
    deed = command.deed("command", request.reason)
    done = linking.unlink(command.services, deed, request.slack_user_id, request.roll)
    return links.unlinked(done.student, done.slack_user_id, command.reader)


COMMANDS: dict[str, OnCommand] = {"link": link, "unlink": unlink}
PRESSES: dict[str, OnPress] = {}
FORMS: dict[str, OnSubmit] = {}
