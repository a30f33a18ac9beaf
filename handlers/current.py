"""The services as the college's rules are now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot import configuring, heeding
from bot.domain.errors import RulesChanged
from bot.services import Services
from handlers.asking import Asking

A = TypeVar("A", bound=Asking)
T = TypeVar("T")

TRIES = 3
"""Several admins may be at the rules at the same moment."""


class Current:
    """Holds the services, and reads the college's rules anew when a use case finds theirs outdated.

    Every use case asks who is asking first, and that answer carries the version of the rules: knowing whether they
    still hold costs no round trip, and what an admin changes holds at once, in every instance.
    """

    def __init__(self, services: Services) -> None:
        self.services = services

    def answers(self, listener: Callable[[A], T], asking: A) -> T:
        """What the listener answers, under today's rules, once it is settled what Slack says of whoever asks."""
        heeding.heed(self.services, asking.by)
        for _ in range(TRIES):
            try:
                return listener(asking)
            except RulesChanged:
                self.services = configuring.current(self.services)
                asking = replace(asking, services=self.services)
        return listener(asking)
