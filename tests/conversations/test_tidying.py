"""What nobody will come back to is thrown away, and nothing else."""

from __future__ import annotations

from bot.drafting import forget_old
from bot.store.tables import draft
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker


def test_ticks_are_forgotten_after_thirty_days(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra")
    house.clock.passes(days=29)
    forget_old(house.services)
    assert college.count(draft) == 10
    house.clock.passes(days=2)
    forget_old(house.services)
    assert college.count(draft) == 0
