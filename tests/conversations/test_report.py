"""`/attendance report`: a message where it was asked for, counts only, and the file to whoever asked."""

from __future__ import annotations

import io
import urllib.error
import zipfile
from datetime import timedelta

import pytest

from bot.store.tables import holiday
from infra.local.slack.blockkit import check_message
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.reported import (
    NAMES,
    buttons,
    cells_about,
    everything_public,
    fetched,
    in_channel,
    last_two_days,
    link_in,
    marks,
    posts,
    rows_of,
)
from tests.conversations.speaker import Speaker


@pytest.fixture(autouse=True)
def _there_is_a_bucket(house: House, bucket: str) -> None:
    house.stores_in(bucket)


@pytest.fixture
def days(college: College) -> str:
    """Two roll calls of CSE-2: 001 is at half, 002 has one excused, all others were there."""
    marks(college, "AEPPPPPPPPPP", 2)
    marks(college, "PPPPPPPPPPPP", 1)
    return last_two_days(college)


def test_a_teacher_has_their_class_reported_in_the_channel(house: House, teacher: Speaker, days: str) -> None:
    teacher.types(f"/attendance report CSE-2 {days}").sees(
        "Preparing the summary of CSE-2", "appears in this channel", "only visible to you"
    )
    house.works()
    (message,) = in_channel(house, teacher)
    for said in (
        "Summary of CSE-2",
        "11 of 12 students are at 75 % or more; 1 is below, and short (under 65 %)",
        "2 roll calls",
    ):
        assert said in message.text
    assert "Overall 22/23 = 95.6 %." in message.text
    check_message({"text": message.text, "blocks": list(message.blocks)})
    assert list(buttons(message))[:3] == ["Download XLSX", "Download CSV", "Download PDF"]
    teacher.sees("only visible to you", "Your file: CSE-2 summary", "The link works until")
    assert fetched(link_in(teacher.last))[:2] == b"PK"


def test_the_cells_are_what_me_says(house: House, teacher: Speaker, college: College, days: str) -> None:
    teacher.types(f"/attendance report CSE-2 {days} csv")
    house.works()
    content = fetched(link_in(teacher.last))
    head = next(row for row in rows_of(content) if "Name" in row)
    for roll_no, percent in (("21CSE001", "50"), ("21CSE002", "100"), ("21CSE012", "100")):
        row = dict(zip(head, cells_about(content, roll_no), strict=True))
        assert percent in " ".join(row.values()), row
    teacher.types(f"/attendance student 21CSE001 {days}").sees("1/2 = 50.0 %")
    teacher.types(f"/attendance student 21CSE002 {days}").sees("1/1 = 100.0 %")


@pytest.mark.parametrize("kind", ["summary", "register", "shortage"])
@pytest.mark.parametrize("format_", ["xlsx", "csv", "pdf"])
@pytest.mark.parametrize("whom", ["CSE-2", "all"])
def test_every_report_there_is(house: House, admin: Speaker, days: str, whom: str, kind: str, format_: str) -> None:
    admin.types(f"/attendance report {whom} {days} {kind} {format_}").sees("Preparing the")
    house.works()
    (message,) = in_channel(house, admin)
    title = (
        f"{'Shortage list' if kind == 'shortage' else kind.capitalize()} of {'all classes' if whom == 'all' else whom}"
    )
    assert title in message.text
    assert next(iter(buttons(message))).startswith(f"Download {format_.upper()}")
    begins = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf", "pdf": b"%PDF"}
    zipped = whom == "all" and kind == "register" and format_ != "xlsx"
    content = fetched(link_in(admin.last))
    if zipped:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read(archive.namelist()[0])
    assert content.startswith(begins[format_])


def test_no_channel_ever_reads_a_name(house: House, admin: Speaker, teacher: Speaker, days: str) -> None:
    for kind in ("summary", "register", "shortage"):
        for whom in ("all", "CSE-2"):
            admin.types(f"/attendance report {whom} {days} {kind} share")
            house.works()
    teacher.presses("Shortage list")
    house.works()
    public = everything_public(house)
    assert "Shortage list of CSE-2" in public
    assert not [name for name in NAMES if name in public]


def test_links_never_unfurl(house: House, admin: Speaker, days: str) -> None:
    admin.types(f"/attendance report CSE-2 {days} share")
    admin.in_dm().types(f"/attendance report CSE-2 {days}")
    house.works()
    sent = list(posts(house))
    assert len(sent) == 3
    assert all((one["unfurl_links"], one["unfurl_media"]) == (False, False) for one in sent)


