"""Guards who is given the file of a report: rights as they are at the press, a link for a quarter of an hour, no other
trace than a note of it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import delete

from bot.domain.report import Format
from bot.store import reports
from bot.store.tables import teaching
from bot.views.reportbuttons import DOWNLOAD, FRESH, OPEN
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.filed import asks, downloads, fetched, makes, posts
from tests.conversations.forged import no_admin, press
from tests.conversations.phone import sets_up
from tests.conversations.speaker import Speaker

NAME = "CSE-2 summary 2026-11-16 to 2026-11-22"


@pytest.fixture(autouse=True)
def stored(house: House, college: College, bucket: str) -> None:
    house.stores_in(bucket)


def link_of(speaker: Speaker) -> str:
    """Where the button in the newest message leads."""
    (url,) = [
        element["url"] for block in speaker.last.blocks for element in block.get("elements", ()) if "url" in element
    ]
    return str(url)


def test_an_admin_presses_a_format_and_gets_that_file(house: House, admin: Speaker, tmp_path: Path) -> None:
    made = makes(house, tmp_path)
    posts(house, made)
    admin.presses("Download CSV").sees(f"Your file: {NAME}.csv", "for whoever has it", "(only visible to you)")
    until = house.clock.local(house.clock.now())
    assert re.search(r"works until \d\d:\d\d", admin.last.text)
    assert f"{until:%H:}" in admin.last.text or until.minute >= 45
    status, headers, body = fetched(link_of(admin))
    assert (status, body.decode()) == (200, f"{NAME}.csv")
    assert headers["content-disposition"] == f"attachment; filename*=UTF-8''{NAME.replace(' ', '%20')}.csv"
    assert downloads(house) == [(made.report_id, "csv", False, ADMIN)]


def test_the_link_is_good_for_fifteen_minutes(house: House, admin: Speaker, tmp_path: Path) -> None:
    posts(house, makes(house, tmp_path))
    admin.presses("Download PDF")
    assert parse_qs(urlsplit(link_of(admin)).query)["X-Amz-Expires"] == ["900"]


def test_the_message_of_the_channel_stays_as_it_is(
    house: House, admin: Speaker, teacher: Speaker, tmp_path: Path
) -> None:
    posts(house, makes(house, tmp_path))
    before = teacher.screen()
    admin.presses("Download XLSX").sees("Your file")
    assert teacher.screen() == before


def test_pressing_twice_gives_two_links_and_harms_nothing(house: House, admin: Speaker, tmp_path: Path) -> None:
    posts(house, makes(house, tmp_path))
    for _ in range(2):
        admin.presses("Download XLSX").sees("Your file")
    assert len(downloads(house)) == 2


def test_a_fresh_link_leads_to_the_same_file(house: House, admin: Speaker, tmp_path: Path) -> None:
    made = makes(house, tmp_path)
    posts(house, made)
    admin.presses("Download PDF")
    seen = len(house.workspace.messages(ADMIN, "C1"))
    admin.presses("Get a fresh link").sees(f"Your file: {NAME}.pdf")
    assert len(house.workspace.messages(ADMIN, "C1")) == seen + 1
    assert fetched(link_of(admin))[2].decode() == f"{NAME}.pdf"
    assert downloads(house) == [(made.report_id, "pdf", False, ADMIN)] * 2


def test_opening_the_file_is_nothing_to_the_bot(house: House, admin: Speaker, tmp_path: Path) -> None:
    posts(house, makes(house, tmp_path))
    admin.presses("Download PDF").presses("Open the file").sees_nothing_new()
    assert press(house, ADMIN, OPEN).ok
    assert len(downloads(house)) == 1


def test_a_teacher_gets_reports_of_a_class_they_take(house: House, teacher: Speaker, tmp_path: Path) -> None:
    posts(house, makes(house, tmp_path))
    teacher.presses("Download XLSX").sees("Your file")
    assert fetched(link_of(teacher))[0] == 200


def test_a_teacher_who_takes_the_class_no_longer_gets_nothing(
    house: House, teacher: Speaker, college: College, tmp_path: Path
) -> None:
    posts(house, makes(house, tmp_path))
    with college.database.begin() as tx:
        tx.execute(delete(teaching))
    teacher.presses("Download XLSX").sees("This is not a report of a class you take").does_not_see(NAME)
    assert downloads(house) == []


@pytest.mark.parametrize("typed", ["ECE-3", "all"])
def test_a_teacher_learns_nothing_of_other_reports(house: House, teacher: Speaker, tmp_path: Path, typed: str) -> None:
    number = makes(house, tmp_path, typed).report_id
    told = []
    for one in (number, number + 1000):  # there, and not there
        press(house, "UMEERA", f"{DOWNLOAD}.csv", str(one))
        told.append(teacher.sees("This is not a report of a class you take").does_not_see("ECE").last.text)
        press(house, "UMEERA", FRESH, f"{one} csv")
        told.append(teacher.last.text)
    assert len(set(told)) == 1
    assert downloads(house) == []


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("stranger", "I don't know you yet"),
        ("student", "Only teachers and admins can do that"),
        ("deactivated", "I don't know you yet"),
    ],
)
def test_nobody_else_is_given_a_file(house: House, college: College, tmp_path: Path, who: str, told: str) -> None:
    outsider = no_admin(house, college, who)
    made = makes(house, tmp_path)
    posts(house, made)
    for label in ("Download XLSX", "Download CSV", "Download PDF", "Get a fresh link"):
        outsider.presses(label).sees(told).does_not_see(NAME, "http")
    assert downloads(house) == []


def test_all_classes_ask_an_admin_for_a_code(house: House, admin: Speaker, tmp_path: Path) -> None:
    made = makes(house, tmp_path, "all")
    phone, _ = sets_up(house, admin)
    house.clock.passes(minutes=16)
    posts(house, made)
    admin.presses("Download XLSX").sees("This needs a code from your authenticator app")
    assert downloads(house) == []
    admin.fills("Code from your app", phone.code).presses("Confirm").sees("The code is right").presses("Close")
    admin.presses("Download XLSX").sees("Your file: All classes summary")
    assert downloads(house) == [(made.report_id, "xlsx", False, ADMIN)]


def test_a_class_asks_nobody_for_a_code(house: House, admin: Speaker, tmp_path: Path) -> None:
    sets_up(house, admin)
    house.clock.passes(minutes=16)
    posts(house, makes(house, tmp_path))
    admin.presses("Download XLSX").sees("Your file")


def test_a_file_that_is_no_longer_kept_can_be_made_again(house: House, admin: Speaker, tmp_path: Path) -> None:
    made = makes(house, tmp_path, "CSE-2-A", Format.PDF)
    posts(house, made)
    assert house.services.storage
    house.services.storage.forget_folder(made.place)  # as S3's own lifecycle rule may
    told = "no longer kept. To have it made again, type /attendance report CSE-2-A 2026-11-16..2026-11-22 summary pdf"
    admin.presses("Download PDF").sees(told)
    with house.services.database.begin() as tx:
        reports.gone(tx, made.report_id)
    admin.presses("Download PDF").sees(told)
    assert downloads(house) == []


def test_a_file_on_its_way_is_waited_for(house: House, admin: Speaker) -> None:
    press(house, ADMIN, f"{DOWNLOAD}.csv", str(asks(house).report_id))
    admin.sees("This report is still being made")


def test_a_storage_that_is_away_is_said(
    house: House, admin: Speaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts(house, makes(house, tmp_path))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    house.restarts()
    admin.presses("Download XLSX").sees("I can't reach the place where the files are kept", "again in a minute")
    house.bucket = ""
    house.restarts()
    admin.presses("Download XLSX").sees("I can't reach the place where the files are kept")
    assert downloads(house) == []


def test_a_report_that_is_not_there_is_not_there(house: House, admin: Speaker) -> None:
    press(house, ADMIN, f"{DOWNLOAD}.csv", "424242")
    admin.sees("This report is not there any more", "/attendance report CSE-2")


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        (f"{DOWNLOAD}.csv", ""),
        (f"{DOWNLOAD}.csv", "x"),
        (f"{DOWNLOAD}.csv", "-1"),
        (f"{DOWNLOAD}.csv", str(2**63)),
        (f"{DOWNLOAD}.exe", "1"),
        (DOWNLOAD, "1"),
        (FRESH, ""),
        (FRESH, "1"),
        (FRESH, "1 exe"),
        (FRESH, "csv 1"),
        (FRESH, f"{10**30} csv"),
        (FRESH, "1 csv csv"),
    ],
)
def test_a_button_that_was_never_drawn_does_nothing(house: House, admin: Speaker, action_id: str, value: str) -> None:
    press(house, ADMIN, action_id, value)
    admin.sees("This button is from an older message")
