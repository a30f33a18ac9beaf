"""Refuses blocks and views as Slack would, and says which block and which limit."""

from collections.abc import Mapping
from typing import Any

from infra.local.slack.blockkit import surfaces


class InvalidBlocks(ValueError):
    """`problems` reads like `blocks[3].elements[0].options: 11 options, the limit is 10`."""

    error = "invalid_blocks"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def check_message(payload: Mapping[str, Any]) -> None:
    """Text and blocks of a message. Raises InvalidBlocks."""
    _refuse(tuple(surfaces.message(payload)))


def check_view(view: Mapping[str, Any]) -> None:
    """A modal or an App Home. Raises InvalidBlocks."""
    _refuse(tuple(surfaces.view(view)))


def _refuse(problems: tuple[str, ...]) -> None:
    if problems:
        raise InvalidBlocks(problems)
