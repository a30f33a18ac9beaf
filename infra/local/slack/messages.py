"""The messages of the workspace and who sees which."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from threading import RLock
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """One message; `id` is Slack's `ts`. `only_for` names the one person who sees an ephemeral message.

    `files` are the ids of what was shared with it.
    """

    id: str
    channel: str
    author: str
    text: str
    blocks: tuple[Json, ...] = ()
    at: float = 0.0
    only_for: str | None = None
    edited: bool = False
    thread: str | None = None
    files: tuple[str, ...] = ()

    @property
    def ephemeral(self) -> bool:
        return self.only_for is not None

    def to_json(self) -> Json:
        return asdict(self) | {"blocks": list(self.blocks), "files": list(self.files)}

    @classmethod
    def from_json(cls, saved: Json) -> "Message":
        return cls(**(saved | {"blocks": tuple(saved["blocks"]), "files": tuple(saved.get("files", ()))}))


class MessageLog:
    """Messages in the order they came."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}
        self._lock = RLock()

    def put(self, message: Message) -> None:
        """Adds it, or replaces the one with the same id where it stands."""
        with self._lock:
            self._messages[message.id] = message

    def remove(self, message_id: str) -> None:
        with self._lock:
            self._messages.pop(message_id, None)

    def find(self, message_id: str) -> Message | None:
        return self._messages.get(message_id)

    def seen_by(self, user_id: str, channel_id: str) -> list[Message]:
        """Oldest first; other people's ephemeral messages left out."""
        with self._lock:
            return [m for m in self._messages.values() if m.channel == channel_id and m.only_for in (None, user_id)]

    def lasting(self) -> list[Message]:
        """Those that outlive a restart."""
        with self._lock:
            return [message for message in self._messages.values() if not message.ephemeral]

    def forget_ephemeral(self, user_id: str) -> None:
        """What happens when a person reloads Slack."""
        self._forget(m.id for m in self._messages.values() if m.only_for == user_id)

    def _forget(self, ids: Iterable[str]) -> None:
        with self._lock:
            for message_id in list(ids):
                self._messages.pop(message_id, None)
