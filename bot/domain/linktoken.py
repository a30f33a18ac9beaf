"""The token of a shared link: which link it is and until when it works, signed, in 36 characters."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime

ID, EXPIRY, MAC = 6, 5, 16
"""Bytes. Together a multiple of three, so that every bit of every character counts: no two tokens mean the same."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{36}")


def signed(keys: Sequence[bytes], link_id: int, expires_at: datetime) -> str:
    """The token, signed with the first key. `expires_at` is a whole second."""
    said = link_id.to_bytes(ID, "big") + int(expires_at.timestamp()).to_bytes(EXPIRY, "big")
    return base64.urlsafe_b64encode(said + _mac(keys[0], said)).decode()


def read(keys: Sequence[bytes], token: str) -> tuple[int, datetime] | None:
    """The link's number and until when it works; `None` unless one of the keys has signed just this."""
    if not TOKEN.fullmatch(token):
        return None
    raw = base64.urlsafe_b64decode(token)
    said, mac = raw[: ID + EXPIRY], raw[ID + EXPIRY :]
    matching = [hmac.compare_digest(_mac(key, said), mac) for key in keys]
    if not any(matching):
        return None
    seconds = int.from_bytes(said[ID:], "big")
    return int.from_bytes(said[:ID], "big"), datetime.fromtimestamp(seconds, UTC)


def _mac(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, "sha256")[:MAC]
