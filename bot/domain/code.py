"""One-time codes: how they are typed, how long one is good for, and how many wrong ones lock a person out.

Somebody who guesses has 3 codes in a million (this half minute's, the one before and the one after). Five guesses, then
a pause that doubles up to a day: after a year of trying, the odds are below 1 in 150.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime, timedelta

from bot.domain.errors import Told
from bot.domain.words import compatible

GOOD_FOR = timedelta(minutes=15)
"""How long after a right code no other is asked for."""
TRIES = 5
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=15), timedelta(days=1)
RECOVERY_CODES = 10
RECOVERY_BYTES = 10  # 80 bits, sixteen letters in base 32

FROM_APP = re.compile("[0-9]{6}")
RECOVERY = re.compile("[a-z2-7]{16}")
BETWEEN = re.compile(r"[\s-]+")


class NotACode(Told):
    """Something typed that cannot be a code. Not counted: it guesses nothing. Not repeated: it may nearly be one."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            "That is not a code. Type the six digits your authenticator app shows, as in `123456`, or one of your"
            " recovery codes, as in `abcd-efgh-ijkl-mnop`."
        )


class NotSixDigits(Told):
    """The same where an app is set up, and there are no recovery codes yet."""

    field = "code"

    def __init__(self) -> None:
        super().__init__("That is not a code. Type the six digits your authenticator app shows now, as in `123456`.")


class WrongCode(Told):
    """A code that is not the one."""

    field = "code"

    def __init__(self, tries_left: int) -> None:
        tries = "1 more try" if tries_left == 1 else f"{tries_left} more tries"
        super().__init__(
            "That code is not right. A code lasts half a minute: type the one your app shows now, and see that your"
            f" phone's clock sets itself. You have {tries} before a pause."
        )


class UsedCode(Told):
    """The right code, a second time."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            "That code was used already, and each works once. Wait for the next one, half a minute at most."
        )


class UsedRecoveryCode(Told):
    """A recovery code, a second time."""

    field = "code"

    def __init__(self) -> None:
        super().__init__("That recovery code was used already, and each works once. Take the next of your list.")


class LockedOut(Told):
    """Too many wrong codes. `until` and `now` are by the college's clock."""

    field = "code"

    def __init__(self, until: datetime, now: datetime) -> None:
        when = f"{until:%H:%M}" if until.date() == now.date() else f"{until:%a} {until.day} {until:%b %H:%M}"
        super().__init__(
            f"There were too many wrong codes, so I take none until {when}, not even the right one. If it was not you"
            " who typed them, tell another admin."
        )


def read_code(typed: str) -> str:
    """Six digits, or sixteen letters of a recovery code, however they are grouped. Raises `NotACode`."""
    code = BETWEEN.sub("", compatible(typed)).lower()
    if not FROM_APP.fullmatch(code) and not RECOVERY.fullmatch(code):
        raise NotACode
    return code


def read_first_code(typed: str) -> str:
    """The six digits that show that an app is set up. Raises `NotSixDigits`."""
    code = BETWEEN.sub("", compatible(typed))
    if not FROM_APP.fullmatch(code):
        raise NotSixDigits
    return code


def is_recovery(code: str) -> bool:
    """Whether it is a recovery code, not one from the app."""
    return RECOVERY.fullmatch(code) is not None


def recovery_code(random: bytes) -> str:
    """Ten random bytes as letters, in fours: `abcd-efgh-ijkl-mnop`."""
    return in_fours(base64.b32encode(random).decode().lower(), "-")


def recovery_hash(slack_user_id: str, code: str) -> str:
    """What is kept of a recovery code.

    One round of SHA-256 is enough: slow hashes make up for what people choose, and nobody chose these 80 random bits; a
    thousand graphics cards, each at 10¹⁰ tries a second, need four thousand years for all of them. Not an HMAC with the
    server's key: the list in somebody's drawer would be worth nothing on the day the operator retires that key.
    """
    return hashlib.sha256(f"{slack_user_id}:{BETWEEN.sub('', code)}".encode()).hexdigest()


def in_fours(text: str, between: str = " ") -> str:
    """`ABCD EFGH`, as it is read and typed best."""
    return between.join(text[start : start + 4] for start in range(0, len(text), 4))


def lock_after(failures: int) -> timedelta | None:
    """How long no code is taken after so many wrong ones in a row; `None` while more may be tried."""
    rounds, rest = divmod(failures, TRIES)
    if rest or not rounds:
        return None
    return min(FIRST_LOCK * (1 << min(rounds - 1, 7)), LONGEST_LOCK)


def tries_left(failures: int) -> int:
    """How many more wrong codes there may be before the next pause."""
    return TRIES - failures % TRIES
