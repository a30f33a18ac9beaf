"""Secrets as they rest in the database: encrypted with a key that is not in it.

Fernet from `cryptography`: encrypted and authenticated, one text in one out, and keys can be changed while both old
and new are around. (PyNaCl is a third of the size but leaves the changing of keys to its user; both import in 20 ms,
and only here.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.errors import Told

VARIABLE = "ATTENDANCE_MFA_KEY"
MAKES_A_KEY = "openssl rand -base64 32 | tr +/ -_"


class NoKey(Told):
    """The operator has given no key, so no secret can be kept."""

    def __init__(self) -> None:
        super().__init__(
            f"Codes cannot be used here yet: the operator of this server has to set `{VARIABLE}`, to what"
            f" `{MAKES_A_KEY}` prints. Please ask them."
        )


class KeyLost(Told):
    """A secret was sealed with a key the operator has taken away."""

    def __init__(self) -> None:
        super().__init__(
            f"I can't read what your authenticator app was set up with: `{VARIABLE}` was changed on the server. Its"
            " operator can add the earlier key behind a comma; or another admin types `/attendance mfa reset` with"
            " your name, and you set the app up again."
        )


def is_key(text: str) -> bool:
    """Whether this is 32 bytes in URL-safe base 64, as Fernet wants its keys."""
    return re.fullmatch("[A-Za-z0-9_-]{43}=", text) is not None


def seal(keys: Sequence[str], secret: str) -> str:
    """Encrypted with the first of the keys. Raises `NoKey`."""
    from cryptography.fernet import Fernet

    if not keys:
        raise NoKey
    return Fernet(keys[0]).encrypt(secret.encode()).decode()


def unseal(keys: Sequence[str], sealed: str) -> tuple[str, bool]:
    """The secret, and whether the first key opened it: else it is to be sealed anew. Raises `NoKey` or `KeyLost`."""
    from cryptography.fernet import Fernet, InvalidToken

    if not keys:
        raise NoKey
    for key in keys:
        try:
            return Fernet(key).decrypt(sealed.encode()).decode(), key == keys[0]
        except InvalidToken:
            continue
    raise KeyLost
