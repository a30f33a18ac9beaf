"""Time zones as people type them."""

from __future__ import annotations

import pytest

from bot.domain.zone import UnknownZone, read_zone


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Asia/Kolkata", "Asia/Kolkata"),
        (" asia/kolkata ", "Asia/Kolkata"),
        ("kolkata", "Asia/Kolkata"),
        ("New York", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("UTC", "UTC"),
        ("Ｄｕｂａｉ", "Asia/Dubai"),
    ],
)
def test_a_zone_reads_by_name_or_city(typed: str, name: str) -> None:
    assert read_zone(typed).key == name


@pytest.mark.parametrize(
    ("typed", "guess"),
    [("Kolkatta", "Asia/Kolkata"), ("asia/kolkatta", "Asia/Kolkata"), ("Pacific", "`Canada/Pacific` or `US/Pacific`")],
)
def test_a_slip_is_answered_with_the_nearest_name(typed: str, guess: str) -> None:
    with pytest.raises(UnknownZone, match="Do you mean") as refused:
        read_zone(typed)
    assert guess in refused.value.sentence


@pytest.mark.parametrize("typed", ["", "IST", "Atlantis", "../../etc/passwd", "localtime", "Factory", "\0"])
def test_what_is_no_zone_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UnknownZone, match="as in `Asia/Kolkata`"):
        read_zone(typed)
