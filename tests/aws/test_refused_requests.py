"""Whatever reaches the Lambda entry from outside is answered 401, 404, 405 or 413: never 500, and never logged."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.aws.conftest import Entry
from tests.aws.events import (
    ADMIN,
    FORM,
    HELP,
    JSON,
    PATH,
    Event,
    command,
    event,
    headers_for,
    health,
    interaction,
    signature,
    signed,
)

SECRET_WORD = "Asha-Verma-absent"
BODY = command(text=SECRET_WORD)
PRESS = {"type": "block_actions", "user": {"id": ADMIN}, "team": {"id": "T1"}}
ACTION = {"action_id": "x", "block_id": "b", "action_ts": "1.2", "type": "button"}


def refused(entry: Entry, event: Event, logged: list[str], status: int, reason: str) -> None:
    """Refused with the status; the log has one line with the reason, and nothing of the body."""
    logged.clear()
    answer = entry(event)
    assert answer["statusCode"] == status
    assert answer["body"] in {"unauthorized", "not found", "method not allowed", "too large"}
    lines = [json.loads(line.removeprefix("attendance ")) for line in logged if line.startswith("attendance ")]
    assert [{**line, "ms": 0} for line in lines] == [{"kind": "refused", "outcome": reason, "ms": 0}]
    assert not any(SECRET_WORD in line for line in logged)


def with_headers(body: bytes = BODY, **changed: str | None) -> Event:
    """A signed request with some headers changed (`_` for `-`), or left out when None."""
    renamed = {name.replace("_", "-"): value for name, value in changed.items()}
    headers = {**headers_for(body), **renamed}
    return event("POST", PATH, {name: value for name, value in headers.items() if value is not None}, body)


@pytest.mark.parametrize("as_base64", [False, True], ids=["text", "base64"])
@pytest.mark.parametrize("stage", ["$default", "live"])
def test_a_signed_request_gets_through(entry: Entry, stage: str, as_base64: bool) -> None:
    answer = entry(signed(command(), stage=stage, as_base64=as_base64))
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (200, False)
    assert "/attendance mark" in json.loads(answer["body"])["text"]


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"x_slack_request_timestamp": None}, "no timestamp"),
        ({"x_slack_request_timestamp": ""}, "unreadable timestamp"),
        ({"x_slack_request_timestamp": "yesterday"}, "unreadable timestamp"),
        ({"x_slack_request_timestamp": "-5"}, "unreadable timestamp"),
        ({"x_slack_request_timestamp": "1e9"}, "unreadable timestamp"),
        ({"x_slack_request_timestamp": "nan"}, "unreadable timestamp"),
        ({"x_slack_request_timestamp": "१७००००००००"}, "unreadable timestamp"),
        ({"x_slack_request_timestamp": "9" * 5000}, "unreadable timestamp"),
        ({"x_slack_request_timestamp": "1700000000,1700000000"}, "unreadable timestamp"),
        ({"x_slack_request_timestamp": "0"}, "stale timestamp"),
        ({"x_slack_signature": None}, "no signature"),
        ({"x_slack_signature": ""}, "wrong signature"),
        ({"x_slack_signature": "v0="}, "wrong signature"),
        ({"x_slack_signature": "v0=" + "0" * 64}, "wrong signature"),
        ({"x_slack_signature": "v0=é" + "0" * 63}, "wrong signature"),
        ({"x_slack_signature": "\U0001f511"}, "wrong signature"),
        ({"content_type": None}, "unknown content type"),
        ({"content_type": "text/plain"}, "unknown content type"),
        ({"content_type": "multipart/form-data; boundary=x"}, "unknown content type"),
        ({"content_type": "é"}, "unknown content type"),
    ],
)
@pytest.mark.parametrize("stage", ["$default", "live"])
def test_a_request_with_strange_headers_is_unauthorized(
    entry: Entry, logged: list[str], headers: dict[str, str | None], reason: str, stage: str
) -> None:
    made = with_headers(**headers)
    if stage != "$default":
        made["requestContext"] |= {"stage": stage}
        made["requestContext"]["http"]["path"] = made["rawPath"] = f"/{stage}{PATH}"
    refused(entry, made, logged, 401, reason)


@pytest.mark.parametrize("off_by", [-3600, -310, 310, 3600])
def test_a_request_from_another_time_is_unauthorized_though_signed(
    entry: Entry, logged: list[str], off_by: int
) -> None:
    refused(entry, signed(BODY, at=time.time() + off_by), logged, 401, "stale timestamp")


@pytest.mark.parametrize("off_by", [-290, 290])
def test_a_request_a_few_minutes_off_is_not_stale_yet(entry: Entry, off_by: int) -> None:
    assert entry(signed(command(), at=time.time() + off_by))["statusCode"] == 200


@pytest.mark.parametrize("as_base64", [False, True], ids=["text", "base64"])
def test_a_changed_body_is_unauthorized(entry: Entry, logged: list[str], as_base64: bool) -> None:
    made = event("POST", PATH, headers_for(command()), BODY, as_base64=as_base64)
    refused(entry, made, logged, 401, "wrong signature")


def test_a_signature_made_with_another_secret_is_unauthorized(entry: Entry, logged: list[str]) -> None:
    forged = signature(BODY, headers_for(BODY)["x-slack-request-timestamp"], secret="guessed")
    refused(entry, with_headers(x_slack_signature=forged), logged, 401, "wrong signature")


def test_a_replay_with_a_fresh_timestamp_is_unauthorized(entry: Entry, logged: list[str]) -> None:
    old = headers_for(BODY, at=time.time() - 100)
    refused(entry, with_headers(x_slack_signature=old["x-slack-signature"]), logged, 401, "wrong signature")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", JSON),
        (b"[]", JSON),
        (b'"text"', JSON),
        (b"null", JSON),
        (b"5", JSON),
        (b"5" * 5000, JSON),
        (b"[" * 100_000, JSON),
        (b'{"a":' * 100_000, JSON),
        ('﻿{"type":"url_verification","challenge":"c"}'.encode(), JSON),
        (b"payload=", FORM),
        (b"payload", FORM),
        (b"payload=%7B", FORM),
        (b"payload=[]", FORM),
        (b"payload=5", FORM),
        (b"payload=" + b"[" * 100_000, FORM),
        (b"", FORM),
        (b"", JSON),
        (b"{=1&command=%2Fattendance", FORM),
        (b"&&&", FORM),
        (json.dumps(HELP).encode(), FORM),
        (command(), JSON),
    ],
    ids=lambda value: str(value[:12]),
)
def test_a_signed_body_that_cannot_be_read_is_unauthorized(
    entry: Entry, logged: list[str], body: bytes, content_type: str
) -> None:
    for as_base64 in (False, True):
        answer = entry(signed(body, content_type, as_base64=as_base64))
        assert answer["statusCode"] == 401
    assert {json.loads(line.removeprefix("attendance "))["outcome"] for line in logged if "refused" in line} <= {
        "unreadable body",
        "incomplete body",
    }


@pytest.mark.parametrize("body", [b"\xff\xfe", command() + b"&text=\xc3\x28", b'{"type": "\xe9"}'])
@pytest.mark.parametrize("content_type", [FORM, JSON])
def test_a_signed_body_that_is_not_utf8_is_unauthorized(
    entry: Entry, logged: list[str], body: bytes, content_type: str
) -> None:
    refused(entry, signed(body, content_type, as_base64=True), logged, 401, "unreadable body")


def test_a_signed_request_without_any_body_is_unauthorized(entry: Entry, logged: list[str]) -> None:
    refused(entry, event("POST", PATH, headers_for(b"")), logged, 401, "incomplete body")
    refused(entry, event("POST", PATH, headers_for(b"")) | {"body": None}, logged, 401, "incomplete body")


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "block_actions"},
        {"type": 5, "user": {"id": ADMIN}},
        {"type": "block_actions", "user": ADMIN, "actions": [ACTION]},
        {"type": "block_actions", "user": {}, "actions": [ACTION]},
        {"type": "block_actions", "user": {"id": 5}, "actions": [ACTION]},
        {"type": "block_actions", "user": {"id": "U1; " + SECRET_WORD}, "actions": [ACTION]},
        {"type": "block_actions", "user": {"id": "U" * 33}, "actions": [ACTION]},
        PRESS,
        PRESS | {"actions": []},
        PRESS | {"actions": {}},
        PRESS | {"actions": [5]},
        PRESS | {"actions": [{}]},
        PRESS | {"actions": [ACTION | {"action_id": None}]},
        PRESS | {"actions": [ACTION | {"block_id": 5}]},
        PRESS | {"actions": [ACTION | {"action_ts": 5.5}]},
        PRESS | {"actions": [ACTION], "state": 5},
        PRESS | {"actions": [ACTION], "state": {"values": []}},
        PRESS | {"actions": [ACTION], "state": {"values": {"b": 5}}},
        {"type": "view_submission", "user": {}},
        {"type": "shortcut", "callback_id": "x"},
        {"command": "/attendance"},
        {"command": 5, "user_id": ADMIN},
        {"command": "/attendance", "user_id": None},
        {"command": "/attendance", "user_id": ADMIN, "text": 5},
    ],
    ids=lambda payload: json.dumps(payload)[:60],
)
def test_a_payload_without_what_listeners_rely_on_is_unauthorized(
    entry: Entry, logged: list[str], payload: Any
) -> None:
    refused(entry, signed(interaction(payload)), logged, 401, "incomplete body")
    refused(entry, signed(json.dumps(payload).encode(), JSON, as_base64=True), logged, 401, "incomplete body")


@pytest.mark.parametrize(
    "body",
    [
        {"type": "event_callback"},
        {"type": "event_callback", "event": "type"},
        {"type": "event_callback", "event": {}},
        {"type": "event_callback", "event": {"type": 5}},
        {"type": "event_callback", "event": {"type": "app_home_opened", "user": 5}},
        {"type": "event_callback", "event": {"type": "team_join", "user": {"name": SECRET_WORD}}},
        {"type": "url_verification"},
        {"type": "url_verification", "challenge": ["x"]},
        {"challenge": "x"},
    ],
    ids=lambda body: json.dumps(body)[:60],
)
def test_an_event_without_what_listeners_rely_on_is_unauthorized(entry: Entry, logged: list[str], body: Any) -> None:
    refused(entry, signed(json.dumps(body).encode(), JSON), logged, 401, "incomplete body")


@pytest.mark.parametrize("field", ["user_id", "command"])
def test_a_slash_command_without_who_or_what_is_unauthorized(entry: Entry, logged: list[str], field: str) -> None:
    body = "&".join(f"{name}={value}" for name, value in HELP.items() if name != field)
    refused(entry, signed(body.encode()), logged, 401, "incomplete body")


@pytest.mark.parametrize(
    "strange", [{"enterprise": 5}, {"team": 5}, {"authorizations": 5}, {"authorizations": [5]}, {"channel": 5}]
)
def test_ids_that_bolt_cannot_read_are_unauthorized(entry: Entry, logged: list[str], strange: Any) -> None:
    answer = entry(signed(interaction(PRESS | {"actions": [ACTION]} | strange)))
    assert answer["statusCode"] == 401
    assert any('"unreadable for Bolt"' in line for line in logged)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text().map(lambda text: f" {text}"),  # never a user id
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = """type user user_id command text actions state values view event team enterprise channel authorizations
ssl_check challenge response_url response_urls message item function_data is_ext_shared_channel is_enterprise_install
assistant_thread callback_id block_id action_id trigger_id"""
TYPES = """block_actions event_callback view_submission view_closed block_suggestion shortcut message message_action
dialog_submission interactive_message workflow_step_edit app_home_opened team_join"""
PARTS = [ADMIN, True, {"id": ADMIN}, [ACTION], {"type": "app_home_opened", "user": ADMIN}, {"type": "message"}]
WORTH_TRYING = st.sampled_from([*TYPES.split(), *PARTS])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    payload=st.dictionaries(st.sampled_from(KEYS.split()), WORTH_TRYING | ANY_JSON, max_size=8),
    known=st.sampled_from([{}, PRESS, HELP]),
)
def test_no_signed_json_object_makes_an_error(entry: Entry, payload: dict[str, Any], known: dict[str, Any]) -> None:
    body = known | payload
    if body.get("user_id") in TYPES.split():  # would be somebody unknown, who is looked up at Slack
        body["user_id"] = ADMIN
    assert entry(signed(interaction(body)))["statusCode"] in (200, 401)
    assert entry(signed(json.dumps(body).encode(), JSON))["statusCode"] in (200, 401)


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=60), content_type=st.sampled_from([FORM, JSON, f"{JSON}; charset=utf-8"]))
def test_no_signed_bytes_make_an_error(entry: Entry, body: bytes, content_type: str) -> None:
    assert entry(signed(body, content_type, as_base64=True))["statusCode"] in (200, 401)


SENT_BY_ANYBODY = [name for name in headers_for(b"") if not name.startswith(("host", "x-forwarded-"))]  # the gateway's


@settings(max_examples=100, deadline=None)
@given(headers=st.dictionaries(st.sampled_from(SENT_BY_ANYBODY), st.text(max_size=20)))
def test_no_header_makes_an_error(entry: Entry, headers: dict[str, str]) -> None:
    assert entry(event("POST", PATH, headers_for(BODY) | headers, BODY))["statusCode"] in (200, 401, 413)


@pytest.mark.parametrize("as_base64", [False, True], ids=["text", "base64"])
@pytest.mark.parametrize("declared", ["as it is", "5", None])
def test_a_body_over_the_cap_is_too_large_whatever_length_it_declares(
    entry: Entry, logged: list[str], as_base64: bool, declared: str | None
) -> None:
    body = command(text=SECRET_WORD + "x" * 1_000_000)
    made = signed(body, as_base64=as_base64)
    if declared != "as it is":
        made["headers"]["content-length"] = declared or ""
    refused(entry, made, logged, 413, "body too large")


def test_a_declared_length_over_the_cap_is_believed(entry: Entry, logged: list[str]) -> None:
    refused(entry, with_headers(content_length="1000001"), logged, 413, "body too large")


def test_a_large_body_under_the_cap_gets_through(entry: Entry) -> None:
    assert entry(signed(command(text="help", user_name="x" * 900_000)))["statusCode"] == 200


@pytest.mark.parametrize(
    "path", ["/", "/slack", "/slack/events/", "/slack/events/../x", "/health/", "/.env", "//health"]
)
@pytest.mark.parametrize("stage", ["$default", "live"])
def test_any_other_path_is_not_found_even_signed(entry: Entry, logged: list[str], path: str, stage: str) -> None:
    refused(entry, event("POST", path, headers_for(BODY), BODY, stage=stage), logged, 404, "unknown path")
    refused(entry, event("GET", path, {}, stage=stage), logged, 404, "unknown path")


def test_a_path_below_a_stage_that_is_not_ours_is_not_found(entry: Entry, logged: list[str]) -> None:
    refused(entry, event("GET", "/test/health", {}, stage="live"), logged, 404, "unknown path")
    refused(entry, event("GET", "/live/health", {}), logged, 404, "unknown path")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "X"])
def test_any_other_method_is_not_allowed(entry: Entry, logged: list[str], method: str) -> None:
    refused(entry, event(method, PATH, headers_for(BODY), BODY), logged, 405, "wrong method")
    if method != "GET":
        refused(entry, event(method, "/health", {}), logged, 405, "wrong method")


@pytest.mark.parametrize("stage", ["$default", "live"])
def test_health_says_ok_and_nothing_is_logged(entry: Entry, logged: list[str], stage: str) -> None:
    answer = entry(health(stage=stage))
    assert (answer["statusCode"], answer["body"]) == (200, "ok")
    assert not [line for line in logged if line.startswith("attendance ")]
