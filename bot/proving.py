"""Whether a one-time code is right. Each works once; wrong ones are counted, and lock the person out."""

from __future__ import annotations

from datetime import datetime
from hmac import compare_digest
from typing import TypeVar

from sqlalchemy import Connection

from bot import auditing
from bot.auditing import Deed
from bot.domain.code import (
    GOOD_FOR,
    LockedOut,
    UsedCode,
    UsedRecoveryCode,
    WrongCode,
    is_recovery,
    lock_after,
    recovery_hash,
    tries_left,
)
from bot.domain.errors import Told
from bot.services import Services
from bot.store import authenticators, sealed
from bot.store.authenticators import Authenticator

AUTHENTICATOR = "authenticator"
"""What the audit calls it."""
EITHER_WAY = 1
"""Half minutes a phone's clock may be wrong, or a person slow."""

T = TypeVar("T")


def check(services: Services, tx: Connection, deed: Deed, mine: Authenticator, code: str) -> Told | None:
    """Use up the code: `None` when it was right, else why not.

    The why is given back and not raised, because raising it here would roll back the count of wrong codes: raise it
    when the transaction is over (`settled`). `mine` must have been read in this transaction.
    """
    if refusal := locked(services, deed, mine):
        return refusal
    if is_recovery(code):
        return _check_recovery(services, tx, deed, mine, code)
    secret, is_newest = sealed.unseal(services.mfa_keys, mine.secret)
    step = _step(secret, code, deed.at)
    if step is None:
        return _wrong(services, tx, deed, mine)
    if not authenticators.use_step(tx, deed.by, step, deed.at + GOOD_FOR) and not _is_again(deed, mine, step):
        return UsedCode()
    if not is_newest:
        authenticators.reseal(tx, deed.by, sealed.seal(services.mfa_keys, secret))
    return None


def locked(services: Services, deed: Deed, mine: Authenticator) -> Told | None:
    """Why no code of theirs is taken now, if none is."""
    if mine.locked_until is None or mine.locked_until <= deed.at:
        return None
    return _locked_out(services, deed, mine.locked_until)


def settled(outcome: T | Told) -> T:
    """The outcome of a transaction; raises what has to be said instead."""
    if isinstance(outcome, Told):
        raise outcome
    return outcome


def _step(secret: str, code: str, now: datetime) -> int | None:
    """The half minute since 1970 whose code this is, the newest first; `None` when it is the code of none near now."""
    import pyotp  # the reference in Python for RFC 6238; 20 ms, and only needed here

    app = pyotp.TOTP(secret)
    newest = app.timecode(now) + EITHER_WAY
    steps = range(newest, newest - 2 * EITHER_WAY - 1, -1)
    return next((step for step in steps if compare_digest(app.generate_otp(step), code)), None)


def _is_again(deed: Deed, mine: Authenticator, step: int) -> bool:
    """Whether this very deed used the code: the database took it, but its answer was lost on the way."""
    return mine.last_step == step and mine.proven_until == deed.at + GOOD_FOR


def _check_recovery(services: Services, tx: Connection, deed: Deed, mine: Authenticator, code: str) -> Told | None:
    known = authenticators.codes(tx, deed.by)
    hashed = recovery_hash(deed.by, code)
    matching = [one for one in known if compare_digest(one, hashed)]
    if not matching:
        return _wrong(services, tx, deed, mine)
    if not authenticators.use_code(tx, deed.by, hashed, deed.at, deed.at + GOOD_FOR):
        return None if known[hashed] == deed.at else UsedRecoveryCode()
    left = sum(used_at is None for used_at in known.values())
    changes = {"codes left": [left, left - 1]}
    auditing.changed(tx, deed, "recovery code used", AUTHENTICATOR, deed.by, changes)
    return None


def _wrong(services: Services, tx: Connection, deed: Deed, mine: Authenticator) -> Told:
    failures = mine.failures + 1
    pause = lock_after(failures)
    until = deed.at + pause if pause else None
    authenticators.failed(tx, deed.by, failures, until)
    if until is None:
        return WrongCode(tries_left(failures))
    changes = {"wrong codes": [None, failures], "until": [None, until.isoformat()]}
    auditing.changed(tx, deed, "locked", AUTHENTICATOR, deed.by, changes)
    return _locked_out(services, deed, until)


def _locked_out(services: Services, deed: Deed, until: datetime) -> LockedOut:
    return LockedOut(services.clock.local(until), services.clock.local(deed.at))
