"""What a body from Slack must hold, so that every listener for its kind of request can rely on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

USER = re.compile(r"[A-Za-z0-9_-]{1,32}")


def is_readable(body: object) -> bool:
    """For a slash command, a press, an event, and what Slack sends to check the address."""
    match body:
        case {"ssl_check": "1"} | {"type": "url_verification", "challenge": str()} | {"type": "app_rate_limited"}:
            return True
        case {"command": str(), "user_id": user, **rest}:
            return _is_user(user) and isinstance(rest.get("text"), str | None)
        case {"command": _}:
            return False
        case {"type": "event_callback", "event": event}:
            return _is_event(event)
        case {"type": "block_actions", "user": {"id": user}, "actions": [action, *_], "view": view, **rest}:
            return _is_user(user) and _is_action(action) and _is_view(view)
        case {"type": "block_actions", "user": {"id": user}, "actions": [action, *_], **rest}:
            return _is_user(user) and _is_action(action) and _is_state(rest.get("state"))
        case {"type": "view_submission", "user": {"id": user}, "view": view}:
            return _is_user(user) and _is_view(view)
        case {"type": str(kind), "user": {"id": user}}:
            return kind not in ("block_actions", "view_submission") and _is_user(user)
    return False


def _is_user(found: object) -> bool:
    return isinstance(found, str) and USER.fullmatch(found) is not None


def _is_event(found: object) -> bool:
    """Some events are about nobody; in the others the user is an id, or an object with one."""
    match found:
        case {"type": str(), "user": {"id": user}} | {"type": str(), "user": user}:
            return _is_user(user)
        case {"type": str()}:
            return True
    return False


def _is_action(found: object) -> bool:
    match found:
        case {"action_id": str(), "block_id": str(), "action_ts": str()}:
            return True
    return False


def _is_view(found: object) -> bool:
    """A modal, with the fields it has and what stands in them."""
    match found:
        case {"id": str(), "callback_id": str(), "blocks": [*blocks], **rest}:
            return all(map(_is_block, blocks)) and _is_state(rest.get("state"))
    return False


def _is_block(found: object) -> bool:
    match found:
        case {"type": str(), "block_id": str()}:
            return True
    return False


def _is_state(found: object) -> bool:
    """What stands in the boxes, by block. Slack may leave it out."""
    if found is None:
        return True
    values = found.get("values") if isinstance(found, Mapping) else found
    return values is None or _holds_objects(values)


def _holds_objects(found: Any) -> bool:
    return isinstance(found, Mapping) and all(isinstance(value, Mapping) for value in found.values())
