"""The one way into the bot that Slack does not sign: whatever is asked of it, it reads a token and nothing else."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import linktoken
from handlers import settings
from handlers.settings import Settings
from handlers.web import asgi
from tests.aws.conftest import Entry, environment
from tests.aws.events import Event, command, event, headers_for

TOKEN = "A" * 36
STAGES = pytest.mark.parametrize("stage", ["$default", "live"])


def browser(path: str, method: str = "GET", **how: Any) -> Event:
    """What a browser asks, with all it says of itself."""
    headers = {"host": "example.com", "cookie": "a=b", "user-agent": "x", "x-slack-signature": "v0=", "accept": "*/*"}
    return event(method, path, headers, **how)


def own_lines(logged: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line.removeprefix("attendance ")) for line in logged if line.startswith("attendance ")]


@STAGES
@pytest.mark.parametrize(
    "path",
    [
        "/r/",
        f"/r/{TOKEN}",
        f"/r/{TOKEN}/",
        "/r/../health",
        "/r//health",
        "/r/slack/events",
        "/r/%00",
        "/r/\x00",
        "/r/\r\nx-injected: 1",
        "/r/é",
        "/r/\U0001f511",
        "/r/" + "A" * 97,
    ],
)
def test_whatever_is_no_link_of_ours_is_one_page(entry: Entry, logged: list[str], path: str, stage: str) -> None:
    answer = entry(browser(path, stage=stage))
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (404, False)
    assert answer["headers"]["content-type"] == "text/html; charset=utf-8"
    assert answer["body"] == entry(browser("/r/x"))["body"]
    lines = own_lines(logged)
    assert [{**line, "ms": 0} for line in lines] == [{"kind": "shared link", "outcome": "unknown", "ms": 0}] * 2
    assert not any(TOKEN in line for line in logged)


@STAGES
@pytest.mark.parametrize(
    "path", ["/r", "/R/x", "//r/x", "/r/" + "A" * 98, "/r/" + "A" * 100_000, "/x/r/x", "/slack/r/x"]
)
def test_other_and_long_paths_are_not_found_as_ever(entry: Entry, logged: list[str], path: str, stage: str) -> None:
    answer = entry(browser(path, stage=stage))
    assert (answer["statusCode"], answer["body"]) == (404, "not found")
    assert own_lines(logged)[-1]["outcome"] == "unknown path"


@STAGES
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "X"])
def test_any_other_method_is_not_allowed_even_signed(entry: Entry, logged: list[str], method: str, stage: str) -> None:
    answer = entry(event(method, f"/r/{TOKEN}", headers_for(command()), command(), stage=stage))
    assert (answer["statusCode"], answer["body"]) == (405, "method not allowed")


def test_a_head_has_the_answer_without_its_body(entry: Entry) -> None:
    whole, head = entry(browser("/r/x")), entry(browser("/r/x", "HEAD"))
    assert (head["statusCode"], head["headers"]) == (whole["statusCode"], whole["headers"])
    assert head["body"] == ""


def test_neither_query_nor_headers_nor_body_change_the_answer(entry: Entry) -> None:
    plain = entry(event("GET", "/r/x", {}))
    asked = event("GET", "/r/x", headers_for(command()), command(), query="token=x&%ff", as_base64=True)
    assert entry(asked) == plain


def keys_of(read: Settings) -> tuple[bytes, ...]:
    return settings.services(read, settings.slack(read)).link_keys


def test_a_link_that_was_signed_and_is_nowhere_is_the_same_page(entry: Entry) -> None:
    keys = keys_of(Settings.read(environment("sqlite://")))
    signed = linktoken.signed(keys, 1, datetime.now(UTC) + timedelta(days=1))
    assert entry(browser(f"/r/{signed}")) == entry(browser("/r/x"))


def test_a_database_that_is_away_is_no_error(logged: list[str]) -> None:
    nowhere = Settings.read(environment("mysql+pymysql://nobody:x@127.0.0.1:9/none"))
    signed = linktoken.signed(keys_of(nowhere), 1, datetime.now(UTC) + timedelta(days=1))
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def receive() -> Any:
        raise AssertionError("nothing is read")

    scope = {"type": "http", "method": "GET", "path": f"/r/{signed}", "headers": [], "query_string": b""}
    asyncio.run(asgi(nowhere)(scope, receive, send))
    assert (sent[0]["status"], b"Not reachable just now" in sent[1]["body"]) == (503, True)
    assert own_lines(logged)[-1]["outcome"] == "error"
    assert not any(signed in line for line in logged)


@given(token=st.text(max_size=80), method=st.sampled_from(["GET", "HEAD"]))
def test_no_token_makes_an_error(entry: Entry, token: str, method: str) -> None:
    assert entry(browser(f"/r/{token}", method))["statusCode"] == 404
