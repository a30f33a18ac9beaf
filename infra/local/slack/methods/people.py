"""auth.*, users.*, team.*, bots.*: who is there."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from infra.local.slack.elements import Json
from infra.local.slack.methods.calling import Method, argument
from infra.local.slack.people import APP_ID, BOT_ID, TEAM_DOMAIN, TEAM_ID, User
from infra.local.slack.tickets import Refused

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


def user_json(workspace: "Workspace", user: User) -> Json:
    """The user object. The e-mail is in it only with `users:read.email`."""
    zone = ZoneInfo(user.timezone)
    offset = datetime.fromtimestamp(workspace.clock(), zone).utcoffset()
    profile: Json = {"real_name": user.name, "display_name": user.handle, "title": user.title, "team": TEAM_ID}
    if user.email and (workspace.scopes is None or "users:read.email" in workspace.scopes):
        profile["email"] = user.email
    shown: Json = {
        "id": user.id,
        "team_id": TEAM_ID,
        "name": user.handle,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(workspace.clock()),
    }
    if user.deleted:
        return shown
    return shown | {
        "real_name": user.name,
        "tz": user.timezone,
        "tz_label": user.timezone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.restricted,
        "is_ultra_restricted": False,
        "is_email_confirmed": user.email_confirmed,
        "who_can_share_contact_card": "EVERYONE",
    }


def auth_test(workspace: "Workspace", args: Json) -> Json:
    bot = workspace.people.bot
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/",
        "team": TEAM_DOMAIN,
        "user": bot.handle,
        "team_id": TEAM_ID,
        "user_id": bot.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(workspace: "Workspace", args: Json) -> Json:
    return {"args": {key: value for key, value in args.items() if key != "token"}}


def info(workspace: "Workspace", args: Json) -> Json:
    user = workspace.people.user(argument(args, "user"))
    if user is None:
        raise Refused("user_not_found")
    return {"user": user_json(workspace, user)}


def everybody(workspace: "Workspace", args: Json) -> Json:
    members = [user_json(workspace, user) for user in workspace.people.users()]
    page, cursor = paged(members, args)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def by_email(workspace: "Workspace", args: Json) -> Json:
    email = argument(args, "email").lower()
    for user in workspace.people.humans():
        if user.email and user.email.lower() == email and not user.deleted:
            return {"user": user_json(workspace, user)}
    raise Refused("users_not_found")


def team(workspace: "Workspace", args: Json) -> Json:
    return {"team": {"id": TEAM_ID, "name": TEAM_DOMAIN, "domain": TEAM_DOMAIN}}


def bot_info(workspace: "Workspace", args: Json) -> Json:
    bot = workspace.people.bot
    return {"bot": {"id": BOT_ID, "deleted": False, "name": bot.name, "app_id": APP_ID, "user_id": bot.id}}


def paged(things: list[Json], args: Json) -> tuple[list[Json], str]:
    """Slack's cursor paging: at most `limit` from `cursor` on, and the cursor of the next page or ``."""
    start = int(args.get("cursor") or 0)
    limit = int(args.get("limit") or 0) or len(things)
    rest = start + limit
    return things[start:rest], str(rest) if rest < len(things) else ""


METHODS = {
    "api.test": Method(api_test),
    "auth.test": Method(auth_test),
    "users.info": Method(info, "users:read"),
    "users.list": Method(everybody, "users:read"),
    "users.lookupByEmail": Method(by_email, "users:read.email"),
    "team.info": Method(team, "team:read"),
    "bots.info": Method(bot_info, "users:read"),
}
