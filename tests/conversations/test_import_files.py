"""Files that are no list of students, or cannot be had: what the admin is told, and that nothing comes of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.imports import SMALL
from bot.store.tables import job, student_import
from infra.local.slack.server import serve
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, SCOPES, House, furnished
from tests.conversations.lists import FILE, checks, listing, register, sends, states
from tests.conversations.speaker import Speaker
from tests.formats.files import sheet_of

NEW = listing("31CSE001,Nila Sen,CSE-1,nila@college.example,,")


def sent(house: House, content: bytes = NEW, user_id: str = ADMIN, **changed: Any) -> Mapping[str, Any]:
    """The answer to a form sent with such a file object."""
    file = house.workspace.upload(ADMIN, "students.csv", content) | changed
    return forged.submit(house, user_id, "import", values(file))


def values(file: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        "file": {"field": {"type": "file_input", "files": [file]}},
        "since": {"field": {"type": "datepicker", "selected_date": "2026-07-01"}},
    }


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"mode": "external"}, "'students.csv' is only a link to another service. Download it there"),
        ({"is_external": True}, "'students.csv' is only a link to another service."),
        ({"url_private": "", "url_private_download": ""}, "Slack does not hand 'students.csv' out to me."),
        ({"user": "USOMEBODY"}, "'students.csv' was uploaded by somebody else. Please upload it yourself."),
        ({"size": 10 * 2**20 + 1}, "'students.csv' is larger than 10 MB."),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_at_its_field(
    house: House, admin: Speaker, college: College, changed: dict[str, Any], sentence: str
) -> None:
    answer = sent(house, **changed)
    assert answer["response_action"] == "errors"
    assert sentence in answer["errors"]["file"]
    assert college.count(student_import) == college.count(job) == 0


def test_a_form_without_a_file_is_not_sent(admin: Speaker) -> None:
    admin.types("/attendance students import").presses("Check the file").sees_error(
        FILE, "complete this required field"
    )


@pytest.mark.parametrize(
    ("since", "sentence"),
    [("2062-07-01", "'2062-07-01' is more than a year ahead"), ("1900-01-01", "'1900-01-01' is too long ago")],
)
def test_a_first_day_nobody_means_is_refused_at_its_field(
    admin: Speaker, college: College, since: str, sentence: str
) -> None:
    admin.types("/attendance students import").uploads(FILE, "students.csv", NEW)
    admin.fills("In their class since", since).presses("Check the file")
    admin.sees_error("In their class since", sentence)
    assert college.count(student_import) == 0


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 200_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("list.csv", b"%PDF-1.7 ...", "it is a PDF"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "it is an old Excel or Word file"),
        ("list.xlsx", b"PK\x03\x04 and nothing that follows", "can't read list.xlsx"),
        ("list.csv", b" \r\n", "it is empty"),
        ("list.csv", b"Once upon a time", "can't find the row that names the columns"),
        ("list.csv", b"Roll No,Name\n1,Asha\n", "no column for the class"),
        ("list.csv", b"Roll No,Name,Class\n", "no student below it"),
        ("list.csv", b'Roll No,Name,Class\n1,"Asha,CSE-2\n', "quotation mark"),
    ],
    ids=["pdf", "xls", "broken", "empty", "prose", "no class", "no rows", "quotes"],
)
def test_a_file_that_is_no_list_is_told_what_it_is(
    house: House, admin: Speaker, college: College, name: str, content: bytes, sentence: str
) -> None:
    sends(admin, content, name=name).sees("Nothing was changed.", sentence, "(Send the file again)")
    admin.presses("Send the file again").sees("The list, as CSV or .xlsx").closes(everything=True)
    admin.in_dm().sees(sentence).presses("Send the file again")
    admin.sees("The list, as CSV or .xlsx")
    assert states(college) == ["refused"]


def test_a_zip_bomb_is_refused_by_the_worker(house: House, admin: Speaker, college: College) -> None:
    sends(admin, bomb(), name="list.xlsx").sees("Checking list.xlsx")
    house.works()
    admin.presses("See the result").sees("Nothing was changed.", "can't read list.xlsx", "(Send the file again)")


def of_few_bytes(rows: int) -> bytes:
    """A list of which a row takes ten bytes."""
    return "\n".join(["Roll No,Name,Class", *(f"{n:04},A,ME-1" for n in range(rows))]).encode()


def of_blanks() -> bytes:
    """A workbook that unpacks to much more than it is."""
    return sheet_of([["Roll No", "Name", "Class"], [7, "A", "ME-1"], *([" " * (30_000 + n)] for n in range(30))])


@pytest.mark.parametrize(
    ("name", "content"),
    [("list.csv", of_few_bytes(1200)), ("list.xlsx", of_blanks())],
    ids=["short rows", "blanks"],
)
def test_few_bytes_that_hold_much_are_the_workers(
    house: House, admin: Speaker, college: College, name: str, content: bytes
) -> None:
    assert len(content) < SMALL
    sends(admin, content, name=name).sees(f"Checking {name}", "told in a message from me")
    house.works()
    admin.presses("See the result").sees(f"{name}, checked. 1")
    assert states(college) == ["checked"]


def test_few_bytes_of_many_rows_are_applied_by_the_worker(house: House, admin: Speaker, college: College) -> None:
    sends(admin, of_few_bytes(1200))
    house.works()
    admin.presses("See the result").presses("Apply").sees("Applying students.csv")
    house.works()
    admin.presses("See the result").sees("is applied: 1,200 rows: 1,200 new")


def test_without_the_right_to_read_files_it_is_said_whose_turn_it_is(sqlite_url: str) -> None:
    house = House(sqlite_url)
    house.workspace.scopes = SCOPES - {"files:read"}
    with serve(house.workspace):
        furnished(house)
        house.speaker(ADMIN, "Office")
        assert "files:read" in str(sent(house))
        house.services.database.close()


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><html>Sign in</html>", b"\n<html><body>Sign in to Slack"])
def test_slacks_sign_in_page_in_the_place_of_the_file_is_recognised(
    house: House, admin: Speaker, college: College, page: bytes
) -> None:
    admin.types("/attendance students import").uploads(FILE, "students.csv", NEW)
    (file,) = house.workspace.files.complete()
    house.workspace.files.put(replace(file, content=page))
    admin.presses("Check the file").sees("sign-in page instead of the file", "files:read")
    assert states(college) == ["refused"]


def test_a_file_deleted_meanwhile_is_told(house: House, admin: Speaker, college: College) -> None:
    admin.types("/attendance students import").uploads(FILE, "students.csv", NEW)
    (file,) = house.workspace.files.complete()
    house.workspace.files.delete(file.id)
    admin.presses("Check the file").sees("Slack does not have the file any more")


def test_the_token_is_sent_to_nobody_but_slack(house: House, admin: Speaker, college: College) -> None:
    assert "not kept in Slack itself" in str(sent(house, url_private_download="https://files.example.com/x.csv"))
    assert states(college) == ["refused"]


def test_when_slack_is_away_it_is_tried_again_and_given_up_in_the_end(
    house: House, admin: Speaker, college: College
) -> None:
    sent(house, url_private_download="http://127.0.0.1:1/x.csv")
    dm = admin.in_dm().sees("something is in the way at the moment", "I try again shortly")
    for _ in range(4):
        assert states(college) == ["waiting"]
        house.clock.passes(hours=1)
        house.works()
    dm.sees("I tried several times", "Nothing was changed", "(Send the file again)")
    assert states(college) == ["refused"]


def test_when_slack_is_back_it_goes_on(house: House, admin: Speaker, college: College) -> None:
    admin.types("/attendance students import").uploads(FILE, "students.csv", NEW)
    (file,) = house.workspace.files.complete()
    url = house.workspace.public_url
    answer = sent(house, url_private_download="http://127.0.0.1:1/x.csv")
    assert "Checking" in str(answer)
    with college.database.begin() as tx:
        row = tx.execute(student_import.select()).one()
        real = file.to_json(url)["url_private_download"]
        tx.execute(student_import.update().values(file=row.file.replace("http://127.0.0.1:1/x.csv", real)))
    house.clock.passes(minutes=1)
    house.works()
    admin.closes(everything=True).in_dm().sees("checked. 1 row: 1 new")


def test_the_same_file_sent_twice_is_one_import(house: House, admin: Speaker, college: College) -> None:
    file = house.workspace.upload(ADMIN, "students.csv", NEW)
    first, second = (forged.submit(house, ADMIN, "import", values(file)) for _ in range(2))
    assert "1 row: 1 new" in str(first)
    assert "1 row: 1 new" in str(second)
    assert states(college) == ["checked"]


def test_without_the_right_to_write_the_result_is_in_the_modal(sqlite_url: str) -> None:
    house = House(sqlite_url)
    house.workspace.scopes = SCOPES - {"chat:write"}
    with serve(house.workspace):
        college, admin = furnished(house), house.speaker(ADMIN, "Office")
        sends(admin, NEW).sees("1 row: 1 new", "Slack does not let me write to you").closes(everything=True)
        admin.types("/attendance students import").presses("Look at it").presses("Apply").sees("is applied")
        assert "31CSE001" in register(college)
        house.services.database.close()


def test_without_the_right_to_send_files_the_errors_are_told_as_far_as_they_fit(sqlite_url: str) -> None:
    house = House(sqlite_url)
    house.workspace.scopes = SCOPES - {"files:write"}
    with serve(house.workspace):
        furnished(house)
        lines = [f"31CSE{n:03},Nila,nowhere,,," for n in range(30)]
        dm = checks(house, listing(*lines)).sees(
            "30 errors (row 2:", "Row 11:", "could not send you all errors as a file"
        )
        dm.does_not_see("Row 12:")
        house.services.database.close()
