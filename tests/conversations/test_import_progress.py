"""How far a large import is stands in the message about it, once a second at most, and nothing waits for Slack."""

from __future__ import annotations

import time

import pytest

from bot.views.blocks import Message, section
from handlers import progress_message
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker
from tests.soon import soon


def drawn(doing: str, done: int, of: int) -> Message:
    text = f"{doing}: {done} of {of}"
    return Message(text, [section(text)])


def test_the_latest_is_shown_and_slack_is_spared(
    house: House, admin: Speaker, college: College, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_message, "PAUSE", 0.05)
    posted = house.slack.post(ADMIN, drawn("Begun", 0, 9).payload)
    shown: list[str] = []
    with progress_message.progress_message(
        house.slack, posted, lambda *news: shown.append(str(news)) or drawn(*news)
    ) as heard:
        begun = time.monotonic()
        for number in range(1000):
            heard("Adding", number, 1000)
        soon(lambda: "Adding: 999 of 1000" in admin.in_dm().screen())
        heard("Changing", 1, 2)
        soon(lambda: "Changing: 1 of 2" in admin.in_dm().screen())
        assert len(shown) <= (time.monotonic() - begun) / progress_message.PAUSE + 1
    assert shown[-2:] == ["('Adding', 999, 1000)", "('Changing', 1, 2)"]
    admin.in_dm().sees("Changing: 1 of 2")


def test_work_goes_on_when_slack_does_not_take_it(
    house: House, admin: Speaker, college: College, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_message, "PAUSE", 0.01)
    posted = house.slack.post(ADMIN, drawn("Begun", 0, 9).payload)
    house.workspace.scopes = frozenset()
    with progress_message.progress_message(house.slack, posted, drawn) as heard:
        heard("Adding", 1, 2)
        soon(lambda: house.workspace.webapi.count("chat.update"))
    admin.in_dm().sees("Begun: 0 of 9")
