"""Taking away the authenticator app of an admin who lost it: another admin may, or the operator."""

from __future__ import annotations

from sqlalchemy import Connection

from bot import access, auditing
from bot.auditing import Deed
from bot.domain.errors import NotAllowed, Told
from bot.proving import AUTHENTICATOR
from bot.services import Services
from bot.store import authenticators, jobs
from bot.store.authenticators import Authenticator
from bot.store.database import whole_unit

OPERATOR = "operator"
TELL_RESET = "tell_reset"
"""The work that tells them."""


class NotOneself(NotAllowed):
    """An admin resetting their own app, for which another way asks for a code."""

    def __init__(self) -> None:
        super().__init__("You can't reset your own authenticator app. Type `/attendance mfa`: a recovery code will do.")


class NothingToReset(Told):
    """Somebody who has no authenticator app."""

    def __init__(self) -> None:
        super().__init__("There is nothing to reset: no authenticator app is set up for this person.")


@whole_unit
def check(services: Services, by: str, slack_user_id: str) -> None:
    """Whether they may reset this person's app: the question before. Raises what `reset` raises."""
    with services.database.reading() as tx:
        _check(services, tx, by, slack_user_id)


def _check(services: Services, tx: Connection, by: str, slack_user_id: str) -> Authenticator:
    access.proven_admin(services, tx, by)
    if slack_user_id == by:
        raise NotOneself
    return _theirs(tx, slack_user_id)


def _theirs(tx: Connection, slack_user_id: str) -> Authenticator:
    theirs = authenticators.of(tx, slack_user_id)
    if theirs is None:
        raise NothingToReset
    return theirs


@whole_unit
def reset(services: Services, deed: Deed, slack_user_id: str) -> int:
    """Take away somebody's app; the work that tells them. Raises `NotOneself` or `NothingToReset`."""
    with services.database.begin() as tx:
        return _reset(tx, deed, _check(services, tx, deed.by, slack_user_id), slack_user_id)


@whole_unit
def reset_by_operator(services: Services, slack_user_id: str) -> int:
    """The same where no other admin is left to do it. Raises `NothingToReset`."""
    with services.database.begin() as tx:
        deed = Deed(OPERATOR, services.clock.now(), "job")
        return _reset(tx, deed, _theirs(tx, slack_user_id), slack_user_id)


def _reset(tx: Connection, deed: Deed, theirs: Authenticator, slack_user_id: str) -> int:
    authenticators.remove(tx, slack_user_id)
    since = theirs.confirmed_at and theirs.confirmed_at.isoformat()
    auditing.changed(tx, deed, "reset", AUTHENTICATOR, slack_user_id, {"since": [since, None]})
    return jobs.add(tx, TELL_RESET, {"user": slack_user_id, "by": deed.by}, deed.at)
