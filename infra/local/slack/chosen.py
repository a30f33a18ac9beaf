"""What a person picked in an element, as Slack's client would put it into `actions[0]` and `state.values`."""

import copy
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from infra.local.slack.elements import ANSWERS, Json, options_of


class NotOffered(ValueError):
    """The element has no such option: Slack's client could never have sent it."""


def answer_of(element: Mapping[str, Any], picked: Mapping[str, Any]) -> Json | None:
    """The new `state.values` entry. `picked` holds the element's answer key; options by value or as whole objects."""
    kind = str(element["type"])
    if kind not in ANSWERS:
        return None
    key = ANSWERS[kind][0]
    return {"type": kind, key: _resolved(element, key, picked.get(key))}


def action_of(element: Mapping[str, Any], block_id: str, picked: Mapping[str, Any], action_ts: str) -> Json:
    """The entry in `actions`."""
    kind = str(element["type"])
    action: Json = {"type": kind, "action_id": element["action_id"], "block_id": block_id, "action_ts": action_ts}
    carried = ("text", "value", "style", "url") if kind in ("button", "workflow_button") else ("placeholder",)
    initial = [key for key in element if key.startswith("initial_")]
    action |= {key: copy.deepcopy(element[key]) for key in (*carried, *initial) if key in element}
    if kind == "overflow":
        action["selected_option"] = _resolved(element, "selected_option", picked.get("selected_option"))
    elif kind in ("feedback_buttons", "icon_button"):
        action |= {key: value for key, value in picked.items() if key in ("value", "text")}
    else:
        action |= {key: value for key, value in (answer_of(element, picked) or {}).items() if key != "type"}
    return action


def _resolved(element: Mapping[str, Any], key: str, picked: Any) -> Any:
    if key == "selected_options":
        return [_option(element, one) for one in picked or ()]
    if key == "selected_option":
        return None if picked is None else _option(element, picked)
    if key in ("selected_users", "selected_conversations", "selected_channels", "files"):
        return list(picked or ())
    if picked is not None and not _READABLE.get(key, _anything)(picked):
        raise NotOffered(f"{element['action_id']} cannot be set to {picked!r}")
    return picked


def _is_day(picked: Any) -> bool:
    """As the calendar gives it: `2026-11-23`."""
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", str(picked)) is not None and bool(date.fromisoformat(str(picked)))
    except ValueError:
        return False


def _is_time(picked: Any) -> bool:
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(picked)) is not None


def _is_text(picked: Any) -> bool:
    return isinstance(picked, str)


def _anything(picked: Any) -> bool:
    return True


_READABLE = {"selected_date": _is_day, "selected_time": _is_time, "value": _is_text, "selected_user": _is_text}


def _option(element: Mapping[str, Any], picked: Any) -> Json:
    value = picked["value"] if isinstance(picked, Mapping) else picked
    if str(element["type"]).endswith("external_select"):
        return dict(picked)
    for option in options_of(element):
        if option["value"] == value:
            return copy.deepcopy(option)
    raise NotOffered(f"{element['action_id']} offers no option {value!r}")
