"""What Slack did not take, and whether that is certain: what may have arrived is never sent a second time."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

BROKEN = frozenset({"internal_error", "fatal_error", "service_unavailable"})
"""Slack's words for having broken somewhere on the way: some of it may be done."""
BUSY, TOO_MANY = "ratelimited", 429
NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL})


class NotDelivered(Exception):
    """Slack did not take an answer. Holds Slack's own word for why, never what was said.

    `is_certain`: nobody sees it, so it may be sent again. Else it may have arrived: no answer came, only half of one,
    or one that says Slack itself broke. `is_away`: Slack may say otherwise later; else it said no.
    """

    def __init__(self, reason: str, *, is_certain: bool = True, is_away: bool = False) -> None:
        super().__init__(reason)
        self.is_certain, self.is_away = is_certain, is_away


@contextmanager
def calling(unseen: bool = False) -> Iterator[None]:
    """Makes `NotDelivered` of all that goes wrong in a call of Slack. `unseen`: the call itself shows nobody anything,
    so whatever comes of it is certain."""
    from http.client import HTTPException
    from urllib.error import HTTPError

    from slack_sdk.errors import SlackApiError

    try:
        yield
    except SlackApiError as error:
        status, word = int(getattr(error.response, "status_code", 200)), str(error.response.get("error"))
        if status == 200 and word.isidentifier():  # else it is a page that somebody in between wrote
            broken = word in BROKEN
            raise NotDelivered(word, is_certain=unseen or not broken, is_away=broken or word == BUSY) from error
        raise of_status(status, word if word.isidentifier() else "", unseen) from error
    except HTTPError as error:
        raise of_status(error.code, "", unseen) from error
    except (OSError, HTTPException) as error:
        raise NotDelivered(type(error).__name__, is_certain=unseen or _never_left(error), is_away=True) from error


def of_status(status: int, word: str = "", unseen: bool = False) -> NotDelivered:
    """What an HTTP status tells that is no plain yes."""
    refused = 300 <= status < 500
    return NotDelivered(
        word or f"http_{status}", is_certain=unseen or refused, is_away=not refused or status == TOO_MANY
    )


def _never_left(error: Exception) -> bool:
    """Refused, no route, no such name, a certificate that is not Slack's: nothing was sent yet."""
    from urllib.error import URLError

    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError):
        return True
    return isinstance(reason, OSError) and reason.errno in NO_WAY
