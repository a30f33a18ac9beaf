"""Codes typed at the same moment on many devices: each works once, and nobody guesses more often than five times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.store.tables import authenticator, recovery_code
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN
from tests.conversations.crowd import Crowded, at_once, crowded
from tests.conversations.phone import Phone, sets_up
from tests.conversations.speaker import Speaker

DEVICES = 8


@pytest.fixture
def crowd(database_url: str) -> Iterator[Crowded]:
    with crowded(database_url) as house:
        yield house


def office(crowd: Crowded) -> tuple[College, Speaker]:
    college = crowd.college
    return college, crowd.speaker(ADMIN, "Office")


def all_type(crowd: Crowded, codes: list[str]) -> list[str]:
    """What each of the devices is told."""
    devices = [crowd.device(ADMIN, number) for number in range(len(codes))]
    acts = [
        lambda device=device, code=code: device.types(f"/attendance code {code}")
        for device, code in zip(devices, codes, strict=True)
    ]
    return [answer.text for answer in at_once(*acts)]


def test_one_code_on_many_devices_works_once(crowd: Crowded) -> None:
    _, admin = office(crowd)
    phone, recovery = sets_up(crowd, admin)
    for code in (phone.next_code, recovery[0], phone.next_code):
        told = all_type(crowd, [code] * DEVICES)
        assert sum("The code is right" in text for text in told) == 1, told
        assert sum("used already" in text for text in told) == DEVICES - 1, told


def test_all_the_guesses_of_one_moment_are_counted(crowd: Crowded) -> None:
    college, admin = office(crowd)
    phone, _ = sets_up(crowd, admin)
    told = all_type(crowd, [phone.wrong_code] * 12)
    assert sum("That code is not right" in text for text in told) == 4, told
    assert sum("too many wrong codes" in text for text in told) == 8, told
    with college.database.reading() as tx:
        row = tx.execute(select(authenticator)).one()
    assert (row.failures, row.locked_until is None) == (5, False)
    assert [entry.action for entry in college.audited()].count("locked") == 1
    admin.types(f"/attendance code {phone.next_code}").sees("too many wrong codes")


def test_a_right_code_among_wrong_ones_counts_once_or_comes_too_late(crowd: Crowded) -> None:
    _, admin = office(crowd)
    phone, _ = sets_up(crowd, admin)
    right, wrong = phone.next_code, phone.wrong_code
    told = all_type(crowd, [wrong, right, wrong, right, wrong, right, wrong, wrong])
    assert sum("The code is right" in text for text in told) <= 1, told
    assert crowd.told == [] or all("Sorry" not in text for text in told)


def test_two_set_ups_at_once_leave_one(crowd: Crowded) -> None:
    college, _ = office(crowd)
    devices = [crowd.device(ADMIN, number) for number in range(4)]
    at_once(
        *(lambda device=device: crowd.workspace.type(ADMIN, device.channel_id, "/attendance mfa") for device in devices)
    )
    with college.database.reading() as tx:
        assert len(tx.execute(select(authenticator)).all()) == 1


def test_two_confirmations_at_once_leave_ten_recovery_codes(crowd: Crowded) -> None:
    college, admin = office(crowd)
    phone = Phone(crowd).types_key(admin.types("/attendance mfa"))
    code = phone.code
    view = crowd.workspace.modal(ADMIN)
    assert view is not None
    values = {"code": {"field": {"type": "plain_text_input", "value": code}}}
    at_once(*[lambda: crowd.workspace.submit(ADMIN, view.id, values)] * 2)
    with college.database.reading() as tx:
        assert len(tx.execute(select(recovery_code)).all()) == 10
    assert [entry.action for entry in college.audited()] == ["set up"]
