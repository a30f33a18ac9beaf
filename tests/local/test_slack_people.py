"""People: guests, strangers, accounts that are deactivated while everything runs, and long lists of them all."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import TinyBot, section


def known(client: WebClient, user_id: str) -> dict[str, Any]:
    """What `users.info` says."""
    user: dict[str, Any] = client.users_info(user=user_id)["user"]
    return user


def refusal(call: Any, **args: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**args)
    return str(refused.value.response["error"])


@pytest.mark.parametrize(
    ("account", "flags"),
    [
        ({}, (False, False)),
        ({"restricted": True}, (True, False)),
        ({"ultra_restricted": True}, (True, True)),
    ],
)
def test_guests_are_told_apart(
    workspace: Workspace, client: WebClient, account: dict[str, bool], flags: tuple[bool, bool]
) -> None:
    workspace.add_user("U9", "Leela Thomas", **account)
    user = known(client, "U9")
    assert (user["is_restricted"], user["is_ultra_restricted"]) == flags


def test_somebody_of_another_workspace_is_known_by_its_team(workspace: Workspace, client: WebClient) -> None:
    workspace.add_user("U8", "In A Shared Channel", email="a@elsewhere.example", team_id="T0OTHER")
    workspace.add_user("U9", "Leela Thomas", email="l@elsewhere.example", team_id="T0OTHER", stranger=True)
    neighbour, stranger = known(client, "U8"), known(client, "U9")
    assert (neighbour["team_id"], neighbour["profile"]["team"], "is_stranger" in neighbour) == ("T0OTHER",) * 2 + (
        False,
    )
    assert (stranger["team_id"], stranger["is_stranger"], "email" in stranger["profile"]) == ("T0OTHER", True, False)
    assert [user["id"] for user in client.users_list()["members"]] == ["U0BOT", "U1", "U2", "U8"]
    assert refusal(client.users_lookupByEmail, email="l@elsewhere.example") == "users_not_found"


def test_another_workspace_has_our_buttons_but_not_our_commands(workspace: Workspace, bot: TinyBot) -> None:
    workspace.add_user("U9", "Leela Thomas", team_id="T0OTHER")
    leela = Speaker(workspace, "U9", "C1")
    leela.types("/attendance roster").sees('"/attendance" is not a valid command')
    assert bot.heard == []
    button = {"type": "button", "text": {"type": "plain_text", "text": "Save"}, "action_id": "save"}
    bot.client.chat_postMessage(channel="C1", text="x", blocks=[section("x", accessory=button)])
    leela.presses("Save")
    assert (bot.heard[-1]["user"]["team_id"], bot.heard[-1]["team"]["id"]) == ("T0OTHER", "T0LOCAL")


def test_a_deactivated_account_is_still_known_and_can_be_let_in_again(workspace: Workspace, client: WebClient) -> None:
    workspace.deactivate("U2")
    user = known(client, "U2")
    assert (user["deleted"], user["profile"]["real_name"], "is_restricted" in user) == (True, "Asha Rao", False)
    assert [member["deleted"] for member in client.users_list()["members"]] == [False, False, True]
    assert refusal(client.users_lookupByEmail, email="asha@college.example") == "users_not_found"
    assert refusal(client.chat_postMessage, channel="U2", text="hello") == "user_disabled"
    assert refusal(client.files_upload_v2, channel="DU2", filename="a.csv", content="a") == "channel_not_found"
    workspace.reactivate("U2")
    assert known(client, "U2")["deleted"] is False
    assert client.chat_postMessage(channel="U2", text="hello")["ok"]


def test_who_is_deactivated_loses_what_was_open(student: Speaker) -> None:
    student.types("/attendance form")
    student.workspace.deactivate("U2")
    assert student.workspace.modal("U2") is None


def test_a_new_address_is_known_at_once(workspace: Workspace, client: WebClient) -> None:
    workspace.change_profile("U2", email="a.rao@college.example", email_confirmed=False)
    user = known(client, "U2")
    assert (user["profile"]["email"], user["is_email_confirmed"]) == ("a.rao@college.example", False)
    assert client.users_lookupByEmail(email="a.rao@college.example")["user"]["id"] == "U2"


def test_changes_are_events_for_an_app_that_wants_them(workspace: Workspace, bot: TinyBot) -> None:
    workspace.deactivate("U2")
    assert bot.heard == []
    workspace.dispatch.events |= {"user_change"}
    workspace.change_profile("U2", email="a.rao@college.example")
    event = bot.heard[-1]["event"]
    assert (event["type"], event["user"]["deleted"]) == ("user_change", True)
    assert event["user"]["profile"]["email"] == "a.rao@college.example"


def test_a_new_person_comes_with_everything_users_info_would_say(workspace: Workspace, bot: TinyBot) -> None:
    workspace.join("U9", "Ravi Das", email="ravi@college.example", restricted=True)
    user = bot.heard[-1]["event"]["user"]
    assert (user["profile"]["email"], user["is_email_confirmed"], user["is_restricted"]) == (
        "ravi@college.example",
        True,
        True,
    )


def test_a_long_list_of_people_is_read_in_pages(workspace: Workspace, client: WebClient) -> None:
    for number in range(1000):
        workspace.people.add_user(workspace.user("U1").__class__(f"U9{number:04d}", f"Nr {number}", f"nr{number}"))
    assert refusal(client.users_list) == "limit_required"
    pages = [len(page["members"]) for page in client.users_list(limit=400)]
    assert pages == [400, 400, 203]
    assert refusal(client.users_list, limit=1001) == "invalid_limit"
    assert refusal(client.users_list, limit=10, cursor="nonsense") == "invalid_cursor"
