"""Check a list of students, or carry it out, and tell whoever waits for it in the message about it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial

from bot import applying, importing
from bot.applying import Progress, Settled, TooMuchForAnAnswer, unheard
from bot.auditing import Deed
from bot.domain.imports import MOST_BYTES, Import, State
from bot.importing import CHECK
from bot.notify.slack import NotDelivered, Posted
from bot.views import imports
from bot.views.blocks import Reader
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
    except Exception:
        _hold_up(work, found, posted)
        raise
    _show(work, settled, posted)


def _message(work: Work, found: Import) -> Posted | None:
    """The message about it, written now if there is none; `None` when Slack does not let us write to them."""
    posted = Posted.read(found.message)
    if posted is None:
        with suppress(NotDelivered):
            posted = work.slack.post(found.made_by, imports.progress(found).payload)
            importing.place(work.services, found.import_id, str(posted))
    return posted


def _check(work: Work, found: Import, posted: Posted | None) -> Settled:
    if found.state not in (State.WAITING, State.CHECKED):
        return Settled(found)
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
        importing.hand_over(work.services, found)
        return Settled(found)


def _apply(work: Work, found: Import, posted: Posted | None) -> Settled:
    if found.state is not State.APPLYING:
        return Settled(found)
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
    """In the message about it, with the file of its errors; and to another admin who had it applied."""
    found, attached = settled.found, None
    if posted and settled.errors:
        attached = _send_errors(work, settled, posted)
    if posted:
        with suppress(NotDelivered):
            work.slack.change(posted, imports.report(found, _reader(work, found.made_by), attached).payload)
    applied_by = str(work.job.payload.get("by", found.made_by))
    if applied_by != found.made_by:
        with suppress(NotDelivered):
            work.slack.post(applied_by, imports.report(found, _reader(work, applied_by), attached).payload)


def _send_errors(work: Work, settled: Settled, posted: Posted) -> bool:
    """Whether Slack took the file."""
    try:
        work.slack.send_file(posted, imports.errors_name(settled.found), settled.errors)
    except NotDelivered:
        return False
    return True


def _reader(work: Work, slack_user_id: str) -> Reader:
    clock = work.services.clock
    return Reader(slack_user_id, clock.today(), clock.zone)
