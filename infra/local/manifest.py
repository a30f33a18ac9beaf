"""What manifest.yml asks Slack for, as the stand-in Slack is to grant it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infra.local.slack.commands import SlashCommand

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The app as Slack would be told of it: nothing the manifest forgets works at the stand-in either."""

    app_name: str
    commands: tuple[SlashCommand, ...]
    scopes: frozenset[str]
    events: frozenset[str]

    @classmethod
    def read(cls) -> Manifest:
        """Raises OSError, or KeyError for a part that is not there."""
        declared = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
        features, settings = declared["features"], declared["settings"]
        return cls(
            declared["display_information"]["name"],
            tuple(_command(command) for command in features["slash_commands"]),
            frozenset(declared["oauth_config"]["scopes"]["bot"]),
            frozenset(settings["event_subscriptions"]["bot_events"]),
        )


def _command(declared: dict[str, Any]) -> SlashCommand:
    return SlashCommand(
        declared["command"],
        declared.get("description", ""),
        declared.get("usage_hint", ""),
        declared.get("should_escape", False),
    )
