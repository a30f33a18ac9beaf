"""Guards who makes the links that others see, who ends them, and what is known of them: one for a file, and admins
alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import sharing
from bot.access import NotAdmin, NotKnown
from bot.domain.filelink import Shared
from bot.domain.report import Format, Made
from bot.sharing import NoAddress
from bot.store import reports
from bot.store.tables import member, share_link
from bot.views.reportbuttons import REVOKE
from handlers import settings
from handlers.settings import Settings
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.filed import ADDRESS, downloads, makes, posts, says, shared, visits
from tests.conversations.forged import no_admin, press
from tests.conversations.speaker import Speaker

NAME = "CSE-2 summary 2026-11-16 to 2026-11-22"


@pytest.fixture(autouse=True)
def stored(house: House, college: College, bucket: str) -> None:
    house.stores_in(bucket)


@pytest.fixture
def made(house: House, tmp_path: Path) -> Made:
    return makes(house, tmp_path)


def links(house: House) -> list[Any]:
    with house.services.database.reading() as tx:
        return list(tx.execute(select(share_link).order_by(share_link.c.link_id)))


# Sharing


def test_a_job_that_runs_again_shares_the_same_link(house: House, made: Made, college: College) -> None:
    first = shared(house, made)
    house.clock.passes(hours=1)
    assert shared(house, made) == first
    assert [(one.report_id, one.format, one.made_by) for one in links(house)] == [(made.report_id, "xlsx", ADMIN)]
    assert [(one.actor, one.action) for one in college.audited()] == [(ADMIN, "share")]


def test_two_workers_share_one_link(house: House, made: Made) -> None:
    with ThreadPoolExecutor(4) as workers:
        urls = {one.url for one in workers.map(lambda _: shared(house, made), range(8))}
    assert len(urls) == len(links(house)) == 1


def test_each_format_has_a_link_of_its_own(house: House, made: Made, tmp_path: Path) -> None:
    other = makes(house, tmp_path, format_=Format.PDF)
    assert shared(house, made).link_id != shared(house, other).link_id


def test_an_expired_link_is_made_anew_and_a_revoked_one_never(
    house: House, made: Made, admin: Speaker, college: College
) -> None:
    first = shared(house, made)
    house.clock.passes(days=8)
    second = shared(house, made)
    assert second.link_id != first.link_id
    press(house, ADMIN, REVOKE, str(second.link_id))
    assert sharing.link(house.services, made, ADDRESS, house.clock.now()) is None
    assert len(links(house)) == 2


def test_an_admin_who_is_none_any_more_shares_nothing(house: House, college: College, tmp_path: Path) -> None:
    college.employs(ADMIN, ("CSE-2", ""))
    house.admins = "UOTHER"
    house.restarts()
    made = makes(house, tmp_path)
    with pytest.raises(NotAdmin):
        shared(house, made)
    assert links(house) == []


def test_without_an_address_or_a_secret_nothing_is_shared(house: House, made: Made) -> None:
    with pytest.raises(NoAddress, match="no web address"):
        sharing.link(house.services, made, "", house.clock.now())
    socket_mode = settings.services(
        Settings.read({"SLACK_APP_TOKEN": "x", "SLACK_BOT_TOKEN": "x"}, for_socket=True), house.slack
    )
    with pytest.raises(NoAddress):
        sharing.check_address(socket_mode, ADDRESS)
    sharing.check_address(house.services, ADDRESS)


# Revoking


@pytest.fixture
def link(house: House, made: Made) -> Shared:
    """In a message of the channel."""
    link = shared(house, made)
    posts(house, made, shared=link)
    return link


def test_an_admin_revokes_a_link_and_the_channel_sees_it_no_more(
    house: House, admin: Speaker, teacher: Speaker, link: Shared, college: College
) -> None:
    teacher.sees("Open the file")
    admin.presses("Revoke the link").sees(f"The link to {NAME}.xlsx is revoked", "(only visible to you)")
    assert "Let this link die?" in admin.asked
    teacher.sees("Summary of CSE-2", "CSE-2-A | 83.3 %", "(Download XLSX)").does_not_see("Open the file", "/r/")
    says(visits(house, link), 410, "This link was withdrawn")
    assert downloads(house) == []
    assert [(one.actor, one.action, one.source) for one in college.audited()][-1] == (ADMIN, "revoke", "button")


def test_revoking_twice_is_revoking_once(house: House, admin: Speaker, link: Shared, college: College) -> None:
    for _ in range(2):
        press(house, ADMIN, REVOKE, str(link.link_id))
        admin.sees("is revoked")
    (row,) = links(house)
    assert row.revoked_by == ADMIN
    assert [one.action for one in college.audited()] == ["share", "revoke"]


def test_a_slack_that_takes_no_tables_is_shown_the_report_in_words(
    house: House, admin: Speaker, teacher: Speaker, link: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    from infra.local.slack import hooks
    from infra.local.slack.blockkit import InvalidBlocks

    def refuses(_workspace: Any, payload: Any) -> None:
        if any(block["type"] == "data_table" for block in payload["blocks"]):
            raise InvalidBlocks(("no such block",))

    monkeypatch.setattr(hooks, "check_message", refuses)
    admin.presses("Revoke the link").sees("is revoked")
    teacher.sees("Summary of CSE-2").does_not_see("Open the file")


@pytest.mark.parametrize("who", ["stranger", "student", "teacher", "deactivated"])
def test_nobody_else_revokes_a_link(house: House, college: College, link: Shared, who: str) -> None:
    outsider = no_admin(house, college, who)
    told = "Only admins can do that" if who in ("student", "teacher") else "I don't know you yet"
    outsider.presses("Revoke the link").sees(told)
    press(house, outsider.user_id, f"{REVOKE}.list", str(link.link_id))
    outsider.sees(told).does_not_see(NAME)
    assert visits(house, link).status == 302


@pytest.mark.parametrize("value", ["", "x", "-1", "0", str(2**63), str(2**80)])
def test_a_button_that_was_never_drawn_revokes_nothing(house: House, admin: Speaker, link: Shared, value: str) -> None:
    press(house, ADMIN, REVOKE, value)
    admin.sees("This button is from an older message")
    assert visits(house, link).status == 302


def test_a_link_that_is_not_there_is_said(house: House, admin: Speaker) -> None:
    press(house, ADMIN, REVOKE, "424242")
    admin.sees("This link is not there any more", "/attendance report links")


def test_the_audit_says_who_shared_and_revoked_what(house: House, admin: Speaker, link: Shared) -> None:
    until = house.clock.local(link.expires_at)
    admin.presses("Revoke the link").types("/attendance audit")
    admin.sees(f"revoked {NAME}.xlsx", f"shared {NAME}.xlsx")
    admin.sees(f"{until:%H:%M}")


@pytest.mark.parametrize(
    ("typed", "seen", "unseen"),
    [
        ("CSE-2", ("CSE-2 summary", "CSE-2-A summary"), ("CSE-21", "CSE-1", "All")),
        ("CSE-2-A", ("CSE-2 summary", "CSE-2-A summary"), ("CSE-2-B", "CSE-1", "All")),
        ("CSE-2-B", ("CSE-2 summary", "CSE-2-B summary"), ("CSE-2-A",)),
        ("AI&DS-2", ("AI&DS-2 summary",), ("CSE",)),
    ],
)
def test_the_audit_of_a_class_has_the_links_to_its_files(
    house: House, admin: Speaker, tmp_path: Path, typed: str, seen: tuple[str, ...], unseen: tuple[str, ...]
) -> None:
    for code in ("CSE-2", "CSE-2-A", "CSE-2-B", "CSE-1", "CSE-12", "AI&DS-2"):
        link = shared(house, makes(house, tmp_path, code))
        press(house, ADMIN, f"{REVOKE}.list", str(link.link_id))
    admin.types(f"/attendance audit {typed}").does_not_see(*unseen)
    admin.sees(*(f"{what} {name}" for name in seen for what in ("shared", "revoked")))


# The list


def test_an_admin_sees_every_link_that_works(house: House, admin: Speaker, link: Shared, tmp_path: Path) -> None:
    shared(house, makes(house, tmp_path, "ECE-3", Format.PDF))
    for _ in range(2):
        visits(house, link)
    admin.types("/attendance report links").sees(
        f"{NAME}.xlsx: shared by you", "ECE-3 summary", "opened 2 times, last", "not opened yet", "2 shared links work"
    )
    admin.presses("Revoke", beside="ECE-3").does_not_see("ECE-3").sees("1 shared link works", "CSE-2")
    admin.presses("Revoke", beside="CSE-2").sees("No shared link works now", "share")
    says(visits(house, link), 410, "This link was withdrawn")


def test_links_that_are_over_are_not_in_the_list(
    house: House, admin: Speaker, link: Shared, made: Made, tmp_path: Path
) -> None:
    other = makes(house, tmp_path, "ECE-3")
    shared(house, other)
    with house.services.database.begin() as tx:
        reports.gone(tx, made.report_id)
    admin.types("/attendance report links").sees("ECE-3").does_not_see("CSE-2 summary")
    house.clock.passes(days=7)
    admin.types("/attendance report links").sees("No shared link works now")


def test_of_many_links_the_newest_are_shown(house: House, admin: Speaker, made: Made) -> None:
    at: datetime = house.clock.now()
    row = {
        "report_id": made.report_id,
        "format": "csv",
        "made_by": "U2",
        "made_at": at,
        "expires_at": at + timedelta(1),
    }
    with house.services.database.begin() as tx:
        tx.execute(share_link.insert(), [row] * 60)
    admin.types("/attendance report links").sees("60 shared links work now", "These are the newest 40")


@pytest.mark.parametrize("who", ["stranger", "student", "teacher", "deactivated"])
def test_nobody_else_sees_the_list(house: House, college: College, link: Shared, who: str) -> None:
    outsider = no_admin(house, college, who)
    told = "Only admins can do that" if who in ("student", "teacher") else "I don't know you yet"
    outsider.types("/attendance report links").sees(told).does_not_see(NAME)


def test_the_last_admin_in_the_database_shares_as_well(house: House, college: College, tmp_path: Path) -> None:
    college.employs(ADMIN, role="admin")
    house.admins = ""
    house.restarts()
    assert shared(house, makes(house, tmp_path)).url
    with college.database.begin() as tx:
        tx.execute(update(member).values(active=False))
    with pytest.raises(NotKnown):
        shared(house, makes(house, tmp_path))
