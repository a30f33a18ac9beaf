"""What a test may ask of the Web API: how often something was called, and to fail as Slack fails."""

from __future__ import annotations

from urllib.error import HTTPError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.webhook import WebhookClient

from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import TOKEN, TinyBot
from tests.soon import PATIENCE, soon


@pytest.fixture
def hasty(workspace: Workspace) -> WebClient:
    """A client that waits a second at most, and never tries twice: for what is not to be answered."""
    return WebClient(token=TOKEN, base_url=f"{workspace.public_url}/api/", timeout=1, retry_handlers=[])


@pytest.fixture
def patient(workspace: Workspace) -> WebClient:
    """A client that waits for a busy machine, and never tries twice."""
    return WebClient(token=TOKEN, base_url=f"{workspace.public_url}/api/", timeout=int(PATIENCE), retry_handlers=[])


def test_calls_are_counted_with_what_they_asked(workspace: Workspace, client: WebClient) -> None:
    client.users_info(user="U1")
    client.users_info(user="U2")
    client.auth_test()
    assert workspace.webapi.count("users.info") == 2
    assert [asked["user"] for asked in workspace.webapi.asked("users.info")] == ["U1", "U2"]
    assert workspace.webapi.count("*") == 3
    workspace.webapi.forget()
    assert workspace.webapi.count("users.info") == 0


def test_a_method_fails_with_slacks_word_for_as_long_as_it_is_told(workspace: Workspace, client: WebClient) -> None:
    workspace.webapi.fails("users.info", "internal_error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="internal_error"):
            client.users_info(user="U1")
    assert client.users_info(user="U1")["ok"]
    assert workspace.webapi.count("users.info") == 3


def test_too_many_calls_are_told_when_to_come_back(workspace: Workspace, patient: WebClient) -> None:
    workspace.webapi.fails("users.info", "ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        patient.users_info(user="U1")
    answer = refused.value.response
    assert (answer.status_code, answer.headers["Retry-After"], answer["error"]) == (429, "7", "ratelimited")
    assert patient.auth_test()["ok"]
    workspace.webapi.heals("users.info")
    assert patient.users_info(user="U1")["ok"]


def test_a_slack_that_is_down_answers_with_a_page(workspace: Workspace, patient: WebClient) -> None:
    workspace.webapi.breaks("*", 503)
    with pytest.raises((SlackApiError, SlackRequestError)):
        patient.auth_test()


def test_a_slack_that_hangs_is_not_waited_for(workspace: Workspace, hasty: WebClient, patient: WebClient) -> None:
    workspace.webapi.hangs("chat.postMessage", 10 * PATIENCE)
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel="C1", text="hello")
    assert workspace.messages("U1", "C1") == []
    workspace.webapi.heals()
    assert patient.chat_postMessage(channel="C1", text="hello")["ok"]


def test_what_was_asked_may_happen_although_nobody_hears_of_it(workspace: Workspace, hasty: WebClient) -> None:
    workspace.webapi.hangs("chat.postMessage", 20, times=1, done=True)
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel="C1", text="hello")
    soon(lambda: [message.text for message in workspace.messages("U1", "C1")] == ["hello"])


def test_files_and_response_urls_can_fail_too(teacher: Speaker, bot: TinyBot, patient: WebClient) -> None:
    webapi = teacher.workspace.webapi
    webapi.breaks("upload", 500)
    with pytest.raises(HTTPError, match="500"):
        patient.files_upload_v2(channel="C1", filename="a.csv", content="a")
    webapi.breaks("response_url", 500)
    teacher.types("/attendance silence")
    assert WebhookClient(bot.heard[-1]["response_url"], retry_handlers=[]).send(text="late").status_code == 500
    teacher.sees_nothing_new()
    assert webapi.count("response_url") == 1
