"""Whom an admin means: a person in Slack, as Slack knows them, before they are given something here."""

from __future__ import annotations

from bot.domain.directory import Account, DirectoryAway, Kind, Profile
from bot.domain.errors import Told, quoted
from bot.services import Services
from bot.store import staff
from bot.store.database import whole_unit


class NobodyThere(Told):
    """A person Slack does not know."""

    field = "person"

    def __init__(self) -> None:
        super().__init__(
            "Slack knows nobody by that name here, so nothing was changed. Type `@` and choose the person from Slack's"
            " list, as in `@meera`."
        )


class NoPerson(Told):
    """A bot."""

    field = "person"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{quoted(name)} is an app, not a person. Nothing was changed. Choose somebody of the college."
        )


class AccountGone(Told):
    """Somebody whose Slack account is deactivated."""

    field = "person"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The Slack account of {quoted(name)} is deactivated, so they can't be given anything here. Nothing was"
            " changed. When the account is active again, do this again."
        )


class OfAnotherWorkspace(Told):
    """Somebody met in a channel that is shared with another organisation."""

    field = "person"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{quoted(name)} is of another Slack workspace, so they can't be given anything here. Nothing was changed."
            " Choose somebody of the college's own."
        )


class GuestAsStaff(Told):
    """A guest, who is to teach or to administer."""

    field = "person"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{quoted(name)} is a guest in Slack; teachers and admins are full members of the workspace. Nothing was"
            " changed. When Slack's admins have made them a full member, do this again."
        )


class SlackSilent(Told):
    """Slack does not say who somebody is, and the college does not know them."""

    field = "person"

    def __init__(self) -> None:
        super().__init__(
            "Slack doesn't answer just now, so I can't see who that is. Nothing was changed; please try again in a"
            " minute."
        )


def somebody(services: Services, slack_user_id: str) -> Profile:
    """A person with a working Slack account, perhaps a guest. While Slack is silent, as they are down here.

    Asks Slack: never inside a transaction. Raises one of the sentences above.
    """
    if not slack_user_id:
        raise NobodyThere
    try:
        profile = services.directory.profile(slack_user_id, services.clock.now())
    except DirectoryAway:
        profile = _as_recorded(services, slack_user_id)
    match profile.kind:
        case Kind.UNKNOWN:
            raise NobodyThere
        case Kind.BOT:
            raise NoPerson(profile.name)
        case Kind.DEACTIVATED:
            raise AccountGone(profile.name)
        case Kind.FOREIGN:
            raise OfAnotherWorkspace(profile.name)
    return profile


def full_member(services: Services, slack_user_id: str) -> Profile:
    """The same of somebody who may be staff."""
    profile = somebody(services, slack_user_id)
    if profile.kind is Kind.GUEST:
        raise GuestAsStaff(profile.name)
    return profile


@whole_unit
def _as_recorded(services: Services, slack_user_id: str) -> Profile:
    with services.database.reading() as tx:
        member = staff.members(tx, [slack_user_id]).get(slack_user_id)
    if member is None:
        raise SlackSilent
    kind = {Account.FULL: Kind.MEMBER, Account.GUEST: Kind.GUEST}.get(member.account, Kind.DEACTIVATED)
    return Profile(slack_user_id, member.name, None, kind)
