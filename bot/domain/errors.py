"""The root of everything a person can put right, in the words they are told."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

LONGEST_QUOTED = 60  # characters of somebody's own input worth repeating to them
JOINERS = "\u200c\u200d"  # invisible, but Indic scripts and emoji are spelled with them


class Told(Exception):
    """A refusal the person reads as it stands: what happened, their own input, and an example of what works.

    The text may hold what somebody typed, so it is never logged; the class name is.
    """

    field = ""
    """The field of a form that it is about, where it is about one."""

    def __init__(self, sentence: str, ask: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.ask = ask
        """Slack user ids of people who can help, named after the sentence."""


class FieldsWrong(Told):
    """Several fields of a form that have to be put right, each with its sentence."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class NotAllowed(Told):
    """The person's role does not cover what they asked for. Never reveals whether the thing exists."""


class RulesChanged(Exception):
    """The college's rules are newer than the services at hand: read them, then ask again. Nothing was done yet."""


def quoted(typed: str) -> str:
    """What a person typed, between backticks and safe to show: one line, no backtick inside, at most 60 characters.

    Escaping `&`, `<` and `>` for Slack is the views' part. Nothing visible reads `an empty text`.
    """
    visible = "".join(" " if char.isspace() else char for char in typed if char.isspace() or _visible(char))
    line = " ".join(visible.replace("`", "'").split())
    if len(line) > LONGEST_QUOTED:
        line = line[: LONGEST_QUOTED - 1].rstrip() + "…"
    return f"`{line}`" if line else "an empty text"


def _visible(char: str) -> bool:
    """Not a control, half a surrogate pair, or a mark that turns the text around it."""
    return char in JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
