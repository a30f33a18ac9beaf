"""Authenticator apps: set up, moved to another phone, removed; and the codes they show, before sensitive acts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from bot import access, auditing
from bot.auditing import Deed
from bot.domain.code import (
    GOOD_FOR,
    RECOVERY_BYTES,
    RECOVERY_CODES,
    read_code,
    read_first_code,
    recovery_code,
    recovery_hash,
)
from bot.domain.errors import NotAllowed, Told
from bot.proving import AUTHENTICATOR, check, locked, settled
from bot.services import Services
from bot.store import authenticators, jobs, sealed
from bot.store.database import whole_unit

ISSUER = "Attendance"
SHOWN_FOR = timedelta(minutes=15)
"""How long a secret may wait to be confirmed, and its picture is kept at Slack."""
PICTURE, FORGET_FILE = "picture", "forget_file"
"""The work that follows: drawing the QR code, and taking it away."""

T = TypeVar("T")


class NotSetUp(Told):
    """A code from somebody who has no authenticator app."""

    def __init__(self) -> None:
        super().__init__("You have no authenticator app set up here. Type `/attendance mfa` to set one up.")


class NotBegun(Told):
    """A set-up that is over, was begun anew elsewhere, or took too long."""

    def __init__(self) -> None:
        super().__init__(
            "This set-up is over: it was begun again, or waited too long. Type `/attendance mfa` once more."
        )


class Required(NotAllowed):
    """An app that is to go although the college asks for its codes."""

    def __init__(self) -> None:
        super().__init__(
            "Your college asks every admin for codes, so your authenticator app can't be removed. If you have another"
            " phone, type `/attendance mfa` and press Move to another phone."
        )


@dataclass(frozen=True, slots=True)
class SetUp:
    """An app that counts: since when, and how many recovery codes are left. `removable`: the college requires none."""

    since: datetime
    codes_left: int
    removable: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """An app that waits to be confirmed. `key` is the secret, as it is typed by hand; `picture` the work that draws it,
    where this has just ordered it."""

    slack_user_id: str
    at: datetime
    key: str
    picture: int | None = None

    def link(self, name: str) -> str:
        """What the QR code says; `name` is what the app lists it under."""
        import pyotp

        return pyotp.TOTP(self.key).provisioning_uri(name=name, issuer_name=ISSUER)


@dataclass(frozen=True, slots=True)
class Proven:
    """A code was right: until when no other is asked for, and the recovery codes left, if one of them was used."""

    until: datetime
    codes_left: int | None = None


@whole_unit
def set_up(services: Services, deed: Deed) -> SetUp | Begun:
    """The asking admin's app as it is; for one who has none, a new secret. Raises `NoKey` or `LockedOut`."""
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        mine = authenticators.of(tx, deed.by)
        if mine and mine.confirmed_at:
            left = [used_at for used_at in authenticators.codes(tx, deed.by).values() if used_at is None]
            return SetUp(mine.confirmed_at, len(left), not services.college.mfa_required)
        if mine and (refusal := locked(services, deed, mine)):
            raise refusal
        return _begin(services, tx, deed, again=mine is not None)


@whole_unit
def begun(services: Services, slack_user_id: str, at: datetime) -> Begun | None:
    """The app begun then, while it waits to be confirmed."""
    with services.database.reading() as tx:
        mine = authenticators.of(tx, slack_user_id)
    if mine is None or mine.confirmed_at or mine.begun_at != at or services.clock.now() > at + SHOWN_FOR:
        return None
    return Begun(slack_user_id, at, sealed.unseal(services.mfa_keys, mine.secret)[0])


@whole_unit
def check_set_up(services: Services, slack_user_id: str) -> None:
    """The same, and `NotSetUp` for an admin without an app."""
    with services.database.reading() as tx:
        access.admin(services, tx, slack_user_id)
        is_set_up, _ = authenticators.proof(tx, slack_user_id)
    if not is_set_up:
        raise NotSetUp


def confirm(services: Services, deed: Deed, begun_at: datetime, typed: str) -> tuple[str, ...]:
    """The app begun then shows this code: from now on it counts. The recovery codes, to be shown this once.

    Raises `NotBegun`, `NotSixDigits`, `WrongCode`, `LockedOut`.
    """
    return settled(_confirm(services, deed, begun_at, typed, _new_codes()))


