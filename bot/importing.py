"""A list of students on its way: it arrives, is looked at, and one of the admins has it applied or thrown away.

What is in the file is read and carried out behind the answers, in `applying`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from bot import access
from bot.auditing import Deed
from bot.domain.errors import Told, quoted
from bot.domain.firstday import unlikely
from bot.domain.imports import ERASED_SINCE, MOST_BYTES, OPERATOR, Import, State, Upload
from bot.services import Services
from bot.store import imports, jobs
from bot.store.database import whole_unit

KIND = "importing"
"""The kind of its jobs; `step` in their payload is one of these two."""
CHECK, APPLY = "check", "apply"

KEPT = timedelta(days=1)
"""How long a file that was checked waits for its Apply."""
REMEMBERED = timedelta(days=30)
"""How long it is known what became of a file."""


class FileNotTaken(Told):
    """Something was sent that cannot be downloaded as a file."""

    field = "file"


class UnlikelyFirstDay(Told):
    """A first day in their class that nobody means."""

    field = "since"

    def __init__(self, because: str) -> None:
        super().__init__(f"{because} Choose the day they begin.")


class ImportGone(Told):
    """A button of an import that cannot be applied any more, or not yet. `why` is the whole sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Begun:
    """What the form is drawn from: the first day to offer, and the files that wait for somebody's Apply."""

    since: date
    waiting: tuple[Import, ...]


@whole_unit
def begin(services: Services, by: str) -> Begun:
    """Somebody wants to send a list. Raises what `access.proven_admin` does."""
    now = services.clock.now()
    with services.database.reading() as tx:
        access.proven_admin(services, tx, by)
        arrived = imports.since(tx, now - KEPT)
    waits = (State.CHECKED, State.APPLYING)
    return Begun(first_day(services), tuple(one for one in arrived if one.state in waits and one.made_by != OPERATOR))


def first_day(services: Services) -> date:
    """From when students are in their class unless somebody says otherwise: the first day of this term, or today."""
    today, term = services.clock.today(), services.college.term
    return term.first if term and today in term else today


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as Slack tells of it: `by` is who uploaded it, `mode` how it is kept, `""` where Slack leaves them out."""

    upload: Upload
    by: str = ""
    mode: str = ""


@whole_unit
def receive(services: Services, deed: Deed, sent: Sent) -> tuple[Import, int | None]:
    """Take the file in, and have it checked: the import, and its job, `None` for a file that was sent before.

    Raises `FileNotTaken`, `UnlikelyFirstDay`, and what `access.proven_admin` does.
    """
    with services.database.begin() as tx:
        access.proven_admin(services, tx, deed.by)
        _check_file(sent, deed.by)
        _check_first_day(services, sent.upload)
        for one in imports.since(tx, deed.at - KEPT):
            if sent.upload.file_id and (one.upload.file_id, one.made_by) == (sent.upload.file_id, deed.by):
                return one, None
        import_id = imports.add(tx, sent.upload, deed.by, deed.at)
        job_id = jobs.add(tx, KIND, {"import_id": import_id, "step": CHECK}, deed.at)
        return Import(import_id, deed.by, deed.at, State.WAITING, sent.upload), job_id


def _check_file(sent: Sent, by: str) -> None:
    name = quoted(sent.upload.name)
    if sent.by not in ("", by):
        raise FileNotTaken(f"{name} was uploaded by somebody else. Please upload it yourself.")
    if sent.mode == "external":
        raise FileNotTaken(
            f"{name} is only a link to another service. Download it there as CSV or .xlsx, and upload that."
        )
    if not sent.upload.url:
        raise FileNotTaken(f"Slack does not hand {name} out to me. Please upload it again, from your own device.")
    if sent.upload.size > MOST_BYTES:
        raise FileNotTaken(f"{name} is larger than {MOST_BYTES // 2**20} MB. Keep only the list of students.")


def _check_first_day(services: Services, upload: Upload) -> None:
    if because := unlikely(upload.since, services.clock.today()):
        raise UnlikelyFirstDay(because)


@whole_unit
def look(services: Services, by: str, import_id: int) -> Import:
    """The import as it stands, for an admin. Raises `ImportGone`."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        return _find(tx, import_id)