def test_asked_for_in_a_direct_message_it_stays_there(house: House, teacher: Speaker, days: str) -> None:
    private = teacher.in_dm()
    private.types(f"/attendance report CSE-2 {days}").sees("comes here, in your direct messages")
    house.works()
    private.sees("Summary of CSE-2", "1 is below", "Your file: CSE-2 summary", "(Open the file)")
    assert not private.last.ephemeral
    assert fetched(link_in(private.last))[:2] == b"PK"
    assert not in_channel(house, teacher)


def test_the_buttons_give_each_file_to_whoever_may_have_it(
    house: House, teacher: Speaker, admin: Speaker, days: str
) -> None:
    admin.types(f"/attendance report CSE-2 {days}")
    house.works()
    for label, begins in (("Download CSV", b"\xef\xbb\xbf"), ("Download PDF", b"%PDF"), ("Get a fresh link", b"%PDF")):
        teacher.presses(label).sees("Your file", "only visible")
        assert fetched(link_in(teacher.last)).startswith(begins)


def test_the_shortage_list_is_for_whoever_presses(house: House, teacher: Speaker, admin: Speaker, days: str) -> None:
    admin.types(f"/attendance report CSE-2 {days} csv")
    house.works()
    teacher.presses("Shortage list").sees(
        "Preparing the shortage list of CSE-2", "direct message", "only visible to you"
    )
    house.works()
    private = teacher.in_dm().sees("Shortage list of CSE-2", "1 is below", "(Open the file)")
    rows = rows_of(fetched(link_in(private.last)))
    assert [row for row in rows if "21CSE001" in row]
    assert not [row for row in rows if "21CSE003" in row]
    assert len(in_channel(house, admin)) == 1


def test_with_share_everybody_in_the_channel_gets_a_link(house: House, admin: Speaker, days: str) -> None:
    admin.types(f"/attendance report CSE-2 {days} share").sees("for everybody who sees it, as you asked").does_not_see(
        "comes to you alone", "numbers only"
    )
    house.works()
    (message,) = in_channel(house, admin)
    assert "<https://attendance.example.edu/r/" in message.text
    assert "for everybody who has the link" in message.text
    admin.presses("Revoke the link")
    assert "Let this link die?" in admin.asked


def test_revoked_from_the_list_the_link_is_taken_out_of_its_message(
    house: House, teacher: Speaker, admin: Speaker, days: str
) -> None:
    admin.types(f"/attendance report CSE-2 {days} share")
    admin.in_dm().types(f"/attendance report all {days} share")
    house.works()
    admin.types("/attendance report links").presses("Revoke", beside="CSE-2").does_not_see("CSE-2 summary")
    (message,) = in_channel(house, admin)
    assert "Summary of CSE-2" in message.text
    assert "/r/" not in message.text + str(message.blocks)
    assert "Revoke the link" not in buttons(message)
    admin.presses("Revoke", beside="All classes").sees("No shared link works now")
    private = admin.in_dm().sees("Summary of all classes").last
    assert "/r/" not in private.text + str(private.blocks)


def test_a_link_is_revoked_from_the_list_although_slack_takes_no_change(
    house: House, admin: Speaker, days: str
) -> None:
    admin.types(f"/attendance report CSE-2 {days} share")
    house.works()
    house.workspace.webapi.fails("chat.update", "fatal_error", times=2)
    admin.types("/attendance report links").presses("Revoke").sees("No shared link works now")
    assert "/r/" in in_channel(house, admin)[0].text


def test_typed_alone_it_offers_what_there_is(house: House, teacher: Speaker, admin: Speaker, days: str) -> None:
    teacher.types("/attendance report").sees("Which class?", "(CSE-2)", "shortage").does_not_see("All classes", "share")
    teacher.presses("CSE-2").sees("Preparing the summary of CSE-2")
    house.works()
    assert len(in_channel(house, teacher)) == 1
    admin.types("/attendance report").sees("(All classes)", "(CSE-2)", "share")
    admin.presses("All classes").sees("Preparing the summary of all classes")
    house.works()
    assert len(in_channel(house, admin)) == 2


def test_a_teacher_without_a_class_is_told(house: House, college: College) -> None:
    college.employs("UNEW")
    house.speaker("UNEW").types("/attendance report").sees("No class is down as yours yet")


