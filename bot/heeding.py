"""Heeding what Slack says of people's accounts: deactivated ones have no rights, guests are never staff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.directory import Account, Profile
from bot.domain.role import Member, Role
from bot.services import Services
from bot.store import audits, links, staff
from bot.store.audits import Entry
from bot.store.database import whole_unit

SLACK = "slack"
"""Where such a change comes from, as the audit calls it."""
LONGEST_NAME = 120


def heed(services: Services, slack_user_id: str) -> None:
    """Write down what Slack says of whoever is asking for something, before they get it.

    Slack is asked once in ten minutes; in between it costs nothing. While Slack is silent, what it said last holds.
    """
    profile = services.directory.news(slack_user_id, services.clock.now())
    if profile is None:
        return
    try:
        _heed(services, profile)
    except Exception:
        services.directory.forget(slack_user_id)
        raise


@whole_unit
def _heed(services: Services, profile: Profile) -> None:
    with services.database.reading() as tx:
        if not list(_changes(services, tx, [profile])):
            return
    with services.database.begin() as tx:
        settle(services, tx, [profile])


def settle(services: Services, tx: Connection, profiles: Sequence[Profile]) -> None:
    """Write down the accounts of these people where they changed, into the audit too, and the names of staff."""
    changes = list(_changes(services, tx, profiles, lock=True))
    staff.settle_accounts(tx, [after for _, after in changes])
    now = services.clock.now()
    audits.add_all(
        tx,
        [
            Entry(now, after.slack_user_id, SLACK, "account", "member", after.slack_user_id, {"account": [was, became]})
            for before, after in changes
            if (was := before.account if before else Account.FULL) is not (became := after.account)
        ],
    )


def _changes(
    services: Services, tx: Connection, profiles: Sequence[Profile], *, lock: bool = False
) -> Iterator[tuple[Member | None, Member]]:
    """Who was down as what, and is to be. Somebody not down yet only where it takes something from them."""
    known = staff.members(tx, [profile.slack_user_id for profile in profiles], lock=lock)
    losing = [one for one in profiles if one.slack_user_id not in known and one.kind.account is not Account.FULL]
    lost = {one.slack_user_id for one in losing}
    concerned = (links.linked(tx, lost) | (services.college.admins & lost)) if lost else frozenset()
    for profile in profiles:
        before, account = known.get(profile.slack_user_id), profile.kind.account
        if before and (before.account, before.name) != (account, name := _name(before, profile)):
            yield before, replace(before, name=name, account=account)
        elif profile.slack_user_id in concerned:
            yield None, Member(profile.slack_user_id, Role.STUDENT, account=account)


def _name(member: Member, profile: Profile) -> str:
    """Staff are down by the name they have in Slack; a student's is in their record alone, where it can be erased."""
    return member.name if member.role is Role.STUDENT else profile.name[:LONGEST_NAME] or member.name
