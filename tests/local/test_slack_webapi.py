"""The Web API as the bot calls it, through Slack's own client: tokens, scopes, people, messages, refusals."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import TOKEN, section


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    return WebClient(token=TOKEN, base_url=f"{workspace.public_url}/api/")


def refusal(call: object, **args: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**args)  # type: ignore[operator]
    return str(refused.value.response["error"])


def test_the_bot_learns_who_it_is(client: WebClient) -> None:
    assert client.auth_test()["user_id"] == "U0BOT"


def test_a_wrong_token_is_refused(workspace: Workspace) -> None:
    stranger = WebClient(token="xoxb-wrong", base_url=f"{workspace.public_url}/api/")
    assert refusal(stranger.auth_test) == "invalid_auth"
    assert refusal(WebClient(base_url=f"{workspace.public_url}/api/").auth_test) == "not_authed"


def test_a_method_nobody_knows(client: WebClient) -> None:
    assert refusal(client.api_call, api_method="chat.shout") == "unknown_method"


def test_a_missing_scope_is_named(workspace: Workspace, client: WebClient) -> None:
    workspace.scopes = {"commands", "users:read"}
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="hello")
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "chat:write"
    assert refused.value.response["provided"] == "commands,users:read"


def test_an_email_is_shown_only_with_its_scope(workspace: Workspace, client: WebClient) -> None:
    profile = client.users_info(user="U2")["user"]["profile"]
    assert profile["email"] == "asha@college.example"
    workspace.scopes = {"users:read"}
    assert "email" not in client.users_info(user="U2")["user"]["profile"]


def test_people_are_found_by_email_unless_they_left(workspace: Workspace, client: WebClient) -> None:
    found = client.users_lookupByEmail(email="ASHA@college.example")["user"]
    assert found["id"] == "U2"
    assert found["is_email_confirmed"] is True
    workspace.add_user("U2", "Asha Rao", email="asha@college.example", deleted=True)
    assert refusal(client.users_lookupByEmail, email="asha@college.example") == "users_not_found"
    assert client.users_info(user="U2")["user"]["deleted"] is True


def test_people_are_listed_page_by_page(client: WebClient) -> None:
    pages = [[member["id"] for member in page["members"]] for page in client.users_list(limit=2)]
    assert pages == [["U0BOT", "U1"], ["U2"]]


def test_a_message_is_posted_changed_and_deleted(client: WebClient, student: Speaker) -> None:
    posted = client.chat_postMessage(channel="C1", text="one", blocks=[section("one, in a block")])
    student.sees("one, in a block").reads_aloud("one")
    client.chat_update(channel="C1", ts=posted["ts"], text="two")
    student.sees("two").does_not_see("in a block")  # text alone removes the blocks
    assert student.last.edited
    assert posted["ts"].replace(".", "") in client.chat_getPermalink(channel="C1", message_ts=posted["ts"])["permalink"]
    client.chat_delete(channel="C1", ts=posted["ts"])
    assert refusal(client.chat_update, channel="C1", ts=posted["ts"], text="three") == "message_not_found"


def test_a_direct_message_goes_by_user_id_or_opened_channel(workspace: Workspace, client: WebClient) -> None:
    opened = client.conversations_open(users="U2")["channel"]["id"]
    client.chat_postMessage(channel=opened, text="first")
    assert client.chat_postMessage(channel="U2", text="second")["channel"] == opened == "DU2"
    assert [message.text for message in workspace.messages("U2", "DU2")] == ["first", "second"]
    assert workspace.messages("U1", "DU2") == []


def test_an_ephemeral_message_needs_somebody_in_the_channel(workspace: Workspace, client: WebClient) -> None:
    workspace.add_channel("G1", "staff", private=True, members={"U1"})
    client.chat_postEphemeral(channel="G1", user="U1", text="psst")
    assert workspace.messages("U1", "G1")[-1].ephemeral
    assert refusal(client.chat_postEphemeral, channel="G1", user="U2", text="psst") == "user_not_in_channel"


def test_where_the_bot_was_not_invited_it_cannot_speak(workspace: Workspace, client: WebClient) -> None:
    workspace.scopes = {"chat:write"}
    workspace.add_channel("C2", "quiet", bot_in=False)
    workspace.add_channel("G2", "secret", private=True, bot_in=False)
    assert refusal(client.chat_postMessage, channel="C2", text="hello") == "not_in_channel"
    assert refusal(client.chat_postMessage, channel="G2", text="hello") == "channel_not_found"
    assert refusal(client.chat_postMessage, channel="C9", text="hello") == "channel_not_found"


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
def test_blocks_are_refused_with_reasons_and_nothing_is_posted(client: WebClient, workspace: Workspace) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(
            channel="C1", text="x", blocks=[{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]
        )
    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["response_metadata"]["messages"][0].startswith("[ERROR] blocks[0].text: ")
    assert refusal(client.chat_postMessage, channel="C1") == "no_text"
    assert workspace.messages("U1", "C1") == []


def test_too_much_text_in_all_blocks_together_is_refused(client: WebClient) -> None:
    long = [section("x" * 2900) for _ in range(4)]
    assert refusal(client.chat_postMessage, channel="C1", text="x", blocks=long) == "msg_blocks_too_long"


def test_channels_and_members_are_listed(workspace: Workspace, client: WebClient) -> None:
    workspace.add_channel("G1", "staff", private=True, members={"U1"})
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [(channel["name"], channel["is_private"]) for channel in listed] == [("general", False), ("staff", True)]
    assert client.conversations_members(channel="G1")["members"] == ["U1", "U0BOT"]
    assert client.conversations_info(channel="DU1")["channel"]["is_im"] is True


def test_a_file_of_the_bot_is_shared_in_a_channel(client: WebClient, student: Speaker) -> None:
    client.files_upload_v2(channel="C1", filename="register.csv", content="roll,name", initial_comment="The register")
    student.sees("The register", "register.csv")
