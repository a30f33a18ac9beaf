"""What is ticked and not saved: kept tick by tick, for as long as somebody may come back to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot import access
from bot.clock import microseconds
from bot.domain.rollcall import RollCall, Seen, Ticks, as_statuses
from bot.services import Services
from bot.store import marks
from bot.store.database import whole_unit

KEPT = timedelta(days=30)
"""How long an untouched draft is kept; far longer than anybody may still save it."""


@whole_unit
def tick(services: Services, by: str, seen: Seen, ticks: Ticks, acted_at: int) -> RollCall:
    """Keep a group's boxes as they are now. Late or repeated ticks (`acted_at`, µs, not newer) change nothing."""
    with services.database.at_once() as tx:
        _, call = access.taker(services, tx, by, seen.roll_call_id)
        marks.save_draft(tx, by, call, seen.version, as_statuses(ticks), acted_at)
        return call


@dataclass(frozen=True, slots=True)
class Closed:
    """A roster put away: how many boxes are ticked and kept for next time."""

    roll_call: RollCall
    ticked: int


@whole_unit
def close(services: Services, by: str, seen: Seen, ticks: Ticks, acted_at: int) -> Closed:
    """Put the roster away. Nothing is saved; what is ticked stays a draft."""
    with services.database.begin() as tx:
        _, call = access.taker(services, tx, by, seen.roll_call_id)
        marks.save_draft(tx, by, call, seen.version, as_statuses(ticks), acted_at)
        return Closed(call, marks.ticked(tx, by, seen))


def forget_old(services: Services) -> None:
    """Throw away drafts nobody has touched for thirty days."""
    before = services.clock.now() - KEPT
    with services.database.begin() as tx:
        marks.drop_drafts_before(tx, microseconds(before))
