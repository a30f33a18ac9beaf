"""A file somebody put into a form, fetched from Slack."""

from __future__ import annotations

from bot.domain.errors import Told, quoted
from bot.notify.slack import NotDelivered
from bot.views.forms import FileSent
from handlers.asking import Asking


class NotFetched(Told):
    """Slack did not hand the file over."""

    field = "file"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Slack did not hand me {quoted(name)}. Nothing was changed; please choose the file once more."
        )


def fetched(asking: Asking, sent: FileSent, most: int) -> bytes:
    """The file's bytes, at most so many. Whether this person may send it has been asked. Raises NotFetched."""
    try:
        return asking.slack.download(sent.url, most)
    except NotDelivered as error:
        asking.activity.failed(error)
        raise NotFetched(sent.name) from error
