"""Guards that manifest.yml asks Slack for all the code uses, or it fails in front of people, and for nothing more.

Slack's own schema takes any scope and any event; so names, and which event needs which scope, are listed here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk import WebClient

from bot.views.subcommands import SUBCOMMANDS
from handlers.web import PATH

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
FEATURES, SETTINGS = MANIFEST["features"], MANIFEST["settings"]
SCOPES: list[str] = MANIFEST["oauth_config"]["scopes"]["bot"]
EVENTS: list[str] = SETTINGS["event_subscriptions"]["bot_events"]
SOURCES = {path: path.read_text() for room in ("bot", "handlers") for path in (ROOT / room).rglob("*.py")}
APP = ast.parse((ROOT / "handlers" / "app.py").read_text())

# The bot scope each Web API method needs, by its name in slack_sdk; "" where any bot token will do.
METHODS = {
    "auth_test": "",
    "chat_delete": "chat:write",
    "chat_getPermalink": "",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_scheduleMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_info": "channels:read",
    "conversations_members": "channels:read",
    "conversations_open": "im:write",
    "files_completeUploadExternal": "files:write",
    "files_delete": "files:write",
    "files_getUploadURLExternal": "files:write",
    "files_info": "files:read",
    "files_upload_v2": "files:write",
    "team_info": "team:read",
    "usergroups_users_list": "usergroups:read",
    "users_info": "users:read",
    "users_list": "users:read",
    "users_lookupByEmail": "users:read.email",
    "views_open": "",
    "views_publish": "",
    "views_push": "",
    "views_update": "",
}
# The same for events the bot may subscribe to.
EVENT_SCOPES = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "channel_archive": "channels:read",
    "channel_rename": "channels:read",
    "file_shared": "files:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.im": "im:history",
    "team_join": "users:read",
    "tokens_revoked": "",
    "user_change": "users:read",
}
# A scope that opens a field, not a method: without it Slack leaves the field out. And how the code reads that field.
FIELDS = {
    "users:read.email": re.compile(r"\bget\(\"email\"\)"),
    "files:read": re.compile(r"\bget\(\"url_private_download\"\)"),
}
KNOWN_SCOPES = {
    *METHODS.values(),
    *EVENT_SCOPES.values(),
    "commands",
    "chat:write.public",
    "groups:read",
    "im:read",
} - {""}
# Where in the manifest which words may stand.
WORDS = {
    "": "_metadata display_information features oauth_config settings",
    "_metadata": "major_version minor_version",
    "display_information": "name description background_color long_description",
    "features": "app_home bot_user slash_commands",
    "features app_home": "home_tab_enabled messages_tab_enabled messages_tab_read_only_enabled",
    "features bot_user": "display_name always_online",
    "features slash_commands": "command url description usage_hint should_escape",
    "oauth_config": "scopes",
    "oauth_config scopes": "bot",
    "settings": "event_subscriptions interactivity org_deploy_enabled socket_mode_enabled token_rotation_enabled",
    "settings event_subscriptions": "request_url bot_events",
    "settings interactivity": "is_enabled request_url",
}


def words(part: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every key of the manifest, with where it stands."""
    for one in part if isinstance(part, list) else [part]:
        for name, value in one.items() if isinstance(one, dict) else ():
            yield where, name
            yield from words(value, f"{where} {name}".strip())


def web_api_calls() -> Iterator[str]:
    """Every Web API method the code calls, by its name in slack_sdk, also through `api_call("users.info")`."""
    methods = {name for name in dir(WebClient) if "_" in name.strip("_") and not name.startswith("_")} - {"api_call"}
    for source in SOURCES.values():
        yield from (name.replace(".", "_") for name in re.findall(r'_call\(\s*"([^"]+)"', source))
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods:
                yield node.func.attr


def listened_for(kind: str) -> set[str]:
    """What the decorators `@app.event("…")` and their like in handlers/app.py name; `*` for a pattern."""
    found = set()
    for node in ast.walk(APP):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == kind:
            named = node.args[0]
            found.add(str(named.value) if isinstance(named, ast.Constant) else "*")
    return found


