"""What the tests of typed requests share: a day to stand on, reading, and being refused."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.request import MarkRequest, Words

TODAY = date(2026, 11, 25)  # a Wednesday
YESTERDAY = date(2026, 11, 24)
CSE2, CSE2A = ClassCode("CSE", 2), ClassCode("CSE", 2, "A")


def read(typed: str) -> MarkRequest:
    return MarkRequest.read(Words.read(typed), TODAY)


def asked(**said: object) -> MarkRequest:
    return MarkRequest(**({"class_code": CSE2, "on": TODAY} | said))  # type: ignore[arg-type]


def assert_refused(typed: str, error: type[Told], part: str) -> None:
    with pytest.raises(error) as refused:
        read(typed)
    assert part in refused.value.sentence
