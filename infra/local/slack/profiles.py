"""The user object: what the Web API and the events say of a person."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from infra.local.slack.elements import Json
from infra.local.slack.people import User

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


def shown_user(workspace: "Workspace", user: User) -> Json:
    """The user object, as far as the app's scopes let it see."""
    with_email = workspace.scopes is None or "users:read.email" in workspace.scopes
    return user_json(user, workspace.clock(), with_email=with_email)


def user_json(user: User, now: float, *, with_email: bool) -> Json:
    """The e-mail is in it only with the scope `users:read.email`, and never for a stranger.

    Somebody deactivated keeps name and e-mail; the flags that say what they may do are left out, as at Slack.
    """
    shown: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.handle,
        "deleted": user.deleted,
        "profile": _profile(user, with_email=with_email),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(now),
    }
    if user.stranger:
        shown["is_stranger"] = True
    return shown if user.deleted else shown | _standing(user, now)


def _profile(user: User, *, with_email: bool) -> Json:
    profile: Json = {
        "real_name": user.name,
        "real_name_normalized": user.name,
        "display_name": user.handle,
        "display_name_normalized": user.handle,
        "title": user.title,
        "team": user.team_id,
    }
    if user.email and with_email and not user.stranger:
        profile["email"] = user.email
    return profile


def _standing(user: User, now: float) -> Json:
    offset = datetime.fromtimestamp(now, ZoneInfo(user.timezone)).utcoffset()
    return {
        "real_name": user.name,
        "tz": user.timezone,
        "tz_label": user.timezone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.guest,
        "is_ultra_restricted": user.ultra_restricted,
        "is_email_confirmed": user.email_confirmed,
        "who_can_share_contact_card": "EVERYONE",
    }
