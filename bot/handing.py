"""Handing the file of a report to somebody who may read it: a fresh link, for a quarter of an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import access
from bot.domain.errors import Told
from bot.domain.filelink import Handed
from bot.domain.report import Format, Made, Wanted, file_name
from bot.services import Services
from bot.storage import NotStored, Storage
from bot.store import downloads
from bot.store.database import whole_unit

SECONDS = 900
"""How long a link works."""


class NotMadeYet(Told):
    """A file that is still on its way."""

    def __init__(self) -> None:
        super().__init__("This report is still being made. Please press the button again in a minute.")


class FileGone(Told):
    """A file that was taken out, as all are after some time."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(f"This file is no longer kept. To have it made again, type `{wanted.typed}`.")


class StorageAway(Told):
    """S3 does not answer, or the operator has named no bucket any more."""

    def __init__(self) -> None:
        super().__init__(
            "I can't reach the place where the files are kept. Nothing is lost: please press the button again in a"
            " minute. If it happens again, tell your admin."
        )


def hand(services: Services, by: str, report_id: int, format_: Format) -> Handed:
    """A link to that file for this person, and a note that they were given it.

    Raises `FileGone`, `NotMadeYet`, `StorageAway`, what `access.report_reader` does, and of the whole college what
    `access.proven_admin` does.
    """
    made, at = _readable(services, by, report_id), services.clock.now()
    key = (made.files or {}).get(format_)
    if made.is_gone:
        raise FileGone(made.wanted)
    if key is None:
        raise NotMadeYet
    name = file_name(made.wanted, format_)
    url = _link(services.storage, key, name)
    if url is None:
        raise FileGone(made.wanted)
    _note(services, made, format_, by, at)
    return Handed(report_id, format_, name, url, at + timedelta(seconds=SECONDS))


def _link(storage: Storage | None, key: str, name: str) -> str | None:
    if storage is None:
        raise StorageAway
    try:
        return storage.fresh(key, name, SECONDS)
    except NotStored as error:
        raise StorageAway from error


@whole_unit
def _readable(services: Services, by: str, report_id: int) -> Made:
    with services.database.reading() as tx:
        _, made = access.report_reader(services, tx, by, report_id)
        if made.wanted.class_code is None:
            access.proven_admin(services, tx, by)
        return made


@whole_unit
def _note(services: Services, made: Made, format_: Format, by: str, at: datetime) -> None:
    with services.database.begin() as tx:
        downloads.add(tx, made.report_id, format_, at, by=by)
