"""How far something is, in a message of Slack's that changes while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from bot.notify.slack import NotDelivered, Posted, Slack
from bot.views.blocks import Message

PAUSE = 1.0
"""Seconds between two changes: Slack takes no more."""

News = tuple[str, int, int]


@contextmanager
def progress_message(
    slack: Slack, posted: Posted, draw: Callable[[str, int, int], Message]
) -> Iterator[Callable[[str, int, int], None]]:
    """Gives what is told the progress: what is done, how much, of how much. The latest is shown, once a second.

    From a thread of its own: the work, and whoever waits for a lock it holds, never waits for Slack.
    """
    heard: list[News] = []
    over = Event()
    thread = Thread(target=_tell, args=(slack, posted, draw, heard, over), name="progress", daemon=True)
    thread.start()
    try:
        yield lambda doing, done, of: heard.append((doing, done, of))
    finally:
        over.set()
        thread.join()


def _tell(
    slack: Slack, posted: Posted, draw: Callable[[str, int, int], Message], heard: list[News], over: Event
) -> None:
    told = 0
    while not over.wait(PAUSE):
        if len(heard) > told:
            told = len(heard)
            with suppress(NotDelivered):
                slack.change(posted, draw(*heard[-1]).payload)
