"""auth.*, users.*, team.*, bots.*: who is there."""

import base64
import binascii
from typing import TYPE_CHECKING, TypeVar

from infra.local.slack.elements import Json
from infra.local.slack.methods.calling import Method, argument
from infra.local.slack.people import APP_ID, BOT_ID, TEAM_DOMAIN, TEAM_ID
from infra.local.slack.profiles import shown_user
from infra.local.slack.tickets import Refused

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace

Thing = TypeVar("Thing")
MOST_AT_ONCE = 1000  # docs.slack.dev/apis/web-api/pagination; it recommends 200


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
    return {"user": shown_user(workspace, user)}


def everybody(workspace: "Workspace", args: Json) -> Json:
    """People of other workspaces come along where a channel is shared with them: their `team_id` says so."""
    page, cursor = paged([user for user in workspace.people.users() if not user.stranger], args)
    members = [shown_user(workspace, user) for user in page]
    return {"members": members, "response_metadata": {"next_cursor": cursor}}


def by_email(workspace: "Workspace", args: Json) -> Json:
    email = argument(args, "email").lower()
    for user in workspace.people.humans():
        if user.email and user.email.lower() == email and not (user.deleted or user.stranger):
            return {"user": shown_user(workspace, user)}
    raise Refused("users_not_found")


def team(workspace: "Workspace", args: Json) -> Json:
    return {"team": {"id": TEAM_ID, "name": TEAM_DOMAIN, "domain": TEAM_DOMAIN}}


def bot_info(workspace: "Workspace", args: Json) -> Json:
    bot = workspace.people.bot
    return {"bot": {"id": BOT_ID, "deleted": False, "name": bot.name, "app_id": APP_ID, "user_id": bot.id}}


def paged(things: list[Thing], args: Json) -> tuple[list[Thing], str]:
    """Slack's cursor paging: at most `limit` from `cursor` on, and the cursor of the next page or ``.

    Without a limit everything comes at once, until that is too much: `limit_required`.
    """
    start, limit = _start(str(args.get("cursor") or "")), _limit(args.get("limit"))
    if limit == 0 and len(things) > MOST_AT_ONCE:
        raise Refused("limit_required")
    rest = start + (limit or len(things))
    return things[start:rest], _cursor(rest) if rest < len(things) else ""


def _limit(given: object) -> int:
    if given in (None, "", 0, "0"):
        return 0
    if not str(given).isdecimal() or int(str(given)) > MOST_AT_ONCE:
        raise Refused("invalid_limit")
    return int(str(given))


def _cursor(start: int) -> str:
    """Opaque, as Slack's are."""
    return base64.b64encode(f"from:{start}".encode()).decode()


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("from:"))
    except (binascii.Error, ValueError):
        raise Refused("invalid_cursor") from None


METHODS = {
    "api.test": Method(api_test),
    "auth.test": Method(auth_test),
    "users.info": Method(info, "users:read"),
    "users.list": Method(everybody, "users:read"),
    "users.lookupByEmail": Method(by_email, "users:read.email"),
    "team.info": Method(team, "team:read"),
    "bots.info": Method(bot_info, "users:read"),
}
