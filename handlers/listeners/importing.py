"""Importing students: `/attendance students import`, the form for the file, and the buttons of what it would do."""

from __future__ import annotations

from dataclasses import replace

from bot import importing
from bot.domain.imports import Import, Upload
from bot.importing import FileNotTaken, Sent
from bot.notify.slack import NotDelivered, Posted
from bot.views import imports
from bot.views.blocks import Message
from bot.views.forms import FileSent, Form
from bot.views.imports import APPLY, BEGIN, DISCARD, FILE, FORM, IN_FORM, LOOK, SINCE, read_id
from handlers import jobs
from handlers.asking import Answer, Asking, OnCommand, OnPress, OnSubmit, Pressed, Submitted


def begin(asking: Asking) -> Form:
    """The form for the file."""
    begun = importing.begin(asking.services, asking.by)
    return imports.form(begun.since, begun.waiting, asking.reader)


def send(submitted: Submitted) -> Form:
    """Take the file in. A small one is checked at once, of the others the result comes as a message."""
    filled = submitted.filled
    sent = _sent(filled.file(FILE), submitted)
    found, job_id = importing.receive(submitted.services, submitted.deed("form"), sent)
    return _after(submitted, found, job_id)


def look(press: Pressed) -> Form:
    """The import as it stands now."""
    found = importing.look(press.services, press.by, read_id(press.value))
    return imports.shown(found, press.reader)


def apply(press: Pressed) -> Answer | None:
    """Have it applied. A small one is applied at once."""
    found, job_id = importing.claim(press.services, press.deed("import"), read_id(press.value))
    if press.block_id == IN_FORM:
        return _after(press, found, job_id)
    if job_id:
        (press.soon if found.is_small else press.behind).append(job_id)
    return _redrawn(press, found)


def discard(press: Pressed) -> Answer | None:
    """Throw it away."""
    found = importing.discard(press.services, press.by, read_id(press.value))
    instead = _redrawn(press, found)
    return imports.shown(found, press.reader) if press.block_id == IN_FORM else instead


def _sent(file: FileSent | None, submitted: Submitted) -> Sent:
    if file is None:
        raise FileNotTaken("Put a file here, as in 'students.csv' or 'students.xlsx'.")
    since = submitted.filled.day(SINCE) or submitted.services.clock.today()
    return Sent(Upload(file.name, file.size, since, file.file_id, file.url), file.by, file.mode)


def _after(asking: Asking, found: Import, job_id: int | None) -> Form:
    """What a modal shows next: what came of it, if that is known within the time there is for an answer."""
    if job_id and not found.is_small:
        asking.behind.append(job_id)
    elif job_id:
        asking.behind.extend(jobs.soon(asking.services, asking.slack, [job_id]))
        found = importing.look(asking.services, asking.by, found.import_id)
    return imports.shown(found, asking.reader)


def _redrawn(press: Pressed, found: Import) -> Message | None:
    """`None` once the message about it shows how it stands; else what to say below."""
    report = imports.report(found, replace(press.reader, slack_user_id=found.made_by))
    posted = Posted.read(found.message)
    try:
        if posted:
            press.slack.change(posted, report.payload)
            return None
    except NotDelivered:  # somebody deleted it
        pass
    return replace(report, replaces=False)


COMMANDS: dict[str, OnCommand] = {}
PRESSES: dict[str, OnPress] = {BEGIN: begin, LOOK: look, APPLY: apply, DISCARD: discard}
FORMS: dict[str, OnSubmit] = {FORM: send}
