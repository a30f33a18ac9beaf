"""The stand-in Slack with a tiny real Bolt bot in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.slack.server import serve
from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import SECRET, TOKEN, TinyBot


class Hands:
    """A clock a test can move."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def bot() -> TinyBot:
    return TinyBot()


@pytest.fixture
def workspace(bot: TinyBot) -> Iterator[Workspace]:
    """With a teacher U1 and a student U2 in #general (C1), and its Web API listening."""
    space = Workspace(bot, signing_secret=SECRET, bot_token=TOKEN, timeout_seconds=2.0)
    space.add_user("U1", "Meera Iyer", email="meera@college.example")
    space.add_user("U2", "Asha Rao", email="asha@college.example")
    space.add_channel("C1", "general")
    with serve(space) as address:
        bot.connect(address)
        yield space
        space.wait_for_the_bot()


@pytest.fixture
def teacher(workspace: Workspace) -> Speaker:
    return Speaker(workspace, "U1", "C1")


@pytest.fixture
def student(workspace: Workspace) -> Speaker:
    return Speaker(workspace, "U2", "C1")
