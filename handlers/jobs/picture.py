"""The QR code of an authenticator app that is being set up, into the form that waits for it.

Not with the answer that opens the form: Slack wants three calls for a file and shows it only a second or two later, and
the form has to be there within three seconds. It can be filled in without the picture.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import partial

from bot import verifying
from bot.domain.directory import DirectoryAway
from bot.formats import qr
from bot.notify.slack import NotDelivered, Slack
from bot.services import Services
from bot.verifying import SHOWN_FOR, Begun
from bot.views import codes
from bot.views.codes import Beginning
from bot.views.forms import Form
from handlers.jobs import Work

PAUSES = (0.3, 0.7, 1, 2, 4)
"""Seconds between the tries to show a new file."""
CLOSED = "not_found"


def run(work: Work) -> None:
    """Where the form is closed or sent by now, nothing is left behind."""
    services, slack, payload = work.services, work.slack, work.job.payload
    begun = verifying.begun(services, str(payload["user"]), datetime.fromisoformat(str(payload["begun"])))
    if begun is None:
        return
    try:
        _draw(services, slack, begun)
    except NotDelivered:
        _change(slack, codes.set_up(begun.slack_user_id, Beginning(begun.at), begun.key, picture_failed=True))
        raise


def _draw(services: Services, slack: Slack, begun: Begun) -> None:
    """The file goes away by itself after a while, whatever becomes of the form, or of us."""
    png = qr.png(begun.link(_name(services, begun.slack_user_id)))
    goes = partial(verifying.forget_file, services, after=SHOWN_FOR)
    file_id = slack.put_picture("QR code.png", png, goes)
    form = codes.set_up(begun.slack_user_id, Beginning(begun.at, file_id), begun.key)
    shown = False
    try:
        shown = _show(slack, form)
    finally:
        if not shown:
            slack.forget_file(file_id)


def _show(slack: Slack, form: Form) -> bool:
    """`False` when there is no such form any more. Raises `NotDelivered` when Slack goes on refusing the new file."""
    for pause in PAUSES:
        try:
            return _change(slack, form)
        except NotDelivered:
            time.sleep(pause)
    return _change(slack, form)


def _change(slack: Slack, form: Form) -> bool:
    try:
        slack.change_found_form(form.external_id, form.payload)
    except NotDelivered as error:
        if str(error) != CLOSED:
            raise
        return False
    return True


def _name(services: Services, slack_user_id: str) -> str:
    """What the app lists the account under."""
    try:
        profile = services.directory.profile(slack_user_id, services.clock.now(), at_most=timedelta(hours=1))
    except DirectoryAway:
        return slack_user_id
    return profile.name or slack_user_id
