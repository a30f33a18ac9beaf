"""The one place where an error becomes a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.domain.errors import Told
from bot.views import answers
from bot.views.blocks import Message
from handlers.asking import Asking

A = TypeVar("A", bound=Asking)


def answered(listener: Callable[[A], Message | None], asking: A) -> Message | None:
    """What the listener says; a refusal in its own words; for anything else an apology with a reference."""
    try:
        return listener(asking)
    except Told as refusal:
        asking.activity.refused(refusal)
        return answers.told(refusal)
    except Exception as error:
        return answers.apology(asking.activity.failed(error))
