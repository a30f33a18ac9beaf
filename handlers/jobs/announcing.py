"""Say in a channel what report comes there every week; where the bot may not write, there is none."""

from __future__ import annotations

from contextlib import suppress

from bot import scheduling
from bot.domain.schedule import How, Schedule, State
from bot.notify.slack import NotDelivered, Posted
from bot.scheduling import CHANNEL_GONE
from bot.views import schedules
from handlers.jobs import Work


def run(work: Work) -> None:
    """Once. What was stopped or paused meanwhile is not announced."""
    services, told = work.services, work.job.payload
    coming = scheduling.known(services, int(told["schedule"]))
    if coming is None or coming[0].state is not State.ACTIVE:
        return
    one, how = coming[0], How(told["how"])
    message = schedules.announced(coming, how, str(told["by"]), services.clock.today())
    try:
        posted = work.once("channel", lambda: work.slack.post(one.channel, message.payload))
    except NotDelivered as error:
        if str(error) not in CHANNEL_GONE:
            raise
        is_new, tell = how is How.SET_UP, not work.job.awaited  # else the answer to the command says so
        job_id = scheduling.not_announced(services, one.schedule_id, str(error), is_new=is_new, tell=tell)
        if job_id is not None:
            work.behind.append(job_id)
        return
    if posted and posted.ts:
        _replace(work, one, posted)
        scheduling.announced(services, one.schedule_id, str(posted))


def _replace(work: Work, one: Schedule, posted: Posted) -> None:
    """What the channel was told before points to the new message, if Slack takes that."""
    before = Posted.read(one.message)
    if before and before != posted:
        with suppress(NotDelivered):
            work.slack.change(before, schedules.replaced(one).payload)
