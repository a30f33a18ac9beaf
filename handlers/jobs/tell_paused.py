"""Tell whoever set up a weekly report why it does not come any more; where Slack does not reach them, the admins."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bot import scheduling
from bot.domain.schedule import Schedule, State, Why
from bot.notify.slack import NotDelivered, Posted
from bot.scheduling import CHANNEL_GONE
from bot.views import schedules
from bot.views.blocks import Reader
from handlers.jobs import Work


def run(work: Work) -> None:
    """A direct message each."""
    told, who = work.job.payload, [str(one) for one in work.job.payload["who"]]
    coming = scheduling.known(work.services, int(told["schedule"]))
    if coming is None:
        return
    if coming[0].state is State.PAUSED and coming[0].why is Why.RIGHTS:
        _tell_channel(work, coming[0])
    one = replace(coming[0], state=State(told["state"]), why=Why(told["why"]))
    if not [user for user in who if _tell(work, user, one)]:
        for user in scheduling.instead_of(work.services, who):
            _tell(work, user, one)


def _tell_channel(work: Work, one: Schedule) -> None:
    """What it was told before is drawn as it is now, if Slack takes that."""
    if posted := Posted.read(one.message):
        with suppress(NotDelivered):
            work.slack.change(posted, schedules.paused_here(one).payload)


def _tell(work: Work, user: str, one: Schedule) -> bool:
    """Whether Slack reaches them."""
    clock = work.services.clock
    message = schedules.paused_by_itself(one, str(work.job.payload["reason"]), Reader(user, clock.today(), clock.zone))
    try:
        work.once(user, lambda: work.slack.post(user, message.payload))
    except NotDelivered as error:
        if str(error) not in CHANNEL_GONE:
            raise
        return False
    return True
