"""What happens to people's accounts while the workspace runs, and what the bot hears of it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from infra.local.slack.delivery import Outcome
from infra.local.slack.elements import Json
from infra.local.slack.people import User
from infra.local.slack.profiles import shown_user

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


def join(workspace: "Workspace", user: User) -> Outcome:
    """Somebody new: `team_join`, with the whole user object."""
    workspace.people.add_user(user)
    _tell(workspace)
    return _sent(workspace, "team_join", user)


def change(workspace: "Workspace", user: User, **changes: object) -> Outcome:
    """A changed profile or account: `user_change`."""
    changed = replace(user, **changes)  # type: ignore[arg-type]  # the names are checked by dataclasses
    workspace.people.add_user(changed)
    if changed.deleted:
        workspace.reload(changed.id)
    _tell(workspace)
    return _sent(workspace, "user_change", changed)


def _tell(workspace: "Workspace") -> None:
    """Every page draws its people anew; whoever was deactivated has to leave theirs."""
    workspace.keep()
    workspace.board.feed.tell([user.id for user in workspace.people.humans()], {"type": "people"})


def _sent(workspace: "Workspace", kind: str, user: User) -> Outcome:
    event: Json = {"type": kind, "user": shown_user(workspace, user), "event_ts": workspace.stamps.next()}
    return workspace.dispatch.send_event(event)
