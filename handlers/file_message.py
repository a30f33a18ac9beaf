"""A message to one person with a file below it, from work that may be cut short and run again."""

from __future__ import annotations

from bot.notify.slack import Posted
from bot.views.answers import file_may_lack
from bot.views.blocks import Message
from handlers.jobs import Work


def send(work: Work, to: str, message: Message, name: str, content: bytes) -> None:
    """Each once. When nobody knows whether Slack took the file, the message says so. Raises `NotDelivered`."""
    known = work.once("message", lambda: work.slack.post(to, message.payload))
    posted = known or Posted(to, "")
    if work.send_file("file", posted, name, content) is None and posted.ts:
        work.slack.change(posted, file_may_lack(message).payload)