def _find(tx: Connection, import_id: int) -> Import:
    found = imports.find(tx, import_id)
    if found is None:
        raise ImportGone("This import is too old to be shown. Send the file again with `/attendance students import`.")
    return found


@whole_unit
def claim(services: Services, deed: Deed, import_id: int) -> tuple[Import, int | None]:
    """Have it applied, once, however often and by however many it is asked for: the import, and the job, if it is new.

    Raises `ImportGone`, and what `access.proven_admin` does.
    """
    with services.database.begin() as tx:
        access.proven_admin(services, tx, deed.by)
        claimed = imports.step(tx, import_id, State.APPLYING, (State.CHECKED,))
        found = _find(tx, import_id)
        if not claimed:
            _check_under_way(found)
            return found, None
        payload = {"import_id": import_id, "step": APPLY, "by": deed.by, "source": deed.source}
        return found, jobs.add(tx, KIND, payload, deed.at)


def _check_under_way(found: Import) -> None:
    """Raises `ImportGone` unless it is being applied, or was."""
    name = quoted(found.upload.name)
    if found.state is State.WAITING:
        raise ImportGone(f"{name} is still being checked. I'll write to you when it is done.")
    if found.state is State.REFUSED:
        raise ImportGone(f"{name} has errors. Correct the rows, and send the file again.")
    if found.state is State.DROPPED and found.outcome.why == ERASED_SINCE:
        raise ImportGone(f"{name}: {ERASED_SINCE}")
    if found.state is State.DROPPED:
        raise ImportGone(
            f"{name} was discarded, or waited for more than a day. Send it again with `/attendance students import`."
        )


@whole_unit
def discard(services: Services, by: str, import_id: int) -> Import:
    """Throw it away, unless it is being applied. Raises `ImportGone`, and what `access.admin` does."""
    with services.database.begin() as tx:
        access.admin(services, tx, by)
        imports.step(tx, import_id, State.DROPPED, (State.WAITING, State.CHECKED))
        return _find(tx, import_id)


@whole_unit
def bring(services: Services, upload: Upload) -> Import:
    """Take in a file of the operator's, who is beside the database already. Raises `UnlikelyFirstDay`."""
    _check_first_day(services, upload)
    now = services.clock.now()
    with services.database.begin() as tx:
        return Import(imports.add(tx, upload, OPERATOR, now), OPERATOR, now, State.WAITING, upload)


@whole_unit
def claim_own(services: Services, brought: Import) -> Import | None:
    """Have the operator's own file applied; `None` when it can't be (any more)."""
    with services.database.begin() as tx:
        imports.step(tx, brought.import_id, State.APPLYING, (State.CHECKED,))
        found = imports.find(tx, brought.import_id)
    return found if found and found.state is State.APPLYING and found.made_by == OPERATOR else None


@whole_unit
def forget_old(services: Services) -> None:
    """Give up what nobody applied within a day; after a month it is not known any more what became of a file.

    One that has been on its way for two days lost its worker, and every one that tried again.
    """
    now = services.clock.now()
    with services.database.begin() as tx:
        imports.drop_before(tx, now - KEPT, (State.WAITING, State.CHECKED))
        imports.drop_before(tx, now - 2 * KEPT, (State.APPLYING,))
        imports.delete_before(tx, now - REMEMBERED)


@whole_unit
def recall(services: Services, import_id: int) -> Import | None:
    """The import as it stands, for the work behind, which shows it to whoever may see it."""
    with services.database.reading() as tx:
        return imports.find(tx, import_id)


@whole_unit
def place(services: Services, import_id: int, message: str) -> None:
    """Remember where its progress is shown."""
    with services.database.begin() as tx:
        imports.place(tx, import_id, message)