def test_the_calls_are_found() -> None:
    assert {"users_info", "views_publish"} <= set(web_api_calls())


def test_every_web_api_method_called_is_known_here() -> None:
    assert set(web_api_calls()) - set(METHODS) == set()


def test_every_method_has_its_scope() -> None:
    lacking = {name: METHODS[name] for name in web_api_calls() if METHODS[name] not in ("", *SCOPES)}
    assert lacking == {}


def test_every_event_has_its_scope() -> None:
    assert {name: EVENT_SCOPES[name] for name in EVENTS if EVENT_SCOPES[name] not in ("", *SCOPES)} == {}


def needed_besides() -> set[str]:
    """The scopes of fields the code reads, and of the slash command."""
    fields = {scope for scope, read in FIELDS.items() if any(read.search(source) for source in SOURCES.values())}
    return fields | ({"commands"} if FEATURES["slash_commands"] else set())


def test_the_command_and_the_fields_read_have_their_scopes() -> None:
    assert needed_besides() - set(SCOPES) == set()


def test_no_scope_is_asked_for_without_a_use() -> None:
    used = {METHODS[name] for name in web_api_calls()} | {EVENT_SCOPES[name] for name in EVENTS} | needed_besides()
    assert set(SCOPES) - used == set()


def test_only_names_slack_knows_are_used_and_none_twice() -> None:
    assert set(SCOPES) <= KNOWN_SCOPES
    assert set(EVENTS) <= set(EVENT_SCOPES)
    assert (len(set(SCOPES)), len(set(EVENTS))) == (len(SCOPES), len(EVENTS))


def test_every_event_subscribed_to_is_listened_for_and_no_other() -> None:
    assert listened_for("event") == set(EVENTS)


def test_the_command_is_the_one_help_says_to_type() -> None:
    names = [command["command"] for command in FEATURES["slash_commands"]]
    assert listened_for("command") <= {*names, "*"}
    assert {usage.split()[0] for one in SUBCOMMANDS for usage in one.usage} == set(names)


def test_the_usage_hint_names_only_commands_there_are() -> None:
    hint = FEATURES["slash_commands"][0]["usage_hint"].strip("[]")
    assert {part.split()[0] for part in hint.split("|")} <= {*(one.name for one in SUBCOMMANDS), "help"}
    assert len(hint) <= 100  # it stands in one line beside the command; help says the rest


def test_a_person_typed_as_a_mention_arrives_as_an_id() -> None:
    assert FEATURES["slash_commands"][0]["should_escape"] is True


def test_buttons_and_the_home_tab_are_on_where_they_are_used() -> None:
    assert SETTINGS["interactivity"]["is_enabled"] is bool(listened_for("action") and listened_for("view"))
    assert FEATURES["app_home"]["home_tab_enabled"] is ("views_publish" in set(web_api_calls()))
    assert (FEATURES["app_home"]["messages_tab_enabled"], "message" in listened_for("event")) == (True, False)
    assert FEATURES["app_home"]["messages_tab_read_only_enabled"] is True


def test_slack_is_given_the_one_address_the_bot_answers_at() -> None:
    given = {
        FEATURES["slash_commands"][0]["url"],
        SETTINGS["event_subscriptions"]["request_url"],
        SETTINGS["interactivity"]["request_url"],
    }
    assert given == {f"https://YOUR-DOMAIN{PATH}"}


@pytest.mark.parametrize("name", ["org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled"])
def test_what_the_bot_does_not_do_is_off(name: str) -> None:
    assert SETTINGS[name] is False


def test_no_word_is_misspelled() -> None:
    assert [(where, name) for where, name in words(MANIFEST) if name not in WORDS[where].split()] == []


def test_the_texts_have_the_lengths_slack_allows() -> None:
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch("#[0-9a-f]{6}", shown["background_color"])
    assert len(FEATURES["bot_user"]["display_name"]) <= 80
