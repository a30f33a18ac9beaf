"""A college with marks to report, and what people find when they open the file they were given."""

from __future__ import annotations

import csv
import io
import json
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from infra.local.slack.messages import Message
from tests.conversations.college import TWELVE, College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker

PRESENT = "PPPPPPPPPPPP"
NAMES = (*TWELVE, "21CSE0")
"""What stands in a file and in no message."""
REPORT = "attendance report"


def marks(
    college: College, letters: str = PRESENT, days_ago: int = 1, typed: str = "CSE-2", subject: str = "DBMS"
) -> date:
    """A roll call of the class of twelve, a letter for each student; a space for those not marked. Its day."""
    on = college.today - timedelta(days=days_ago)
    ids = [college.number_of(f"21CSE{number:03}") for number in range(1, len(letters) + 1)]
    found = {one: letter for one, letter in zip(ids, letters, strict=True) if letter != " "}
    college.held(typed, on, found, subject)
    return on


def last_two_days(college: College) -> str:
    """The range, as it is typed."""
    return f"{college.today - timedelta(days=2)}..{college.today - timedelta(days=1)}"


def buttons(message: Message) -> dict[str, Mapping[str, Any]]:
    """The buttons of a message by their words."""
    found = (one for block in message.blocks for one in [*block.get("elements", ()), block.get("accessory") or {}])
    return {one["text"]["text"]: one for one in found if one.get("type") == "button"}


def link_in(message: Message) -> str:
    """Where its file is."""
    return str(buttons(message)["Open the file"]["url"])


def fetched(url: str) -> bytes:
    """What anybody gets there, as a browser does."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        content: bytes = answer.read()
        return content


def rows_of(content: bytes) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def cells_about(content: bytes, roll_no: str) -> list[str]:
    """The one row of a CSV file that is about this student."""
    (row,) = [row for row in rows_of(content) if roll_no in row]
    return row


def everything_public(house: House) -> str:
    """All that was ever written where others read along: in channels, and to no one alone."""
    log = house.workspace.board.log
    seen = [message for message in log.lasting() if not message.channel.startswith("D")]
    return json.dumps([[message.text, list(message.blocks)] for message in seen], ensure_ascii=False)


def posts(house: House) -> Iterator[Mapping[str, Any]]:
    """Every message the bot sent on its own, and every answer to a request."""
    calls = house.workspace.webapi
    yield from (*calls.asked("chat.postMessage"), *calls.asked("response_url"))


def in_channel(house: House, speaker: Speaker) -> list[Message]:
    """The bot's messages in the speaker's channel that everybody sees."""
    seen = house.workspace.messages(speaker.user_id, speaker.channel_id)
    return [message for message in seen if not message.ephemeral and message.blocks]
