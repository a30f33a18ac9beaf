"""How far a large import is stands in the message about it, once a second at most, and nothing waits for Slack."""

from __future__ import annotations

import time

import pytest

from bot.views.blocks import Message, section
from handlers import progress_message
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker


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
        for number in range(1000):
            heard("Adding", number, 1000)
        time.sleep(0.3)
        admin.in_dm().sees("Adding: 999 of 1000")
        heard("Changing", 1, 2)
        time.sleep(0.2)
    assert shown == ["('Adding', 999, 1000)", "('Changing', 1, 2)"]
    admin.in_dm().sees("Changing: 1 of 2")


def test_work_goes_on_when_slack_does_not_take_it(
    house: House, admin: Speaker, college: College, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_message, "PAUSE", 0.01)
    posted = house.slack.post(ADMIN, drawn("Begun", 0, 9).payload)
    house.workspace.scopes = frozenset()
    with progress_message.progress_message(house.slack, posted, drawn) as heard:
        heard("Adding", 1, 2)
        time.sleep(0.1)
    admin.in_dm().sees("Begun: 0 of 9")
