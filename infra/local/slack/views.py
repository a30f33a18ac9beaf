"""Open modals, stacked per person, and published App Homes."""

import itertools
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any

from infra.local.slack.elements import with_ids
from infra.local.slack.people import APP_ID, BOT_ID, TEAM_ID
from infra.local.slack.tickets import Refused

Json = dict[str, Any]

MOST_STACKED = 3  # a root view and two pushed on it

DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "title": {"type": "plain_text", "text": "View Title", "emoji": True},
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


@dataclass(frozen=True)
class View:
    """A modal or home as one person has it; `body` is what the bot sent, ids filled in."""

    id: str
    user_id: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    def payload(self, state: Json) -> Json:
        """The view object Slack sends to the bot."""
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            **self.body,
            "state": {"values": state},
            "hash": self.hash,
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }


class OpenViews:
    def __init__(self) -> None:
        self._views: dict[str, View] = {}
        self._stacks: dict[str, list[str]] = {}
        self._homes: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._lock = RLock()

    def open(self, user_id: str, sent: Mapping[str, Any], *, pushed: bool = False) -> View:
        """Puts a modal on top. A view that is not pushed closes what the person had open before."""
        with self._lock:
            if pushed and len(self._stacks.get(user_id, ())) >= MOST_STACKED:
                raise Refused("push_limit_reached")
            if not pushed:
                self.close_all(user_id)
            stack = self._stacks.get(user_id, [])
            self._refuse_known_external_id(sent)
            view = self._made(user_id, sent)
            if stack:
                view = replace(view, root_id=stack[0], previous_id=stack[-1])
            self._views[view.id] = view
            self._stacks[user_id] = [*stack, view.id]
            return view

    def publish(self, user_id: str, sent: Mapping[str, Any], expected_hash: str = "") -> View:
        with self._lock:
            known = self.home(user_id)
            view = self._made(user_id, sent) if known is None else self.update(known.id, sent, expected_hash)
            self._views[view.id] = view
            self._homes[user_id] = view.id
            return view

    def update(self, view_id: str, sent: Mapping[str, Any], expected_hash: str = "") -> View:
        with self._lock:
            known = self.find(view_id)
            if known is None:
                raise Refused("not_found")
            if expected_hash and expected_hash != known.hash:
                raise Refused("hash_conflict")
            if sent.get("external_id") != known.body["external_id"]:
                self._refuse_known_external_id(sent)
            fresh = self._made(known.user_id, sent)
            self._views[view_id] = replace(known, body=fresh.body, hash=fresh.hash)
            return self._views[view_id]

    def close_top(self, user_id: str) -> list[View]:
        """What was closed."""
        return self._close(user_id, 1)

    def close_all(self, user_id: str) -> list[View]:
        """What was closed, the view on top first."""
        return self._close(user_id, MOST_STACKED)

    def of(self, user_id: str) -> list[View]:
        """Every modal of this person, and their home."""
        with self._lock:
            return [view for view in self._views.values() if view.user_id == user_id]

    def find(self, view_id: str) -> View | None:
        return self._views.get(view_id)

    def named(self, external_id: str) -> View | None:
        return next((view for view in self._views.values() if view.body["external_id"] == external_id), None)

    def top(self, user_id: str) -> View | None:
        """The modal this person has in front of them."""
        stack = self._stacks.get(user_id)
        return self._views.get(stack[-1]) if stack else None

    def home(self, user_id: str) -> View | None:
        view_id = self._homes.get(user_id)
        return self._views.get(view_id) if view_id else None

    def _close(self, user_id: str, most: int) -> list[View]:
        with self._lock:
            stack = self._stacks.get(user_id, [])
            return [self._views.pop(stack.pop()) for _ in range(min(most, len(stack)))]

    def _refuse_known_external_id(self, sent: Mapping[str, Any]) -> None:
        if sent.get("external_id") and self.named(sent["external_id"]):
            raise Refused("duplicate_external_id")

    def _made(self, user_id: str, sent: Mapping[str, Any]) -> View:
        view_id = f"V{next(self._numbers):05d}"
        body = {**DEFAULTS, **sent}
        body["blocks"] = with_ids(sent["blocks"], f"{view_id.lower()}.")
        return View(view_id, user_id, body, f"{view_id}.{secrets.token_hex(4)}", root_id=view_id)