@whole_unit
def _confirm(
    services: Services, deed: Deed, begun_at: datetime, typed: str, codes: tuple[str, ...]
) -> tuple[str, ...] | Told:
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        mine = authenticators.of(tx, deed.by)
        if mine and mine.confirmed_at == deed.at:  # this very deed: its answer was lost on the way
            return codes
        if mine is None or mine.confirmed_at or mine.begun_at != begun_at or deed.at > begun_at + SHOWN_FOR:
            raise NotBegun
        if refusal := check(services, tx, deed, mine, read_first_code(typed)):
            return refusal
        authenticators.confirm(tx, deed.by, deed.at)
        _put_codes(tx, deed, codes)
        auditing.changed(tx, deed, "set up", AUTHENTICATOR, deed.by, {"since": [None, deed.at.isoformat()]})
        return codes


def prove(services: Services, deed: Deed, typed: str) -> Proven:
    """An admin gives a code, and is asked for no other for fifteen minutes.

    Raises `NotSetUp`, `NotACode`, `WrongCode`, `UsedCode`, `UsedRecoveryCode`, `LockedOut`.
    """

    def proven(tx: Connection) -> Proven:
        used = authenticators.codes(tx, deed.by).values()
        left = sum(used_at is None for used_at in used)
        return Proven(deed.at + GOOD_FOR, left if deed.at in used else None)

    return _with_code(services, deed, typed, proven)


def renew_codes(services: Services, deed: Deed, typed: str) -> tuple[str, ...]:
    """Ten recovery codes in the place of all earlier ones, for a code. Raises what `prove` raises."""
    codes = _new_codes()

    def renewed(tx: Connection) -> tuple[str, ...]:
        _put_codes(tx, deed, codes)
        auditing.changed(tx, deed, "recovery codes renewed", AUTHENTICATOR, deed.by, {})
        return codes

    return _with_code(services, deed, typed, renewed)


def move(services: Services, deed: Deed, typed: str) -> Begun:
    """A new secret for another phone, for a code; the old phone's codes end now. Raises what `prove` raises."""

    def moved(tx: Connection) -> Begun:
        auditing.changed(tx, deed, "moved", AUTHENTICATOR, deed.by, {})
        return _begin(services, tx, deed, again=True)

    return _with_code(services, deed, typed, moved)


def remove(services: Services, deed: Deed, typed: str) -> None:
    """Take the asking admin's app away, for a code. Raises `Required`, and what `prove` raises."""

    def removed(tx: Connection) -> None:
        if services.college.mfa_required:
            raise Required
        authenticators.remove(tx, deed.by)
        auditing.changed(tx, deed, "removed", AUTHENTICATOR, deed.by, {})

    _with_code(services, deed, typed, removed)


@whole_unit
def forget_file(services: Services, file_id: str, after: timedelta = timedelta()) -> int:
    """Have a file taken out of Slack, then or at once; the work that does it."""
    with services.database.begin() as tx:
        return jobs.add(tx, FORGET_FILE, {"file": file_id}, services.clock.now() + after)


def _with_code(services: Services, deed: Deed, typed: str, then: Callable[[Connection], T]) -> T:
    """What `then` does in the transaction in which the code was right."""
    return settled(_tried(services, deed, typed, then))


@whole_unit
def _tried(services: Services, deed: Deed, typed: str, then: Callable[[Connection], T]) -> T | Told:
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        mine = authenticators.of(tx, deed.by)
        if mine is None or mine.confirmed_at is None:
            raise NotSetUp
        return check(services, tx, deed, mine, read_code(typed)) or then(tx)


def _begin(services: Services, tx: Connection, deed: Deed, *, again: bool) -> Begun:
    """A new secret, and the work that draws it."""
    import pyotp

    key = pyotp.random_base32()
    begin = authenticators.begin_again if again else authenticators.begin
    begin(tx, deed.by, sealed.seal(services.mfa_keys, key), deed.at)
    picture = jobs.add(tx, PICTURE, {"user": deed.by, "begun": deed.at.isoformat()}, deed.at)
    return Begun(deed.by, deed.at, key, picture)


def _new_codes() -> tuple[str, ...]:
    return tuple(recovery_code(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))


def _put_codes(tx: Connection, deed: Deed, codes: tuple[str, ...]) -> None:
    authenticators.put_codes(tx, deed.by, [recovery_hash(deed.by, code) for code in codes])
