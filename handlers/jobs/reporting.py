"""Make a report, post it where it was asked for, and give whoever asked their link."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot import handing, reporting, scheduling, sharing
from bot.domain.errors import NotAllowed, Told
from bot.domain.filelink import Shared
from bot.domain.job import ClaimLost
from bot.domain.report import Made
from bot.notify.slack import NotDelivered, Posted
from bot.scheduling import CHANNEL_GONE
from bot.views import reportlinks, reportnotes, reports
from bot.views.blocks import Message, Reader
from handlers.jobs import Work

REFUSES_BLOCKS = "invalid_blocks"


@dataclass(frozen=True, slots=True)
class Errand:
    """The work, and for whom it is. `answer_to` takes answers until `answer_until`; `hands`: they get a link too."""

    work: Work
    by: str
    report_id: int
    answer_to: str
    answer_until: datetime | None
    address: str
    hands: bool

    @classmethod
    def of(cls, work: Work) -> Errand:
        told = work.job.payload
        until = told.get("answer_until")
        return cls(
            work,
            str(told["by"]),
            int(told["report"]),
            str(told.get("answer_to") or ""),
            datetime.fromisoformat(until) if until else None,
            str(told.get("address") or ""),
            bool(told.get("hands", True)),
        )

    @property
    def can_answer(self) -> bool:
        """Whether Slack still takes answers to the request."""
        return bool(self.answer_to and self.answer_until and self.work.services.clock.now() < self.answer_until)

    @property
    def reader(self) -> Reader:
        """Whoever asked."""
        return self._reader(self.by)

    @property
    def others(self) -> Reader:
        """Everybody in a channel, of whom nobody is `you`."""
        return self._reader("")

    def _reader(self, slack_user_id: str) -> Reader:
        clock = self.work.services.clock
        return Reader(slack_user_id, clock.today(), clock.zone)


def run(work: Work) -> None:
    """Told to whoever asked: that they may not have it any more, or, at the last try, that it does not work."""
    errand = Errand.of(work)
    report = reporting.find(work.services, errand.report_id)
    if report is None or report.is_gone:
        return
    try:
        reporting.check_still_may(work.services, errand.by, report)
    except NotAllowed as refusal:
        _refuse(errand, reportnotes.refused(report.wanted, refusal.sentence))
        return
    made = None
    try:
        made = reporting.make(work.services, report)
        _deliver(errand, made)
    except ClaimLost:
        raise
    except Exception:
        if work.is_last:
            with suppress(NotDelivered):
                _answer(errand, "failed", reportnotes.not_posted(made) if made else reportnotes.failed(report.wanted))
        raise


def _refuse(errand: Errand, message: Message) -> None:
    """Somebody whose account is gone is told nothing."""
    try:
        _answer(errand, "refused", message)
    except NotDelivered as error:
        if str(error) not in CHANNEL_GONE:
            raise


def _deliver(errand: Errand, made: Made) -> None:
    if not made.channel:
        return _hand(errand, made)
    shared = _shared(errand, made)
    rich, plain = (reports.report(made, errand.others, shared, plain=plain) for plain in (False, True))
    try:
        posted = errand.work.once("channel", lambda: _in_channel(errand, made.channel, rich, plain))
    except NotDelivered as error:
        if str(error) in CHANNEL_GONE:
            return _shut_out(errand, made, str(error))
        _hand_link(errand, made)  # the file is there, whatever becomes of the message
        raise
    _keep_place(errand, made, shared, posted)
    if posted is None:
        _own_up(errand, made)
    return _hand_link(errand, made)


def _hand_link(errand: Errand, made: Made) -> None:
    """Whoever asked gets a link of their own; of what comes by itself, nobody does."""
    if errand.hands and made.schedule_id is None:
        _answer(errand, "asker", _link(errand, made))


def _own_up(errand: Errand, made: Made) -> None:
    """Nobody knows whether the report arrived: say so, once it is certain that this arrives."""
    message = reportnotes.unsure(made, errand.work.job.job_id)
    for at in range(errand.work.job.attempts):  # each earlier run may have tried, and not know of its own either
        if _write(errand, f"unsure {at}", message) is not None:
            return


def _shut_out(errand: Errand, made: Made, reason: str) -> None:
    """Whoever asked has it all the same; what comes by itself comes no more, and who set it up is told."""
    if made.schedule_id is None:
        _hand(errand, made, reportnotes.shut_out(made.channel))
        return
    told = scheduling.channel_gone(errand.work.services, made.schedule_id, reason)
    errand.work.behind.extend([] if told is None else [told])


def _shared(errand: Errand, made: Made) -> Shared | None:
    """The link for everybody, where one was asked for."""
    services = errand.work.services
    return sharing.link(services, made, errand.address, services.clock.now()) if made.wanted.share else None


def _hand(errand: Errand, made: Made, *notes: str) -> None:
    """The report and the link in one direct message."""
    link, shared = _link(errand, made), _shared(errand, made)
    rich, plain = (reports.private(made, link, errand.reader, shared, notes, plain=plain) for plain in (False, True))
    posted = _write(errand, "asker", rich, plain)
    _keep_place(errand, made, shared, posted)
    if posted is None:
        _own_up(errand, made)


def _keep_place(errand: Errand, made: Made, shared: Shared | None, posted: Posted | None) -> None:
    """Of a link for everybody, which is taken away there once it is revoked."""
    if shared and posted and posted.ts:
        reporting.posted(errand.work.services, made.report_id, str(posted))


def _link(errand: Errand, made: Made) -> Message:
    """A link of their own, or why there is none just now."""
    try:
        handed = handing.hand(errand.work.services, errand.by, made.report_id, made.wanted.format)
    except Told as refusal:  # the code they gave is too old by now; the storage does not answer
        return reports.no_link(made, refusal.sentence)
    return reportlinks.handed(handed, errand.reader)


def _in_channel(errand: Errand, channel: str, rich: Message, plain: Message) -> Posted | None:
    """As a member of the channel; where the bot is none, as the answer to the command, while Slack takes one."""
    slack = errand.work.slack
    try:
        return _taken(lambda message: slack.post(channel, message.payload), rich, plain)
    except NotDelivered as error:
        if str(error) not in CHANNEL_GONE or not errand.can_answer:
            raise
        closed = error
    try:
        return _taken(lambda message: _say(errand, message, "in_channel"), rich, plain)
    except NotDelivered as error:
        raise closed if error.is_certain else error from None


def _taken(send: Callable[[Message], Posted | None], rich: Message, plain: Message) -> Posted | None:
    """Sent, and once more without the table and the chart to a Slack that does not know them."""
    try:
        return send(rich)
    except NotDelivered as error:
        if REFUSES_BLOCKS not in str(error):
            raise
        return send(plain)


def _answer(errand: Errand, what: str, message: Message) -> None:
    """To whoever asked alone: below what they typed, while Slack takes answers there, else in a direct message."""

    def send() -> Posted | None:
        try:
            if errand.can_answer:
                _say(errand, message, "ephemeral")
                return None
        except NotDelivered as error:
            if not error.is_certain:
                raise
        return errand.work.slack.post(errand.by, message.payload)

    errand.work.once(what, send)


def _write(errand: Errand, what: str, rich: Message, plain: Message | None = None) -> Posted | None:
    """In a direct message, or, where they take none, below what they typed; `None` when nobody knows."""

    def send() -> Posted | None:
        try:
            return _taken(lambda message: errand.work.slack.post(errand.by, message.payload), rich, plain or rich)
        except NotDelivered as error:
            if not error.is_certain or not errand.can_answer:
                raise
        return _taken(lambda message: _say(errand, message, "ephemeral"), rich, plain or rich)

    return errand.work.once(what, send)


def _say(errand: Errand, message: Message, to: str) -> None:
    """At the address Slack gave with the request."""
    quietly = {"unfurl_links": False, "unfurl_media": False, "replace_original": False}
    errand.work.slack.answer(errand.answer_to, {"response_type": to, **message.payload, **quietly})
