"""How far each person has read in each conversation."""

from collections.abc import Iterable, Mapping
from threading import Lock

from infra.local.slack.messages import Message


class Unread:
    """Nothing is read until its person opens the conversation; what people write themselves is never unread to them."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], str] = {}
        self._lock = Lock()

    def read_up_to(self, user_id: str, channel_id: str, message_id: str) -> bool:
        """Whether that is further than before."""
        with self._lock:
            further = message_id > self._read.get((user_id, channel_id), "")
            if further:
                self._read[user_id, channel_id] = message_id
            return further

    def count(self, user_id: str, channel_id: str, seen: Iterable[Message]) -> int:
        last = self._read.get((user_id, channel_id), "")
        return sum(message.id > last and message.author != user_id for message in seen)

    def to_saved(self) -> dict[str, str]:
        with self._lock:
            return {f"{user_id}/{channel_id}": last for (user_id, channel_id), last in self._read.items()}

    def recall(self, saved: Mapping[str, str]) -> None:
        for place, last in saved.items():
            user_id, _, channel_id = place.partition("/")
            self.read_up_to(user_id, channel_id, last)
