"""What people have ticked, chosen and typed but not sent: the input state of Slack's own client."""

import copy
from collections.abc import Mapping, Sequence
from threading import RLock
from typing import Any

from infra.local.slack.elements import first_state

Json = dict[str, Any]


class Inputs:
    """Answers by person and place (a message id or a view id).

    A view keeps what was typed when it is updated, as long as block_id and action_id stay; a message that is replaced
    starts again from what the bot drew.
    """

    def __init__(self) -> None:
        self._touched: dict[tuple[str, str], Json] = {}
        self._lock = RLock()

    def current(self, user_id: str, place: str, blocks: Sequence[Json]) -> Json:
        """`state.values` as this person's client would send it now."""
        values = first_state(blocks)
        with self._lock:
            touched = self._touched.get((user_id, place), {})
            for block_id, actions in values.items():
                for action_id, answer in actions.items():
                    newer = touched.get(block_id, {}).get(action_id)
                    if newer is not None and newer.get("type") == answer["type"]:
                        actions[action_id] = copy.deepcopy(newer)
        return values

    def touch(self, user_id: str, place: str, values: Mapping[str, Any]) -> None:
        """Remembers answers in the shape of `state.values`; the rest stays."""
        with self._lock:
            touched = self._touched.setdefault((user_id, place), {})
            for block_id, actions in values.items():
                touched.setdefault(block_id, {}).update(copy.deepcopy(dict(actions)))

    def forget(self, place: str) -> None:
        with self._lock:
            for key in [key for key in self._touched if key[1] == place]:
                del self._touched[key]
