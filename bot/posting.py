"""Writing to people from work that may be cut short and run again: each message once, or, rather than twice, never."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from bot.domain.job import ClaimLost, HandOver, Job
from bot.notify.patience import left
from bot.notify.slack import NotDelivered, Posted
from bot.services import Services
from bot.store import jobs, postings
from bot.store.database import Outrun, insisting, whole_unit
from bot.store.postings import Begun

SOMEWHERE = Posted("", "")
"""Where a message stands that has arrived where Slack names no place: a file, an answer to a press."""
ENOUGH = 0.5
"""Seconds for a call. With less left, a person waiting, Slack's answer may come too late to be known."""


def once(services: Services, job: Job, what: str, post: Callable[[], Posted | None]) -> Posted | None:
    """Have `post` write a message, if this work has not written it yet; where it stands.

    `what` names it among this work's messages: 20 characters. `post` calls Slack once and does nothing else that can
    fail, so draw first. `None`: an earlier run was cut short in the middle, and nobody knows whether it arrived; it is
    not written again. `post` returning `None` has arrived `SOMEWHERE`.
    Raises `NotDelivered` as `post` does: where that is certain the next run writes it, else it gets `None`. Raises
    `ClaimLost` when somebody else has this work by now, and `HandOver` when whoever waits can't wait for this as well.
    """
    if job.awaited and left(ENOUGH) < ENOUGH:
        raise HandOver
    begun = _begin(services, job, what)
    if begun is not None:
        return None if begun.message is None else Posted.read(begun.message) or SOMEWHERE
    try:
        posted = post() or SOMEWHERE
    except NotDelivered as error:
        if error.is_certain:
            _settle(services, job, what, None)
        raise
    _settle(services, job, what, posted)
    return posted


@whole_unit
def is_begun(services: Services, job: Job, what: str) -> bool:
    """Whether this work has written that message, or may have."""
    with services.database.reading() as tx:
        return postings.find(tx, job.job_id, what) is not None


def _begin(services: Services, job: Job, what: str) -> Begun | None:
    """`None` when it is begun now, by us."""
    now, tried = services.clock.now(), False

    @whole_unit
    def begin() -> Begun | None:
        nonlocal tried
        with services.database.begin() as tx:
            begun = postings.find(tx, job.job_id, what)
            if begun is not None:
                ours = tried and begun.begun_at == now  # COMMIT was done, but its answer was lost
                return None if ours else begun
            if not jobs.is_claimed(tx, job):
                raise ClaimLost
            try:
                postings.begin(tx, job.job_id, what, now)
            except IntegrityError as error:
                raise Outrun from error
            tried = True
            return None

    return insisting(job.heard_within, begin)


def _settle(services: Services, job: Job, what: str, posted: Posted | None) -> None:
    """Arrived there, or certainly not."""

    @whole_unit
    def settle() -> None:
        with services.database.begin() as tx:
            if posted is None:
                postings.forget(tx, job.job_id, what)
            else:
                postings.record(tx, job.job_id, what, str(posted).strip())

    insisting(job.heard_within, settle)
