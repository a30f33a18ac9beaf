"""Tell somebody that their authenticator app was reset, and by whom."""

from __future__ import annotations

from bot.resetting import OPERATOR
from bot.views import codes
from handlers.jobs import Work


def run(work: Work) -> None:
    """A direct message."""
    user, by = str(work.job.payload["user"]), str(work.job.payload["by"])
    message = codes.was_reset(None if by == OPERATOR else by).payload
    work.once("message", lambda: work.slack.post(user, message))
