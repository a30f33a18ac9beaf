"""A phone with an authenticator app: it scans what is on somebody's screen, and shows the code of the moment."""

from __future__ import annotations

import re

import png
import pyotp
import zxingcpp

from bot.domain.rules import Rules
from bot.store import colleges
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker

HEAD = "UHEAD"
KEY = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")
RECOVERY = re.compile(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}")


class Phone:
    """`house` has the clock it goes by, which is the bot's; it moves on to where a code has just come."""

    def __init__(self, house: House) -> None:
        self._house = house
        house.clock.passes(seconds=30 - house.clock.now().timestamp() % 30)
        self.account = ""
        self.secret = ""

    def scans(self, speaker: Speaker) -> Phone:
        """The QR code in the form on the screen, with a decoder of its own."""
        app = pyotp.parse_uri(decoded(picture_of(self._house, speaker)))
        self.account, self.secret = f"{app.issuer}: {app.name}", app.secret
        return self

    def types_key(self, speaker: Speaker) -> Phone:
        """The key in the form on the screen, by hand."""
        found = KEY.search(speaker.screen())
        assert found, speaker.screen()
        self.secret = found[0].replace(" ", "")
        return self

    @property
    def code(self) -> str:
        """What it shows now."""
        return pyotp.TOTP(self.secret).at(self._house.clock.now())

    @property
    def next_code(self) -> str:
        """Waits until it shows another."""
        self._house.clock.passes(seconds=30)
        return self.code

    @property
    def wrong_code(self) -> str:
        """What it has not shown lately, and will not soon."""
        now = self._house.clock.now()
        near = {pyotp.TOTP(self.secret).at(now, counter_offset=step) for step in range(-5, 6)}
        return next(code for code in ("111111", "222222", "333333") if code not in near)


def picture_of(house: House, speaker: Speaker) -> bytes:
    """The picture in the form on the screen."""
    view = house.workspace.modal(speaker.user_id)
    assert view is not None
    (file_id,) = [block["slack_file"]["id"] for block in view.blocks if block["type"] == "image"]
    file = house.workspace.files.find(file_id)
    assert file is not None
    return file.content


def decoded(content: bytes) -> str:
    """What a QR code says."""
    width, height, rows, about = png.Reader(bytes=content).asDirect()
    white = 2 ** about["bitdepth"] - 1
    pixels = bytes(255 * value // white for row in rows for value in row)
    (found,) = zxingcpp.read_barcodes(memoryview(pixels).cast("B", (height, width)), zxingcpp.BarcodeFormat.QRCode)
    return str(found.text)


def sets_up(house: House, speaker: Speaker) -> tuple[Phone, list[str]]:
    """Somebody sets up an authenticator app; the phone it is on and their recovery codes."""
    house.workspace.files.scan_seconds = 0  # no time: that Slack takes some is tested in test_mfa.py
    speaker.types("/attendance mfa")
    house.works()
    phone = Phone(house).scans(speaker)
    speaker.fills("six digits", phone.code).presses("Confirm").sees("Write these recovery codes down")
    codes = RECOVERY.findall(speaker.screen())
    speaker.presses("Done")
    return phone, codes


def another_admin(house: House, college: College) -> Speaker:
    """The head of department, an admin too."""
    college.employs(HEAD, role="admin")
    return house.speaker(HEAD, "Head")


def both_set_up(house: House, admin: Speaker, head: Speaker) -> Phone:
    """Both have an authenticator app; the office's phone, on which the code of the set-up is no longer good."""
    sets_up(house, head)
    phone, _ = sets_up(house, admin)
    house.clock.passes(minutes=16)
    return phone


def requires_codes(college: College) -> None:
    """From now on every admin needs a code for what is sensitive."""
    with college.database.begin() as tx:
        colleges.record(tx, Rules(college.clock.zone, mfa_required=True), colleges.recorded(tx).version)
