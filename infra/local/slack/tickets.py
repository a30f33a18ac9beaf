"""The two short-lived permissions Slack hands the bot: response_urls and trigger_ids."""

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from infra.local.slack.people import TEAM_ID

RESPONSE_URL_USES = 5  # docs.slack.dev/interactivity/handling-user-interaction
RESPONSE_URL_SECONDS = 30 * 60
TRIGGER_SECONDS = 3


class Refused(Exception):
    """The bot asked for something Slack refuses; `error` is Slack's word for it."""

    def __init__(self, error: str, messages: tuple[str, ...] = ()) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages


@dataclass
class Hook:
    """Where a response_url leads: the person and channel it was made for, and the message pressed in, if any."""

    user_id: str
    channel_id: str
    message_id: str | None
    expires: float
    uses: int = 0


@dataclass
class Trigger:
    user_id: str
    expires: float
    used: bool = False


class Tickets:
    """Issues and checks both."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._hooks: dict[str, Hook] = {}
        self._triggers: dict[str, Trigger] = {}
        self._numbers = itertools.count(1000)
        self._lock = Lock()

    def hook(self, user_id: str, channel_id: str, message_id: str | None = None) -> str:
        """The path of a new response_url, from `/hooks/` on."""
        kind = "actions" if message_id else "commands"
        path = f"/hooks/{kind}/{TEAM_ID}/{next(self._numbers)}/{secrets.token_hex(12)}"
        self._hooks[path] = Hook(user_id, channel_id, message_id, self._clock() + RESPONSE_URL_SECONDS)
        return path

    def use_hook(self, path: str) -> Hook:
        """Counts one use. Refuses the sixth (`used_url`), and any after 30 minutes (`expired_url`)."""
        with self._lock:
            hook = self._hooks.get(path)
            if hook is None:
                raise Refused("no_service")
            if self._clock() > hook.expires:
                raise Refused("expired_url")
            if hook.uses >= RESPONSE_URL_USES:
                raise Refused("used_url")
            hook.uses += 1
            return hook

    def trigger(self, user_id: str) -> str:
        trigger_id = f"{next(self._numbers)}.{TEAM_ID}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user_id, self._clock() + TRIGGER_SECONDS)
        return trigger_id

    def use_trigger(self, trigger_id: str) -> str:
        """The person it belongs to. Works once and for three seconds."""
        with self._lock:
            trigger = self._triggers.get(trigger_id)
            if trigger is None:
                raise Refused("invalid_trigger_id")
            if trigger.used:
                raise Refused("exchanged_trigger_id")
            if self._clock() > trigger.expires:
                raise Refused("expired_trigger_id")
            trigger.used = True
            return trigger.user_id
