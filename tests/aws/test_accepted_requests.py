"""What Slack sends to the Lambda entry is answered as Slack expects, and nothing unsigned changes the answer."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.aws.conftest import Entry
from tests.aws.events import ADMIN, FORM, HELP, JSON, PATH, command, event, headers_for, signed


def test_slack_verifies_the_address(entry: Entry) -> None:
    body = json.dumps({"type": "url_verification", "token": "t", "challenge": "3eZbrw1aB"}).encode()
    answer = entry(signed(body, JSON))
    assert (answer["statusCode"], json.loads(answer["body"])) == (200, {"challenge": "3eZbrw1aB"})


def test_nobody_else_verifies_the_address(entry: Entry) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"}).encode()
    answer = entry(event("POST", PATH, {"content-type": JSON}, body))
    assert (answer["statusCode"], "3eZbrw1aB" in answer["body"]) == (401, False)


def test_slack_checks_the_certificate(entry: Entry) -> None:
    answer = entry(signed(b"ssl_check=1&token=t"))
    assert (answer["statusCode"], answer["body"]) == (200, "")


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=utf-8", "Application/X-WWW-Form-Urlencoded"])
def test_the_content_type_is_read_in_any_spelling(entry: Entry, content_type: str) -> None:
    assert entry(signed(command(), content_type))["statusCode"] == 200


def test_headers_are_read_in_any_case(entry: Entry) -> None:
    headers = {name.title(): value for name, value in headers_for(command()).items()}
    assert entry(event("POST", PATH, headers, command()))["statusCode"] == 200


@pytest.mark.parametrize("text", ["payload", "help payload=5", "{", '{"a": 1}', "\U0001f600 é &=%", "a\x00b"])
def test_no_text_breaks_a_command(entry: Entry, text: str) -> None:
    answer = entry(signed(command(text=text)))
    assert "What you can type" in json.loads(answer["body"])["text"]


def test_a_channel_called_payload_breaks_no_command(entry: Entry) -> None:
    answer = entry(signed(command(channel_name="payload-office")))
    assert "/attendance mark" in json.loads(answer["body"])["text"]


def test_a_command_without_text_is_welcomed(entry: Entry) -> None:
    fields = {name: value for name, value in HELP.items() if name != "text"}
    answer = entry(signed(urlencode(fields).encode()))
    assert "What would you like to do" in json.loads(answer["body"])["text"]


@pytest.mark.parametrize("name", ["x-slack-bolt-lazy-only", "X-Slack-Bolt-Lazy-Only"])
def test_unsigned_bolt_headers_do_not_reach_bolt(entry: Entry, name: str) -> None:
    headers = headers_for(command()) | {name: "1", "x-slack-bolt-lazy-function-name": "command"}
    answer = entry(event("POST", PATH, headers, command()))
    assert "/attendance mark" in json.loads(answer["body"])["text"]  # obeyed, they leave the answer empty


def test_an_unsigned_query_does_not_reach_bolt(entry: Entry) -> None:
    assert entry(signed(command(), query="%ff&ssl_check=1&payload=\u00e9"))["statusCode"] == 200


def test_an_event_nobody_subscribed_to_is_taken_without_an_error(entry: Entry) -> None:
    body = json.dumps({"type": "event_callback", "event": {"type": "channel_archive", "user": ADMIN}}).encode()
    assert entry(signed(body, JSON))["statusCode"] == 200


def test_a_repeated_delivery_is_answered_like_the_first(entry: Entry) -> None:
    headers = headers_for(command()) | {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    answer = entry(event("POST", PATH, headers, command()))
    assert "/attendance mark" in json.loads(answer["body"])["text"]