def test_sections_subjects_and_weeks_are_told_apart(house: House, teacher: Speaker, college: College) -> None:
    marks(college, "PPPPPPPPPPPP", 15, subject="OS")
    marks(college, "AAPPPPPPPPPP", 8, subject="DBMS")
    marks(college, "PPPPPPPPPPPA", 1, subject="DBMS")
    first, last = college.today - timedelta(days=20), college.today
    teacher.types(f"/attendance report CSE-2 {first}..{last}")
    house.works()
    (message,) = in_channel(house, teacher)
    kinds = [block["type"] for block in message.blocks]
    assert "data_visualization" in kinds
    assert "data_table" in kinds
    assert "OS: 1 roll call, 12/12 = 100.0 %" in message.text
    assert "DBMS: 2 roll calls, 21/24 = 87.5 %" in message.text


def test_holidays_are_outside(house: House, teacher: Speaker, college: College, days: str) -> None:
    with college.database.begin() as tx:
        tx.execute(holiday.insert(), {"date": college.today - timedelta(days=2), "name": "Pongal"})
    teacher.types(f"/attendance report CSE-2 {days}")
    house.works()
    assert "All 12 students are at 75 % or more." in in_channel(house, teacher)[0].text


def test_a_class_without_marks_is_said_to_have_none(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance report CSE-2 today")
    house.works()
    teacher.types(f"/attendance report CSE-2 {college.today - timedelta(days=5)}")
    house.works()
    today, over = in_channel(house, teacher)
    assert "No attendance has been taken on this day yet." in today.text
    assert "No attendance was taken on this day." in over.text
    for message in (today, over):
        assert list(buttons(message)) == ["Download XLSX", "Download CSV", "Download PDF"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("CSE-2 sumary", "Did you mean summary?"),
        ("CSE-2 tomorrow", "is still to come"),
        ("XYZ-9", "There is no class XYZ-9 here"),
        ("CS-2", "There is no class CS-2 here. Did you mean CSE-2?"),
        ("CSE-2-Z", "There is no class CSE-2-Z here. Did you mean CSE-2?"),
        ("CSE-9", "There is no class CSE-9 here. Did you mean CSE-2?"),
        ("CSE-2 next week", "next week is still to come"),
        ("all CSE-2", "I read both all and CSE-2"),
        ("CSE-2 DBMS", "leave the name of one subject or student out"),
        ("lniks", "Did you mean /attendance report links?"),
        ("CSE-2 weekly", "/attendance schedule CSE-2 weekly"),
        ("CSE-2 2019-01-01..2019-01-31", "No students were in CSE-2 from 1 Jan – 31 Jan 2019"),
        ("nonsense", "I can't read nonsense"),
    ],
)
def test_what_there_is_no_report_of_is_said_at_once(
    house: House, admin: Speaker, days: str, typed: str, sentence: str
) -> None:
    admin.types(f"/attendance report {typed}").sees(sentence).does_not_see("Preparing", "Sorry")
    house.works()
    assert not in_channel(house, admin)


def test_typed_twice_it_is_made_twice_and_pressed_twice_handed_twice(house: House, teacher: Speaker, days: str) -> None:
    teacher.types(f"/attendance report CSE-2 {days}").types(f"/attendance report CSE-2 {days}")
    house.works()
    one, other = in_channel(house, teacher)
    assert one.text.partition(". ")[0] == other.text.partition(". ")[0]
    teacher.presses("Download CSV").presses("Download CSV").sees("Your file")


def test_a_link_does_not_tell_where_other_files_are(house: House, teacher: Speaker, days: str) -> None:
    teacher.types(f"/attendance report CSE-2 {days}").types(f"/attendance report CSE-2 {days}")
    house.works()
    urls = [link_in(one) for one in house.workspace.messages("UMEERA", "C1") if "Open the file" in buttons(one)]
    folders = {url.split("/reports/")[1].split("/")[2] for url in urls}
    assert len(folders) == 2
    assert all(len(one) >= 32 for one in folders)


def test_a_removed_file_is_gone(house: House, teacher: Speaker, days: str) -> None:
    teacher.types(f"/attendance report CSE-2 {days}")
    house.works()
    url = link_in(teacher.last)
    assert house.services.storage
    key = urllib.parse.unquote(url.split(f"/{house.bucket}/")[1].partition("?")[0])
    house.services.storage.forget([key])
    with pytest.raises(urllib.error.HTTPError):
        fetched(url)
    teacher.presses("Get a fresh link").sees("no longer kept")
