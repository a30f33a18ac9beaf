"""Where somebody asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation in Slack. `is_direct`: nobody reads along who is not in it by name (a direct message).

    `answer_to` is Slack's address for answers to this one request: five within half an hour. `address` is where the
    request reached the bot from outside (`https://host`, no slash at the end), `""` when it came without HTTP.
    """

    channel: str = ""
    is_direct: bool = False
    answer_to: str = ""
    address: str = ""
