"""How Slack rewrites what a person types before it reaches a slash command."""

import re
from collections.abc import Mapping

from infra.local.slack.people import Directory, mention_targets


def escaped(text: str) -> str:
    """The three characters with a meaning in Slack's markup, as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def for_command(text: str, people: Directory) -> str:
    """The text as a command with `should_escape` gets it: entities, `<@U1|asha>` and `<#C1|general>`.

    A name nobody has stays as it was typed.
    """
    users = {word: f"<@{user.id}|{user.handle}>" for word, user in mention_targets(people.users()).items()}
    channels = {channel.name.lower(): f"<#{channel.id}|{channel.name}>" for channel in people.channels()}
    return _replaced("#", channels, _replaced("@", users, escaped(text)))


def _replaced(sign: str, names: Mapping[str, str], text: str) -> str:
    if not names:
        return text
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(re.escape(escaped(name)) for name in longest_first)
    pattern = re.compile(rf"(?<![\w<]){sign}({words})(?![\w-])", re.IGNORECASE)
    return pattern.sub(lambda found: names[found[1].lower()], text)
