"""Authenticator apps: their sealed secrets, the codes already used, the recovery codes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.database import Outrun
from bot.store.tables import authenticator, recovery_code


@dataclass(frozen=True, slots=True)
class Authenticator:
    """Somebody's app. Until it is confirmed it proves nothing. `failures` are the wrong codes since the last right one,
    `last_step` the newest 30 seconds of which a code was used."""

    slack_user_id: str
    secret: str
    begun_at: datetime
    confirmed_at: datetime | None
    last_step: int
    failures: int
    locked_until: datetime | None
    proven_until: datetime | None


def proof(tx: Connection, slack_user_id: str) -> tuple[bool, datetime | None]:
    """Whether this person has set up an authenticator app, and until when their latest code is good."""
    query = select(authenticator.c.confirmed_at, authenticator.c.proven_until)
    found = tx.execute(query.where(authenticator.c.slack_user_id == slack_user_id)).one_or_none()
    if found is None or found.confirmed_at is None:
        return False, None
    return True, found.proven_until


def of(tx: Connection, slack_user_id: str) -> Authenticator | None:
    """Their app. In a transaction nobody else changes it meanwhile, so that guesses are counted one after the other."""
    query = select(authenticator).where(authenticator.c.slack_user_id == slack_user_id)
    found = tx.execute(query.with_for_update()).one_or_none()
    return None if found is None else Authenticator(**found._mapping)


def begin(tx: Connection, slack_user_id: str, secret: str, at: datetime) -> None:
    """A new secret, to be confirmed, for somebody without an app. Raises `Outrun` when they just got one."""
    try:
        tx.execute(insert(authenticator), {"slack_user_id": slack_user_id, "secret": secret, "begun_at": at})
    except IntegrityError as error:
        raise Outrun from error


def begin_again(tx: Connection, slack_user_id: str, secret: str, at: datetime) -> None:
    """A new secret, to be confirmed, in the place of the old one, whose codes are worth nothing from now on.

    Wrong codes stay counted, and a lock-out stays.
    """
    _forget_codes(tx, slack_user_id)
    values = {"secret": secret, "begun_at": at, "confirmed_at": None, "proven_until": None}
    _set(tx, slack_user_id, last_step=0, **values)  # the steps that were used are the old secret's


def reseal(tx: Connection, slack_user_id: str, secret: str) -> None:
    """The same secret, sealed with another key."""
    _set(tx, slack_user_id, secret=secret)


def use_step(tx: Connection, slack_user_id: str, step: int, proven_until: datetime) -> bool:
    """Use up the code of these 30 seconds, and all before: the person is proven. `False` when it was used before."""
    mine = (authenticator.c.slack_user_id == slack_user_id, authenticator.c.last_step < step)
    values = {"last_step": step, "failures": 0, "locked_until": None, "proven_until": proven_until}
    return tx.execute(update(authenticator).where(*mine).values(**values)).rowcount == 1


def use_code(tx: Connection, slack_user_id: str, code_hash: str, at: datetime, proven_until: datetime) -> bool:
    """Use up a recovery code: the person is proven. `False` when it was used before."""
    mine = (
        recovery_code.c.slack_user_id == slack_user_id,
        recovery_code.c.code_hash == code_hash,
        recovery_code.c.used_at.is_(None),
    )
    if tx.execute(update(recovery_code).where(*mine).values(used_at=at)).rowcount != 1:
        return False
    _set(tx, slack_user_id, failures=0, locked_until=None, proven_until=proven_until)
    return True


def failed(tx: Connection, slack_user_id: str, failures: int, locked_until: datetime | None) -> None:
    """So many wrong codes by now, and until when no other is taken; until then they are not proven either."""
    ends = {"proven_until": None} if locked_until else {}
    _set(tx, slack_user_id, failures=failures, locked_until=locked_until, **ends)


def confirm(tx: Connection, slack_user_id: str, at: datetime) -> None:
    """The app shows the right codes: from now on it counts."""
    _set(tx, slack_user_id, confirmed_at=at)


def put_codes(tx: Connection, slack_user_id: str, hashes: Collection[str]) -> None:
    """These recovery codes in the place of all earlier ones."""
    _forget_codes(tx, slack_user_id)
    tx.execute(insert(recovery_code), [{"slack_user_id": slack_user_id, "code_hash": one} for one in hashes])


def codes(tx: Connection, slack_user_id: str) -> dict[str, datetime | None]:
    """The hashes of the recovery codes, and when each was used."""
    query = select(recovery_code.c.code_hash, recovery_code.c.used_at)
    rows = tx.execute(query.where(recovery_code.c.slack_user_id == slack_user_id))
    return {row.code_hash: row.used_at for row in rows}


def remove(tx: Connection, slack_user_id: str) -> None:
    """They have no app any more, and no recovery codes."""
    _forget_codes(tx, slack_user_id)
    tx.execute(delete(authenticator).where(authenticator.c.slack_user_id == slack_user_id))


def _forget_codes(tx: Connection, slack_user_id: str) -> None:
    tx.execute(delete(recovery_code).where(recovery_code.c.slack_user_id == slack_user_id))


def _set(tx: Connection, slack_user_id: str, **values: object) -> None:
    tx.execute(update(authenticator).where(authenticator.c.slack_user_id == slack_user_id).values(**values))
