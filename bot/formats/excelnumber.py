"""What Excel keeps as a number, as a person would write it: `42`, `0.3`, `2026-07-01`."""

from __future__ import annotations

from datetime import date, timedelta

MOST_DIGITS = 15  # Excel keeps no more of a number
DAY_BEFORE = date(1899, 12, 30)  # Excel counts a 29 February 1900, so from March 1900 on its days are two late
DAY_BEFORE_1904 = date(1904, 1, 1)
LAST_DAY = 2_957_003  # 31 Dec 9999, counted from 1904
SECONDS = 24 * 60 * 60


def number_text(written: str) -> str:
    """A number without exponent, and without `.0` where it is whole.

    From 16 digits on it has its exponent, `1.23456789012346E+18`: the digits Excel no longer has are not made up. What
    is no number comes back as it is.
    """
    if written.isdecimal() and written.isascii() and len(written) <= MOST_DIGITS:
        return written.lstrip("0") or "0"
    try:
        number = float(written)
    except ValueError:
        return written
    if number.is_integer() and abs(number) < 10**MOST_DIGITS:
        return str(int(number))
    return format(number, f".{MOST_DIGITS}G")


def day_text(written: str, counts_from_1904: bool = False) -> str:
    """The day that Excel's number of days is, `2026-07-01`, with ` 09:30` when it has a time; "" when it is none."""
    try:
        days = float(written)
    except ValueError:
        return ""
    if not 1 <= days < LAST_DAY:
        return ""
    whole, seconds = divmod(round(days * SECONDS), SECONDS)
    first = DAY_BEFORE_1904 if counts_from_1904 else DAY_BEFORE
    day = first + timedelta(whole + (whole < 60 and not counts_from_1904))
    return day.isoformat() + (f" {seconds // 3600:02}:{seconds // 60 % 60:02}" if seconds else "")
