"""Guards that what is put into a QR code comes out of it, by a decoder that is not ours."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
import pytest

from bot.formats import qr
from bot.verifying import Begun
from tests.conversations.phone import decoded

SECRET = "IP2XTLFTB34P7YUCL265XKNS46HGTIOO"


@pytest.mark.parametrize("name", ["U0123", "Meera Iyer", "தமிழ்ச்செல்வி இராமச்சந்திரன்", "👩🏽‍🎓" * 5, "?&secret=x#" * 6])
def test_a_qr_code_says_what_was_put_in(name: str) -> None:
    link = Begun("U0123", datetime(2026, 11, 22, tzinfo=UTC), SECRET).link(name)
    picture = qr.png(link)
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 5000
    read = decoded(picture)
    assert read == link
    app = pyotp.parse_uri(read)
    assert (app.secret, app.name, app.issuer, app.digits, app.interval) == (SECRET, name, "Attendance", 6, 30)
