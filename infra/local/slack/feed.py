"""What happens in the workspace, told to whoever watches (the browser page, a test)."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

Listener = Callable[[dict[str, Any]], None]


class Feed:
    """Listeners by person. A listener is called on the thread where the thing happened and must not block."""

    def __init__(self) -> None:
        self._listeners: list[tuple[str, Listener]] = []
        self._lock = Lock()

    def listen(self, user_id: str, listener: Listener) -> Callable[[], None]:
        """Starts telling; returns what ends it."""
        entry = (user_id, listener)
        with self._lock:
            self._listeners.append(entry)

        def stop() -> None:
            with self._lock:
                if entry in self._listeners:
                    self._listeners.remove(entry)

        return stop

    def end(self) -> None:
        """Tells everybody who listens that nothing more will come."""
        with self._lock:
            listeners = [listener for _, listener in self._listeners]
        for listener in listeners:
            listener({"type": "end"})

    def tell(self, user_ids: Iterable[str], event: dict[str, Any]) -> None:
        wanted = set(user_ids)
        with self._lock:
            listeners = [listener for user_id, listener in self._listeners if user_id in wanted]
        for listener in listeners:
            listener(event)
