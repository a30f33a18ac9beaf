"""Check a list of students, or carry it out, and tell whoever waits for it in the message about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial

from bot import applying, importing
from bot.applying import Progress, Settled, TooMuchForAnAnswer, unheard
from bot.auditing import Deed
from bot.domain.imports import MOST_BYTES, Import, State
from bot.domain.job import ClaimLost, HandOver
from bot.importing import CHECK
from bot.notify.slack import NotDelivered, Posted
from bot.views import imports
from bot.views.blocks import Message, Reader
from handlers.jobs import Work
from handlers.progress_message import progress_message

HTML = (b"<!doctype html", b"<html")

SIGN_IN = (
    "Slack shows me its sign-in page instead of the file. The app lacks the right `files:read`: ask whoever runs it to"
    " install it again with that right, then send the file again."
)
GONE = "Slack does not have the file any more. Please send it again."
ELSEWHERE = "The file is not kept in Slack itself. Download it where it is kept, and send it from your own device."
TOO_LARGE = f"The file is larger than {MOST_BYTES // 2**20} MB. Keep only the list of students, and send it again."
GIVEN_UP = "I tried several times, and something went wrong each time. Nothing was changed. Please try again later."
REFUSED = {
    "http_302": SIGN_IN,
    "http_401": SIGN_IN,
    "http_403": SIGN_IN,
    "http_404": GONE,
    "http_410": GONE,
    "foreign_url": ELSEWHERE,
    "too_large": TOO_LARGE,
}


def run(work: Work) -> None:
    """Do the step the job is about, once, and show how the import stands, however often it runs."""
    found = importing.recall(work.services, int(work.job.payload["import_id"]))
    if found is None:
        return
    posted = _message(work, found)
    try:
        settled = _check(work, found, posted) if work.job.payload["step"] == CHECK else _apply(work, found, posted)
    except (HandOver, ClaimLost):
        raise
    except Exception:
        _hold_up(work, found, posted)
        raise
    _show(work, settled, posted)


def _message(work: Work, found: Import) -> Posted | None:
    """The message about it, written now if there is none; `None` when Slack does not let us write to them, or nobody
    knows whether it did."""
    posted = Posted.read(found.message)
    if posted is None:
        with suppress(NotDelivered):
            posted = _write(work, found, "message", imports.progress(found))
    return posted


def _write(work: Work, found: Import, what: str, message: Message) -> Posted | None:
    """The message in which it is shown from now on, written once."""
    posted = work.once(what, lambda: work.slack.post(found.made_by, message.payload))
    if posted:
        importing.place(work.services, found.import_id, str(posted))
    return posted


def _check(work: Work, found: Import, posted: Posted | None) -> Settled:
    if found.state not in (State.WAITING, State.CHECKED):
        return _settled_before(work, found, posted)
    return _checked(work, found, posted)


def _settled_before(work: Work, found: Import, posted: Posted | None) -> Settled:
    """By a run that was cut short afterwards, perhaps: then the file of its errors, if it has any, is made again."""
    if work.job.attempts > 1 and found.state is State.REFUSED and found.outcome.errors:
        return _checked(work, found, posted)
    return Settled(found)


def _checked(work: Work, found: Import, posted: Posted | None) -> Settled:
    try:
        content = work.slack.download(found.upload.url, MOST_BYTES)
    except NotDelivered as error:
        if str(error) not in REFUSED:
            raise
        return Settled(applying.refuse(work.services, found, REFUSED[str(error)]))
    if len(content) != found.upload.size and content.lstrip()[:15].lower().startswith(HTML):
        return Settled(applying.refuse(work.services, found, SIGN_IN))
    try:
        with _telling(work, found, posted) as progress:
            return applying.check(work.services, found, content, progress, awaited=work.job.awaited)
    except TooMuchForAnAnswer:
        raise HandOver from None


def _apply(work: Work, found: Import, posted: Posted | None) -> Settled:
    if found.state is not State.APPLYING:
        return _settled_before(work, found, posted)
    deed = Deed(str(work.job.payload["by"]), work.services.clock.now(), str(work.job.payload["source"]))
    with _telling(work, found, posted) as progress:
        return applying.carry_out(work.services, deed, found, progress)


def _telling(work: Work, found: Import, posted: Posted | None) -> AbstractContextManager[Progress]:
    """What the progress is told. What is done for an answer is done before anybody could read how far it is."""
    if posted is None or work.job.awaited:
        return nullcontext(unheard)
    return progress_message(work.slack, posted, partial(imports.progress, found))


def _hold_up(work: Work, found: Import, posted: Posted | None) -> None:
    """Something broke. It is tried again, but for the last time, when that is said and the import given up."""
    if work.is_last:
        give_up = applying.refuse if work.job.payload["step"] == CHECK else applying.give_back
        _show(work, Settled(give_up(work.services, found, GIVEN_UP)), posted)
    elif posted:
        with suppress(NotDelivered):
            work.slack.change(posted, imports.held_up(found).payload)


def _show(work: Work, settled: Settled, posted: Posted | None) -> None:
    """In the message about it, with the file of its errors; and to another admin who had it applied.

    Where Slack says no, that is that; where it is away, all of this is done again.
    """
    found, attached = settled.found, None
    if settled.errors:
        attached = _send_errors(work, settled, posted or Posted(found.made_by, ""))
    with _unless_refused():
        report = imports.report(found, _reader(work, found.made_by), attached)
        if posted:
            work.slack.change(posted, report.payload)
        else:
            _write(work, found, "result", report)
    applied_by = str(work.job.payload.get("by", found.made_by))
    if applied_by != found.made_by:
        told = imports.report(found, _reader(work, applied_by), attached).payload
        with _unless_refused():
            work.once("who applied it", lambda: work.slack.post(applied_by, told))


def _send_errors(work: Work, settled: Settled, posted: Posted) -> bool | None:
    """Whether Slack took the file; `None` when nobody knows."""
    with _unless_refused():
        return work.send_file("errors", posted, imports.errors_name(settled.found), settled.errors) is not None or None
    return False


@contextmanager
def _unless_refused() -> Iterator[None]:
    try:
        yield
    except NotDelivered as error:
        if error.is_away:
            raise


def _reader(work: Work, slack_user_id: str) -> Reader:
    clock = work.services.clock
    return Reader(slack_user_id, clock.today(), clock.zone)
