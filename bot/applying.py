"""A list of students read, held against the college, and carried out: whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot import access, planning
from bot.auditing import Deed
from bot.domain.errors import NotAllowed, Told
from bot.domain.importplan import Effect, Plan, summary
from bot.domain.imports import FEW_ROWS, MOST_NAMED, OPERATOR, SMALL_UNPACKED, Import, Outcome, State, Wrong
from bot.domain.studentrow import StudentRow
from bot.enlisting import enlist
from bot.formats.archive import unpacked_size
from bot.formats.listing import Listing
from bot.formats.packed import pack, unpack
from bot.services import Services
from bot.store import imports, listed
from bot.store.database import Outrun, whole_unit

Progress = Callable[[str, int, int], None]
"""Told what is being done, and how much of how much of it is."""

NO_ADMIN = "Nothing was done: whoever asked for it is no admin any more."
OVERTAKEN = "The college has changed since this file was checked, so nothing was written. This is what it would do now."


def unheard(_doing: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


class TooMuchForAnAnswer(Exception):
    """There is more in a file than is read while somebody waits."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An import as it stands after a step, and all its errors as a CSV file, `b""` where there are none."""

    found: Import
    errors: bytes = b""


def check(
    services: Services, waiting: Import, content: bytes, progress: Progress = unheard, *, awaited: bool = False
) -> Settled:
    """Read the file and say what it would do. Twice does no harm, and nothing once it is being applied.

    Raises `TooMuchForAnAnswer`, with nothing done, for a large one whose result is `awaited`.
    """
    progress("Reading", 0, 0)
    try:
        listing = _read(waiting.upload.name, content, awaited)
    except Told as unreadable:
        return Settled(refuse(services, waiting, unreadable.sentence))
    progress("Comparing", 0, len(listing.rows))
    try:
        plan, outcome = _held_against(services, waiting, listing)
    except NotAllowed:
        return Settled(refuse(services, waiting, NO_ADMIN))
    state = State.REFUSED if outcome.errors else State.DROPPED if outcome.does_nothing else State.CHECKED
    packed = pack(listing.rows, plan.effects) if state is State.CHECKED else None
    found = _settle(services, waiting, state, outcome, packed)
    return Settled(found, listing.errors_csv(_all_wrong(listing, plan)))


def _read(name: str, content: bytes, awaited: bool) -> Listing:
    if awaited and unpacked_size(content) > SMALL_UNPACKED:
        raise TooMuchForAnAnswer
    listing = Listing.read(name, content)
    if awaited and len(listing.cells) > FEW_ROWS:
        raise TooMuchForAnAnswer
    return listing


def refuse(services: Services, waiting: Import, why: str) -> Import:
    """It could not be checked."""
    return _settle(services, waiting, State.REFUSED, Outcome(why=why), None)


@whole_unit
def give_back(services: Services, claimed: Import, why: str) -> Import:
    """It could not be applied, and nothing was: it waits for another Apply."""
    outcome = replace(claimed.outcome, why=why)
    with services.database.begin() as tx:
        imports.step(tx, claimed.import_id, State.CHECKED, (State.APPLYING,), outcome)
        return imports.find(tx, claimed.import_id) or claimed


@whole_unit
def _held_against(services: Services, waiting: Import, listing: Listing) -> tuple[Plan, Outcome]:
    with services.database.reading() as tx:
        _check_right(services, tx, waiting.made_by)
        plan = planning.plan(tx, listing.rows, waiting.upload.since, services.clock.today())
        outcome = _outcome(tx, plan, listing.rows, listing.errors)
    return plan, replace(outcome, ignored=listing.ignored[:MOST_NAMED], notes=listing.notes)


def _check_right(services: Services, tx: Connection, by: str) -> None:
    """Raises what `access.admin` does. The code an admin may have to prove was asked for when they pressed."""
    if by != OPERATOR:
        access.admin(services, tx, by)


def _outcome(tx: Connection, plan: Plan, rows: Sequence[StudentRow], errors: Sequence[Wrong] = ()) -> Outcome:
    return summary(plan, errors, listed.by_class(tx), {row.class_code for row in rows})


def _all_wrong(listing: Listing, plan: Plan) -> list[Wrong]:
    return sorted((*listing.errors, *plan.wrong), key=lambda one: one.row_number)


@whole_unit
def _settle(services: Services, waiting: Import, state: State, outcome: Outcome, packed: bytes | None) -> Import:
    with services.database.begin() as tx:
        imports.step(tx, waiting.import_id, state, (State.WAITING, State.CHECKED), outcome, packed)
        return imports.find(tx, waiting.import_id) or waiting


def carry_out(services: Services, deed: Deed, claimed: Import, progress: Progress = unheard) -> Settled:
    """Do what the check said, in one transaction, once. When the college has changed since, check it anew instead.

    What another import has done already is no difference. Where it can't be done, nothing is, and `why` says so.
    """
    packed = _packed(services, claimed)
    if packed is None:
        return Settled(claimed)
    rows, expected = unpack(packed)
    try:
        found, wrong = _carried_out(services, deed, claimed, (rows, expected), progress)
    except Outrun:  # by somebody who imports the same: it is tried again
        raise
    except Told as refusal:
        why = NO_ADMIN if isinstance(refusal, NotAllowed) else refusal.sentence
        return Settled(give_back(services, claimed, why))
    return Settled(found, Listing.of(rows).errors_csv(wrong))


@whole_unit
def _packed(services: Services, claimed: Import) -> bytes | None:
    with services.database.reading() as tx:
        return imports.parsed(tx, claimed.import_id)


@whole_unit
def _carried_out(
    services: Services,
    deed: Deed,
    claimed: Import,
    checked: tuple[tuple[StudentRow, ...], frozenset[Effect]],
    progress: Progress,
) -> tuple[Import, tuple[Wrong, ...]]:
    (rows, expected), today, upload = checked, services.clock.today(), claimed.upload
    with services.database.begin() as tx:
        _check_right(services, tx, deed.by)
        found = imports.locked(tx, claimed.import_id)
        if found is None or found.state is not State.APPLYING:
            return found or claimed, ()
        plan = planning.plan(tx, rows, upload.since, today, lock=True)
        outcome = replace(_outcome(tx, plan, rows), ignored=found.outcome.ignored, notes=found.outcome.notes)
        if plan.wrong or not plan.effects <= expected:
            return _shown_anew(tx, found, plan, outcome, rows), plan.wrong
        enlist(tx, deed, found, plan, today, progress)
        outcome = replace(outcome, decided_by=deed.by)
        imports.step(tx, found.import_id, State.APPLIED, (State.APPLYING,), outcome)
        return replace(found, state=State.APPLIED, outcome=outcome), ()


def _shown_anew(tx: Connection, found: Import, plan: Plan, outcome: Outcome, rows: tuple[StudentRow, ...]) -> Import:
    outcome = replace(outcome, why=OVERTAKEN)
    state = State.REFUSED if plan.wrong else State.CHECKED
    packed = None if plan.wrong else pack(rows, plan.effects)
    imports.step(tx, found.import_id, state, (State.APPLYING,), outcome, packed)
    return replace(found, state=state, outcome=outcome)
