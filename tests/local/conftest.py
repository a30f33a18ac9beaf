"""The stand-in Slack with a tiny real Bolt bot in it, and browsers to look at its page."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from slack_sdk import WebClient

from infra.local.slack.server import serve
from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import SECRET, TOKEN, TinyBot
from tests.soon import PATIENCE

LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}

expect.set_options(timeout=PATIENCE * 1000)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell hands that on to what it runs with `&`; a Ctrl-C of
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ours has to reach the programs that are started here


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
    space = Workspace(bot, signing_secret=SECRET, bot_token=TOKEN, timeout_seconds=PATIENCE)
    space.add_user("U1", "Meera Iyer", email="meera@college.example")
    space.add_user("U2", "Asha Rao", email="asha@college.example")
    space.add_channel("C1", "general")
    with serve(space) as address:
        bot.connect(address)
        yield space
        space.wait_for_the_bot()


@pytest.fixture
def client(workspace: Workspace, bot: TinyBot) -> WebClient:
    """The Web API as the bot calls it."""
    return bot.client


@pytest.fixture
def teacher(workspace: Workspace) -> Speaker:
    return Speaker(workspace, "U1", "C1")


@pytest.fixture
def student(workspace: Workspace) -> Speaker:
    return Speaker(workspace, "U2", "C1")


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        yield browser
        browser.close()


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop", "phone"])
def blank(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window with nothing in it, large and small. A test fails on anything the browser complains of."""
    context = browser.new_context(**request.param)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert complaints == []
