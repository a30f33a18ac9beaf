"""The college's rules: read whenever somebody changed them, and changed by admins.

Rules and holidays have one version. Whoever changes either makes the next version first, in the same transaction: two
admins at once never build on the same one, and every instance of the bot finds its own outdated at its next request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot import access, auditing
from bot.auditing import Deed
from bot.domain import ruling
from bot.domain.rollcall import Made
from bot.domain.rules import Changed, Rules
from bot.domain.ruling import Fields
from bot.services import Services
from bot.store import audits, authenticators, colleges
from bot.store.database import whole_unit

COLLEGE = "college"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a form of the rules showed, and of which version."""

    fields: Fields
    version: int


@dataclass(frozen=True, slots=True)
class Outdated:
    """Somebody changed the rules since the form was drawn: nothing was saved. `made` says who and when."""

    rules: Rules
    made: Made | None


@whole_unit
def current(services: Services) -> Services:
    """The same services with the rules and holidays as the database has them now."""
    with services.database.reading() as tx:
        found = colleges.recorded(tx)
    college = replace(services.college, version=found.version, holidays=found.holidays)
    if found.rules is None:
        return replace(services, college=college)
    rules = found.rules
    college = replace(
        college,
        counting=rules.counting,
        edit_window=rules.edit_window,
        term=rules.term,
        mfa_required=rules.mfa_required,
    )
    return replace(services, college=college, clock=replace(services.clock, zone=rules.zone))


@whole_unit
def rules(services: Services, by: str) -> Rules:
    """The rules, for an admin to see. Raises `NotAllowed`."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
    return rules_of(services)


@whole_unit
def change(services: Services, deed: Deed, drawn: Drawn, fields: Fields) -> Changed | Outdated:
    """Make these the rules.

    Returns `Outdated`, and writes nothing, when they are no longer those the form showed; where nothing is left to
    change, as after a second press of Save, nothing is written either. Raises `NotAllowed`, or `FieldsWrong` with a
    sentence at each field.
    """
    with services.database.begin() as tx:
        now = may_change(services, tx, deed.by)
        after = _read(tx, deed.by, now, fields)
        if after == now:
            return Changed(ruling.read_rules(drawn.fields, now), now)
        if drawn.fields != ruling.fields_of(now):
            return Outdated(now, _made(tx, drawn.version))
        return _write(services, tx, deed, Changed(now, after))


@whole_unit
def change_one(services: Services, deed: Deed, words: Sequence[str]) -> Changed:
    """Make the one change that is typed, as in `threshold 80`. Raises `NotAllowed`, or what says why it is refused."""
    with services.database.begin() as tx:
        now = may_change(services, tx, deed.by)
        fields = ruling.typed_over(ruling.fields_of(now), words, services.clock.today())
        return _write(services, tx, deed, Changed(now, _read(tx, deed.by, now, fields)))


def rules_of(services: Services) -> Rules:
    """The rules these services know."""
    college = services.college
    return Rules(services.clock.zone, college.counting, college.edit_window, college.term, college.mfa_required)


def may_change(services: Services, tx: Connection, by: str) -> Rules:
    """The rules as they are, once it is sure that this person may change them: with a code where codes are required."""
    (access.proven_admin if services.college.mfa_required else access.admin)(services, tx, by)
    return rules_of(services)


def _read(tx: Connection, by: str, now: Rules, fields: Fields) -> Rules:
    """The rules these fields say. Whoever requires codes without an app of their own could not even take it back."""
    wrong = {}
    if fields.get(ruling.MFA) == ruling.YES and not now.mfa_required and not authenticators.proof(tx, by)[0]:
        wrong[ruling.MFA] = "Set up your own authenticator app first, with `/attendance mfa`, or you are locked out."
    return ruling.read_rules(fields, now, wrong)


def _write(services: Services, tx: Connection, deed: Deed, changed: Changed) -> Changed:
    """Nothing, where nothing changed."""
    differences = {name: list(values) for name, values in changed.differences.items()}
    if differences:
        version = services.college.version
        colleges.record(tx, changed.after, version)
        auditing.changed(tx, deed, "edit", COLLEGE, "1", differences, version + 1)
    return changed


def _made(tx: Connection, version: int) -> Made | None:
    """Who last changed the rules after that version."""
    newest = next(iter(audits.after(tx, COLLEGE, "1", version)), None)
    return Made(newest.actor, newest.at, newest.action) if newest else None
