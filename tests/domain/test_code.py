"""Guards how one-time codes are read, and how long wrong ones lock a person out."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.code import (
    RECOVERY_BYTES,
    LockedOut,
    NotACode,
    in_fours,
    is_recovery,
    lock_after,
    read_code,
    recovery_code,
    recovery_hash,
    tries_left,
)

NOON = datetime(2026, 11, 22, 12, 0)


@pytest.mark.parametrize(
    "typed", ["123456", "123 456", " 123-456 ", "１２３４５６", "12 34 56", "123\u00a0456", "123–456"]
)
def test_six_digits_read_however_they_are_grouped(typed: str) -> None:
    assert read_code(typed) == "123456"
    assert not is_recovery(read_code(typed))


@pytest.mark.parametrize(
    "typed", ["abcd-efgh-2345-mnop", "ABCD EFGH 2345 MNOP", "abcdefgh2345mnop", "abcd–efgh—2345‐mnop"]
)
def test_a_recovery_code_reads_however_it_is_grouped(typed: str) -> None:
    assert read_code(typed) == "abcdefgh2345mnop"
    assert is_recovery(read_code(typed))


@pytest.mark.parametrize(
    "typed", ["", " ", "12345", "1234567", "12345a", "abcd-efgh-ijkl", "abcd-efgh-ijkl-mno1", "१२३४५६", "--", "<@U1>"]
)
def test_anything_else_is_no_code(typed: str) -> None:
    with pytest.raises(NotACode, match="`123456`"):
        read_code(typed)


@given(st.binary(min_size=RECOVERY_BYTES, max_size=RECOVERY_BYTES), st.sampled_from(["-", " ", ""]))
def test_every_recovery_code_is_read_back(random: bytes, between: str) -> None:
    code = recovery_code(random)
    assert re.fullmatch(r"[a-z2-7]{4}(-[a-z2-7]{4}){3}", code)
    typed = read_code(code.replace("-", between).upper())
    assert recovery_hash("U1", typed) == recovery_hash("U1", code)
    assert len(recovery_hash("U1", code)) == 64
    assert recovery_hash("U1", code) != recovery_hash("U2", code)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(5, 15), (10, 30), (15, 60), (20, 120), (25, 240), (30, 480), (35, 960), (40, 1440), (45, 1440), (5000, 1440)],
)
def test_every_fifth_wrong_code_locks_twice_as_long_up_to_a_day(failures: int, minutes: int) -> None:
    assert lock_after(failures) == timedelta(minutes=minutes)


@given(st.integers(0, 10_000))
def test_between_them_there_are_tries_left(failures: int) -> None:
    assert (lock_after(failures) is None) == (failures % 5 != 0 or failures == 0)
    assert 1 <= tries_left(failures) <= 5
    assert lock_after(failures + tries_left(failures))


@pytest.mark.parametrize(
    ("until", "said"),
    [(NOON + timedelta(minutes=15), "until 12:15"), (NOON + timedelta(days=1), "until Mon 23 Nov 12:00")],
)
def test_a_locked_person_is_told_until_when(until: datetime, said: str) -> None:
    assert said in LockedOut(until, NOON).sentence


@pytest.mark.parametrize(("key", "grouped"), [("ABCDEFGH", "ABCD EFGH"), ("ABCDEF", "ABCD EF"), ("", "")])
def test_a_key_is_grouped_in_fours(key: str, grouped: str) -> None:
    assert in_fours(key) == grouped
