"""Links to files where others see them: the bot's own addresses, signed, good for a week, ended with one press."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto

from bot import access, auditing
from bot.auditing import Deed
from bot.domain import linktoken
from bot.domain.errors import Told
from bot.domain.filelink import SHARED_LINK, Shared, SharedLink
from bot.domain.report import Made, file_name
from bot.services import Services
from bot.storage import NotStored
from bot.store import downloads, reports, sharelinks
from bot.store.database import whole_unit
from bot.store.sharelinks import Link

GOOD_FOR = timedelta(days=7)
SECONDS = 900
"""How long the link to S3 works to which a shared link leads."""
PATH = "/r/"
"""Where shared links lead, below the bot's address."""


class NoAddress(Told):
    """Nothing to share, because the bot has no address outside of Slack."""

    def __init__(self) -> None:
        super().__init__(
            "I can't share links here, because I have no web address of my own. Leave out `share`, as in `/attendance"
            " report CSE-2`: whoever may read the report gets the file from its buttons."
        )


class LinkUnknown(Told):
    """A button of a shared link that is not there."""

    def __init__(self) -> None:
        super().__init__("This link is not there any more. `/attendance report links` shows those that work.")


class Dead(Enum):
    """Why a shared link leads nowhere."""

    UNKNOWN = auto()
    """Not one of ours, or altered."""
    EXPIRED = auto()
    REVOKED = auto()
    GONE = auto()
    """The file is no longer kept."""
    AWAY = auto()
    """S3 does not answer."""


def check_address(services: Services, address: str) -> None:
    """Whether there is anything to share. `address` is where the bot is reached. Raises `NoAddress`."""
    if not (address and services.link_keys):
        raise NoAddress


@whole_unit
def link(services: Services, made: Made, address: str, at: datetime) -> Shared | None:
    """The shared link to the file a report was asked for as, made in the name of whoever asked: asked for again, the
    same; `None` once somebody has revoked it.

    Raises `NoAddress`, or what `access.admin` does when they are no admin any more.
    """
    check_address(services, address)
    with services.database.begin() as tx:
        access.admin(services, tx, made.asked_by)
        known = sharelinks.newest(tx, made.report_id, made.wanted.format)
        if known and known.revoked_at:
            return None
        if known and known.expires_at > at:
            return _shared(services, known.link_id, known.expires_at, address)
        expires_at = (at + GOOD_FOR).replace(microsecond=0)
        link_id = sharelinks.add(tx, made.report_id, made.wanted.format, made.asked_by, at, expires_at)
        changes = {"file": [None, _name(made)], "until": [None, expires_at.isoformat()]}
        auditing.changed(tx, Deed(made.asked_by, at, "job"), "share", SHARED_LINK, str(link_id), changes)
    return _shared(services, link_id, expires_at, address)


def _shared(services: Services, link_id: int, expires_at: datetime, address: str) -> Shared:
    return Shared(address + PATH + linktoken.signed(services.link_keys, link_id, expires_at), link_id, expires_at)


def _name(made: Made) -> str:
    return file_name(made.wanted, made.wanted.format)


def follow(services: Services, token: str, *, is_counted: bool) -> str | Dead:
    """A fresh address of the file a shared link leads to, noted as a download if `is_counted`; or why there is none.

    What nobody of us has signed is refused before the database is asked.
    """
    signed, now = linktoken.read(services.link_keys, token), services.clock.now()
    if signed is None:
        return Dead.UNKNOWN
    link_id, expires_at = signed
    if expires_at <= now:
        return Dead.EXPIRED
    found = _find(services, link_id, now)
    if isinstance(found, Dead):
        return found
    to, key, name = found
    if services.storage is None:
        return Dead.AWAY
    try:
        url = services.storage.fresh(key, name, SECONDS)
    except NotStored:
        return Dead.AWAY
    if url and is_counted:
        _note(services, to, now)
    return url or Dead.GONE


@whole_unit
def _find(services: Services, link_id: int, now: datetime) -> tuple[Link, str, str] | Dead:
    """The link, the key of its file and the file's name; or why there is none."""
    with services.database.reading() as tx:
        to = sharelinks.find(tx, link_id)
        made = reports.find(tx, to.report_id) if to else None
    if to is None or made is None:
        return Dead.UNKNOWN
    if to.revoked_at:
        return Dead.REVOKED
    if to.expires_at <= now:
        return Dead.EXPIRED
    key = None if made.is_gone else (made.files or {}).get(to.format)
    return (to, key, file_name(made.wanted, to.format)) if key else Dead.GONE


@whole_unit
def _note(services: Services, to: Link, at: datetime) -> None:
    with services.database.begin() as tx:
        downloads.add(tx, to.report_id, to.format, at, link_id=to.link_id)


@whole_unit
def revoke(services: Services, deed: Deed, link_id: int) -> Made:
    """End a shared link, for everybody and at once; twice does no harm. The report it led to.

    Raises `LinkUnknown`, or what `access.admin` does.
    """
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        to = sharelinks.find(tx, link_id)
        made = reports.find(tx, to.report_id) if to else None
        if to is None or made is None:
            raise LinkUnknown
        if sharelinks.revoke(tx, link_id, deed.by, deed.at):
            changes = {"file": [file_name(made.wanted, to.format), None]}
            auditing.changed(tx, deed, "revoke", SHARED_LINK, str(link_id), changes)
        return made


@whole_unit
def links(services: Services, by: str) -> tuple[SharedLink, ...]:
    """Every shared link that works, newest first. Raises what `access.admin` does."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        return sharelinks.live(tx, services.clock.now())
